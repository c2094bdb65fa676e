"""Candidates, weighed: what all documents together say for and against each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kg.across.bare import Bare
from kg.across.candidates import LARGEST, Candidate
from kg.across.doubts import Found, thin
from kg.across.likeness import spelling
from kg.across.names import Names
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
SHARED = frozenset({"worksFor", "manufacturer", "founder"})


class Around(NamedTuple):
    """What documents have of two names: `shared` things stand to both in the same relation, `apart` documents name both,
    `ties` hold between them."""

    shared: int = 0
    apart: int = 0
    ties: int = 0


class Link(NamedTuple):
    """A pair with its score and all that was counted for it. `rank`: its place among the user's own pairs."""

    candidate: Candidate
    score: float
    around: Around = Around()
    note: str = ""
    rank: int = 0

    @property
    def accepted(self) -> bool:
        """Is it enough?"""
        return self.score >= ENOUGH

    @property
    def never(self) -> bool:
        """Are these two things, whatever a third name says?"""
        return self.candidate.why == "apart" or bool(self.around.ties and self.note)

    @property
    def place(self) -> tuple[bool, float, Candidate]:
        """Its place in the order in which names are brought together: the user's pairs in theirs, then the best first."""
        return self.candidate.why != "rule", self.rank - self.score, self.candidate


def shared(profiles: Iterable[Bare]) -> list[tuple[Key, Key]]:
    """Pairs of firms that have a person or a product in common."""
    blocks: dict[tuple[str, Key], dict[Key, None]] = {}
    for keys, ties in profiles:
        for subject, name, target in ties:
            if name in SHARED and keys[target].kind == "Organization":
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
        self._apart: Counter[tuple[Key, Key]] = Counter()
        self._tied: Counter[tuple[Key, Key]] = Counter()
        self._around: dict[Key, dict[tuple[str, bool, Key], None]] = {key: {} for key in self._partners}
        for bare in profiles:
            self._read(bare)

    def _read(self, bare: Bare) -> None:
        keys, ties = bare
        present = dict.fromkeys(key for key in keys if key in self._partners)
        for key in present:
            self._apart.update((key, other) for other in self._partners[key] if other in present and key < other)
        if not present:
            return
        for subject, name, target in ties:
            one, other = keys[subject], keys[target]
            if one in present:
                self._around[one][name, True, other] = None
                if other in self._partners[one]:
                    self._tied[min(one, other), max(one, other)] += 1
            if other in present:
                self._around[other][name, False, one] = None

    def __call__(self, pair: Candidate) -> Around:
        """What was read of the two."""
        one, other = pair.one, pair.other
        shared = len(self._around[one].keys() & self._around[other].keys())
        return Around(shared, self._apart[one, other], self._tied[one, other])


def weigh(
    pairs: Iterable[Candidate],
    names: Names,
    around: Callable[[Candidate], Around],
    namesakes: Callable[[Candidate], int],
) -> list[Link]:
    """Every candidate with its score, the best first; equal scores by name."""
    pairs = list(pairs)
    claims = _claims(pairs)
    links = (
        _link(_found(pair, names, beside, namesakes(pair)), beside, claims)
        for pair in pairs
        for beside in (around(pair),)
    )
    return sorted(links, key=lambda link: link.place)


def _found(pair: Candidate, names: Names, around: Around, namesakes: int) -> Found:
    one, other = names[pair.one], names[pair.other]
    known = (one.known, other.known)
    return Found(pair, (one.documents, other.documents), known, around.shared, around.apart, namesakes)


def _link(found: Found, around: Around, claims: Mapping[Key, set[str]]) -> Link:
    pair = found.pair
    doubt = (1 - _WORTH[pair.why]) * _DOUBT ** (around.shared + max(0, pair.said - 1))
    note = _against(found, ties=around.ties, claims=claims) or thin(found)
    return Link(pair, 0.0 if note else round(1 - doubt, 4), around, note)


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


def _claims(pairs: Iterable[Candidate]) -> dict[Key, set[str]]:
    """For each short or foreign name, the different things that documents call so."""
    found: dict[Key, set[str]] = {}
    for pair in pairs:
        if pair.why not in ("spelling", "form"):
            longer = max(pair.one, pair.other, key=lambda key: (len(key.name), key))
            shorter = pair.other if longer is pair.one else pair.one
            found.setdefault(shorter, set()).add(spelling(longer.name))
    return found
