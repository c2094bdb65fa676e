"""What a recogniser proposes, and what it may look at: the values that pass between the recognisers of names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, Protocol

from kg.model import Sentence

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

#: Signs that no word of the dictionary holds: what stands between two of them is cut on its own.
_APART = re.compile("[，。！？；：、“”（）《》]")
_ALONE = frozenset("，。！？；：、“”（）《》")
#: What `Edges` knows of a place: an edge, or within a word; 0 where it does not know yet.
_EDGE, _WITHIN = 1, b"\2"


class Guess(NamedTuple):
    """A stretch of the text that may be a name. `strength`: 3 the lexicon or a sure shape, 2 a good one, 1 a weak one."""

    start: int
    end: int
    name: str
    cls: str
    rule: str
    strength: int = 2


class Edges:
    """Where the words of a text begin and end, as `kg.segment.ender` finds them, cut only where it is asked for.

    The marks of a stretch stand for themselves, so that what lies between two of them is cut without the rest.

    >>> from kg.segment import ender
    >>> edges = Edges("小米汽车，在北京", ender())
    >>> 2 in edges, 3 in edges
    (True, False)
    """

    __slots__ = ("_back", "_cut", "_marks", "_text")

    def __init__(self, text: str, cut: Callable[[str], list[int]]) -> None:
        self._text, self._back, self._cut = text, text[::-1], cut
        self._marks = bytearray(len(text) + 1)

    def __contains__(self, place: int) -> bool:
        """Does a word begin or end at `place`, which lies in the text?"""
        return (self._marks[place] or self._find(place)) == _EDGE

    def _find(self, place: int) -> int:
        """Cuts the stretch around `place`; gives what is marked there then."""
        text, marks = self._text, self._marks
        if text[place - 1 : place] in _ALONE or text[place : place + 1] in _ALONE:
            marks[place] = _EDGE
            return _EDGE
        stop, back = _APART.search(text, place), _APART.search(self._back, len(text) - place)
        start, end = len(text) - back.start() if back else 0, stop.start() if stop else len(text)
        if start < place < end:
            marks[start : end + 1] = _WITHIN * (end + 1 - start)
            marks[start] = _EDGE
            for size in self._cut(text[start:end]):
                marks[start + size] = _EDGE
        else:
            marks[place] = _EDGE
        return marks[place]


@dataclass(frozen=True, slots=True)
class Page:
    """A text as the recognisers of names see it.

    `ends` are the places where words of the dictionary end, in order (what it does not know falls into single
    characters), for those that need all of them, `words` these words; `edges` are these and 0, perhaps found only when asked for; none: the
    text is not cut. `known` are the names of the lexicon, in order.
    """

    text: str
    sentences: tuple[Sentence, ...] = ()
    ends: Sequence[int] = ()
    edges: Edges | frozenset[int] = frozenset()
    known: Sequence[Guess] = ()
    words: Sequence[str] = ()

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
        return end - start > short or not self.edges or (start in self.edges and end in self.edges)

    def before(self, place: int) -> int:
        """Where the last word that ends before `place` ends; 0 where none does.

        >>> Page("小米汽车", edges=frozenset([0, 2, 4])).before(4)
        2
        """
        edges = self.edges
        place -= 1
        while place > 0 and place not in edges:
            place -= 1
        return max(place, 0)

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
