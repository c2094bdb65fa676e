// What is chosen, and what of the graph is put on the page.
const SHOW_MOST = 5000;

const neighbours = (node) => beside(node).sort((a, b) => a.row - b.row);

// Puts the neighbours of a node on the page: the most told of first, 60 at a time.
function expand(node, most = 60) {
  const fresh = neighbours(node).filter((other) => !state.shown.has(other.row)).slice(0, most);
  if (fresh.length) change(() => fresh.forEach((other) => state.shown.add(other.row)));
}

// Takes from the page the neighbours that hang on this node alone.
function collapse(node) {
  const alone = beside(node, (other) => other.seen).filter((other) => beside(other, (end) => end.seen).length === 1);
  if (alone.length) change(() => alone.forEach((other) => state.shown.delete(other.row)));
}

function hide(node) {
  change(() => state.hidden.add(node.row));
  if (state.node === node.row) clear();
}

// Only what is at most so many steps from a node; the same asked for again, everything.
function focusOn(node, hops) {
  const same = state.around && state.around.row === node.row && state.around.hops === hops;
  change(() => { state.around = same || !hops ? null : { row: node.row, hops }; });
  fit();
}

// Puts a node on the page where it may be seen, whatever was taken away before.
function putOnPage(node) {
  state.offGroups.delete(node.group);
  state.hidden.delete(node.row);
  if (state.around && !ego(state.around.row, state.around.hops).has(node.row)) state.around = null;
  if (state.shown.has(node.row)) return;
  state.shown.add(node.row);
  neighbours(node).filter((other) => !state.shown.has(other.row)).slice(0, 12).forEach((other) => state.shown.add(other.row));
}

function choose(node) {
  if (picking !== null && picking !== node.row) return pathBetween(graph.nodes[picking], node);
  putOnPage(node);
  if (state.trail && !state.trail.rows.includes(node.row)) state.trail = null;
  Object.assign(state, { node: node.row, edge: null, over: null, overEdge: null });
  showNode(node);
  update();
  if (!inView(node) || camera.scale < 0.25) center(node, Math.max(camera.scale, 0.7));
}

function chooseEdge(edge) {
  Object.assign(state, { node: null, edge: edge.row, over: null, overEdge: null });
  showEdge(edge);
  remember();
  draw();
}

function clear() {
  Object.assign(state, { node: null, edge: null, trail: null });
  stopPicking();
  closePanel();
  drawBar();
  remember();
  draw();
}

// After any change of what is seen: picture, counts, legend, list and address say the same.
function update() {
  refresh();
  document.getElementById("count").textContent = t("count")(state.nodes.length, graph.nodes.length);
  const all = document.getElementById("tool-all");
  if (all) all.hidden = state.shown.size === graph.nodes.length || graph.nodes.length > SHOW_MOST;
  syncLegend();
  drawBar();
  if (!listView.hidden) drawList();
  const facts = [...state.wanted, 0, ...state.papers, state.span, state.undated].join();
  if (update.facts !== undefined && facts !== update.facts) redrawPanel();
  update.facts = facts;
  remember();
}
