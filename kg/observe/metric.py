"""Which metric a number measures: the nearest fitting word before or right after it, or its unit alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.model import Clause, Quantity
from kg.observe.rules import Cue, Lexicon, Rule
from kg.observe.runs import Run
from kg.observe.words import marks, residue

#: A word behind the number has to stand close, and loses against one before it that stands as close.
_BEHIND = 1.5
_FROM = re.compile(r"(?:由|从)(?:去年|上年|此前|原来)?的?$")
#: A number behind these is how much more or less, not how much: 销量增加了1234辆.
_DELTA = re.compile(
    r"(?:增加|减少|增长|下降|上升|下跌|下滑|回落|净增|净减|多增|少增|(?:比|较)[^,，;；]{1,8}[多少高低])了?约?$"
)
_STOPS = frozenset("、;,。!?，；！？")


class Choice(NamedTuple):
    """A metric for a number: the rule, its key, where its word stands, and how far off."""

    rule: Rule
    metric: str
    start: int
    end: int
    distance: float


def choose(text: str, clause: Clause, cues: Sequence[Cue], run: Run, lexicon: Lexicon) -> Choice | None:
    """The best metric for a run of numbers, or None where no word fits."""
    best: Choice | None = None
    for cue in reversed(cues):
        if not cue.meaning.rules or cue.start < run.since:
            continue
        for choice in _readings(text, clause, cue, run):
            if best is None or choice.distance < best.distance:
                best = choice
    if best is None:
        rule = lexicon.alone.get(run.unit)
        if rule is not None:
            best = Choice(rule, rule.key, run.start, run.start, rule.reach)
    return best


def fits(rule: Rule, quantity: Quantity) -> bool:
    """Does the number's unit go with the metric?"""
    if quantity.ordinal:
        return "#" in rule.units
    return quantity.unit in rule.units or ("/" in quantity.unit and quantity.unit.split("/")[0] in rule.units)


def takes(rule: Rule, run: Run) -> bool:
    """Does the run fit the metric, or all metrics that the words name at once?"""
    return fits(rule, run.first) and len(rule.keys) <= len(run.quantities)


def _readings(text: str, clause: Clause, cue: Cue, run: Run) -> list[Choice]:
    rules = [rule for rule in cue.meaning.rules if takes(rule, run)]
    if not rules:
        return []
    before = cue.end <= run.start
    rules = [rule for rule in rules if rule.side == "either" or (rule.side == "before") == before]
    if not rules or cue.start < run.end < cue.end:
        return []
    between = (cue.end, run.start) if before else (run.end, cue.start)
    left = residue(text, *between, marks(clause))
    if before and _FROM.search(text, cue.end, run.start):
        left = left[:2].strip("、")
    if _STOPS.intersection(left):
        return []
    if not before and cue.start == run.end and any(rule.side == "after" for rule in rules):
        rule = next(rule for rule in rules if rule.side == "after")
        return [Choice(rule, rule.metric(cue.word), cue.start, cue.end, -1)]
    if before and _DELTA.search(text, cue.end, run.start):
        return []
    distance = len(left) + (0.0 if before else _BEHIND + 0.02 * (cue.start - run.end))
    return [
        Choice(rule, rule.metric(cue.word), cue.start, cue.end, distance)
        for rule in rules
        if distance <= (rule.reach if before else min(rule.reach, 2) + _BEHIND + 0.2)
    ]
