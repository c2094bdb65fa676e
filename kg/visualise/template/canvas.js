// Draws the graph and turns pointers into choices. World units are pixels at scale 1; sizes on screen grow more slowly.
const canvas = document.getElementById("canvas");
let pen = canvas.getContext("2d");
const camera = { x: 0, y: 0, scale: 1 };
const state = {
  shown: new Set(), offGroups: new Set(), offTerms: new Set(),
  node: null, edge: null, over: null, overEdge: null, nodes: [], edges: [],
};
const colors = {};
let size = { width: 0, height: 0 };
let waiting = false;

function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "card", "ink", "muted", "accent", "edge", "edge-strong", "Other", ...FAMILIES]) {
    colors[name] = style.getPropertyValue("--" + name).trim();
  }
  draw();
}

function draw() {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(paint);
  }
}

// What may be seen now, after filters; called when one of them changes.
function refresh() {
  state.nodes = onPage();
  for (const node of graph.nodes) node.seen = false;
  for (const node of state.nodes) node.seen = true;
  state.edges = graph.edges.filter((edge) => edge.a.seen && edge.b.seen && holds(edge));
  sides();
  draw();
}

// Where a node's name goes first: below, above, right or left, away from its lines and their arrowheads.
function sides() {
  for (const node of state.nodes) node.lines = [0, 0.4, 1.2, 1.4];
  const meet = (node, other) => {
    const x = other.x - node.x, y = other.y - node.y;
    node.lines[Math.abs(y) * 1.6 > Math.abs(x) ? (y > 0 ? 0 : 1) : x > 0 ? 2 : 3] += 1;
  };
  for (const edge of state.edges) {
    meet(edge.a, edge.b);
    meet(edge.b, edge.a);
  }
  for (const node of state.nodes) node.sides = [0, 1, 2, 3].sort((a, b) => node.lines[a] - node.lines[b]);
}

const toX = (x) => (x - camera.x) * camera.scale + size.width / 2;
const toY = (y) => (y - camera.y) * camera.scale + size.height / 2;
const radius = (node) => node.size * Math.min(1.25, Math.max(0.42, Math.sqrt(camera.scale)));

// The free part of the canvas: the panel covers the rest.
function free() {
  const panel = document.getElementById("panel");
  if (panel.hidden) return { width: size.width, height: size.height };
  const box = panel.getBoundingClientRect();
  const home = canvas.getBoundingClientRect();
  if (box.width > home.width * 0.8) return { width: size.width, height: Math.max(120, box.top - home.top) };
  return { width: Math.max(160, box.left - home.left), height: size.height };
}

function fit(nodes = state.nodes) {
  if (!nodes.length) return;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const node of nodes) {
    left = Math.min(left, node.x); right = Math.max(right, node.x);
    top = Math.min(top, node.y); bottom = Math.max(bottom, node.y);
  }
  const room = free(), head = strip.hidden ? 0 : 36;
  const shift = room.width > 900 && !legend.hidden ? 200 : 0;
  const scale = Math.min((room.width - shift - Math.min(120, room.width * 0.16)) / (right - left + 1), (room.height - 90 - head) / (bottom - top + 1), 1.6);
  camera.scale = Math.max(scale, 0.02);
  camera.x = (left + right) / 2 + (size.width - room.width - shift) / 2 / camera.scale;
  camera.y = (top + bottom) / 2 + (size.height - room.height - head) / 2 / camera.scale;
  camera.home = { x: camera.x, y: camera.y, scale: camera.scale };
  draw();
}

// The first picture: the whole, or on a screen too small for its names the part around the most told of.
function begin() {
  fit();
  if (camera.scale >= 0.3 || !state.nodes.length) return;
  const [{ x, y }] = state.nodes;
  Object.assign(camera, { x, y, scale: 0.5 });
  draw();
}

