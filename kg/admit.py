"""The gate: a fact that breaks the ontology goes to the quarantine with its reason, never silently kept or lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kg.model import Change, Event, Evidence, Facts, Mention, Observation, Relation, Time, lineage
from kg.ontology import Ontology

BOUNDS = ("exactly", "moreThan", "atLeast", "lessThan", "atMost", "approximately", "between")
STANCES = ("Asserted", "Opinion", "Planned", "Denied", "Hypothetical")
STATUSES = ("Actual", "Target", "Forecast")
EVENT_STATUSES = ("Actual", "Planned")
_ROLES = (("speaker", "Agent"), ("holder", "Agent"), ("agent", "Agent"), ("counterparty", "Agent"), ("place", "Place"))
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
Fact = Relation | Observation | Change | Event
F = TypeVar("F", Relation, Observation, Change, Event)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A fact that was not admitted: what it says, why not, who found it, where it stands."""

    document: str
    kind: str
    fact: str
    reason: str
    rule: str
    start: int
    end: int
    text: str


class Gate:
    """Holds facts against the ontology: built once, called per document.

    >>> from kg.model import Document
    >>> from kg.ontology import load
    >>> Gate(load())(Facts(Document("a", "小米")))[1]
    ()
    """

    def __init__(self, ontology: Ontology) -> None:
        self._properties = ontology.properties
        self._metrics = ontology.metrics
        self._events = frozenset(name for name, about in ontology.labels.items() if about.get("kind") == "event")

    def __call__(self, facts: Facts) -> tuple[Facts, tuple[Rejection, ...]]:
        """The facts that may stand in the graph, and what may not, in the order of relations, observations, changes, events."""
        classes = {entity.id: entity.cls for entity in facts.entities}
        rejected: list[Rejection] = []

        def admitted(things: Iterable[F], why: Callable[[F], Iterator[str]]) -> tuple[F, ...]:
            kept: list[F] = []
            for fact in things:
                trimmed, reasons = _trim(fact, classes)
                rejected.extend(_rejection(fact, reason, facts, "role") for reason in reasons)
                reason = next(_evidence(fact.evidence, facts), None) or next(why(trimmed), None)
                if reason is None:
                    kept.append(trimmed)
                else:
                    rejected.append(_rejection(fact, reason, facts))
            return tuple(kept)

        relations = admitted(facts.relations, lambda fact: self._relation(fact, classes))
        observations = admitted(facts.observations, lambda fact: self._observation(fact, classes))
        changes = admitted(facts.changes, lambda fact: self._change(fact, classes))
        events = admitted(facts.events, lambda fact: self._event(fact, classes))
        sound = replace(facts, relations=relations, observations=observations, changes=changes, events=events)
        return sound, tuple(rejected)

    def _relation(self, fact: Relation, classes: dict[str, str]) -> Iterator[str]:
        known = self._properties.get(fact.property)
        if known is None:
            yield f"the ontology has no relation kg:{fact.property}"
            return
        yield from _voice(fact.stance, fact.confidence)
        yield from _thing(fact.subject, classes, "subject")
        yield from _fits(fact.subject, classes, known.domain, f"subject of kg:{known.name}")
        target = fact.object
        if isinstance(target, str):
            if not known.literal:
                yield f"the object of kg:{known.name} must be a thing, not the words '{target}'"
            if not target.strip():
                yield f"the object of kg:{known.name} is empty"
            return
        yield from _thing(target, classes, "object")
        yield from _fits(target, classes, known.range, f"object of kg:{known.name}")
        if fact.subject.entity == target.entity:
            yield f"kg:{known.name} ties {fact.subject.name} to itself"
        ends = [lineage(classes[thing.entity])[-1] for thing in (fact.subject, target)]
        if len(known.domain) > 1 and known.domain == known.range and ends[0] != ends[1]:
            yield f"kg:{known.name} ties like to like, not {ends[0]} to {ends[1]}"
        yield from _period(fact.until)

    def _observation(self, fact: Observation, classes: dict[str, str]) -> Iterator[str]:
        yield from _thing(fact.about, classes, "bearer")
        for metric in filter(None, (fact.metric, fact.of_metric)):
            if metric not in self._metrics and not metric.startswith("metric-"):
                yield f"the ontology has no metric kg:{metric}"
        yield from _voice(fact.stance, fact.confidence)
        if fact.status not in STATUSES:
            yield f"status '{fact.status}' is none of {', '.join(STATUSES)}"
        yield from _numbers(fact)
        yield from _period(fact.time)

    def _change(self, fact: Change, classes: dict[str, str]) -> Iterator[str]:
        for side in (fact.before, fact.after):
            for reason in self._observation(side, classes):
                yield f"one of its observations is refused: {reason}"
        if fact.before.metric != fact.after.metric:
            yield f"it ties kg:{fact.before.metric} to kg:{fact.after.metric}"
        if fact.before.quantity.unit != fact.after.quantity.unit:
            yield f"it ties {fact.before.quantity.unit or 'no unit'} to {fact.after.quantity.unit or 'no unit'}"

    def _event(self, fact: Event, classes: dict[str, str]) -> Iterator[str]:
        if fact.cls not in self._events:
            yield f"the ontology has no event kg:{fact.cls}"
        if not fact.objects and not fact.agent and not fact.counterparty:
            yield "nobody and nothing takes part in it"
        for thing in fact.objects:
            yield from _thing(thing, classes, "object")
        yield from _voice(fact.stance, fact.confidence)
        if fact.status not in EVENT_STATUSES:
            yield f"status '{fact.status}' is none of {', '.join(EVENT_STATUSES)}"
        yield from _period(fact.time)


