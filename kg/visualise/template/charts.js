// Small charts as SVG. What a mark means never hangs on colour: rings and hatching are aims, arrows and ≈ are bounds.
const SIGNS = { moreThan: ">", atLeast: "≥", lessThan: "<", atMost: "≤", approximately: "≈" };
const UP = ["moreThan", "atLeast"], DOWN = ["lessThan", "atMost"];
const bounded = (number) => graph.terms[number.bound];
const statusOf = (number) => graph.terms[number.status];
const tops = (number) => (number.value !== null ? [number.value] : [number.min, number.max].filter((end) => end !== null));
let drawings = 0;

const chartWidth = () => Math.max(240, Math.min(384, innerWidth - 36));

// Roughly how wide words are drawn, in pixels.
const girth = (words, px) => [...words].reduce((sum, char) => sum + px * (char.charCodeAt(0) > 0x2e7f ? 1 : /[A-Z%≈≥≤<>~]/.test(char) ? 0.85 : 0.6), 0);

const signed = (number) => (SIGNS[bounded(number)] || "") + figure(number);
const statusWord = (number) => (statusOf(number) === "Actual" ? t("actual") : said(statusOf(number)));

// `实际 2025 超过13.5万辆`: a point in words.
const inWords = (number) => [statusWord(number), whenOf(number), amount(number)].filter(Boolean).join(" ");

function drawing(cls, width, height, title, numbers) {
  const id = `chart-${++drawings}`;
  return svg("svg", { class: `chart ${cls}`, role: "img", width, height, viewBox: `0 0 ${width} ${height}`, "aria-labelledby": `${id}-title ${id}-desc` },
    Object.assign(svg("title", { id: id + "-title" }), { textContent: title }),
    Object.assign(svg("desc", { id: id + "-desc" }), { textContent: numbers.map(inWords).join("; ") }));
}

function written(x, y, words, cls, anchor) {
  const made = svg("text", { x: x.toFixed(1), y: y.toFixed(1), class: cls, "text-anchor": anchor });
  made.textContent = words;
  return made;
}

// ---- a number over time

// What the values span: from nothing, unless they all lie close together.
function domain(numbers) {
  const all = numbers.flatMap(tops);
  const least = Math.min(...all), most = Math.max(...all);
  if (least >= 0 && (least <= 0.8 * most || least === most)) return [0, most || 1];
  if (most <= 0 && most >= 0.8 * least) return [least, 0];
  const room = (most - least) * 0.25 || 1;
  return [least - room, most + room];
}

const middle = ({ reach: [from, to] }) => (from + to) / 2;
// A year beside a quarter: then each point shows how long its period lasts.
const mixed = (points) => new Set(points.map((point) => grain(point.reach))).size > 1;

// Places for the points: time to the right, value upwards.
function scales(points, width, height) {
  const times = points.flatMap((point) => (mixed(points) ? point.reach : [middle(point)]));
  const first = Math.min(...times), last = Math.max(...times), [low, high] = domain(points.map((point) => point.number));
  const side = Math.min(58, width * 0.14), top = 34, bottom = 26;
  return {
    x: (time) => side + ((time - first) / (last - first)) * (width - 2 * side),
    y: (value) => height - bottom - ((value - low) / (high - low)) * (height - top - bottom),
    base: height - bottom, zero: low <= 0 && high >= 0,
  };
}

function placed(numbers, width, height) {
  const points = numbers.filter((number) => tops(number).length).map((number) => ({ number, reach: reach(periodOf(number)) })).filter((point) => point.reach);
  const units = new Set(points.map((point) => point.number.unit));
  if (new Set(points.map(middle)).size < 2 || units.size > 1) return null;
  const scale = scales(points, width, height);
  for (const point of points) {
    point.x = scale.x(middle(point));
    if (mixed(points)) point.lasts = point.reach.map(scale.x);
    point.ys = tops(point.number).map(scale.y);
    point.y = Math.min(...point.ys);
    point.r = points.length > 14 ? 3 : 5;
  }
  return { points, scale };
}

