"""Labelled numbers as the ranker of bearers learns from them: passages read in several ways, and which names mean what."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.learn.silver import Oracle, Passage
from kg.model import Cleaned, Marks, Mention, Reading, Sentence, Span, lineage
from kg.ontology import Ontology
from kg.pipeline import Extractor
from kg.recognise import Recogniser

_GROWTHS = frozenset({"yearOnYear", "monthOnMonth", "growth"})
_TAILS = ("股份有限公司", "有限责任公司", "有限公司", "集团", "公司", "股份", "控股")


class Gold(NamedTuple):
    """A labelled observation, with where the words of its number stand."""

    about: str
    metric: str
    spans: tuple[Span, ...]

    def measures(self, metric: str) -> bool:
        """Is it the same metric? Growths are told apart too loosely in labels to be held against each other."""
        return self.metric == metric or (self.metric in _GROWTHS and metric in _GROWTHS)

    def speaks(self, span: Span) -> bool:
        """Is it of the number that stands there?"""
        return any(place.overlaps(span) for place in self.spans)


def numbers(passage: Passage) -> tuple[Gold, ...]:
    """The labelled observations of a passage."""
    text = passage.document.text
    return tuple(
        Gold(about, metric.lstrip("-"), tuple(_places(text, words)))
        for about, metric, words, *_ in passage.labels["observations"]
    )


def _places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


class Hiding(Recogniser):
    """Recognises like another, but for a share of the names, chosen by the document's id."""

    def __init__(self, other: Recogniser, hidden: float) -> None:
        self._other, self._hidden = other, hidden

    def many(self, cleaned: Sequence[Cleaned], sentences: Sequence[tuple[Sentence, ...]]) -> list[Marks]:
        """The marks without the names that are hidden: every place of a name, or none."""
        return [
            self._thinned(one, marks) for one, marks in zip(cleaned, self._other.many(cleaned, sentences), strict=True)
        ]

    def _thinned(self, cleaned: Cleaned, marks: Marks) -> Marks:
        chance = random.Random(zlib.crc32(cleaned.document.id.encode()))
        names = dict.fromkeys(mention.name for mention in marks.mentions)
        kept = {name for name in names if chance.random() >= self._hidden}
        return replace(marks, mentions=tuple(mention for mention in marks.mentions if mention.name in kept))


class Reader(Extractor):
    """Reads passages with the names that are found, or with those that are labelled, and some of them hidden."""

    def __init__(self, ontology: Ontology) -> None:
        super().__init__(ontology)
        self._own = self._recognise

    def view(self, passage: Passage, *, labelled: bool, hidden: float) -> Reading:
        """The passage as clauses with mentions, quantities, times, topics and stance."""
        recognise = Oracle(dict(passage.labels["entities"])) if labelled else self._own
        self._recognise = Hiding(recognise, hidden) if hidden else recognise
        return self.read(passage.document)


class Meant:
    """Which mentions of a text stand for what its labels name: by name, or by another name that is known for it."""

    def __init__(self, known: Mapping[str, str], mentions: Iterable[Mention]) -> None:
        self._known = known
        self._names: dict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            if not mention.refers:
                self._names[mention.name].update((plain(mention.name), plain(mention.text)))

    def __call__(self, mention: Mention, about: str) -> bool:
        """Does the mention stand for the thing that the labels call `about`?"""
        name, about = mention.name, plain(about)
        if about == plain(name) or about in self._names.get(name, ()):
            return True
        return plain(self._known.get(about, about)) == plain(self._known.get(name, name))


def aliases(ontology: Ontology) -> Mapping[str, str]:
    """The preferred name of every name of the lexicon."""
    return {alias: name.name for name in ontology.names for alias in (name.name, *name.aliases)}


def akin(mention: Mention, about: str) -> bool:
    """Are both names of a product, one part of the other?

    >>> akin(Mention(Span(0, 6), "新款海浪X7", "新款海浪X7", "Vehicle", "label"), "海浪X7")
    True
    """
    one, other = sorted((plain(mention.name), plain(about)), key=len)
    return "Product" in lineage(mention.cls) and len(one) > 2 and one in other


def plain(name: str) -> str:
    """A name without what its spelling is free in, and without the form of a company.

    >>> plain("长风 电子股份有限公司")
    '长风电子'
    """
    folded = "".join(name.split()).lower().strip("“”\"'《》「」")
    for tail in _TAILS:
        if folded.endswith(tail) and len(folded) - len(tail) >= 2:
            return folded.removesuffix(tail)
    return folded
