// The data block, decoded: `graph` is what all other parts read.
const graph = {};

async function unpack() {
  const holder = document.getElementById("data");
  const text = holder.textContent.trim();
  if (holder.dataset.coding !== "gzip") return JSON.parse(text);
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// A table of columns as an array of objects.
function records(table) {
  const names = Object.keys(table).filter((name) => Array.isArray(table[name]));
  return (table[names[0]] || []).map((_, row) => {
    const record = { row };
    for (const name of names) record[name] = table[name][row];
    return record;
  });
}

function decode(raw) {
  graph.title = raw.title;
  graph.terms = raw.terms;
  graph.labels = raw.labels;
  graph.parents = raw.parents;
  graph.strings = raw.strings;
  Object.assign(graph, { base: raw.nodes.base, kinds: raw.kinds, units: raw.units, exact: raw.numbers.exact, counted: raw.numbers.counted, beyond: raw.links.beyond });
  graph.pinyin = raw.pinyin;
  for (const kind of ["edges", "links", "numbers", "moves", "events", "papers", "spans"]) graph[kind] = records(raw[kind]);
  graph.nodes = records(raw.nodes);
  for (const node of graph.nodes) {
    node.iri = raw.nodes.base + node.id;
    node.names = raw.nodes.names[node.row] || [];
    node.same = raw.nodes.same[node.row] || [];
    node.color = raw.nodes.color[node.row];
    Object.assign(node, { edges: [], links: [], numbers: [], moves: [], events: [] });
  }
  for (const edge of graph.edges) {
    edge.color = raw.edges.color[edge.row];
    edge.a = graph.nodes[edge.from];
    edge.b = graph.nodes[edge.to];
    edge.a.edges.push(edge);
    if (edge.a !== edge.b) edge.b.edges.push(edge);
  }
  for (const row of raw.rings || []) graph.nodes[row].ring = true;
  graph.asked = raw.asked;
  attach();
  bend();
}

// Gives every node the facts that speak of it.
function attach() {
  const at = (row) => graph.nodes[row];
  for (const link of graph.links) {
    if (at(link.s)) at(link.s).links.push(link);
    if (at(link.o) && link.o !== link.s) at(link.o).links.push(link);
  }
  for (const number of graph.numbers) {
    if (at(number.about)) at(number.about).numbers.push(number);
    if (at(number.holder) && number.holder !== number.about) at(number.holder).numbers.push(number);
  }
  for (const move of graph.moves) if (at(move.about)) at(move.about).moves.push(move);
  for (const event of graph.events) for (const row of new Set(event.roles.map((role) => role[1]))) at(row).events.push(event);
}

// Parallel edges bow apart: `bow` is how far, in shares of the edge's length, to the left of its direction.
function bend() {
  const pairs = new Map();
  for (const edge of graph.edges) {
    const key = Math.min(edge.from, edge.to) + " " + Math.max(edge.from, edge.to);
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  for (const edges of pairs.values()) {
    edges.forEach((edge, turn) => {
      const side = edge.from < edge.to ? 1 : -1;
      edge.bow = edges.length === 1 ? 0 : side * (turn - (edges.length - 1) / 2) * 0.28;
    });
  }
}

const FAMILIES = ["Organization", "Person", "Product", "Technology", "Place", "NamedEvent", "Work", "Standard", "Industry"];

// The class above that decides colour and shape.
function family(group) {
  let name = graph.terms[group];
  while (name && !FAMILIES.includes(name)) name = graph.parents[name];
  return name || "Other";
}

const term = (number) => graph.labels[number][language === "zh" ? 0 : 1];
const string = (number) => graph.strings[number];
const total = (node) => node.links.length + node.numbers.length + node.events.length;
