// Why this page shows a part of a graph, and a ring around each thing that was asked for.
const askedLine = document.getElementById("asked");
const ASKED = { select: "askedSelect", construct: "askedConstruct", around: "askedAround", part: "askedPart" };

function sayAsked() {
  const words = graph.asked ? t(ASKED[graph.asked.kind]) : null;
  askedLine.hidden = typeof words !== "function";
  if (!askedLine.hidden) askedLine.textContent = words(graph.asked);
}

function rings(nodes, near) {
  pen.strokeStyle = colors.ink;
  pen.lineWidth = 2;
  for (const node of nodes) {
    if (!node.ring) continue;
    pen.globalAlpha = near && !near.nodes.has(node) ? 0.32 : 1;
    pen.beginPath();
    shape(pen, family(node.group), toX(node.x), toY(node.y), radius(node) + 4);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}
