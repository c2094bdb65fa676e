"""Generations and trims: 初代SU7 and 新一代SU7 are variants of SU7, and the newer one replaces the older."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Evidence, Mention, Reading, Relation, Span, lineage

#: What stands before the name of a product to tell its generation, with its rank in time (None: not ordered).
GENERATIONS: dict[str, int | None] = {
    "初代": 1, "首代": 1, "第一代": 1, "上一代": 4, "老款": 4, "现款": 5, "第二代": 2, "第三代": 3, "第四代": 4, "第五代": 5,
    "第六代": 6, "第七代": 7, "第八代": 8, "新一代": 90, "全新一代": 90, "全新": 90, "新款": 90, "改款": 90, "下一代": 95,
}  # fmt: skip
_PREFIX = re.compile(f"^({'|'.join(sorted(GENERATIONS, key=len, reverse=True))}|20\\d\\d款)[ 　]?(?=.)")
#: Words that praise as often as they tell generations apart: they count where the bare name stands too.
_WEAK = ("全新", "新款", "改款", "20")
_TRIM = re.compile(
    r"(?<=[\w一-鿿])[ 　]?(Pro Max|Pro\+|Pro|Max|Ultra|Plus|Lite|Mini|Air|SE|GT|DM-i|DM-p|EV|PHEV|Turbo|Neo|Fold"
    r"|[一-鿿]{1,4}版|标准版|长续航版|冠军版|荣耀版|宗师)$",
    re.IGNORECASE,
)


def variants(reading: Reading) -> Iterator[Relation]:
    """`variantOf` for each generation and trim, `successorOf` between generations of one product."""
    base_of: dict[str, tuple[str, int | None, Mention]] = {}
    asserted = [clause for clause in reading.clauses if clause.stance == "Asserted"]
    products = [m for clause in asserted for m in clause.mentions if "Product" in lineage(m.cls)]
    named = {m.name for m in products}
    for mention in products:
        found = base(mention.name, named)
        if found is None or mention.name in base_of:
            continue
        name, rank = found
        base_of[mention.name] = (name, rank, mention)
        root = next((m for m in products if m.name == name), None)
        if root is None and not mention.name.startswith(_WEAK):
            root = _inside(mention, name)
        if root is not None:
            yield Relation(mention, "variantOf", root, _evidence(reading, mention, "variant"), confidence=0.9)
    yield from _successors(reading, base_of)


def base(name: str, named: set[str]) -> tuple[str, int | None] | None:
    """The product that a name is a generation or a named product's trim of, and the generation's rank.

    >>> base("初代SU7", set()), base("E9 PRO", {"E9"}), base("Model Y", set())
    (('SU7', 1), ('E9', None), None)
    """
    generation = _PREFIX.match(name)
    if generation:
        word = generation.group(1)
        rank = int(word[:4]) * 10 if word.startswith("20") else GENERATIONS[word]
        return name[generation.end() :], rank
    trim = _TRIM.search(name)
    if trim and (bare := name[: trim.start()].strip()) in named:
        return bare, None
    return None


def _inside(mention: Mention, name: str) -> Mention | None:
    """The bare name as it stands inside the longer one; None where the words there are a reference."""
    start = mention.text.find(name[0])
    if start < 0 or _bare(mention.text[start:]) != _bare(name):
        return None
    span = Span(mention.span.start + start, mention.span.end)
    return Mention(span, mention.text[start:], name, mention.cls, "variant:base")


def _bare(name: str) -> str:
    return name.replace(" ", "").lower()


def _successors(reading: Reading, base_of: dict[str, tuple[str, int | None, Mention]]) -> Iterator[Relation]:
    lines: dict[str, list[tuple[int, Mention]]] = {}
    for name, rank, mention in base_of.values():
        if rank is not None:
            lines.setdefault(name, []).append((rank, mention))
    for line in lines.values():
        line.sort(key=lambda pair: (pair[0], pair[1].span))
        for (older, before), (newer, after) in zip(line, line[1:], strict=False):
            if older < newer:
                yield Relation(after, "successorOf", before, _evidence(reading, after, "generation"), confidence=0.85)


def _evidence(reading: Reading, mention: Mention, rule: str) -> Evidence:
    at = mention.span.start
    sentence = next((c.sentence for c in reading.clauses if c.span.start <= at < c.span.end), mention.span)
    return Evidence(reading.document.id, sentence, rule)
