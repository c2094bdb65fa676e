"""Numbers that belong together: ranges (20~30万元), lists (4.8、5.2和6.1万辆), longer durations (1小时30分钟)."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.recognise.numerals import Part

_RANGE = re.compile(r"\s?(?:-{1,2}|[~～—–−─]{1,2}|至|到)\s?(?:约|近|超)?")
#: so many characters at most stand between the two of a range
_WIDEST = 5
#: and so many between those of a list
_NEAREST = 4
_SIGNS = frozenset("-−－负下")
_LIST = re.compile(r"\s?(?:[、/*×xX]|和|与|及|或|以及)\s?")
_MOVE = re.compile(r"(?:从|由|自)[^，。；;,]{0,6}$")
_UNSETTLED = re.compile(r"不等|之间|区间")
#: after these a dash joins two numbers: 4点-5点
_COUNTED = tuple("点日月年时分元万亿个人%％度℃号米级岁")
#: of counted things only these come with a slash: 5/7座
_SHARED = ("座", "挡", "门")
#: what of a longer duration the shorter one is counted in: 1小时30分钟 is 90 min
_WITHIN = {
    ("年", "个月"): 12,
    ("个月", "天"): 30,
    ("天", "h"): 24,
    ("h", "min"): 60,
    ("h", "分"): 60,
    ("min", "s"): 60,
    ("分", "s"): 60,
}


def combined(text: str, row: list[Part]) -> list[Part]:
    """The numbers of a text with their signs, units of lists handed on, ranges and compound durations made one.

    >>> from kg.recognise.parts import parts
    >>> [(str(one.low), str(one.high), one.notation) for one in combined("20~30元", list(parts("20~30元", ())))]
    [('20', '30', '元')]
    """
    for at in range(len(row) - 1, 0, -1):
        left, right = row[at - 1], row[at]
        if right.start - left.end <= _NEAREST:
            _hand_on(text, left, right)
    made: list[Part] = []
    for part in row:
        if text[part.start - 1 : part.start] in _SIGNS:
            _sign(text, part, made[-1].end if made else -1)
        if not made or part.start - made[-1].end > _WIDEST or not _merged(text, made[-1], part):
            made.append(part)
    return made


def _sign(text: str, part: Part, left: int) -> None:
    """A minus before the number, where it is none of a name or a range; 零下 and 负."""
    start, char = part.start, text[part.start - 1 : part.start]
    before = text[start - 2 : start - 1]
    joined = (before.isascii() and before.isalnum()) or before in _COUNTED
    if text.startswith("零下", start - 2) and start - 2 >= left:
        part.start = start - 2
    elif _minus(char, start - 1 - left) and (char == "负" or not joined):
        part.start = start - 1
    else:
        return
    part.value, part.low, part.high = (
        None if number is None else -number for number in (part.value, part.high, part.low)
    )


def _minus(char: str, gap: int) -> bool:
    """A dash right after the number before (`gap` 0) joins the two; at the head of a text nothing stands before it."""
    return gap >= 0 and (char == "负" or (char in ("-", "−", "－") and gap > 0))


def _hand_on(text: str, left: Part, right: Part) -> None:
    """An elided unit, and with it the scale, comes from the number to the right: 15至17亿, 4、5和6万辆, 4070/1690mm."""
    if left.notation or left.needs == "bound" or not (right.notation or right.scale != 1):
        return
    joint = text[left.end : right.start]
    between, slash = bool(_RANGE.fullmatch(joint)), joint.strip() in ("/", "*", "x", "X")
    if not between and not _LIST.fullmatch(joint):
        return
    if slash and right.kind in ("count", "currency") and right.notation not in _SHARED:
        return
    if slash and left.value == 1:
        left.needs = right.needs = "bound"  # 1/1.3英寸 is one number, and none of length
        return
    left.needs = ""
    left.take(right.notation, right.kind, _shared_scale(left, right, between))


def _shared_scale(left: Part, right: Part, between: bool) -> Decimal:
    """8000-1万 has its own scale already: with the other's it would be the greater; 30-20万 falls."""
    if left.scale != 1 or right.scale == 1 or left.value is None or right.value is None:
        return Decimal(1)
    plain = between and left.value * right.scale >= right.value and left.value >= right.scale / 100
    return Decimal(1) if plain else right.scale


def _merged(text: str, left: Part, right: Part) -> bool:
    """Makes `left` the range or the longer duration that both say together; false where they are two."""
    joint = text[left.end : right.start]
    if left.notation and (left.notation, right.notation) in _WITHIN and joint in ("", "零", "又", " "):
        return _lengthened(left, right)
    if left.notation != right.notation or left.needs:
        return False
    if not _RANGE.fullmatch(joint) and not _nearly(text, left, right, joint):
        return False
    ends = [left.low if left.value is None else left.value]
    ends.append((right.high or right.low) if right.value is None else right.value)
    if ends[0] is None or ends[1] is None or ends[0] == ends[1] or _moves(text, left, right, joint):
        return False
    if ends[0] > ends[1] and not ends[0] < 0:  # of two losses the greater may come first
        return False
    left.low, left.high = sorted(end for end in ends if end is not None)
    left.value, left.bound, left.elided = None, "between", False
    left.end, left.number_end = right.end, right.number_end
    return True


def _nearly(text: str, left: Part, right: Part, joint: str) -> bool:
    """7、8万元 is one number that is not quite known; 4、5和6万元 is a list."""
    if joint != "、" or not left.elided or right.elided or left.end - left.start != 1:
        return False
    if left.value is None or right.value is None or text[left.start - 1 : left.start] == "、":
        return False
    return right.value - left.value == left.scale


def _moves(text: str, left: Part, right: Part, joint: str) -> bool:
    """从13万到20万 is a move from one number to another, not a range, unless 不等 or 之间 follows."""
    if joint.strip()[:1] not in ("至", "到") or not _MOVE.search(text, max(0, left.start - 8), left.start):
        return False
    return _UNSETTLED.match(text, right.end) is None


def _lengthened(left: Part, right: Part) -> bool:
    if left.value is None or right.value is None:
        return False
    left.value = left.value * _WITHIN[left.notation, right.notation] + right.value
    left.notation = "min" if right.notation == "分" else right.notation
    left.end, left.number_end, left.bound = right.end, right.number_end, right.bound or left.bound
    return True
