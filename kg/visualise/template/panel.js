// The panel: it opens, is drawn anew, goes back and closes; the focus is never lost.
const panel = document.getElementById("panel");
// What is shown: its key, how to show it again, what was unfolded; and what was shown before it.
let view = { key: "", again: null, parts: new Map() };
let trail = [];
let cameFrom = () => null;

// What can have the focus, in a part of the page.
const stops = (part) => [...part.querySelectorAll("button, a, input, [tabindex]")];

// Finds again what has the focus now, even if its part of the page is made anew in between: the one in the same place.
function placeOfFocus() {
  const at = document.activeElement, part = at.parentElement && at.parentElement.closest("[id]");
  const turn = part ? stops(part).indexOf(at) : -1;
  return () => (at === document.body ? null : at.isConnected ? at : turn < 0 ? null : stops(part)[turn]);
}

// The focus and what is unfolded, by the keys of the buttons.
function memory() {
  const at = document.activeElement;
  return {
    top: panel.scrollTop, focus: panel.contains(at) ? at.dataset.key || (at === panel ? "" : "panel") : "",
    unfolded: [...panel.querySelectorAll(".fact[aria-expanded=true]")].map((button) => button.dataset.key),
  };
}

const keyed = (key) => [...panel.querySelectorAll("[data-key]")].find((found) => found.dataset.key === key);

function recallPanel(kept) {
  for (const key of kept.unfolded) {
    const button = keyed(key);
    if (button) button.click();
  }
  panel.scrollTop = kept.top;
  if (kept.focus) (keyed(kept.focus) || panel).focus({ preventScroll: true });
}

// Shows `parts()`. The same key again is the same view, drawn anew; another one can be gone back from.
function open(key, again, parts) {
  const same = !panel.hidden && view.key === key;
  const kept = memory(), inside = [panel, listView].some((part) => part.contains(document.activeElement));
  if (panel.hidden) cameFrom = placeOfFocus();
  if (!same) {
    if (!panel.hidden && !view.leaving) trail = [...trail.slice(-19), { again: view.again, name: view.name }];
    view = { key, again, draw: parts, parts: new Map() };
  }
  const made = parts().flat().filter(Boolean);
  panel.replaceChildren(...made);
  view.name = panel.querySelector("h2").textContent;
  panel.prepend(bars());
  panel.hidden = false;
  panel.classList.remove("scrolled");
  if (same) return recallPanel(kept);
  panel.scrollTop = 0;
  if (inside) panel.querySelector("h2").focus();
}

function back() {
  const last = trail.pop();
  view.leaving = true;
  if (last) last.again();
}

// Closed, the focus goes back to where it came from.
function closePanel() {
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  panel.classList.remove("tall");
  trail = [];
  if (!inside) return;
  const home = cameFrom();
  (home && home.offsetParent ? home : canvas).focus();
}

// After a change of language or of what is kept.
function redrawPanel() {
  if (!panel.hidden) open(view.key, view.again, view.draw);
}

// Unfolds a fact of the panel and brings it into sight; `list` is the one that it may be further down in.
function reveal(key, list) {
  while (!keyed(key) && keyed("more-" + list)) keyed("more-" + list).click();
  const button = keyed(key);
  if (!button) return;
  if (button.getAttribute("aria-expanded") !== "true") button.click();
  button.focus();
}

// The handle of the sheet on a phone: a tap makes it taller or lower, a pull up or down as well; pulled down when low, it closes.
function sheetGrip() {
  let from = null, pulled = 0;
  const made = el("button", { class: "grip", type: "button", "data-key": "grip", "aria-label": t("taller"), "aria-expanded": String(panel.classList.contains("tall")) });
  const tall = (on) => made.setAttribute("aria-expanded", String(panel.classList.toggle("tall", on)));
  made.addEventListener("pointerdown", (event) => { from = event.clientY; pulled = 0; made.setPointerCapture(event.pointerId); });
  made.addEventListener("pointerup", (event) => { pulled = from === null ? 0 : event.clientY - from; from = null; });
  made.addEventListener("click", () => {
    const was = panel.classList.contains("tall");
    if (Math.abs(pulled) < 16) tall(!was);
    else if (pulled < 0 || was) tall(pulled < 0);
    else clear();
    pulled = 0;
  });
  return made;
}

// The top of the panel: a grip for the sheet on a phone, the way back, the way out.
function bars() {
  const last = trail.at(-1);
  return el("div", { class: "bars" }, sheetGrip(),
    last ? el("button", { class: "back", type: "button", "data-key": "back", "aria-label": `${t("back")} ${last.name}`, onclick: back }, "← " + last.name) : null,
    el("strong", { class: "stuck", "aria-hidden": "true" }, view.name),
    el("button", { class: "close", type: "button", "data-key": "close", "aria-label": t("close"), onclick: () => clear() }, "×"));
}

