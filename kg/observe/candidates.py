"""Who might bear a number, nobody included, each with the features by which the ranker weighs it.

A feature is a word that a reader can check in the text: `place:before`, `ahead:with`, `unknown:4`. The learned weights of
`ontology/models/bearer.toml` go by these words; `kg explain` prints them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from kg.model import Clause, Mention, Observation, Reading
from kg.observe.bearer import cited, unknown
from kg.observe.runs import Run

_TOPICS = 4
_CHIEF = 3
_COUNT = itemgetter(1)
_REACH = 24
#: what stands right before a name, by its last word: 与X, 较X, 由X, 对X, 据X, 在X, 旗下X, 发布X
_AHEAD = re.compile(
    r"(?:(?P<with>与|和|跟|同|及|、)|(?P<than>较|比|超过|超越|高于|低于|领先|不及)|(?P<by>由|被|获)|(?P<to>对|向|给|为|让|使)|"
    r"(?P<says>据|根据|按照|援引|来自)|(?P<at>在|于|到|至|从|进入|登陆|全)|(?P<of>的|旗下|其|该)|(?P<does>收购|投资|发布|推出|搭载|采用))$"
)
_BEHIND = re.compile(
    r"(?P<of>的)|(?P<under>旗下|控股|全资)|(?P<at>在|于)|(?P<list>[、和与及])|(?P<open>[(（])|(?P<stop>[,，:：;；])|"
    r"(?P<says>表示|认为|称|指出|显示|数据|公布|预计)|(?P<market>市场|行业|地区|全国)|(?P<does>宣布|发布|推出|实现|完成)"
)
#: Exchanges and holidays: what happens at one is about it only where it stands in the clause itself.
_STAGE = re.compile(r"(?:交易所|[深上北港纽联]交所|主板|科创板|创业板|新三板|[A港美]股|假期|假日|黄金周|长假)$")
_ELSEWHERE = frozenset({"earlier", "topic0", "topic1", "topic2", "chief", "other"})
_TOPIC = ("topic0", "topic1", "topic2", "topic2")
_GAPS = ("0", "1", "2", "2", "4", "4", "4", *["7"] * 5, *["12"] * 8, *["20"] * 12, "32")
_UNKNOWN = ("0", "1", "2", "3", "4", "5", "5", "7", "7", "7", "10")
_OFTEN = tuple(f"count:{count}" for count in range(7))
_LEADS = ("none", "short", "short", "name", "name", "name", "name", "long")


class Asked(NamedTuple):
    """A number in search of its bearer.

    `ranks` are the classes that fit, best first; `start` is where the words of the metric begin; `pick` is the mention
    that the rules give, by the way `way`.
    """

    run: Run
    key: str
    ranks: Mapping[str, int]
    start: int
    way: str
    pick: Mention | None


class Candidate(NamedTuple):
    """One who may bear the number, or nobody (None), with its features."""

    mention: Mention | None
    features: Sequence[str]


class Article:
    """What an article as a whole speaks of: how often each name stands in it, which stand most, how it opens."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each name stands in the text."""
        return Counter([mention.name for mention in self._reading.mentions])

    @cached_property
    def chief(self) -> tuple[Mention, ...]:
        """Where the names that stand there most, and more than once, stand first."""
        often = {name for name, count in sorted(self.counts.items(), key=_COUNT, reverse=True)[:_CHIEF] if count > 1}
        found: list[Mention] = []
        for mention in self._reading.mentions:
            if mention.name in often:
                often.remove(mention.name)
                found.append(mention)
        return tuple(found)

    @cached_property
    def opening(self) -> str:
        """How much that is no name the text opens with."""
        return lead(self._reading.text, self._reading.clauses[0])


class Setting(NamedTuple):
    """Where a number stands: its clause, the one `before` in the sentence, what was `said` in it, how it opens."""

    text: str
    clause: Clause
    before: Clause | None
    said: Sequence[Observation]
    article: Article
    leads: tuple[str, ...]
    lost: str = ""


def lead(text: str, first: Clause) -> str:
    """How much that is no name a sentence or text opens with, up to its first name: none, short, name, long."""
    start, end = first.span
    until = next((mention.span.start for mention in first.mentions if not mention.refers), end)
    if first.quantities:
        until = min(until, first.quantities[0].span.start)
    return _LEADS[min(7, len(unknown(text, first, start, min(until, start + 12))))]


def candidates(setting: Setting, asked: Asked) -> list[Candidate]:
    """Nobody first, then everybody who may bear the number, nearest first, each name once."""
    placed, run = list(_placed(setting, asked)), asked.run
    if not placed:
        return [Candidate(None, ["nobody"])]
    strange = _UNKNOWN[min(10, len(unknown(setting.text, setting.clause, run.since, min(asked.start, run.start))))]
    told = setting.said[-1].about.name if setting.said else ""
    seen: dict[str, tuple[Mention, list[str]]] = {}
    classes: set[str] = set()
    for place, mention in placed:
        name = mention.name
        if name in seen or ((mention.refers or place in _ELSEWHERE) and _STAGE.search(name)):
            continue
        rank = min(asked.ranks.get(mention.cls, 3), 3)
        picked = asked.pick is not None and name == asked.pick.name
        features = [f"last:{name[-1]}", *_features(place, mention.cls, rank, asked.way, picked, strange)]
        if setting.lost:
            features += _at(f"lost:{setting.lost}", place)
        if place == "told":
            features.append(f"told|{_near(setting)}|unknown:{strange}")
        else:
            _stands(setting, place, mention, asked, features)
        if name == told:
            features.append("said")
        if mention.cls in classes:
            features += _at("rival", place)
        classes.add(mention.cls)
        seen[name] = mention, features
    _compare(seen, asked.ranks, setting.article.counts)
    leads = (*setting.leads, setting.lost)
    nobody = _nobody(asked.way, asked.key, strange, min(3, len(seen)), leads, setting.clause.heading)
    return [Candidate(None, nobody), *(Candidate(*one) for one in seen.values())]


