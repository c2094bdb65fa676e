// Relations in both directions, and which facts are kept while doubtful ones are hidden.
const stance = (fact) => graph.terms[fact.stance];
const kept = (fact) => admits(fact);
// A planned number or event says so itself: it is kept, with its mark.
const keptTold = (fact) => admits(fact, true);

function linkNames(link) {
  return [called(link.s), graph.nodes[link.o] ? called(link.o) : [string(link.words)]];
}

const away = (link) => (graph.nodes[link.o] ? graph.nodes[link.o].label : string(link.words));

function linkLine(link, node) {
  const target = graph.nodes[link.s === node.row ? link.o : link.s];
  const until = string(link.until) ? el("span", { class: "chip" }, `${t("until")} ${spoken(string(link.until))}`) : null;
  const inside = [target ? symbol(target.group) : null, el("span", {}, target ? target.label : string(link.words)), ...chips(stance(link)), until];
  return line(link, "link-" + link.row, linkNames(link), inside, target);
}

function linkGroups(node) {
  const groups = new Map();
  for (const link of node.links.filter(kept)) {
    const out = link.s === node.row;
    const key = `${out ? "out" : "in"}-${link.p}`;
    if (!groups.has(key)) groups.set(key, { key, out, p: link.p, links: [] });
    groups.get(key).links.push(link);
  }
  const order = [...groups.values()].sort((a, b) => b.out - a.out || b.links.length - a.links.length || a.p - b.p);
  return order.flatMap((group) => [
    el("h4", {}, group.out ? term(group.p) + " →" : "← " + term(group.p)),
    fill(el("ul", { class: "facts" }), group.links, (link) => linkLine(link, node), "links-" + group.key),
  ]);
}
