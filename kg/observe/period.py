"""Of when a number speaks, and whether it is reached, aimed at or foreseen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Clause, Observation, Time
from kg.observe.rules import Cue
from kg.observe.runs import Run

#: Behind these words a time is that of the report, not of the number: 8月2日公布的数据.
_REPORT = re.compile(r"[^,;。]{0,6}(?:公布|发布|消息|宣布|报道|披露|公告|表示|称|获悉|讯|上市|更新|报告)")
_COMPARED = re.compile(r"(?:较|比|与|同|相比|高于|低于|不及|超过)\s*$")
_SAME_TIME = ("同期", "同月", "同季")


def period(text: str, clause: Clause, run: Run, said: Sequence[Observation]) -> Time | None:
    """The time of a number: the nearest before it in the clause, else the frame that an earlier clause left open."""
    for time in reversed(clause.times):
        if time.span.end > run.start:
            continue
        if _REPORT.match(text, time.span.end, min(run.start, time.span.end + 10)):
            continue
        if _COMPARED.search(text, max(0, time.span.start - 3), time.span.start) and time.span.start < run.since:
            continue
        if any(word in time.text for word in _SAME_TIME):
            return earlier(time, said)
        return time
    return clause.time


def earlier(time: Time, said: Sequence[Observation]) -> Time:
    """去年同期: the period of the number before, one year back."""
    for observation in reversed(said):
        known = observation.time
        if known is not None and known.start and not any(word in known.text for word in _SAME_TIME):
            return replace(time, start=_back(known.start), end=_back(known.end))
    return time


def _back(day: str | None) -> str | None:
    if not day or not day[:4].isdigit():
        return day
    moved = f"{int(day[:4]) - 1:04d}{day[4:]}"
    return f"{moved[:4]}-02-28" if moved.endswith("-02-29") else moved


def status(text: str, clause: Clause, cues: Sequence[Cue], run: Run, issued: str) -> str:
    """Actual, Target (目标, 计划, 力争) or Forecast (预计, 有望), by the nearest such word before the number."""
    for cue in reversed(cues):
        if cue.end > run.start:
            continue
        kinds = cue.meaning.kinds
        if "target" in kinds:
            return "Target"
        if "forecast" in kinds:
            return "Forecast"
        if "future" in kinds and "不" not in text[cue.end : run.start]:
            return "Target" if cue.word == "将" else "Forecast"
    last = next((t for t in reversed(clause.times) if t.span.end <= run.start), None)
    if last is not None and last.start and issued and last.start[:4].isdigit() and last.start[:4] > issued[:4]:
        return "Forecast"
    return "Actual"
