"""Names by their end: …股份有限公司, …银行, …县公安局, …工厂, …大会, …电池. The left edge is found word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.automaton import Automaton
from kg.recognise.guess import Guess, Page
from kg.recognise.lexicon import Head, Lexicon

_CJK = re.compile("[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&+-]*")
_BRACKET = re.compile(r"[（(][\u4e00-\u9fff]{2,6}[）)]$")
_YEAR = re.compile(r"(?:(?:19|20)\d\d(?:年度?)?|第[一二三四五六七八九十百\d]{1,4}届|[一二三四五六七八九十]{1,3}届)$")
_ORGANIZATION = frozenset({"Company", "Media", "Government", "Institution", "Organization"})


class Shape(NamedTuple):
    """How far a name of a kind reaches to the left: at most so many words and characters.

    `hosts` are the classes of known names that may stand in it; `places` whether a place opens it; `plain` whether
    words of the dictionary may fill it.
    """

    words: int
    characters: int
    hosts: frozenset[str]
    places: bool
    plain: bool


_PLACE = frozenset({"Place"})
SHAPES = {
    "legal": Shape(9, 26, _ORGANIZATION | {"Technology", "Industry", "Component", "Software", "Product"}, True, True),
    "body": Shape(4, 10, _ORGANIZATION, True, True),
    "odd": Shape(3, 6, frozenset({"Company"}), False, False),
    "placed": Shape(3, 8, frozenset({"Government"}), True, False),
    "site": Shape(4, 10, _ORGANIZATION, True, True),
    "event": Shape(7, 18, _ORGANIZATION | {"Industry", "Technology", "Facility", "NamedEvent"}, True, True),
    "tech": Shape(3, 8, frozenset({"Technology", "Component", "Feature", "Platform"}), False, True),
}


class Reach(NamedTuple):
    """How far a name reaches: from where, over which known names, and over how many words that no dictionary has."""

    start: int
    hosts: tuple[Guess, ...]
    odd: int
    plain: int


class Shapes:
    """The recogniser of names by their end.

    >>> from kg.ontology import load
    >>> from kg.recognise.lexicon import lexicon
    >>> from kg.segment import cutter
    >>> text = "由星岭机器人有限公司发布"
    >>> words = cutter(guess=False)(text)
    >>> page = Page(text, (), words, frozenset(start for start, _, _ in words))
    >>> [guess.name for guess in Shapes(lexicon(load().names))(page)]
    ['星岭机器人有限公司']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._edges = lexicon.edges
        self._heads: Automaton[Head] = Automaton({head.word: head for head in lexicon.heads})

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The names that end in one of the heads."""
        if not page.words:
            return
        index = {start: number for number, (start, _, _) in enumerate(page.words)}
        known = {guess.end: guess for guess in page.known}
        hits = list(self._heads.find(page.text))
        for number, (start, end, head) in enumerate(hits):
            follows = number + 1 < len(hits) and hits[number + 1][0] == end and hits[number + 1][2].cls == head.cls
            if follows or start not in index or end not in page.edges:
                continue
            guess = self._name(page, known, index[start], start, end, head)
            if guess is not None:
                yield guess

    def _name(
        self, page: Page, known: dict[int, Guess], at: int, start: int, end: int, head: Head
    ) -> Guess | None:
        shape = SHAPES[head.kind]
        reach = self._reach(page, known, at, start, shape)
        if reach.start == start or not _sound(page, reach, start, end, head):
            return None
        name = page.text[reach.start : end]
        sure = head.kind == "legal" or bool(reach.hosts)
        return Guess(reach.start, end, name, head.cls, f"shape:{head.kind}", 2 if sure else 1)

    def _reach(self, page: Page, known: dict[int, Guess], at: int, start: int, shape: Shape) -> Reach:
        """Walks to the left from word `at`, as far as the name can go."""
        text, words, hosts = page.text, page.words, []
        first, odd, plain, count = start, 0, 0, 0
        while at > 0 and count < shape.words:
            host = known.get(first)
            if host is not None and first - host.start + start - first <= shape.characters + 8:
                if host.cls == "Place" and shape.places or host.cls in shape.hosts:
                    hosts.append(host)
                    first, count = host.start, count + 1
                    while at > 0 and words[at - 1][0] >= first:
                        at -= 1
                    if host.cls == "Company":
                        break
                    continue
                break
            left, _, word = words[at - 1]
            bracket = _BRACKET.search(text, max(0, first - 8), first) if word in "）)" else None
            if bracket is not None and shape.characters > 20:
                first = bracket.start()
                while at > 0 and words[at - 1][0] >= first:
                    at -= 1
                continue
            if word in self._edges or start - left > shape.characters or not _fills(word):
                break
            alone = len(word) == 1 or word[0] < "\u4e00"
            odd, plain = odd + alone, plain + (not alone)
            first, at, count = left, at - 1, count + (not alone)
        return Reach(first, tuple(hosts), odd, plain)


def _fills(word: str) -> bool:
    return bool(_CJK.fullmatch(word) or _LATIN.fullmatch(word))


def _sound(page: Page, reach: Reach, start: int, end: int, head: Head) -> bool:
    """Does what stands before the head make a name of it?"""
    shape, core = SHAPES[head.kind], start - reach.start
    owned = bool(reach.hosts)
    if head.kind == "odd":
        return (reach.odd >= 2 and reach.plain == 0 and 2 <= core <= 4) or (owned and core <= 8)
    if head.kind in ("placed", "site"):
        return owned
    if head.kind == "event":
        return owned or bool(_YEAR.search(page.text, max(0, reach.start - 7), reach.start))
    if head.kind == "tech":
        return owned or reach.odd >= 2
    return core >= 2 and (shape.characters > 20 or owned or reach.odd >= 2 or reach.plain > 0)
