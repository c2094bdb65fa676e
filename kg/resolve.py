"""Mentions → entities: one thing, one IRI, with every name under which it was seen.

The IRI is made from the preferred name alone (folded by NFKC), so that the same thing gets the same IRI in every run and
every document. Where two families of classes share a name in a document, the rarer one carries its family behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import TypeVar

from kg.iri import iri_safe
from kg.model import Change, Entity, Event, Facts, Mention, Observation, Reading, Refusal, Relation, lineage, make
from kg.roles import whole

F = TypeVar("F", Relation, Observation, Event)
_values = {kind: attrgetter(*(item.name for item in fields(kind))) for kind in (Relation, Observation, Event)}
#: where mentions may stand among the fields
_named = {kind: [place for place, item in enumerate(fields(kind)) if "Mention" in str(item.type)] for kind in _values}
#: Names come again from article to article.
_local = lru_cache(maxsize=4096)(iri_safe)
_ROOTS = ("Agent", "Product", "Technology", "Place")
_MADE = frozenset({"Product", "Technology"})
#: a model as it is called without its maker's name
_MODEL = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]|[\u4e00-\u9fff]{2,3} ?[A-Z]?[0-9]")


@cache
def family(cls: str) -> str:
    """The class by which homonyms are told apart."""
    kinds = lineage(cls)
    return next((root for root in _ROOTS if root in kinds), cls)


def resolve(
    reading: Reading,
    relations: Iterable[Relation],
    observations: Iterable[Observation],
    changes: Iterable[Change],
    events: Iterable[Event],
    refusals: Iterable[Refusal],
) -> Facts:
    """All facts of one document, every mention with its entity, equal facts once."""
    names = _Names(_makers(reading))
    for mention in reading.mentions:
        names.add(mention)
    kept_relations = _bind_all(relations, names)
    bound = {id(item): _bind(item, names) for item in observations}
    moves = tuple(
        replace(
            c,
            before=bound.get(id(c.before)) or _bind(c.before, names),
            after=bound.get(id(c.after)) or _bind(c.after, names),
        )
        for c in changes
    )
    kept_events = whole(_bind_all(events, names), kept_relations)
    return Facts(
        reading.document,
        names.entities(),
        tuple(names.bind(mention) for mention in reading.mentions),
        kept_relations,
        tuple(bound.values()),
        moves,
        kept_events,
        tuple(refusals),
        reading.clauses,
    )


def _makers(reading: Reading) -> tuple[str, ...]:
    """The words by which the text names firms."""
    firms = (m for m in reading.mentions if m.cls == "Company" and not m.refers)
    return tuple(dict.fromkeys(word for firm in firms for word in (firm.text, firm.name)))


class _Names:
    """The entities of a document as they come. `makers` are left out of the names of what they make (云岭 X9 is an X9)."""

    def __init__(self, makers: tuple[str, ...]) -> None:
        self._makers = makers
        self._ids: dict[tuple[str, str], str] = {}
        self._owners: dict[str, str] = {}
        self._classes: dict[str, dict[str, int]] = {}
        self._labels: dict[str, str] = {}
        self._seen: dict[str, dict[str, None]] = {}
        self._bound: dict[int, Mention] = {}  # by identity: a mention is long to hash
        self._kept: list[Mention] = []  # so that no identity comes twice

    def add(self, mention: Mention) -> str:
        kind = family(mention.cls)
        key = (mention.name, kind)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = self._new(mention.name, kind)
        classes = self._classes[found]
        classes[mention.cls] = classes.get(mention.cls, 0) + 1
        if not mention.refers:
            self._seen[found][mention.text] = None
        return found

    def _new(self, name: str, kind: str) -> str:
        local = _local(name)
        if self._owners.setdefault(local, kind) != kind:
            local = f"{local}_{kind}"
        if local not in self._labels:
            self._labels[local], self._classes[local], self._seen[local] = name, {}, {}
        return local

    def bind(self, mention: Mention) -> Mention:
        found = self._bound.get(id(mention))
        if found is None:
            entity = self._ids.get((mention.name, family(mention.cls))) or self.add(mention)
            found = self._bound[id(mention)] = make(Mention, (*mention[:-1], entity))
            self._kept.append(mention)
        return found

    def entities(self) -> tuple[Entity, ...]:
        return tuple(
            Entity(found, _class(classes), self._labels[found], self._others(found))
            for found, classes in sorted(self._classes.items())
        )

    def _others(self, found: str) -> tuple[str, ...]:
        label, seen = self._labels[found], self._seen[found]
        if label.startswith(self._makers) and family(_class(self._classes[found])) in _MADE:
            models = (label[len(maker) :].strip() for maker in self._makers if label.startswith(maker))
            seen = seen | dict.fromkeys(model for model in models if len(model) > 1 and _MODEL.match(model))
        return tuple(sorted(name for name in seen if name != label)) if len(seen) > 1 or label not in seen else ()


def _class(classes: Mapping[str, int]) -> str:
    """The most specific class, then the most frequent one, then by name."""
    if len(classes) == 1:
        return next(iter(classes))
    return min(classes, key=lambda cls: (-len(lineage(cls)), -classes[cls], cls))


def _bind(fact: F, names: _Names) -> F:
    """The fact anew. Field by field in their order: `dataclasses.replace` takes three times as long."""
    kind = type(fact)
    row = list(_values[kind](fact))
    for place in _named[kind]:
        value = row[place]
        if type(value) is Mention:
            row[place] = names.bind(value)
        elif type(value) is tuple:
            row[place] = tuple(map(names.bind, value))
    return kind(*row)


def _bind_all(facts: Iterable[F], names: _Names) -> tuple[F, ...]:
    found: dict[str, F] = {}
    for fact in facts:
        bound = _bind(fact, names)
        key = f"{bound} {bound.stance} {bound.evidence.span.start}"
        found.setdefault(key, bound)
    return tuple(found.values())
