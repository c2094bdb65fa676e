// The shortest chain of facts between two things, whichever way its lines point.
let picking = null; // the row of the first thing, while the second is being chosen

// The nodes from one to another, both included; null where there is no way. `open` says which nodes may be walked through.
function shortest(from, to, open = passes) {
  const before = new Map([[from, null]]);
  let rim = [from];
  while (rim.length && !before.has(to)) {
    const next = [];
    for (const node of rim) for (const other of neighboursOf(node, open)) {
      if (!before.has(other)) { before.set(other, node); next.push(other); }
    }
    rim = next;
  }
  if (!before.has(to)) return null;
  const chain = [to];
  while (chain[0] !== from) chain.unshift(before.get(chain[0]));
  return chain;
}

// The most told of first, so that of several shortest ways the best known is taken.
const neighboursOf = (node, open) => beside(node, open).sort((a, b) => total(b) - total(a) || a.row - b.row);

const between = (a, b) => a.edges.filter((edge) => (edge.a === b || edge.b === b) && holds(edge));

function pathBetween(from, to, shownOnly = false) {
  stopPicking();
  const chain = shortest(from, to, shownOnly ? (node) => node.seen : passes) || [];
  change(() => {
    for (const node of [from, to, ...chain]) state.shown.add(node.row);
    if (chain.some((node) => !node.seen)) state.around = null;
    state.trail = { from: from.row, to: to.row, shownOnly, rows: chain.map((node) => node.row) };
    Object.assign(state, { node: null, edge: null });
  });
  showTrail();
  if (chain.some((node) => !inView(node))) fit(chain);
}

function trailed() {
  const { from, to, rows } = state.trail, chain = rows.map((row) => graph.nodes[row]);
  const edges = chain.slice(1).flatMap((node, turn) => between(chain[turn], node));
  return { nodes: new Set([graph.nodes[from], graph.nodes[to], ...chain]), edges: new Set(edges), middle: state.node === null ? null : graph.nodes[state.node] };
}

function startPicking(node) {
  picking = node.row;
  drawBar();
  search.focus();
}

function stopPicking() {
  picking = null;
}

// The chain in the panel: each thing, and between two the facts with their sentences.
function showTrail() {
  const { from, to, rows, shownOnly } = state.trail;
  const ends = [graph.nodes[from], graph.nodes[to]], chain = rows.map((row) => graph.nodes[row]);
  open(`path-${from}-${to}-${shownOnly}`, () => pathBetween(...ends, shownOnly), () => {
    const box = el("input", { type: "checkbox", id: "shown-only", "data-key": "shown-only", onchange: () => pathBetween(...ends, box.checked) });
    box.checked = shownOnly;
    const steps = chain.map((node, turn) => el("li", {},
      el("button", { class: "stop", type: "button", "data-key": "stop-" + node.row, onclick: () => choose(node) }, symbol(node.group), node.label),
      ...(turn < chain.length - 1 ? stepFacts(node, chain[turn + 1]) : [])));
    return [heading(t("path"), null, ends.map((node) => node.label).join(" → ")), el("p", { class: "note", role: "status" }, chain.length ? t("steps")(chain.length - 1) : t("noPath")),
      el("label", { class: "switch" }, box, t("shownOnly")), el("ol", { class: "chain" }, ...steps)];
  });
}

function stepFacts(node, next) {
  return between(node, next).flatMap((edge) => {
    const words = edge.a === node ? `${term(edge.label)} →` : `← ${term(edge.label)}`;
    const facts = edge.facts.map(([kind, number]) => ({ kind, fact: (kind ? graph.events : graph.links)[number] })).filter(({ fact }) => admits(fact));
    return [el("p", { class: "step" }, words), ...facts.slice(0, 3).flatMap(({ kind, fact }) =>
      quotes(fact, kind ? eventNames(fact, edge.a) : linkNames(fact), `step-${edge.row}-${fact.row}`))];
  });
}
