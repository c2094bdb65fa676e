"""Of a graph too large for one picture, the hubs are drawn and what ties them together; of a thing, what stands around it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import kg
from kg import among as module
from kg.among import among, around, large, things
from kg.build import build
from kg.look import page, view, whole
from kg.model import Document
from kg.serve.site import Site
from kg.store import opened
from kg.table import hubs, rows

FIRMS = ["云岭汽车", "青禾软件", "泓桥科技", "江帆电子"]
ENT = "https://w3id.org/zhkg/id/"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four firms that deal with each other, and as many places where one alone is."""
    pairs = [
        Document(
            f"p{n}",
            f"{one}与{other}达成战略合作。{one}收购{other}。{one}控股{other}，{one}是{other}的股东。2024年{one}营收达到{n}亿元。",
        )
        for n, (one, other) in enumerate(itertools.permutations(FIRMS, 2), 3)
    ]
    alone = [
        Document(f"a{n}", f"{place}清泉餐饮有限公司总部位于{place}。")
        for n, place in enumerate(("成都", "苏州", "杭州", "大连"))
    ]
    place = tmp_path_factory.mktemp("corpus") / "store"
    build([*pairs, *alone], store=place)
    return place


@pytest.fixture
def graph(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> kg.Graph:
    monkeypatch.setattr(module, "DRAWN", 50)
    return opened(corpus)


def test_hubs_are_the_things_of_most_facts(graph: kg.Graph) -> None:
    counted = hubs(graph)
    assert {thing.removeprefix(ENT) for thing, _ in counted[:4]} == set(FIRMS)
    assert counted == sorted(counted, key=lambda one: (-one[1], one[0]))
    for most in range(1, len(counted) + 2):
        assert hubs(graph, most) == counted[:most]


def test_among_some_things_every_fact_has_two_of_them_or_is_a_number_of_one(graph: kg.Graph) -> None:
    some = [f"{ENT}{name}" for name in FIRMS[:3]]
    part = among(graph, some)
    told = list(rows(part))
    assert {row.kind for row in told} >= {"event", "observation"}
    for row in told:
        assert sum(name in (row.subject, row.object, *row.subject.split("、")) for name in FIRMS[:3]) >= 1
        assert row.sentence and row.document.startswith("p")
    assert set(part.find("云岭汽车")) == {some[0]}
    assert among(graph, some).dump("nquads") == part.dump("nquads")


def test_of_two_things_a_few_facts_are_taken_and_of_one_thing_a_few_numbers(
    graph: kg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [f"{ENT}{name}" for name in FIRMS]
    many = len({row.fact for row in rows(among(graph, some))})
    monkeypatch.setattr(module, "OF_TWO", 1)
    fewer = {row.fact for row in rows(among(graph, some, numbers=1))}
    assert 0 < len(fewer) < many
    assert not [row for row in rows(among(graph, some, numbers=0)) if row.kind == "observation"]


def test_around_a_thing_are_those_that_facts_tie_to_it(graph: kg.Graph) -> None:
    found = around(graph, f"{ENT}云岭汽车")
    assert found[0] == f"{ENT}云岭汽车" and {f"{ENT}{name}" for name in FIRMS} <= set(found)
    assert f"{ENT}成都" not in around(graph, f"{ENT}云岭汽车", 3)
    assert len(around(graph, f"{ENT}云岭汽车", 2, most=3)) == 3


def test_a_large_graph_is_drawn_by_its_hubs_and_says_so(graph: kg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    assert large(graph)
    monkeypatch.setattr("kg.look.HUBS", 4)
    found = whole(graph).view
    assert {thing.label for thing in found.things} == set(FIRMS)
    assert found.asked and found.asked.kind == "part"
    assert (found.asked.number, found.asked.total) == (4, things(graph))
    assert found.numbers and found.happenings and page(graph).startswith("<!doctype html>")


def test_around_a_thing_of_a_large_graph_the_picture_is_that_of_a_small_one(
    graph: kg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = view(graph, around="云岭汽车").view
    monkeypatch.setattr(module, "DRAWN", 1_000_000)
    assert not large(graph)
    assert {one.label for one in view(graph, around="云岭汽车").view.things} == {one.label for one in seen.things}


def test_the_server_draws_the_hubs_of_a_large_graph(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWN", 50)
    monkeypatch.setattr("kg.look.HUBS", 3)
    words, _ = Site(corpus).page()
    assert words.startswith("<!doctype html>") and '"asked"' in words