def _trim(fact: F, classes: dict[str, str]) -> tuple[F, list[str]]:
    """The fact without the side roles that the ontology does not allow (a product that speaks), and why they went."""
    gone: dict[str, None] = {}
    reasons = []
    for role, wanted in _ROLES:
        thing = getattr(fact, role, None)
        if thing is None:
            continue
        reason = next(_thing(thing, classes, role), None) or next(_fits(thing, classes, (wanted,), role), None)
        if reason:
            gone[role] = None
            reasons.append(f"left out of the fact: {reason}")
    return (replace(fact, **gone) if gone else fact), reasons  # type: ignore[arg-type]


def _evidence(evidence: Evidence, facts: Facts) -> Iterator[str]:
    start, end = evidence.span
    if evidence.document != facts.document.id:
        yield f"its evidence is said to stand in another document, '{evidence.document}'"
    if not 0 <= start < end <= len(facts.document.text):
        yield f"its evidence [{start}, {end}) lies outside the text of {len(facts.document.text)} characters"
    if not evidence.rule:
        yield "no rule is named as its finder"


def _thing(mention: Mention, classes: dict[str, str], role: str) -> Iterator[str]:
    if mention.entity not in classes:
        yield f"the {role} '{mention.name}' is no entity of the document"


def _fits(mention: Mention, classes: dict[str, str], wanted: tuple[str, ...], role: str) -> Iterator[str]:
    cls = classes[mention.entity]
    if wanted and not set(lineage(cls)) & set(wanted):
        yield f"the {role} must be {' or '.join(wanted)}; {mention.name} is {cls}"


def _voice(stance: str, confidence: float) -> Iterator[str]:
    if stance not in STANCES:
        yield f"stance '{stance}' is none of {', '.join(STANCES)}"
    if not 0 < confidence <= 1:
        yield f"confidence {confidence} is not above 0 and at most 1"


def _numbers(fact: Observation) -> Iterator[str]:
    quantity = fact.quantity
    if quantity.bound not in BOUNDS:
        yield f"bound '{quantity.bound}' is none of {', '.join(BOUNDS)}"
    numbers = [number for number in (quantity.value, quantity.minimum, quantity.maximum) if number is not None]
    if not numbers:
        yield "it has no number"
    if not all(number.is_finite() for number in numbers):
        yield "its number is not finite"
    if quantity.minimum is not None and quantity.maximum is not None and quantity.minimum > quantity.maximum:
        yield f"its range runs from {quantity.minimum} down to {quantity.maximum}"


def _period(time: Time | None) -> Iterator[str]:
    ends = [end for end in (time.start, time.end) if end is not None] if time else []
    for end in ends:
        if not _is_day(end):
            yield f"'{end}' is no year, month or day of the calendar"
    if len(ends) == 2 and ends[0] > ends[1]:
        yield f"its period runs from {ends[0]} back to {ends[1]}"


def _is_day(words: str) -> bool:
    if not _ISO.fullmatch(words):
        return False
    year, month, day = (int(part) for part in f"{words}-01-01"[:10].split("-"))
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _rejection(fact: Fact, reason: str, facts: Facts, kind: str = "") -> Rejection:
    start, end = fact.evidence.span
    words = facts.document.text[max(start, 0) : max(end, 0)]
    kind = kind or type(fact).__name__.lower()
    return Rejection(facts.document.id, kind, str(fact), reason, fact.evidence.rule, start, end, words)
