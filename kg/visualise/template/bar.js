// What is filtered, said in one line over the picture: each part can be taken back, or all of it.
const strip = document.getElementById("bar");

function few(words) {
  return words.length > 3 ? t("several")(words.slice(0, 2).join("、"), words.length) : words.join("、");
}

// What is off of a set, in the shorter way: what is hidden, or what alone is left.
function offWords(name, key) {
  const all = [...new Set(graph[key === "group" ? "nodes" : "edges"].map((item) => item[key]))];
  const off = all.filter((item) => state[name].has(item)), on = all.filter((item) => !state[name].has(item));
  const words = (items) => few(items.map((item) => (graph.terms[item] ? term(item) : "–")));
  if (!off.length) return "";
  return on.length < off.length && on.length ? `${t("only")} ${words(on)}` : `${t("without")} ${words(off)}`;
}

function filters() {
  const { around, trail, span, papers } = state;
  const found = [];
  const add = (words, clear, act) => { if (words) found.push({ words, clear, act }); };
  add(around && t("aroundWords")(graph.nodes[around.row].label, around.hops), () => { state.around = null; });
  add(trail && `${t("path")} ${graph.nodes[trail.from].label} → ${graph.nodes[trail.to].label}`, () => { state.trail = null; }, showPath);
  add(offWords("offGroups", "group"), () => { state.offGroups = new Set(); });
  add(offWords("offTerms", "label"), () => { state.offTerms = new Set(); });
  add(state.wanted.size && `${t("also")} ${few([...state.wanted].map(t))}`, () => { state.wanted = new Set(); });
  add(span && `${month(span[0])} – ${month(span[1])}`, () => { state.span = null; });
  add(!state.undated && t("noUndated"), () => { state.undated = true; });
  add(papers.size && (papers.size > 1 ? t("paperCount")(papers.size) : short(graph.papers[[...papers][0]].title, 14)), () => { state.papers = new Set(); });
  add(state.hidden.size && t("hiddenCount")(state.hidden.size), () => { state.hidden = new Set(); });
  return found;
}

function showPath() {
  Object.assign(state, { node: null, edge: null });
  showTrail();
  draw();
}

function chipOf({ words, clear, act }) {
  const drop = el("button", { type: "button", class: "drop", "aria-label": `${t("drop")} ${words}`, onclick: () => change(clear) }, "×");
  return el("li", {}, act ? el("button", { type: "button", onclick: act }, words) : el("span", {}, words), drop);
}

function drawBar() {
  const inside = strip.contains(document.activeElement);
  const found = filters();
  const button = (id, act, words) => el("button", { type: "button", id, class: "plain", onclick: act }, words);
  const parts = [];
  if (picking !== null) parts.push(el("p", {}, t("picking")(graph.nodes[picking].label)), button("stop-picking", () => { stopPicking(); drawBar(); }, t("cancel")));
  if (found.length) parts.push(el("ul", { "aria-label": t("filtered") }, ...found.map(chipOf)));
  if (past.length) parts.push(button("undo", undo, t("undo")));
  if (found.length) parts.push(button("clear-all", clearFilters, t("clearAll")));
  strip.replaceChildren(...parts);
  strip.hidden = !parts.length || (!found.length && picking === null && !past.length);
  if (inside) (strip.querySelector("#undo, #clear-all") || canvas).focus();
}
