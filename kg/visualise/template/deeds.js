// What can be done with a thing: in the panel, by key, and in the menu of a right click or a long press.
const menu = document.getElementById("menu");

function deeds(node) {
  const fresh = neighbours(node).filter((other) => !state.shown.has(other.row)).length;
  return [
    fresh ? { key: "e", words: t("expand")(fresh), act: () => expand(node) } : null,
    { key: "c", words: t("collapse"), act: () => collapse(node) },
    { key: "h", words: t("hide"), act: () => hide(node) },
    ...[1, 2, 3].map((hops) => ({ key: String(hops), words: t("hops")(hops), act: () => focusOn(node, hops) })),
    { key: "p", words: t("pathFrom"), act: () => startPicking(node) },
  ].filter(Boolean);
}

// The row of the panel: how far around, the way to another thing, hiding.
function deedRow(node) {
  const at = state.around && state.around.row === node.row ? state.around.hops : 0;
  const hop = (n) => el("button", { type: "button", "aria-pressed": String(at === n), "aria-label": t("hops")(n), title: t("hops")(n),
    onclick: () => { focusOn(node, n); redrawPanel(); } }, String(n));
  const plain = (key, act) => el("button", { type: "button", onclick: act }, t(key));
  return el("div", { class: "acts deeds" },
    el("span", { class: "hops", role: "group", "aria-label": t("around") }, el("span", { "aria-hidden": "true" }, t("around")), hop(1), hop(2), hop(3)),
    plain("pathFrom", () => startPicking(node)), plain("collapse", () => collapse(node)), plain("hide", () => hide(node)));
}

function openMenu(node, x, y) {
  const items = deeds(node).map(({ key, words, act }) => el("li", { role: "none" },
    el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { closeMenu(); act(); } }, el("span", {}, words), el("kbd", { "aria-hidden": "true" }, key.toUpperCase()))));
  menu.setAttribute("aria-label", node.label);
  menu.replaceChildren(...items);
  menu.hidden = false;
  const box = menu.getBoundingClientRect();
  menu.style.left = Math.max(8, Math.min(x, innerWidth - box.width - 8)) + "px";
  menu.style.top = Math.max(8, Math.min(y, innerHeight - box.height - 8)) + "px";
  items[0].firstChild.focus();
}

function closeMenu() {
  if (menu.hidden) return;
  const inside = menu.contains(document.activeElement);
  menu.hidden = true;
  if (inside) canvas.focus();
}

menu.addEventListener("keydown", (event) => {
  const items = [...menu.querySelectorAll("button")], now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
  event.stopPropagation();
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length].focus();
});
document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) closeMenu(); });
