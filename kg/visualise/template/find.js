// Finding a thing by name, other name, pinyin, initials or IRI.
const search = document.getElementById("search");
const hits = document.getElementById("hits");
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
let index = null;

// Every name, folded, with the ways in which each of its characters is read; made when the page has nothing else to do.
function makeIndex() {
  if (index) return;
  const sounds = new Map();
  for (const [syllable, chars] of Object.entries(graph.pinyin)) {
    for (const char of chars) sounds.set(char, [...(sounds.get(char) || []), syllable]);
  }
  index = graph.nodes.map((node) => ({ node, size: total(node), iri: fold(node.iri), id: fold(node.id), names: [node.label, ...node.names].map((name) => sounded(fold(name), sounds)) }));
  index.sort((a, b) => b.size - a.size || a.node.row - b.node.row);
}

function sounded(text, sounds) {
  const chars = [...text];
  const read = chars.map((char) => sounds.get(char) || []);
  return { text, chars, read, first: new Set([...chars, ...read.flat().map((syllable) => syllable[0])]) };
}

// How many characters of a name, from `at` on, the words `wanted` speak out; 0 where they do not.
// Each is written as it is, spelled out, or given by its first sound; the last one may be begun only.
function speaks(name, at, wanted, from = 0) {
  if (from === wanted.length) return at;
  if (at === name.chars.length) return 0;
  const char = name.chars[at];
  if (wanted.startsWith(char, from)) {
    const end = speaks(name, at + 1, wanted, from + char.length);
    if (end) return end;
  }
  for (const syllable of name.read[at]) {
    const end = sounding(name, at, wanted, from, syllable);
    if (end) return end;
  }
  return 0;
}

function sounding(name, at, wanted, from, syllable) {
  if (syllable[0] !== wanted[from]) return 0;
  if (wanted.startsWith(syllable, from)) {
    const end = speaks(name, at + 1, wanted, from + syllable.length);
    if (end) return end;
  } else if (syllable.startsWith(wanted.slice(from))) return at + 1;
  if (syllable[1] === "h" && wanted[from + 1] === "h") {
    const end = speaks(name, at + 1, wanted, from + 2);
    if (end) return end;
  }
  return speaks(name, at + 1, wanted, from + 1);
}

// How well a name answers: 0 is best, 9 not at all; and which of its characters do.
function nameScore(name, wanted, latin) {
  const at = name.text.indexOf(wanted);
  if (at >= 0) {
    const from = [...name.text.slice(0, at)].length;
    return { points: at ? 2 : name.text === wanted ? 0 : 1, from, to: from + [...wanted].length };
  }
  if (!latin || !name.first.has(wanted[0])) return NOTHING;
  for (let from = 0; from < name.chars.length; from++) {
    const to = speaks(name, from, wanted);
    if (to) return { points: from ? 5 : to === name.chars.length ? 3 : 4, from, to };
  }
  return NOTHING;
}

const NOTHING = { points: 9, from: 0, to: 0 };

// The best of a thing's names: exact before begun, before inside, before spoken; its own before its other names.
function score(entry, wanted, latin) {
  let best = NOTHING;
  for (const name of entry.names) {
    const found = nameScore(name, wanted, latin);
    if (found.points < best.points) best = { ...found, name };
    if (!best.points) break;
  }
  if (best.points > 1 && (entry.iri === wanted || entry.id === wanted)) return { ...NOTHING, points: 0 };
  if (best.points === 9 && (entry.id.includes(wanted) || (wanted.length > 8 && entry.iri.includes(wanted)))) return { ...NOTHING, points: 6 };
  return best;
}

// The best things, by how well they answer; among equals the one most told of, in whose order the index stands.
function find(text, most = 12) {
  makeIndex();
  const wanted = fold(text);
  if (!wanted) return [];
  const latin = /[a-z]/.test(wanted), ranks = Array.from({ length: 20 }, () => []);
  for (const entry of index) {
    const hit = score(entry, wanted, latin);
    if (hit.points === 9) continue;
    const rank = ranks[2 * hit.points + (hit.name && hit.name !== entry.names[0] ? 1 : 0)];
    if (rank.length < most) rank.push({ ...hit, entry });
  }
  return ranks.flat().slice(0, most);
}

// A name with the part that was asked for in bold; whole where folding changed its length.
function bold(words, hit) {
  const chars = [...words];
  if (!hit || chars.length !== hit.name.chars.length) return [words];
  const part = (from, to) => chars.slice(from, to).join("");
  return [part(0, hit.from), el("b", {}, part(hit.from, hit.to)), part(hit.to)];
}

function hitLine(hit, turn) {
  const { node, names } = hit.entry, which = names.indexOf(hit.name);
  const also = which > 0 ? bold(node.names[which - 1], hit) : [node.names[0] || ""];
  return el("li", { role: "option", id: "hit" + turn, "aria-selected": String(turn === 0), "data-row": node.row, onpointerdown: (event) => { event.preventDefault(); take(node); } },
    symbol(node.group), el("span", {}, ...(which === 0 ? bold(node.label, hit) : [node.label])), el("span", { class: "also" }, ...also));
}

function listHits() {
  const found = find(search.value), asked = fold(search.value) !== "";
  hits.replaceChildren(...found.map(hitLine));
  if (asked && !found.length) hits.append(el("li", { class: "none" }, t("none")));
  hits.hidden = !asked;
  search.setAttribute("aria-expanded", String(asked));
  if (found.length) search.setAttribute("aria-activedescendant", "hit0");
  else search.removeAttribute("aria-activedescendant");
}

function closeHits() {
  hits.hidden = true;
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
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
  if (event.isComposing) return;
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
    canvas.focus();
  }
});
