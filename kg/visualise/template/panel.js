// The panel: what is known of a thing or said by an edge, each fact with its sentences. Text only ever goes in as text.
const panel = document.getElementById("panel");

function el(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function symbol(group) {
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  box.setAttribute("class", "mark");
  box.setAttribute("viewBox", "-9 -9 18 18");
  box.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outline(family(group), 7));
  path.setAttribute("fill", "var(--" + family(group) + ")");
  box.append(path);
  return box;
}

// The same shapes as on the canvas, as an SVG path.
function outline(name, r) {
  const steps = [];
  shape({
    moveTo: (x, y) => steps.push(`M${x.toFixed(2)} ${y.toFixed(2)}`),
    lineTo: (x, y) => steps.push(`L${x.toFixed(2)} ${y.toFixed(2)}`),
    closePath: () => steps.push("Z"),
    rect: (x, y, w, h) => steps.push(`M${x} ${y}h${w}v${h}h${-w}Z`),
    roundRect: (x, y, w, h, c) => steps.push(`M${x + c} ${y}h${w - 2 * c}q${c} 0 ${c} ${c}v${h - 2 * c}q0 ${c} ${-c} ${c}h${-(w - 2 * c)}q${-c} 0 ${-c} ${-c}v${-(h - 2 * c)}q0 ${-c} ${c} ${-c}Z`),
    arc: () => steps.push(`A${r} ${r} 0 1 1 ${-r} 0A${r} ${r} 0 1 1 ${r} 0`),
  }, name, 0, 0, r);
  return steps.join("");
}

function chip(key) {
  const words = said(key);
  return words && !["Asserted", "Actual", "exactly"].includes(key)
    ? el("span", { class: "chip" + (key === "Denied" ? " deny" : key === "Target" || key === "Forecast" ? "" : " warn") }, words) : null;
}

// The sentence, with the names of both ends marked where they stand: longest names first.
function marked(text, ends) {
  const all = ends.flatMap((names, end) => names.map((name) => ({ name, end }))).filter((item) => item.name)
    .sort((a, b) => b.name.length - a.name.length);
  const pieces = [];
  let at = 0, plain = "";
  while (at < text.length) {
    const hit = all.find((item) => text.startsWith(item.name, at));
    if (hit) {
      if (plain) pieces.push(plain);
      plain = "";
      pieces.push(el("mark", { class: hit.end ? "o" : "s" }, hit.name));
      at += hit.name.length;
    } else plain += text[at++];
  }
  if (plain) pieces.push(plain);
  return pieces;
}

const called = (row) => (graph.nodes[row] ? [graph.nodes[row].label, ...graph.nodes[row].names] : []);

function source(paper) {
  const parts = [el("strong", {}, paper.title)];
  for (const words of [string(paper.publisher), paper.date]) if (words) parts.push(" · " + words);
  if (/^https?:\/\//i.test(paper.source)) {
    parts.push(" · ", el("a", { href: paper.source, target: "_blank", rel: "noopener noreferrer" }, t("open")));
  } else if (paper.source) parts.push(" · " + paper.source);
  return parts;
}

function quotes(fact, ends) {
  if (!fact.proofs.length) return [el("p", { class: "note" }, t("noProof"))];
  return fact.proofs.map((number) => {
    const span = graph.spans[number], paper = graph.papers[span.paper];
    const foot = paper ? source(paper) : [];
    if (paper) foot.push(` · ${t("chars")(span.start, span.end)}`);
    if (graph.nodes[fact.by]) foot.push(` · ${t("speaker")}: ${graph.nodes[fact.by].label}`);
    return el("blockquote", {}, el("p", {}, ...marked(span.text, ends)), el("footer", {}, ...foot));
  });
}

// A line of the panel: a button that opens its sentences, and a way to the thing at the other end.
function line(fact, ends, inside, target) {
  const open = el("button", { class: "fact", type: "button", "aria-expanded": "false" }, ...inside);
  const words = el("span", { class: "why" }, fact.proofs.length > 1 ? `${t("sentence")} ${fact.proofs.length}` : t("sentence"));
  open.append(words);
  const row = el("div", { class: "row" }, open);
  if (target) row.append(el("button", { class: "go", type: "button", "aria-label": `${t("goto")} ${target.label}`, onclick: () => choose(target) }, "→"));
  const item = el("li", {}, row);
  open.addEventListener("click", () => {
    const opened = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!opened));
    for (const old of [...item.querySelectorAll("blockquote, .note")]) old.remove();
    if (!opened) item.append(...quotes(fact, ends));
  });
  return item;
}

