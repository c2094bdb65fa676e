// What can be taken along: an IRI, a thing as Turtle, the SPARQL that finds its facts.
const PREFIXES = {
  dcterms: "http://purl.org/dc/terms/", kg: "https://w3id.org/zhkg/ontology#", owl: "http://www.w3.org/2002/07/owl#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#", skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const own = (table, key) => (table && Object.hasOwn(table, key) ? table[key] : undefined);
// IRIs of facts and documents are kept without what those of the things begin with; a colon tells that one is whole.
const iri = (short) => (short.includes(":") ? short : graph.base + short);

const unicode = (char) => "\\u" + char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
const angle = (address) => `<${address.replace(/[\x00-\x20<>"{}|^`\\]/g, unicode)}>`;
const PLAIN = /^[A-Za-z0-9_\u3400-\u9fff](?:[A-Za-z0-9_\u3400-\u9fff-]*)$/;

// An IRI as it may stand in Turtle: with a prefix where what follows needs no escape.
function resource(address) {
  for (const [prefix, start] of [["ent", graph.base], ["kg", PREFIXES.kg]]) {
    if (start && address.startsWith(start) && PLAIN.test(address.slice(start.length))) return `${prefix}:${address.slice(start.length)}`;
  }
  return angle(address);
}

const kgTerm = (local) => resource(PREFIXES.kg + local);
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const whole = (words) => words.replace(/\p{Surrogate}/gu, "\ufffd");
const quoted = (words) => `"${whole(words).replace(/[\x00-\x1f"\\\x7f-\x9f\u2028\u2029\ufffe\uffff]/g, (char) => ESCAPES[char] || unicode(char))}"`;

const CHINESE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const USUAL = {
  name: (words) => (CHINESE.test(words) ? "@zh" : "@en"), number: () => "^^decimal", words: () => "",
  period: (words) => ({ 4: "^^gYear", 7: "^^gYearMonth", 10: "^^date" })[words.length] || "",
};

// A literal; null where the page does not know its language or datatype.
function literal(role, words) {
  const kind = own(own(graph.kinds, role), words) ?? USUAL[role](words);
  if (kind === "?") return null;
  if (!kind.startsWith("^^")) return quoted(words) + kind;
  return quoted(words) + (kind.includes(":") ? "^^" + angle(kind.slice(2)) : "^^xsd:" + kind.slice(2));
}

const thingTerm = (row) => (graph.nodes[row] ? resource(graph.nodes[row].iri) : null);
const wordsTerm = (words, role = "words") => (words ? literal(role, words) : null);
// What the page took for granted because the graph does not say it is not written.
const valueTerm = (name, value, usual) => (value === usual && own(own(graph.kinds, "absent"), name) ? null : kgTerm(value));

function period(fact, text) {
  return string(fact.interval) ? resource(iri(string(fact.interval))) : wordsTerm(text, "period");
}

function numberTriples(number) {
  const digits = own(graph.exact, number.row) || [number.value, number.min, number.max].map((end) => (end === null ? "" : String(end)));
  const of = graph.terms[number.of], counted = own(graph.counted, number.row), unit = own(graph.units, string(number.unit));
  const metric = kgTerm(graph.terms[number.metric]);
  return [
    ["a", "kg:Observation"], ["kg:about", thingTerm(number.about)], ["kg:metric", metric], ["kg:ofMetric", of && !counted ? kgTerm(of) : null],
    ["kg:ofThing", of && counted ? wordsTerm(of) : null], ["kg:holder", thingTerm(number.holder)],
    ...["value", "minValue", "maxValue"].map((name, turn) => ["kg:" + name, wordsTerm(digits[turn], "number")]),
    ["kg:unit", unit ? resource(iri(unit)) : null], ["kg:rawValue", wordsTerm(string(number.raw))], ["kg:bound", valueTerm("bound", bounded(number), "exactly")],
    ["kg:status", valueTerm("status", statusOf(number), "Actual")], ["kg:period", period(number, periodOf(number))],
    ["kg:periodText", wordsTerm(string(number.periodText))], ...voiceTriples(number),
  ];
}

function voiceTriples(fact) {
  return [["kg:stance", valueTerm("stance", stance(fact), "Asserted")], ["kg:attributedTo", thingTerm(fact.by)]];
}

function eventTriples(event) {
  return [
    ["a", kgTerm(graph.terms[event.cls])], ...event.roles.map(([role, row]) => [kgTerm(graph.terms[role]), thingTerm(row)]), ["kg:date", period(event, string(event.date))],
    ["kg:dateText", wordsTerm(string(event.dateText))], ["kg:status", valueTerm("status", graph.terms[event.status], "Actual")], ...voiceTriples(event),
  ];
}

function moveTriples(move) {
  const end = (row) => (graph.numbers[row] ? resource(iri(graph.numbers[row].id)) : null);
  return [["a", "kg:Change"], ["kg:about", thingTerm(move.about)], ["kg:before", end(move.before)], ["kg:after", end(move.after)], ...voiceTriples(move)];
}

function thingTriples(node) {
  const cls = graph.terms[node.group];
  return [
    ["a", cls ? kgTerm(cls) : null], ["rdfs:label", wordsTerm(node.label, "name")], ...node.names.map((name) => ["skos:altLabel", wordsTerm(name, "name")]),
    ...node.same.map((address) => ["owl:sameAs", angle(address)]),
  ];
}

