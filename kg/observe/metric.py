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
_FROM = re.compile(r"(?:由|从)(?:去年|上年|此前|之前|原来|原先|年初|期初)?的?$")
#: A number behind these is how much more or less, not how much: 销量增加了1234辆.
_DELTA = re.compile(
    r"(?:增加|减少|增长|下降|上升|下跌|下滑|回落|净增|净减|多增|少增|提升|提高|降低|缩短|延长|加长|多出|高出|低出|"
    r"(?:比|较|相比|高于|低于)[^,，;；]{1,8}[多少高低长短])了?约?$"
)
#: Money that comes in is raised, not spent: 获得5亿美元战略投资.
_RAISED = re.compile(r"获得?(?![批奖利益])|接受|引入|引进|拿到|收到")
#: Volumes, and the units that may count another thing behind them: 这2个口岸出口….
_VOLUMES = frozenset(
    "deliveries cumulativeDeliveries sales cumulativeSales orders production capacity exports shipments inventory".split()
)
_OF_ANYTHING = frozenset("个 家 座 条 款 笔 张 场 种 项 名 位".split())
_THING = re.compile(r"[的左右以上下之多余,，。;；、:：)）(（]|及|和|与|或|均|都|已|将|同比|环比|$|\s")
_STOPS = frozenset("、;,。!?，；！？")


#: metrics that a recall tells in passing
_MADE = ("production", "exports", "metric-进口", "metric-出厂")


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
    if best is not None and best.metric in _MADE:
        return _recalled(cues, run, best)
    if best is not None and best.metric == "investment":
        return _raised(text, run, best, lexicon)
    if best is None:
        rule = lexicon.alone.get(run.unit)
        if rule is not None and not delta(text, run):
            best = Choice(rule, rule.key, run.start, run.start, rule.reach)
    return best


def _recalled(cues: Sequence[Cue], run: Run, choice: Choice) -> Choice:
    """What is recalled was made too: 召回2018年生产的共计2.2万辆."""
    for cue in cues:
        for rule in cue.meaning.rules:
            if rule.key == "recalledUnits" and run.since <= cue.start < choice.start and takes(rule, run):
                return Choice(rule, rule.key, cue.start, cue.end, choice.distance)
    return choice


def _raised(text: str, run: Run, choice: Choice, lexicon: Lexicon) -> Choice:
    """An investment that somebody gets is funding, theirs who stand before the verb: 甲获乙5亿元投资."""
    verb = _RAISED.search(text, run.since, min(choice.start, run.start))
    rule = lexicon.by_key.get("funding")
    return choice if verb is None or rule is None else Choice(rule, rule.key, verb.start(), choice.end, choice.distance)


def fits(rule: Rule, quantity: Quantity) -> bool:
    """Does the number's unit go with the metric?"""
    if quantity.ordinal:
        return "#" in rule.units and quantity.unit in ("名", "位", "")
    return quantity.unit in rule.units or ("/" in quantity.unit and quantity.unit.split("/")[0] in rule.units)


def delta(text: str, run: Run, since: int | None = None) -> bool:
    """Do the words say how much more or less, not how much (增加了1234辆)?"""
    return bool(_DELTA.search(text, run.since if since is None else since, run.start))


def takes(rule: Rule, run: Run) -> bool:
    """Does the run fit the metric, or all metrics that the words name at once?"""
    return fits(rule, run.first) and len(rule.keys) <= len(run.quantities)


def _readings(text: str, clause: Clause, cue: Cue, run: Run) -> list[Choice]:
    rules = [rule for rule in cue.meaning.rules if takes(rule, run)]
    if not rules:
        return []
    before = cue.end <= run.start
    if cue.word == "进口" and any(mention.span.start == cue.end for mention in clause.mentions):
        return []  # 进口Model 3: which one, not what was done
    rules = [rule for rule in rules if rule.side == "either" or (rule.side == "before") == before]
    if not rules or cue.start < run.end < cue.end:
        return []
    if run.unit in _OF_ANYTHING and cue.start != run.end and not _THING.match(text, run.end):
        rules = [rule for rule in rules if rule.key not in _VOLUMES]
    between = (cue.end, run.start) if before else (run.end, cue.start)
    left = residue(text, *between, marks(clause))
    if before and _FROM.search(text, cue.end, run.start):
        left = left[:2].strip("、")
    if _STOPS.intersection(left):
        return []
    if not before and cue.start == run.end and any(rule.side == "after" for rule in rules):
        rule = next(rule for rule in rules if rule.side == "after")
        return [Choice(rule, rule.metric(cue.word), cue.start, cue.end, -1)]
    if before and delta(text, run, cue.end):
        return []
    distance = len(left) + (0.0 if before else _BEHIND + 0.02 * (cue.start - run.end))
    return [
        Choice(rule, rule.metric(cue.word), cue.start, cue.end, distance)
        for rule in rules
        if distance <= (rule.reach if before else min(rule.reach, 2) + _BEHIND + 0.2)
    ]
