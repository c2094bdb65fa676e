"""Whose number it is: the nearest mention that can bear the metric, else what the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.model import Clause, Mention, Observation
from kg.observe.rules import Rule
from kg.observe.words import marks, residue

#: Behind one of these a mention is no subject: 较Model 3便宜, 向小鹏汽车增资, 据彭博报道.
_ASIDE = re.compile(
    r"(?:较|比|向|对|与|跟|同|据|被|让|超过|超越|高于|低于|领先|不及|除|援引|来自|相比|借助|针对|按照|根据|根據)\s*$"
)
_TO = re.compile(r"(?:对|向|给|给予|责令|为)\s*$")
_OPENING = re.compile(r"\s*[(（]\s*约?\s*$")
_IN = re.compile(r"(?:在|于|到|至|从|进入|登陆|全)\s*$")
_MARKET = re.compile(
    r"(?![^,;，；。]*(?:在|于|对))[^,;，；。]{0,6}(?:市场|行业|车企|企业|厂商|消费者|用户|居民|板块|产业)(?:的|[^,;，；。]{0,4})$"
)
_SALES_AREA = re.compile(r"市场(?:上)?的?")
_SOURCE = re.compile(r"[^,;，；。]{0,12}(?:公布|数据|显示|发布|统计|消息|披露|报告|预测|调查|官网|表示|认为|称)")
_SOURCES = frozenset({"Government", "Institution", "Media"})
#: Words that narrow a metric down without giving it to another thing.
_OWN = re.compile(
    r"公司|集团|企业|全球|国内|海外|新车|新能源|单月|当月|本月|月度|季度|年度|全年|当季|本季|财年|总体|整体|主营|业务|报告期|期内|期间|"
    r"归属|上市|股东|母公司|普通股|官方|厂商|全系|车型|该车|该|本|其|此次|本次|这|款|车|旗下|同时|此外|另外|因此|所以|"
    r"由于|即|据此|预售|开启|正式|最新|综合|工况|纯电|系统|电机|前|后|CLTC|NEDC|WLTC|WLTP|整|首|日|月|年|周|第|上|下|半|小时|"
    r"未来|届时|一共|全国统一|统一|补贴|全国|金额|总额|并购|收购|交易|拥有|搭载|配备|采用|提供|支持|内置|得到|获得|获|使|让|可以|能够|用户|被|给|以|用|中|个|次|起|吧|呢|啊|,|，|、"
)
_FOREIGN = 3
_JOINTS = frozenset({"、", "和", "与", "及", "以及", ",", "，", "/"})
_WEAK = frozenset({"Place", "Industry", "Media", "Standard", "NamedEvent", "Work"})


def in_clause(
    text: str, mentions: Sequence[Mention], since: int, until: int, ranks: Mapping[str, int]
) -> Mention | None:
    """The fitting mention nearest before `until` (not before `since`): things before places, subjects before objects."""
    best: tuple[int, int] | None = None
    found: Mention | None = None
    for mention in mentions:
        if mention.span.start < since or mention.span.end > until or mention.cls not in ranks:
            continue
        ahead = text[max(0, mention.span.start - 4) : mention.span.start]
        owns = text[mention.span.end : mention.span.end + 1] == "的"
        aside = bool(_ASIDE.search(ahead)) and not (owns and ahead[-1:] not in "对向")
        aside = aside or (mention.cls in _SOURCES and bool(_SOURCE.match(text, mention.span.end, until)))
        weak = mention.cls in _SOURCES or (mention.cls in _WEAK and (ranks[mention.cls] > 0 or bool(_IN.search(ahead))))
        score = (0 if aside else 1 if weak else 2, mention.span.end)
        if score[0] and (best is None or score >= best):
            best, found = score, mention
    return found


def patient(text: str, mentions: Sequence[Mention], until: int, ranks: Mapping[str, int]) -> Mention | None:
    """The thing that something is done to: 对X罚款, 向X提供补贴."""
    for mention in mentions:
        start, end = mention.span
        if end <= until and mention.cls in ranks and _TO.search(text, max(0, start - 3), start):
            return mention
    return None


def bracketed(text: str, clause: Clause, start: int) -> Mention | None:
    """The mention whose number stands in brackets behind it: 比亚迪（16.1%）."""
    opening = _OPENING.search(text, max(clause.span.start, start - 4), start)
    if opening is None:
        return None
    return next((m for m in reversed(clause.mentions) if m.span.end == opening.start()), None)


def behind(mentions: Sequence[Mention], since: int, until: int, ranks: Mapping[str, int]) -> Mention | None:
    """The first fitting mention between two places: the object of a verb."""
    for mention in mentions:
        if since <= mention.span.start and mention.span.end <= until and mention.cls in ranks:
            return mention
    return None


def spoken_of(text: str, clause: Clause, rule: Rule, said: Sequence[Observation]) -> Mention | None:
    """What an elided subject stands for: the bearer of the last number of the sentence, else the best topic that fits."""
    ranks = rule.bearer
    topics = [t for t in clause.topics if t.cls in ranks and t.cls not in _SOURCES and not cited(text, t)]
    topics = [topic for topic in topics if topic.cls not in _WEAK or ranks[topic.cls] == 0] or topics
    if rule.first:
        topics.sort(key=lambda topic: ranks[topic.cls])
    if said and said[-1].about.cls in ranks:
        last = said[-1]
        best = topics[0] if topics else None
        if best is None or best.span.start < last.evidence.span.end or ranks[best.cls] > ranks[last.about.cls]:
            return last.about
    return topics[0] if topics else None


def outside(text: str, clause: Clause, rule: Rule, said: Sequence[Observation], place: Mention) -> Mention | None:
    """Whose number it is, where the clause names only the place in which it counts (其在中国的销量)."""
    if (
        place.cls != "Place"
        or not rule.bearer["Place"]
        or not _IN.search(text, max(0, place.span.start - 3), place.span.start)
    ):
        return None
    found = spoken_of(text, clause, rule, said)
    return found if found is not None and rule.bearer[found.cls] < rule.bearer["Place"] else None


def company(text: str, clause: Clause, rule: Rule, since: int, until: int) -> Mention | None:
    """The company spoken of, where a place only tells the market (其中，中国市场的销量)."""
    if not _SALES_AREA.fullmatch(text, since, until):
        return None
    best = next((topic for topic in clause.topics if not cited(text, topic)), None)
    return best if best is not None and best.cls == "Company" and best.cls in rule.bearer else None


def cited(text: str, mention: Mention) -> bool:
    """Is it only named as a source or a measure: 据高盛估计, 较Model 3?"""
    start, end = mention.span
    if mention.cls == "Organization" and _SOURCE.match(text, end, end + 20):
        return True
    return bool(_ASIDE.search(text, max(0, start - 4), start)) and text[end : end + 1] != "的"


def together(text: str, mentions: Sequence[Mention], last: Mention, ranks: Mapping[str, int]) -> list[Mention]:
    """All of the list that ends in `last` (A、B和C涨超1%), in order."""
    group = [last]
    for mention in reversed([m for m in mentions if m.span.end <= last.span.start]):
        if mention.cls not in ranks or text[mention.span.end : group[0].span.start].strip() not in _JOINTS:
            break
        group.insert(0, mention)
    return group


def foreign(text: str, clause: Clause, since: int, until: int) -> bool:
    """Do words that are no mention stand before the metric, so that the number is of what they say (房地产开发投资)?"""
    return len(unknown(text, clause, since, until)) > _FOREIGN


def unknown(text: str, clause: Clause, since: int, until: int) -> str:
    """The words between two places that are no name, no time, and none of those that go with any metric."""
    return _OWN.sub("", residue(text, since, until, marks(clause)))


def market(text: str, since: int, until: int) -> bool:
    """Do the words right before the metric name a market, an industry or people in general (中国汽车市场销量)?"""
    words = text[since:until]
    return bool(_MARKET.match(words)) if words else False


def listed(
    text: str, mentions: Iterable[Mention], count: int, until: int, ranks: Mapping[str, int]
) -> tuple[Mention, ...]:
    """The last `count` mentions before `until` that stand in a list (A、B和C); empty where there are not so many."""
    fitting = [m for m in mentions if m.span.end <= until and m.cls in ranks]
    for first in range(len(fitting) - count, -1, -1):
        group = fitting[first : first + count]
        between = [text[a.span.end : b.span.start].strip() for a, b in zip(group, group[1:], strict=False)]
        if all(words in _JOINTS for words in between):
            return tuple(group)
    return ()
