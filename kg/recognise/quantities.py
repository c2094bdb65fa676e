"""Numbers with unit and bound: 近13万人, 20~30万元, 超过38万辆, 三成, 第三名."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kg.model import Quantity, Span, Time
from kg.recognise.bounds import bounds
from kg.recognise.ordinals import ordinals
from kg.recognise.parts import Part, parts
from kg.recognise.times import times
from kg.recognise.units import Unit, units

_RANGE = re.compile(r"\s?(?:-{1,2}|[~～—–−─]{1,2}|至|到)\s?(?:约|近|超)?")
_LIST = re.compile(r"\s?(?:[、/*×xX]|和|与|及|或|以及)\s?")
_MOVE = re.compile(r"(?:从|由|自)[^，。；;,]{0,6}$")
_UNSETTLED = re.compile(r"不等|之间|区间")
_FOLD = str.maketrans("０１２３４５６７８９％．億萬兩個餘過幾數約點噸條隻輛臺雙張間項筆種場戶組層",
                      "0123456789%.亿万两个余过几数约点吨条只辆台双张间项笔种场户组层")  # fmt: skip
_FOLDED = re.compile("[０-９％．億萬兩個餘過幾數約點噸條隻輛臺雙張間項筆種場戶組層]")
#: after these a dash joins two numbers: 4点-5点
_COUNTED = tuple("点日月年时分元万亿个人%％度℃号米级岁年")
_SHARED = ("座", "挡", "门")
_SPOKEN = frozenset({"以上", "以下", "左右", "上下", "附近", "以内", "+"})
#: what of a longer duration the shorter one is counted in: 1小时30分钟 is 90 min
_WITHIN = {
    ("年", "个月"): 12,
    ("h", "min"): 60,
    ("min", "s"): 60,
    ("个月", "天"): 30,
    ("天", "h"): 24,
    ("h", "分"): 60,
    ("分", "s"): 60,
}


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
    text = text.translate(_FOLD) if _FOLDED.search(text) else text
    when = times(text, issued)
    places = list(ordinals(text))
    taken = sorted([time.span for time in when] + [span for span, _ in places])
    found = [quantity for _, quantity in places if quantity is not None]
    free = [place for place in found if not any(place.span.overlaps(time.span) for time in when)]
    row = _combined(text, list(parts(text, taken)))
    read = [quantity for part, left in row if (quantity := _quantity(text, part, left)) is not None]
    return tuple(sorted([*free, *read], key=lambda quantity: quantity.span)), when


def _combined(text: str, row: list[Part]) -> list[tuple[Part, int]]:
    """Ranges and compound durations made one, units of lists handed on; each with the offset that its bound may reach."""
    for right in range(len(row) - 1, 0, -1):
        _hand_on(text, row[right - 1], row[right])
    combined: list[Part] = []
    for part in row:
        if not combined or not _merged(text, combined[-1], part):
            combined.append(part)
    ends = [0, *(part.end for part in combined)]
    return list(zip(combined, ends, strict=False))


def _hand_on(text: str, left: Part, right: Part) -> None:
    """An elided unit, and with it the scale, comes from the number to the right: 15至17亿, 4、5和6万辆, 4070/1690mm."""
    if left.notation or left.needs == "bound" or not (right.notation or right.scale != 1) or right.start - left.end > 4:
        return
    joint = text[left.end : right.start]
    between = bool(_RANGE.fullmatch(joint))
    if not between and not _LIST.fullmatch(joint):
        return
    if joint.strip() in ("/", "*", "x", "X") and right.kind in ("count", "currency") and right.notation not in _SHARED:
        return
    if joint.strip() == "/" and left.value == 1:
        left.needs = right.needs = "bound"  # 1/1.3英寸 is one number, and none of length
        return
    left.needs = ""
    left.take(right.notation, right.kind, _shared_scale(left, right, between))


def _shared_scale(left: Part, right: Part, between: bool) -> Decimal:
    if left.scale != 1 or right.scale == 1 or left.value is None or right.value is None:
        return Decimal(1)
    # 8000-1万 has its own scale already: with the other's it would be the greater
    return Decimal(1) if between and left.value * right.scale >= right.value else right.scale


def _merged(text: str, left: Part, right: Part) -> bool:
    """Makes `left` the range or the longer duration that both say together; false where they are two."""
    joint = text[left.end : right.start]
    if left.notation and (left.notation, right.notation) in _WITHIN and joint in ("", "零", "又", " "):
        return _lengthened(left, right)
    if (
        left.notation != right.notation
        or left.needs
        or not (_RANGE.fullmatch(joint) or _nearly(text, left, right, joint))
    ):
        return False
    low = left.low if left.value is None else left.value
    high = (right.high or right.low) if right.value is None else right.value
    if low is None or high is None or low >= high or _moves(text, left, right, joint):
        return False
    left.low, left.high, left.value, left.bound = low, high, None, "between"
    left.end, left.number_end, left.elided = right.end, right.number_end, False
    return True


def _nearly(text: str, left: Part, right: Part, joint: str) -> bool:
    """7、8万元 and 两到三 say one number that is not quite known; 4、5和6 are a list."""
    if (
        joint != "、"
        or not left.elided
        or right.elided
        or left.end - left.start != 1
        or left.value is None
        or right.value is None
    ):
        return False
    return right.value - left.value == left.scale and text[left.start - 1 : left.start] != "、"


def _moves(text: str, left: Part, right: Part, joint: str) -> bool:
    """从13万到20万 is a move from one number to another, not a range, unless 不等 or 之间 follows."""
    if joint.strip() not in ("至", "到") or not _MOVE.search(text, max(0, left.start - 8), left.start):
        return False
    return _UNSETTLED.match(text, right.end) is None


def _lengthened(left: Part, right: Part) -> bool:
    if left.value is None or right.value is None:
        return False
    notation = "min" if right.notation == "分" else right.notation
    left.value = left.value * _WITHIN[left.notation, right.notation] + right.value
    left.end, left.number_end, left.notation = right.end, right.number_end, notation
    left.bound = right.bound or left.bound
    return True


def _quantity(text: str, part: Part, left: int) -> Quantity | None:
    """The part with sign, currency before it and bounds; None where it is a bare number that means nothing alone.

    `left` is where the number before ends: no word before that belongs to this one.
    """
    start, unit = _prefixed(text, part, left)
    if unit is not None and not part.notation:
        part.take(unit.notation, unit.kind)
    start, negative = _signed(text, start, left)
    before = bounds().before(text, start, scale=text[start] in "百千万亿半")
    if before is not None and before[0] < left:
        before = None
    if part.needs and before is None and unit is None:
        return None
    after = bounds().after(text, part.end)
    if not part.notation and not _speaks(text, part, before, after):
        return None
    return _finished(text, part, start, negative, (before, after))


def _finished(
    text: str, part: Part, start: int, negative: bool, beside: tuple[tuple[int, str] | None, tuple[int, str] | None]
) -> Quantity:
    before, after = beside
    span = Span(before[0] if before else start, after[0] if after else part.end)
    value, low, high = part.value, part.low, part.high
    if negative:
        value, low, high = (None if number is None else -number for number in (value, high, low))
    bound = _bound(part.bound, before[1] if before else "", after[1] if after else "")
    return Quantity(span, text[start : part.end], value, part.notation, bound, low, high)


def _bound(inner: str, before: str, after: str) -> str:
    """The most telling of the bounds: a range stays one, 至少约 is at least, 约30多万 more than."""
    if inner == "between":
        return inner
    found = [bound for bound in (before, inner, after) if bound and bound != "exactly"]
    return next((bound for bound in found if bound != "approximately"), found[0] if found else "exactly")


def _prefixed(text: str, part: Part, left: int) -> tuple[int, Unit | None]:
    """A currency before the number: 人民币840万, US$30."""
    end = part.start
    while end > left and text[end - 1] in " \t\u3000":
        end -= 1
    for length in (3, 2, 1):
        unit = units().prefixes.get(text[end - length : end]) if end - length >= left else None
        if unit is not None and part.kind in ("", "currency"):
            return end - length, unit
    return part.start, None


def _signed(text: str, start: int, left: int) -> tuple[int, bool]:
    """A minus before the number, where it is none of a name or a range; 零下 and 负."""
    char = text[start - 1 : start]
    if char in ("-", "−", "－", "负") and start - 1 >= left:
        before = text[start - 2 : start - 1]
        if char == "负" or not ((before.isascii() and before.isalnum()) or before in _COUNTED):
            return start - 1, True
    if start - 2 >= left and text.startswith("零下", start - 2):
        return start - 2, True
    return start, False


def _speaks(text: str, part: Part, before: tuple[int, str] | None, after: tuple[int, str] | None) -> bool:
    """May a number without a unit stand for something? With a scale, a bound or decimals; not a model number."""
    if part.scaled or part.scale != 1 or before is not None:
        return True
    if part.value is None and part.low is not None and part.low >= 10000:
        return True
    words = text[part.start : part.number_end]
    if text[part.end : part.end + 1] in (":", "：", "/") or text[part.start - 1 : part.start] in (":", "：", "/", "."):
        return False
    return (
        "." in words or "," in words or ((part.value or 0) >= 10000 and not part.digits) or bool(after and part.bound)
    )


__all__: Sequence[str] = ("measure", "quantities")
