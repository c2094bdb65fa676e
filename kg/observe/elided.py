"""Numbers without a word of their own: 今年目标20万, 比亚迪(16.1%), 2.34亿美元(约16.8亿元), 去年同期为4亿元."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Mention, Observation, Span
from kg.observe import bearer
from kg.observe.grown import ANYTHING, GROWTHS
from kg.observe.metric import Choice, delta, fits
from kg.observe.named import thing
from kg.observe.rules import Cue
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene, ratio
from kg.observe.words import marks, residue

_CONVERTED = re.compile(
    r"\s*[(（](?:IT之家)?(?:备注|注)?[:：]?\s*(?:当前|目前|现)?(?:约合|折合|约|合|相当于|即)?\s*"
)  # fmt: skip
#: what a page puts behind a share: (16.14, -0.46, -2.77%)
_QUOTED = re.compile(r"\d[\d.]*,\s?[-+]?[\d.]+,\s?[-+]?[\d.]+%[)）]")
_LED = re.compile(r"\s*(?:后)?(?:升|降|增|涨)?(?:到|至|达到|达|为)(?:了)?\s*")
_REACHED = re.compile(
    r"(?:增加|增长|提升|提高|上升|下降|降低|减少|变更|调整|上调|下调|升|降|增|减|涨|跌)?(?:到|至|为)(?:[^,，]{0,10}的)?\s*$"
)
_FROM = re.compile(r"(?:从|由)[^,;，；。]{0,12}$")
_MONEY = frozenset("元镑")
_LENGTHS = frozenset({"km", "英里", "m", "英尺", "mm", "英寸", "海里"})
_ENDS = ",;。.!?)、，；！？）"


def converted(scene: Scene, run: Run) -> Found:
    """The same number in another currency: 2.34亿美元（约16.8亿元人民币）."""
    last = scene.last
    if last is None or len(run.quantities) > 1 or last.quantity.unit == run.unit:
        return None
    if not (_MONEY.intersection(run.unit) or _LENGTHS.issuperset({run.unit, last.quantity.unit})):
        return None
    if not _CONVERTED.fullmatch(scene.text, last.quantity.span.end, run.start):
        return None
    return [replace(last, quantity=run.first, confidence=0.8)]


def inherited(scene: Scene, run: Run) -> Found:
    """A number that takes the metric of the one before it in the sentence."""
    if _QUOTED.match(scene.text, run.start):
        return "a price with its moves, in brackets"
    model = _model(scene, run)
    if model is None:
        return None
    if scene.lost and run.since > scene.clause.span.start and not _reached(scene, run):
        return None  # the number before it in the clause means something that nobody knows
    bracketed = bearer.bracketed(scene.text, scene.clause, run.start)
    if bracketed is None and not _bare(scene, run):
        return None
    rule = scene.lexicon.by_key.get(model.metric, ANYTHING)
    about: Mention | None = bracketed
    if bracketed is None or bracketed.cls not in rule.bearer:
        own = bearer.in_clause(scene.text, scene.clause.mentions, run.since, run.start, rule.bearer)
        choice = Choice(rule, model.metric, run.start, run.start, 0)
        about = scene.bears(run, choice, rule.bearer, "own" if own else "kept", own or model.about)
    if about is None:
        return f"nobody to bear {model.metric}"
    return [
        replace(
            model,
            about=about,
            quantity=replace(quantity, unit=run.unit or model.quantity.unit),
            of_thing=thing(scene.text, scene.clause, run) if model.of_thing else None,
            evidence=scene.evidence("inherited"),
            time=None if rule.timeless else scene.period(run, reported=rule.reported),
            status=scene.status(run),
            stance=scene.stance(),
            speaker=scene.clause.speaker,
            confidence=0.8,
        )
        for quantity in run.quantities
    ]


def _reached(scene: Scene, run: Run) -> bool:
    """Is it where the last number told moves to (由A增至B), in the same clause?"""
    last = scene.last
    if last is None or not _REACHED.search(scene.text, run.since, run.start):
        return False
    start = last.quantity.span.start
    return start >= scene.clause.span.start and bool(_FROM.search(scene.text, max(0, start - 16), start))


def _bare(scene: Scene, run: Run) -> bool:
    """Does nothing but names, times and cues stand before the number, or a move lead to it (由A增至B)?"""
    if delta(scene.text, run):
        return False
    if _reached(scene, run):
        return True
    cues = [Span(cue.start, cue.end) for cue in scene.cues if cue.end <= run.start and _idle(cue)]
    return len(residue(scene.text, run.since, run.start, sorted([*marks(scene.clause), *cues]))) <= 1


def _idle(cue: Cue) -> bool:
    """Does the cue leave the metric as it is? A direction (净增) does not."""
    return not cue.meaning.rules and not cue.meaning.kinds & {"up", "down"}


def _model(scene: Scene, run: Run) -> Observation | None:
    """The observation whose metric the number may take: one in its unit, or the growth that led up to it."""
    last = scene.last
    if run.first.ordinal or last is None or run.first.text.endswith(("翻倍", "翻番", "翻一番")):
        return None
    led = not ratio(run.unit) or _LED.fullmatch(scene.text, last.quantity.span.end, run.start)
    if last.metric in GROWTHS and last.of_metric and led:
        if (
            last.of_metric.startswith("metric-")
            and not ratio(run.unit)
            and _LED.fullmatch(scene.text, last.quantity.span.end, run.start)
        ):
            return replace(last, metric=last.of_metric, of_metric=None)
        rule = scene.lexicon.by_key.get(last.of_metric)
        if rule is not None and fits(rule, run.first):
            return replace(last, metric=last.of_metric, of_metric=None)
    if run.unit:
        return next((said for said in reversed(scene.said) if said.quantity.unit == run.unit), None)
    ends = run.end >= scene.clause.span.end or scene.text[run.end] in _ENDS
    return last if ends and not ratio(last.quantity.unit) else None
