"""Places in a row: 第3名, 排名第一, 前十, 第100万辆."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Quantity, Span
from kg.recognise.numerals import DIGITS, numeral
from kg.recognise.units import units

_HAN = "一二三四五六七八九十百"
_PLACE = re.compile(
    rf"第\s?(?P<n>(?:{DIGITS})(?:\s?[十百千万亿]+)?|[{_HAN}]+[千万亿]?)\s?"
    rf"|前(?P<top>[{_HAN}]{{1,3}}|\d{{1,3}})(?P<of>[名位强大]|甲)?"
)
_RANKED = re.compile(
    r"(?:[排位列居名]|排名|位列|位居|位于|跃居|跃升|升至|升到|降至|跻身|保持|稳居|高居|行业|全球|全国|世界|国内|中国|亚洲|欧洲|全市|全省|市场|"
    r"品牌|车企|销量|榜|榜单|份额|倒数|并列|蝉联|继续|均为|成为|[市省国])\s?$"
)
_RANK = re.compile(r"[名位](?![置于])|大(?!道|街|楼|会|学|门|股东|队|厦|桥)")
_ENDS = frozenset('，。,;；、:：！!？?)）(（和与及以的”"』」\n \t…—而且并|')
_TIMELY = tuple("年月季天日周个届期次代方者步款章条版批轮场")
#: 第三条, 第二届, 第一次: parts of a text or a series, no rank and no count
_SERIES = frozenset("条款届次项类层期集批步份道点分") | {"批次"}
_OPENS = frozenset('。；;：:！!？?\n，, “"')


def ordinals(text: str) -> Iterator[tuple[Span, Quantity | None]]:
    """The stretches of a text that say a place in a row, each with its quantity; None where it ranks nothing (第二代).

    >>> [(quantity.text, quantity.number, quantity.unit) for _, quantity in ordinals("销量排名第三，位居前十。") if quantity]
    [('第三', '3', '名'), ('前十', '10', '名')]
    """
    for found in _PLACE.finditer(text):
        if found.group("top"):
            quantity = _top(text, found)
            if quantity is not None:
                yield quantity.span, quantity
            elif found.group("of"):
                yield Span(*found.span()), None  # 前五名中的一个 is no fifth
        else:
            quantity = _place(text, found)
            yield Span(found.start(), found.end()) if quantity is None else quantity.span, quantity


def _top(text: str, found: re.Match[str]) -> Quantity | None:
    """前三, 前10名: one of the first so many."""
    after, before = text[found.end() : found.end() + 1], text[found.start() - 1 : found.start()]
    value = numeral(found.group("top"))
    if value is None or value < 2 or before in tuple("之以目此年月日天提从先当"):
        return None
    if after and after not in _ENDS and not _RANKED.search(text, max(0, found.start() - 4), found.start()):
        return None
    span = Span(*found.span())
    return Quantity(span, found.group(), value, "名", "atMost", ordinal=True)


def _place(text: str, found: re.Match[str]) -> Quantity | None:
    value = numeral(re.sub(r"\s", "", found.group("n")))
    if value is None:
        return None
    start, end = found.start(), found.end()
    ranked = _RANK.match(text, end)
    if ranked is not None:
        return Quantity(Span(start, ranked.end()), text[start : ranked.end()], value, "名", ordinal=True)
    after = text[end : end + 1]
    words = found.group().rstrip()
    listed = after in tuple("，,、:：") and (
        not start or text[start - 1] in _OPENS
    )  # 第二，… opens a point of an argument
    if listed:
        return None
    if not after or after in _ENDS or (_RANKED.search(text, max(0, start - 4), start) and after not in _TIMELY):
        return Quantity(Span(start, start + len(words)), words, value, "名", ordinal=True)
    unit = units().at(text, end, digits=found.group("n")[0].isdecimal())
    if unit is None or unit.unit.kind not in ("count", "time") or unit.notation in _SERIES:
        return None
    return Quantity(Span(start, unit.end), text[start : unit.end], value, unit.notation, ordinal=True)
