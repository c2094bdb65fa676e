// The address keeps what is chosen, so that a link leads to it.
function remember(hash) {
  try {
    history.replaceState(null, "", hash);
  } catch {
    // A page without an address of its own (inside a notebook) has nothing to remember.
  }
}

function recall() {
  const found = /^#id=(.*)$/.exec(location.hash);
  if (!found) return;
  let id = "";
  try {
    id = decodeURIComponent(found[1]);
  } catch {
    return;
  }
  const node = graph.nodes.find((other) => other.id === id || other.iri === id);
  if (node) choose(node, true);
}
