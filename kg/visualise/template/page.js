// Tools, help and language; the last file, it starts the page.
const help = document.getElementById("help");

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
  sayAsked();
  drawLegend(known ? known.getAttribute("aria-expanded") === "true" : innerWidth > 720 && innerHeight > 620);
  drawTools();
  redrawPanel();
}

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
