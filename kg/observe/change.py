"""Moves from one number to another: 从21.59万涨到22.99万, 由115亿元变更为147亿元, 去年13万人、今年目标20万."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Change, Evidence, Observation, Span, Time

_FROM = re.compile(r"(?:从|由|自)[^,;，；。]{0,12}$")
_TO = re.compile(r"[^;；。]{0,14}?(?:到|至|为|变成|成|→|->|=>)[^;；。]{0,12}")
_ARROW = re.compile(r"\s*(?:→|->|=>|-->)\s*")
_ISO = re.compile(r"\d{4}(?:-\d\d)?")


def changes(text: str, document: str, said: Sequence[Observation]) -> Iterator[Change]:
    """The changes among observations that follow each other, in order."""
    for before, after in zip(said, said[1:], strict=False):
        if not _same(before, after):
            continue
        if _moves(text, before, after):
            yield _change(document, before, after)
        elif _compares(after, before):
            yield _change(document, after, before)
        elif _compares(before, after) and (after.status == "Target" or _years(before.time)):
            yield _change(document, before, after)


def _same(before: Observation, after: Observation) -> bool:
    if before.metric != after.metric or before.about.name != after.about.name:
        return False
    if before.metric in {"yearOnYear", "monthOnMonth", "growth"}:
        return False
    one, two = before.quantity, after.quantity
    return one.unit == two.unit and one.number != two.number and before.stance == after.stance


def _moves(text: str, before: Observation, after: Observation) -> bool:
    left, right = before.quantity.span, after.quantity.span
    between = text[left.end : right.start]
    if _ARROW.fullmatch(between):
        return True
    if len(between) > 40 or not _TO.search(between):
        return False
    return bool(_FROM.search(text, max(0, left.start - 16), left.start)) or between.lstrip().startswith(
        ("调整为", "变更为", "上调至", "下调至", "升至", "降至", "增至", "增加到", "增长到")
    )


def _compares(past: Observation, now: Observation) -> bool:
    """Is `past` said of the period right before that of `now`: the year, quarter or month before?"""
    if past.time is None:
        return False
    if "同期" in past.time.text:
        return True
    one, two = _place(past.time), _place(now.time)
    return one is not None and two is not None and one[1] == two[1] and two[0] - one[0] in {one[1], 12}


def _place(time: Time | None) -> tuple[int, int] | None:
    """Where a period begins, in months, and how many it takes; None for days and what is not resolved."""
    if time is None or not time.start or not _ISO.match(time.start):
        return None
    first = int(time.start[:4]) * 12 + int(time.start[5:7] or 1)
    if time.end:
        return first, int(time.end[:4]) * 12 + int(time.end[5:7]) - first + 1
    return {4: (first, 12), 7: (first, 1)}.get(len(time.start))


def _years(time: Time | None) -> bool:
    return time is not None and time.start is not None and len(time.start) == 4 and not time.end


def _change(document: str, before: Observation, after: Observation) -> Change:
    spans = (before.evidence.span, after.evidence.span)
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return Change(before, after, Evidence(document, span, "change"))
