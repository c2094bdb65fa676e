"""Which names are one thing in a corpus: a table of IRIs, the same in whatever order the documents came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf
from typing import Any, NamedTuple

from kg.across.bare import Reading
from kg.across.candidates import Candidate, candidates
from kg.across.likeness import chinese
from kg.across.names import Names
from kg.across.namesakes import Namesakes
from kg.across.profile import Key, Profile
from kg.across.rules import Rules
from kg.across.weigh import Around, Link, Neighbours, shared, weigh

#: kinds whose classes may be put right by a vote: no relation holds for one of the classes alone
_VOTED = frozenset({"Organization", "Product", "Technology"})
_MOST, _VOTES = 0.8, 5


class Target(NamedTuple):
    """What a name becomes: the local part of an IRI, the preferred name, and the class (empty: as the document has it)."""

    local: str
    label: str
    cls: str = ""


class Merge(NamedTuple):
    """A link between two names of one thing, for people who ask why."""

    target: str
    one: str
    other: str
    kind: str
    why: str
    score: float
    documents: tuple[int, int]
    said: int
    shared: int
    apart: int
    examples: tuple[str, ...]

    @classmethod
    def read(cls, row: list[Any]) -> Merge:
        """From what JSON has of it."""
        return cls._make(tuple(cell) if isinstance(cell, list) else cell for cell in row)


class Decisions(NamedTuple):
    """What becomes of the names that do not stay as they are, the merges behind it, and counts for the report."""

    table: Mapping[Key, Target] = {}
    merges: tuple[Merge, ...] = ()
    counts: Mapping[str, int] = {}

    def of(self, profile: Profile) -> dict[str, Target]:
        """For the things of a document by their `id`, what they become, where that is another."""
        found = {}
        for thing in profile.things:
            target = self.table.get(thing.key) or Target(thing.key.name, thing.label)
            if (target.local, target.cls or thing.cls) != (thing.id, thing.cls) or target.label != thing.label:
                found[thing.id] = target
        return found


def decide(profiles: Iterable[Profile], rules: Rules | None = None) -> Decisions:
    """The decisions for a corpus; its profiles are read once, or three times where they are too many to be held (`bare.HELD`).

    >>> from kg.across.profile import Thing
    >>> one = Profile("a", (Thing("云岭汽车", "Company", "云岭汽车"),))
    >>> two = Profile("b", (Thing("云岭汽车有限公司", "Company", "云岭汽车有限公司"),))
    >>> decide([one, two]).table[two.things[0].key].local
    '云岭汽车'
    """
    reading = Reading(profiles)
    names = reading.names
    pairs = candidates(names, shared(reading))
    around, namesakes = Neighbours(pairs, reading), Namesakes(pairs, names.sorted())
    settled = settle(names, pairs, around, namesakes.of, rules or Rules())
    return settled.decisions(names=len(names), candidates=len(pairs))


class Settled(NamedTuple):
    """What becomes of some names, the links behind it with what is told of each, and how many things share a name."""

    table: dict[Key, Target]
    links: list[Link]
    merges: list[Merge]
    homonyms: int

    def decisions(self, *, names: int, candidates: int) -> Decisions:
        """With the counts, for the report."""
        counts = {"names": names, "candidates": candidates, "merges": len(self.merges), "homonyms": self.homonyms}
        return Decisions(self.table, tuple(self.merges), counts)


def settle(
    names: Names,
    pairs: Iterable[Candidate],
    around: Callable[[Candidate], Around],
    namesakes: Callable[[Candidate], int],
    rules: Rules,
) -> Settled:
    """Decides on names that hang together with no others: neither by a pair, nor by a rule, nor by the name alone."""
    weighed = weigh(pairs, names, around, namesakes)
    groups = _Groups(names)
    for link in weighed:
        if link.never:
            groups.forbid(link.candidate.one, link.candidate.other)
    links = [*_ruled(groups, names, rules), *(link for link in weighed if groups.joined(link))]
    table = _table(names, groups)
    return Settled(table, links, [_merge(link, names, table) for link in links], groups.homonyms)


class _Groups:
    """Names that are one, as they grow together; a pair that was kept apart is never brought together by others."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._above: dict[Key, Key] = {}
        self._members: dict[Key, list[Key]] = {}
        self._never: dict[Key, set[Key]] = {}
        self.preferred: dict[Key, int] = {}
        self.homonyms = 0

    def root(self, key: Key) -> Key:
        """The name by which a group is known here."""
        while key in self._above:
            key = self._above[key]
        return key

    def members(self, root: Key) -> list[Key]:
        """All names of a group."""
        return self._members.get(root, [root])

    def forbid(self, one: Key, other: Key) -> None:
        """These two are never one."""
        self._never.setdefault(one, set()).add(other)
        self._never.setdefault(other, set()).add(one)

    def joined(self, link: Link) -> bool:
        """Brings two together that are accepted, unless they are already, or it is forbidden."""
        one, other = link.candidate.one, link.candidate.other
        if not link.accepted:
            return False
        return self.join(one, other)

    def join(self, one: Key, other: Key) -> bool:
        """Brings two groups together; False where a pair of them is kept apart, or they are one."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return False
        theirs = set(self.members(second))
        if any(self._never.get(key, set()) & theirs for key in self.members(first)):
            return False
        self._above[second] = first
        self._members[first] = [*self.members(first), *self._members.pop(second, [second])]
        return True

    def roots(self) -> list[Key]:
        """One name of each group, in order."""
        return [key for key in self._names.sorted() if key not in self._above]


def _ruled(groups: _Groups, names: Names, rules: Rules) -> Iterator[Link]:
    """The user's pairs: those that are the same first, and the first name of a pair is the preferred one."""
    kinds = sorted({key.kind for key in names.sorted()}) if rules.pairs else []
    for pair in (pair for pair in rules.pairs if not pair.same):
        for one in kinds:
            groups.forbid(Key(pair.one, one), Key(pair.other, one))
    for rank, pair in enumerate(pair for pair in rules.pairs if pair.same):
        for one in kinds:
            first, second = Key(pair.one, one), Key(pair.other, one)
            if first in names and second in names:
                groups.preferred.setdefault(first, rank)
                if groups.join(first, second):
                    yield Link(Candidate(min(first, second), max(first, second), "rule"), 1.0, rank=rank)


