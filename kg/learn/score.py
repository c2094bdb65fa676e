"""Facts held against labelled ones: precision, recall, F1, attributes, evidence.

A labelled text is one JSON object: `entities` with ids and names, `relations`, `observations`, `changes`, `events` that
name them; where a field is a list, any of its members is right; what is `optional` costs nothing where it is missed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypedDict

from kg.model import Change, Entity, Event, Evidence, Facts, Mention, Observation, Quantity, lineage

KINDS = ("relation", "observation", "change", "event")
Names = frozenset[str]
_BLANK = re.compile(r"[\s\"'“”‘’《》「」·•・,，、。()（）\-]")
_EITHER_WAY = frozenset(("partner", "competitor"))
_NO_UNIT = frozenset(("ranking", "count", "shares"))
_UNSAID = frozenset(("Denied", "Hypothetical", "Opinion"))


def fold(name: str) -> str:
    """A name without what spelling is free in: width, case, spaces, quotation marks, points.

    >>> fold("《Model　Y》") == fold("model y")
    True
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", name).lower())


class _Found(TypedDict):
    exact: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact, told or labelled, as sets of which one member has to agree."""

    kind: str
    said: Names
    about: Names = frozenset()
    other: Names = frozenset()
    numbers: tuple[Decimal | None, ...] = ()
    optional: bool = False
    exact: bool = True
    extras: Mapping[str, Names] = field(default_factory=dict)
    node: tuple[object, ...] = ()
    evidence: Evidence | None = None

    def __str__(self) -> str:
        parts = ("/".join(sorted(part)) for part in (self.about, self.said, self.other) if part)
        return " ".join((self.kind, *parts, *(str(number) for number in self.numbers if number is not None)))


@dataclass(slots=True)
class Tally:
    """Right, wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )
        return self

    @property
    def precision(self) -> float:
        """Of what was told, how much is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of what is labelled, how much was told."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """Figures over any number of texts; `errors` are lines about misses (-) and false alarms (+).

    `judged` holds each fact that was told as right, wrong or neither (it agrees with what is optional or told already),
    and each label that was not as missed.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in ("entity", *KINDS, "facts")})
    agreed: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    told: int = 0
    errors: list[str] = field(default_factory=list)
    judged: list[tuple[str, Claim]] = field(default_factory=list)

    @property
    def evidence(self) -> float | None:
        """Share of facts whose words stand where they say; None without facts."""
        return self.exact / self.told if self.told else None

    def attributes(self) -> dict[str, float]:
        """Of the facts that were found, the share with the right bound, status, period, agent, date."""
        return {name: self.agreed[name] / count for name, count in sorted(self.compared.items())}

    def add(self, gold: Mapping[str, Any], facts: Facts) -> None:
        """Counts one text in."""
        stands = align(gold, facts.entities)
        self._entities(gold, facts, stands)
        told = _unique(claims(facts, stands))
        self.told += len(told)
        self.exact += sum(claim.exact for claim in told)
        wanted = list(labelled(gold))
        for kind in KINDS:
            self._kind(kind, [c for c in wanted if c.kind == kind], [c for c in told if c.kind == kind])

    def _entities(self, gold: Mapping[str, Any], facts: Facts, stands: Mapping[str, Names]) -> None:
        known = {entity["id"]: entity for entity in gold["entities"]}
        required = {one for one, about in known.items() if not about.get("optional")}
        found: set[str] = set()
        for entity, claim in named(facts, stands):
            right = {one for one in claim.about & known.keys() if set(lineage(entity.cls)) & set(known[one]["type"])}
            found |= right
            self.judged.append(("right" if right & required else "neither" if right else "wrong", claim))
            if not right:
                self.tallies["entity"].wrong += 1
                self.errors.append(f"+ entity {entity.label} {entity.cls}")
        self.tallies["entity"] += Tally(len(required & found), 0, len(required - found))
        for one, about in known.items():
            if one in required - found:
                self.judged.append(("missed", Claim("entity", _set(about["type"]), frozenset(about["names"][:1]))))
                self.errors.append(f"- entity {about['names'][0]} {'/'.join(about['type'])}")

    def _kind(self, kind: str, wanted: list[Claim], told: list[Claim]) -> None:
        pairs, wrong = matched(wanted, told)
        found = {id(want) for want, _ in pairs}
        missed = [claim for claim in wanted if id(claim) not in found and not claim.optional]
        tally = Tally(sum(not want.optional for want, _ in pairs), len(wrong), len(missed))
        self.tallies[kind] += tally
        self.tallies["facts"] += tally
        self.errors += [f"- {claim}" for claim in missed] + [f"+ {claim}" for claim in wrong]
        right, astray = {id(got) for want, got in pairs if not want.optional}, {id(got) for got in wrong}
        self.judged += [("missed", claim) for claim in missed]
        self.judged += [
            ("right" if id(got) in right else "wrong" if id(got) in astray else "neither", got) for got in told
        ]
        for want, got in pairs:
            for name, value in want.extras.items():
                self.compared[f"{kind}.{name}"] += 1
                self.agreed[f"{kind}.{name}"] += bool(value & got.extras.get(name, frozenset()))


