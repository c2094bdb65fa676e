"""The idle words between a metric and its number, and how far apart the two are without them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model import Clause, Span


def either(words: str, signs: str = "") -> re.Pattern[str]:
    """A pattern of any of some words and signs, the first that fits. Those that begin alike are tried together.

    The engine then skips the places where none of them begins, which it cannot where signs stand in a set.

    >>> either("约为|约|超", "(").sub("", "(约为超过约)")
    '过)'
    """
    begun: dict[str, list[str]] = {}
    for first, rest in [*((word[0], word[1:]) for word in words.split("|")), *((sign, "") for sign in signs)]:
        begun.setdefault(first, []).append(rest)
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in begun.items()))


#: Words that may stand between a metric and its number without breaking the bond.
IDLE = either(
    r"大约|约为|约合|将近|接近|逼近|超过|超出|突破|达到|达成|高达|多达|可达|最高|最低|至少|至多|不低于|不超过|不足|不到|"
    r"仅为|仅有|仅需|仅仅|只有|只需|已经|已达|累计|合计|共计|总计|总共|分别|实现|完成|录得|有望|预计|预期|目标|计划|力争|"
    r"人民币|当前|目前|如今|大概|保持|稳定|维持|区间|范围|围绕|介于|提升|增长|下降|上升|增加|减少|下调|上调|调整|变更|"
    r"上升至|平均|每年|每月|单月|首次|成功|官方|来到|扩大|收窄|大幅|进一步|其中|则为|均为|都为|都是|就是|就有|就已|便已|"
    r"有所|相当于|所需|开始|通常|普遍|需要|支付|为期|共有|设为|设在|定在|定为|而|但|并|且|却|又|也|均|都|还|就|便|则|已|"
    r"为|是|达|约|近|超|逾|破|仅|只|至|到|了|的|在|有|从|由|共|总|将|不|不少|左右|以上|以下|报|录|需|可|能(?!源)|会|要|"
    r"相比之下|与之相比|相比|全年|全月|当月|当季|单季|一度|曾",
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + ":：=\"'“”()（）~+-",
)
_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")


def residue(text: str, start: int, end: int, holes: Iterable[Span] = ()) -> str:
    """What is left between two places once marks (`holes`), brackets and idle words are taken out.

    >>> residue("售价约为20万元", 2, 4), residue("销售新能源汽车20辆", 2, 7)
    ('', '新能源汽车')
    """
    if start >= end:
        return ""
    kept: list[str] = []
    at = start
    for hole in holes:
        if hole.end <= at or hole.start >= end:
            continue
        kept.append(text[at : max(at, hole.start)])
        at = hole.end
    if at < end:
        kept.append(text[at:end])
    words = "".join(kept)
    if "(" in words or "（" in words:
        words = _BRACKETS.sub("", words)
    return IDLE.sub("", words)


def marks(clause: Clause) -> list[Span]:
    """Where the names and times of a clause stand, in order."""
    spans = [mention.span for mention in clause.mentions]
    if clause.times:
        spans += [time.span for time in clause.times]
        spans.sort()
    return spans
