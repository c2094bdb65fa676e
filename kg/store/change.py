"""Changes of documents, as one SPARQL update: the engine runs an update wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError

#: every triple of a named graph into the default graph
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
Triples = dict[Any, None]


def change(store: Any, documents: Mapping[str, str | bytes | None], *, merged: bool = True) -> str:
    """The update after which each document (the IRI of its graph) says what its quads say; nothing where they are None.

    With `merged`, a triple that no document says any more leaves the default graph too. Raises InputError where a line is
    no N-Quads, or of another graph.

    >>> change(ox.Store(), {"urn:d": '<urn:a> <urn:p> "x" <urn:d> .'}, merged=False)
    'INSERT DATA { GRAPH <urn:d> {\\n<urn:a> <urn:p> "x" .\\n} }'
    """
    new = {ox.NamedNode(iri): _parsed(iri, quads or b"") for iri, quads in documents.items()}
    old = {graph: _held(store, graph) for graph in new}
    nameless = [graph for graph in new if any(map(_blank, (*old[graph], *new[graph])))]
    named = [graph for graph in new if graph not in nameless]
    gone = {graph: _without(old[graph], new[graph]) for graph in named}
    come = {graph: _without(new[graph], old[graph]) for graph in named}
    lost = [triple for triple in _all(gone) if not _said(store, triple, new)] if merged else ()
    steps = [step for graph in nameless for step in _whole(graph, new[graph], merged=merged)]
    steps += _data("DELETE DATA", lost, gone)
    steps += [f"DROP SILENT GRAPH {graph}" for graph in named if not new[graph]]
    steps += _data("INSERT DATA", _all(come) if merged else (), come)
    return " ;\n".join(steps)


def rewriting(store: Any, documents: Mapping[str, tuple[str, str]]) -> str:
    """The update after which each document (the IRI of its graph) has its new lines in the place of its old ones.

    Both are N-Quads in the engine's own form, each a line of that graph and none with a blank node; they are trusted. Only
    what differs is looked at.

    >>> rewriting(ox.Store(), {"urn:d": ("", '<urn:a> <urn:p> "x" <urn:d> .\\n')})
    'INSERT DATA { <urn:a> <urn:p> "x" .\\n GRAPH <urn:d> {\\n<urn:a> <urn:p> "x" .\\n} }'
    """
    sides = {ox.NamedNode(iri): tuple(_cut(iri, side) for side in pair) for iri, pair in documents.items()}
    gone = {graph: old - new for graph, (old, new) in sides.items()}
    come = {graph: new - old for graph, (old, new) in sides.items()}
    unsaid = set().union(*gone.values()).difference(*(new for _, new in sides.values()))
    lost = ox.parse(_joined(unsaid), format=ox.RdfFormat.N_TRIPLES)
    steps = _step(
        "DELETE DATA",
        _lines(triple for triple in lost if not _elsewhere(store, triple, sides)),
        {graph: _joined(lines) for graph, lines in gone.items()},
    )
    everywhere = _joined(set().union(*come.values()))
    steps += _step("INSERT DATA", everywhere, {graph: _joined(lines) for graph, lines in come.items()})
    return " ;\n".join(steps)


def _cut(iri: str, nquads: str) -> set[str]:
    """The lines of a graph without its name."""
    ending = -len(f" <{iri}> .")
    return {line[:ending] for line in nquads.split("\n") if line}


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line} .\n" for line in sorted(lines))


def _parsed(document: str, quads: str | bytes) -> Triples:
    try:
        parsed = list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(f"not N-Quads: {error}") from error
    graph = ox.NamedNode(document)
    for quad in parsed:
        if quad.graph_name != graph:
            raise InputError(f"a quad of {quad.graph_name} among those of {graph}: {quad}")
    return dict.fromkeys(quad.triple for quad in parsed)


def _held(store: Any, graph: Any) -> Triples:
    return dict.fromkeys(quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _blank(triple: Any) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _without(triples: Triples, others: Triples) -> Triples:
    return {triple: None for triple in triples if triple not in others} if others else triples


def _all(graphs: Mapping[Any, Triples]) -> Triples:
    return {triple: None for triples in graphs.values() for triple in triples}


def _said(store: Any, triple: Any, new: Mapping[Any, Triples]) -> bool:
    """Will some document say this triple after the change?"""
    return any(triple in triples for triples in new.values()) or _elsewhere(store, triple, new)


def _elsewhere(store: Any, triple: Any, graphs: Mapping[Any, Any]) -> bool:
    """Does a document that is none of these say it?"""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    default = ox.DefaultGraph()
    return any(quad.graph_name != default and quad.graph_name not in graphs for quad in found)


def _whole(graph: Any, new: Triples, *, merged: bool) -> Iterator[str]:
    """All of a graph goes, all of its new triples come: where there are blank nodes, which an update cannot name."""
    if merged:
        alone = f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph}) }}"
        yield f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {alone} }}"
    yield f"DROP SILENT GRAPH {graph}"
    yield from _data("INSERT DATA", new if merged else (), {graph: new})


def _data(verb: str, everywhere: Iterable[Any], graphs: Mapping[Any, Triples]) -> list[str]:
    return _step(verb, _lines(everywhere), {graph: _lines(triples) for graph, triples in graphs.items()})


def _step(verb: str, everywhere: str, graphs: Mapping[Any, str]) -> list[str]:
    parts = [everywhere] if everywhere else []
    parts += [f"GRAPH {graph} {{\n{lines}}}" for graph, lines in graphs.items() if lines]
    return [f"{verb} {{ {' '.join(parts)} }}"] if parts else []


def _lines(triples: Iterable[Any]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


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
