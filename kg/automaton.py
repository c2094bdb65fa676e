"""Many words found at once: Aho-Corasick, leftmost-longest, over raw characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import ahocorasick_rs

T = TypeVar("T")
_IMPLEMENTATIONS = ahocorasick_rs.Implementation
#: Up to so many words a DFA is built within 6 ms.
_FEW = 1000


class Automaton(Generic[T]):
    """Words, each with what it means.

    >>> [(start, end, what) for start, end, what in Automaton({"小米": 1, "小米汽车": 2}).find("小米汽车与小米")]
    [(0, 4, 2), (5, 7, 1)]
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        self._meanings = list(words.values())
        few = len(words) <= _FEW
        self._search = ahocorasick_rs.AhoCorasick(
            list(words),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            # few words are found in half the time by a DFA; for many it takes too long to build, and is slower
            implementation=_IMPLEMENTATIONS.DFA if few else _IMPLEMENTATIONS.ContiguousNFA,
        )

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Each match as (start, end, meaning), in order, without overlap, the longest at each place."""
        meanings = self._meanings
        return [(start, end, meanings[index]) for index, start, end in self._search.find_matches_as_indexes(text)]
