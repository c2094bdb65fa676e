// The address keeps what is chosen and how it is looked at, so that a link leads to the same picture.
let started = false; // before, nothing is written: what the address says is yet to be heard
const began = new Set(); // rows on the page when it was opened
const known = new Map(); // id or IRI → node
const named = (rows) => [...rows].map((row) => graph.nodes[row].id);
const month = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

// What the address says, as [name, values] for all that is not as at first.
function* sayings() {
  const { node, around, trail, span } = state;
  if (node !== null) yield ["id", [graph.nodes[node].id]];
  if (trail) yield ["path", [...named([trail.from, trail.to]), ...(trail.shownOnly ? ["shown"] : [])]];
  if (around) yield ["around", [graph.nodes[around.row].id, around.hops]];
  yield ["off", [...state.offGroups].map((key) => graph.terms[key])];
  yield ["without", [...state.offTerms].map((key) => graph.terms[key])];
  yield ["also", [...state.wanted]];
  yield ["papers", [...state.papers].map((row) => graph.papers[row].id)];
  if (span) yield ["time", span.map(month)];
  if (!state.undated) yield ["undated", ["no"]];
  yield ["hide", named(state.hidden)];
  if (state.shown.size === graph.nodes.length && began.size < graph.nodes.length) yield ["all", ["yes"]];
  else yield ["add", named([...state.shown].filter((row) => !began.has(row))).slice(0, 200)];
  yield ["less", named([...began].filter((row) => !state.shown.has(row))).slice(0, 200)];
  if (!listView.hidden) yield ["list", ["yes"]];
  if (language !== "zh") yield ["lang", [language]];
  if (theme !== "auto") yield ["theme", [theme]];
  const { x, y, scale, home } = camera;
  if (home && (x !== home.x || y !== home.y || scale !== home.scale)) yield ["at", [x.toFixed(1), y.toFixed(1), scale.toFixed(4)]];
}

function address() {
  const said = [...sayings()].filter(([, values]) => values.length);
  return "#" + said.map(([name, values]) => `${name}=${values.map((value) => encodeURIComponent(value)).join(",")}`).join("&");
}

function remember() {
  clearTimeout(remember.soon);
  if (!started) return;
  remember.last = address();
  try {
    history.replaceState(null, "", remember.last);
  } catch {
    // A page without an address of its own (inside a notebook) has nothing to remember.
  }
}

// While the picture moves, the address waits until it rests.
function rememberSoon() {
  clearTimeout(remember.soon);
  remember.soon = setTimeout(remember, 250);
}

function heard() {
  const said = new Map();
  for (const part of location.hash.slice(1).split("&")) {
    const [name, values = ""] = part.split("=");
    try {
      said.set(name, values.split(",").filter(Boolean).map(decodeURIComponent));
    } catch {
      // What is broken in an address is passed over.
    }
  }
  return said;
}

const rowsOf = (ids = []) => ids.map((id) => known.get(id)).filter(Boolean).map((node) => node.row);
const termsOf = (names = []) => names.map((name) => graph.terms.indexOf(name)).filter((key) => key >= 0);

function recallFilters(said) {
  const all = said.has("all") ? graph.nodes.map((node) => node.row) : [...began, ...rowsOf(said.get("add"))];
  const less = new Set(rowsOf(said.get("less")));
  const [first, last] = (said.get("time") || []).map(months);
  const papers = (said.get("papers") || []).map((id) => graph.papers.findIndex((paper) => paper.id === id));
  const [middle] = rowsOf((said.get("around") || []).slice(0, 1));
  const hops = Number((said.get("around") || [])[1]);
  Object.assign(state, {
    shown: new Set(all.filter((row) => !less.has(row))), hidden: new Set(rowsOf(said.get("hide"))),
    offGroups: new Set(termsOf(said.get("off"))), offTerms: new Set(termsOf(said.get("without"))),
    wanted: new Set((said.get("also") || []).filter((kind) => DOUBTS.includes(kind))),
    papers: new Set(papers.filter((row) => row >= 0)), undated: !said.has("undated"),
    span: first && last ? [first[0], last[1]] : null, trail: null,
    around: middle !== undefined && [1, 2, 3].includes(hops) ? { row: middle, hops } : null,
  });
}

function recallChoice(said) {
  const [from, to] = rowsOf((said.get("path") || []).slice(0, 2));
  const [row] = rowsOf(said.get("id"));
  if (to !== undefined) pathBetween(graph.nodes[from], graph.nodes[to], said.get("path").includes("shown"));
  if (row !== undefined) choose(graph.nodes[row]);
  else if (to === undefined) closePanel();
  const at = (said.get("at") || []).map(Number);
  if (at.length === 3 && at.every(Number.isFinite) && at[2] > 0) {
    center.turn = (center.turn || 0) + 1;
    Object.assign(camera, { x: at[0], y: at[1], scale: Math.min(6, Math.max(0.02, at[2])) });
  }
  draw();
}

// Makes the page what the address says.
function recall() {
  if (!location.hash.slice(1) || location.hash === remember.last) return;
  const said = heard();
  language = (said.get("lang") || [])[0] === "en" ? "en" : "zh";
  wear((said.get("theme") || ["auto"])[0]);
  Object.assign(state, { node: null, edge: null });
  recallFilters(said);
  refresh();
  if (said.has("list") === listView.hidden) toggleList();
  speak();
  fit();
  recallChoice(said);
  remember();
}
