// The same data as tables, for screen readers and for those who prefer it.
const listView = document.getElementById("list");

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
