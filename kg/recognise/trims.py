"""Trims of a car that stand alone: 标准版和四驱旗舰版两款车型, 双电机版车型."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.recognise.guess import Guess, Page

_WORDS = (
    "入门|基础|标准|舒适|豪华|尊享|尊贵|尊荣|至尊|旗舰|运动|时尚|精英|进取|领先|先锋|创始|首发|纪念|典藏|限量|限定|冠军|荣耀|性能|高性能|"
    "行政|家用|青春|活力|卓越|奢享|乐享|畅享|智享|悦享|轻享|智驾|高阶智驾|智尊|智领|智航|智行|领航|激光雷达|星耀|闪耀|巅峰|王者|傲视|探索|越野|"
    "长续航|超长续航|标准续航|单电机|双电机|三电机|四电机|两驱|四驱|后驱|前驱|增程|纯电|插混|混动|燃油|五座|六座|七座|换电|充电|高配|低配|顶配|中配"
)
_TRIM = re.compile(
    r"(?:[1-9]\d{2,3}(?:km|KM|公里)?|\d{2,3}kWh|[LR]TK|Air|Lite|Pro|Max|Plus|Ultra|GT)? ?"
    rf"(?:{_WORDS}){{1,4}}版(?:车型|(?<=[电驱航动池座]版)本(?!身|来|地|次))?"
)
_KIND = re.compile("版(?:车型|本)$")


def trims(page: Page, names: list[Guess]) -> list[Guess]:
    """The names, which stand in order and do not overlap, with the trims that stand alone where cars are spoken of.

    >>> text = "云驰S7有标准版和双电机版车型"
    >>> [one.name for one in trims(Page(text), [Guess(0, 4, "云驰S7", "Vehicle", "product:model")])]
    ['云驰S7', '标准版', '双电机版']
    """
    if "版" not in page.text or not any(one.cls == "Vehicle" for one in names):
        return names
    found = [
        Guess(start, end, _KIND.sub("版", page.text[start:end]), "Vehicle", "trim", 2)
        for start, end in (match.span() for match in _TRIM.finditer(page.text))
        if not _within(names, start, end)
    ]
    if not found:
        return names
    inside = {one for trim in found for one in names if one.start >= trim.start and one.end <= trim.end}
    return sorted([*(one for one in names if one not in inside), *found])


def _within(names: Sequence[Guess], start: int, end: int) -> bool:
    """Does a name cover the stretch, or reach into it from outside?"""
    return any(one.start < end and one.end > start and not (one.start >= start and one.end < end) for one in names)
