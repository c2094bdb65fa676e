"""Typed mentions + the frames of ontology/rules → relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.category import Categorist
from kg.equipped import parts_listed, rightly
from kg.frames import Match, Matches
from kg.inside import Insider
from kg.makers import Makers
from kg.model import Evidence, Mention, Reading, Refusal, Relation, Span, Time, lineage
from kg.ontology import Ontology
from kg.trade import Trades
from kg.variants import variants

_LONGEST = 18
#: Words that tell that a post is over: its statement is marked with them, since no date is told.
_OVER = re.compile("前任|曾经|[原前曾]|历任|先后|此前|时任")


class Relater:
    """Reads the relations of one article."""

    def __init__(self, ontology: Ontology) -> None:
        self._inside = Insider(ontology)
        self._makers = Makers(ontology)
        self._trades = Trades(ontology)
        self._categorise = Categorist(ontology)

    def __call__(self, reading: Reading, matches: Matches) -> tuple[tuple[Relation, ...], tuple[Refusal, ...]]:
        """The relations in order of the text, and what was refused; `matches` are the frames of relations found in it."""
        found = [*rightly(reading, [one for match in matches.found for one in _relations(reading, match)])]
        found.extend([*parts_listed(reading, found)])
        found.extend(variants(reading))
        found.extend(self._inside(reading))
        found.extend(self._makers(reading))
        found.extend(self._trades(reading))
        found.extend(self._categorise(reading))
        return tuple(found), tuple(matches.refused)


def _grown(reading: Reading, match: Match) -> Span:
    """The trigger with the words that belong to it: all after the organisation before it, or those nearest (高级+总监)."""
    start, end = match.trigger
    grow = next((slot.grow for slot in match.frame.slots if slot.grow), "")
    if not grow:
        return match.trigger
    names = [m for m in match.clause.mentions if m.span.end <= start and "Organization" in lineage(m.cls)]
    after = names[-1].span.end if names else match.clause.span.start
    words = reading.text[after:start]
    if names and len(words) <= _LONGEST and re.fullmatch(grow, words):
        return Span(after + len(words) - len(words.lstrip()), end)
    return match.trigger


def _relations(reading: Reading, match: Match) -> Iterator[Relation]:
    planned = match.planned and match.frame.status != "Actual"
    stance = "Planned" if planned and match.stance == "Asserted" else match.stance
    evidence = Evidence(reading.document.id, match.clause.sentence, match.frame.name)
    ended = _ended(reading, match)
    words = _grown(reading, match).of(reading.document.text)
    targets: tuple[Mention | str, ...] = match.slots.get("object") or (words,)
    for subject in match.slots["subject"]:
        for target in targets:
            if isinstance(target, str) or target.name != subject.name:
                yield Relation(
                    subject, match.frame.makes, target, evidence, stance, match.clause.speaker,
                    match.frame.confidence, ended,
                )  # fmt: skip


def _ended(reading: Reading, match: Match) -> Time | None:
    """The word by which a frame of what is over says so (原董事长), as a time without a date."""
    if match.frame.status != "Ended":
        return None
    found = [*_OVER.finditer(reading.text, match.clause.span.start, match.trigger.end)]
    return Time(Span(*found[-1].span()), found[-1].group(), None) if found else None
