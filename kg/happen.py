"""Triggers + roles → events."""

from __future__ import annotations

import re

from kg.frames import Match, Matches
from kg.model import Event, Evidence, Mention, Reading, Refusal, Time

#: how far before an attribute its own time may stand
_CLOSE = 8
_MADE = re.compile(r"\s?(?:期间|之间|间)?(?:生产|制造|出厂)的?")


def happen(reading: Reading, matches: Matches) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
    """The events of one article in order, and what was refused; `matches` are the frames of events found in it."""
    return tuple(_event(reading, match) for match in matches.found), tuple(matches.refused)


def _event(reading: Reading, match: Match) -> Event:
    clause, frame = match.clause, match.frame
    planned = frame.status == "Planned" or (not frame.status and match.planned)
    return Event(
        frame.makes,
        match.slots.get("object", ()),
        Evidence(reading.document.id, clause.sentence, frame.name),
        agent=_first(match, "agent"),
        counterparty=_first(match, "counterparty"),
        place=_first(match, "place"),
        time=_time(reading.text, match),
        status="Planned" if planned else "Actual",
        stance=match.stance,
        speaker=clause.speaker,
        confidence=frame.confidence,
    )


def _first(match: Match, role: str) -> Mention | None:
    return next(iter(match.slots.get(role, ())), None)


def _time(text: str, match: Match) -> Time | None:
    """The time nearest to the trigger in its clause, the one before it preferred; else what the sentence left open.

    When a product was made (2023年3月生产的极曜X7) is not when it was recalled, and what an attribute tells in passing
    (他创办的公司今天…) has the time right before it or none.
    """
    at = match.trigger.start
    times = [time for time in match.clause.times if time.start and not _MADE.match(text, time.span.end)]
    if text[match.trigger.end : match.trigger.end + 1] == "的":
        return next((time for time in reversed(times) if 0 <= at - time.span.end <= _CLOSE), None)
    if times:
        return min(times, key=lambda time: abs(time.span.start - at) + (10 if time.span.start > at else 0))
    return match.clause.time
