"""What a recogniser proposes, and what it may look at: the values that pass between the recognisers of names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, Protocol

from kg.model import Sentence

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class Guess(NamedTuple):
    """A stretch of the text that may be a name. `strength`: 3 the lexicon or a sure shape, 2 a good one, 1 a weak one."""

    start: int
    end: int
    name: str
    cls: str
    rule: str
    strength: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A text as the recognisers of names see it.

    `ends` are the places where words of the dictionary end, in order (what it does not know falls into single
    characters); none: the text is not cut. `known` are the names of the lexicon, in order.
    """

    text: str
    sentences: tuple[Sentence, ...] = ()
    ends: Sequence[int] = ()
    edges: frozenset[int] = frozenset()
    known: Sequence[Guess] = ()

    def whole(self, start: int, end: int, short: int) -> bool:
        """Does `[start, end)` cut no Latin token and, where it has at most `short` characters, no word?

        >>> Page("OPPO手机").whole(0, 3, 2)
        False
        """
        text = self.text
        if start and text[start - 1] in _LETTERS and text[start] in _LETTERS:
            return False
        if end < len(text) and text[end] in _LETTERS and text[end - 1] in _LETTERS:
            return False
        return end - start > short or not self.ends or (start in self.edges and end in self.edges)

    def sentence(self, place: int) -> str:
        """The words of the sentence at `place`; the whole text where none is."""
        index = bisect_right(self.sentences, place, key=lambda sentence: sentence.span.start) - 1
        if index < 0 or place >= self.sentences[index].span.end:
            return self.text
        return self.sentences[index].span.of(self.text)


_START = itemgetter(0)


class Recognise(Protocol):
    """A recogniser of names: the page in, guesses out, in any order and free to overlap."""

    def __call__(self, page: Page) -> Iterable[Guess]: ...


def choose(guesses: Iterable[Guess]) -> list[Guess]:
    """Guesses that do not overlap, in order of the text: the longest first, the stronger of equally long ones.

    >>> [guess.name for guess in choose([Guess(0, 2, "小米", "Company", "a", 3), Guess(0, 4, "小米汽车", "Company", "b", 2)])]
    ['小米汽车']
    """
    chosen: list[Guess] = []
    rivals: list[Guess] = []
    reach = 0
    # most stand alone: only those that overlap each other are ranked
    for guess in sorted(guesses, key=_START):
        if guess[0] >= reach and rivals:
            chosen += rivals if len(rivals) == 1 else _best(rivals)
            rivals = []
        rivals.append(guess)
        if guess[1] > reach:
            reach = guess[1]
    return chosen + (rivals if len(rivals) < 2 else _best(rivals))


def _best(rivals: list[Guess]) -> list[Guess]:
    """Those of a chain of overlapping guesses that are chosen, in order."""
    if len(rivals) == 2:
        return [min(rivals, key=_rank)]
    chosen: list[Guess] = []
    first = rivals[0].start
    taken = bytearray(max(guess.end for guess in rivals) - first)
    for guess in sorted(rivals, key=_rank):
        start, end = guess.start - first, guess.end - first
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(guess)
    return sorted(chosen)


def _rank(guess: Guess) -> tuple[int, int, int, str]:
    start, end, _, _, rule, strength = guess
    return start - end, -strength, start, rule