def _placed(setting: Setting, asked: Asked) -> Iterator[tuple[str, Mention]]:
    """Mentions of a fitting class with their place: around the metric and the number, or elsewhere in the text."""
    run, start, ranks, clause = asked.run, asked.start, asked.ranks, setting.clause
    if asked.pick is not None and asked.way == "beside":
        yield "beside", asked.pick
    for mention in reversed(clause.mentions):
        (first, end), fits = mention.span, mention.cls in ranks
        if fits and end <= start:
            yield "before" if first >= run.since else "passed", mention
        elif fits and end <= run.start:
            yield "between", mention
        elif fits and run.end <= first < run.end + _REACH:
            yield "after", mention
    if setting.said and setting.said[-1].about.cls in ranks:
        yield "told", setting.said[-1].about
    if setting.before is not None:
        for mention in setting.before.mentions:
            if mention.cls in ranks:
                yield "earlier", mention
    yield from zip(_TOPIC, [topic for topic in clause.topics if topic.cls in ranks][:_TOPICS], strict=False)
    for mention in setting.article.chief:
        if mention.cls in ranks and mention.span.start < run.start:
            yield "chief", mention
    if asked.pick is not None:
        yield "other", asked.pick


# Words of features are few and come again and again: they are put together once.


@cache
def _at(feature: str, place: str) -> tuple[str, str]:
    """A feature by itself, and at its place."""
    return feature, f"{place}|{feature}"


@cache
def _features(place: str, cls: str, rank: int, way: str, picked: bool, strange: str) -> tuple[str, ...]:
    """What holds of a candidate wherever it stands: its place and class, and whether the rules pick it."""
    return (
        f"place:{place}",
        *_at(f"rank:{rank}", place),
        f"cls:{cls}",
        f"{place}|{cls}",
        f"picked:{way}" if picked else f"unpicked:{way}",
        f"{place}|unknown:{strange}",
    )


def _near(setting: Setting) -> str:
    """Where the number before was told: in this clause, in the one before, or further off."""
    told, clause = setting.said[-1].evidence.span.start, setting.clause.span.start
    if told == clause:
        return "here"
    return "next" if setting.before is not None and told == setting.before.span.start else "far"


def _stands(setting: Setting, place: str, mention: Mention, asked: Asked, features: list[str]) -> None:
    """Adds what stands around a candidate and how far off it is."""
    text, clause, (start, end) = setting.text, setting.clause, mention.span
    if mention.refers:
        features += (f"refers|{setting.leads[0]}", f"refers|{setting.leads[1]}")
    ahead = _AHEAD.search(text, max(0, start - 4), start)
    if ahead:
        features += _at(f"ahead:{ahead.lastgroup}", place)
    if start < clause.span.start:
        away = clause.sentence.start - end
        far = "away:0" if away < 0 else "away:1" if away < 60 else "away:60" if away < 200 else "away:200"
        features += _at(far, place)
        if cited(text, mention):
            features.append("cited")
        return
    behind = _BEHIND.match(text, end)
    if behind:
        features += _at(f"behind:{behind.lastgroup}", place)
    if mention.refers:
        features.append("refers")
    if start == clause.span.start:
        features.append("opens")
    gap = asked.start - end if start < asked.start else start - asked.run.end
    features.append(f"{place}|gap:{_GAPS[gap] if 0 <= gap < 32 else 32}")


def _compare(
    seen: Mapping[str, tuple[Mention, list[str]]], ranks: Mapping[str, int], counts: Mapping[str, int]
) -> None:
    """Adds which candidates fit the metric best, and which are named most."""
    best = min([ranks.get(mention.cls, 9) for mention, _ in seen.values()], default=0)
    most = max([counts.get(name, 1) for name in seen], default=0)
    for name, (mention, features) in seen.items():
        place = features[1]
        if ranks.get(mention.cls, 9) == best:
            features += _at("fittest", place)
        count = counts.get(name, 1)
        share = "named:most" if count == most else "named:half" if 2 * count >= most else "named:few"
        features += _at(share, place)
        features.append(_OFTEN[min(count, 6)])


@lru_cache(maxsize=4096)
def _nobody(way: str, key: str, strange: str, others: int, leads: tuple[str, ...], heading: bool) -> tuple[str, ...]:
    """What speaks for leaving the number alone: words that nobody knows, a clause or text that opens with some."""
    title, first, lost = leads
    return (
        "nobody",
        f"nobody|{way}",
        f"nobody|unknown:{strange}",
        f"nobody|{way}|unknown:{strange}",
        f"nobody|{key}",
        f"nobody|of:{others}",
        f"nobody|{title}",
        f"nobody|{first}",
        f"nobody|{way}|{title}",
        f"nobody|{way}|{first}",
        *(("nobody|heading",) if heading else ()),
        *((f"nobody|lost:{lost}", f"nobody|{way}|lost:{lost}") if lost else ()),
    )
