// Events by date, those without one apart.
function eventNames(event, node) {
  const rows = event.roles.map((role) => role[1]);
  const first = node && rows.includes(node.row) ? node.row : rows[0];
  const others = rows.filter((row) => row !== first);
  return [called(first), [...others.flatMap(called), string(event.dateText)]];
}

function eventRoles(event, node) {
  const roles = event.roles.filter((role) => !node || role[1] !== node.row);
  return roles.map(([role, row]) => el("span", { class: "role" }, el("i", {}, said(graph.terms[role])), ` ${graph.nodes[row].label} `));
}

function eventLine(event, node) {
  const when = spoken(string(event.date));
  const inside = el("span", { class: "event" }, el("span", { class: "when" }, when || string(event.dateText)), el("span", { class: "dot" }),
    el("span", { class: "what" }, el("strong", {}, term(event.cls)), " ", ...eventRoles(event, node), ...chips(graph.terms[event.status], stance(event))));
  const other = node && event.roles.map((role) => role[1]).find((row) => row !== node.row);
  const item = line(event, "event-" + event.row, eventNames(event, node), [inside], graph.nodes[other]);
  item.className = graph.terms[event.status] === "Actual" && !doubt(event) ? "done" : "ahead";
  return item;
}

function timeline(node) {
  const events = node.events.filter(keptTold).sort(byDate((event) => string(event.date)));
  const dated = events.filter((event) => reach(string(event.date)));
  const undated = events.filter((event) => !reach(string(event.date)));
  const list = (some, key, cls) => fill(el(cls === "undated" ? "ul" : "ol", { class: "facts " + cls }), some, (event) => eventLine(event, node), key);
  return [
    ...(dated.length ? [list(dated, "events", "timeline")] : []),
    ...(undated.length ? [el("h4", {}, t("undated")), list(undated, "undated", "undated")] : []),
  ];
}
