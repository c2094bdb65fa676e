// Language and start; the last file, it starts the page.
function toggleLegend() {
  drawLegend(!legend.classList.contains("opened"));
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
  sayAsked();
  strip.setAttribute("aria-label", t("filtered"));
  document.getElementById("tools").setAttribute("aria-label", t("tools"));
  drawLegend(legend.firstChild ? legend.classList.contains("opened") : innerWidth > 720 && innerHeight > 620);
  if (!exportBox.hidden) drawExport();
  drawTools();
  redrawPanel();
}

unpack().then((raw) => {
  decode(raw);
  document.getElementById("title").textContent = graph.title;
  for (const node of graph.nodes) {
    if (!node.hidden) began.add(node.row);
    for (const id of [node.iri, node.id]) if (!known.has(id)) known.set(id, node);
  }
  state.shown = new Set(began);
  resize();
  if (size.height > 1.2 * size.width) for (const node of graph.nodes) [node.x, node.y] = [node.y, node.x]; // stands up, like the screen
  wear();
  speak();
  begin();
  started = true;
  recall();
  addEventListener("resize", resize);
  addEventListener("hashchange", recall);
  (window.requestIdleCallback || setTimeout)(makeIndex);
  document.documentElement.dataset.ready = "yes";
});
