// Names on the canvas, by importance, each where there is room: none covers another.
const widths = new Map();

// What stands on the canvas: names keep off it.
function covers() {
  const home = canvas.getBoundingClientRect();
  return [legend, document.getElementById("panel")].filter((part) => !part.hidden).map((part) => {
    const box = part.getBoundingClientRect();
    return { left: box.left - home.left - 4, right: box.right - home.left + 4, top: box.top - home.top - 4, bottom: box.bottom - home.top + 4 };
  });
}

// Boxes already used on screen, found by squares of 64 pixels.
class Room {
  constructor() { this.squares = new Map(); }
  cells(box, visit) {
    for (let x = Math.floor(box.left / 64); x <= Math.floor(box.right / 64); x++) {
      for (let y = Math.floor(box.top / 64); y <= Math.floor(box.bottom / 64); y++) visit(x * 4096 + y);
    }
  }
  free(box, own) {
    let clear = true;
    this.cells(box, (cell) => {
      for (const other of this.squares.get(cell) || []) {
        if (other.own !== own && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) clear = false;
      }
    });
    return clear;
  }
  take(box) {
    this.cells(box, (cell) => {
      if (!this.squares.has(cell)) this.squares.set(cell, []);
      this.squares.get(cell).push(box);
    });
  }
}

function wide(text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

const FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif';
const short = (text, most) => ([...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text);

function write(text, x, y, font, color) {
  pen.font = font;
  pen.lineWidth = 3.5;
  pen.lineJoin = "round";
  pen.strokeStyle = colors.paper;
  pen.strokeText(text, x, y);
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

// Labels by importance, each where there is room: below, above, right or left of its node, or nowhere.
function labels(nodes, strong, near) {
  const room = new Room(), discs = new Room();
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const node of nodes) {
    const r = radius(node) * 0.85, x = toX(node.x), y = toY(node.y);
    if (!near || near.nodes.has(node)) discs.take({ left: x - r, right: x + r, top: y - r, bottom: y + r, own: node });
  }
  for (const box of covers()) room.take(box);
  const rank = (node) => (near && node === near.middle ? 2 : near && near.nodes.has(node) ? 1 : 0);
  const order = near ? [...nodes].sort((a, b) => rank(b) - rank(a) || b.size - a.size || a.row - b.row) : nodes;
  state.labels = [];
  for (const node of order) {
    if (near && !near.nodes.has(node)) continue;
    const px = Math.round(Math.min(17, 11.5 + node.size / 6 + (near && node === near.middle ? 2 : 0)));
    const font = `${node.size > 16 || (near && node === near.middle) ? 600 : 400} ${px}px ${FONT}`;
    // The first dozen names may cover small neighbours where nothing else is left: without them the reader is lost.
    if (!name(node, room, [room, discs], font, px) && (near || state.labels.length < 12)) name(node, room, [room], font, px);
  }
  const font = `400 11.5px ${FONT}`;
  const worded = near ? strong : camera.scale > 1.7 ? state.edges : [];
  for (const edge of worded) {
    if (!edge.curve) continue;
    const text = short(term(edge.label), 16), half = wide(text, font) / 2 + 2;
    const { x1, y1, x2, y2, cx, cy } = edge.curve;
    for (const share of [0.5, 0.62, 0.38, 0.74, 0.26]) {
      const back = 1 - share, curved = edge.bow ? 1 : 0;
      const x = curved ? back * back * x1 + 2 * back * share * cx + share * share * x2 : x1 + (x2 - x1) * share;
      const y = curved ? back * back * y1 + 2 * back * share * cy + share * share * y2 : y1 + (y2 - y1) * share;
      const box = { left: x - half, right: x + half, top: y - 8, bottom: y + 8, own: edge };
      if (room.free(box, edge)) {
        room.take(box);
        write(text, x, y, font, near && state.edge === edge.row ? colors.accent : colors.muted);
        break;
      }
    }
  }
}

function name(node, room, rooms, font, px) {
  const text = short(node.label, 18), half = wide(text, font) / 2 + 2, high = px * 0.62 + 1;
  const x = toX(node.x), y = toY(node.y), r = radius(node) + 3;
  const spots = [[0, r + high], [0, -r - high], [r + half, 0], [-r - half, 0]];
  for (const [dx, dy] of node.sides.map((side) => spots[side])) {
    const box = { left: x + dx - half, right: x + dx + half, top: y + dy - high, bottom: y + dy + high, own: node };
    const whole = box.left > 0 && box.right < size.width && box.top > 0 && box.bottom < size.height;
    if (whole && rooms.every((taken) => taken.free(box, node))) {
      room.take(box);
      state.labels.push({ text, box });
      write(text, x + dx, y + dy, font, colors.ink);
      return true;
    }
  }
  return false;
}
