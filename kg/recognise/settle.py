"""Names against numbers: each stretch of a text is one or the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kg.model import Quantity, Span, Time
from kg.recognise.guess import Guess

Numbered = TypeVar("Numbered", Quantity, Time)

#: from this strength on a name keeps the number that stands in it: 问界M9, 4C超充电池, 2024款SU7
SURE = 2


def settle(
    names: Sequence[Guess], quantities: Sequence[Quantity], times: Sequence[Time]
) -> tuple[list[Guess], list[Quantity], list[Time]]:
    """Names, quantities and times without overlap, each in order, from three such rows that may overlap each other.

    A sure name wins over a number that lies in it; else the number wins.

    >>> from kg.model import Span
    >>> name = Guess(0, 5, "800V平台", "Platform", "gazetteer", 3)
    >>> settle([name], [Quantity(Span(0, 4), "800V", None)], [])[1]
    []
    """
    numbers = sorted([mark.span for mark in quantities] + [mark.span for mark in times])
    kept: list[Guess] = []
    lost: set[Span] = set()
    first, count = 0, len(numbers)
    for name in names:
        while first < count and numbers[first][1] <= name.start:
            first += 1
        last = first
        while last < count and numbers[last][0] < name.end:
            last += 1
        within = numbers[first:last]
        if not within:
            kept.append(name)
        elif name.strength >= SURE and all(name.start <= span.start and span.end <= name.end for span in within):
            kept.append(name)
            lost.update(within)
    return kept, _without(quantities, lost), _without(times, lost)


def _without(marks: Sequence[Numbered], lost: set[Span]) -> list[Numbered]:
    return [mark for mark in marks if mark.span not in lost] if lost else list(marks)
