"""Generations and trims: 初代SU7 and 新一代SU7 are variants of SU7, and the newer one replaces the older."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.model import Clause, Evidence, Mention, Reading, Relation, Span, below

#: What stands before the name of a product to tell its generation, with its rank in time (None: not ordered).
GENERATIONS: dict[str, int | None] = {
    "初代": 1, "首代": 1, "第一代": 1, "上一代": 4, "老款": 4, "现款": 5, "第二代": 2, "第三代": 3, "第四代": 4, "第五代": 5,
    "第六代": 6, "第七代": 7, "第八代": 8, "新一代": 90, "全新一代": 90, "全新": 90, "全新款": 90, "新款": 90, "改款": 90, "下一代": 95,
}  # fmt: skip
#: ranks above are model years, which are not held against words
_YEARS = 1000
_KINDS = "燃油版|电动版|纯电版|插混版|混动版|海外版|国产版|国行版|欧版|美版|国产|电动"
_PREFIX = re.compile(f"^({'|'.join(sorted(GENERATIONS, key=len, reverse=True))}|20\\d\\d ?年?款|{_KINDS})[ 　]?(?=.)")
_TRIM = re.compile(
    r"(?<=[\w一-鿿])[ 　]?(Pro Max|Pro\+|Pro|Max|Ultra|Plus|Lite|Mini|Air|SE|GT|DM-i|DM-p|EV|PHEV|Turbo|Neo|Fold"
    r"|[一-鿿]{1,4}版|标准版|长续航版|冠军版|荣耀版|宗师)$",
    re.IGNORECASE,
)


#: What may follow the name of a product in the name of its trim: 云朵 + 360 Pro, 汉 + 冠军版; and a trim alone.
_REST = re.compile("[ 　]?(?:[A-Za-z0-9+.-][A-Za-z0-9+. -]{0,12}|[\\w一-鿿+. -]{1,12}(?:版|型|版车型|型车型))")
#: what a longer name of the same product does not begin with
_NEWER = re.compile(f"{_PREFIX.pattern[1:]}|新|老|旧|远|超|比|较|款|原|前|后")
_SPLIT = re.compile("[0-9]{2}|[A-Za-z]{2}")
_EDITION = re.compile("(?<=[\\w一-鿿])(?:[一-鿿]{2,4}[版型])$")
_ALONE = re.compile(
    "(?:\\d{2,4}(?:km|KM|Km|公里|kWh)?|[245]G|[A-Za-z]{1,5} ?)?(?!.*模型|.*机型)[一-鿿]{0,6}(?:版|型|版车型|版本)(?: ?[24]WD)?"
)
_TRIM_ENDS = ("版", "型", "版本", "WD")
_PRODUCTS = below("Product")


def variants(reading: Reading) -> Iterator[Relation]:
    """`variantOf` for each generation and trim, `successorOf` between generations of one product."""
    base_of: dict[str, tuple[str, int | None, Mention]] = {}
    asserted = [clause for clause in reading.clauses if clause.mentions and clause.stance == "Asserted"]
    products = [m for clause in asserted for m in clause.mentions if m.cls in _PRODUCTS]
    if not products:
        return
    named = {m.name for m in products}
    for mention in products:
        if mention.name in base_of:
            continue
        found = base(mention.name, named)
        if found is None:
            continue
        name, rank = found
        base_of[mention.name] = (name, rank, mention)
        root = next((m for m in products if m.name == name), None)
        if root is None:
            root = _inside(mention, name)
        if root is not None:
            yield Relation(mention, "variantOf", root, _evidence(reading, mention, "variant"), confidence=0.9)
    yield from _trims(reading, asserted)
    yield from _successors(reading, base_of)


def _trims(reading: Reading, clauses: Iterable[Clause]) -> Iterator[Relation]:
    """A trim named alone (长续航版) is one of the product that was last named in full."""
    last: Mention | None = None
    seen: set[str] = set()
    for clause in clauses:
        for mention in clause.mentions:
            if mention.cls not in _PRODUCTS:
                continue
            if not mention.name.endswith(_TRIM_ENDS) or not _ALONE.fullmatch(mention.name):
                last = _whole(mention)
            elif last is not None and last.cls == mention.cls and mention.name not in seen:
                seen.add(mention.name)
                evidence = Evidence(reading.document.id, clause.sentence, "trim")
                yield Relation(mention, "variantOf", last, evidence, confidence=0.75)


def _whole(mention: Mention) -> Mention:
    """The product of which a trim is named in full: X7 of X7长续航版; the mention itself where it is no trim."""
    name = mention.name
    trim = _EDITION.search(name) if name.endswith("版") and not _PREFIX.match(name) else None
    return (_inside(mention, name[: trim.start()].rstrip()) or mention) if trim else mention


def base(name: str, named: set[str]) -> tuple[str, int | None] | None:
    """The product that a name is a generation or a named product's trim of, and the generation's rank.

    >>> base("初代SU7", set()), base("E9 PRO", {"E9"}), base("Model Y", set())
    (('SU7', 1), ('E9', None), None)
    """
    generation = _PREFIX.match(name)
    if generation:
        word = generation.group(1)
        rank = int(word[:4]) * 10 if word.startswith("20") else GENERATIONS.get(word)
        bare = name[generation.end() :]
        return _full(bare, named) or _untrimmed(bare, named), rank
    if (series := f"{name}系列") in named:
        return series, None
    trim = _TRIM.search(name)
    if trim and (whole := _full(name[: trim.start()].strip(), named)):
        return whole if f"{whole}系列" not in named else f"{whole}系列", None
    if not name.startswith(tuple(named - {name})):
        return None
    for size in range(len(name) - 1, 1, -1):
        if name[:size].rstrip() in named and _REST.fullmatch(name, size) and not _SPLIT.match(name, size - 1):
            return name[:size].rstrip(), None
    return None


def _untrimmed(bare: str, named: set[str]) -> str:
    """The name behind a word of generation without a second one (全新国产X) and without the trim of no named product."""
    again = _PREFIX.match(bare)
    if again:
        return base(bare, named)[0]  # type: ignore[index]  # it begins with a word of generation
    trim = _EDITION.search(bare)
    return bare[: trim.start()].rstrip() if trim else bare


def _full(bare: str, named: set[str]) -> str:
    """The product of that name, or the one whose longer name ends with it: E9 is 广汽传祺E9."""
    if bare in named:
        return bare
    longer = sorted(name for name in named if name.endswith(bare) and not _NEWER.match(name))
    return longer[0] if len(bare) > 1 and longer else ""


def _inside(mention: Mention, name: str) -> Mention | None:
    """The bare name as it stands inside the longer one; None where the words there are a reference, or only a number."""
    words, at = name.replace(" ", "").lower(), 0
    start = mention.text.lower().find(words[:1])
    if start < 0 or words.isdigit():
        return None
    for place in range(start, len(mention.text)):
        letter = mention.text[place].lower()
        if letter in " \u3000":
            continue
        if letter != words[at]:
            return None
        at += 1
        if at == len(words):
            span = Span(mention.span.start + start, mention.span.start + place + 1)
            return Mention(span, mention.text[start : place + 1], name, mention.cls, "variant:base")
    return None


def _successors(reading: Reading, base_of: dict[str, tuple[str, int | None, Mention]]) -> Iterator[Relation]:
    lines: dict[tuple[str, bool], list[tuple[int, Mention]]] = {}
    for name, rank, mention in base_of.values():
        if rank is not None:
            lines.setdefault((name, rank > _YEARS), []).append((rank, mention))
    for line in lines.values():
        line.sort(key=lambda pair: (pair[0], pair[1].span))
        for (older, before), (newer, after) in zip(line, line[1:], strict=False):
            if older < newer:
                yield Relation(after, "successorOf", before, _evidence(reading, after, "generation"), confidence=0.85)


def _evidence(reading: Reading, mention: Mention, rule: str) -> Evidence:
    at = mention.span.start
    sentence = next((c.sentence for c in reading.clauses if c.span.start <= at < c.span.end), mention.span)
    return Evidence(reading.document.id, sentence, rule)
