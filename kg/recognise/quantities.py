"""Numbers with unit and bound: 近13万人, 20~30万元, 超过38万辆, 三成, 第三名."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from kg.model import Quantity, Span, Time
from kg.recognise.bounds import bounds
from kg.recognise.numerals import Part
from kg.recognise.ordinals import ordinals
from kg.recognise.parts import parts
from kg.recognise.ranges import combined
from kg.recognise.times import times
from kg.recognise.units import Unit, units

__all__ = ["measure", "quantities"]

#: a text may come as it was written; each character has one that stands for it
_WRITTEN = (
    "億萬兩個餘過幾數約點噸條隻輛臺雙張間項筆種場戶組層歐韓鎊圓幣單馬時鐘週歲畝頃攝級於僅達將內從與顆塊盧級碼釐"
    "０１２３４５６７８９％．＋－～／＄ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
)
_FOLD = str.maketrans(
    _WRITTEN,
    "亿万两个余过几数约点吨条只辆台双张间项笔种场户组层欧韩镑圆币单马时钟周岁亩顷摄级于仅达将内从与颗块卢级码厘"
    "0123456789%.+-~/$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
)
_FOLDED = re.compile(f"[{_WRITTEN}]")
_SPOKEN = frozenset({"以上", "以下", "左右", "上下", "附近", "以内", "+"})

_Bound = tuple[int, str] | None


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order, none overlapping; offsets in code points of `text`.

    >>> [(found.text, found.number, found.unit, found.bound) for found in quantities("去年销量近13 万辆，增长超过两成")]
    [('13 万辆', '130000', '辆', 'approximately'), ('两成', '20', '%', 'moreThan')]
    """
    return measure(text, None)[0]


def measure(text: str, issued: date | None) -> tuple[tuple[Quantity, ...], tuple[Time, ...]]:
    """The quantities and the times of a text, none overlapping: a time wins (2025年, 3月28日), a duration is no time.

    >>> [[found.text for found in kind] for kind in measure("2025年起质保10年", None)]
    [['10年'], ['2025年']]
    """
    if _FOLDED.search(text):
        folded = text.translate(_FOLD)
        return _as_written(text, folded, *measure(folded, issued))
    when = times(text, issued)
    spans = [time.span for time in when]
    places = [(span, place) for span, place in ordinals(text) if not _crosses(span, spans)]
    taken = sorted(spans + [span for span, _ in places]) if places else spans
    found = [place for _, place in places if place is not None]
    starts, left, beside = [span.start for span in taken], 0, _beside()
    for part in combined(text, list(parts(text, taken))):
        start, after = part.start, text[part.end : part.end + 1]
        if text[start - 1 : start] in beside or after in beside or after.isspace():
            quantity = _quantity(text, part, _room(part, taken, starts, Span(left, len(text))))
        else:
            quantity = None if part.needs else _told(text, part, start, None, None)
        left = part.end
        if quantity is not None:
            found.append(quantity)
    if places:
        found.sort(key=lambda quantity: quantity.span)
    return tuple(found), when


@cache
def _beside() -> frozenset[str]:
    """The characters beside a number that may belong to its bounds or its currency."""
    return units().ends | bounds().last | bounds().first | frozenset(" \t\u3000")


def _crosses(span: Span, spans: Sequence[Span]) -> bool:
    """Does the span share a character with one of these, which stand in order?"""
    near = bisect_left(spans, span)
    return any(span.overlaps(other) for other in spans[max(0, near - 1) : near + 1])


def _room(part: Part, taken: Sequence[Span], starts: Sequence[int], room: Span) -> Span:
    """How far the words beside a number may reach in `room`: not into a time or a rank, which begin at `starts`."""
    left, end = room
    near = bisect_left(starts, part.start)
    if near and taken[near - 1].end > left:
        left = taken[near - 1].end
    if near < len(taken) and starts[near] < end:
        end = starts[near]
    return Span(left, end)


def _as_written(
    text: str, folded: str, found: tuple[Quantity, ...], when: tuple[Time, ...]
) -> tuple[tuple[Quantity, ...], tuple[Time, ...]]:
    """The words of the text itself in place of the folded ones; folding moves no offset."""
    starts = [folded.index(quantity.text, quantity.span.start) for quantity in found]
    return (
        tuple(
            replace(quantity, text=text[start : start + len(quantity.text)])
            for quantity, start in zip(found, starts, strict=True)
        ),
        tuple(replace(time, text=time.span.of(text)) for time in when),
    )


def _quantity(text: str, part: Part, room: Span) -> Quantity | None:
    """The part with the currency before it and its bounds; None where it is a bare number that means nothing alone."""
    start, unit = _prefixed(text, part, room.start)
    if unit is not None and not part.notation:
        part.take(unit.notation, unit.kind)
    elif unit is not None and part.notation == "元":
        part.notation = unit.notation  # 新台币50亿元
    known = bounds()
    before = known.before(text, start, scale=text[start] in "百千万亿半")
    after = known.after(text, part.end)
    before = before if before and before[0] >= room.start else None
    after = after if after and after[0] <= room.end else None
    if part.needs and before is None and unit is None:
        return None
    return _told(text, part, start, before, after)


def _told(text: str, part: Part, start: int, before: _Bound, after: _Bound) -> Quantity | None:
    """The part that begins at `start`, its currency included, with the bounds found beside it."""
    if not part.notation and not _speaks(text, part, before, after):
        return None
    span = Span(before[0] if before else start, after[0] if after else part.end)
    bound = _bound(part.bound, before[1] if before else "", after[1] if after else "")
    return Quantity(span, text[start : part.end], part.value, part.notation, bound, part.low, part.high)


def _bound(inner: str, before: str, after: str) -> str:
    """The most telling of the bounds: a range stays one, 至少约 is at least, 约30多万 more than."""
    if inner == "between" or not (before or after):
        return inner or "exactly"
    found = [bound for bound in (before, inner, after) if bound and bound != "exactly"]
    return next((bound for bound in found if bound != "approximately"), found[0] if found else "exactly")


def _prefixed(text: str, part: Part, left: int) -> tuple[int, Unit | None]:
    """A currency before the number: 人民币840万, US$30."""
    end = part.start
    if part.kind not in ("", "currency"):
        return end, None
    while end > left and text[end - 1] in " \t\u3000":
        end -= 1
    prefixes = units().prefixes
    if end == left or text[end - 1] not in units().ends:
        return part.start, None
    for length in (3, 2, 1):
        unit = prefixes.get(text[end - length : end]) if end - length >= left else None
        if unit is not None:
            return end - length, unit
    return part.start, None


def _speaks(text: str, part: Part, before: _Bound, after: _Bound) -> bool:
    """May a number without a unit stand for something? With a scale, a bound or decimals; not a model number."""
    if part.scaled or part.scale != 1 or before is not None:
        return True
    if part.low is not None or not part.digits:
        return (part.value or part.low or 0) >= 10000
    if text[part.end : part.end + 1] in (":", "：", "/") or text[part.start - 1 : part.start] in (":", "：", "/", "."):
        return False
    words = text[part.start : part.number_end]
    return "." in words or "," in words or bool(after and text[part.end : after[0]].strip() in _SPOKEN)
