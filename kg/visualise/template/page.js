// Choices, legend, list, keys: what ties the parts together; the last file, it starts the page.
const SHOW_MOST = 5000;
const legend = document.getElementById("legend");
const listView = document.getElementById("list");
const help = document.getElementById("help");

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
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  if (inside) canvas.focus();
  remember("#");
  draw();
}

function remember(hash) {
  try {
    history.replaceState(null, "", hash);
  } catch {
    // A page without an address of its own (inside a notebook) has nothing to remember.
  }
}

function recall() {
  const found = /^#id=(.*)$/.exec(location.hash);
  if (!found) return;
  let id = "";
  try {
    id = decodeURIComponent(found[1]);
  } catch {
    return;
  }
  const node = graph.nodes.find((other) => other.id === id || other.iri === id);
  if (node) choose(node, true);
}

function update() {
  refresh();
  document.getElementById("count").textContent = t("count")(state.nodes.length, graph.nodes.length);
  const all = document.getElementById("tool-all");
  if (all) all.hidden = state.shown.size === graph.nodes.length || graph.nodes.length > SHOW_MOST;
  if (!listView.hidden) drawList();
}

function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

function toggles(counts, off, icon) {
  return el("ul", {}, ...counts.map(([key, n]) => {
    const button = el("button", { type: "button", "aria-pressed": String(!off.has(key)), onclick: () => {
      if (!off.delete(key)) off.add(key);
      button.setAttribute("aria-pressed", String(!off.has(key)));
      update();
    } }, icon ? symbol(key) : "", el("span", {}, graph.terms[key] ? term(key) : "–"), el("span", { class: "n" }, String(n)));
    return el("li", {}, button);
  }));
}

function drawLegend(opened) {
  const body = el("div", {});
  body.hidden = !opened;
  const head = el("button", { type: "button", "aria-expanded": String(opened), onclick: () => drawLegend(body.hidden) }, `${opened ? "▾" : "▸"} ${t("legend")}`);
  const doubtfulCount = graph.edges.filter((edge) => edge.dashed).length;
  const box = el("input", { type: "checkbox", id: "doubtful", onchange: () => {
    state.doubtful = box.checked;
    update();
    if (state.node !== null) showNode(graph.nodes[state.node]);
  } });
  box.checked = state.doubtful;
  body.append(el("h2", {}, t("classes")), toggles(tally(graph.nodes, "group"), state.offGroups, true));
  if (doubtfulCount) body.append(el("label", {}, box, el("span", {}, t("doubtful")), el("span", { class: "n" }, String(doubtfulCount))));
  if (graph.edges.length) body.append(el("h2", {}, t("relations")), toggles(tally(graph.edges, "label"), state.offTerms, false));
  legend.replaceChildren(head, body);
}

function drawList(most = 300) {
  const head = el("tr", {}, ...["name", "kind", "facts"].map((key) => el("th", { scope: "col" }, t(key))));
  const rows = state.nodes.slice(0, most).map((node) => el("tr", {},
    el("td", {}, el("button", { type: "button", onclick: () => choose(node) }, node.label)),
    el("td", {}, graph.terms[node.group] ? term(node.group) : ""), el("td", {}, String(total(node)))));
  const left = state.nodes.length - most;
  const more = left > 0 ? el("button", { class: "go", type: "button", onclick: () => drawList(most + 300) }, t("more")(Math.min(300, left))) : "";
  listView.replaceChildren(el("table", {}, el("caption", { class: "note" }, document.getElementById("count").textContent), el("thead", {}, head), el("tbody", {}, ...rows)), more);
}

function toggleList() {
  listView.hidden = !listView.hidden;
  legend.hidden = !listView.hidden;
  if (!listView.hidden) drawList();
  drawTools();
}

