"""Who only reports or is told: a source (据X数据显示), a data service (X平台显示), an addressee (向X确认, 告诉X记者).

Such a name takes no part in what its clause says, so it fills no role of a frame, save that a journalist works for a paper.
"""

from __future__ import annotations

import re

from kg.model import Reading, Span

#: What stands for the characters of a name in a text whose names are blotted out.
BLOT = "\ufffc"
_REPORT = "(?:数据|资料|信息|平台|报告|研报|记录|消息|网站|官网|工商|股权|APP|App|客户端|公开|最新|统计|的){0,4}"
#: every way to say it begins at the name, so that the engine skips from name to name
_CITED = re.compile(
    rf"{BLOT}(?<!{BLOT}{BLOT})(?:(?<=[(（]{BLOT})(?P<noted>{BLOT}*)(?:备注|注)[:：]"
    rf"|(?:(?<=据{BLOT})|(?<=(?:援引|引述|按照){BLOT}))(?P<cited>{BLOT}*){_REPORT}(?:消息|数据|统计|监测|资料|测算|估算|报告|预测)"
    rf"|(?:(?<=[向对]{BLOT})|(?<=(?:告诉|告知|对话|接受|回复|答复){BLOT}))(?P<told>{BLOT}*)(?:等媒体|等|的)?(?:记者|独家|方面){{0,2}}"
    rf"(?:{BLOT}+)?(?:表示|确认|透露|说|称|证实|回应|采访|专访|介绍|坦言|指出|直言|回复|，|,|：|:)"
    rf"|(?P<source>{BLOT}*){_REPORT}(?:显示|报道|报导))"
)


def bystanders(masked: str) -> tuple[Span, ...]:
    """The places of the names that only report or are told, in a text whose names are blotted out, in order.

    >>> bystanders("据\ufffc\ufffc数据显示,\ufffc\ufffc\ufffc向\ufffc\ufffc\ufffc证实")
    (Span(start=1, end=3), Span(start=12, end=15))
    """
    return tuple(Span(found.start(), found.end(str(found.lastgroup))) for found in _CITED.finditer(masked))


def blotted(reading: Reading) -> str:
    """The text with its names blotted out, so that no word is seen inside one (蓝岸证券 is no 证券分析师)."""
    parts, at = [], 0
    for mention in reading.mentions:
        start, end = mention.span
        if start >= at:
            parts += [reading.text[at:start], BLOT * (end - start)]
            at = end
    return "".join([*parts, reading.text[at:]])
