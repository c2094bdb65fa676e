"""Profiles that are read several times: what later readings need of them is held, as long as they are not too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.across.names import Names
from kg.across.profile import Key, Profile

#: documents whose keys and ties are held between two readings (half a kilobyte each); more are read anew
HELD = 200_000


class Bare(NamedTuple):
    """The names of a document by their keys, and the relations between them."""

    keys: tuple[Key, ...]
    ties: tuple[tuple[int, str, int], ...]


class Reading:
    """All profiles, read once for their names; iterating gives them bare, as often as asked.

    >>> from kg.across.profile import Thing
    >>> reading = Reading([Profile("a", (Thing("小米", "Company", "小米"),))])
    >>> len(reading.names), [bare.keys[0].name for bare in reading]
    (1, ['小米'])
    """

    def __init__(self, profiles: Iterable[Profile], *, held: int = HELD) -> None:
        self._profiles, self._held = profiles, list[Bare]()
        self.names, self._whole = Names(), True
        for profile in profiles:
            keys = self.names.add(profile)
            if self._whole and len(self._held) < held:
                self._held.append(Bare(keys, profile.ties))
            elif self._whole:
                self._whole, self._held = False, []

    def __iter__(self) -> Iterator[Bare]:
        if self._whole:
            return iter(self._held)
        return (Bare(tuple(thing.key for thing in profile.things), profile.ties) for profile in self._profiles)
