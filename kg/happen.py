"""Triggers + roles → events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.frames import Match, Matches
from kg.model import Event, Evidence, Mention, Reading, Refusal, Time
from kg.when import Around

#: prices of times: one that stands with its event, one that is borrowed from a clause far before it
_NEAR, _BORROWED = 42, 48
#: events that are one for all of their objects
_JOINT = frozenset({"Partnership", "Lawsuit", "Contract", "Termination", "Accident"})


def happen(reading: Reading, matches: Matches) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
    """The events of one article in order, and what was refused; `matches` are the frames of events found in it."""
    if not matches.found:
        return (), tuple(matches.refused)
    around = Around(reading.text, reading.clauses, reading.document.issued)
    times = _agreed(
        [(match, *around.time(match.clause, match.trigger, planned=_planned(match))) for match in matches.found]
    )
    events = (
        _event(reading, match, things, time)
        for match, time in zip(matches.found, times, strict=True)
        for things in _apart(match)
    )
    return tuple(events), tuple(matches.refused)


def _agreed(told: Sequence[tuple[Match, float, Time | None]]) -> list[Time | None]:
    """The times of the events. One that is told with its date keeps it where another telling borrows one from afar."""
    known = {key: time for match, price, time in reversed(told) for key in _things(match) if time and price < _NEAR}
    return [
        next((known[key] for key in _things(match) if key in known), time) if time and price > _BORROWED else time
        for match, price, time in told
    ]


def _things(match: Match) -> list[tuple[str, str]]:
    return [(match.frame.makes, mention.name) for mention in match.slots.get("object", ())]


def _planned(match: Match) -> bool:
    return match.frame.status == "Planned" or (not match.frame.status and match.planned)


def _apart(match: Match) -> list[tuple[Mention, ...]]:
    """The objects, by the event that each takes part in: A和B上市 are two, 与A和B达成合作 is one."""
    things = match.slots.get("object", ())
    return [things] if len(things) < 2 or match.frame.makes in _JOINT else [(thing,) for thing in things]


def _presupposed(match: Match, time: Time | None, issued: date | None) -> bool:
    """Is it a dated deed of the past, of which only the worth is opined (外界认为，2003年1月收购远山汽车奠定了地位)?"""
    own = time is not None and time in match.clause.times
    return match.stance == "Opinion" and own and not _planned(match) and bool(issued) and not _ahead(time, issued)


def _ahead(time: Time | None, issued: date | None) -> bool:
    """Is it dated after the day of publication? Then it is to come, whatever the verb says (官宣8月4日揭晓)."""
    return bool(time and time.start and issued and time.start > issued.isoformat()[: len(time.start)])


def _event(reading: Reading, match: Match, things: tuple[Mention, ...], time: Time | None) -> Event:
    clause, frame = match.clause, match.frame
    return Event(
        frame.makes,
        things,
        Evidence(reading.document.id, clause.sentence, frame.name),
        agent=_first(match, "agent"),
        counterparty=_first(match, "counterparty"),
        place=_first(match, "place"),
        time=time,
        status="Planned" if _planned(match) or _ahead(time, reading.document.issued) else "Actual",
        stance="Asserted" if _presupposed(match, time, reading.document.issued) else match.stance,
        speaker=clause.speaker,
        confidence=frame.confidence,
    )


def _first(match: Match, role: str) -> Mention | None:
    return next(iter(match.slots.get(role, ())), None)