// Lines join what lasts equally long; a part that leads to or from an aim is dashed.
function joins(points) {
  const rows = new Map();
  for (const point of points) {
    const key = grain(point.reach);
    if (!rows.has(key)) rows.set(key, new Map());
    const row = rows.get(key), other = row.get(point.x);
    if (!other || (statusOf(other.number) !== "Actual" && statusOf(point.number) === "Actual")) row.set(point.x, point);
  }
  return [...rows.values()].flatMap((row) => {
    const line = [...row.values()].sort((a, b) => a.x - b.x);
    return line.slice(1).map((point, turn) => {
      const before = line[turn], aim = [before, point].some((end) => statusOf(end.number) !== "Actual");
      return svg("line", { class: aim ? "join aim" : "join", x1: before.x, y1: before.y, x2: point.x, y2: point.y });
    });
  });
}

const ARROW = "v-8m-3 3l3 -3l3 3";

// One point: a dot for what is, a ring for a target, a diamond for a forecast; arrows and a dotted ring for bounds.
function mark(point, list) {
  const { number, x, y, ys, r } = point, d = r + 1.5, bound = bounded(number), status = statusOf(number);
  const shape = status === "Forecast" ? svg("path", { d: `M${x} ${y - d}l${d} ${d}l${-d} ${d}l${-d} ${-d}z` }) : svg("circle", { cx: x, cy: y, r });
  shape.setAttribute("class", status === "Actual" ? "is" : "aim");
  const made = svg("g", {
    class: "point", "data-row": number.row, "data-when": periodOf(number), "data-value": number.value, "data-status": status, "data-bound": bound,
    onclick: () => reveal("number-" + number.row, list),
  }, Object.assign(svg("title"), { textContent: inWords(number) }));
  if (point.lasts) made.append(svg("line", { class: "lasts", x1: point.lasts[0], x2: point.lasts[1], y1: y, y2: y }));
  if (ys.length > 1) made.append(svg("path", { class: "range", d: `M${x} ${ys[0]}V${ys[1]}M${x - 4} ${ys[0]}h8M${x - 4} ${ys[1]}h8` }));
  if (UP.includes(bound)) made.append(svg("path", { class: "bound", d: `M${x} ${y - 7}${ARROW}` }));
  if (DOWN.includes(bound)) made.append(svg("path", { class: "bound", d: `M${x} ${y + 7}v8m-3 -3l3 3l3 -3` }));
  if (bound === "approximately") made.append(svg("circle", { class: "about", cx: x, cy: y, r: r + 4 }));
  made.append(shape);
  return made;
}

const apart = (a, b) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];

// The points whose values are worth a label, the most telling first: aims, the latest; of many only these and the outermost.
function telling(points) {
  const aim = (point) => statusOf(point.number) !== "Actual";
  const order = [...points].sort((a, b) => aim(b) - aim(a) || b.x - a.x);
  if (points.length <= 14) return order;
  const plain = order.filter((point) => !aim(point)), byHeight = [...plain].sort((a, b) => a.y - b.y);
  return [...new Set([...order.filter(aim), plain[0], byHeight[0], byHeight.at(-1), plain.at(-1)].filter(Boolean))];
}

// Values beside their points: above, else below; where neither is free, the table says it.
function valueLabels(points, width, base) {
  const taken = points.map(({ x, y, r }) => [x - r - 1, y - r - 1, x + r + 1, y + r + 1]);
  return telling(points).flatMap((point) => {
    const words = signed(point.number), half = girth(words, 12) / 2 + 2;
    const up = point.y - (UP.includes(bounded(point.number)) ? 20 : 11), down = point.y + (DOWN.includes(bounded(point.number)) ? 28 : 22);
    const boxes = [0, 0.7, -0.7].flatMap((shift) => [up, down].map((y) => {
      const x = Math.min(width - half, Math.max(half, point.x + shift * half));
      return [x - half, y - 11, x + half, y + 3];
    }));
    const free = boxes.find((box) => box[1] > 0 && box[3] < base + 1 && taken.every((other) => apart(other, box)));
    if (!free) return [];
    taken.push(free);
    return [written(free[0] + half, free[3] - 3, words, "figure", "middle")];
  });
}

// Periods below the axis, as many as have room.
function ticks(points, width, height) {
  const taken = [];
  return [...new Map(points.map((point) => [point.x, point])).values()].flatMap((point) => {
    const words = spoken(periodOf(point.number)), half = girth(words, 12) / 2 + 4;
    const x = Math.min(width - half, Math.max(half, point.x));
    if (taken.some(([a, b]) => x - half < b && x + half > a)) return [];
    taken.push([x - half, x + half]);
    return [written(x, height - 8, words, "tick", "middle"), svg("line", { class: "axis", x1: point.x, x2: point.x, y1: height - 26, y2: height - 22 })];
  });
}

