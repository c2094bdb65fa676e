// Time: two handles over the dates of events and the periods of numbers, and how much is told of when.
const MOST_STOPS = 90;

// Where the handles can stand: the first months of what is dated; of years only, where there are too many.
function timeStops() {
  if (!timeStops.found) {
    const times = [...graph.events, ...graph.numbers].map(timeOf).filter(Boolean);
    const months = new Set(times.map((time) => time[0]));
    const years = new Set(times.map((time) => time[0] - (time[0] % 12)));
    timeStops.last = Math.max(...times.map((time) => time[1]));
    timeStops.step = months.size > MOST_STOPS ? 12 : 1;
    timeStops.found = [...(months.size > MOST_STOPS ? years : months)].sort((a, b) => a - b);
    timeStops.counts = timeStops.found.map((stop) => times.filter((time) => time[0] - (time[0] % timeStops.step) === stop).length);
  }
  return timeStops.found;
}

// The last month of a stop; of the last one, the last month of all.
const stopEnd = (turn) => (turn === timeStops.found.length - 1 ? timeStops.last : timeStops.found[turn] + timeStops.step - 1);
const shortMonth = (number) => (timeStops.step === 12 ? month(number).slice(0, 4) : month(number));
const stopName = (turn) => shortMonth(timeStops.found[turn]);
const lastName = (turn) => shortMonth(stopEnd(turn));

// Which timeStops the handles are at.
function handles() {
  const all = timeStops(), last = all.length - 1;
  if (!state.span) return [0, last];
  const to = all.findLastIndex((stop) => stop <= state.span[1]);
  return [Math.max(0, all.findIndex((stop) => stop + timeStops.step - 1 >= state.span[0])), to < 0 ? last : to];
}

function timeSection() {
  const last = timeStops().length - 1, most = Math.max(...timeStops.counts);
  const bars = timeStops.counts.map((count) => {
    const bar = el("i", {});
    bar.style.height = count ? `${8 + (92 * count) / most}%` : "0";
    return bar;
  });
  const handle = (id) => el("input", { type: "range", id, min: 0, max: last, step: 1, "aria-label": t(id), oninput: () => slide(id), onchange: () => { change.gesture = ""; } });
  const box = el("input", { type: "checkbox", id: "undated", onchange: () => change(() => { state.undated = box.checked; }) });
  return [el("div", { class: "spread", "aria-hidden": "true" }, ...bars), el("div", { class: "rails" }, handle("from"), handle("to")),
    el("output", { id: "span", for: "from to" }), el("label", {}, box, el("span", { class: "word" }, t("keepUndated")))];
}

function slide(moved) {
  const [from, to] = ["from", "to"].map((id) => document.getElementById(id));
  let [first, last] = [Number(from.value), Number(to.value)];
  if (first > last) [first, last] = moved === "from" ? [last, last] : [first, first];
  const whole = first === 0 && last === timeStops().length - 1;
  change(() => { state.span = whole ? null : [timeStops()[first], stopEnd(last)]; }, "slide");
}

function syncTime() {
  const rail = document.getElementById("from");
  if (!rail) return;
  const [first, last] = handles();
  for (const [id, turn] of [["from", first], ["to", last]]) {
    const handle = document.getElementById(id);
    handle.value = turn;
    handle.setAttribute("aria-valuetext", id === "from" ? stopName(turn) : lastName(turn));
  }
  document.getElementById("span").textContent = `${stopName(first)} – ${lastName(last)}`;
  document.getElementById("undated").checked = state.undated;
  [...legend.querySelectorAll(".spread i")].forEach((bar, turn) => bar.classList.toggle("in", turn >= first && turn <= last));
}
