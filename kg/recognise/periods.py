"""Stretches of the calendar, and how they are written: 2025, 2025-03, 2025-03-28, 2025-01-01/2025-06-30."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple


class Period(NamedTuple):
    """From day to day, both inclusive; `grain` tells whether that is a year, a month, a day or just a stretch (span)."""

    first: date
    last: date
    grain: str

    @property
    def start(self) -> str:
        """`2025`, `2025-03`, or the first day.

        >>> month(2025, 3).start, half(2025, 1).start, half(2025, 1).end
        ('2025-03', '2025-01-01', '2025-06-30')
        """
        words = self.first.isoformat()
        return {"year": words[:4], "month": words[:7]}.get(self.grain, words)

    @property
    def end(self) -> str | None:
        """The last day of a stretch; None for a plain year, month or day."""
        return self.last.isoformat() if self.grain == "span" else None


def year(number: int) -> Period:
    """A whole year; raises ValueError outside 1 to 9999."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


@lru_cache(maxsize=1024)
def month(number: int, of: int) -> Period:
    """A month of a year, counted from 1; 0 and 13 are those of the years beside it."""
    number, of = number + (of - 1) // 12, (of - 1) % 12 + 1
    return Period(date(number, of, 1), date(number, of, monthrange(number, of)[1]), "month")


def months(number: int, first: int, last: int) -> Period:
    """From month to month; raises ValueError where there is no such month or the last comes first."""
    if not 1 <= first <= last <= 12:
        raise ValueError(f"no months from {first} to {last}")
    return Period(month(number, first).first, month(number, last).last, "span")


def half(number: int, which: int) -> Period:
    """The first or the second half of a year."""
    return months(number, which * 6 - 5, which * 6)


def quarter(number: int, which: int) -> Period:
    """A quarter of a year; 0 and 5 are those of the years beside it."""
    number, which = number + (which - 1) // 4, (which - 1) % 4 + 1
    return months(number, which * 3 - 2, which * 3)


def day(on: date) -> Period:
    """A day."""
    return Period(on, on, "day")


def week(on: date) -> Period:
    """Monday to Sunday of the week of a day."""
    monday = on - timedelta(on.weekday())
    return Period(monday, monday + timedelta(6), "span")


def between(first: Period, last: Period) -> Period:
    """From the first day of one to the last day of the other; raises ValueError where that is no stretch."""
    if last.last < first.first:
        raise ValueError("the end comes before the beginning")
    return Period(first.first, last.last, "span")
