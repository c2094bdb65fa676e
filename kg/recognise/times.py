"""Times named in a text, resolved against the day of publication: 2025年3月28日, 去年, 今年前三季度, 8月16日, 周四."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kg.model import Span, Time
from kg.recognise.calendar_words import HINT, JOIN, PATTERNS
from kg.recognise.dating import Context, Dating
from kg.recognise.periods import Period, between

_STARTS = re.compile(HINT)
_EVERY = tuple((pattern, reads) for pattern, reads, _ in PATTERNS)
#: for each character, besides digits, the patterns that may begin with it
_BY_FIRST = {
    char: tuple((pattern, reads) for pattern, reads, chars in PATTERNS if char in chars)
    for char in sorted({char for _, _, chars in PATTERNS for char in chars})
}


def times(text: str, issued: date | None) -> tuple[Time, ...]:
    """The times of a text, in order, none overlapping; offsets in code points of `text`.

    Relative ones (去年, 8月16日) are counted from `issued`; without it, and where the words fix no day (近日), `start` is None.

    >>> [(time.text, time.period) for time in times("去年8月上市，2023年上半年销量翻番", date(2023, 9, 1))]
    [('去年8月', '2022-08'), ('2023年上半年', '2023-01-01/2023-06-30')]
    """
    return tuple(_Reader(text, Context(issued)).read())


@dataclass(slots=True)
class _Reader:
    """Reads one text from left to right; the context remembers the year and month that were named last."""

    text: str
    context: Context
    dating: Dating = field(init=False)

    def __post_init__(self) -> None:
        self.dating = Dating(self.text, self.context)

    def read(self) -> Iterator[Time]:
        at = 0
        while (hint := _STARTS.search(self.text, at)) is not None:
            start = hint.start()
            found = self._one(start)
            if found is None:
                at = _past_digits(self.text, start)
                continue
            end, period = self._joined(*found)
            at = end
            yield Time(
                Span(start, end), self.text[start:end], period.start if period else None, period.end if period else None
            )

    def _one(self, start: int) -> tuple[int, Period | None] | None:
        for pattern, reads in _BY_FIRST.get(self.text[start], _EVERY):
            found = pattern.match(self.text, start)
            if found is not None and found.end() > start and self.dating.stands(found):
                try:
                    period: Period | None = getattr(self.dating, reads)(found)
                except (ValueError, OverflowError):  # 2月30日, or a year that no calendar has
                    period = None
                return found.end(), period
        return None

    def _joined(self, end: int, period: Period | None) -> tuple[int, Period | None]:
        """A second time after 至, 到 or a dash makes an interval of both."""
        joint = JOIN.match(self.text, end)
        if joint is None or period is None:
            return end, period
        last = self._one(joint.end()) if _STARTS.match(self.text, joint.end()) else None
        if last is None or last[1] is None or last[1].last <= period.first:
            return end, period
        return last[0], between(period, last[1])


def _past_digits(text: str, start: int) -> int:
    """Where to go on after a place that holds no time: a run of digits is passed as one."""
    at = start + 1
    if text[start].isdecimal():
        while at < len(text) and text[at].isdecimal():
            at += 1
    return at
