"""Typed mentions + the frames of ontology/rules → relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.category import Categorist
from kg.equipped import parts_listed, rightly
from kg.frames import Match, Matches
from kg.inside import Insider
from kg.makers import Makers
from kg.model import Evidence, Mention, Reading, Refusal, Relation, Span, lineage
from kg.ontology import Ontology
from kg.variants import variants

_LONGEST = 18


class Relater:
    """Reads the relations of one article."""

    def __init__(self, ontology: Ontology) -> None:
        self._inside = Insider(ontology)
        self._makers = Makers(ontology)
        self._categorise = Categorist(ontology)

    def __call__(self, reading: Reading, matches: Matches) -> tuple[tuple[Relation, ...], tuple[Refusal, ...]]:
        """The relations in order of the text, and what was refused; `matches` are the frames of relations found in it."""
        found = [*rightly(reading, [one for match in matches.found for one in _relations(reading, match)])]
        found.extend([*parts_listed(reading, found)])
        found.extend(variants(reading))
        found.extend(self._inside(reading))
        found.extend(self._makers(reading))
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
    words = _grown(reading, match).of(reading.document.text)
    targets: tuple[Mention | str, ...] = match.slots.get("object") or (words,)
    for subject in match.slots["subject"]:
        for target in targets:
            if isinstance(target, str) or target.name != subject.name:
                yield Relation(
                    subject, match.frame.makes, target, evidence, stance, match.clause.speaker, match.frame.confidence
                )
