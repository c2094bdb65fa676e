// The keyboard.
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
