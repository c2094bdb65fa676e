// A document: its facts in the order of its text, each sentence once with all that it says.
function factLine(kind, fact, key) {
  if (kind === "link") {
    const inside = el("span", {}, (graph.nodes[fact.s] || { label: "–" }).label, el("i", { class: "prop" }, term(fact.p)), away(fact));
    return told(fact, key, [inside, ...chips(stance(fact))], [fact.s, fact.o]);
  }
  if (kind === "event") {
    const when = spoken(string(fact.date)) || string(fact.dateText);
    const inside = el("span", {}, el("strong", {}, term(fact.cls)), " ", ...eventRoles(fact, null), when ? el("span", { class: "when" }, when) : null);
    return told(fact, key, [inside, ...chips(graph.terms[fact.status], stance(fact))], fact.roles.map((role) => role[1]));
  }
  const about = graph.nodes[fact.about] || { label: "–" };
  if (kind === "move") {
    const pair = [graph.numbers[fact.before], graph.numbers[fact.after]].filter(Boolean);
    const inside = el("span", {}, about.label, el("i", { class: "prop" }, pair.length ? term(pair[0].metric) : ""), el("strong", {}, pair.map(amount).join(" → ")));
    return told(fact, key, [inside, ...chips(stance(fact))], [fact.about]);
  }
  const inside = el("span", {}, about.label, el("i", { class: "prop" }, metricName(fact, about)), el("strong", {}, amount(fact)), el("span", { class: "when" }, whenOf(fact)));
  return told(fact, key, [inside, ...chips(graph.terms[fact.status], stance(fact))], [fact.about]);
}

// A fact below its sentence: a line of words, and ways to the things in it.
function told(fact, key, inside, rows) {
  const things = [...new Set(rows)].map((row) => graph.nodes[row]).filter(Boolean);
  const ways = things.map((node) => el("button", { class: "go", type: "button", "data-key": `go-${key}-${node.row}`, "aria-label": `${t("goto")} ${node.label}`, title: node.label, onclick: () => choose(node) }, symbol(node.group)));
  return el("li", { class: "told", "data-fact": key }, el("span", { class: "row" }, ...inside, el("span", { class: "ways" }, ...ways)));
}

const KINDS = [["number", "numbers", keptTold], ["move", "moves", keptTold], ["event", "events", keptTold], ["link", "links", kept]];

// The sentences of a document in order, each with its facts in order.
function passages(paper) {
  const found = new Map();
  for (const [kind, table, keep] of KINDS) {
    for (const fact of graph[table].filter(keep)) {
      for (const number of fact.proofs) {
        const span = graph.spans[number];
        if (span.paper !== paper.row) continue;
        const home = around(span);
        if (!found.has(home)) found.set(home, []);
        found.get(home).push({ kind, fact, span });
      }
    }
  }
  const place = (a, b) => a.start - b.start || a.end - b.end;
  for (const facts of found.values()) facts.sort((a, b) => place(a.span, b.span) || KINDS.findIndex(([kind]) => kind === a.kind) - KINDS.findIndex(([kind]) => kind === b.kind) || a.fact.row - b.fact.row);
  return [...found].sort((a, b) => place(a[0], b[0]));
}

function factNames(fact) {
  const rows = [fact.s, fact.o, fact.about, fact.holder, ...(fact.roles || []).map((role) => role[1])];
  return rows.flatMap((row) => called(row));
}

function passage([span, facts]) {
  const names = facts.flatMap(({ fact }) => factNames(fact));
  const speakers = [...new Set(facts.map(({ fact }) => fact.by))].map((row) => graph.nodes[row]).filter(Boolean);
  const voices = speakers.map((node) => el("button", { class: "go", type: "button", onclick: () => choose(node) }, t("says")(node.label)));
  return el("li", { class: "passage", "data-start": span.start },
    el("blockquote", {}, voices.length ? el("p", { class: "voice" }, ...voices) : null, el("p", {}, ...marked(span.text, [names])), el("footer", { class: "meta" }, el("span", {}, t("chars")(span.start, span.end)))),
    el("ul", { class: "facts" }, ...facts.map(({ kind, fact }) => factLine(kind, fact, `${kind}-${fact.row}`))));
}

function showPaper(paper) {
  open("paper-" + paper.row, () => showPaper(paper), () => {
    const found = passages(paper);
    const facts = new Set(found.flatMap(([, told]) => told.map(({ fact }) => fact)));
    return [
      heading(t("paper"), null, paper.title),
      el("p", { class: "meta" }, ...source(paper)),
      el("p", { class: "note" }, t("told")(facts.size, found.length)),
      copies([["copyIri", () => iri(paper.iri)], ["SPARQL", () => paperQuery(paper)]]),
      fill(el("ol", { class: "passages" }), found, passage, "passages"),
    ];
  });
}
