"""What 它, 该公司, 这款新车 and an elided subject stand for.

Reading on, it keeps the thing that was spoken of last, per family of classes. A clause's `topics` are the candidates for
an elided subject, best first: the subjects of the clauses before it in the sentence, the subject of the sentence before,
then whatever was named last in each family. Sources: centering (subjects outrank other mentions) and recency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.automaton import Automaton
from kg.model import Dealt, Mention, Referred, Span, Time, lineage
from kg.ontology import Entry, Ontology, tables

#: Families among which the last one named is kept.
FAMILIES = ("Product", "Organization", "Facility", "Technology", "Person", "NamedEvent", "Work", "Industry")
_BREAKS = "，,。；;：:、！？!?（( \n　“”\"'"
#: “北辰”公司 is named, and so is what stands in brackets.
_CLOSING = ("”", "’", "》", "」", ")", "）")
_BARE = ("公司", "集团")
_JOINTS = frozenset({"", "的", "旗下", "旗下的", "、", "和", "与", " ", "公司", "品牌", "品牌的"})
_PREFIXES = ("初代", "新一代", "全新一代", "全新", "新款", "老款", "第一代", "第二代", "第三代", "上一代")
#: What reports and where it happens is seldom what is spoken of.
_BACKGROUND = frozenset({"Media", "Place"})
#: Behind the name of who only reports: 某查询平台资料显示 is followed by what it shows of others.
_CITED = re.compile("(?:数据|资料|信息|平台|网站|官网|APP|App|最新|公开|工商){0,3}(?:显示|报道|报导)")
#: one look tells most places where none of these stands
_SHOWING = frozenset("数资信平网官A最公工显报")
_OLDER = ("初代", "老款", "第一代", "上一代")
_EARLY = 14
#: how a sentence begins that speaks of a whole firm: 归属于公司股东的净利润…
_WHOLE = re.compile("归属于|归母|公司|集团|本集团|报告期|整体|研发|在研发|(?:非GAAP|经调整|调整后)|总营收|总收入|全年")
#: right before the name of one who wrote the text
_BYLINE = 8
#: so many subjects of the sentences before are kept where a sentence speaks of parts only
_KEPT = 3
_PARTS = frozenset({"Component", "Feature", "Technology", "Platform"})
_SIGNED = re.compile("(?:记者|通讯员|实习生|编辑|撰文|文/)[ \u3000/:：]*$")
#: right behind one of these stands an object
_VERB = re.compile(
    "(?:推出|打造|采用|搭载|发布|配备|拥有|成为|提供|支持|实现|超过|来自|收购|投资|获得|研发|开发|生产|制造|使用|应用|选择|引入|包括|包含|涵盖|"
    "支付|达到|完成|参考|借鉴|延续|沿用|取代|替代|召回|基于|依托|内置|预装|运行|标配|配有|具备|具有|新增|升级|换装|匹配|辅以|集成|兼容|采取|购买|认购|持有|参股|控股|创立|创办|加入|离开|起诉|收到|帮助|推动|带动|覆盖|服务|供应|销售|拓展|签约|携手|联手|牵手|引进|绑定|进入)"
    "[了出过的]?(?:[^，。、]{0,8}(?:大厂|巨头|厂商|企业|品牌|平台|机构|龙头|客户|公司))?[“《「]?$|(?<![尤其特别但只于而还凡都总算])是[^，]{0,6}$"
)
#: right behind a bank that only helps: 蓝岸证券为其保荐机构
_SERVES = re.compile(
    "(?:、[^，。]{2,8})?(?:为其|担任其?|任其|系其|是其|作为其|为本次)[^，。]{0,8}(?:保荐|承销|财务顾问|独家顾问|法律顾问|审计|牵头行|簿记)"
)
#: How far apart the former and the latter stand at most, and how far before the word for one of them.
_APART, _BACK = 16, 60
_KEYS = frozenset({"name", "words", "is", "alone", "after", "makes", "of-two", "named", "accepts", "rejects"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A reference word: the classes it may stand for, where it may stand, and the generation it makes.

    `of_two` is 1 for the former of the two things named last, 2 for the latter; `named` is a pattern for the name of what
    it stands for (该行 is a bank).
    """

    rule: str
    classes: tuple[str, ...]
    alone: bool
    after: tuple[str, ...]
    makes: str = ""
    of_two: int = 0
    named: re.Pattern[str] | None = None


