// What is chosen, and what of the graph is put on the page.
const SHOW_MOST = 5000;

function neighbours(node) {
  const rows = new Set();
  for (const edge of node.edges) if (!edge.hidden && (state.doubtful || !edge.dashed)) rows.add(edge.a === node ? edge.to : edge.from);
  rows.delete(node.row);
  return [...rows].map((row) => graph.nodes[row]);
}

// Puts the neighbours of a node on the page: the most told of first, 60 at a time.
function expand(node, most = 60) {
  const fresh = neighbours(node).filter((other) => !state.shown.has(other.row)).sort((a, b) => a.row - b.row).slice(0, most);
  fresh.forEach((other) => state.shown.add(other.row));
  update();
}

function choose(node, quiet = false) {
  if (!state.shown.has(node.row)) {
    state.shown.add(node.row);
    expand(node, 12);
  }
  state.offGroups.delete(node.group);
  Object.assign(state, { node: node.row, edge: null, over: null, overEdge: null });
  showNode(node);
  update();
  if (!inView(node) || camera.scale < 0.25) center(node, Math.max(camera.scale, 0.7));
  if (!quiet) remember("#id=" + encodeURIComponent(node.id));
}

function chooseEdge(edge) {
  Object.assign(state, { node: null, edge: edge.row, over: null, overEdge: null });
  showEdge(edge);
  draw();
}

function clear() {
  Object.assign(state, { node: null, edge: null });
  closePanel();
  remember("#");
  draw();
}

function update() {
  refresh();
  document.getElementById("count").textContent = t("count")(state.nodes.length, graph.nodes.length);
  const all = document.getElementById("tool-all");
  if (all) all.hidden = state.shown.size === graph.nodes.length || graph.nodes.length > SHOW_MOST;
  if (!listView.hidden) drawList();
}
