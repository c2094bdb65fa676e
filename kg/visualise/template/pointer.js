// Mouse, pen and fingers on the canvas.
const pointers = new Map();
let grip = null, held = 0;

function place(event) {
  const box = canvas.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

canvas.addEventListener("pointerdown", (event) => {
  const at = place(event);
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, at);
  center.turn = (center.turn || 0) + 1;
  grip = { ...at, node: nodeAt(at.x, at.y, event.pointerType === "touch" ? 14 : 5), moved: pointers.size > 1, at: event };
  clearTimeout(held);
  if (event.pointerType === "touch" && grip.node) held = setTimeout(longPress, 550, grip);
});

// A finger that stays on a thing asks what can be done with it.
function longPress(what) {
  if (grip !== what || what.moved) return;
  what.moved = true;
  openMenu(what.node, what.at.clientX, what.at.clientY);
}

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
canvas.addEventListener("pointerleave", () => point(null, null));
canvas.addEventListener("dblclick", (event) => {
  const at = place(event), node = nodeAt(at.x, at.y);
  if (!node) return zoom(1.6, at.x, at.y);
  if (neighbours(node).some((other) => !other.seen)) expand(node);
  else collapse(node);
  redrawPanel();
});
canvas.addEventListener("contextmenu", (event) => {
  const at = place(event), node = nodeAt(at.x, at.y);
  if (!node && menu.hidden) return;
  event.preventDefault();
  if (node && menu.hidden) openMenu(node, event.clientX, event.clientY);
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const at = place(event);
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), at.x, at.y);
}, { passive: false });

function hover(at) {
  const node = nodeAt(at.x, at.y), edge = node ? null : edgeAt(at.x, at.y);
  point(node, edge);
}

// What lies under the pointer; drawn only where that changes: the list of a search may come between the two.
function point(node, edge) {
  if (node === state.over && edge === state.overEdge) return;
  Object.assign(state, { over: node, overEdge: edge });
  canvas.classList.toggle("over", Boolean(node || edge));
  draw();
}