// What the marks mean, where there is more to say than a plain dot.
function key(points, zero) {
  const shapes = { Actual: "●", Target: "○", Forecast: "◇" }, signs = { moreThan: "↑", atLeast: "↑", lessThan: "↓", atMost: "↓", approximately: "◌" };
  const used = (of) => [...new Set(points.map((point) => of(point.number)))];
  const statuses = used(statusOf).filter((status) => shapes[status]), bounds = used(bounded).filter((bound) => signs[bound]);
  const plain = statuses.length < 2 && statuses[0] === "Actual" && !bounds.length;
  const parts = plain ? [] : [...statuses.map((status) => `${shapes[status]} ${status === "Actual" ? t("actual") : said(status)}`), ...bounds.map((bound) => `${SIGNS[bound]} ${said(bound)}`)];
  if (!zero) parts.push(t("notZero"));
  return parts.length ? el("figcaption", { "aria-hidden": "true" }, ...parts.map((words) => el("span", {}, words))) : null;
}

function lineChart(numbers, title, list) {
  const width = chartWidth(), height = 148, found = placed(numbers, width, height);
  if (!found) return null;
  const { points, scale } = found;
  const made = drawing(points.length > 14 ? "line dense" : "line", width, height, title, points.map((point) => point.number));
  const level = scale.zero ? scale.y(0) : scale.base;
  made.append(svg("line", { class: scale.zero ? "axis" : "axis adrift", x1: 0, x2: width, y1: level, y2: level }), ...ticks(points, width, height),
    ...joins(points), ...points.map((point) => mark(point, list)), ...valueLabels(points, width, scale.base));
  return el("figure", {}, made, key(points, scale.zero));
}

// ---- from one number to another

function hatch(id, dotted) {
  return svg("defs", {}, svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: dotted ? null : "rotate(45)" },
    dotted ? svg("circle", { class: "hatch", cx: 2, cy: 2, r: 1.2 }) : svg("rect", { class: "hatch", width: 2.2, height: 6 })));
}

// `实际 2025`, `目标 2026`; without a period and plainly so: before, after.
function endName(number, turn) {
  const when = whenOf(number);
  if (!when && statusOf(number) === "Actual") return t(turn ? "after" : "before");
  return `${statusWord(number)} ${when}`.trim();
}

// Two ends of one year and status are told apart as before and after.
function endNames(pair) {
  const names = pair.map(endName);
  return names[0] === names[1] ? pair.map((number, turn) => `${t(turn ? "after" : "before")} ${whenOf(number)}`.trim()) : names;
}

function barPair(pair, name) {
  if (pair[0].unit !== pair[1].unit || pair.some((number) => !tops(number).length)) return null;
  const width = chartWidth(), names = endNames(pair), values = pair.map((number) => tops(number).at(-1));
  const left = Math.max(...names.map((words) => girth(words, 13))) + 14, right = Math.max(...pair.map((number) => girth(signed(number), 13))) + 12;
  const low = Math.min(0, ...values), high = Math.max(0, ...values), room = Math.max(40, width - left - right);
  const x = (value) => left + ((value - low) / (high - low || 1)) * room;
  const made = drawing("pair", width, 64, name, pair);
  pair.forEach((number, turn) => {
    const y = 5 + turn * 29, ends = [x(0), x(values[turn])].sort((a, b) => a - b), status = statusOf(number), id = `hatch-${drawings}-${turn}`;
    if (status !== "Actual") made.append(hatch(id, status === "Forecast"));
    made.append(written(0, y + 17, names[turn], "tick", "start"),
      svg("rect", { class: status === "Actual" ? "bar is" : "bar aim", x: ends[0], y, width: Math.max(2, ends[1] - ends[0]), height: 24, rx: 3, fill: status === "Actual" ? null : `url(#${id})`, "data-row": number.row, "data-value": values[turn], "data-status": status }),
      written(ends[1] + 7, y + 17, signed(number), "figure", "start"));
  });
  if (low < 0) made.append(svg("line", { class: "axis", x1: x(0), x2: x(0), y1: 0, y2: 64 }));
  return el("figure", {}, made);
}
