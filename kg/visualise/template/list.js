// The same data as tables, for screen readers and for those who prefer it: things, and what links them. Headings sort.
const listView = document.getElementById("list");
const sorting = { things: ["", 1], links: ["", 1] };
const listed = { tab: "things", most: 300 };

// The columns of a table: what a heading says, and the value that a row has there.
const COLUMNS = {
  things: { name: (node) => node.label, kind: (node) => (graph.terms[node.group] ? term(node.group) : ""), links: (node) => node.links.length, numbers: (node) => node.numbers.length, events: (node) => node.events.length, facts: total },
  links: { start: (edge) => edge.a.label, relation: (edge) => term(edge.label), end: (edge) => edge.b.label, facts: (edge) => edge.facts.length },
};

function rowsFor(tab) {
  const [name, sign] = sorting[tab], rows = [...(tab === "things" ? state.nodes : state.edges)];
  const value = COLUMNS[tab][name];
  if (!value) return rows;
  const order = new Intl.Collator(language === "zh" ? "zh-CN-u-co-pinyin" : "en", { numeric: true });
  const compare = (a, b) => (typeof a === "number" ? a - b : order.compare(a, b));
  return rows.sort((a, b) => sign * compare(value(a), value(b)) || a.row - b.row);
}

function columnHead(tab, name) {
  const [by, sign] = sorting[tab];
  const sort = by === name ? (sign > 0 ? "ascending" : "descending") : "none";
  const act = () => { sorting[tab] = by === name ? [name, -sign] : [name, typeof COLUMNS[tab][name](rowsFor(tab)[0]) === "number" ? -1 : 1]; drawList(); };
  return el("th", { scope: "col", "aria-sort": sort }, el("button", { type: "button", "data-sort": name, onclick: act }, t(name), el("span", { "aria-hidden": "true" }, { none: "", ascending: " ↑", descending: " ↓" }[sort])));
}

function tableRow(tab, item) {
  const cells = Object.values(COLUMNS[tab]).map((value) => value(item));
  const act = tab === "things" ? () => choose(item) : () => chooseEdge(item);
  return el("tr", {}, ...cells.map((cell, turn) => {
    const number = typeof cell === "number";
    return el(turn ? "td" : "th", { scope: turn ? null : "row", class: number ? "n" : null }, turn ? String(cell) : el("button", { type: "button", onclick: act }, cell || "–"));
  }));
}

function tabs() {
  const counts = { things: state.nodes.length, links: state.edges.length };
  return el("div", { role: "group", class: "tabs", "aria-label": t("list") }, ...Object.keys(COLUMNS).map((tab) =>
    el("button", { type: "button", "data-tab": tab, "aria-pressed": String(listed.tab === tab), onclick: () => { Object.assign(listed, { tab, most: 300 }); drawList(); } }, `${t(tab)} ${counts[tab]}`)));
}

// Where the keyboard is in the list, as a selector: it stays there when the list is made anew.
function spot() {
  const at = document.activeElement;
  if (!listView.contains(at)) return "";
  return at.dataset.sort ? `[data-sort="${at.dataset.sort}"]` : at.dataset.tab ? `[data-tab="${at.dataset.tab}"]` : "";
}

function drawList() {
  const { tab, most } = listed, rows = rowsFor(tab), left = rows.length - most, kept = spot();
  const more = left > 0 ? el("button", { class: "go", type: "button", onclick: () => { listed.most += 300; drawList(); } }, t("more")(Math.min(300, left))) : "";
  listView.replaceChildren(tabs(), el("table", {}, el("caption", { class: "note" }, document.getElementById("count").textContent),
    el("thead", {}, el("tr", {}, ...Object.keys(COLUMNS[tab]).map((name) => columnHead(tab, name)))),
    el("tbody", {}, ...rows.slice(0, most).map((item) => tableRow(tab, item)))), more);
  if (kept) listView.querySelector(kept)?.focus();
}

function toggleList() {
  listView.hidden = !listView.hidden;
  if (!listView.hidden) drawList();
  drawTools();
  remember();
}
