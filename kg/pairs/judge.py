"""Relations that were learned: pairs weighed, those that are sure enough added to what the rules found."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.automaton import Automaton
from kg.errors import OntologyError
from kg.model import Evidence, Mention, Reading, Relation, Span, lineage
from kg.ontology import Ontology, Property
from kg.pairs.candidates import Article, Fits, Kind, Pair, sentences

Integers = npt.NDArray[np.int32]
#: features that hold a word of the text behind their colon
_WORDS = re.compile(r"(?:topic:)?(?:in|in0|pre|post):([^|]+).*")
_BACK = re.compile("没有|未能|并未|尚未|从未|并非|不是|不再|拒绝|否认|取消|终止|放弃|而非|无意|不与|不会")
#: a thing has one of these: what the rules or a likelier pair tell stands against another
_ONE = frozenset({"manufacturer", "variantOf", "parentOrganization", "headquarters", "industry"})
#: one point of a score in the file
POINT = 0.01


class Model(NamedTuple):
    """What was learned.

    `labels` (`none` first) are the columns of `weights`, in hundredths; `rows` tells the row of each feature, row 0 is
    that of those unknown. `least` is how likely a relation must be, by property; `fits` what may stand between classes.
    """

    labels: Sequence[str]
    rows: Mapping[str, int]
    weights: Integers
    least: Mapping[str, float]
    fits: Fits

    @classmethod
    def load(cls, path: Path) -> Model | None:
        """The model of a file; None where there is none. Raises OntologyError where it is broken."""
        if not path.exists():
            return None
        try:
            data: dict[str, Any] = json.loads(path.read_text("utf-8"))
            rows = {name: at for at, name in enumerate(data["weights"], 1)}
            weights = np.zeros((len(rows) + 1, len(data["labels"])), np.int32)
            sparse = list(data["weights"].values())
            places = np.repeat(np.arange(1, len(sparse) + 1), [len(row) // 2 for row in sparse])
            flat = np.array(list(chain.from_iterable(sparse)), np.int32)
            weights[places, flat[::2]] = flat[1::2]
            fits = {_kind(words): tuple(labels) for words, labels in data["fits"].items()}
            return cls(data["labels"], rows, weights, data["least"], fits)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise OntologyError(f"{path}: no model of relations: {error}. Train it anew.") from error

    @property
    def words(self) -> list[str]:
        """The words of the text that its features speak of."""
        found = (_WORDS.fullmatch(name) for name in self.rows)
        return sorted({one[1] for one in found if one})


def _kind(words: str) -> Kind:
    left, right = words.removeprefix("topic:").split("~")
    return left, right, words.startswith("topic:")


class Tied(NamedTuple):
    """A pair in the text, the likeliest relation, how likely it is, and the features that weigh most for it."""

    span: Span
    relation: str
    share: float
    features: tuple[tuple[str, float], ...]


class Pairs:
    """Adds to the relations of an article those that were learned. Built once from the ontology, called per text."""

    def __init__(self, ontology: Ontology, model: Model | None = None) -> None:
        self._model = model or Model.load(ontology.folder / "models" / "relations.json")
        self._properties = ontology.properties
        self._plans: Automaton[bool] = Automaton(
            dict.fromkeys(ontology.words["plan"], True) | dict.fromkeys(ontology.words["plan-decoy"], False)
        )
        if self._model is not None:
            self._words: Automaton[str] = Automaton({word: word for word in self._model.words})
            self._columns = {label: number for number, label in enumerate(self._model.labels)}

    def __call__(self, reading: Reading, relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        """The relations of the rules, and behind them those that are new and sure."""
        if self._model is None:
            return relations
        least = self._model.least
        best: dict[tuple[str, str, str], tuple[float, Pair, str]] = {}
        for pair, label, share in self._scored(reading, relations):
            name = label[:-1]
            if share >= least.get(name, 2.0):
                subject, target = _ends(pair, label)
                key = (subject.name, name, target.name)
                if share > best.get(key, (0.0,))[0]:
                    best[key] = share, pair, label
        if not best:
            return relations
        known = {(one.subject.name, one.property, _name(one.object)) for one in relations}
        settled = {(one.subject.name, one.property) for one in relations if one.property in _ONE}
        found = []
        for key, one in sorted(best.items(), key=lambda item: -item[1][0]):
            if known.isdisjoint(_either(key, self._properties[key[1]])) and key[:2] not in settled:
                relation = self._relation(reading, *one)
                if relation is not None:
                    found.append(relation)
                    if key[1] in _ONE:
                        settled.add(key[:2])
        return (*relations, *found)

    def weighed(self, reading: Reading, relations: Iterable[Relation], least: float = 0.2) -> tuple[Tied, ...]:
        """The pairs of a text that are somewhat likely, with what speaks for it: for `kg explain`."""
        found = []
        for pair, label, share in self._scored(reading, relations):
            if share >= least:
                subject, target = _ends(pair, label)
                said = f"{subject.name} {label[:-1]} {target.name}"
                found.append(Tied(pair.right.span, said, share, self._main(pair, label)))
        return tuple(found)

    def _scored(self, reading: Reading, relations: Iterable[Relation]) -> Iterator[tuple[Pair, str, float]]:
        """Every pair of the text with its likeliest label beside none, and how likely that is."""
        model = self._model
        if model is None or not reading.mentions:
            return
        article = Article(reading, relations, self._words, model.fits)
        pairs = [pair for clauses in sentences(reading) for pair in article.pairs(clauses)]
        if not pairs:
            return
        row = model.rows.get
        rows: list[int] = []
        starts: list[int] = []
        for pair in pairs:
            starts.append(len(rows))
            for part in pair.features:
                rows += [row(name, 0) for name in part]
        sums = np.add.reduceat(model.weights[rows], starts, axis=0).tolist()
        for pair, scores in zip(pairs, sums, strict=True):
            yield pair, *self._best(pair.labels, scores)

    def _best(self, labels: Sequence[str], scores: Sequence[int]) -> tuple[str, float]:
        """The label with the highest score, and its share of all."""
        own = [scores[self._columns[label]] for label in labels]
        top = max(own)
        whole = sum([math.exp(POINT * (score - top)) for score in (scores[0], *own)])
        return labels[own.index(top)], 1 / whole

    def _main(self, pair: Pair, label: str) -> tuple[tuple[str, float], ...]:
        """The features that weigh most for a label over none, or against it."""
        model = self._model
        assert model is not None
        weights = model.weights[:, self._columns[label]] - model.weights[:, 0]
        sums = [(name, POINT * int(weights[model.rows.get(name, 0)])) for part in pair.features for name in part]
        return tuple(sorted((one for one in sums if one[1]), key=lambda one: -abs(one[1])))

    def _relation(self, reading: Reading, share: float, pair: Pair, label: str) -> Relation | None:
        """The relation that a label says; none where its words may take it back."""
        words = reading.text[pair.first.span.start : pair.clause.span.end]
        if _BACK.search(words):
            return None
        subject, target = _ends(pair, label)
        if subject.name == target.name or not self._admits(label[:-1], subject, target):
            return None
        stance = next((one.stance for one in (pair.first, pair.clause) if one.stance != "Asserted"), "Asserted")
        if stance == "Asserted" and self._planned(reading.text, pair):
            stance = "Planned"
        evidence = Evidence(reading.document.id, pair.clause.sentence, f"learned:{label[:-1]}")
        return Relation(subject, label[:-1], target, evidence, stance, pair.clause.speaker, round(share, 2))

    def _planned(self, text: str, pair: Pair) -> bool:
        """Does a word of planning stand before the second of the two, in their clauses?"""
        return any(plan for *_, plan in self._plans.find(text[pair.first.span.start : pair.right.span.start]))

    def _admits(self, name: str, subject: Mention, target: Mention) -> bool:
        return fitting(self._properties[name], subject.cls, target.cls)


def fitting(known: Property, subject: str, target: str) -> bool:
    """May the property stand between things of these classes?"""
    above, beyond = lineage(subject), lineage(target)
    if len(known.domain) > 1 and known.domain == known.range and above[-1] != beyond[-1]:
        return False
    return not set(above).isdisjoint(known.domain) and not set(beyond).isdisjoint(known.range)


def fits(ontology: Ontology, classes: Sequence[str]) -> Fits:
    """The labels that the ontology allows between each two classes."""
    found: dict[Kind, tuple[str, ...]] = {}
    things = [known for known in ontology.properties.values() if known.range]
    for left, right in product(classes, repeat=2):
        ahead = [f"{known.name}>" for known in things if fitting(known, left, right)]
        back = [f"{known.name}<" for known in things if not known.symmetric and fitting(known, right, left)]
        if ahead or back:
            found[left, right, False] = found[left, right, True] = (*ahead, *back)
    return found


def _ends(pair: Pair, label: str) -> tuple[Mention, Mention]:
    """Subject and object that a label gives to a pair."""
    return (pair.left, pair.right) if label[-1] == ">" else (pair.right, pair.left)


def _either(key: tuple[str, str, str], known: Property) -> set[tuple[str, str, str]]:
    """The keys under which the rules may have told the same."""
    return {key, key[::-1]} if known.symmetric else {key}


def _name(thing: Mention | str) -> str:
    return thing if isinstance(thing, str) else thing.name
