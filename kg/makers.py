"""What everybody knows of who makes what: where a text names an iPhone and Apple, Apple made it.

The lists (ontology/names/makers.toml) hold makers with the names with which their products begin. Nothing is said
but of a sentence that names both: it is the evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from kg.model import Evidence, Mention, Reading, Relation, Span, below
from kg.ontology import Ontology

_PRODUCTS = below("Product") | below("Technology")
_GENERATION = re.compile(
    r"(?:初代|新一代|全新一代|上一代|下一代|全新|新款|改款|老款|现款|旧款|新|国产|第[一二三四五六七八]代|20\d\d ?年?款)+"
)
#: what the name of a firm ends with, or does without
_FORMS = ("", "公司", "集团", "汽车", "科技", "中国", "电子", "控股")


class Makers:
    """Reads who made the products of a text, by their names.

    >>> from kg.model import Clause, Document, Span
    >>> text = "苹果公司：iPhone 15"
    >>> maker = Mention(Span(0, 4), "苹果公司", "苹果公司", "Company", "gazetteer")
    >>> names = (maker, Mention(Span(5, 14), "iPhone 15", "iPhone 15", "Device", "gazetteer"))
    >>> clause = Clause(Span(0, 14), Span(0, 14), 0, True, mentions=names)
    >>> from kg.ontology import load
    >>> [str(one) for one in Makers(load())(Reading(Document("d", text), text, (clause,), names))]
    ['iPhone 15 manufacturer 苹果公司']
    """

    def __init__(self, ontology: Ontology) -> None:
        listed = [name for name in ontology.names if name.cls == "Maker"]
        self._series: dict[str, tuple[str, ...]] = {}
        for name in listed:
            for word in map(_plain, name.aliases):
                self._series[word] = (*self._series.get(word, ()), name.name)
        self._longest = max(map(len, self._series), default=0)

    def __call__(self, reading: Reading) -> Iterator[Relation]:
        """`manufacturer` of each product whose maker the text names, once."""
        makers = {m.name: m for m in reversed(reading.mentions) if m.cls == "Company" and not m.refers}
        if not makers:
            return
        seen: set[str] = set()
        for mention in reading.mentions:
            if mention.cls in _PRODUCTS and not mention.refers and mention.name not in seen:
                seen.add(mention.name)
                maker = self._maker(mention.name, makers)
                if maker is not None and not mention.text.startswith((maker.name, maker.text)):
                    yield from _relation(reading, mention, maker)

    def _maker(self, name: str, makers: Mapping[str, Mention]) -> Mention | None:
        """The maker of what is called so, as the text names it."""
        generation = _GENERATION.match(name)
        words = _plain(name[generation.end() :] if generation else name)
        for size in range(min(self._longest, len(words)), 1, -1):
            if words[:size] in self._series and not _cut(words, size):
                named = (_named(maker, makers) for maker in self._series[words[:size]])
                return next((maker for maker in named if maker is not None), None)
        return None


def _named(maker: str, makers: Mapping[str, Mention]) -> Mention | None:
    """The maker as the text names it, with or without what firms are called besides (云岭, 云岭汽车)."""
    stem = next((maker.removesuffix(form) for form in _FORMS[1:] if maker.endswith(form)), maker)
    return next((makers[stem + form] for form in _FORMS if stem + form in makers), None)


def _plain(name: str) -> str:
    return name.replace(" ", "").lower()


def _cut(words: str, size: int) -> bool:
    """Would the name be cut within a word in Latin letters or a number?"""
    left, right = words[size - 1], words[size : size + 1]
    return (left.isdigit() and right.isdigit()) or (
        left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
    )


def _relation(reading: Reading, product: Mention, maker: Mention) -> Iterator[Relation]:
    """The relation, if one sentence names both."""
    starts = [clause.span.start for clause in reading.clauses]
    places: tuple[dict[Span, Mention], ...] = ({}, {})
    for mention in reading.mentions:
        for one, found in zip((product, maker), places, strict=True):
            if mention.name == one.name and not mention.refers:
                found.setdefault(reading.clauses[bisect_right(starts, mention.span.start) - 1].sentence, mention)
    products, makers = places
    both = next((sentence for sentence in products if sentence in makers), None)
    if both is not None:
        evidence = Evidence(reading.document.id, both, "known-maker")
        yield Relation(products[both], "manufacturer", makers[both], evidence, confidence=0.8)
