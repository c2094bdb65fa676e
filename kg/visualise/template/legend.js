// The legend, which filters: classes and relations with their counts; a click hides, a double click leaves only that.
const legend = document.getElementById("legend");
const MOST_ROWS = 10;
const folds = new Set(); // sections that are unfolded

function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

// A list of switches for the values of a set in `state`, in which stand those that are off.
function toggles(counts, name, icon) {
  const all = counts.map(([key]) => key), most = counts.length > MOST_ROWS + 2 ? MOST_ROWS : counts.length;
  const row = ([key, n]) => toggleRow(key, n, { name, all, icon });
  const list = el("ul", {}, ...counts.slice(0, most).map(row));
  if (most === counts.length) return list;
  const more = el("button", { type: "button", class: "more", onclick: () => {
    rest.replaceWith(...counts.slice(most).map(row));
    syncLegend();
  } }, t("moreKinds")(counts.length - most));
  const rest = el("li", {}, more);
  list.append(rest);
  return list;
}

function toggleRow(key, n, { name, all, icon }) {
  const words = graph.terms[key] ? term(key) : "–";
  const button = el("button", { type: "button", class: "toggle", title: t("toggleHint"), "data-set": name, "data-key": key },
    icon ? symbol(key) : "", el("span", { class: "word" }, words), el("span", { class: "n" }, String(n)));
  button.addEventListener("click", (event) => {
    if (event.shiftKey) only(name, key, all);
    else if (event.detail < 2) toggle(name, key);
  });
  button.addEventListener("dblclick", () => { undo(); future.length = 0; only(name, key, all); });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    only(name, key, all);
  });
  const alone = el("button", { type: "button", class: "only", "aria-label": `${t("only")} ${words}`, onclick: () => only(name, key, all) }, t("only"));
  return el("li", {}, button, alone);
}

// A heading that folds what stands under it.
function foldOut(key, count, make) {
  const body = el("div", { class: "folded", id: "fold-" + key });
  const head = el("button", { type: "button", class: "fold", "aria-controls": body.id }, el("span", { class: "word" }, t(key)), count ? el("span", { class: "n" }, String(count)) : "");
  const set = (opened) => {
    folds[opened ? "add" : "delete"](key);
    head.setAttribute("aria-expanded", String(opened));
    body.hidden = !opened;
    if (opened && !body.firstChild) { body.append(...make()); syncLegend(); }
  };
  head.addEventListener("click", () => set(!folds.has(key)));
  set(folds.has(key));
  return [head, body];
}

// How many edges wait to be asked for, by the kind of doubt.
function doubts() {
  const kinds = graph.edges.filter((edge) => edge.dashed).map((edge) => ({ kind: edge.facts.length ? doubt(factsOf(edge)[0]) : "Hypothetical" }));
  return tally(kinds, "kind").filter(([kind]) => kind);
}

function doubtSwitches() {
  const kinds = doubts(), sum = kinds.reduce((n, kind) => n + kind[1], 0);
  if (!sum) return [];
  const label = (box, words, n) => el("label", {}, box, el("span", { class: "word" }, words), el("span", { class: "n" }, String(n)));
  const all = el("input", { type: "checkbox", id: "doubtful", onchange: () => change(() => { state.wanted = new Set(all.checked ? DOUBTS : []); }) });
  const single = kinds.length < 2 ? [] : kinds.map(([kind, n]) => label(el("input", { type: "checkbox", "data-doubt": kind, onchange: () => toggle("wanted", kind) }), t(kind), n));
  return [label(all, t("doubtful"), sum), el("div", { class: "doubts" }, ...single)];
}

function drawLegend(opened) {
  const body = el("div", { id: "filters" });
  body.hidden = !opened;
  const head = el("button", { type: "button", "aria-expanded": String(opened), "aria-controls": "filters", onclick: () => drawLegend(body.hidden) }, t("legend"));
  legend.replaceChildren(head, body);
  legend.classList.toggle("opened", opened);
  if (!opened) return;
  body.append(toggles(tally(graph.nodes, "group"), "offGroups", true), ...doubtSwitches());
  if (graph.edges.length) body.append(...foldOut("relations", tally(graph.edges, "label").length, () => [toggles(tally(graph.edges, "label"), "offTerms", false)]));
  if (timeStops().length > 1) body.append(...foldOut("time", 0, timeSection));
  if (graph.papers.length > 1) body.append(...foldOut("papers", graph.papers.length, paperSection));
  syncLegend();
}

// Brings switches and sliders to what is so now, without making them anew: the keyboard stays where it is.
function syncLegend() {
  for (const button of legend.querySelectorAll(".toggle")) {
    button.setAttribute("aria-pressed", String(!state[button.dataset.set].has(Number(button.dataset.key))));
  }
  for (const box of legend.querySelectorAll("[data-doubt]")) box.checked = state.wanted.has(box.dataset.doubt);
  for (const box of legend.querySelectorAll("[data-paper]")) box.checked = state.papers.has(Number(box.dataset.paper));
  const all = document.getElementById("doubtful");
  if (all) {
    legend.querySelector(".doubts").hidden = !state.wanted.size;
    all.checked = state.wanted.size > 0;
    all.indeterminate = all.checked && doubts().some(([kind]) => !state.wanted.has(kind));
  }
  syncTime();
}
