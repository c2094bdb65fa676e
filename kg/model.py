"""The nouns of the project: plain values, standard library only.

Offsets are Unicode code points of the document's own text (`Document.text`), half-open. Every fact keeps the span that
says it and the name of the rule that found it, from the first recogniser on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

N = TypeVar("N")
#: class → the class above it. `ontology/kg.ttl` says the same in OWL; a test holds the two together.
PARENTS: Mapping[str, str] = {
    "Person": "Agent",
    "Organization": "Agent",
    "Company": "Organization",
    "Media": "Organization",
    "Government": "Organization",
    "Institution": "Organization",
    "Vehicle": "Product",
    "Device": "Product",
    "Software": "Product",
    "Platform": "Technology",
    "Component": "Technology",
    "Feature": "Technology",
    "Facility": "Place",
}


@cache
def lineage(cls: str) -> tuple[str, ...]:
    """The class and all above it, most specific first.

    >>> lineage("Vehicle")
    ('Vehicle', 'Product')
    """
    found = [cls]
    while found[-1] in PARENTS:
        found.append(PARENTS[found[-1]])
    return tuple(found)


@cache
def below(cls: str) -> frozenset[str]:
    """The class and all below it: one look tells whether a mention is of that kind.

    >>> sorted(below("Product"))
    ['Device', 'Product', 'Software', 'Vehicle']
    """
    return frozenset([cls, *(child for child in PARENTS if cls in lineage(child))])


def plain(number: Decimal) -> str:
    """A number in digits, without exponent and without idle zeros.

    >>> plain(Decimal("1.30E+5")), plain(Decimal("23.250"))
    ('130000', '23.25')
    """
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


class _Make(Protocol):
    def __call__(self, kind: type[N], row: tuple[object, ...], /) -> N: ...


#: Makes a NamedTuple of a row of all its fields: half the time of calling the class by its name, for places that make many.
make: _Make = tuple.__new__  # type: ignore[assignment]


class Span(NamedTuple):
    """A stretch of a text: `[start, end)` in code points.

    A NamedTuple, like the others that are made most: a frozen dataclass takes four times as long to make.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there.

        >>> Span(0, 2).of("小米汽车")
        '小米'
        """
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Does `other` lie inside, ends included?"""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Do the two share a character?"""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with what is known of it. `issued` is the day of publication: 去年 is counted from it."""

    id: str
    text: str
    title: str | None = None
    issued: date | None = None
    source: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document made ready: `text` is folded 1:1 (simplified, half width), so that offsets hold in both texts.

    `document` carries the metadata found in the text; `blocks` are the stretches that may yield facts, in order.
    """

    document: Document
    text: str
    blocks: tuple[Span, ...]


class Sentence(NamedTuple):
    """A sentence and its clauses, in order; a heading is a line of its own without an end mark."""

    span: Span
    clauses: tuple[Span, ...]
    heading: bool = False


class Mention(NamedTuple):
    """A thing named in the text, or a word that stands for one (`refers` true: 它, 该公司, 这款新车, an elided subject).

    `text` is what stands there, `name` the preferred name, `cls` the class of the vocabulary, `rule` who found it,
    `entity` the local part of its IRI once `kg.resolve` has run (empty before).
    """

    span: Span
    text: str
    name: str
    cls: str
    rule: str
    refers: bool = False
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with unit and bound. `value`, `minimum`, `maximum` are scaled to the plain unit (13万人 → 130000 人).

    `unit` is the notation of the vocabulary (`元`, `km`, `%`), empty where the words name none; `bound` one of
    exactly, moreThan, atLeast, lessThan, atMost, approximately, between. `ordinal` marks 第3, 第三名.
    """

    span: Span
    text: str
    value: Decimal | None
    unit: str = ""
    bound: str = "exactly"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    ordinal: bool = False

    @property
    def number(self) -> str:
        """The number in plain digits: `130000`, or `200000~300000` for a range."""
        if self.value is not None:
            return plain(self.value)
        return "~".join(plain(end) for end in (self.minimum, self.maximum) if end is not None)