class Referrer:
    """Fills clauses with the mentions that reference words stand for, and with topics."""

    def __init__(self, ontology: Ontology) -> None:
        path = ontology.folder / "rules" / "references.toml"
        entries = [*tables(path, "reference"), *tables(path, "generation")]
        self._words = Automaton({word: rule for entry in entries for word, rule in _rules(entry)})
        self._prepositions = ontology.words["preposition"]

    def __call__(self, text: str, dealt: Dealt) -> Referred:
        """References, topics and time frame of each clause."""
        memory = _Memory()
        found = iter((*self._words.find(text), (len(text), len(text), None)))
        start, end, word = next(found)
        told: list[tuple[Mention, ...]] = []
        topics: list[tuple[Mention, ...]] = []
        frames: list[Time | None] = []
        at, spoken = 0, memory.topics()
        for sentence, clauses, _ in dealt.sentences:
            memory.close_sentence(whole=_WHOLE.match(text, sentence.start) is not None)
            frame, spoken = None, memory.topics()
            for span in clauses:
                mentions = dealt.mentions[at]
                topics.append(spoken)
                while word is not None and start < span.end:
                    known = memory.pair(word, mentions, start) if word.of_two else spoken
                    mentions = _with_reference(text, span, mentions, known, (start, end, word))
                    start, end, word = next(found)
                if mentions:
                    behind = mentions[0].span.end
                    cited = text[behind : behind + 1] in _SHOWING and _CITED.match(text, behind)
                    heard = mentions[1:] if cited else mentions
                    signed = [mention for mention in heard if mention.cls == "Person" and _signs(text, mention)]
                    if signed:
                        heard = tuple(mention for mention in heard if mention not in signed)
                    memory.hear(heard, self._subjects(text, span.start, heard))
                    spoken = memory.topics()
                told.append(mentions)
                frames.append(frame)
                if dealt.times[at]:
                    frame = next((time for time in reversed(dealt.times[at]) if time.start), frame)
                at += 1
        return Referred(told, topics, frames)

    def _subjects(self, text: str, start: int, mentions: tuple[Mention, ...]) -> list[Mention]:
        """The mentions that open the clause at `start`, the head of a 的-chain first."""
        if not mentions or mentions[0].span.start - start > _EARLY:
            return []
        named = [mention for mention in mentions if mention.cls not in _BACKGROUND]
        first = named[0].span.start if named else start
        if not named or first - start > _EARLY:
            return []
        if first > start and (text.endswith(self._prepositions, start, first) or _VERB.search(text, start, first)):
            return []
        if _SERVES.match(text, named[0].span.end):
            return []
        chain = [named[0]]
        for mention in named[1:]:
            joint = text[chain[-1].span.end : mention.span.start]
            if joint not in _JOINTS:
                break
            chain.append(mention)
            if "的" in joint or "旗下" in joint or joint == "":
                chain.insert(0, chain.pop())
        return chain


def _signs(text: str, mention: Mention) -> bool:
    """Is the person named as one who wrote the text, and not as what it speaks of?"""
    start = mention.span.start
    return _SIGNED.search(text, max(0, start - _BYLINE), start) is not None


def _belongs(name: str, group: str) -> bool:
    """Is it a part of the group by its name (京东物流)?"""
    return name != group and name.startswith(group)


