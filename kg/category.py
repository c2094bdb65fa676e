"""What kind of product a thing is, in the words of the text: 极曜X7是一款中型纯电SUV → category 中型纯电SUV."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kg.automaton import Automaton
from kg.model import Clause, Evidence, Mention, Reading, Relation, Span, below
from kg.ontology import Ontology

_IS = r"(?<![不非])(?:是|为|作为|定位为?于?|定位|被定义为|归类为)\s?(?:其|旗下|中国|全球|国内)?(?:首|一)?[款辆台部种个支颗]?"
#: What stands between the members of a list and its kind: A、B等(新能源车型).
_LISTED = re.compile(r"(?:[、和及与][^，。；、的]{2,16}){0,8}\s?等(?:多款|几款|[0-9一二三四五六七八九十两]+款)?\s?")
#: what a thing does is not what it is: 是采用外购(芯片), 为极曜X7供应(电池)
_DOES = "采用|搭载|供应|提供|配备|使用|代工|装载|支持|更换|换装"
_DEVICES = ("手机", "平板", "电视", "手表", "笔记本", "电脑", "机器人", "车型", "汽车")
_PRODUCTS = below("Product")
_FAR = 14
_WIDEST = 20


class Categorist:
    """Reads the categories of the products of one article."""

    def __init__(self, ontology: Ontology) -> None:
        modifiers = "|".join(re.escape(word) for word in ontology.words["category-modifier"])
        self._heads = Automaton(dict.fromkeys(ontology.words["category-head"], True))
        self._modified = re.compile(rf"(?:(?:{modifiers})\s?)+$")
        self._is = re.compile(_IS + rf"(?:(?!{_DOES})[^，。；]){{0,8}}?$")

    def __call__(self, reading: Reading) -> Iterator[Relation]:
        """`category` relations: a kind that touches the product's name, or that the clause says it is."""
        clauses = reading.clauses
        ends = [clause.span.end for clause in clauses]
        for start, end, _ in self._heads.find(reading.text):
            at = bisect_right(ends, start)
            if at == len(ends) or start < clauses[at].span.start:
                continue
            clause = clauses[at]
            if not _products(clause.mentions) and not _products(clause.topics):
                continue
            kind = Span(self._begin(reading.text, max(clause.span.start, start - _WIDEST), start), end)
            for product in self._bearers(reading.text, clause, kind):
                yield self._relation(reading, clause, product, kind)

    def _begin(self, text: str, first: int, head: int) -> int:
        """Where the words that tell the kind begin, at or before its head."""
        modified = self._modified.search(text, first, head)
        return modified.start() if modified else head

    def _bearers(self, text: str, clause: Clause, kind: Span) -> Iterator[Mention]:
        """The product of that kind; of a list (A、B等纯电SUV) all its products."""
        if any(m.span.overlaps(kind) for m in clause.mentions):
            return
        products = _products(clause.mentions)
        listed = [m for m in products if _LISTED.fullmatch(text, m.span.end, kind.start)]
        if listed and kind.end - kind.start > 2:
            yield from listed
            return
        one = self._bearer(text, clause, kind, products)
        if one is not None:
            yield one

    def _bearer(self, text: str, clause: Clause, kind: Span, products: list[Mention]) -> Mention | None:
        for mention in products:
            # 安卓手机 is no kind of 安卓, but ET5轿车 is a kind of ET5
            between = text[mention.span.end : kind.start].strip()
            long = kind.end - kind.start > (3 if mention.cls != "Vehicle" or between else 1)
            if mention.cls == "Software" and kind.of(text).endswith(_DEVICES):
                continue
            if long and 0 <= kind.start - mention.span.end <= 1 and text[kind.start - 1] not in "、，/":
                return mention
            if long and 0 <= mention.span.start - kind.end <= 1 and text[kind.end] not in "、，/的":
                return mention
        if not self._is.search(text, clause.span.start, kind.start) or text[kind.end : kind.end + 1] in ("的", "市"):
            return None
        before = [m for m in products if m.span.end <= kind.start and kind.start - m.span.end <= _FAR]
        topics = _products(clause.topics) if not products else []
        return next(iter([*reversed(before), *topics]), None)

    def _relation(self, reading: Reading, clause: Clause, product: Mention, kind: Span) -> Relation:
        words = re.sub(r"\s", "", kind.of(reading.document.text))
        evidence = Evidence(reading.document.id, clause.sentence, "category")
        return Relation(product, "category", words, evidence, clause.stance, clause.speaker, confidence=0.85)


def _products(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.cls in _PRODUCTS]