@dataclass(frozen=True, slots=True)
class Time:
    """A time named in the text. `start`/`end` are ISO words (`2025`, `2025-03`, `2025-03-28`), both None when unresolved.

    `end` is None for a plain year, month or day; for an interval (上半年, 第三季度) both are days, `end` inclusive.
    """

    span: Span
    text: str
    start: str | None
    end: str | None = None

    @property
    def period(self) -> str | None:
        """`"2025"`, `"2025-03-28"` or `"2025-01-01/2025-03-31"`; None where the words cannot be resolved."""
        return f"{self.start}/{self.end}" if self.start and self.end else self.start


@dataclass(frozen=True, slots=True)
class Marks:
    """What the recognisers found in a text, each in order and without overlap."""

    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()


class Dealt(NamedTuple):
    """What was found in each clause of a text: `spans` are those of the clauses, the rest has one entry for each."""

    sentences: Sequence[Sentence]
    spans: Sequence[Span]
    mentions: Sequence[tuple[Mention, ...]]
    quantities: Sequence[tuple[Quantity, ...]]
    times: Sequence[tuple[Time, ...]]


class Referred(NamedTuple):
    """For each clause its mentions, references among them, its topics, and the time frame that was left open."""

    mentions: Sequence[tuple[Mention, ...]]
    topics: Sequence[tuple[Mention, ...]]
    frames: Sequence[Time | None]


class Voice(NamedTuple):
    """As what a clause is said (Asserted, Opinion, Planned, Denied, Hypothetical), and by whom."""

    stance: str = "Asserted"
    speaker: Mention | None = None


class Clause(NamedTuple):
    """The unit of reading: a clause with all that was found in it, in order of the text.

    `topics` are what an elided subject may stand for, best first. `stance` is the clause's own (Asserted, Opinion,
    Planned, Denied, Hypothetical), `speaker` who says it, `time` the time frame that an earlier clause left open.
    """

    span: Span
    sentence: Span
    index: int  # type: ignore[assignment]  # its place among the clauses; a tuple's own `index` is not asked for
    opens: bool
    heading: bool = False
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()
    topics: tuple[Mention, ...] = ()
    time: Time | None = None
    stance: str = "Asserted"
    speaker: Mention | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, understood as far as clauses: `text` is folded 1:1 (simplified, half width), so offsets hold in both."""

    document: Document
    text: str
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands and which rule saw it."""

    document: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject property object`; the object is a mention, or plain words for a literal (`jobTitle`, `category`)."""

    subject: Mention
    property: str
    object: Mention | str
    evidence: Evidence
    stance: str = "Asserted"
    speaker: Mention | None = None
    confidence: float = 0.9
    until: Time | None = None

    def __str__(self) -> str:
        target = self.object if isinstance(self.object, str) else self.object.name
        return f"{self.subject.name} {self.property} {target}"


@dataclass(frozen=True, slots=True)
class Observation:
    """A number with its meaning. `metric` is a key of the vocabulary, or `metric-…` with the words of the text."""

    about: Mention
    metric: str
    quantity: Quantity
    evidence: Evidence
    time: Time | None = None
    status: str = "Actual"
    stance: str = "Asserted"
    speaker: Mention | None = None
    of_metric: str | None = None
    of_thing: str | None = None
    holder: Mention | None = None
    confidence: float = 0.9

    def __str__(self) -> str:
        return f"{self.about.name} {self.metric} {self.quantity.number} {self.quantity.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """A move from one observed number to another, of the same thing and metric."""

    before: Observation
    after: Observation
    evidence: Evidence

    def __str__(self) -> str:
        move = f"{self.before.quantity.number} → {self.after.quantity.number}"
        return f"{self.after.about.name} {self.after.metric} {move}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is announced, with its roles. `status` is Actual or Planned."""

    cls: str
    objects: tuple[Mention, ...]
    evidence: Evidence
    agent: Mention | None = None
    counterparty: Mention | None = None
    place: Mention | None = None
    time: Time | None = None
    status: str = "Actual"
    stance: str = "Asserted"
    speaker: Mention | None = None
    confidence: float = 0.9

    def __str__(self) -> str:
        return f"{self.cls} {'、'.join(thing.name for thing in self.objects)}"


class Refusal(NamedTuple):
    """Something that a rule saw and did not accept, and why: for `kg explain` and the report."""

    span: Span
    rule: str
    reason: str


class Entity(NamedTuple):
    """A thing of the graph: `id` is the local part of its IRI, `label` its preferred name, `names` every other one seen."""

    id: str
    cls: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document says. Every mention in it carries its `entity`."""

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    clauses: tuple[Clause, ...] = ()
