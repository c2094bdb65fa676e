"""The slots of frames, made ready: which mention stands where a slot wants it, and which others stand in a list with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from kg.model import Clause, Mention, Reading, Span, below
from kg.ontology import Slot

_COMMAS = frozenset("、 和 与 及 以及 / ， , 或 ＋ + 及其 & ”、“ ”和“ 》、《 》和《 」、「".split())
#: Members of a list that nobody knows (A、…、B), and what may stand around one that is known (A、新一代B系统和C).
_UNKNOWN = re.compile("[^，。；：的、]{0,3}(?:、[^、，。；：的]{1,14}){0,3}(?:、|和|及|与|以及|或)[^，。；：、的]{0,6}")
#: What may follow a member of a list that is known: A电动SUV和B, A系列、B
_KINDS = re.compile(
    "(?:电动|纯电|混动|插电|增程|智能|折叠屏|折叠|系列|SUV|MPV|轿车|轿跑|汽车|车型|手机|平板电脑|平板|笔记本电脑|笔记本|电脑|手表|耳机|电视"
    "|芯片|处理器|显卡|电池|功能|版本|版|平台|系统|大模型|公司|集团){1,3}[”」]?(?:、|和|及|与|以及)[“「]?"
)
#: What may describe a thing between the preposition and its name: 与(科技公司)北辰科技.
_DESCRIBED = re.compile(
    "[^，。；：、的在与和由被将]{0,12}的?[^，。；：、的在与和由被将]{0,8}"
    "(?:公司|企业|巨头|厂商|制造商|供应商|服务商|平台|品牌|集团|机构|车企|伙伴|基金|运营商|商|方|子公司|股东|部门|业务)[“「]?"
    "|(?:中国|美国|日本|德国|韩国|法国|英国|瑞典|荷兰|加拿大|印度|以色列|意大利|俄罗斯|丹麦|挪威|瑞士|新加坡|台湾|香港"
    "|国内|本土|当地|旗下|其)的?[“「]?|[^，。；：、的在与和由被将]{2,5}的|[A-Za-z][A-Za-z. ]{0,11}"
)
#: Words before a list that also join its members: 与A和B is one list, A和B are two sides.
_EITHER = frozenset("和、及跟")
#: where and when: no subjects
_SETTING = below("Place") | {"NamedEvent", "Media"}
_SPACES = (" ", "\u3000", "  ")
NEAR = 8
_FAR = 24


class Links(NamedTuple):
    """Words that may stand at a place: just these, or what a pattern (in a rule it starts with `~`) takes whole."""

    words: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def read(cls, links: Iterable[str]) -> Links:
        """The links of a rule.

        >>> Links.read(("的", "~旗下.?")).allow("旗下的")
        True
        """
        links = tuple(links)
        return cls(frozenset(links), tuple(re.compile(link[1:]) for link in links if link[:1] == "~"))

    def allow(self, words: str) -> bool:
        """May these words stand there?"""
        if words in self.words:
            return True
        for pattern in self.patterns:  # noqa: SIM110  (`any` over a generator takes twice as long)
            if pattern.fullmatch(words):
                return True
        return False


class Role(NamedTuple):
    """A slot made ready: the classes of mentions that it takes, its links and patterns, what is said where it is empty."""

    name: str
    slot: Slot
    takes: frozenset[str]
    link: Links | None
    named: re.Pattern[str] | None
    unlike: re.Pattern[str] | None
    barred: frozenset[str]
    elsewhere: bool
    lacking: str

    @classmethod
    def read(cls, slot: Slot) -> Role:
        """The slot made ready."""
        return cls(
            slot.role, slot, _all_below(slot.classes), Links.read(slot.link) if slot.link else None,
            re.compile(slot.named) if slot.named else None, re.compile(slot.unlike) if slot.unlike else None,
            _all_below(slot.bar),
            slot.word or slot.optional or slot.inherit or slot.across or slot.side == "topic",
            f"nothing fits the slot '{slot.role}'",
        )  # fmt: skip


def _all_below(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(below, classes))


def narrowest_first(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots in the order in which they are filled: the one that can stand in the fewest places first."""
    return tuple(
        sorted(slots, key=lambda slot: (not slot.lead, slot.optional, not slot.link, slot.side == "topic", slot.reach))
    )


def fill(
    reading: Reading, clause: Clause, role: Role, trigger: Span, taken: Collection[str]
) -> tuple[Mention, ...]:  # fmt: skip
    """The mentions that fill the role beside the trigger, none with a name that is `taken`; empty where none does."""
    slot, takes = role.slot, role.takes
    if slot.side != "topic":
        mentions = _within(reading, clause, slot) if slot.across else clause.mentions
        near = _nearest(reading.text, mentions, role, trigger, taken) if mentions else None
        if near is not None:
            near = _narrowest(mentions, near)
            found = listed(reading.text, mentions, near, role) if slot.many else (near,)
            if not slot.lead or _led(reading.text, found[0].span.start, slot.lead):
                return found
    alone = not slot.lone or not _preceded(clause, trigger, takes if slot.side == "topic" else None)
    if alone and (slot.side == "topic" or (slot.inherit and not _place_acts(reading.text, clause, trigger))):
        for topic in clause.topics:
            if (
                topic.cls in takes
                and topic.name not in taken
                and not (role.named and not role.named.fullmatch(topic.text))
            ):
                return (topic,)
    return ()


