"""A whole store in one format, sorted: the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.reified import reified
from kg.store.terms import RDF, rank, write
from kg.store.writer import trig, turtle


def dumped(
    store: Any, format: str, prefixes: Mapping[str, str], kind: tuple[bool, bool], *, triple_terms: bool = False
) -> bytes:
    """The store in a format. `kind`: is its default graph the merge, and may it hold what no graph says? Raises UsageError."""
    if format not in RDF:
        raise UsageError(f"unknown format '{format}'; choose one of {', '.join(RDF)}")
    if format == "turtle":
        lines = sorted(_triples(store, ox.DefaultGraph()), key=rank)
        return turtle(reified(lines) if triple_terms else lines, prefixes)
    if not RDF[format].supports_datasets:
        return write(_triples(store, ox.DefaultGraph()), format, prefixes)
    graphs = _graphs(store, *kind)
    if format == "trig":
        return trig(((name, list(reified(lines))) for name, lines in graphs) if triple_terms else graphs, prefixes)
    return write(_quads(graphs), format, prefixes)


def _triples(store: Any, graph: Any) -> list[bytes]:
    lines = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return list(lines.splitlines(keepends=True))


def _graphs(store: Any, merging: bool, beyond: bool) -> Iterator[tuple[bytes, list[bytes]]]:
    """The default graph, with what it has beyond the others; then each graph by its name: sorted lines of N-Triples."""
    left = set(_triples(store, ox.DefaultGraph())) if beyond else set()
    graphs = {str(name).encode(): _triples(store, name) for name in store.named_graphs()}
    if merging:
        left.difference_update(*graphs.values())
    if left:
        yield b"", sorted(left, key=rank)
    for name in sorted(graphs):
        yield name, sorted(graphs[name], key=rank)


def _quads(graphs: Iterator[tuple[bytes, list[bytes]]]) -> Iterator[bytes]:
    for name, lines in graphs:
        ending = b" " + name + b" .\n" if name else b" .\n"
        yield from (line[:-3] + ending for line in lines)
