"""Names inside names: 小米SU7 is made by 小米, 小米汽车工厂 is run by 小米汽车, 腾讯音乐 belongs to 腾讯, 长沙海关 lies in 长沙."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kg.model import Evidence, Mention, Reading, Relation, Span, below, lineage
from kg.ontology import Ontology

_Known = Mapping[str, tuple[str, str]]

#: class of the longer name → the relation to the company with whose name it begins, and its confidence.
_SAYS = {
    "Product": ("manufacturer", 0.85),
    "Technology": ("manufacturer", 0.8),
    "Facility": ("owner", 0.85),
    "Organization": ("parentOrganization", 0.75),
}
_PUBLIC = ("Government", "Institution")
_HEADS = ("Company", *_PUBLIC)
_SHORTEST, _LONGEST = 2, 8
#: What follows a group's name in the name of one of its own: without it two firms only look alike (东方证券, 东方电气).
_PARTS = (
    "汽车", "科技", "金服", "云", "音乐", "金融", "物流", "研究院", "事业部", "事业群", "分公司", "中国", "银行",
    "证券", "资本", "创投", "数科", "健康", "游戏", "影业", "电子", "半导体", "SDI", "能源", "电池", "智能", "动力",
    "财务公司", "供应链", "实验室", "部", "国际", "（中国）", "(中国)", "研发中心", "总部", "门店", "保险", "地产",
    "体育", "文学", "视频", "零售", "支公司", "分行", "支行", "日本公司", "美国公司", "欧洲", "北美",
    "新能源",
)  # fmt: skip
#: Trade and legal form make the full name of the same firm (长城, 长城汽车股份有限公司), unless the head is a known group.
_SAME = re.compile(
    "(?:汽车|科技|智能|能源|新能源|半导体|国际|电子|动力|证券|银行|保险|地产|集团|控股|品牌|公司|股份|投资|资本|控股集团"
    "|[（(]?(?:中国|上海|北京|深圳|广州|香港|全球)[）)]?|技术|信息|网络|系统|股份有限公司|有限责任公司|有限公司|工业)+"
)
#: With what the name of a part of a public body ends; 上海市委常委 and 同学 are people.
_OFFICES = re.compile(
    ".*(?:(?<!常)委|[院系所部局处室队办会厅司署站组团段军厂社馆校区]|中心|基金|分公司|学校|小组|支行|分行)"
)
#: With what the name of a part ends where the whole has a name of four characters or more in this text.
_UNITS = (
    "部", "中心", "局", "院", "所", "处", "科", "室", "厅", "庭", "站", "班", "队", "团队", "分公司", "支公司",
    "分行", "支行", "营业部", "委员会", "指挥部", "事业部", "事业群", "分会", "分院", "分部", "分店", "党委", "党组",
    "工会", "专项基金", "管理局", "段", "厂", "学院", "分校",
)  # fmt: skip
#: With what a name must end for the place in it to be where the thing is (长沙银行 may lie anywhere, 长沙分行 may not).
_LOCAL = (
    "分公司", "支公司", "分行", "支行", "营业部", "分局", "分院", "分店", "门店", "店", "工厂", "基地", "供电公司",
    "分校", "警方", "车站", "机场", "车展", "马拉松", "公园", "水厂", "电站", "开发区", "综保区", "总部", "医院",
    "中学", "小学", "园区", "产业园", "仓", "博物馆", "体育馆", "法院", "检察院", "派出所", "公安局", "经销商协会",
)  # fmt: skip
_PLACED = ("Government", "Institution", "Facility", "NamedEvent", "Organization", "Company")
_ORGANIZATIONS = below("Organization")
_GENERATIONS = re.compile(
    "(?:20[0-9]{2} ?年?款|初代|新一代|全新一代|全新|新款|老款|现款|国产版?|燃油版|电动版?|纯电动?|第[一二三四五六]代|首款|豪华)+ ?"
)


class _Inner(NamedTuple):
    """A name inside a name: the relation to what it names, where it stands there, its preferred name and class."""

    says: str
    confidence: float
    start: int
    end: int
    thing: tuple[str, str]


def _cut(words: str, at: int) -> bool:
    """Does the place cut a Latin word in two (GM in GMS)?"""
    beside = words[at - 1 : at + 1]
    return beside.isascii() and beside.isalpha()


class Insider:
    """Reads the company at the head of a longer name, and the place in it."""

    def __init__(self, ontology: Ontology) -> None:
        self._companies: _Known = _listed(ontology, _HEADS)
        self._groups = frozenset(ontology.words["group"])

    def __call__(self, reading: Reading) -> Iterator[Relation]:
        """The relations that names say by themselves, once for each name."""
        named = [mention for mention in reading.mentions if not mention.refers]
        here: _Known = {m.text: (m.name, m.cls) for m in named if m.cls in _HEADS}
        units: _Known = {m.text: (m.name, m.cls) for m in named if m.cls in _ORGANIZATIONS}
        places: _Known = {m.text: (m.name, m.cls) for m in named if m.cls == "Place"}
        seen: set[str] = set()
        for clause in reading.clauses:
            if not clause.mentions or clause.stance != "Asserted":
                continue
            for mention in clause.mentions:
                if mention.refers or mention.name in seen:
                    continue
                seen.add(mention.name)
                for found in (self._of(mention, here, units), self._in(mention, places)):
                    if found is not None:
                        yield _relation(reading, mention, clause.sentence, found)

    def _part(self, head: str, rest: str) -> bool:
        """Is the longer name that of a part of the group? 长城汽车 is 长城 itself, 小米汽车 is one of several firms of 小米."""
        return rest.startswith(_PARTS) and (head in self._groups or _SAME.fullmatch(rest) is None)

    def _within(self, whole: tuple[str, str], head: str, rest: str) -> bool:
        """Does an organisation of the name head + rest belong to the one of the name head?"""
        return self._part(head, rest) if whole[1] == "Company" else _OFFICES.fullmatch(rest) is not None

    def _of(self, mention: Mention, here: _Known, units: _Known) -> _Inner | None:
        """Who made, owns or heads the thing, by the name with which its own begins."""
        kind = _kind(mention.cls)
        if kind is None:
            return None
        words = mention.text
        if kind == "Organization" and (whole := _whole(words, mention.name, units)):
            return _Inner("parentOrganization", 0.85, 0, len(whole), units[whole])
        generation = _GENERATIONS.match(words)
        offset = generation.end() if generation else 0
        for size in range(min(_LONGEST, len(words) - offset - 1), _SHORTEST - 1, -1):
            head = words[offset : offset + size]
            found = here.get(head) or (None if kind == "Organization" else self._companies.get(head))
            if found is None or found[0] == mention.name or _cut(words, offset + size):
                continue
            if (found[1] == "Company") == (mention.cls in _PUBLIC) and mention.cls != "Organization":
                return None
            if kind == "Organization" and not self._within(found, head, words[offset + size :]):
                return None
            return _Inner(*_SAYS[kind], offset, offset + size, found)
        return None

    def _in(self, mention: Mention, places: _Known) -> _Inner | None:
        """The place whose name stands in the name of an office, a branch, a works or an event."""
        words = mention.text
        if not places or mention.cls not in _PLACED or not words.endswith(_LOCAL):
            return None
        for start in range(len(words) - 3):
            for size in range(min(_LONGEST, len(words) - start - 1), _SHORTEST - 1, -1):
                found = places.get(words[start : start + size])
                if found:
                    return _Inner("locatedIn", 0.8, start, start + size, found)
        return None


@cache
def _kind(cls: str) -> str | None:
    """The key of `_SAYS` for things of this class; None where a name says nothing."""
    return None if cls == "Media" else next((kind for kind in lineage(cls) if kind in _SAYS), None)


def _listed(ontology: Ontology, classes: tuple[str, ...]) -> _Known:
    """Every name of the lexicon for things of these classes, with the preferred name and the class."""
    return {
        word: (name.name, name.cls)
        for name in ontology.names
        if name.cls in classes and not name.near
        for word in (name.name, *name.aliases)
    }


def _whole(words: str, name: str, units: _Known) -> str:
    """The longest name of another organisation of the text with which that of an office, a department or a team begins."""
    if not words.endswith(_UNITS):
        return ""
    for size in range(len(words) - 1, 3, -1):
        head = words[:size].rstrip()
        if head in units and units[head][0] != name:
            return head
    return ""


def _relation(reading: Reading, mention: Mention, sentence: Span, found: _Inner) -> Relation:
    span = Span(mention.span.start + found.start, mention.span.start + found.end)
    inner = Mention(span, mention.text[found.start : found.end], *found.thing, "inside")
    rule = "place-inside-name" if found.says == "locatedIn" else "name-inside-name"
    evidence = Evidence(reading.document.id, sentence, rule)
    return Relation(mention, found.says, inner, evidence, confidence=found.confidence)
