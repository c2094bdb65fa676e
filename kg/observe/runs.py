"""Numbers that belong together: 4997/1963/1455mm, 7.3%和9.0%, 360km、460km."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.model import Clause, Quantity, Span

_JOINT = re.compile(r"\s*(?:、|和|与|及|以及|或|/|\*|×|x|X|,|;|或者)\s*(?:后|前)?\s*")
_SPAN = re.compile(r"\s*(?:至|到|-|~|～|—)\s*")
_BETWEEN = re.compile(r"\s*(?:之间|区间|不等|范围)")
_WITHIN = re.compile(r"(?:介于|在)\s*$")
_PRODUCT = frozenset("/*×xX")


class Run(NamedTuple):
    """One number, or a list of them in one unit. `since` is where the words that lead up to it begin."""

    quantities: tuple[Quantity, ...]
    since: int
    joint: str = ""

    @property
    def start(self) -> int:
        return self.quantities[0].span.start

    @property
    def end(self) -> int:
        return self.quantities[-1].span.end

    @property
    def unit(self) -> str:
        return self.quantities[0].unit

    @property
    def first(self) -> Quantity:
        return self.quantities[0]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def runs(text: str, clause: Clause) -> Iterator[Run]:
    """The numbers of a clause, lists as one; a missing unit is that of the next number of the list."""
    since = clause.span.start
    group: list[Quantity] = []
    joint = ""
    for quantity in _ranges(text, clause):
        if group:
            between = text[group[-1].span.end : quantity.span.start]
            if _joins(between, group[-1], quantity):
                joint = joint or between.strip()
                group.append(quantity)
                continue
            yield Run(_completed(group), since, joint)
            since, joint = group[-1].span.end, ""
        group = [quantity]
    if group:
        yield Run(_completed(group), since, joint)


def _ranges(text: str, clause: Clause) -> Iterator[Quantity]:
    """The numbers of a clause, 介于28亿元至30亿元之间 as one."""
    low: Quantity | None = None
    for quantity in clause.quantities:
        if low is not None and _spans(text, low, quantity):
            span = Span(low.span.start, quantity.span.end)
            low = replace(low, span=span, text=span.of(text), value=None, minimum=low.value, maximum=quantity.value,
                          bound="between")  # fmt: skip
            continue
        if low is not None:
            yield low
        low = quantity
    if low is not None:
        yield low


def _spans(text: str, low: Quantity, high: Quantity) -> bool:
    if low.unit != high.unit or low.value is None or high.value is None or low.ordinal or low.value >= high.value:
        return False
    if not _SPAN.fullmatch(text, low.span.end, high.span.start):
        return False
    start = low.span.start
    return bool(_BETWEEN.match(text, high.span.end) or _WITHIN.search(text, max(0, start - 3), start))


def _joins(between: str, left: Quantity, right: Quantity) -> bool:
    if left.ordinal != right.ordinal or not _JOINT.fullmatch(between):
        return False
    return left.unit == right.unit or not left.unit or (not right.unit and between.strip() in _PRODUCT)


def _completed(group: list[Quantity]) -> tuple[Quantity, ...]:
    if len(group) == 1:
        return (group[0],)
    unit = next((quantity.unit for quantity in group if quantity.unit), "")
    if not unit or all(quantity.unit for quantity in group):
        return tuple(group)
    return tuple(quantity if quantity.unit else replace(quantity, unit=unit) for quantity in group)
