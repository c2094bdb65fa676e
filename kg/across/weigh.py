"""Candidates, weighed: what all documents together say for and against each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.across.bare import Bare
from kg.across.candidates import LARGEST, Candidate
from kg.across.doubts import Found, thin
from kg.across.likeness import spelling
from kg.across.names import Names
from kg.across.namesakes import Namesakes
from kg.across.profile import Key

#: what a reason is worth alone, and what a further document or neighbour leaves of the doubt
_WORTH: Mapping[str, float] = {
    "apart": 0.0,
    "spelling": 0.99,
    "form": 0.97,
    "translation": 0.95,
    "short": 0.93,
    "maker": 0.93,
    "surname": 0.8,
    "neighbours": 0.7,
}
_DOUBT = 0.5
#: a pair is one thing from here on
ENOUGH = 0.92
#: by whom firms are brought together: a person who works there, a thing that is made there
_SHARED = frozenset({"worksFor", "manufacturer", "founder"})


class Link(NamedTuple):
    """A pair with its score and all that was counted for it: `apart` documents name both as two, `ties` hold between them."""

    candidate: Candidate
    score: float
    shared: int = 0
    apart: int = 0
    ties: int = 0
    note: str = ""

    @property
    def accepted(self) -> bool:
        """Is it enough?"""
        return self.score >= ENOUGH

    @property
    def never(self) -> bool:
        """Are these two things, whatever a third name says?"""
        return self.candidate.why == "apart" or bool(self.ties and self.note)


def shared(profiles: Iterable[Bare]) -> list[tuple[Key, Key]]:
    """Pairs of firms that have a person or a product in common."""
    blocks: dict[tuple[str, Key], dict[Key, None]] = {}
    for keys, ties in profiles:
        for subject, name, target in ties:
            if name in _SHARED and keys[target].kind == "Organization":
                blocks.setdefault((name, keys[subject]), {})[keys[target]] = None
    found = {
        (one, other): None
        for block in blocks.values()
        if 1 < len(block) <= LARGEST
        for one in block
        for other in block
        if one < other
    }
    return sorted(found)


class Neighbours:
    """What stands around the names of the candidates: read from the profiles in one pass, for these names alone."""

    def __init__(self, pairs: Iterable[Candidate], profiles: Iterable[Bare]) -> None:
        self._partners: dict[Key, dict[Key, None]] = {}
        for pair in pairs:
            self._partners.setdefault(pair.one, {})[pair.other] = None
            self._partners.setdefault(pair.other, {})[pair.one] = None
        self.apart: Counter[tuple[Key, Key]] = Counter()
        self.tied: Counter[tuple[Key, Key]] = Counter()
        self._around: dict[Key, dict[tuple[str, bool, Key], None]] = {key: {} for key in self._partners}
        for bare in profiles:
            self._read(bare)

    def _read(self, bare: Bare) -> None:
        keys, ties = bare
        present = dict.fromkeys(key for key in keys if key in self._partners)
        for key in present:
            self.apart.update((key, other) for other in self._partners[key] if other in present and key < other)
        if not present:
            return
        for subject, name, target in ties:
            one, other = keys[subject], keys[target]
            if one in present:
                self._around[one][name, True, other] = None
                if other in self._partners[one]:
                    self.tied[min(one, other), max(one, other)] += 1
            if other in present:
                self._around[other][name, False, one] = None

    def shared(self, one: Key, other: Key) -> int:
        """How many things stand to both in the same relation."""
        return len(self._around[one].keys() & self._around[other].keys())


def weigh(pairs: Iterable[Candidate], names: Names, around: Neighbours) -> list[Link]:
    """Every candidate with its score, the best first; equal scores by name."""
    pairs = list(pairs)
    claims, others = _claims(pairs, names), Namesakes(pairs, names.sorted())
    links = [_link(pair, names, around, claims, others) for pair in pairs]
    return sorted(links, key=lambda link: (-link.score, link.candidate))


def _link(pair: Candidate, names: Names, around: Neighbours, claims: Mapping[Key, set[str]], others: Namesakes) -> Link:
    one, other = pair.one, pair.other
    shared, apart, ties = around.shared(one, other), around.apart[one, other], around.tied[one, other]
    doubt = (1 - _WORTH[pair.why]) * _DOUBT ** (shared + max(0, pair.said - 1))
    both = names[one], names[other]
    documents, known = (both[0].documents, both[1].documents), (both[0].known, both[1].known)
    found = Found(pair, documents, known, shared, apart, others.of(pair))
    note = _against(found, ties=ties, claims=claims) or thin(found)
    score = 0.0 if note else round(1 - doubt, 4)
    return Link(pair, score, shared, apart, ties, note)


def _against(found: Found, *, ties: int, claims: Mapping[Key, set[str]]) -> str:
    """What forbids it, in words; empty where nothing does."""
    pair, fewer = found.pair, min(found.documents)
    if pair.why in ("spelling", "apart"):
        return "a group and its listed company" if pair.why == "apart" else ""
    if pair.why == "form":
        group = "公司" not in (pair.one.name[-2:], pair.other.name[-2:])
        return f"{ties} documents tell of a relation between the two" if group and ties * 5 > fewer else ""
    if ties:
        return f"{ties} documents tell of a relation between the two"
    if (found.apart - pair.said) * 5 > fewer:
        return f"{found.apart} documents name them as two"
    if all(found.known) and pair.why != "maker" and (pair.why != "translation" or fewer > 5 * pair.said):
        return "the lexicon has both"
    rivals = max(len(claims.get(key, ())) for key in (pair.one, pair.other))
    if rivals > 1:
        return f"the short name stands for {rivals} things"
    return "too little in common" if pair.why == "neighbours" and found.shared < 3 else ""


def _claims(pairs: Iterable[Candidate], names: Names) -> dict[Key, set[str]]:
    """For each short or foreign name, the different things that documents call so."""
    found: dict[Key, set[str]] = {}
    for pair in pairs:
        if pair.why not in ("spelling", "form"):
            longer = max(pair.one, pair.other, key=lambda key: (len(key.name), key))
            shorter = pair.other if longer is pair.one else pair.one
            found.setdefault(shorter, set()).add(spelling(longer.name))
    return found
