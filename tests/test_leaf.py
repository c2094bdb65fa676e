"""A document's triples read out of its graph, and the days that facts speak of."""

from __future__ import annotations

import pytest

from kg.leaf import days, leaves
from kg.store import Graph

ENT = "https://w3id.org/zhkg/id/"


def test_each_document_is_a_leaf_with_all_its_triples(graph: Graph) -> None:
    found = list(leaves(graph))
    assert [leaf.iri for leaf in found] == sorted(source.iri for source in graph.documents())
    many = [sum(len(values) for about in leaf.triples.values() for values in about.values()) for leaf in found]
    counted = graph.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g").rows()
    assert many == [n for _, n in counted]


def test_only_the_documents_that_are_asked_for(graph: Graph) -> None:
    assert [leaf.iri for leaf in leaves(graph, {f"{ENT}doc-su7"})] == [f"{ENT}doc-su7"]


def test_without_named_graphs_all_is_one_leaf(graph: Graph, flat: Graph) -> None:
    (leaf,) = leaves(flat)
    assert leaf.iri == ""
    assert set(leaf.facts) == {fact for leaf in leaves(graph) for fact in leaf.facts}


def test_kinds_of_facts(graph: Graph) -> None:
    kinds = {leaf.kind(fact) for leaf in leaves(graph) for fact in leaf.facts}
    assert kinds == {"relation", "observation", "change", "event"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("2025-03-28", ("2025-03-28", "2025-03-28")),
        ("2025-02-30", None),
        ("2025-00", None),
        ("2025-03-00", None),
        ("0000", None),
        ("去年", None),
        ("", None),
    ],
)
def test_days(words: str, expected: tuple[str, str] | None) -> None:
    assert days(words) == expected


def test_a_fact_speaks_of_its_days_and_an_interval_of_both_its_ends(graph: Graph) -> None:
    found = {leaf.period(fact) for leaf in leaves(graph) for fact in leaf.facts}
    assert ("2026-01-01", "2026-12-31") in found
    assert ("", "") in found
    lines = (
        "<urn:f> <https://w3id.org/zhkg/ontology#period> <urn:i> <urn:d> .\n"
        '<urn:i> <https://w3id.org/zhkg/ontology#start> "2025-02" <urn:d> .\n'
        '<urn:i> <https://w3id.org/zhkg/ontology#end> "2025-04" <urn:d> .\n'
        "<urn:d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/zhkg/ontology#Document> <urn:d> .\n"
    )
    graph = Graph()
    graph.add(lines)
    (leaf,) = leaves(graph)
    assert leaf.period("<urn:f>") == ("2025-02-01", "2025-04-30")
