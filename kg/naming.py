"""One name for one thing within a document: spacing, brands left out, legal names with their short forms.

Five rules, each by what stands in the text: spaces beside Chinese characters mean nothing (初代 SU7 = 初代SU7); a product
called with and without its maker's name is one (小米SU7 = SU7, 初代小米SU7 = 初代SU7); a name that brackets behind
another define (…股份有限公司（简称“…”）) stands for it, and the shorter one is preferred; a chip goes by its model
(云岭X9处理器 = X9); a firm called with and without its form (泰岭 = 泰岭集团 = 泰岭股份有限公司) is one, unless the text
names both beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg.model import Marks, Mention, below, lineage
from kg.ontology import Ontology

#: a place inside a Latin word: Snap is no maker of a Snapdragon
_LATIN = re.compile("[A-Za-z][A-Za-z]")
_SPACE = re.compile(r"(?<=[一-鿿])[ 　]+|[ 　]+(?=[一-鿿])")
_GENERATION = re.compile(
    r"^(初代|首代|第[一二三四五六七八]代|上一代|新一代|全新一代|全新|新款|改款|老款|现款|下一代|20\d\d款)"
)
_BRACKET = re.compile(r"\s?[（(](?:以下|下文|下|后)?(?:统|合|并)?(?:简称|称|称为)?[为:：]?\s?[“\"「'‘]?")
_LONGEST_BRACKET = 12
#: the end of a bracket that holds a name and nothing else, or a name and a code
_CLOSED = re.compile(r"\s?[”\"」'’]?\s?(?:[）)]|[,，;；] ?[A-Z0-9])")
#: what a chip is called besides its model: 云岭X9处理器
_CALLED = re.compile(
    r"(?<=[A-Za-z0-9+])[ -]?(?:系列)?(?:移动处理平台|移动平台|计算平台|手机芯片|智能芯片|处理器芯片|处理器|芯片组|芯片|SoC|SOC)$"
)
#: a standard or a system with its version, and what it is: UFS 3.1闪存, 云岭OS 4系统
_VERSION = re.compile(
    r"([A-Za-z][A-Za-z-]{2,}[A-Za-z0-9-]*(?: ?[0-9][0-9.]*[A-Za-z]?)|LPDDR[0-9][A-Z]?)\s?(?:内存|闪存|车机系统|系统|操作系统)"
)
_CHIPS = frozenset({"Component", "Platform"})
_MODEL = re.compile(r"(?=.*\d)[ 　]?(?:[A-Za-z][A-Za-z0-9]|[\u4e00-\u9fff]{2,3} ?[A-Z0-9])")
#: forms of firms, which are no part of what a firm is called
_FORM = re.compile(
    "(?:控股)?(?:集团|股份|公司|集团公司|(?:集团|控股|集团股份|股份)?有限(?:责任)?公司)|-(?:SW?|W|R|B)| ?ADR"
)
_ENDS = ("公司", "集团", "股份", "-W", "-S", "-SW", "-R", "-B", "ADR")
#: a trade and a form, which are not either, where the firm is no household name
_TRADE = re.compile(
    "(?:智能|信息|网络|生物|能源|新能源|电子|环保|医疗|数字|文化)?(?:科技|技术|汽车|新能源|电子|半导体|证券|服务|网络|实业|投资|医药|制药|药业|能源|材料|"
    "新材料|装备|机械|电气|动力|食品|物流|传媒|文化传播|教育|咨询)?(?:集团|控股|发展)?(?:股份)?有限(?:责任)?公司"
)
_LANDS = tuple("美国 德国 日本 韩国 英国 法国 荷兰 瑞士 瑞典 印度 丹麦 加拿大 以色列 意大利".split())
#: between a firm and its longer name: two are meant
_APART = re.compile(
    "[、和与及跟]|以及|旗下的?|控股的?|的?(?:全资|控股)?(?:子公司|母公司|股东|关联公司)|的|持有|入股|收购|投资"
)
_BODIES = below("Organization")
_ROOTS = ("Person", "Organization", "Product", "Technology", "Place")


class Namer:
    """Gives mentions of one thing one name; built once, called per document."""

    def __init__(self, ontology: Ontology) -> None:
        things = [name for name in ontology.names if "Product" in lineage(name.cls)]
        self._preferred = {_spaceless(word): name.name for name in things for word in (name.name, *name.aliases)}
        self._bodies = {
            word: name.name for name in ontology.names if name.cls in _BODIES for word in (name.name, *name.aliases)
        }
        self._brands = {word for name in ontology.names if name.cls == "Company" for word in (name.name, *name.aliases)}

    def __call__(self, text: str, marks: Marks) -> Marks:
        """The marks with mentions renamed."""
        names = {mention.name: self._plain(mention) for mention in marks.mentions}
        names |= _defined(text, marks.mentions, names)
        self._join(marks.mentions, names)
        self._join_firms(text, marks.mentions, names)
        if all(new == old for old, new in names.items()):
            return marks
        renamed = tuple(m if names[m.name] == m.name else m._replace(name=names[m.name]) for m in marks.mentions)
        return Marks(renamed, marks.quantities, marks.times)

    def _plain(self, mention: Mention) -> str:
        """The name without idle spaces; behind a word of generation, the preferred name of the product."""
        name = mention.name
        if " " in name or "　" in name:
            name = _SPACE.sub("", name)
        if mention.cls in _CHIPS or mention.cls == "Software":
            return self._chip(name)
        generation = _GENERATION.match(name) if _product(mention.cls) else None
        if generation is None:
            return name
        bare = name[generation.end() :]
        return generation.group() + self._preferred.get(_spaceless(bare), bare)

    def _chip(self, name: str) -> str:
        """A chip by its model, without its maker and without what all chips are called."""
        called = _CALLED.search(name)
        model = name[: called.start()] if called else name
        if (version := _VERSION.fullmatch(name)) is not None:
            return version.group(1)
        if not any(map(str.isdigit, model)):
            return name
        for size in range(min(8, len(model) - 2), 1, -1):
            if model[:size] in self._brands and not _LATIN.match(model, size - 1) and _MODEL.match(model, size):
                return model[size:].lstrip()
        return model

    def _join(self, mentions: Iterable[Mention], names: dict[str, str]) -> None:
        """Products called with and without the maker's name: the longer name for both."""
        products = {names[m.name] for m in mentions if _product(m.cls)}
        if len(products) < 2:
            return
        makers, brands = {m.name for m in mentions if m.cls == "Company"}, self._brands
        fuller = {}
        for name in sorted(products):
            for size in range(2, min(8, len(name) - 1)):
                bare = name[size:].strip()
                if (
                    bare in products
                    and not _LATIN.match(name, size - 1)
                    and (name[:size] in makers or name[:size] in brands)
                ):
                    fuller[bare] = name
        if fuller:
            for old, new in names.items():
                names[old] = fuller.get(new, new)

    def _join_firms(self, text: str, mentions: Sequence[Mention], names: dict[str, str]) -> None:
        """Firms and offices called with and without their form: the shorter name for both."""
        bodies = {names[m.name]: m.cls for m in mentions if m.cls in _BODIES}
        if len(bodies) < 2:
            return
        shorter = {}
        for long in bodies:
            short = next((word for word in self._cores(long) if bodies.get(word) == bodies[long] and word != long), "")
            if short and not _set_apart(text, mentions, names, short, long):
                shorter[long] = short
        if shorter:
            for old, new in names.items():
                names[old] = shorter.get(new, new)

    def _cores(self, long: str) -> Iterator[str]:
        """What the firm of this name may be called for short."""
        for size in range(2, len(long)) if long.endswith(_ENDS) else ():
            known = long[:size] in self._bodies
            if known and self._bodies.get(long, long[:size]) != self._bodies[long[:size]]:
                continue
            if _FORM.fullmatch(long, size) or (not known and _TRADE.fullmatch(long, size)):
                yield long[:size]
        if long.startswith(_LANDS) and long not in self._bodies:
            bare = long[3 if long[2] in "大列利" else 2 :]
            yield bare
            yield from self._cores(bare)