// Once its heading is out of sight, the name stands at the top.
panel.addEventListener("scroll", () => panel.classList.toggle("scrolled", panel.scrollTop > 64), { passive: true });

function heading(kind, icon, words) {
  return el("div", { class: "head" }, el("span", { class: "kind" }, icon, kind), el("h2", { tabindex: -1 }, words));
}

function section(key, count, parts) {
  if (!count) return [];
  return [el("h3", { id: "panel-" + key, tabindex: -1 }, t(key), " ", el("span", { class: "n" }, String(count))), ...parts];
}

// Ways to the sections of a long panel.
function jumps(counts) {
  const some = counts.filter(([, count]) => count);
  if (some.length < 2) return null;
  return el("nav", { class: "jumps", "aria-label": t("sections") }, ...some.map(([key, count]) => el("button", { type: "button", "data-key": "jump-" + key, onclick: () => {
    const head = document.getElementById("panel-" + key);
    head.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  } }, t(key), " ", el("span", { class: "n" }, String(count)))));
}

function papersOf(node) {
  const rows = new Map();
  for (const fact of [...node.links.filter(kept), ...[...node.numbers, ...node.moves, ...node.events].filter(keptTold)]) {
    for (const row of new Set(fact.proofs.map((proof) => graph.spans[proof].paper))) if (row >= 0) rows.set(row, (rows.get(row) || 0) + 1);
  }
  return [...rows].map(([row, count]) => ({ paper: graph.papers[row], count }))
    .sort((a, b) => (a.paper.date === b.paper.date ? a.paper.row - b.paper.row : a.paper.date < b.paper.date ? 1 : -1));
}

function paperLine({ paper, count }) {
  return el("li", { class: "note" }, paperName(paper, "list"), el("span", { class: "meta" }, ...source(paper), el("span", {}, t("factCount")(count))));
}

function acts(node) {
  const hidden = neighbours(node).filter((other) => !state.shown.has(other.row)).length;
  const more = hidden ? el("button", { type: "button", "data-key": "expand", onclick: () => { expand(node); showNode(node); } }, t("expand")(hidden)) : null;
  const elsewhere = node.same.map((address) => link(address, t("wiki"))).filter(Boolean);
  return more || elsewhere.length ? el("div", { class: "acts" }, more, ...elsewhere) : null;
}

function showNode(node) {
  open("node-" + node.row, () => choose(node), () => {
    const moves = node.moves.filter(keptTold), papers = papersOf(node);
    const counts = [["moves", moves.length], ["numbers", node.numbers.filter(keptTold).length], ["events", node.events.filter(keptTold).length],
      ["links", node.links.filter(kept).length], ["papers", papers.length]];
    const count = Object.fromEntries(counts);
    return [
      heading(graph.terms[node.group] ? term(node.group) : "", symbol(node.group), node.label),
      node.names.length ? el("p", { class: "names" }, off(t("names"), " "), node.names.join("、")) : null,
      acts(node), deedRow(node), copies([["copyIri", () => node.iri], ["Turtle", () => turtle(node)], ["SPARQL", () => query(node)]]), jumps(counts),
      ...section("moves", count.moves, [fill(el("ul", { class: "facts moves" }), moves, moveLine, "moves")]),
      ...section("numbers", count.numbers, count.numbers ? numberGroups(node) : []),
      ...section("events", count.events, timeline(node)),
      ...section("links", count.links, linkGroups(node)),
      ...section("papers", count.papers, [fill(el("ul", { class: "facts" }), papers, paperLine, "papers")]),
    ];
  });
}

function showEdge(edge) {
  open("edge-" + edge.row, () => chooseEdge(edge), () => {
    const name = (node) => el("button", { class: "go", type: "button", "data-key": "end-" + node.row, onclick: () => choose(node) }, symbol(node.group), " ", node.label);
    const said = edge.facts.flatMap(([kind, number]) => {
      const fact = (kind ? graph.events : graph.links)[number];
      if (!kind) return [el("h3", {}, term(fact.p), ...chips(stance(fact))), ...quotes(fact, linkNames(fact), "link-" + number)];
      return [el("ul", { class: "facts" }, eventLine(fact, null)), ...quotes(fact, eventNames(fact, edge.a), "event-" + number)];
    });
    return [heading(t("fact"), null, `${edge.a.label} · ${term(edge.label)} · ${edge.b.label}`), el("div", { class: "acts" }, name(edge.a), name(edge.b)), ...said];
  });
}