class _Memory:
    """What was spoken of: subjects of this sentence, of the one before, and the last of each family."""

    def __init__(self) -> None:
        self._here: list[Mention] = []
        self._before: list[Mention] = []
        self._last: dict[str, Mention] = {}  # the last one named stands last
        self._topics: tuple[Mention, ...] | None = None
        self._first: Mention | None = None  # the firm named first in the text
        self._named: tuple[Mention, ...] = ()  # those of the last two clauses that name something

    def close_sentence(self, *, whole: bool = False) -> None:
        """Ends a sentence; the next speaks of the `whole` firm again where it was last spoken of a part."""
        if self._here:
            # what a trim alone is told of ends with its sentence; the car is spoken of on
            # and parts that open a clause do not make one forget what they are in
            told = [m for m in self._here if m.rule != "trim"]
            kept = [] if any(m.cls not in _PARTS for m in told) else self._before[:_KEPT]
            self._before, self._here = [*told, *kept], []
            self._topics = None
        if whole and self._first is not None and self._before and _belongs(self._before[0].name, self._first.name):
            self._before, self._topics = [self._first, *self._before], None

    def hear(self, mentions: Iterable[Mention], subjects: list[Mention]) -> None:
        self._topics = None
        last = self._last
        for mention in mentions:
            if self._first is None and mention.cls == "Company":
                self._first = mention
            if mention.cls not in _BACKGROUND and mention.rule != "trim":
                family = _family(mention.cls)
                last.pop(family, None)
                last[family] = mention
        for subject in subjects:
            if subject.rule != "trim":
                last[_family(subject.cls)] = subject
        named = [mention for mention in mentions if not mention.refers]
        if named:
            self._named = (*self._named[-4:], *named)
        if subjects:
            self._here = [*subjects, *self._here]

    def pair(self, word: _Word, here: Sequence[Mention], at: int) -> tuple[Mention, ...]:
        """What the former or the latter stands for: one of the last two things of one family that were named before."""
        before = [*self._named, *(mention for mention in here if mention.span.end <= at and not mention.refers)]
        fitting = [m for m in before if any(cls in word.classes for cls in lineage(m.cls))]
        alike = {m.name: m for m in fitting if _family(m.cls) == _family(fitting[-1].cls)}
        two = sorted(alike.values(), key=lambda mention: mention.span)[-2:]
        near = len(two) == 2 and two[1].span.start - two[0].span.end <= _APART and at - two[1].span.end <= _BACK
        return (two[word.of_two - 1],) if near else ()

    def topics(self) -> tuple[Mention, ...]:
        if self._topics is None:
            found: dict[str, Mention] = {}
            for mention in (*self._here, *self._before, *reversed(self._last.values())):
                if mention.name not in found:
                    found[mention.name] = mention
            self._topics = tuple(found.values())
        return self._topics


@cache
def _family(cls: str) -> str:
    kinds = lineage(cls)
    return next((family for family in FAMILIES if family in kinds), cls)


def _rules(entry: Entry) -> Iterator[tuple[str, _Word]]:
    entry.known(_KEYS)
    entry.examples()
    rule = _Word(
        f"reference:{entry.text('name')}",
        entry.texts("is", None),
        entry.flag("alone"),
        entry.texts("after"),
        entry.text("makes", ""),
        ("", "former", "latter").index(entry.text("of-two", "")),
        re.compile(entry.text("named", "")) if entry.text("named", "") else None,
    )
    for word in entry.texts("words", None):
        yield word, rule


def _with_reference(
    text: str,
    clause: Span,
    mentions: tuple[Mention, ...],
    topics: tuple[Mention, ...],
    found: tuple[int, int, _Word],
) -> tuple[Mention, ...]:
    """The mentions of the clause with the reference that the word makes; the same where it stands for nothing."""
    start, end, word = found
    if not _stands(text, clause, mentions, (start, end), word):
        return mentions
    meant = _antecedent(word, [m for m in mentions if m.span.end <= start], topics)
    return mentions if meant is None else _insert(mentions, _reference(text, Span(start, end), word, meant))


def _stands(text: str, clause: Span, mentions: tuple[Mention, ...], place: tuple[int, int], word: _Word) -> bool:
    """Does the word stand by itself here, outside every mention and (where asked) at the head of a phrase?"""
    start, end = place
    if start < clause.start or any(mention.span.start < end and start < mention.span.end for mention in mentions):
        return False
    if not word.alone:
        return True
    if end < len(text) and text[end] in "他它们法债司业股家次实余间":
        return False
    before = text[clause.start : start]
    if before.endswith(_CLOSING) and text[start:end] in _BARE:
        return False
    return not before or before[-1] in _BREAKS or before.endswith(word.after)


def _antecedent(word: _Word, earlier: list[Mention], topics: tuple[Mention, ...]) -> Mention | None:
    for mention in topics if word.of_two else (*topics, *reversed(earlier)):
        fits = word.named is None or word.named.fullmatch(mention.name) or word.named.fullmatch(mention.text)
        if fits and any(cls in word.classes for cls in lineage(mention.cls)):
            return mention
    return None


def _reference(text: str, span: Span, word: _Word, meant: Mention) -> Mention:
    old = next((prefix for prefix in _PREFIXES if meant.name.startswith(prefix)), "")
    other = bool(word.makes and old and (old in _OLDER) == (word.makes not in _OLDER))
    name = word.makes + meant.name[len(old) :] if other else meant.name
    return Mention(span, span.of(text), name, meant.cls, word.rule, refers=not other)


def _insert(mentions: tuple[Mention, ...], new: Mention) -> tuple[Mention, ...]:
    return tuple(sorted((*mentions, new), key=lambda mention: mention.span))
