"""Guesses that compete, and the page that they stand on."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Sentence, Span
from kg.recognise.guess import Edges, Guess, Page, choose
from kg.segment import ender


def test_the_longer_wins() -> None:
    assert [
        guess.name
        for guess in choose([Guess(0, 2, "小米", "Company", "a", 3), Guess(0, 4, "小米汽车", "Company", "b", 1)])
    ] == ["小米汽车"]


def test_of_equal_length_the_stronger_wins() -> None:
    assert choose([Guess(0, 2, "小米", "Company", "a", 1), Guess(0, 2, "小米", "Product", "b", 3)])[0].cls == "Product"


def test_what_does_not_overlap_stays_in_order() -> None:
    late, early = Guess(5, 9, "晚", "Company", "a"), Guess(0, 2, "早", "Company", "a")
    assert choose([late, early]) == [early, late]


def test_nothing_gives_nothing() -> None:
    assert choose([]) == []


def test_the_sentence_of_a_place() -> None:
    text = "一二。三四。"
    spans = (Span(0, 3), Span(3, 6))
    page = Page(text, tuple(Sentence(span, (span,)) for span in spans))
    assert page.sentence(4) == "三四。"


def test_a_place_behind_the_last_sentence_has_the_whole_text() -> None:
    page = Page("一二。 三", (Sentence(Span(0, 3), ()),))
    assert page.sentence(4) == "一二。 三"


_PIECES = [
    "云帆汽车",
    "昨日",
    "，",
    "。",
    "E7 Pro",
    "2025年",
    "\r\n",
    "\n",
    " ",
    "“",
    "”",
    "的",
    "发布会",
    "——",
    "3.5%",
    "、",
    "(",
    "研究生命",
]


@settings(deadline=None)  # the first call reads the dictionary
@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join), st.randoms(use_true_random=False))
def test_edges_found_when_asked_for_are_those_of_the_whole_text(text: str, random: Random) -> None:
    whole, lazy = {0, *ender()(text)}, Edges(text, ender())
    places = list(range(len(text) + 1))
    random.shuffle(places)
    assert {place for place in places if place in lazy} == whole


def test_only_the_stretch_that_is_asked_about_is_cut() -> None:
    asked: list[str] = []

    def cut(text: str) -> list[int]:
        asked.append(text)
        return ender()(text)

    edges = Edges("云帆汽车昨日，发布新车，共三款", cut)
    assert 9 in edges and 8 not in edges and 7 in edges
    assert asked == ["发布新车"]


@pytest.mark.parametrize(("place", "edge"), [(7, 5), (5, 4), (4, 2), (1, 0), (0, 0)])
def test_the_edge_before_a_place(place: int, edge: int) -> None:
    assert Page("小米汽车，北京", edges=Edges("小米汽车，北京", ender())).before(place) == edge
    assert Page("小米汽车，北京").before(place) == 0
