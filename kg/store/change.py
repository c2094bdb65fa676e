"""Changes of one document, as SPARQL updates: the engine runs an update wholly or not at all."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import InputError


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
