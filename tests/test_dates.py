"""The dates of labelled events against those that were told."""

from datetime import date

import pytest

from kg.learn.dates import days, summary, verdict
from kg.model import Document, Facts
from kg.ontology import load
from kg.pipeline import Extractor


@pytest.fixture(scope="module")
def facts() -> Facts:
    text = "2024年8月，云帆汽车发布云帆E7，10月15日开始交付。近日，云帆汽车宣布降价。"
    return Extractor(load(), learned=False)(Document("a", text, issued=date(2026, 3, 1)))


def test_words_mean_what_they_mean_where_they_stand(facts: Facts) -> None:
    assert days("10月15日", facts) == {"2024-10-15"}
    assert days("2024年8月", facts) == {"2024-08"}


def test_words_that_stand_nowhere_are_counted_from_publication(facts: Facts) -> None:
    assert days("今年1月", facts) == {"2026-01"}


def test_vague_words_mean_no_day(facts: Facts) -> None:
    assert days("近日", facts) == frozenset()


@pytest.mark.parametrize(
    ("want", "got", "said"),
    [
        ({"2025"}, {"2025"}, "right"),
        ({"2025"}, {"2024"}, "wrong"),
        ({"2025"}, set(), "missing"),
        (set(), {"2024"}, "needless"),
        (set(), set(), "open"),
    ],
)
def test_verdicts(want: set[str], got: set[str], said: str) -> None:
    assert verdict(frozenset(want), frozenset(got)) == said


def test_no_events_no_line() -> None:
    assert list(summary(["", ""])) == []
