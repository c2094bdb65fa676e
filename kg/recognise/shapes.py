"""Names by their end: …股份有限公司, …银行, …县公安局, …工厂, …大会, …电池. The left edge is found word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.automaton import Automaton
from kg.recognise.guess import Guess, Page
from kg.recognise.lexicon import Head, Lexicon

_FILL = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9.&+-]*")
_BRACKET = re.compile(r"[（(][\u4e00-\u9fff]{2,6}[）)]$")
_YEAR = re.compile(
    r"(?:(?:19|20)\d\d ?(?:年度?)?|第[一二三四五六七八九十百\d]{1,4}届|首届|[一二三四五六七八九十]{1,3}届)$"
)
#: single characters that begin or end a common noun, not a name: 日系汽车, 插混系统, 首款芯片
_OPEN = frozenset("双单多四三两超老旧大小高低纯真好坏头先后前上下左右内外总分副正主次原现本该此各每新插规官扫软直")
_CLOSE = frozenset("系式型级规版款类性化混网微上动业顶")
#: what makes a company's land a market, not a subsidiary: 特斯拉中国市场
_LAND = re.compile("市场|区|地|用户|消费|车主|大|总|工厂|团队|官|分|业务|销|产|本土|境内|客户|制造|企业|公司|的")
_ORGANIZATION = frozenset({"Company", "Media", "Government", "Institution", "Organization"})
_TECH = frozenset({"Technology", "Component", "Feature", "Platform", "Software"})


class Shape(NamedTuple):
    """How far a name of a kind reaches to the left: at most so many words of the dictionary and characters.

    `hosts` are the classes of known names that may stand in it, besides places where `places` says so.
    """

    words: int
    characters: int
    hosts: frozenset[str]
    places: bool


SHAPES = {
    "legal": Shape(9, 26, _ORGANIZATION | _TECH | {"Industry", "Product"}, True),
    "body": Shape(4, 10, _ORGANIZATION, True),
    "call": Shape(0, 4, frozenset({"Company"}), False),
    "kin": Shape(0, 4, frozenset({"Company"}), False),
    "odd": Shape(0, 4, frozenset(), False),
    "placed": Shape(2, 8, frozenset({"Government"}), True),
    "named": Shape(0, 4, frozenset(), True),
    "site": Shape(4, 10, _ORGANIZATION, True),
    "event": Shape(7, 18, _ORGANIZATION | {"Industry", "Technology", "Facility", "NamedEvent"}, True),
    "tech": Shape(3, 8, _TECH, False),
    "brand": Shape(1, 6, frozenset({"Company", "Technology"}), False),
}
#: the kinds whose names may hold whole words of the dictionary
_WORDY = frozenset(kind for kind, shape in SHAPES.items() if shape.words)
#: signs that stand in no name
_SIGNS = frozenset("，。、；：！？“”‘’（）《》,;:!?()…—·「」『』【】|/ \t\n\u3000")
_FIRST = re.compile("第[一二三四五六七八九十]{1,3}届|首届")
#: what a chip is called besides: 天玑8200处理器 is 天玑8200
_SAME = frozenset({"处理器", "芯片", "平台"})
#: what may stand right before the name of a body and is no part of it
_AHEAD = re.compile(
    "(?:[0-9][0-9-]*|控股股东|大股东|股东|全资子公司|控股子公司|子公司|母公司|一致行动人|运营方|运营主体|收购方|投资方|领投方|竞争对手|合作伙伴|供应商|"
    "(?:特此|更正)?公告|关于|原告|被告|上诉人|任原|曾任|现任|历任|兼任|号)(?=[\u4e00-\u9fff]{2,}(?:公司|集团|银行|证券|基金|控股|科技)$)"
)
#: heads of bodies that plain words may name: 地下空间协会
_PLAIN = frozenset({"协会", "学会", "商会", "联合会", "基金会", "研究会", "促进会"})


class Reach(NamedTuple):
    """How far a name reaches: from where, over which known names, how many odd words and plain words of the dictionary."""

    start: int
    hosts: tuple[Guess, ...]
    odd: int
    plain: int


class Shapes:
    """The recogniser of names by their end.

    >>> from kg.ontology import load
    >>> from kg.recognise.lexicon import lexicon
    >>> from kg.segment import ender
    >>> text = "由星岭机器人有限公司发布"
    >>> ends = ender()(text)
    >>> page = Page(text, (), ends, frozenset([0, *ends]))
    >>> [guess.name for guess in Shapes(lexicon(load().names))(page)][-1]
    '星岭机器人有限公司'
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._edges = lexicon.edges
        self._bar = _SIGNS | {word for word in lexicon.edges if len(word) == 1 and word >= "\u4e00"}
        self._heads: Automaton[Head] = Automaton({head.word: head for head in lexicon.heads})

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The names that end in one of the heads."""
        edges = page.edges
        known = {guess.end: guess for guess in page.known}
        hits = self._heads.find(page.text)
        for number, (start, end, head) in enumerate(hits):
            if not (head.kind in _WORDY or self._may(page.text, known, start, head.kind)) or end not in edges:
                continue
            following = hits[number + 1] if number + 1 < len(hits) else None
            if following is not None and following[0] == end and following[2].kind == head.kind:
                continue
            guess = self._name(page, known, start, end, head) if start in edges else _word(page, start, end, head)
            if guess is not None:
                yield guess

    def _may(self, text: str, known: Mapping[int, Guess], start: int, kind: str) -> bool:
        """Could a name of single characters end in the head at `start`? One look tells most, before any word is cut."""
        if start in known:
            return kind != "named"
        before = text[start - 1 : start]
        if kind == "call" or not before or before in self._bar:
            return False
        if kind == "named":
            return start - 1 in known or start - 2 in known or start - 3 in known or start - 4 in known
        return before not in _CLOSE

    def _name(self, page: Page, known: Mapping[int, Guess], start: int, end: int, head: Head) -> Guess | None:
        reach = self._reach(page, known, start, SHAPES[head.kind])
        if reach is None or not _sound(page, reach, start, head):
            return None
        first = reach.hosts[0].end if head.kind == "named" else reach.start
        if head.kind == "legal":
            first += ahead(page.text[first:end])
        if head.word in _SAME and reach.hosts and reach.hosts[-1].cls == "Component" and reach.hosts[-1].end == start:
            return Guess(first, end, reach.hosts[-1].name, "Component", "shape:call", 2)
        name = reach.hosts[-1].name if head.kind == "call" else page.text[first:end]
        sure = head.kind in ("legal", "placed", "call") or (head.kind != "tech" and bool(reach.hosts))
        return Guess(first, end, name, head.cls, f"shape:{head.kind}", 2 if sure else 1)

    def _reach(self, page: Page, known: Mapping[int, Guess], start: int, shape: Shape) -> Reach | None:
        """Walks to the left from the head, as far as the name can go; None where it is the head alone."""
        text = page.text
        hosts: list[Guess] = []
        first, odd, plain = start, 0, 0
        while first > 0 and plain <= shape.words and len(hosts) < 4:
            host = known.get(first)
            if host is not None:
                if host.cls not in shape.hosts and not (shape.places and host.cls == "Place"):
                    break
                hosts.append(host)
                first = host.start
                if host.cls != "Place" and not shape.places:
                    break
                continue
            left = page.before(first)
            word = text[left:first]
            bracket = _BRACKET.search(text, max(0, first - 8), first) if word in "）)" else None
            if bracket is not None and shape.characters > 20 and bracket.start():
                first = bracket.start()
                continue
            if start - left > shape.characters or word in self._edges:
                break
            weight = _weight(word)
            if weight < 0 or (weight == 0 and plain == shape.words):
                break
            odd += weight
            plain += weight == 0
            first = left
        return Reach(first, tuple(hosts), odd, plain) if first < start else None


@lru_cache(maxsize=1 << 14)
def _weight(word: str) -> int:
    """How odd a word is in a name: 0 for words of the dictionary, -1 for what no name reaches over."""
    if not _FILL.fullmatch(word):
        return -1
    return 1 if len(word) == 1 else 0 if word[0] >= "\u4e00" else 2


def _word(page: Page, start: int, end: int, head: Head) -> Guess | None:
    """The word of the dictionary that ends in the head, where it is a body of its own: 合肥市公安局."""
    first = page.before(end)
    if (head.kind != "placed" and head.word not in ("大学", "学院")) or start - first < 2:
        return None
    return Guess(first, end, page.text[first:end], head.cls, f"shape:{head.kind}", 1)


def _sound(page: Page, reach: Reach, start: int, head: Head) -> bool:
    """Does what stands before the head make a name of it?"""
    owned, core = bool(reach.hosts), page.text[reach.start : start]
    if "XX" in core:
        return False
    odd = reach.odd >= 2 and core[0] not in _OPEN and core[-1] not in _CLOSE
    match head.kind:
        case "legal":
            return len(core) >= 2
        case "body":
            return owned or odd or (head.word in _PLAIN and len(core) >= 4)
        case "kin":
            market = head.word == "中国" and (not owned or _LAND.match(page.text, start + 2))
            return not market and ((owned and reach.odd == 0) or (odd and not owned))
        case "odd":
            return odd
        case "call":
            return owned and reach.odd == 0
        case "placed" | "site":
            return owned
        case "named":
            return owned and reach.hosts[0].end < start and reach.odd >= 1 and reach.hosts[0].start == reach.start
        case "event":
            return owned or bool(_YEAR.search(page.text, max(0, reach.start - 8), reach.start) or _FIRST.match(core))
        case "tech":
            return (odd and core[-1] not in _OPEN) or (
                owned and any(character.isascii() for character in reach.hosts[0].name)
            )
    return owned and (odd or reach.hosts[-1].cls != "Technology")


def ahead(words: str) -> int:
    """How many characters at the head of the name of a body are no part of it.

    >>> ahead("控股股东云帆集团"), ahead("云帆集团")
    (4, 0)
    """
    found = _AHEAD.match(words)
    return found.end() if found else 0
