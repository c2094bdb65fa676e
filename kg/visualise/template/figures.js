// Numbers: a table of those that stand alone, a chart and a table of those that form a row, bar pairs for changes.
function digits(value) {
  const tidy = (number) => String(Number(number.toPrecision(12)));
  const size = Math.abs(value);
  if (language === "zh") {
    if (size >= 1e8) return tidy(value / 1e8) + "亿";
    if (size >= 1e4) return tidy(value / 1e4) + "万";
    return tidy(value);
  }
  return value.toLocaleString("en", { maximumFractionDigits: 6 });
}

function withUnit(words, unit) {
  if (!unit) return words;
  const close = /^[%℃]/.test(unit) || (language === "zh" && /^[\u3400-\u9fff]/.test(unit));
  return words + (close ? "" : " ") + unit;
}

// The number alone; a range as both its ends.
function figure(number) {
  const value = number.value ?? null;
  const ends = [number.min, number.max].filter((end) => end !== null);
  const words = value !== null ? digits(value) : ends.map(digits).join("~");
  return words ? withUnit(words, string(number.unit)) : string(number.raw);
}

function amount(number) {
  const bound = said(graph.terms[number.bound]);
  return language === "zh" || !bound ? bound + figure(number) : `${bound} ${figure(number)}`;
}

const periodOf = (number) => string(number.period);
const whenOf = (number) => spoken(periodOf(number)) || string(number.periodText);
const numberNames = (number) => [called(number.about), [string(number.raw), string(number.periodText), ...called(number.holder)]];

function metricName(number, node) {
  const of = graph.terms[number.of] ? `${language === "zh" ? "" : " "}(${term(number.of)})` : "";
  const other = number.holder < 0 ? -1 : number.holder === node.row ? number.about : number.holder;
  return term(number.metric) + of + (graph.nodes[other] ? ` · ${graph.nodes[other].label}` : "");
}

function numberRow(number, cells) {
  const key = "number-" + number.row, home = el("div", {});
  const said = el("tr", { class: "said" }, el("td", { colspan: 2 }, home));
  said.hidden = true;
  const value = [cells.bar, el("span", {}, amount(number)), ...chips(graph.terms[number.status], stance(number))];
  const button = opener(number, key, numberNames(number), [el("span", { class: "value" }, ...value), cells.tail], home);
  return [el("tr", { class: "number" }, cells.head, el("td", {}, button)), said];
}

function table(words, heads, body) {
  const head = el("tr", {}, ...heads.map((key) => el("th", { scope: "col" }, t(key))));
  return el("table", { class: "numbers" }, el("caption", { class: "off" }, words), el("thead", { class: "off" }, head), body);
}

// Metrics with one number each, in one table.
function loneNumbers(node, numbers) {
  const rows = (number) => numberRow(number, {
    head: el("th", { scope: "row" }, metricName(number, node)), tail: el("span", { class: "when" }, whenOf(number)),
  });
  return table(node.label, ["metric", "amount"], fill(el("tbody"), numbers, rows, "lone"));
}

function bar(number, most) {
  if (!(most > 0 && number.value > 0)) return null;
  const made = el("i", { class: "bar" + (graph.terms[number.status] === "Actual" ? "" : " plan") });
  made.style.width = Math.max(1, (number.value / most) * 100) + "%";
  return made;
}

// A metric with several numbers: their chart where they have dates, else a bar for each.
function metricGroup(node, name, numbers) {
  numbers.sort(byDate(periodOf));
  const paired = numbers.length === 2 && node.moves.filter(keptTold).some((move) => numbers.every((number) => [move.before, move.after].includes(number.row)));
  const chart = paired ? null : lineChart(numbers, `${node.label} · ${name}`, "metric-" + name);
  const most = chart || paired || new Set(numbers.map((number) => number.unit)).size > 1 ? 0 : Math.max(...numbers.map((number) => number.value ?? 0));
  const rows = (number) => numberRow(number, {
    head: el("th", { scope: "row", class: "when" }, whenOf(number) || "–"), bar: bar(number, most),
  });
  return [el("h4", {}, name), chart, table(name, ["period", "amount"], fill(el("tbody"), numbers, rows, "metric-" + name, chart ? 8 : PART))];
}

function numberGroups(node) {
  const groups = new Map();
  for (const number of node.numbers.filter(keptTold)) {
    const name = metricName(number, node);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(number);
  }
  const order = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const lone = order.filter(([, numbers]) => numbers.length === 1).map(([, [number]]) => number);
  return [
    ...order.filter(([, numbers]) => numbers.length > 1).flatMap(([name, numbers]) => metricGroup(node, name, numbers)),
    ...(lone.length && lone.length < order.length ? [el("h4", {}, t("others"))] : []),
    ...(lone.length ? [loneNumbers(node, lone)] : []),
  ].filter(Boolean);
}

function moveLine(move) {
  const pair = [graph.numbers[move.before], graph.numbers[move.after]].filter(Boolean);
  const name = pair.length ? term(pair[0].metric) : "";
  const inside = el("span", { class: "move" }, el("span", { class: "kind" }, name), " ", el("strong", {}, pair.map(amount).join(" → ")), ...chips(stance(move)));
  const item = line(move, "move-" + move.row, [called(move.about), pair.map((number) => string(number.raw))], [inside]);
  const bars = pair.length === 2 ? barPair(pair, name) : null;
  if (bars) item.firstChild.after(bars);
  return item;
}
