// The pieces that the panel is made of. Text only ever goes in as text.
const SVG = "http://www.w3.org/2000/svg";

function dress(made, options, children) {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const el = (tag, options = {}, ...children) => dress(document.createElement(tag), options, children);
const svg = (tag, options = {}, ...children) => dress(document.createElementNS(SVG, tag), options, children);

function symbol(group) {
  const kind = family(group);
  return svg("svg", { class: "mark", viewBox: "-9 -9 18 18", "aria-hidden": "true" },
    svg("path", { d: outline(kind, 7), fill: `var(--${kind})` }));
}

// The same shapes as on the canvas, as an SVG path.
function outline(name, r) {
  const steps = [];
  shape({
    moveTo: (x, y) => steps.push(`M${x.toFixed(2)} ${y.toFixed(2)}`),
    lineTo: (x, y) => steps.push(`L${x.toFixed(2)} ${y.toFixed(2)}`),
    closePath: () => steps.push("Z"),
    rect: (x, y, w, h) => steps.push(`M${x} ${y}h${w}v${h}h${-w}Z`),
    roundRect: (x, y, w, h, c) => steps.push(`M${x + c} ${y}h${w - 2 * c}q${c} 0 ${c} ${c}v${h - 2 * c}q0 ${c} ${-c} ${c}h${-(w - 2 * c)}q${-c} 0 ${-c} ${-c}v${-(h - 2 * c)}q0 ${-c} ${c} ${-c}Z`),
    arc: () => steps.push(`A${r} ${r} 0 1 1 ${-r} 0A${r} ${r} 0 1 1 ${r} 0`),
  }, name, 0, 0, r);
  return steps.join("");
}

function chip(key) {
  const words = said(key);
  if (!words || ["Asserted", "Actual", "exactly"].includes(key)) return null;
  return el("span", { class: `chip ${{ Denied: "deny", Target: "aim", Forecast: "aim" }[key] || "warn"}` }, words);
}

// Two chips that say the same are one.
function chips(...keys) {
  return [...new Set(keys)].map(chip).filter(Boolean);
}

// Words for those who hear the page.
const off = (...words) => el("span", { class: "off" }, ...words);

function link(address, words) {
  return /^https?:\/\//i.test(address)
    ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words) : null;
}

const PART = 40;

// Fills a list or a table in parts: the first few, and more when asked. `key` remembers how much was asked for.
function fill(home, items, make, key, first = PART) {
  const row = home.tagName === "TBODY" ? (button) => el("tr", {}, el("td", { colspan: 3 }, button)) : (button) => el("li", {}, button);
  const add = (from, count) => {
    const to = from + count, left = items.length - to;
    home.append(...items.slice(from, to).flatMap(make));
    if (left <= 0) return;
    const button = el("button", { class: "go more", type: "button", "data-key": "more-" + key }, t("more")(Math.min(PART, left)));
    const holder = row(button);
    button.addEventListener("click", () => {
      const last = home.lastElementChild.previousElementSibling;
      holder.remove();
      view.parts.set(key, to + PART);
      add(to, PART);
      const next = last && last.nextElementSibling && last.nextElementSibling.querySelector("button, a");
      if (next) next.focus();
    });
    home.append(holder);
  };
  add(0, view.parts.get(key) || first);
  return home;
}
