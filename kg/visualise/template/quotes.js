// The sentences behind a fact.
const called = (row) => (graph.nodes[row] ? [graph.nodes[row].label, ...graph.nodes[row].names] : []);

// Gives each span of a document the widest one around it, so that a phrase is read in its sentence.
function settleSpans() {
  const byPaper = new Map();
  for (const span of graph.spans) {
    if (!byPaper.has(span.paper)) byPaper.set(span.paper, []);
    byPaper.get(span.paper).push(span);
  }
  for (const spans of byPaper.values()) {
    spans.sort((a, b) => a.start - b.start || b.end - a.end || a.row - b.row);
    let top = null;
    for (const span of spans) {
      const inside = top && span.end <= top.end && [...top.text].slice(span.start - top.start, span.end - top.start).join("") === span.text;
      span.around = inside ? top : span;
      if (!top || span.end > top.end) top = span;
    }
  }
}

function around(span) {
  if (!span.around) settleSpans();
  return span.around;
}

// Where names stand in a text: `[from, to, which]`, the longest first where two begin at one place.
function places(text, names) {
  const lower = (words) => (words.toLowerCase().length === words.length ? words.toLowerCase() : words);
  const heard = lower(text);
  const all = names.flatMap((some, end) => some.filter(Boolean).map((name) => ({ name: lower(name), end })))
    .sort((a, b) => b.name.length - a.name.length);
  const found = [];
  for (let at = 0; at < text.length;) {
    const hit = all.find((item) => heard.startsWith(item.name, at));
    if (hit) found.push([at, at + hit.name.length, hit.end]);
    at += hit ? hit.name.length : 1;
  }
  return found;
}

// A name that stands only inside another's: SU7 in 初代SU7.
function nested(words, names) {
  const pieces = [];
  let at = 0;
  for (const [from, to, end] of places(words, names)) {
    pieces.push(words.slice(at, from), el("mark", { class: end ? "o" : "s" }, words.slice(from, to)));
    at = to;
  }
  return [...pieces, words.slice(at)].filter(Boolean);
}

// The text with names marked; what lies outside `[from, to)` is only what stands around.
function marked(text, names, from = 0, to = text.length) {
  const found = places(text, names), seen = new Set(found.map((place) => place[2]));
  const rest = names.map((some, end) => (seen.has(end) ? [] : some));
  const within = (at) => at >= from && at < to;
  const cuts = [...new Set([0, from, to, text.length, ...found.flatMap(([a, b]) => [a, b])])].sort((a, b) => a - b)
    .filter((cut) => !found.some(([a, b]) => cut > a && cut < b));
  return cuts.slice(0, -1).map((cut, turn) => {
    const words = text.slice(cut, cuts[turn + 1]);
    const hit = found.find(([a]) => a === cut);
    if (hit) return el("mark", { class: (hit[2] ? "o" : "s") + (within(cut) ? "" : " far") }, ...nested(words, rest));
    return within(cut) ? words : el("span", { class: "far" }, words);
  });
}

function sentence(span, names) {
  const home = around(span);
  const at = (count) => [...home.text].slice(0, count - home.start).join("").length;
  return el("p", {}, ...(home === span ? marked(span.text, names) : marked(home.text, names, at(span.start), at(span.end))));
}

function paperName(paper, key) {
  return el("button", { class: "paper", type: "button", "data-key": `paper-${paper.row}-${key}`, onclick: () => showPaper(paper) }, paper.title);
}

// Outlet, day and address of a document, after its title.
function source(paper) {
  const parts = [string(paper.publisher), paper.date].filter(Boolean).map((words) => el("span", {}, words));
  const address = link(paper.source, t("open"));
  if (address) parts.push(address);
  else if (paper.source && paper.source !== string(paper.publisher)) parts.push(el("span", {}, paper.source));
  return parts;
}

// How it is said, and by whom.
function voice(fact) {
  const speaker = graph.nodes[fact.by], parts = chips(stance(fact));
  if (speaker) parts.push(el("button", { class: "go", type: "button", onclick: () => choose(speaker) }, t("says")(speaker.label)));
  return parts.length ? el("p", { class: "voice" }, ...parts) : null;
}

// Who is meant but not called by name in the sentence: the text says 公司, or goes on from the sentence before.
function unnamed(span, names) {
  const missing = names.filter((some) => some[0] && !places(around(span).text, [some]).length).map((some) => some[0]);
  return missing.length ? el("p", { class: "note" }, t("unnamed")(missing)) : null;
}

function quotes(fact, names, key) {
  if (!fact.proofs.length) return [el("p", { class: "note" }, t("noProof"))];
  return fact.proofs.map((number, turn) => {
    const span = graph.spans[number], paper = graph.papers[span.paper];
    const foot = paper ? [paperName(paper, `${key}-${turn}`), ...source(paper), el("span", {}, t("chars")(span.start, span.end))] : [];
    return el("blockquote", {}, turn ? null : voice(fact), sentence(span, names), unnamed(span, names), el("footer", { class: "meta" }, ...foot));
  });
}

// A button that opens the sentences of a fact in `home`, below it.
function opener(fact, key, names, inside, home) {
  const count = fact.proofs.length > 1 ? el("span", { class: "why" }, t("sentences")(fact.proofs.length)) : null;
  const button = el("button", { class: "fact", type: "button", "aria-expanded": "false", "data-key": key }, ...inside, count);
  button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(opened));
    home.replaceChildren(...(opened ? quotes(fact, names, key) : []));
    home.closest(".said").hidden = !opened;
  });
  return button;
}

// A line of a list: the fact, a way to the thing at its other end, and room for its sentences.
function line(fact, key, names, inside, target) {
  const home = el("div", { class: "said" });
  home.hidden = true;
  const row = el("div", { class: "row" }, opener(fact, key, names, inside, home));
  if (target) row.append(el("button", { class: "go", type: "button", "data-key": "go-" + key, "aria-label": `${t("goto")} ${target.label}`, onclick: () => choose(target) }, "→"));
  return el("li", {}, row, home);
}
