"""The values that a page shows: plain, frozen, without RDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

ROLES = ("agent", "object", "counterparty", "place")


class Words(str):
    """A literal: plain words, where a plain `str` is an IRI."""

    __slots__ = ()


class Proof(NamedTuple):
    """The words that say a fact: `text` stands at `[start, end)` (code points) of `document` (an IRI)."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What every fact carries: how it is said, by whom, and where."""

    stance: str = "Asserted"
    speaker: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the world. `id` is its IRI, `cls` the local name of its class, `same` its IRIs elsewhere."""

    id: str
    label: str
    cls: str
    names: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """`subject property object`, the object an IRI, or `Words`."""

    subject: str
    property: str
    object: str
    claim: Claim
    until: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An observation: the number's digits are text, as the graph has them."""

    id: str
    about: str
    metric: str
    value: str
    minimum: str
    maximum: str
    unit: str
    raw: str
    bound: str
    status: str
    period: str
    period_text: str
    of: str
    holder: str
    claim: Claim
    unit_iri: str = ""
    period_iri: str = ""  #: of an interval


@dataclass(frozen=True, slots=True)
class Move:
    """A change from one observation to another (their IRIs)."""

    about: str
    before: str
    after: str
    claim: Claim
    id: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its roles, `(role, IRI)` in the order of `ROLES`."""

    id: str
    cls: str
    roles: tuple[tuple[str, str], ...]
    date: str
    date_text: str
    status: str
    claim: Claim
    date_iri: str = ""  #: of an interval

    def ties(self) -> Iterator[tuple[str, str]]:
        """The pairs of things that it ties: who acts and what is acted on, or the two that stand in its other roles."""
        filled: dict[str, list[str]] = {}
        for role, thing in self.roles:
            filled.setdefault(role, []).append(thing)
        present = [filled[role] for role in ROLES if role in filled]
        if len(present) < 2:
            return
        for first in present[0]:
            yield from ((first, other) for other in present[1] if other != first)
        if len(present) > 2 and "counterparty" in filled and "agent" in filled:
            yield from ((present[0][0], other) for other in filled["counterparty"] if other != present[0][0])


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the graph."""

    id: str
    identifier: str
    title: str
    date: str
    publisher: str
    source: str


class Asked(NamedTuple):
    """Why a page shows a part: `kind` is `select`, `construct`, `around` or `part`, of which `words` is the query or thing.

    `number` things answer, of all `total` of the graph; `hops` is how far around them the page reaches.
    """

    kind: str
    words: str
    number: int
    total: int
    hops: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """All that a page can show, every tuple in a fixed order. `labels` names terms minted by the graph itself.

    `kinds` are the literals whose language or datatype is not the usual one: `(role, words, kind)`.
    Of a part: `marked` things have a ring and come first, those `aside` are not in the first view, `asked` says what was.
    """

    things: tuple[Thing, ...] = ()
    links: tuple[Link, ...] = ()
    numbers: tuple[Number, ...] = ()
    moves: tuple[Move, ...] = ()
    happenings: tuple[Happening, ...] = ()
    papers: tuple[Paper, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str, str], ...] = ()
    marked: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    asked: Asked | None = None