# ---------------------------------------------------------------- what is labelled, what is told


def align(gold: Mapping[str, Any], entities: Iterable[Entity]) -> dict[str, Names]:
    """entity → the labelled things that it stands for, by its label, else by most of its other names; or its own name."""
    called: dict[str, set[str]] = {}
    for about in gold["entities"]:
        for name in about["names"]:
            called.setdefault(fold(name), set()).add(about["id"])
    found: dict[str, Names] = {}
    for entity in entities:
        meant = called.get(fold(entity.label))
        votes = Counter(one for name in (entity.label, *entity.names) for one in sorted(called.get(fold(name), ())))
        best = frozenset(meant or [one for one, _ in votes.most_common(1)])
        found[entity.id] = best or frozenset(["?" + entity.label])
    return found


def labelled(gold: Mapping[str, Any]) -> Iterator[Claim]:
    """The claims of a labelled text."""
    for one in gold.get("relations", ()):
        yield Claim("relation", _set(one["p"]), _set(one["s"]), _set(one["o"]), optional=bool(one.get("optional")))
    for one in gold.get("observations", ()):
        metric = _metrics(one["metric"])
        units = _set(one["unit"]) | (frozenset([""]) if metric & _NO_UNIT else frozenset())
        numbers = tuple(_decimal(one.get(name)) for name in ("value", "min", "max"))
        extras = {name: frozenset([one[name]]) for name in ("bound", "status", "period") if one.get(name)}
        yield Claim("observation", metric, _set(one["about"]), units, numbers, bool(one.get("optional")), extras=extras)
    for one in gold.get("changes", ()):
        numbers = (_decimal(one["from"]), _decimal(one["to"]))
        yield Claim(
            "change", _metrics(one["metric"]), _set(one["about"]), numbers=numbers, optional=bool(one.get("optional"))
        )
    for one in gold.get("events", ()):
        extras = {name: _set(one[name]) for name in ("agent", "date") if one.get(name)}
        optional = bool(one.get("optional"))
        yield Claim("event", _set(one["type"]), _set(one.get("object", [])), optional=optional, extras=extras)


def named(facts: Facts, stands: Mapping[str, Names]) -> Iterator[tuple[Entity, Claim]]:
    """Each thing of a text, with the claim that it is there; the evidence is where it is named first."""
    first: dict[str, Mention] = {}
    for mention in facts.mentions:
        if not mention.refers:
            first.setdefault(mention.entity, mention)
    for entity in facts.entities:
        place = first.get(entity.id)
        evidence = Evidence(facts.document.id, place.span, place.rule) if place else None
        yield entity, Claim("entity", frozenset([entity.cls]), stands[entity.id], evidence=evidence)


def claims(facts: Facts, stands: Mapping[str, Names]) -> Iterator[Claim]:
    """The claims of a text as it was read; what is denied, supposed or opined is none."""

    def meant(*things: Mention | None) -> Names:
        return frozenset().union(*(stands.get(one.entity, frozenset(["?" + one.name])) for one in things if one))

    def found(evidence: Evidence) -> _Found:
        exact = bool(evidence.span.of(facts.document.text)) and evidence.document == facts.document.id
        return {"exact": exact, "evidence": evidence}

    for relation in facts.relations:
        if relation.stance == "Asserted":
            target = relation.object
            other = frozenset(["=" + fold(target)]) if isinstance(target, str) else meant(target)
            said = frozenset([relation.property])
            end = target if isinstance(target, str) else (target.entity,)
            node: tuple[object, ...] = (relation.subject.entity, relation.property, end)
            yield Claim("relation", said, meant(relation.subject), other, node=node, **found(relation.evidence))
    for one in facts.observations:
        if one.stance not in _UNSAID:
            yield replace(_observed(one, meant(one.about)), **found(one.evidence))
    for change in facts.changes:
        if change.before.stance not in _UNSAID and change.after.stance not in _UNSAID:
            yield replace(_changed(change, meant(change.before.about, change.after.about)), **found(change.evidence))
    for event in facts.events:
        if event.stance not in _UNSAID:
            extras = {"agent": meant(event.agent, event.counterparty), "date": _dated(event)}
            said, about = frozenset([event.cls]), meant(*event.objects)
            roles = tuple(one.entity for one in (*event.objects, event.agent, event.counterparty) if one)
            node = (event.cls, roles, extras["date"], event.status, event.stance)
            yield Claim("event", said, about, extras=extras, node=node, **found(event.evidence))


