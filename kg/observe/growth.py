"""同比增长90%, 环比下降13%, 涨超3%: how much something grew, against what, and which way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Clause, Quantity
from kg.observe.rules import Cue
from kg.observe.runs import Run
from kg.observe.words import residue

UNITS = frozenset({"%", "百分点", "倍", "成", "基点", "‰"})
_SINCE_LAST_YEAR = re.compile(r"(?:较|比|与|同)[^,;，；。]{0,10}(?:同期|去年|上年)")
_SINCE_LAST_MONTH = re.compile(r"(?:较|比)[^,;，；。]{0,4}(?:上月|上季|上个月|前月|上一季)")
_TURNED = re.compile(
    r"的?(?:大幅|显著|强劲|高速|快速|平稳|稳健|有机|年均|复合|年复合|正|负)?(?:同比|环比|年)?(?:增长|增幅|涨幅|增速|降幅|跌幅|下降|下滑|上涨|下跌|增加|减少)"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth: its metric, where its words begin, and whether it is a fall."""

    metric: str
    start: int
    falls: bool


#: a rise in brackets behind what rose: 净利润1.3亿元（+68.7%）; its sign stands before the number
_BRACKETED = re.compile(r"[(（,，、]\s*(?P<by>YoY|yoy|YOY|同比|QoQ|qoq|QOQ|环比)?\s*[:：]?\s*(?P<sign>[+＋-])\s*$")


def bracketed(text: str, run: Run, last: int) -> Growth | None:
    """A growth in brackets that open at `last`, where the number told before it ends; `None` where it is none."""
    if run.unit != "%" or len(run.quantities) > 1:
        return None
    start = run.start + (1 if text[run.start] in "+-＋" else 0)
    found = _BRACKETED.search(text, last, start)
    if found is None or found.start() != last:
        return None
    by = (found.group("by") or "").lower()
    metric = "yearOnYear" if by in ("yoy", "同比") else "monthOnMonth" if by else "growth"
    return Growth(metric, found.start(), found.group("sign") == "-")


def growth(text: str, clause: Clause, cues: Sequence[Cue], run: Run) -> Growth | None:
    """The growth that a run of numbers in %, 百分点, 倍 or 成 speaks of; None where it is a level (毛利率21%)."""
    if run.unit not in UNITS:
        return None
    way = _direction(text, clause, cues, run)
    if way is not None:
        falls, start = way
        metric, begin = _against(text, clause, cues, run, start)
        return Growth(metric, begin, falls)
    for cue in reversed(cues):
        if run.since <= cue.start and cue.end <= run.start and cue.meaning.kinds & {"yoy", "mom"}:
            level = text[cue.end : run.start].lstrip().startswith(("的", "为"))  # 较去年同期的15%: what it was then
            if not level and not residue(text, cue.end, run.start, [t.span for t in clause.times]):
                metric = "yearOnYear" if "yoy" in cue.meaning.kinds else "monthOnMonth"
                return Growth(metric, cue.start, False)
            break
    return None


def signed(quantity: Quantity, falls: bool) -> Quantity:
    """The number with the sign of its fall; a number that is written with a minus keeps it."""
    if not falls:
        return quantity
    value, low, high = quantity.value, quantity.minimum, quantity.maximum
    if any(number is not None and number < 0 for number in (value, low, high)):
        return quantity
    return replace(
        quantity,
        value=None if value is None else -value,
        minimum=None if high is None else -high,
        maximum=None if low is None else -low,
    )


def _direction(text: str, clause: Clause, cues: Sequence[Cue], run: Run) -> tuple[bool, int] | None:
    for cue in reversed(cues):
        kinds = cue.meaning.kinds
        if cue.end > run.start or not kinds & {"up", "down", "to"}:
            continue
        if cue.start < run.since or "to" in kinds:
            break
        if len(residue(text, cue.end, run.start)) > 1 or text[cue.end : run.start].lstrip().startswith(
            ("至", "到", "为")
        ):
            if cue.word[-1] not in "幅率速":
                break
            if residue(text, cue.end, run.start):
                break
        return "down" in kinds, cue.start
    turned = _TURNED.match(text, run.end, clause.span.end)
    if turned and run.unit != "倍":
        return any(word in turned.group() for word in "降跌滑减"), run.start
    return None


def _against(text: str, clause: Clause, cues: Sequence[Cue], run: Run, start: int) -> tuple[str, int]:
    begin = start
    for cue in reversed(cues):
        if cue.start > start or cue.start < run.since:
            continue
        if "yoy" in cue.meaning.kinds:
            return "yearOnYear", cue.start
        if "mom" in cue.meaning.kinds:
            return "monthOnMonth", cue.start
        if "other" in cue.meaning.kinds:
            return "growth", cue.start
    words = text[clause.span.start : start]
    tail = text[run.end : run.end + 3]
    if _SINCE_LAST_YEAR.search(words) or tail.startswith(("同比", "的同比")):
        return "yearOnYear", begin
    if _SINCE_LAST_MONTH.search(words) or tail.startswith(("环比", "的环比")):
        return "monthOnMonth", begin
    return "growth", begin