const stance = (fact) => graph.terms[fact.stance];
const doubtful = (fact) => ["Opinion", "Denied", "Hypothetical", "Planned"].includes(stance(fact));
const kept = (fact) => state.doubtful || !doubtful(fact);
// A planned number or event says so itself: it is kept, with its mark.
const keptTold = (fact) => state.doubtful || !doubtful(fact) || stance(fact) === "Planned";

function linkLine(link, node) {
  const away = link.s === node.row ? link.o : link.s;
  const target = graph.nodes[away];
  const text = target ? target.label : string(link.words);
  const inside = [target ? symbol(target.group) : null, el("span", {}, text), chip(stance(link))];
  if (string(link.until)) inside.push(el("span", { class: "chip" }, `${t("until")} ${string(link.until)}`));
  return line(link, [called(link.s), target ? called(link.o) : [string(link.words)]], inside, target);
}

function linkGroups(node) {
  const groups = new Map();
  for (const link of node.links.filter(kept)) {
    const out = link.s === node.row;
    const key = (out ? "0" : "1") + link.p;
    if (!groups.has(key)) groups.set(key, { out, p: link.p, links: [] });
    groups.get(key).links.push(link);
  }
  const order = [...groups.values()].sort((a, b) => b.out - a.out || b.links.length - a.links.length);
  return order.flatMap((group) => [
    el("h4", {}, group.out ? term(group.p) + " →" : "← " + term(group.p)),
    long(group.links, (link) => linkLine(link, node), "facts"),
  ]);
}

// A list that shows its first 40, and the rest when asked.
function long(items, make, cls) {
  const list = el("ul", { class: cls });
  const add = (from) => {
    list.append(...items.slice(from, from + 40).map(make));
    const left = items.length - from - 40;
    if (left > 0) {
      const more = el("button", { class: "go", type: "button" }, t("more")(Math.min(40, left)));
      const item = el("li", {}, more);
      more.addEventListener("click", () => { item.remove(); add(from + 40); });
      list.append(item);
    }
  };
  add(0);
  return list;
}

function digits(value) {
  const tidy = (number) => String(Number(number.toPrecision(12)));
  const size = Math.abs(value);
  if (language === "zh") {
    if (size >= 1e8) return tidy(value / 1e8) + "亿";
    if (size >= 1e4) return tidy(value / 1e4) + "万";
    return tidy(value);
  }
  return value.toLocaleString("en", { maximumFractionDigits: 6 });
}

function amount(number) {
  const value = number.value ?? null;
  let words = value !== null ? digits(value)
    : [number.min, number.max].filter((end) => end !== null).map(digits).join("~") || string(number.raw);
  const unit = string(number.unit);
  if (unit) words += /^[%℃]/.test(unit) ? unit : " " + unit;
  const bound = said(graph.terms[number.bound]);
  return bound ? `${bound} ${words}` : words;
}

const span = (text) => text.replace("/", " – ");

function numberLine(number, most) {
  const status = graph.terms[number.status];
  const bar = el("i", { class: "bar" + (status === "Actual" ? "" : " plan") });
  if (most > 0 && number.value > 0) bar.style.width = Math.max(2, (number.value / most) * 100) + "%";
  const when = span(string(number.period)) || string(number.periodText);
  const inside = el("span", { class: "number" }, el("span", { class: "when" }, when || t("untimed")),
    el("span", { class: "value" }, bar, el("span", {}, amount(number))),
    el("span", {}, ...[chip(status), status === stance(number) || stance(number) === "Planned" ? null : chip(stance(number))].filter(Boolean)));
  const ends = [called(number.about), [string(number.raw), string(number.periodText)]];
  return line(number, ends, [inside]);
}

function numberGroups(node) {
  const groups = new Map();
  for (const number of node.numbers.filter(keptTold)) {
    const of = graph.terms[number.of] ? `(${term(number.of)})` : "";
    const held = number.holder >= 0 ? ` · ${graph.nodes[number.holder === node.row ? number.about : number.holder].label}` : "";
    const key = term(number.metric) + of + held;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(number);
  }
  return [...groups].flatMap(([key, numbers]) => {
    numbers.sort((a, b) => (string(a.period) < string(b.period) ? -1 : string(a.period) > string(b.period) ? 1 : a.row - b.row));
    const units = new Set(numbers.map((number) => number.unit));
    const most = numbers.length > 1 && units.size === 1 ? Math.max(...numbers.map((number) => number.value ?? 0)) : 0;
    return [el("h4", {}, key), long(numbers, (number) => numberLine(number, most), "facts")];
  });
}

function moveLine(move) {
  const ends = [graph.numbers[move.before], graph.numbers[move.after]].filter(Boolean);
  const metric = ends.length ? term(ends[0].metric) : "";
  const inside = el("span", {}, el("span", { class: "kind" }, metric), " ", el("strong", {}, ends.map(amount).join(" → ")));
  return line(move, [called(move.about), ends.map((number) => string(number.raw))], [inside]);
}