def _observed(one: Observation, about: Names) -> Claim:
    quantity, period = one.quantity, one.time.period if one.time else None
    numbers = (quantity.value, quantity.minimum, quantity.maximum)
    node: tuple[object, ...]
    extras = {"bound": frozenset([quantity.bound]), "status": frozenset([one.status])}
    extras["period"] = frozenset([period] if period else [])
    units = frozenset([quantity.unit])
    node = (one.about.entity, one.metric, one.of_metric, one.of_thing, quantity.unit, quantity.bound)
    node += (one.status, one.stance, period, one.holder and one.holder.entity)
    return Claim("observation", _metrics([one.metric]), about, units, numbers, extras=extras, node=node)


def _changed(change: Change, about: Names) -> Claim:
    numbers = (_first(change.before.quantity), _first(change.after.quantity))
    metrics = _metrics([change.before.metric, change.after.metric])
    node = (change.after.about.entity, change.after.metric)
    return Claim("change", metrics, about, numbers=numbers, node=node)


def _first(quantity: Quantity) -> Decimal | None:
    numbers = (quantity.value, quantity.minimum, quantity.maximum)
    return next((number for number in numbers if number is not None), None)


def _dated(event: Event) -> Names:
    period = event.time.period if event.time else None
    return frozenset([period] if period else [])


def _metrics(names: Iterable[str]) -> Names:
    """Keys, and the words of metrics of a text's own."""
    return frozenset(form for name in names for form in (name, fold(name.removeprefix("metric-"))))


def _set(value: Any) -> Names:
    many = value if isinstance(value, list) else [value]
    return frozenset("=" + fold(one[1:]) if one.startswith("=") else one for one in many)


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _unique(many: Iterable[Claim]) -> list[Claim]:
    """Each claim once: the graph holds equal facts as one."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in many:
        found.setdefault((claim.kind, claim.node, claim.numbers), claim)
    return list(found.values())


# ---------------------------------------------------------------- matching


def agrees(want: Claim, got: Claim) -> bool:
    """Is what was told what is labelled?"""
    if want.kind != got.kind or not want.said & got.said:
        return False
    if want.kind == "relation":
        turned = want.said & got.said & _EITHER_WAY and want.about & got.other and want.other & got.about
        return bool((want.about & got.about and want.other & got.other) or turned)
    if not want.about & got.about:
        return False
    if want.kind == "change":
        return want.numbers == got.numbers
    return want.kind == "event" or (bool(want.other & got.other) and _same_numbers(want.numbers, got.numbers))


def _same_numbers(want: tuple[Decimal | None, ...], got: tuple[Decimal | None, ...]) -> bool:
    """All of them, or the one that is given of several: a range of which one end is labelled, a value beside its range."""
    wanted, given = ({number.normalize() for number in side if number is not None} for side in (want, got))
    if not wanted or not given:
        return False
    one_of_them = len(given) == 1 and given <= wanted and want[0] is not None
    return wanted == given or one_of_them or (len(wanted) == 1 and wanted <= given)


def matched(wanted: list[Claim], told: list[Claim]) -> tuple[list[tuple[Claim, Claim]], list[Claim]]:
    """The largest one-to-one matching, required claims first; and what agrees with nothing that is labelled."""
    order = sorted(wanted, key=lambda claim: claim.optional)
    fits = [sorted((j for j, got in enumerate(told) if agrees(want, got)), key=_liking(want, told)) for want in order]
    taken: dict[int, int] = {}

    def settle(i: int, tried: set[int]) -> bool:
        for j in fits[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or settle(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i in range(len(order)):
        settle(i, set())
    known = {j for row in fits for j in row}
    pairs = [(order[i], told[j]) for j, i in sorted(taken.items())]
    return pairs, [got for j, got in enumerate(told) if j not in known]


def _liking(want: Claim, told: list[Claim]) -> Callable[[int], int]:
    return lambda j: -sum(bool(value & told[j].extras.get(name, frozenset())) for name, value in want.extras.items())
