"""The facts of a graph as rows for people and spreadsheets."""

from dataclasses import replace

import pytest

from kg.model import Evidence, Span, Time
from kg.rdf import NQuads
from kg.store import Graph
from kg.table import Row, rows


@pytest.fixture
def graph(facts, ontology) -> Graph:
    graph = Graph()
    graph.add(NQuads(ontology)(facts))
    return graph


def of(graph: Graph, kind: str) -> list[Row]:
    return [row for row in rows(graph) if row.kind == kind]


def test_every_fact_is_a_row_with_its_sentence(graph, facts):
    found = list(rows(graph))
    assert len(found) == 7
    assert all(facts.document.text[row.start : row.end] == row.sentence for row in found)


def test_rows_follow_the_text(graph):
    starts = [row.start for row in rows(graph)]
    assert starts == sorted(starts)


def test_relation_has_names_instead_of_iris(graph):
    row = next(row for row in of(graph, "relation") if row.stance == "Denied")
    assert (row.subject, row.property, row.object) == ("云帆E7", "manufacturer", "青石动力")


def test_observation_has_number_unit_and_period(graph):
    row = next(row for row in of(graph, "observation") if row.status == "Target")
    assert (row.subject, row.property, row.value, row.unit, row.period) == (
        "云帆汽车新工厂",
        "visitors",
        "200000",
        "人",
        "2026",
    )


def test_change_shows_both_numbers(graph):
    assert [row.object for row in of(graph, "change")] == ["130000 → 200000"]


def test_event_shows_its_class_roles_and_speaker(graph):
    row = of(graph, "event")[0]
    assert (row.subject, row.property, row.object, row.attributed_to) == ("云帆汽车", "Launch", "云帆E7", "李雷")


def test_rows_of_one_thing_are_those_in_which_it_has_a_role(graph):
    found = list(rows(graph, graph.find("新工厂")))
    assert {row.kind for row in found} == {"observation", "change"}
    assert [row.object for row in found if row.kind == "change"] == ["130000 → 200000"]


def test_fact_told_twice_is_two_rows_of_one_fact(facts, ontology):
    again = replace(facts.relations[0], evidence=Evidence("yunfan", Span(0, 4), "other"))
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, relations=(facts.relations[0], again))))
    found = of(graph, "relation")
    assert len(found) == 2 and len({row.fact for row in found}) == 1


def test_interval_is_shown_from_to(facts, ontology):
    timed = replace(facts.observations[0], time=Time(Span(0, 2), "云帆", "2025-01-01", "2025-03-31"))
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, observations=(timed,), changes=())))
    assert of(graph, "observation")[0].period == "2025-01-01/2025-03-31"


def test_metric_that_grew_stands_beside_the_metric(facts, ontology):
    grown = replace(facts.observations[0], metric="yearOnYear", of_metric="sales")
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, observations=(grown,), changes=())))
    assert of(graph, "observation")[0].property == "yearOnYear (sales)"
