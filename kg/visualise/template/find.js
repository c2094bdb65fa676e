// Finding a thing by name, alias or IRI.
const search = document.getElementById("search");
const hits = document.getElementById("hits");
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
let index = null;

function makeIndex() {
  index = graph.nodes.map((node) => ({ node, label: fold(node.label), names: node.names.map(fold), iri: fold(node.iri), id: fold(node.id) }));
}

// How well an entry answers: 0 is best, 9 not at all.
function score(entry, wanted) {
  if (entry.label === wanted || entry.iri === wanted) return 0;
  if (entry.names.includes(wanted)) return 1;
  if (entry.label.startsWith(wanted)) return 2;
  if (entry.names.some((name) => name.startsWith(wanted))) return 3;
  if (entry.label.includes(wanted)) return 4;
  if (entry.names.some((name) => name.includes(wanted))) return 5;
  return entry.id.includes(wanted) || (wanted.length > 8 && entry.iri.includes(wanted)) ? 6 : 9;
}

function find(text, most = 12) {
  if (!index) makeIndex();
  const wanted = fold(text);
  if (!wanted) return [];
  const found = [];
  for (const entry of index) {
    const points = score(entry, wanted);
    if (points < 9) found.push({ points, node: entry.node });
  }
  found.sort((a, b) => a.points - b.points || total(b.node) - total(a.node) || a.node.row - b.node.row);
  return found.slice(0, most).map((hit) => hit.node);
}

function listHits() {
  const found = find(search.value);
  hits.replaceChildren(...found.map((node, turn) => {
    const also = node.names.find((name) => fold(name).includes(fold(search.value))) || node.names[0] || "";
    return el("li", { role: "option", id: "hit" + turn, "aria-selected": String(turn === 0), "data-row": node.row, onpointerdown: (event) => { event.preventDefault(); take(node); } },
      symbol(node.group), el("span", {}, node.label), el("span", { class: "also" }, also));
  }));
  const asked = fold(search.value) !== "";
  if (asked && !found.length) hits.append(el("li", { class: "none" }, t("none")));
  hits.hidden = !asked;
  search.setAttribute("aria-expanded", String(asked));
  if (found.length) search.setAttribute("aria-activedescendant", "hit0");
  else search.removeAttribute("aria-activedescendant");
}

function closeHits() {
  hits.hidden = true;
  search.setAttribute("aria-expanded", "false");
}

function take(node) {
  closeHits();
  search.value = "";
  search.blur();
  choose(node);
  panel.focus();
}

function moveHit(step) {
  const options = [...hits.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = (now + step + options.length) % options.length;
  options.forEach((option, turn) => option.setAttribute("aria-selected", String(turn === next)));
  search.setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

search.addEventListener("input", listHits);
search.addEventListener("focus", listHits);
search.addEventListener("blur", closeHits);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    moveHit(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const option = hits.querySelector("[aria-selected=true]");
    if (option) take(graph.nodes[Number(option.dataset.row)]);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    search.value = "";
    closeHits();
    search.blur();
  }
});
