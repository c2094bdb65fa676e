"""Moves from one number to another: 从21.59万涨到22.99万, 由115亿元变更为147亿元, 去年13万人、今年目标20万."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Change, Evidence, Observation, Span

_FROM = re.compile(r"(?:从|由|自)[^,;，；。]{0,8}$")
_TO = re.compile(r"[^;；。]{0,14}?(?:到|至|为|变成|成|→|->|=>)[^;；。]{0,12}")
_ARROW = re.compile(r"\s*(?:→|->|=>|-->)\s*")
_PAST = ("同期", "此前", "之前", "原先", "原来", "上年", "去年")


def changes(text: str, document: str, said: Sequence[Observation]) -> Iterator[Change]:
    """The changes among observations that follow each other, in order."""
    for before, after in zip(said, said[1:], strict=False):
        if not _same(before, after):
            continue
        if _moves(text, before, after):
            yield _change(document, before, after)
        elif _compares(after, before):
            yield _change(document, after, before)
        elif _compares(before, after) and after.status == "Target":
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
    return bool(_FROM.search(text, max(0, left.start - 12), left.start)) or between.lstrip().startswith(
        ("调整为", "变更为", "上调至", "下调至", "升至", "降至", "增至", "增加到", "增长到")
    )


def _compares(past: Observation, now: Observation) -> bool:
    """Is `past` said of the year before `now`?"""
    if past.time is None or now.time is None:
        return past.time is not None and "同期" in past.time.text
    if "同期" in past.time.text:
        return True
    one, two = past.time.start, now.time.start
    if not one or not two or one[4:] != two[4:]:
        return False
    return one[:4].isdigit() and two[:4].isdigit() and int(one[:4]) + 1 == int(two[:4])


def _change(document: str, before: Observation, after: Observation) -> Change:
    spans = (before.evidence.span, after.evidence.span)
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return Change(before, after, Evidence(document, span, "change"))
