"""Guesses that compete, and the page that they stand on."""

from __future__ import annotations

from kg.model import Sentence, Span
from kg.recognise.guess import Guess, Page, choose


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