def _place_acts(text: str, clause: Clause, trigger: Span) -> bool:
    """Does a place act in the clause with somebody (嘉和区与北辰科技签约)? Then nobody is left out."""
    return any(
        m.cls == "Place" and m.span.end < trigger.start and text[m.span.end] in "与和同跟" for m in clause.mentions
    )


def _preceded(clause: Clause, trigger: Span, takes: Collection[str] | None) -> bool:
    """Does something stand before the trigger that may be its subject: of these classes, or any that is no setting?"""
    return any(
        m.span.end <= trigger.start and (m.cls not in _SETTING if takes is None else m.cls in takes)
        for m in clause.mentions
    )


def _narrowest(mentions: Sequence[Mention], found: Mention) -> Mention:
    """Of a place in a place (德国慕尼黑) the narrowest; any other mention as it is."""
    if found.cls == "Place":
        for mention in mentions:
            if mention.cls == "Place" and mention.span.start == found.span.end:
                found = mention
    return found


def _within(reading: Reading, clause: Clause, slot: Slot) -> Sequence[Mention]:
    """The mentions of the clause, then of those of its sentence on the side of the slot."""
    found: list[Mention] = []
    step = -1 if slot.side == "before" else 1
    at = clause.index
    while 0 <= at < len(reading.clauses) and reading.clauses[at].sentence == clause.sentence:
        found.extend(reading.clauses[at].mentions)
        at += step
    return found


def _nearest(
    text: str, mentions: Sequence[Mention], role: Role, trigger: Span, taken: Collection[str]
) -> Mention | None:  # fmt: skip
    """The nearest mention that fits. Of `either` side, one behind the trigger goes first: objects follow their verb."""
    takes, side, reach = role.takes, role.slot.side, role.slot.reach
    best: Mention | None = None
    least = 2 * (reach + 1)
    for mention in mentions:
        if mention.cls not in takes or mention.name in taken:
            continue
        span = mention.span
        after = span.start >= trigger.end
        if (not after and span.end > trigger.start) or side == ("before" if after else "after"):
            continue
        gap = Span(trigger.end, span.start) if after else Span(span.end, trigger.start)
        far = gap.end - gap.start
        cost = far if after else far + reach + 1
        if far <= reach and cost < least and _stands(text, mentions, role, gap, mention):
            best, least = mention, cost
    return best


def _stands(text: str, mentions: Sequence[Mention], role: Role, gap: Span, mention: Mention) -> bool:
    """Do the words between trigger and mention, and those of the mention, let it fill the role?"""
    slot = role.slot
    words = text[gap.start : gap.end].strip()
    for word in slot.stop:
        if word in words:
            return False
    if role.link is not None and not role.link.allow(words):
        return False
    if role.named is not None and not role.named.fullmatch(mention.text):
        return False
    if slot.unled and text.endswith(slot.unled, 0, mention.span.start):
        return False
    if role.unlike is not None and role.unlike.match(text, mention.span.end):
        return False
    return not role.barred or not any(gap.covers(m.span) and m.cls in role.barred for m in mentions)


def _led(text: str, at: int, lead: tuple[str, ...]) -> bool:
    """Does one of the words stand before it, with at most a description of the thing between?"""
    if text[max(0, at - NEAR) : at].rstrip(' “"「《').endswith(lead):
        return True
    begin = max(0, at - _FAR)
    found = ((text.rfind(word, begin, at), len(word)) for word in lead if word != "、")
    last = max((place + size for place, size in found if place >= 0), default=-1)
    if last < begin + 1:
        return False
    return last > 0 and text[last - 1] not in "，。" and _DESCRIBED.fullmatch(text, last, at) is not None


def listed(text: str, mentions: Iterable[Mention], near: Mention, role: Role) -> tuple[Mention, ...]:
    """The mention with its neighbours in a list (A、B和C), as far as they fit the slot."""
    row = [m for m in mentions if m.cls in role.takes]
    if near not in row:
        return (near,)
    first = last = row.index(near)
    sure = tuple(word for word in role.slot.lead if word not in _EITHER)
    while (
        first > 0
        and not _led(text, row[first].span.start, sure)
        and _joined(text[row[first - 1].span.end : row[first].span.start], row[first].cls)
    ):
        first -= 1
    while last + 1 < len(row) and _joined(text[row[last].span.end : row[last + 1].span.start], row[last].cls):
        if role.unlike is not None and role.unlike.match(text, row[last + 1].span.end):
            break
        last += 1
    apart = first < last and len(sure) < len(role.slot.lead) and not _led(text, row[first].span.start, role.slot.lead)
    return tuple(row[first + apart : last + 1])


def _joined(between: str, cls: str) -> bool:
    """A comma of a list, or a member of it that nobody knows (A、…、B). Names of persons may stand apart by a space."""
    words = between.strip()
    if words in _COMMAS or (cls == "Person" and between in _SPACES):
        return True
    return cls != "Person" and (_UNKNOWN.fullmatch(words) or _KINDS.fullmatch(words)) is not None
