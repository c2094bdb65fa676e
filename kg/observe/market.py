"""Markets and trades as bearers of numbers: 中国乘用车市场销量, 全球半导体行业收入. They are named where a number is theirs."""

from __future__ import annotations

import re

from kg.model import Clause, Mention, Span

_ENDS = ("市场", "行业", "产业", "板块", "车市")
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9]{{2,14}}?(?:{'|'.join(_ENDS)})$")
#: Firms have these too, by fields of business (汽车板块营收): there only a trade, or a market of a place, is meant.
_OF_FIRMS = frozenset(
    "revenue netProfit loss operatingProfit grossMargin netMargin cost rndExpense investment funding orders".split()
)
_WIDE = re.compile(r"全球|世界|中国|全行业")
#: What may stand between a market and its metric: 市场的总销量, 市场7月累计零售.
_BETWEEN = re.compile(
    r"(?:的|上|总|整体|总体|合计|累计|全年|当月|单月|全月|月度|年度|年|月|日均|月均|年均|每年|每月|同期|则|也|还|均)+$"
)
#: What a name does not begin with: connectives, and words that point (我国乘用车市场, 据悉新能源车市场).
_LEAD = re.compile(
    r"(?:我国|国内|全国|未来|整个|整体|今年|目前|同期|当前|当月|此外|其中|另外|同时|而|但|预计|这一|该|据悉|由于|随着|则|的|显示|表示|"
    r"推动|带动|预测|认为|称|去年|明年|近年来|数据|其|就|从|看|使|令|约|到)+"
)
_INTO = re.compile(
    r"吸纳|推动|促进|带动|引领|改变|颠覆|服务|覆盖|投资|关注|看好|影响|拉动|支撑|围绕|深耕|聚焦|瞄准|切入|加入|退出|离开|助力|成为|"
    r"第[一二三]|了|达到|刷新|实现|夺|赢得|抢|在|于|对|向|面向|进入|开拓|布局|占|抢占|除|与|和|及|是|为|有|等|将|被|、"
)
#: With one of these before it a market is not told from others: 海外市场, 细分市场, 国际市场.
_BARE = re.compile(
    r"(?:全球|世界|海外|国内|国际|国外|境外|本土|当地|各大?|主要|细分|资本|二级|一级|目标|下沉|区域|新兴|成熟|其他|其它|终端|"
    r"线下|线上|现货|高端|中端|低端|大众|零售|批发|消费|相关|不同|整体|中高端|外部|内部|外|内|新|老|大|小|全|本|该|各|这个?|上述)*"
)


def market(text: str, clause: Clause, since: int, until: int, metric: str) -> Mention | None:
    """The market that the words right before a `metric` name; None where they name none, or only an area (海外市场).

    The name begins behind the last number, time or mark, and holds the place that stands right before it.
    """
    end = _back(text, clause, since, until)
    if not text.startswith(_ENDS, end - 2):
        return None
    for span in (one.span for group in (clause.times, clause.quantities) for one in group):
        if span.end <= end - 2:
            since = max(since, span.end)
    found = _NAME.search(text, since, end)
    if found is None:
        return None
    if found.start() > since and text[found.start() - 1].isalnum():
        return None  # more words stand before than a name may have
    start = max(found.start(), text.rfind("的", found.start(), end) + 1)
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    places = [mention for mention in clause.mentions if start <= mention.span.start and mention.span.end <= end]
    if _INTO.search(text, start, end - 2) or not _kind(text, start, end, places):
        return None
    held = next((m for m in reversed(places) if m.cls == "Industry" and m.span.end in (end, end - 2)), None)
    if held is not None:
        return held
    if metric in _OF_FIRMS and not text.startswith("行业", end - 2) and not _WIDE.match(text, start):
        return None
    if text[start - 1 : start] == "、":  # the last of several
        return None
    before = next((mention for mention in clause.mentions if mention.span.end == start), None)
    if before is not None:  # 我国 may be marked as a place
        return None if before.cls != "Place" else _named(text, before.span.start, end)
    return _named(text, start, end)


def _back(text: str, clause: Clause, since: int, until: int) -> int:
    """Where the words before a metric end, once times and words that go with any metric are taken off."""
    end = until
    while True:
        time = next((time.span for time in clause.times if time.span.end == end), None)
        idle = None if time else _BETWEEN.search(text, since, end)
        moved = time.start if time else idle.start() if idle else end
        if moved == end or moved < since:
            return end
        end = moved


def _kind(text: str, start: int, end: int, places: list[Mention]) -> bool:
    """Do the words say which market, beyond where it is?"""
    if any(
        mention.cls not in ("Place", "Industry", "Product", "Technology", "Component", "Vehicle", "Device")
        for mention in places
    ):
        return False
    words = text[start : end - 2]
    for mention in places:
        if mention.cls == "Place":
            words = words.replace(text[mention.span.start : min(mention.span.end, end - 2)], "")
    left = _BARE.match(words)
    return len(words) - (left.end() if left else 0) >= 2


def _named(text: str, start: int, end: int) -> Mention:
    if text.startswith(("行业市场", "产业市场"), end - 4):
        end -= 2
    span = Span(start, end)
    name = span.of(text)
    return Mention(span, name, name.removeprefix("我国").replace(" ", ""), "Industry", "market")