function linkTarget(link) {
  const beyond = own(graph.beyond, link.row);
  return thingTerm(link.o) || (beyond ? angle(beyond) : wordsTerm(string(link.words)));
}

// The sentence of a fact as a comment.
function remark(fact, before = "") {
  const tidy = (words) => whole(words).replace(/[\s\x00-\x1f\x7f-\x9f]+/g, " ").trim();
  return fact.proofs.map((number) => {
    const span = graph.spans[number], paper = graph.papers[span.paper];
    return `# ${before}${tidy(span.text)}${paper ? ` (${tidy(paper.title)}${paper.date ? ", " + tidy(paper.date) : ""})` : ""}\n`;
  }).join("");
}

function block(subject, triples) {
  const kept = triples.filter(([property, value]) => property && value);
  return kept.length ? `${subject} ${kept.map(([property, value]) => `${property} ${value}`).join(" ;\n  ")} .\n` : "";
}

// A thing with its names, relations, numbers, changes and events; what is denied or supposed is a comment, as in the graph no triple says it.
function turtle(node) {
  const self = resource(node.iri);
  const parts = [block(self, thingTriples(node))];
  for (const link of node.links) {
    const target = linkTarget(link), triple = block(thingTerm(link.s), [[kgTerm(graph.terms[link.p]), target]]);
    parts.push(remark(link) + (stance(link) === "Asserted" ? triple : `# ${stance(link)}: ${triple}`));
  }
  for (const [facts, triples] of [[node.numbers, numberTriples], [node.moves, moveTriples], [node.events, eventTriples]]) {
    for (const fact of facts) if (fact.id) parts.push(remark(fact) + block(resource(iri(fact.id)), triples(fact)));
  }
  const text = parts.join("\n");
  const prefixes = Object.entries({ ent: graph.base, ...PREFIXES }).filter(([prefix]) => text.includes(prefix + ":"));
  return prefixes.map(([prefix, start]) => `@prefix ${prefix}: ${angle(start)} .\n`).join("") + "\n" + text;
}

function asked(pattern, order) {
  const prefixes = ["dcterms", "kg", "rdf"].map((prefix) => `PREFIX ${prefix}: <${PREFIXES[prefix]}>\n`).join("");
  const hidden = state.doubtful ? "" : `
  FILTER NOT EXISTS { ?fact kg:stance ?doubt FILTER(?doubt IN (kg:Denied, kg:Opinion, kg:Hypothetical)) }
  FILTER NOT EXISTS { ?fact a rdf:Statement ; kg:stance kg:Planned }`;
  return `${prefixes}
SELECT DISTINCT ?kind ?fact ?subject ?property ?value ?stance ?speaker ?sentence ?title ?issued WHERE {${pattern}
  OPTIONAL { ?fact rdf:subject|kg:about|kg:agent ?subject }
  OPTIONAL { ?fact rdf:predicate|kg:metric ?property }
  OPTIONAL { ?fact rdf:object|kg:rawValue|kg:object ?value }
  OPTIONAL { ?fact kg:stance ?stance }
  OPTIONAL { ?fact kg:attributedTo ?speaker }${hidden}
}
ORDER BY ${order}
`;
}

const SOURCE = `?span kg:text ?sentence ; kg:inDocument ?document ; kg:start ?start .
    OPTIONAL { ?document dcterms:title ?title }
    OPTIONAL { ?document dcterms:issued ?issued }`;

// The facts of a thing, in the roles in which it has them, with their sentences.
function query(node) {
  return asked(`
  VALUES ?role { rdf:subject rdf:object kg:about kg:holder kg:agent kg:object kg:counterparty kg:place }
  ?fact ?role ${angle(node.iri)} ; a ?kind .
  OPTIONAL {
    ?fact kg:evidence ?span .
    ${SOURCE}
  }`, "?kind ?fact ?title ?start");
}

// The facts of a document, in the order of its text.
function paperQuery(paper) {
  return asked(`
  ?fact kg:evidence ?span ; a ?kind .
  ${SOURCE}
  FILTER(?document = ${angle(iri(paper.iri))})`, "?start ?kind ?fact");
}

// Where the clipboard is out of reach, the words stand in a box from which they can be taken.
function copyBox(text, home, button) {
  const area = el("textarea", { readonly: "", rows: Math.min(10, text.split("\n").length + 1), "aria-label": t("copyHere"), spellcheck: "false" });
  area.value = text;
  const close = () => { home.replaceChildren(); button.focus(); };
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  home.replaceChildren(el("p", { class: "note" }, t("copyHere"), el("button", { class: "go", type: "button", onclick: close }, t("close"))), area);
  area.focus();
  area.select();
  area.scrollTop = 0;
}

function copies(ways) {
  const home = el("div", { class: "copybox" }), status = el("span", { class: "copied", role: "status" });
  const buttons = ways.map(([name, make]) => {
    const button = el("button", { type: "button", "data-key": "copy-" + name, "aria-label": `${t("copying")} ${t(name)}`, onclick: async () => {
      const text = make();
      try {
        await navigator.clipboard.writeText(text);
        home.replaceChildren();
        status.textContent = t("copied");
      } catch {
        status.textContent = "";
        copyBox(text, home, button);
      }
    } }, t(name));
    return button;
  });
  return el("div", { class: "copies" }, el("div", { role: "group", class: "ways-out", "aria-label": t("copying") }, el("span", { "aria-hidden": "true" }, t("copying")), ...buttons, status), home);
}
