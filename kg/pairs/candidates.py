"""Pairs of names between which a relation might stand, each with the features by which the judge weighs it.

A pair is two names of a sentence, at most two clauses apart, or what a clause is about and a name in it. A feature is a
word that a reader can check in the text: `in:旗下`, `gap:2`, `L:Company`. L is the name that stands first, or the topic.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from kg.automaton import Automaton
from kg.bystand import BLOT, blotted
from kg.model import Clause, Mention, Reading, Relation

#: Two classes in order of the text, and whether the first is that of a topic.
Kind = tuple[str, str, bool]
#: What may stand between things of two classes: a property and `>` (the first is the subject) or `<`.
Fits = Mapping[Kind, tuple[str, ...]]
_APART = 2
_AROUND = 10
_WORDS = 14
_NEAR = 8
_TITLE = 40
_GAPS = ("0", "1", "2", "4", "4", *["7"] * 3, *["12"] * 5, *["20"] * 8, *["35"] * 15)
_DIGITS = re.compile(r"[\d.]+")
_QUOTES = ' “”"《》「」'
_LIST = re.compile(f"[、和与及以或{BLOT} 《》“”]+")
_STOP = re.compile("[,，;；:：]")


class Pair(NamedTuple):
    """Two things in order of the text, the clauses of both, what may stand between them, what was seen of them."""

    left: Mention
    right: Mention
    first: Clause
    clause: Clause
    kind: Kind
    labels: tuple[str, ...]
    features: tuple[Sequence[str], ...]


class _Side:
    """A mention with the clause in which it stands; what holds of it as first and as second of a pair is seen when asked."""

    __slots__ = ("as_left", "as_right", "clause", "mention")

    def __init__(self, mention: Mention, clause: Clause) -> None:
        self.mention, self.clause = mention, clause
        self.as_left: Sequence[str] = ()
        self.as_right: Sequence[str] = ()


class Article:
    """A text as it is searched for pairs: names blotted out, the words that count found in it, what the rules say."""

    def __init__(self, reading: Reading, relations: Iterable[Relation], words: Automaton[str], fits: Fits) -> None:
        self._reading, self._relations, self._automaton, self._fits = reading, relations, words, fits
        self._beside: dict[str, dict[str, Kind]] = {}
        self._about: dict[str, dict[str, Kind]] = {}
        for kind in fits:
            (self._about if kind[2] else self._beside).setdefault(kind[0], {})[kind[1]] = kind
        self._words: list[str] = []
        self._starts: list[int] = []

    @cached_property
    def _masked(self) -> str:
        return blotted(self._reading)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter([mention.name for mention in self._reading.mentions])

    @cached_property
    def _told_of(self) -> tuple[dict[tuple[str, str], list[str]], dict[str, list[str]]]:
        """What the rules say of two names, and the properties that they give to a name."""
        fired: dict[tuple[str, str], list[str]] = defaultdict(list)
        has: dict[str, list[str]] = defaultdict(list)
        for one in self._relations:
            if isinstance(one.object, Mention):
                fired[one.subject.name, one.object.name] += (one.property, one.evidence.rule)
                has[one.subject.name].append(one.property)
        return fired, has

    def pairs(self, clauses: Sequence[Clause]) -> Iterator[Pair]:
        """The pairs of a sentence, given by its clauses."""
        named = [(mention, clause) for clause in clauses for mention in clause.mentions]
        places = [*_side_by_side(named, self._beside), *_spoken_of(clauses, named, self._about)]
        if not places:
            return
        sides = [_Side(*one) for one in named]
        topics: dict[int, _Side] = {}
        start = clauses[0].span.start
        found = self._automaton.find(self._masked[start : clauses[-1].span.end])
        self._words = [word for *_, word in found]
        self._starts = [start + at for at, *_ in found]
        for at, to, kind in places:
            right = sides[to]
            if kind[2]:
                left = topics.get(at)
                if left is None:
                    topic = _topic(clauses[at], named)
                    assert topic is not None
                    left = topics[at] = _Side(topic, clauses[at])
                first = next(number for number, one in enumerate(sides) if one.clause is left.clause)
                features = self._topic(left), self._right(right), self._led(left.mention, right, sides[first:to])
            else:
                left = sides[at]
                features = self._left(left), self._right(right), self._between(left, right, sides[at + 1 : to])
            yield Pair(left.mention, right.mention, left.clause, right.clause, kind, self._fits[kind], features)

    def _around(self, side: _Side, which: str) -> list[str]:
        """What a mention is and what stands right beside it, as the first (L) or the second (R) of a pair."""
        text, mention, (first, last) = self._masked, side.mention, side.clause.span
        (start, end), name = mention.span, mention.name
        found = [f"{which}:{mention.cls}", f"last:{which}{name[-1]}", f"count:{which}{min(5, self._counts[name])}"]
        found.append(f"before:{which}{text[start - 1] if start > first else ''}")
        found.append(f"after:{which}{text[end] if end < last else ''}")
        if start - 2 >= first:
            found.append(f"before:{which}{text[start - 2 : start]}")
        if end + 2 <= last:
            found.append(f"after:{which}{text[end : end + 2]}")
        return found

    def _left(self, side: _Side) -> Sequence[str]:
        """What holds of a mention as the first of a pair."""
        if side.as_left:
            return side.as_left
        mention, clause = side.mention, side.clause
        found, first, start = self._around(side, "L"), clause.span.start, mention.span.start
        found += [f"pre:{word}" for word in self._within(max(first, start - _AROUND), start)]
        if mention.refers:
            found.append("refers:L")
        if start == first:
            found.append("opens:sentence" if clause.opens else "opens:clause")
        if clause.heading:
            found.append("heading")
        found += [f"has:L{one}" for one in self._told_of[1].get(mention.name, ())]
        side.as_left = found
        return found

    def _right(self, side: _Side) -> Sequence[str]:
        """What holds of a mention as the second of a pair."""
        if side.as_right:
            return side.as_right
        mention, last, end = side.mention, side.clause.span.end, side.mention.span.end
        found = self._around(side, "R")
        found += [f"post:{word}" for word in self._within(end, min(last, end + _AROUND))]
        if mention.refers:
            found.append("refers:R")
        found += [f"has:R{one}" for one in self._told_of[1].get(mention.name, ())]
        side.as_right = found
        return found

    def _between(self, left: _Side, right: _Side, middle: Sequence[_Side]) -> list[str]:
        """What holds of two names together: what stands between them, how far they are apart, what the rules say."""
        one, other = left.mention, right.mention
        start, end = one.span.end, other.span.start
        few = min(3, len(middle))
        kinds = f"{one.cls}~{other.cls}"
        apart = right.clause.index - left.clause.index
        text = self._masked[start:end]
        found = [f"pair:{kinds}", f"gap:{_gap(end - start)}", f"apart:{apart}|{few}", f"apart:{apart}", f"others:{few}"]
        if end - start <= _NEAR:
            words = _DIGITS.sub("0", text.strip(_QUOTES))
            found += [f"mid:{words}", f"mid:{words}|{kinds}"]
        found += self._told(start, end, few, f"{one.cls[:4]}~{other.cls[:4]}")
        classes = [side.mention.cls for side in middle]
        if classes:
            found += _rivals(classes, one.cls, other.cls)
            found += [f"next:{classes[0]}", f"prior:{classes[-1]}"]
        if _STOP.search(text):
            found.append("stop")
        elif _LIST.fullmatch(text):
            found.append("list")
        return found + self._known(one.name, other.name)

    def _led(self, topic: Mention, right: _Side, middle: Sequence[_Side]) -> list[str]:
        """The same for a topic and a name: what stands before the name in its clause takes the place between."""
        start, end = right.clause.span.start, right.mention.span.start
        few = min(3, len(middle))
        found = [f"pair:topic:{topic.cls}~{right.mention.cls}", f"topic:gap:{_gap(end - start)}", f"topic:others:{few}"]
        if end - start <= _NEAR:
            found.append(f"topic:mid:{self._masked[start:end]}")
        found += self._told(start, end, few, f"{topic.cls[:4]}~{right.mention.cls[:4]}", "topic:")
        found += _rivals([side.mention.cls for side in middle], topic.cls, right.mention.cls)
        return found + self._known(topic.name, right.mention.name)

    def _topic(self, side: _Side) -> Sequence[str]:
        """What holds of a topic."""
        if side.as_left:
            return side.as_left
        topic, clause = side.mention, side.clause
        far = clause.span.start - topic.span.end
        found = [
            f"L:{topic.cls}",
            f"last:L{topic.name[-1]}",
            f"topic:count:{min(5, self._counts[topic.name])}",
            "topic",
        ]
        found.append("topic:far:0" if far < 40 else "topic:far:1" if far < 100 else "topic:far:2")
        if topic.span.start < _TITLE:
            found.append("topic:title")
        if clause.opens:
            found.append("topic:opens")
        found += [f"has:L{one}" for one in self._told_of[1].get(topic.name, ())]
        side.as_left = found
        return found

    def _told(self, start: int, end: int, few: int, kinds: str, where: str = "") -> list[str]:
        """The words that count between two places; of a long stretch none."""
        words = self._within(start, end)
        if len(words) > _WORDS:
            return []
        found = [f"in:{word}" for word in words]
        found += [f"{where}in:{word}|{kinds}" for word in words]
        if not few:
            found += [f"{where}in0:{word}" for word in words]
        if len(words) <= 3 and not where:
            found.append("seq:" + " ".join(words))
        return found

    def _within(self, start: int, end: int) -> Sequence[str]:
        if end - start < 1:
            return ()
        return list(dict.fromkeys(self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]))

    def _known(self, left: str, right: str) -> list[str]:
        """What the names and the rules tell of the two."""
        found = []
        if left in right:
            found.append("holds:R")
        elif right in left:
            found.append("holds:L")
        fired, _ = self._told_of
        rules = [f"rule:{one}>" for one in fired.get((left, right), ())]
        rules += [f"rule:{one}<" for one in fired.get((right, left), ())]
        return found + (rules or ["rule:none"])


#: Where the first of a pair stands among the names of a sentence (a topic: its clause among the clauses), where the second.
_Place = tuple[int, int, Kind]
_Named = tuple[Mention, Clause]
_Kinds = Mapping[str, Mapping[str, Kind]]


def _side_by_side(named: Sequence[_Named], kinds: _Kinds) -> Iterator[_Place]:
    """The names of a sentence between which something may stand."""
    for at in range(len(named) - 1):
        left, clause = named[at]
        near = kinds.get(left.cls)
        if near is None:
            continue
        for to in range(at + 1, len(named)):
            right, other = named[to]
            if other.index - clause.index > _APART:
                break
            kind = near.get(right.cls)
            if kind is not None and left.name != right.name:
                yield at, to, kind


def _spoken_of(clauses: Sequence[Clause], named: Sequence[_Named], kinds: _Kinds) -> Iterator[_Place]:
    """What a clause is about, if the sentence does not name it, and the names in the clause."""
    first = 0
    for at, clause in enumerate(clauses):
        count = len(clause.mentions)
        if count:
            topic = _topic(clause, named)
            near = kinds.get(topic.cls) if topic else None
            if near:
                for to in range(first, first + count):
                    kind = near.get(named[to][0].cls)
                    if kind is not None:
                        yield at, to, kind
            first += count


def _topic(clause: Clause, named: Sequence[_Named]) -> Mention | None:
    """What a clause is about, of what its sentence does not name."""
    for topic in clause.topics:
        for mention, _ in named:
            if mention.name == topic.name:
                break
        else:
            return topic
    return None


def sentences(reading: Reading) -> Iterator[list[Clause]]:
    """The sentences that name something, as their clauses."""
    here: list[Clause] = []
    names = False
    for clause in reading.clauses:
        if clause.opens:
            if names:
                yield here
            here, names = [], False
        here.append(clause)
        names = names or bool(clause.mentions)
    if names:
        yield here


@cache
def _gap(size: int) -> str:
    return _GAPS[max(0, size)] if size < len(_GAPS) else "99"


def _rivals(between: Sequence[str], left: str, right: str) -> list[str]:
    """Does a thing of the same class stand nearer to either?"""
    return [name for name, cls in (("rival:L", left), ("rival:R", right)) if cls in between]