// Brings a node into the middle of the free part, smoothly unless the reader wants no motion.
function center(node, scale) {
  const room = free();
  const goal = { scale: scale || camera.scale };
  goal.x = node.x + (size.width - room.width) / 2 / goal.scale;
  goal.y = node.y + (size.height - room.height) / 2 / goal.scale;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    Object.assign(camera, goal);
    return draw();
  }
  const start = { ...camera }, began = performance.now();
  center.turn = (center.turn || 0) + 1;
  const turn = center.turn;
  const step = (now) => {
    if (turn !== center.turn) return;
    const share = Math.min(1, (now - began) / 260), eased = 1 - (1 - share) ** 3;
    for (const key of ["x", "y", "scale"]) camera[key] = start[key] + (goal[key] - start[key]) * eased;
    draw();
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function inView(node) {
  const room = free(), x = toX(node.x), y = toY(node.y);
  return x > 60 && y > 40 && x < room.width - 60 && y < room.height - 60;
}

function zoom(factor, x = size.width / 2, y = size.height / 2) {
  const scale = Math.min(6, Math.max(0.02, camera.scale * factor));
  camera.x += (x - size.width / 2) * (1 / camera.scale - 1 / scale);
  camera.y += (y - size.height / 2) * (1 / camera.scale - 1 / scale);
  camera.scale = scale;
  draw();
}

// Start, bend and end of an edge on screen, cut back to the rims of its nodes.
function curve(edge) {
  const [x1, y1, x2, y2] = [toX(edge.a.x), toY(edge.a.y), toX(edge.b.x), toY(edge.b.y)];
  const cx = (x1 + x2) / 2 - (y2 - y1) * edge.bow, cy = (y1 + y2) / 2 + (x2 - x1) * edge.bow;
  const far = Math.hypot(x2 - cx, y2 - cy) || 1, near = Math.hypot(cx - x1, cy - y1) || 1;
  const out = radius(edge.b) + 3, from = radius(edge.a);
  return {
    x1: x1 + (cx - x1) / near * from, y1: y1 + (cy - y1) / near * from, cx, cy,
    x2: x2 - (x2 - cx) / far * out, y2: y2 - (y2 - cy) / far * out, ux: (x2 - cx) / far, uy: (y2 - cy) / far,
    mx: (x1 + 2 * cx + x2) / 4, my: (y1 + 2 * cy + y2) / 4,
  };
}

function trace(edges, style) {
  pen.strokeStyle = pen.fillStyle = style.color;
  pen.globalAlpha = style.alpha ?? 1;
  pen.lineWidth = style.width;
  const heads = style.heads;
  for (const dashed of [0, 1]) {
    pen.setLineDash(dashed ? [6, 5] : []);
    pen.beginPath();
    for (const edge of edges) {
      if (edge.dashed !== dashed) continue;
      const c = edge.curve = curve(edge);
      pen.moveTo(c.x1, c.y1);
      if (edge.bow) pen.quadraticCurveTo(c.cx, c.cy, c.x2, c.y2);
      else pen.lineTo(c.x2, c.y2);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
  if (heads) {
    pen.beginPath();
    for (const { curve: c } of edges) {
      const back = heads * 1.8;
      pen.moveTo(c.x2, c.y2);
      pen.lineTo(c.x2 - c.ux * back - c.uy * heads * 0.75, c.y2 - c.uy * back + c.ux * heads * 0.75);
      pen.lineTo(c.x2 - c.ux * back + c.uy * heads * 0.75, c.y2 - c.uy * back - c.ux * heads * 0.75);
    }
    pen.fill();
  }
  pen.globalAlpha = 1;
}

// Each family has a shape of its own, so that colour is never the only sign.
function shape(path, name, x, y, r) {
  const ring = (corners, turn) => {
    for (let k = 0; k < corners; k++) {
      const angle = turn + (k * 2 * Math.PI) / corners;
      path[k ? "lineTo" : "moveTo"](x + r * 1.12 * Math.cos(angle), y + r * 1.12 * Math.sin(angle));
    }
    path.closePath();
  };
  if (name === "Product") path.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.4);
  else if (name === "Technology") ring(6, 0);
  else if (name === "Person") ring(4, 0);
  else if (name === "Place") ring(3, Math.PI / 2);
  else if (name === "NamedEvent") ring(5, -Math.PI / 2);
  else if (name === "Work" || name === "Standard") path.rect(x - r * 0.75, y - r, r * 1.5, r * 2);
  else if (name === "Industry") ring(8, Math.PI / 8);
  else { path.moveTo(x + r, y); path.arc(x, y, r, 0, 2 * Math.PI); }
}

function dots(nodes, alpha) {
  pen.globalAlpha = alpha;
  const kinds = new Map();
  for (const node of nodes) {
    const key = (node.color || "") + " " + family(node.group);
    if (!kinds.has(key)) kinds.set(key, []);
    kinds.get(key).push(node);
  }
  pen.lineWidth = 2;
  pen.strokeStyle = colors.paper;
  for (const group of kinds.values()) {
    const name = family(group[0].group);
    pen.fillStyle = group[0].color || colors[name];
    pen.beginPath();
    for (const node of group) shape(pen, name, toX(node.x), toY(node.y), radius(node));
    pen.stroke();
    pen.fill();
  }
  pen.globalAlpha = 1;
}

// The nodes and edges that the reader looks at: the chosen ones, else those under the pointer.
function focus() {
  if (state.trail && state.edge === null) return trailed();
  const chosen = state.node !== null || state.edge !== null;
  const edge = state.edge !== null ? graph.edges[state.edge] : chosen ? null : state.overEdge;
  const node = state.node !== null ? graph.nodes[state.node] : chosen ? null : state.over;
  const also = chosen ? [state.over, state.overEdge?.a, state.overEdge?.b].filter(Boolean) : [];
  if (edge) return { nodes: new Set([edge.a, edge.b, ...also]), edges: new Set([edge, state.overEdge || edge]), middle: null };
  if (!node || !node.seen) return null;
  const edges = new Set(state.edges.filter((edge) => edge.a === node || edge.b === node));
  if (state.overEdge) edges.add(state.overEdge);
  const nodes = new Set(state.around ? state.nodes : [node, ...also]);
  for (const edge of edges) { nodes.add(edge.a); nodes.add(edge.b); }
  return { nodes, edges, middle: node };
}

// Can an edge whose ends are off the screen pass over it? Judged by the box around it, with room for its bow.
function crosses(edge) {
  const room = Math.abs(edge.bow) * (Math.abs(edge.a.x - edge.b.x) + Math.abs(edge.a.y - edge.b.y)) * camera.scale;
  const [x1, x2, y1, y2] = [toX(edge.a.x), toX(edge.b.x), toY(edge.a.y), toY(edge.b.y)];
  return Math.max(x1, x2) > -room && Math.min(x1, x2) < size.width + room && Math.max(y1, y2) > -room && Math.min(y1, y2) < size.height + room;
}

function paint() {
  waiting = false;
  picture(window.devicePixelRatio || 1);
  rememberSoon();
}

// Draws the window with the pen that is in hand, on as many dots for each pixel as `ratio` says.
function picture(ratio) {
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colors.paper;
  pen.fillRect(0, 0, size.width, size.height);
  const near = focus();
  const onScreen = (node) => {
    const x = toX(node.x), y = toY(node.y);
    return x > -80 && y > -40 && x < size.width + 80 && y < size.height + 40;
  };
  const nodes = state.nodes.filter(onScreen);
  const edges = state.edges.filter((edge) => onScreen(edge.a) || onScreen(edge.b) || crosses(edge));
  const strong = near ? edges.filter((edge) => near.edges.has(edge)) : [];
  const weak = near ? edges.filter((edge) => !near.edges.has(edge)) : edges;
  const heads = camera.scale > 0.3 ? Math.min(4.5, 2 + 2.5 * camera.scale) : 0;
  trace(weak, { color: colors.edge, alpha: near ? 0.35 : 1, width: 1.1, heads });
  dots(near ? nodes.filter((node) => !near.nodes.has(node)) : nodes, near ? 0.32 : 1);
  trace(strong, { color: colors["edge-strong"], width: 1.7, heads: 5 });
  if (near) {
    dots(nodes.filter((node) => near.nodes.has(node)), 1);
    pen.strokeStyle = colors.accent;
    pen.lineWidth = 2.5;
    pen.beginPath();
    if (near.middle) shape(pen, family(near.middle.group), toX(near.middle.x), toY(near.middle.y), radius(near.middle) + 4);
    pen.stroke();
  }
  rings(nodes, near);
  labels(nodes, strong, near);
}

function nodeAt(x, y, slack = 5) {
  let best = null, least = Infinity;
  for (const node of state.nodes) {
    const far = Math.hypot(toX(node.x) - x, toY(node.y) - y) - radius(node);
    if (far < slack && far < least) { best = node; least = far; }
  }
  return best;
}

// Is the point in the box around an edge? Few are, and only those are looked at closely.
function close(edge, x, y, slack) {
  const [x1, x2, y1, y2] = [toX(edge.a.x), toX(edge.b.x), toY(edge.a.y), toY(edge.b.y)];
  const room = slack + Math.abs(edge.bow) * (Math.abs(x1 - x2) + Math.abs(y1 - y2));
  return x > Math.min(x1, x2) - room && x < Math.max(x1, x2) + room && y > Math.min(y1, y2) - room && y < Math.max(y1, y2) + room;
}

function edgeAt(x, y, slack = 6) {
  let best = null, least = slack;
  for (const edge of state.edges) {
    if (!close(edge, x, y, slack)) continue;
    const c = curve(edge);
    let [px, py] = [c.x1, c.y1];
    for (let k = 1; k <= (edge.bow ? 8 : 1); k++) {
      const share = edge.bow ? k / 8 : 1, back = 1 - share;
      const qx = edge.bow ? back * back * c.x1 + 2 * back * share * c.cx + share * share * c.x2 : c.x2;
      const qy = edge.bow ? back * back * c.y1 + 2 * back * share * c.cy + share * share * c.y2 : c.y2;
      const long = (qx - px) ** 2 + (qy - py) ** 2 || 1;
      const at = Math.max(0, Math.min(1, ((x - px) * (qx - px) + (y - py) * (qy - py)) / long));
      const far = Math.hypot(px + at * (qx - px) - x, py + at * (qy - py) - y);
      if (far < least) { best = edge; least = far; }
      [px, py] = [qx, qy];
    }
  }
  return best;
}

function resize() {
  const box = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  size = { width: box.width, height: box.height };
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(box.height * ratio);
  draw();
}
