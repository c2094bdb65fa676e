"""Who else is called so: people with one surname, names that end in the word that a translation gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.across.candidates import Candidate
from kg.across.likeness import chinese, spelling
from kg.across.profile import Key

_PARTS = re.compile("[·•・‧]")
#: more need not be counted
MANY = 6
_ASKED = frozenset({"surname", "translation"})


class Namesakes:
    """Counts, for the Chinese side of foreign names, the names of a corpus that end in it; read in one pass, in any order.

    >>> pair = Candidate(Key("Ann_Lee", "Person"), Key("李", "Person"), "translation")
    >>> others = Namesakes([pair], [Key("安·李", "Person"), Key("安・李", "Person"), Key("本·李", "Person")])
    >>> others.of(pair)
    2
    """

    def __init__(self, pairs: Iterable[Candidate], keys: Iterable[Key]) -> None:
        wanted = map(short, pairs)
        self._found: dict[Key, set[str]] = {key: set() for key in wanted if key}
        longest = max((len(key.name) for key in self._found), default=0)
        for key in keys:
            self._count(key, longest)

    def _count(self, key: Key, longest: int) -> None:
        for end in ends(key, longest):
            found = self._found.get(end)
            if found is not None and len(found) <= MANY:
                found.add(spelling(key.name))

    def of(self, pair: Candidate) -> int:
        """How many names end in the short one of the pair: for people, how many people have that surname."""
        asked = short(pair)
        return len(self._found[asked]) if asked else 0


def ends(key: Key, longest: int) -> Iterator[Key]:
    """The names that a name ends in, of so many characters at most; of a person the surname alone."""
    if key.kind == "Person":
        found = _PARTS.split(key.name)[1:][-1:]
    else:
        found = [key.name[place:] for place in range(max(1, len(key.name) - longest), len(key.name) - 1)]
    for end in found:
        yield Key(end, key.kind)


def short(pair: Candidate) -> Key | None:
    """The name that others may have too: a surname alone, the Chinese side of a translation; of other pairs it is not asked."""
    one, other = pair.one, pair.other
    if pair.why not in _ASKED:
        return None
    if pair.why == "surname":
        return min(one, other, key=lambda key: len(key.name))
    word = one if chinese(one.name) else other
    return None if word.kind == "Person" and _PARTS.search(word.name) else word
