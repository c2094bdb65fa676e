"""Labelled passages, and how they are read to learn from: as the article flow does, or with the names of the labels."""

from __future__ import annotations

import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.assemble import assemble
from kg.automaton import Automaton
from kg.clean import clean
from kg.model import Document, Marks, Mention, Reading, Span, lineage
from kg.naming import Namer
from kg.ontology import CLASSES, Ontology
from kg.recognise import Recogniser
from kg.refer import Referrer
from kg.segment import sentences
from kg.stance import Stancer

FOLDS = 5
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


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text."""

    document: Document
    names: Mapping[str, str]
    gold: tuple[Gold, ...]

    @property
    def fold(self) -> int:
        """The part of the passages that it belongs to, by its id."""
        return zlib.crc32(self.document.id.encode()) % FOLDS


def passages(folder: Path) -> Iterator[Passage]:
    """The passages of `silver.jsonl` that are labelled in full, with their texts from `silver.text.jsonl`."""
    with (folder / "silver.text.jsonl").open(encoding="utf-8") as file:
        texts = {entry["id"]: entry for entry in map(json.loads, file)}
    with (folder / "silver.jsonl").open(encoding="utf-8") as file:
        for entry in map(json.loads, file):
            if entry["labels"] == "all":
                text, issued = texts[entry["id"]]["text"], texts[entry["id"]]["issued"]
                document = Document(entry["id"], text, issued=date.fromisoformat(issued) if issued else None)
                gold = tuple(
                    Gold(about, metric.lstrip("-"), tuple(_places(text, words)))
                    for about, metric, words, *_ in entry["observations"]
                )
                yield Passage(document, {name: cls for name, cls in entry["entities"] if cls in CLASSES}, gold)


def _places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


class Reader:
    """Reads passages; built once, called per passage."""

    def __init__(self, ontology: Ontology) -> None:
        self._recognise, self._name = Recogniser(ontology), Namer(ontology)
        self._refer, self._stance = Referrer(ontology), Stancer(ontology)

    def __call__(self, passage: Passage, *, labelled: bool = False, hidden: float = 0.0) -> Reading:
        """The passage as clauses, with the names that are found or those `labelled`; a share of them `hidden`."""
        cleaned = clean(passage.document)
        lines = sentences(cleaned.text, cleaned.blocks)
        marks = self._recognise(cleaned, lines)
        marks = self._name(cleaned.text, _labelled(cleaned.text, marks, passage.names) if labelled else marks)
        if hidden:
            chance = random.Random(zlib.crc32(passage.document.id.encode()))
            kept = {name for name in dict.fromkeys(m.name for m in marks.mentions) if chance.random() >= hidden}
            marks = replace(marks, mentions=tuple(mention for mention in marks.mentions if mention.name in kept))
        clauses = self._stance(cleaned.text, self._refer(cleaned.text, assemble(lines, marks)))
        mentions = tuple(mention for clause in clauses for mention in clause.mentions)
        return Reading(cleaned.document, cleaned.text, clauses, mentions)


def _labelled(text: str, marks: Marks, names: Mapping[str, str]) -> Marks:
    """The marks with the names of the labels instead of those that were found; numbers inside names are none."""
    found = Automaton(dict(names)).find(text) if names else ()
    mentions = tuple(Mention(Span(a, b), text[a:b], text[a:b], cls, "label") for a, b, cls in found)
    taken = {at for mention in mentions for at in range(*mention.span)}

    def free(span: Span) -> bool:
        return span.start not in taken and span.end - 1 not in taken

    quantities = tuple(one for one in marks.quantities if free(one.span))
    return Marks(mentions, quantities, tuple(one for one in marks.times if free(one.span)))


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
