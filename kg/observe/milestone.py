"""Milestones: the 500,000th car is built or handed over, so that many were (第50万辆新车下线)."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.observe import bearer
from kg.observe.metric import Choice
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene

_DONE = re.compile(
    r"(?P<production>下线|量产|出厂|驶下|制造|生产)|(?P<cumulativeDeliveries>交付|交车)|(?P<cumulativeSales>售出|卖出|销售)"
)
_LEAST = 1000


def reached(scene: Scene, run: Run) -> Found:
    """How many were built, delivered or sold when one of a great number in a row was."""
    first = run.first
    if not first.ordinal or first.value is None or first.value < _LEAST:
        return None
    done = _DONE.search(scene.text, run.end, scene.clause.span.end) or _DONE.search(scene.text, run.since, run.start)
    rule = scene.lexicon.by_key.get(done.lastgroup or "") if done else None
    if done is None or rule is None or first.unit not in rule.units:
        return None
    choice = Choice(rule, rule.key, run.start, run.end, 0)
    pick = bearer.in_clause(scene.text, scene.clause.mentions, scene.clause.span.start, run.start, rule.bearer)
    pick = pick or bearer.spoken_of(scene.text, scene.clause, rule, scene.said)
    about = scene.bears(run, choice, rule.bearer, "named" if pick else "unnamed", pick)
    if about is None:
        return f"nobody to bear {rule.key}"
    return [scene.observation(choice, about, run, replace(first, ordinal=False))]
