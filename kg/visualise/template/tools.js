// The tools beside the search: small pictures with names.
const ICONS = {
  all: "M4 4h4v4H4zM12 4h4v4h-4zM4 12h4v4H4zM12 12h4v4h-4z",
  fit: "M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4",
  list: "M7.5 5h9M7.5 10h9M7.5 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  export: "M10 3v9M6.5 8.5L10 12l3.5-3.5M4 16.5h12",
  theme: "M16 12A6.5 6.5 0 0 1 8 4a6.5 6.5 0 1 0 8 8z",
  help: "M7.5 7.7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.7M10 14.5h.01",
};

function icon(name) {
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["class", "icon"], ["aria-hidden", "true"]]) box.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  box.append(path);
  return box;
}

function tool(key, act, { letter = "", options = {} } = {}) {
  return el("button", { type: "button", id: "tool-" + key, title: t(key), "aria-label": t(key), onclick: act, ...options }, letter || icon(key));
}

function showAll() {
  change(() => graph.nodes.forEach((node) => state.shown.add(node.row)));
  fit();
}

function drawTools() {
  const inside = document.activeElement?.id || "";
  document.getElementById("tools").replaceChildren(
    tool("all", showAll), tool("fit", () => fit()),
    tool("list", toggleList, { options: { "aria-pressed": String(!listView.hidden) } }),
    tool("export", toggleExport, { options: { "aria-expanded": String(!exportBox.hidden), "aria-controls": "export" } }),
    tool("theme", switchTheme), tool("help", showHelp), tool("language", switchLanguage, { letter: language === "zh" ? "EN" : "中" }));
  if (inside.startsWith("tool-")) document.getElementById(inside)?.focus();
  update();
}

const help = document.getElementById("help");

function showHelp() {
  const keys = t("keys").flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]);
  help.replaceChildren(el("h2", {}, t("help")), el("p", {}, t("about")), el("dl", {}, ...keys),
    el("button", { type: "button", class: "plain", onclick: () => help.close() }, t("close")));
  help.showModal();
}