def _table(names: Names, groups: _Groups) -> dict[Key, Target]:
    """Every name whose IRI, label or class is not its own."""
    heads = {root: _head(groups.members(root), names, groups.preferred) for root in groups.roots()}
    claims: dict[str, list[Key]] = {}
    for root, head in heads.items():
        claims.setdefault(head.name, []).append(root)
    found = {}
    for root, head in heads.items():
        local = head.name
        if len(claims[local]) > 1 and root != _owner(claims[local], groups, names):
            groups.homonyms += 1
            local = f"{local}_{head.kind}"
        members = groups.members(root)
        target = Target(local, names[head].label, _class(members, names))
        if len(members) == 1 and local == root.name and not target.cls:
            continue
        for key in members:
            if target != Target(key.name, names[key].label):
                found[key] = target
    return found


def _head(members: list[Key], names: Names, preferred: Mapping[Key, int]) -> Key:
    """The name that a group goes by: what the user prefers, what most documents say, a Chinese one, a short one."""
    if len(members) == 1:
        return members[0]
    return min(
        members,
        key=lambda key: (
            preferred.get(key, inf),
            -names[key].documents,
            not names[key].known,
            not chinese(key.name),
            len(key.name),
            key,
        ),
    )


def _owner(roots: list[Key], groups: _Groups, names: Names) -> Key:
    """Of several things with one name, the one that has it alone: of which most documents speak."""
    return min(roots, key=lambda root: (-sum(names[key].documents for key in groups.members(root)), root))


def _class(members: list[Key], names: Names) -> str:
    """The class that nearly all documents give to a thing, where there are enough of them."""
    if len(members) == 1 and len(names[members[0]].classes) < 2:
        return ""
    votes: Counter[str] = Counter()
    for key in members:
        votes.update(names[key].classes)
    total = sum(votes.values())
    if len(votes) < 2 or total < _VOTES or len({key.kind for key in members}) > 1 or members[0].kind not in _VOTED:
        return ""
    cls, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return cls if most >= _MOST * total else ""


def _merge(link: Link, names: Names, table: Mapping[Key, Target]) -> Merge:
    pair = link.candidate
    target = table.get(pair.one) or table.get(pair.other) or Target(pair.one.name, "")
    documents = (names[pair.one].documents, names[pair.other].documents)
    examples = pair.examples or (names[pair.one].told.examples[:1] + names[pair.other].told.examples[:1])
    labels = (names[pair.one].label, names[pair.other].label)
    return Merge(
        target.local,
        *labels,
        pair.one.kind,
        pair.why,
        link.score,
        documents,
        pair.said,
        link.around.shared,
        link.around.apart,
        examples,
    )
