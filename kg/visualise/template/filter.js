// What may be seen: every filter in one place, asked for nodes, edges and facts. A filter that is off costs nothing.
const DOUBTS = ["Planned", "Opinion", "Denied", "Hypothetical"];
Object.assign(state, {
  hidden: new Set(), // rows of nodes hidden one by one
  wanted: new Set(), // kinds of doubt that are shown
  papers: new Set(), // rows of documents; empty: all
  span: null, // [first, last] month of what is dated; null: any
  undated: true, // what has no date is kept
  around: null, // { row, hops }: only what is near one thing
  trail: null, // { rows, edges }: the path between two things
});
Object.defineProperty(state, "doubtful", { get: () => state.wanted.size > 0 });

// Why a fact is not simply so; "" where it is.
function doubt(fact) {
  const said = graph.terms[fact.stance];
  if (said !== "Asserted") return DOUBTS.includes(said) ? said : "Hypothetical";
  return fact.roles && graph.terms[fact.status] !== "Actual" ? "Planned" : "";
}

const MONTHS = new Map();

// The months that a date or period covers, counted from the year 0: [first, last]; null for what is none.
function months(text) {
  if (!MONTHS.has(text)) {
    const ends = text.split("/").map((end) => /^(\d{4})(?:-(\d\d))?/.exec(end)).filter(Boolean);
    const last = ends[ends.length - 1];
    MONTHS.set(text, ends.length === 0 ? null : [
      Number(ends[0][1]) * 12 + Number(ends[0][2] || 1) - 1, Number(last[1]) * 12 + Number(last[2] || 12) - 1,
    ]);
  }
  return MONTHS.get(text);
}

// When a fact is: a number's period, an event's date; a change is when its numbers are.
function timeOf(fact) {
  if (fact.before === undefined) return months(string(fact.period ?? fact.date) || "");
  const ends = [fact.before, fact.after].map((row) => graph.numbers[row]).filter(Boolean).map(timeOf).filter(Boolean);
  return ends.length ? [Math.min(...ends.map((end) => end[0])), Math.max(...ends.map((end) => end[1]))] : null;
}

function within(fact) {
  if (!state.span && state.undated) return true;
  const time = timeOf(fact);
  if (!time) return state.undated;
  return !state.span || (time[0] <= state.span[1] && time[1] >= state.span[0]);
}

const cited = (fact) => !state.papers.size || fact.proofs.some((number) => state.papers.has(graph.spans[number].paper));

// Whether a fact may be told. `marked`: it stands where its status is written beside it, so that a plan needs no asking.
function admits(fact, marked = false) {
  const why = doubt(fact);
  return (!why || state.wanted.has(why) || (marked && why === "Planned")) && within(fact) && cited(fact);
}

// The facts that an edge stands for.
const factsOf = (edge) => edge.facts.map(([kind, number]) => (kind ? graph.events : graph.links)[number]);

function holds(edge) {
  if (edge.hidden || state.offTerms.has(edge.label)) return false;
  if (!edge.facts.length) return !edge.dashed || state.wanted.size > 0;
  return edge.facts.some(([kind, number]) => admits((kind ? graph.events : graph.links)[number]));
}

const narrowed = () => Boolean(state.span) || !state.undated || state.papers.size > 0;

// Whether a node may be seen at all, wherever it is: its class is on, and some fact of it passes the filters.
function passes(node) {
  if (state.offGroups.has(node.group) || state.hidden.has(node.row)) return false;
  if (!narrowed()) return true;
  const told = [node.links, node.numbers, node.moves, node.events];
  if (told.every((facts) => !facts.length)) return state.undated && !state.papers.size;
  return told.some((facts) => facts.some((fact) => admits(fact, true)));
}

// The nodes that may be seen now.
function onPage() {
  if (!state.around) return graph.nodes.filter((node) => state.shown.has(node.row) && passes(node));
  const near = ego(state.around.row, state.around.hops);
  return graph.nodes.filter((node) => near.has(node.row));
}

// The nodes on the other ends of a node's edges, each once.
function beside(node, open = passes) {
  const found = new Set();
  for (const edge of node.edges) {
    const other = edge.a === node ? edge.b : edge.a;
    if (!found.has(other) && other !== node && holds(edge) && open(other)) found.add(other);
  }
  return [...found];
}

// Rows that are at most so many steps from one, whichever way the edges point.
function ego(row, hops) {
  const found = new Set([row]);
  let rim = [graph.nodes[row]];
  for (let step = 0; step < hops && rim.length; step++) {
    const next = [];
    for (const node of rim) for (const other of beside(node)) {
      if (!found.has(other.row)) { found.add(other.row); next.push(other); }
    }
    rim = next;
  }
  return found;
}
