// The picture as a file: dots, at twice the size of the window, or lines and letters.
function save(blob, ending) {
  const link = el("a", { href: URL.createObjectURL(blob), download: `${graph.title || "graph"}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Draws the window with another pen than the screen's.
function drawWith(other, ratio) {
  const own = pen;
  pen = other;
  try {
    picture(ratio);
  } finally {
    pen = own;
  }
}

function savePng() {
  const sheet = el("canvas", { width: Math.round(size.width * 2), height: Math.round(size.height * 2) });
  drawWith(sheet.getContext("2d"), 2);
  sheet.toBlob((blob) => save(blob, "png"));
}

function saveSvg() {
  const writer = new SvgPen();
  drawWith(writer, 1);
  save(new Blob([writer.text()], { type: "image/svg+xml" }), "svg");
}

const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// Words as XML allows them: no control characters, no halves of pairs.
const escaped = (words) => String(words).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").toWellFormed().replace(/[&<>"]/g, (char) => XML[char]);
const tidy = (number) => String(Math.round(number * 100) / 100);

// Takes what the canvas' pen takes, and writes it down as SVG: what is exported is what is seen.
class SvgPen {
  constructor() {
    Object.assign(this, { parts: [], path: [], dash: [], globalAlpha: 1, lineWidth: 1, lineJoin: "miter", lineCap: "butt", textAlign: "start", textBaseline: "alphabetic", font: "", fillStyle: "#000", strokeStyle: "#000" });
  }
  setTransform() {}
  save() {}
  restore() {}
  beginPath() { this.path = []; }
  closePath() { this.path.push("Z"); }
  moveTo(x, y) { this.path.push(`M${tidy(x)} ${tidy(y)}`); }
  lineTo(x, y) { this.path.push(`${this.path.length ? "L" : "M"}${tidy(x)} ${tidy(y)}`); }
  quadraticCurveTo(...at) { this.path.push("Q" + at.map(tidy).join(" ")); }
  bezierCurveTo(...at) { this.path.push("C" + at.map(tidy).join(" ")); }
  rect(x, y, w, h) { this.path.push(`M${tidy(x)} ${tidy(y)}h${tidy(w)}v${tidy(h)}h${tidy(-w)}Z`); }
  roundRect(x, y, w, h, c) {
    const [wide, high, bend] = [w - 2 * c, h - 2 * c, tidy(c)];
    this.path.push(`M${tidy(x + c)} ${tidy(y)}h${tidy(wide)}q${bend} 0 ${bend} ${bend}v${tidy(high)}q0 ${bend} -${bend} ${bend}h${tidy(-wide)}q-${bend} 0 -${bend} -${bend}v${tidy(-high)}q0 -${bend} ${bend} -${bend}Z`);
  }
  // Whole circles only: the canvas draws no others.
  arc(x, y, r) { this.path.push(`M${tidy(x + r)} ${tidy(y)}A${tidy(r)} ${tidy(r)} 0 1 1 ${tidy(x - r)} ${tidy(y)}A${tidy(r)} ${tidy(r)} 0 1 1 ${tidy(x + r)} ${tidy(y)}`); }
  setLineDash(dash) { this.dash = dash; }
  measureText(words) { return canvas.getContext("2d").measureText(words); }
  alpha() { return this.globalAlpha < 1 ? ` opacity="${tidy(this.globalAlpha)}"` : ""; }
  line() { return `stroke="${escaped(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : ""}`; }
  put(style) { if (this.path.length) this.parts.push(`<path d="${this.path.join("")}" ${style}${this.alpha()}/>`); }
  stroke() { this.put(`fill="none" ${this.line()}`); }
  fill() { this.put(`fill="${escaped(this.fillStyle)}"`); }
  fillRect(x, y, w, h) { this.parts.push(`<rect x="${tidy(x)}" y="${tidy(y)}" width="${tidy(w)}" height="${tidy(h)}" fill="${escaped(this.fillStyle)}"${this.alpha()}/>`); }
  // The halo of a word is kept until the word itself is written, so that it is in the file once.
  strokeText() { this.halo = ` ${this.line()} paint-order="stroke"`; }
  fillText(words, x, y) {
    const [, weight, px, family] = /^(\d+)? ?([\d.]+)px (.*)$/.exec(this.font) || [null, "400", "12", "sans-serif"];
    const anchor = { center: "middle", right: "end", end: "end" }[this.textAlign] || "start";
    const drop = this.textBaseline === "middle" ? Number(px) * 0.36 : 0;
    this.parts.push(`<text x="${tidy(x)}" y="${tidy(y + drop)}" text-anchor="${anchor}" font-family="${escaped(family)}" font-size="${px}" font-weight="${weight || 400}" fill="${escaped(this.fillStyle)}"${this.halo || ""}${this.alpha()}>${escaped(words)}</text>`);
    this.halo = "";
  }
  text() {
    const box = `width="${Math.round(size.width)}" height="${Math.round(size.height)}" viewBox="0 0 ${Math.round(size.width)} ${Math.round(size.height)}"`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" ${box}>\n<title>${escaped(graph.title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }
}

const exportBox = document.getElementById("export");

function drawExport() {
  const deed = (key, act) => el("li", {}, el("button", { type: "button", id: "save-" + key, onclick: () => { exportBox.hidden = true; drawTools(); act(); } }, t(key)));
  exportBox.replaceChildren(deed("png", savePng), deed("svg", saveSvg), deed("print", () => print()));
}

function toggleExport() {
  exportBox.hidden = !exportBox.hidden;
  if (!exportBox.hidden) drawExport();
  drawTools();
  if (!exportBox.hidden) exportBox.querySelector("button").focus();
}