function saveImage() {
  canvas.toBlob((blob) => {
    const link = el("a", { href: URL.createObjectURL(blob), download: `${graph.title || "graph"}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
}

function drawTools() {
  const tool = (key, act, cls, pressed) => el("button", { type: "button", id: "tool-" + key, class: cls, onclick: act, "aria-pressed": pressed }, t(key));
  document.getElementById("tools").replaceChildren(
    tool("all", () => { graph.nodes.forEach((node) => state.shown.add(node.row)); update(); fit(); }, "wide"),
    tool("fit", fit), tool("list", toggleList, "", String(!listView.hidden)), tool("image", saveImage, "wide"),
    tool("help", () => { drawHelp(); help.showModal(); }, "wide"), tool("language", switchLanguage));
  update();
}

function drawHelp() {
  const keys = t("keys").flatMap(([key, words]) => [el("dt", {}, key), el("dd", {}, words)]);
  help.replaceChildren(el("h2", {}, t("help")), el("p", {}, t("about")), el("dl", {}, ...keys),
    el("button", { type: "button", class: "plain", onclick: () => help.close() }, t("close")));
}

function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  speak();
}

// Says everything in the language in use.
function speak() {
  document.documentElement.lang = language === "zh" ? "zh" : "en";
  search.placeholder = t("search");
  search.setAttribute("aria-label", t("search"));
  hits.setAttribute("aria-label", t("search"));
  canvas.setAttribute("aria-label", t("canvas"));
  legend.setAttribute("aria-label", t("legend"));
  listView.setAttribute("aria-label", t("list"));
  panel.setAttribute("aria-label", t("facts"));
  help.setAttribute("aria-label", t("help"));
  document.getElementById("hint").textContent = t("hint");
  const known = legend.querySelector("[aria-expanded]");
  drawLegend(known ? known.getAttribute("aria-expanded") === "true" : innerWidth > 720);
  drawTools();
  if (!panel.hidden && state.node !== null) showNode(graph.nodes[state.node]);
  if (!panel.hidden && state.edge !== null) showEdge(graph.edges[state.edge]);
}

const pointers = new Map();
let grip = null;

function place(event) {
  const box = canvas.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

canvas.addEventListener("pointerdown", (event) => {
  const at = place(event);
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, at);
  center.turn = (center.turn || 0) + 1;
  grip = { ...at, node: nodeAt(at.x, at.y, event.pointerType === "touch" ? 14 : 5), moved: pointers.size > 1 };
});

canvas.addEventListener("pointermove", (event) => {
  const at = place(event), before = pointers.get(event.pointerId);
  if (!before) return hover(at);
  const others = [...pointers].filter(([id]) => id !== event.pointerId);
  pointers.set(event.pointerId, at);
  if (others.length) {
    const other = others[0][1];
    zoom(Math.hypot(at.x - other.x, at.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1), (at.x + other.x) / 2, (at.y + other.y) / 2);
  } else if (grip && (grip.moved || Math.hypot(at.x - grip.x, at.y - grip.y) > 4)) {
    grip.moved = true;
    const mover = grip.node || camera, sign = grip.node ? 1 : -1;
    mover.x += sign * (at.x - before.x) / camera.scale;
    mover.y += sign * (at.y - before.y) / camera.scale;
    draw();
  }
});

function release(event) {
  const at = place(event);
  pointers.delete(event.pointerId);
  if (grip && !grip.moved && event.type === "pointerup") {
    const slack = event.pointerType === "touch" ? 14 : 6;
    const edge = grip.node ? null : edgeAt(at.x, at.y, slack);
    if (grip.node) choose(grip.node);
    else if (edge) chooseEdge(edge);
    else clear();
  }
  if (!pointers.size) grip = null;
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => { Object.assign(state, { over: null, overEdge: null }); draw(); });
canvas.addEventListener("dblclick", (event) => {
  const at = place(event), node = nodeAt(at.x, at.y);
  if (node) { expand(node); showNode(node); } else zoom(1.6, at.x, at.y);
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const at = place(event);
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), at.x, at.y);
}, { passive: false });

function hover(at) {
  const node = nodeAt(at.x, at.y), edge = node ? null : edgeAt(at.x, at.y);
  if (node === state.over && edge === state.overEdge) return;
  Object.assign(state, { over: node, overEdge: edge });
  canvas.classList.toggle("over", Boolean(node || edge));
  draw();
}

// Arrow keys go to the nearest node in that direction; without a chosen node, to the first.
function step(dx, dy) {
  const from = state.node !== null ? graph.nodes[state.node] : null;
  if (!from) return state.nodes[0] && choose(state.nodes[0]);
  let best = null, least = Infinity;
  for (const node of state.nodes) {
    const x = node.x - from.x, y = node.y - from.y, ahead = x * dx + y * dy;
    const far = ahead > 0 ? ahead + 2.5 * Math.abs(x * dy - y * dx) : Infinity;
    if (node !== from && far < least) { best = node; least = far; }
  }
  if (best) choose(best);
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.target === search) return;
  const acts = { "/": () => search.focus(), f: fit, l: toggleList, "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), Escape: clear, "?": () => { drawHelp(); help.showModal(); } };
  if (acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  } else if (document.activeElement === canvas && ARROWS[event.key]) {
    event.preventDefault();
    step(...ARROWS[event.key]);
  } else if (document.activeElement === canvas && event.key === "Enter" && state.node !== null) panel.focus();
});

unpack().then((raw) => {
  decode(raw);
  document.getElementById("title").textContent = graph.title;
  for (const node of graph.nodes) if (!node.hidden) state.shown.add(node.row);
  resize();
  if (size.height > 1.2 * size.width) for (const node of graph.nodes) [node.x, node.y] = [node.y, node.x]; // stands up, like the screen
  speak();
  readColors();
  fit();
  recall();
  addEventListener("resize", resize);
  addEventListener("hashchange", recall);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", readColors);
  document.documentElement.dataset.ready = "yes";
});
