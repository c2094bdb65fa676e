"""Numbers that the text takes back: 不是19.98万元, 没有突破10万辆, 不支持800V."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Observation

_REACH = 14
#: a bound before the number may belong to it (突破10万辆)
_NUMBER = re.compile("[0-9零一二两三四五六七八九十百千万半]")
_SIGNS = frozenset("没未不难无并拒放取叫终")
_DENIES = re.compile(
    r"(?:没有?|(?<![从尚并远])未|[从尚并远]未|未能|不会|不可能|并非|难以|无法|不足以)(?:再|能|够|真正|实际)?"
    r"(?:突破|超过|达到|超|达|实现|降至|降到|升至|涨至|增至|卖到|卖出|跌破|减少|增加|增长|下降|上涨|下跌|降价|涨价)了?(?:约|近)?\s*$"
    r"|(?<!是)(?:不是|并非|(?:拒绝|婉拒|放弃|取消|叫停|终止)(?:以|用)?)(?:约|近)?\s*$"
    r"|(?:不|没有?|未)(?:支持|搭载|配备|采用|具备|基于|使用)[^，。；]{0,6}$"
)
#: bounds that are told by a negation: 未达, 不超过
_NEGATIVE = ("lessThan", "atMost")


def taken_back(text: str, told: Observation) -> Observation:
    """The observation, denied where the words right before its number deny it."""
    number = _NUMBER.search(text, *told.quantity.span)
    start = number.start() if number else told.quantity.span.start
    before = text[max(told.evidence.span.start, start - _REACH) : start]
    if told.stance != "Asserted" or _SIGNS.isdisjoint(before) or told.quantity.bound in _NEGATIVE:
        return told
    return replace(told, stance="Denied") if _DENIES.search(before) else told