function eventLine(event, node) {
  const roles = event.roles.filter((role) => !node || role[1] !== node.row).map(([role, row]) => `${said(graph.terms[role])} ${graph.nodes[row].label}`).join(" · ");
  const inside = el("span", { class: "event" }, el("span", { class: "when" }, span(string(event.date)) || string(event.dateText) || t("untimed")),
    el("span", {}, el("strong", {}, term(event.cls)), " ", el("span", {}, roles), " ", chip(graph.terms[event.status]) || chip(stance(event)) || ""));
  const others = event.roles.map((role) => role[1]).filter((row) => !node || row !== node.row);
  const ends = [node ? node.row : others[0], ...others].map(called);
  return line(event, [ends[0], [...ends.slice(1).flat(), string(event.dateText)]], [inside], node && graph.nodes[others[0]]);
}

function section(key, count, parts) {
  if (!count) return [];
  return [el("h3", {}, t(key), el("span", { class: "n" }, String(count))), ...parts];
}

function papersOf(node) {
  const rows = new Set();
  for (const fact of [...node.links, ...node.numbers, ...node.events]) for (const proof of fact.proofs) rows.add(graph.spans[proof].paper);
  return [...rows].filter((row) => row >= 0).sort((a, b) => (graph.papers[b].date < graph.papers[a].date ? -1 : 1)).map((row) => graph.papers[row]);
}

function open(heading, children) {
  const close = el("button", { class: "close", type: "button", "aria-label": t("close"), onclick: () => clear() }, "×");
  panel.replaceChildren(el("div", { class: "head" }, heading, close), ...children);
  panel.hidden = false;
  panel.scrollTop = 0;
}

// Closed, the focus goes back to the picture.
function closePanel() {
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  if (inside) canvas.focus();
}

// After a change of language or of what is kept.
function redrawPanel() {
  if (panel.hidden) return;
  if (state.node !== null) showNode(graph.nodes[state.node]);
  if (state.edge !== null) showEdge(graph.edges[state.edge]);
}

function showNode(node) {
  const heading = el("div", {}, el("span", { class: "kind" }, symbol(node.group), graph.terms[node.group] ? term(node.group) : ""), el("h2", {}, node.label));
  const hidden = neighbours(node).filter((other) => !state.shown.has(other.row)).length;
  const copy = el("button", { type: "button", onclick: () => copyText(node.iri, copy) }, t("copy"));
  const acts = el("div", { class: "acts" }, hidden ? el("button", { type: "button", onclick: () => { expand(node); showNode(node); } }, t("expand")(hidden)) : null, copy);
  for (const iri of node.same) if (/^https?:\/\//i.test(iri)) acts.append(el("a", { href: iri, target: "_blank", rel: "noopener noreferrer" }, t("wiki")));
  const events = node.events.filter(keptTold).sort((a, b) => (string(a.date) < string(b.date) ? -1 : 1));
  const papers = papersOf(node);
  open(heading, [
    node.names.length ? el("p", { class: "names" }, node.names.join("、")) : null, acts,
    ...section("numbers", node.numbers.filter(keptTold).length, numberGroups(node)),
    ...section("moves", node.moves.filter(keptTold).length, [long(node.moves.filter(keptTold), moveLine, "facts")]),
    ...section("events", events.length, [long(events, (event) => eventLine(event, node), "facts")]),
    ...section("links", node.links.filter(kept).length, linkGroups(node)),
    ...section("papers", papers.length, [long(papers, (paper) => el("li", { class: "note" }, ...source(paper)), "facts")]),
  ].filter(Boolean));
}

function showEdge(edge) {
  const name = (node) => el("button", { class: "go", type: "button", onclick: () => choose(node) }, symbol(node.group), " ", node.label);
  const heading = el("div", {}, el("span", { class: "kind" }, t("fact")), el("h2", {}, `${edge.a.label} · ${term(edge.label)} · ${edge.b.label}`));
  const parts = [el("div", { class: "acts" }, name(edge.a), name(edge.b))];
  for (const [kind, number] of edge.facts) {
    const fact = (kind ? graph.events : graph.links)[number];
    if (kind) {
      const item = el("ul", { class: "facts" }, eventLine(fact, null));
      parts.push(item);
      item.querySelector(".fact").click();
    } else parts.push(el("p", {}, chip(stance(fact)) || ""), ...quotes(fact, [called(fact.s), called(fact.o)]));
  }
  open(heading, parts);
}

async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("copied");
  } catch {
    button.textContent = text;
  }
}
