"""The units of `ontology/units.toml`: which words name one, and what it is called in the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.model import make
from kg.ontology import Entry, ontology_folder, tables

_KEYS = frozenset({"notation", "kind", "words", "match", "iso", "digits", "unless", "sole", "prefix"})
#: blanks before a unit, 成 (tenths), 个半, and the words of ranges (一至两个)
_BESIDES = frozenset(" \t\u3000\xa0成个到至、或")
_LATIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_PER = re.compile(r"\s?(?:/|每)\s?(100|百)?(?=[A-Za-z㎡\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `notation` as it stands in the graph, its `kind`, and when a word for it does not count.

    `digits`: only after digits; `unless`: what must not follow; `sole`: 一 before it is a number.
    """

    notation: str
    kind: str
    digits: bool = False
    unless: tuple[str, ...] = ()
    sole: bool = False


class Found(NamedTuple):
    """A unit in a text: where its words end, its notation (`元/股` where it is made of two) and the unit itself."""

    end: int
    notation: str
    unit: Unit


class Units:
    """Finds the unit that stands at a place of a text.

    >>> units().at("2.5元/股", 3, digits=True).notation
    '元/股'
    """

    def __init__(self, path: Path) -> None:
        self._units: dict[str, Unit] = {}
        self.prefixes: dict[str, Unit] = {}
        for entry in tables(path, "unit"):
            self._add(entry)
        #: the last characters of the prefixes: one look tells most places where none ends
        self.ends = frozenset(word[-1] for word in self.prefixes)
        lengths: dict[str, set[int]] = {}
        for word in self._units:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def _add(self, entry: Entry) -> None:
        entry.known(_KEYS)
        unit = Unit(
            entry.text("notation"), entry.text("kind"), entry.flag("digits"), entry.texts("unless"), entry.flag("sole")
        )
        for word in entry.texts("words", None):
            if word in self._units:
                raise entry.wrong(f"'{word}' already names {self._units[word].notation}", "A word names one unit.")
            self._units[word] = unit
        for word in entry.texts("prefix"):
            self.prefixes[word] = unit

    def may_begin(self, char: str) -> bool:
        """May a unit, or what else makes a number of a single 一 to 九, begin with this character?"""
        return char in self._lengths or char in _BESIDES

    def at(self, text: str, start: int, *, digits: bool) -> Found | None:
        """The longest unit that begins at `start`, with what it is counted per (元/股); None where there is none.

        `digits` tells whether the number before it is written in digits.
        """
        found = self._single(text, start, digits)
        if found is None or found.end >= len(text) or text[found.end] not in "/每 ":
            return found
        per = _PER.match(text, found.end)
        if per is None or ("每" in per.group() and found.unit.kind in ("count", "time")):
            return found
        below = self._single(text, per.end(), True)
        hundred = "100" if per.group(1) else ""
        if below is not None and found.unit.kind == "currency" and below.notation == "°":
            below = Found(below.end, "kWh", below.unit)  # 0.6元/度 is a price of electricity
        if below is None or (hundred and found.unit.kind not in ("volume", "energy", "mass")):
            return found
        return Found(below.end, f"{found.notation}/{hundred}{below.notation}", found.unit)

    def _single(self, text: str, start: int, digits: bool) -> Found | None:
        first = text[start : start + 1]
        for length in self._lengths.get(first, ()):
            end = start + length
            unit = self._units.get(text[start:end])
            if unit is None or end > len(text):
                continue
            if self._stands(unit, text, end, digits):
                return make(Found, (end, unit.notation, unit))
        return None

    @staticmethod
    def _stands(unit: Unit, text: str, end: int, digits: bool) -> bool:
        if unit.digits and not digits:
            return False
        if text[end - 1] in _LATIN and text[end : end + 1] in _LATIN:
            return False
        if text[end - 1 : end + 1] == "h+":  # NX 400h+
            return False
        return not (unit.unless and text.startswith(unit.unless, end))


@cache
def units() -> Units:
    """The units of the installed ontology, read once."""
    return Units(ontology_folder() / "units.toml")
