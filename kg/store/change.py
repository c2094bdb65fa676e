"""Changes of one document, as SPARQL updates: the engine runs an update wholly or not at all."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.errors import InputError

#: every triple of a named graph into the default graph
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


def replacement(document: str, quads: str | bytes, *, merged: bool = True) -> str:
    """All that a document said goes, these quads (all of its graph) come. Raises InputError."""
    return f"{removal(document, merged=merged)} ;\n{addition(document, quads, merged=merged)}"


def removal(document: str, *, merged: bool = True) -> str:
    """All that a document said goes; from the merge, what no other says."""
    graph = str(ox.NamedNode(document))
    drop = f"DROP SILENT GRAPH {graph}"
    if not merged:
        return drop
    alone = f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph}) }}"
    return f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {alone} }} ;\n{drop}"


def addition(document: str, quads: str | bytes, *, merged: bool = True) -> str:
    """The quads of a document whose graph is empty so far. Raises InputError where a line is none, or of another graph.

    >>> addition("urn:d", '<urn:a> <urn:p> "x" <urn:d> .', merged=False)
    'INSERT DATA { GRAPH <urn:d> {\\n<urn:a> <urn:p> "x" .\\n} }'
    """
    graph = ox.NamedNode(document)
    try:
        parsed = list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(f"not N-Quads: {error}") from error
    for quad in parsed:
        if quad.graph_name != graph:
            raise InputError(f"a quad of {quad.graph_name} among those of {graph}: {quad}")
    lines = (ox.serialize((quad.triple for quad in parsed), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    everywhere = f"{lines}" if merged else ""
    return f"INSERT DATA {{ {everywhere}GRAPH {graph} {{\n{lines}}} }}"


class Sides:
    """Both sides of a merged graph before an update by hand: what documents say, and what the default graph holds."""

    def __init__(self, store: Any) -> None:
        self._named, self._held = _sides(store)

    def merge(self, store: Any, *, everywhere: bool) -> None:
        """After the update: what was put into a document is merged, what was taken out of all of them goes from the merge.

        With `everywhere`, what was taken out of the merge goes from the documents too.
        """
        named, held = _sides(store)
        taken = self._held - held if everywhere else set()
        for quad in [quad for quad in store if quad.triple in taken]:
            store.remove(quad)
        named -= taken
        for triple in (self._named - named) & held:
            store.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
        store.extend([ox.Quad(triple.subject, triple.predicate, triple.object) for triple in named - held])


def _sides(store: Any) -> tuple[set[Any], set[Any]]:
    default = ox.DefaultGraph()
    named: set[Any] = set()
    held: set[Any] = set()
    for quad in store:
        (held if quad.graph_name == default else named).add(quad.triple)
    return named, held
