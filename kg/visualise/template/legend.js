// The legend: classes and relations with their counts; a click hides.
const legend = document.getElementById("legend");

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
    redrawPanel();
  } });
  box.checked = state.doubtful;
  body.append(el("h2", {}, t("classes")), toggles(tally(graph.nodes, "group"), state.offGroups, true));
  if (doubtfulCount) body.append(el("label", {}, box, el("span", {}, t("doubtful")), el("span", { class: "n" }, String(doubtfulCount))));
  if (graph.edges.length) body.append(el("h2", {}, t("relations")), toggles(tally(graph.edges, "label"), state.offTerms, false));
  legend.replaceChildren(head, body);
}
