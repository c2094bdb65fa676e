"""The lexicon, found on the raw characters: longest names first, none that cuts a word or a Latin token in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.automaton import Automaton
from kg.model import make
from kg.ontology import Name
from kg.recognise.guess import Guess, Page

_EDGE = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[\u4e00-\u9fff])")
_LATIN = re.compile("[A-Za-z0-9]")
_SHORT = 3
#: Nouns that the dictionary knows as one word with a land before them: 美国市场, 美国公司, 中国政府.
_BEHIND_LANDS = ("市场", "公司", "企业", "消费者", "车企", "经济", "总统", "首相", "品牌")


class Meaning(NamedTuple):
    """What a word of the lexicon stands for. `near`: it counts only in a sentence with one of these, or beside `kin`."""

    name: str
    cls: str
    near: tuple[str, ...] = ()
    kin: frozenset[str] = frozenset()


#: What a decoy stands for.
_NOTHING = Meaning("", "")


def spellings(word: str) -> Iterator[str]:
    """A name and how else it is written: with and without a space between Chinese and Latin, with another middle dot.

    >>> list(spellings("三星 SDI")), list(spellings("小米SU7"))
    (['三星 SDI', '三星SDI'], ['小米SU7', '小米 SU7'])
    """
    yield word
    if _LATIN.search(word):
        tight = _SPACED.sub("", word)
        if tight != word:
            yield tight
        wide = _EDGE.sub(" ", tight)
        if wide not in (word, tight):
            yield wide
    if "·" in word:
        yield word.replace("·", "•")


def meanings(names: Iterable[Name]) -> dict[str, Meaning]:
    """Every spelling of the lexicon with its meaning; the first to take a word keeps it."""
    found: dict[str, Meaning] = {}
    for name in names:
        kin = frozenset(word for word in name.aliases if len(word) > _SHORT) if name.near else frozenset[str]()
        free, bound = Meaning(name.name, name.cls), Meaning(name.name, name.cls, name.near, kin)
        for word in (name.name, *name.aliases):
            for spelling in spellings(word):
                found.setdefault(spelling, free if word in kin else bound)
    return found


def _land(page: Page, start: int, end: int, meant: Meaning) -> bool:
    """Is it a place right before a noun with which it is one word of the dictionary?"""
    return meant.cls == "Place" and page.text.startswith(_BEHIND_LANDS, end) and start in page.edges


class Gazetteer:
    """The names of the lexicon in a text.

    >>> from kg.ontology import Name
    >>> find = Gazetteer((Name("小米", "Company", ("Xiaomi",)),))
    >>> [guess.name for guess in find(Page("Xiaomi在此"))]
    ['小米']

    A decoy is read whole, and the name in it is none (小米 in 小米粥).
    """

    def __init__(self, names: Iterable[Name], decoys: Iterable[str] = ()) -> None:
        # in order of the words, those that begin alike lie together in memory: a tenth of the time of the search
        self._words: Automaton[Meaning] = Automaton(
            dict(sorted((dict.fromkeys(decoys, _NOTHING) | meanings(names)).items()))
        )

    def __call__(self, page: Page) -> list[Guess]:
        """The names, in order, without overlap. Guarded ones only where a word of their guard stands near."""
        text, whole = page.text, page.whole
        hits = [hit for hit in self._words.find(text) if whole(hit[0], hit[1], _SHORT) or _land(page, *hit)]
        here: set[str] | None = None
        found: list[Guess] = []
        for start, end, (name, cls, near, kin) in hits:
            if not cls:
                continue
            if near:
                if here is None:
                    here = {text[first:last] for first, last, _ in hits}
                if kin.isdisjoint(here) and not _near(page, start, near):
                    continue
            found.append(make(Guess, (start, end, name, cls, "gazetteer", 3)))
        return found


def _near(page: Page, place: int, near: tuple[str, ...]) -> bool:
    sentence = page.sentence(place)
    return any(word in sentence for word in near)
