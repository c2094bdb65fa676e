"""Labelled passages as the judge of relations learns from them: every pair of names, and what the labels say of it."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.automaton import Automaton
from kg.frames import Frames
from kg.learn.logit import Example
from kg.learn.numbers import Meant, Reader, aliases
from kg.learn.silver import Passage
from kg.model import Mention, Reading, Relation
from kg.ontology import CLASSES, Ontology
from kg.pairs.candidates import Article, Fits, Kind, Pair, sentences
from kg.pairs.judge import fits
from kg.relate import Relater
from kg.segment import ender

#: A relation as it is read: subject, property, object.
Key = tuple[str, str, str]
FOLDS = 5
#: so many times a relation must stand between two classes to be looked for there
_SEEN = 4
_WORD_FROM = 6
_WORD = re.compile("[一-鿿]{2,6}")
#: words of one character that count
_SINGLE = "与由被向对在为将和及从给获是的于把让使用以其该等称产属至"


class Tie(NamedTuple):
    """A pair as an example, its kind, and for each right label the relation that it says."""

    example: Example
    kind: Kind
    said: Mapping[str, Key]


class Read(NamedTuple):
    """A passage as it was read, with what the rules found and its pairs."""

    passage: Passage
    reading: Reading
    relations: tuple[Relation, ...]
    ties: Sequence[Tie]

    @property
    def fold(self) -> int:
        """Which of the parts that are left out in turn it belongs to, by its id."""
        return zlib.crc32(self.passage.document.id.encode()) // 10 % FOLDS


def read(ontology: Ontology, known: Sequence[Passage]) -> list[list[Read]]:
    """Every passage with the names that are found, and with those of the labels."""
    reader, frames, relate = Reader(ontology), Frames(ontology), Relater(ontology)
    names, between = aliases(ontology), fits(ontology, sorted(CLASSES))
    automaton = Automaton({word: word for word in words(known, names)})
    views: list[list[Read]] = [[], []]
    for passage in known:
        for view, labelled in zip(views, (False, True), strict=True):
            reading = reader.view(passage, labelled=labelled, hidden=0.0)
            relations, _ = relate(reading, frames(reading)[0])
            tied = _Tied(passage, Meant(names, reading.mentions), ontology)
            article = Article(reading, relations, automaton, between)
            pairs = (pair for clauses in sentences(reading) for pair in article.pairs(clauses))
            view.append(Read(passage, reading, relations, list(map(tied, pairs))))
    return views


def words(known: Iterable[Passage], names: Mapping[str, str]) -> list[str]:
    """The words that stand in several passages and are no names, and single ones that tell of relations."""
    cut = ender()
    counts: Counter[str] = Counter()
    for passage in known:
        text = passage.document.text
        ends = cut(text)
        counts.update({text[start:end] for start, end in zip((0, *ends), ends, strict=False)})
    often = (word for word, count in counts.items() if count >= _WORD_FROM and _WORD.fullmatch(word))
    return sorted({*(word for word in often if word not in names), *_SINGLE})


class _Tied:
    """Says what the labels of a passage tell of a pair."""

    def __init__(self, passage: Passage, meant: Meant, ontology: Ontology) -> None:
        self._meant, self._properties = meant, ontology.properties
        self._known: dict[tuple[str, str], bool] = {}
        self._gold: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, name, target in passage.labels["relations"]:
            self._gold[name].append((subject, target))

    def __call__(self, pair: Pair) -> Tie:
        """The pair as an example."""
        said: dict[str, Key] = {}
        for label in pair.labels:
            name = label[:-1]
            one, other = (pair.left, pair.right) if label[-1] == ">" else (pair.right, pair.left)
            if self._told(name, one, other) or (self._properties[name].symmetric and self._told(name, other, one)):
                said[label] = one.name, name, other.name
        features = tuple(name for part in pair.features for name in part)
        return Tie(Example(features, pair.labels, tuple(said)), pair.kind, said)

    def _told(self, name: str, one: Mention, other: Mention) -> bool:
        return any(self._is(one, subject) and self._is(other, target) for subject, target in self._gold.get(name, ()))

    def _is(self, mention: Mention, word: str) -> bool:
        key = mention.name, word
        if key not in self._known:
            self._known[key] = self._meant(mention, word)
        return self._known[key]


def seen(known: Iterable[Read]) -> Fits:
    """The labels that stand often enough between two classes."""
    counts = Counter((tie.kind[:2], label) for one in known for tie in one.ties for label in tie.said)
    found: dict[Kind, tuple[str, ...]] = {}
    for (classes, label), count in sorted(counts.items()):
        if count >= _SEEN:
            for topic in (False, True):
                found[(*classes, topic)] = (*found.get((*classes, topic), ()), label)
    return found


def within(one: Read, between: Fits) -> Read:
    """The passage with the labels that may stand between two classes, and the pairs that have some."""
    ties = []
    for tie in one.ties:
        labels = between.get(tie.kind, ())
        if labels:
            said = {label: key for label, key in tie.said.items() if label in labels}
            ties.append(tie._replace(example=tie.example._replace(labels=labels, right=tuple(said)), said=said))
    return one._replace(ties=ties)