def _set_apart(text: str, mentions: Sequence[Mention], names: Mapping[str, str], short: str, long: str) -> bool:
    """Does the text name the two beside each other?"""
    pair = [m for m in mentions if names[m.name] in (short, long)]
    return any(
        names[one.name] != names[other.name] and _APART.fullmatch(text[one.span.end : other.span.start].strip())
        for one, other in zip(pair, pair[1:], strict=False)
    )


def _spaceless(name: str) -> str:
    return re.sub(r"\s", "", name).lower()


@cache
def _product(cls: str) -> bool:
    return "Product" in lineage(cls)


@cache
def _root(cls: str) -> str:
    return next((above for above in lineage(cls) if above in _ROOTS), cls)


def _defined(text: str, mentions: tuple[Mention, ...], names: dict[str, str]) -> dict[str, str]:
    """Names that a bracket right behind another mention of the family defines: both get the shorter."""
    found = {}
    for long, short in zip(mentions, mentions[1:], strict=False):
        end, start = long.span.end, short.span.start
        # how far apart they stand tells most pairs, without a look at the text
        if not 0 < start - end <= _LONGEST_BRACKET or len(short.text) >= len(long.text) or long.name == short.name:
            continue
        bracket = _BRACKET.match(text, end)
        if (
            bracket
            and bracket.end() == start
            and _root(long.cls) == _root(short.cls)
            and ("称" in bracket[0] or _CLOSED.match(text, short.span.end))
            and not _part(long, short, bracket[0])
        ):
            found[long.name] = names[short.name]
    return found


def _part(long: Mention, short: Mention, bracket: str) -> bool:
    """Is the place in a bracket a part of the one before it (张家口市（赤城县）) or where it lies, and no name for it?"""
    if _root(long.cls) != "Place" or "称" in bracket or short.text.isascii():
        return False
    return long.text.startswith(short.text) or not set(short.text) <= set(long.text)
