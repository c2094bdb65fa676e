"""The graph for other libraries: rdflib and networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.nquads import PREFIXES, local
from kg.store.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx
    import rdflib

_XSD = PREFIXES["xsd"]
_THINGS = "SELECT ?s ?label ?cls { ?s rdfs:label ?label ; a ?cls FILTER(?cls != kg:Metric) } ORDER BY ?s ?label ?cls"
_EDGES = """
    SELECT ?s ?p ?o (MAX(?c) AS ?confidence) (GROUP_CONCAT(DISTINCT ?text; separator="\\u001e") AS ?texts) {
      ?st a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:evidence/kg:text ?text .
      ?s ?p ?o FILTER(isIRI(?o)) OPTIONAL { ?st kg:confidence ?c }
    } GROUP BY ?s ?p ?o ORDER BY ?s ?p ?o"""


def dataset(quads: Iterable[Any], prefixes: Mapping[str, str]) -> rdflib.Dataset:
    """Quads as a dataset of rdflib; its default graph is the union of all."""
    from rdflib import Dataset

    found = Dataset(default_union=True)
    for prefix, iri in prefixes.items():
        found.bind(prefix, iri)
    converted = _Terms()
    found.addN((*map(converted, quad.triple), found.graph(converted(quad.graph_name))) for quad in quads)
    return found


def triples(quads: Iterable[Any]) -> rdflib.Graph:
    """The triples of quads as one plain graph of rdflib."""
    from rdflib import Graph

    found, converted = Graph(), _Terms()
    for quad in quads:
        found.add(tuple(map(converted, quad.triple)))
    return found


def network(query: Callable[[str], Answer]) -> networkx.MultiDiGraph:
    """Things as nodes (`label`, `classes`), asserted relations as edges keyed by property (`evidence`: sentences)."""
    import networkx

    graph = networkx.MultiDiGraph()
    for iri, label, cls in query(_THINGS).rows():
        if iri not in graph:
            graph.add_node(iri, label=label, classes=[])
        if local(cls) not in graph.nodes[iri]["classes"]:
            graph.nodes[iri]["classes"].append(local(cls))
    for subject, name, target, confidence, texts in query(_EDGES).rows():
        sentences = sorted(str(texts).split("\x1e"))
        graph.add_edge(subject, target, key=local(name), confidence=confidence, evidence=sentences)
    return graph


class _Terms:
    """pyoxigraph terms → rdflib terms; an IRI is made once."""

    def __init__(self) -> None:
        import rdflib

        self.lib = rdflib
        self.seen: dict[str, Any] = {}

    def __call__(self, term: Any) -> Any:
        if isinstance(term, ox.Literal):
            if term.language:
                return self.lib.Literal(term.value, lang=term.language)
            plain = term.datatype.value == f"{_XSD}string"
            return self.lib.Literal(
                term.value, datatype=None if plain else self.iri(term.datatype.value), normalize=False
            )
        if isinstance(term, ox.BlankNode):
            return self.lib.BNode(term.value)
        if isinstance(term, ox.DefaultGraph):
            return self.lib.graph.DATASET_DEFAULT_GRAPH_ID
        return self.iri(term.value)

    def iri(self, value: str) -> Any:
        found = self.seen.get(value)
        if found is None:
            found = self.seen[value] = self.lib.URIRef(value)
        return found
