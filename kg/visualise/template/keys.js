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
const KEYS = {
  "/": () => search.focus(), f: () => fit(), l: () => toggleList(), g: () => toggleLegend(), t: () => switchTheme(),
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "?": () => showHelp(), Escape: () => escape(),
  0: () => { if (state.around) change(() => { state.around = null; }); },
};

// One thing at a time, the last opened first.
function escape() {
  if (!exportBox.hidden) return toggleExport();
  if (picking !== null) { stopPicking(); return drawBar(); }
  clear();
}

// Keys that do something with the chosen thing, as the menu has them.
function deedKey(key) {
  const node = state.node === null ? null : graph.nodes[state.node];
  const deed = node && deeds(node).find((one) => one.key === key);
  if (!deed) return false;
  deed.act();
  if (state.node !== null && !panel.contains(document.activeElement)) redrawPanel();
  return true;
}

const writing = (target) => target.tagName === "INPUT" && !["checkbox", "range"].includes(target.type);

document.addEventListener("keydown", (event) => {
  if (help.open || event.altKey || writing(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    const act = { z: event.shiftKey ? redo : undo, y: redo }[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
    return;
  }
  if (KEYS[event.key] || deedKey(event.key)) {
    event.preventDefault();
    KEYS[event.key]?.();
  } else if (document.activeElement === canvas) canvasKey(event);
  else if (panel.contains(document.activeElement)) factKey(event);
});

// In the panel, up and down go from fact to fact.
function factKey(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const facts = [...panel.querySelectorAll(".fact")].filter((fact) => fact.offsetParent);
  if (!way || !facts.length || event.target.matches("input, textarea")) return;
  event.preventDefault();
  const at = document.activeElement, now = facts.indexOf(at);
  const after = facts.findIndex((fact) => at.compareDocumentPosition(fact) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = now >= 0 ? now + way : at === panel || at.contains(facts[0]) ? 0 : way > 0 ? after : after - 1;
  facts[Math.max(0, Math.min(facts.length - 1, next))].focus();
}

function canvasKey(event) {
  const node = state.node === null ? null : graph.nodes[state.node];
  if (ARROWS[event.key]) {
    event.preventDefault();
    step(...ARROWS[event.key]);
  } else if (node && event.key === "Enter") panel.focus();
  else if (node && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    openMenu(node, box.left + toX(node.x), box.top + toY(node.y));
  }
}
