"""Many words found at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.automaton import Automaton


def naive(words: list[str], text: str) -> list[tuple[int, int, str]]:
    """Leftmost, then longest, then on from its end."""
    found, start = [], 0
    while start < len(text):
        here = max((word for word in words if text.startswith(word, start)), key=len, default="")
        if here:
            found.append((start, start + len(here), here))
        start += len(here) or 1
    return found


def test_the_longest_word_at_a_place_wins() -> None:
    assert list(Automaton({"小米": 1, "小米汽车": 2}).find("小米汽车和小米")) == [(0, 4, 2), (5, 7, 1)]


def test_offsets_are_code_points() -> None:
    assert list(Automaton({"小米": "x"}).find("🚗𠮷小米")) == [(2, 4, "x")]


def test_no_words_find_nothing() -> None:
    assert list(Automaton[int]({}).find("小米")) == []


@given(
    st.lists(st.text("甲乙丙🚗", min_size=1, max_size=4), min_size=1, max_size=8, unique=True), st.text("甲乙丙丁🚗")
)
def test_it_finds_what_looking_at_every_place_finds(words: list[str], text: str) -> None:
    assert list(Automaton({word: word for word in words}).find(text)) == naive(words, text)
