// The filter of documents: only what the picked ones say.
const MOST_PAPERS = 40;

// How many facts each document gives.
function paperCounts() {
  if (!paperCounts.found) {
    paperCounts.found = graph.papers.map(() => 0);
    for (const fact of [...graph.links, ...graph.numbers, ...graph.events]) {
      for (const row of new Set(fact.proofs.map((number) => graph.spans[number].paper))) if (row >= 0) paperCounts.found[row]++;
    }
  }
  return paperCounts.found;
}

function paperSection() {
  const list = el("ul", { class: "papers" });
  const field = el("input", { type: "search", id: "paper-search", placeholder: t("paperSearch"), "aria-label": t("paperSearch"), oninput: () => fill() });
  const fill = () => {
    const wanted = fold(field.value), counts = paperCounts();
    const found = graph.papers.filter((paper) => !wanted || fold(paper.title + string(paper.publisher) + paper.date).includes(wanted));
    found.sort((a, b) => state.papers.has(b.row) - state.papers.has(a.row) || counts[b.row] - counts[a.row] || a.row - b.row);
    list.replaceChildren(...found.slice(0, MOST_PAPERS).map((paper) => paperRow(paper, counts[paper.row])));
    if (found.length > MOST_PAPERS) list.append(el("li", { class: "note" }, t("morePapers")(found.length - MOST_PAPERS)));
    syncLegend();
  };
  fill();
  return graph.papers.length > 8 ? [field, list] : [list];
}

function paperRow(paper, n) {
  const box = el("input", { type: "checkbox", "data-paper": paper.row, onchange: () => toggle("papers", paper.row) });
  return el("li", {}, el("label", { title: [paper.title, string(paper.publisher), paper.date].filter(Boolean).join(" · ") },
    box, el("span", { class: "word" }, paper.title), el("span", { class: "n" }, String(n))));
}
