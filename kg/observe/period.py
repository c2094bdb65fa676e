"""Of when a number speaks, and whether it is reached, aimed at or foreseen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Clause, Observation, Time
from kg.observe.rules import Cue
from kg.observe.runs import Run
from kg.observe.words import residue

#: Behind these words a time is that of the report, not of the number: 8月2日公布的数据.
_REPORT = re.compile(
    r"(?:[^,;，；。]{0,6}(?:公布|发布|消息|宣布|报道|披露|公告|表示|称|获悉|讯|上市|更新|报告(?!期))"
    r"|的?(?:业绩|财报)?(?:会上|发布会)|(?:期间|之?间)?(?:生产|制造)(?:及进口)?的)"
)
_MADE, _LABEL = re.compile(r"(?:生产|制造|出厂)(?:日期|时间)(?:在|为|自|从|于|是|:|：)?\s*$"), 10
_COMPARED = re.compile(r"(?:较|比|与|同|相比|高于|低于|不及|超过)\s*$")
#: right before a number these leave no doubt: 去年同期的5.6%, 上年同期为9.1%
_ITS_OWN = re.compile(r"[末底]?(?:[(（]|的|为|是|仅为|只有|仅有|达)约?\s*")
#: what ends the time that earlier clauses left open: 自2010年起任职，目前持股24%
_NOW = re.compile(r"目前|如今|当前|现(?:在|已|有|持)|迄今|至今")
_SINCE = re.compile(r"[自从]\s*$")
_GROWTH_UNITS = frozenset({"%", "百分点", "倍", "基点"})
#: what makes no future of 将 before it: 将价格下调了5%, 将不…
_DONE = re.compile(r"不|了")
_SAME_TIME = ("同期", "同月", "同季")


def period(text: str, clause: Clause, run: Run, said: Sequence[Observation], frame: Time | None) -> Time | None:
    """The time of a number: the nearest before it in the clause, else `frame`, which earlier clauses left open."""
    for time in reversed(clause.times):
        if time.span.end > run.start or reported(text, time, run.start):
            continue
        if _ITS_OWN.fullmatch(text, time.span.end, run.start):
            return earlier(time, said) if same_time(time) else closing(text, time)
        if compared(text, time) and (run.unit in _GROWTH_UNITS or residue(text, time.span.end, run.start)):
            continue
        if same_time(time):
            if run.unit in _GROWTH_UNITS:
                continue
            return earlier(time, said)
        return closing(text, time)
    return None if frame is not None and _NOW.search(text, clause.span.start, run.start) else frame


def closing(text: str, time: Time) -> Time:
    """上半年末: the last day of the period."""
    if not time.start or text[time.span.end : time.span.end + 1] not in ("末", "底"):
        return time
    if time.end:
        return replace(time, start=time.end, end=None)
    return replace(time, start=f"{time.start}-12-31") if len(time.start) == 4 else time


def reported(text: str, time: Time, end: int) -> bool:
    """Is it the time of the report, or of making, not of the number (8月2日公布的数据, 生产日期在5月的汽车)?"""
    if _MADE.search(text, max(0, time.span.start - _LABEL), time.span.start):
        return True
    return bool(_REPORT.match(text, time.span.end, min(end, time.span.end + 10)))


def compared(text: str, time: Time) -> bool:
    """Is the time only what something is compared with (较上年末)?"""
    return bool(_COMPARED.search(text, max(0, time.span.start - 3), time.span.start))


def same_time(time: Time) -> bool:
    """Does it count from another time (去年同期)?"""
    return any(word in time.text for word in _SAME_TIME)


def framed(text: str, clause: Clause, frame: Time | None) -> Time | None:
    """The time that the clause leaves open for those after it."""
    for time in reversed(clause.times):
        since = _SINCE.search(text, max(0, time.span.start - 2), time.span.start)
        if since and len(time.start or "") == 4 and text[time.span.end : time.span.end + 1] == "起":
            continue
        if time.start and not (reported(text, time, clause.span.end) or compared(text, time) or same_time(time)):
            return closing(text, time)
    return frame


def era(time: Time | None, known: Time | None) -> Time | None:
    """The reporting period of an article: a quarter, a half-year, a year or a month, not a day; else the one `known`."""
    if time is None or not time.start or (len(time.start) > 7 and not time.end):
        return known
    return time


def earlier(time: Time, said: Sequence[Observation]) -> Time:
    """去年同期: the period of the number before, one year back."""
    if time.start and not time.text.startswith("去年") and not time.text.startswith("上年"):
        return time
    for observation in reversed(said):
        known = observation.time
        if known is not None and known.start and not same_time(known):
            return replace(time, start=_back(known.start), end=_back(known.end))
    return time


def _back(day: str | None) -> str | None:
    if not day or not day[:4].isdigit():
        return day
    moved = f"{int(day[:4]) - 1:04d}{day[4:]}"
    return f"{moved[:4]}-02-28" if moved.endswith("-02-29") else moved


def status(text: str, cues: Sequence[Cue], run: Run, *, timeless: bool = False) -> str:
    """Actual, Target (目标, 计划, 力争) or Forecast (预计, 有望), by the nearest such word before the number."""
    meant = ""
    for cue in reversed(cues):
        if cue.end > run.start:
            continue
        kinds = cue.meaning.kinds
        if "target" in kinds:
            return "Target"
        if "forecast" in kinds:
            return "Forecast"
        if "future" in kinds and not _DONE.search(text, cue.end, run.start):
            meant = meant or ("Target" if cue.word == "将" else "Forecast")
    return "Actual" if timeless or not meant else meant
