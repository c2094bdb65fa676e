// Periods: `2025`, `2025-03`, `2025-03-28`, or two of them with a slash between.
const DAY = 86400000;

function ends(text) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const from = Date.UTC(year, found[2] ? month - 1 : 0, found[3] ? day : 1);
  if (found[3]) return [from, from + DAY];
  return [from, found[2] ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1)];
}

// First moment and the one after the last, in milliseconds; null for what is no period.
function reach(text) {
  const [first, last = first] = text.split("/").map(ends);
  return first && last && last[1] > first[0] ? [first[0], last[1]] : null;
}

const iso = (time, length) => new Date(time).toISOString().slice(0, length);

// A stretch of whole months or years, said shortly; null for any other.
function stretch([from, to]) {
  const first = new Date(from), after = new Date(to);
  if (first.getUTCDate() !== 1 || after.getUTCDate() !== 1) return null;
  const year = first.getUTCFullYear(), month = first.getUTCMonth();
  const months = (after.getUTCFullYear() - year) * 12 + after.getUTCMonth() - month;
  if (months === 12 && month === 0) return String(year);
  if (months === 3 && month % 3 === 0) return t("quarter")(year, month / 3 + 1);
  if (months === 6 && month % 6 === 0) return t("half")(year, month / 6 + 1);
  if (months % 12 === 0 && month === 0) return `${year} – ${after.getUTCFullYear() - 1}`;
  if (months === 1) return iso(from, 7);
  const last = iso(to - DAY, 7);
  return `${iso(from, 7)} – ${last.startsWith(year) ? last.slice(5) : last}`;
}

// A period as the reader sees it.
function spoken(text) {
  if (!text.includes("/")) return text;
  const found = reach(text);
  return (found && stretch(found)) || text.replace("/", " – ");
}

// What lasts equally long may be compared: years with years, quarters with quarters.
function grain([from, to]) {
  const days = Math.round((to - from) / DAY);
  const known = [[1, 1], [28, 31], [90, 92], [181, 184], [365, 366]].find(([least, most]) => days >= least && days <= most);
  return known ? known[0] : days;
}

// Orders by when it begins, then by how long it lasts; what has no date comes last, as it was.
function byDate(periodOf) {
  return (a, b) => {
    const x = reach(periodOf(a)), y = reach(periodOf(b));
    if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1) || a.row - b.row;
    return x[0] - y[0] || x[1] - y[1] || a.row - b.row;
  };
}
