"""Times named in a text, resolved against the day of publication: 2025年3月28日, 去年, 今年前三季度, 8月16日, 周四."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from kg.model import Span, Time
from kg.recognise.calendar_words import HINT, JOIN, NUMBERED, OPENINGS, YEARLY
from kg.recognise.dating import Context, Dating
from kg.recognise.periods import Period, between

_STARTS = re.compile(HINT)
#: a text may come as it was written; each character has one that stands for it
_WRITTEN = "個號週禮後幾過來這間內財報兩當從於０１２３４５６７８９"
_FOLD = str.maketrans(_WRITTEN, "个号周礼后几过来这间内财报两当从于0123456789")
_FOLDED = re.compile(f"[{_WRITTEN}]")
#: a year that only the word before it tells: 在2024，
_SINCE = (YEARLY,)


def times(text: str, issued: date | None) -> tuple[Time, ...]:
    """The times of a text, in order, none overlapping; offsets in code points of `text`.

    Relative ones (去年, 8月16日) are counted from `issued`; without it, and where the words fix no day (近日), `start` is None.

    >>> [(time.text, time.period) for time in times("去年8月上市，2023年上半年销量翻番", date(2023, 9, 1))]
    [('去年8月', '2022-08'), ('2023年上半年', '2023-01-01/2023-06-30')]
    """
    if _FOLDED.search(text):
        found = _Reader(text.translate(_FOLD), Context(issued)).read()
        return tuple(replace(time, text=time.span.of(text)) for time in found)
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
        text, at = self.text, 0
        for hint in _STARTS.finditer(text):
            start = hint.start()
            if start < at:
                continue
            found = self._one(hint, start)
            if found is None:
                at = _past_digits(text, start)
                continue
            at, period = self._joined(*found)
            yield Time(
                Span(start, at), text[start:at], period.start if period else None, period.end if period else None
            )

    def _one(self, hint: re.Match[str], start: int) -> tuple[int, Period | None] | None:
        for pattern, reads in _patterns(hint, self.text, start):
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
        hint = _STARTS.match(self.text, joint.end())
        last = self._one(hint, joint.end()) if hint else None
        if last is None or last[1] is None or last[1].last <= period.first:
            return end, period
        return last[0], between(period, last[1])


def _patterns(hint: re.Match[str], text: str, start: int) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns that may match where a time may begin, by the two characters there or by what follows the digits."""
    if not text[start].isdecimal():
        return OPENINGS.get(text[start : start + 2], ())
    follows = hint[1] or hint[2]
    return NUMBERED[follows] if follows else _SINCE


def _past_digits(text: str, start: int) -> int:
    """Where to go on after a place that holds no time: a run of digits is passed as one."""
    at = start + 1
    if text[start].isdecimal():
        while at < len(text) and text[at].isdecimal():
            at += 1
    return at
