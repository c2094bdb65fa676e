"""The triples that the page is made of: the same values whether they come through rdflib or from the graph's own tables."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
import rdflib
from rdflib import XSD, Literal

from kg.store import Graph
from kg.visualise import view
from kg.visualise.source import Column, Loaded, Tables, source, term
from kg.visualise.values import Words

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("visual_sample.py"))))
ENT, KG = made.ENT, made.KG


def test_the_sample_is_the_same_by_both_ways() -> None:
    data = made.sample()
    assert view(Graph.from_rdflib(data)) == view(data)


def test_odd_literals_are_the_same_by_both_ways() -> None:
    graph = made.Maker()
    graph.paper("d", "题", "2026-01-01", "报", "")
    graph.thing("Company", "甲", '甲"公司"\n(第一行)', "Grün\tstein\\")
    graph.data.add((ENT["甲"], rdflib.RDFS.label, Literal("甲", lang="zh-hans")))
    for number, value in enumerate(
        (Literal(13), Literal("13.5", datatype=XSD.decimal), Literal("7", datatype=XSD.decimal))
    ):
        parts = ((KG.about, ENT["甲"]), (KG.metric, KG.sales), (KG.value, value), (KG.ofThing, Literal(number == 1)))
        graph.fact("d", KG.Observation, f"第{number}句。", *parts)
    assert view(Graph.from_rdflib(graph.data)) == view(graph.data)


def test_a_thing_of_two_classes_and_an_untyped_one_are_the_same_by_both_ways() -> None:
    graph = made.Maker()
    graph.thing("Product", "车", "车")
    graph.thing("Vehicle", "车", "车")
    graph.data.add((ENT["某"], KG.partner, ENT["车"]))
    seen = view(Graph.from_rdflib(graph.data))
    assert seen == view(graph.data)
    assert [(thing.label, thing.cls) for thing in seen.things] == [("车", "Vehicle")]


def test_the_graph_is_asked_by_its_tables_where_it_has_them() -> None:
    assert isinstance(source(Graph()), Tables)
    assert isinstance(source(rdflib.Graph()), Loaded)
    assert isinstance(source(SimpleNamespace(to_rdflib=rdflib.Graph)), Loaded)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"x"@de', "@de"),
        ('"x"', ""),
        ('"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>', "^^gYear"),
        ('"x"^^<urn:t>', "^^urn:t"),
        ("13", "^^integer"),
        ("13.5", "^^decimal"),
        ("true", "^^boolean"),
    ],
)
def test_a_literal_of_a_table_says_its_kind(text: str, kind: str) -> None:
    said: list[str] = []
    assert isinstance(term(text, lambda words, kind: said.append(kind)), Words)
    assert said == [kind]


def test_a_column_keeps_all_values_of_a_subject_in_order() -> None:
    column = Column([("a", "2"), ("b", "9"), ("a", "1"), ("a", "2")])
    assert (column.first["a"], column.all("a"), column.all("b"), column.all("c")) == ("1", ["1", "2"], ["9"], [])
