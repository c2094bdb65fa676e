"""Statements as triple terms of RDF 1.2."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.export import export
from kg.reified import reified
from kg.store import Graph

SAMPLE = Path(__file__).parent / "changeover.trig"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.mark.parametrize(("format", "syntax"), [("turtle12", ox.RdfFormat.TURTLE), ("trig12", ox.RdfFormat.TRIG)])
def test_each_statement_is_one_triple_term(format: str, syntax: ox.RdfFormat) -> None:
    graph = Graph.load(SAMPLE)
    quads = list(ox.parse(export(graph, format), format=syntax))
    terms = {quad.object for quad in quads if quad.predicate.value == RDF + "reifies"}
    statements = graph.query(
        "SELECT ?s ?p ?o { ?st a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    )
    assert {(term.subject.value, term.predicate.value, term.object.value) for term in terms} == set(statements.rows())
    assert not any(quad.predicate.value == RDF + "subject" for quad in quads)


def test_what_else_is_said_of_a_statement_stays() -> None:
    lines = [
        f"<urn:st> <{RDF}type> <{RDF}Statement> .\n",
        "<urn:st> <urn:stance> <urn:Denied> .\n",
        f'<urn:st> <{RDF}object> "7 . <x>" .\n',
        f"<urn:st> <{RDF}predicate> <urn:p> .\n",
        f"<urn:st> <{RDF}subject> <urn:s> .\n",
    ]
    assert [line.decode() for line in reified(line.encode() for line in lines)] == [
        f'<urn:st> <{RDF}reifies> <<( <urn:s> <urn:p> "7 . <x>" )>> .\n',
        "<urn:st> <urn:stance> <urn:Denied> .\n",
    ]


def test_half_a_statement_stays_as_it_is() -> None:
    lines = [f"<urn:st> <{RDF}type> <{RDF}Statement> .\n".encode(), f"<urn:st> <{RDF}subject> <urn:s> .\n".encode()]
    assert list(reified(lines)) == lines


def test_a_node_with_two_objects_stays_as_it_is() -> None:
    parts = {"type": f"<{RDF}Statement>", "subject": "<urn:s>", "predicate": "<urn:p>"}
    lines = [f"<urn:st> <{RDF}{name}> {value} .\n".encode() for name, value in parts.items()]
    lines += [f'<urn:st> <{RDF}object> "{number}" .\n'.encode() for number in (1, 2)]
    assert list(reified(lines)) == lines
