"""The patterns of `ontology/rules/boilerplate.toml`: what stands in an article and is no part of its story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.ontology import Entry, ontology_folder, table, tables

#: The kinds of entries: at the beginning, whole lines, at the end, anywhere, and what bylines say.
KINDS = ("head", "line", "tail", "inline", "byline")
#: The usual `reach` of a head or tail, in characters.
USUAL_REACH = 80
#: How far before its first cue a tail or byline may begin.
CUE_MARGIN = 32


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of boilerplate.toml: what it is called, when to try it, what it takes out."""

    name: str
    kind: str
    cues: tuple[str, ...]
    regex: re.Pattern[str]
    accepts: tuple[tuple[str, ...], ...]
    rejects: tuple[str, ...]
    reach: int
    near: re.Pattern[str]

    def concerns(self, text: str) -> bool:
        """Does one of its cues stand in the text?"""
        for cue in self.cues:  # noqa: SIM110 (a plain loop: this is asked some ten times a document)
            if cue in text:
                return True
        return False

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """What it takes out from `at` on."""
        found = self.regex.match(text, at) if self.near.search(text, at, at + self.reach) else None
        return found if found and found.end() > at else None

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """What it takes out at the end of `[start, end)`, looking no farther back than just before its first cue."""
        cue = self.near.search(text, max(start, end - self.reach), end)
        return self.regex.search(text, max(start, cue.start() - CUE_MARGIN), end) if cue else None


@cache
def patterns(folder: Path | None = None) -> dict[str, tuple[Pattern, ...]]:
    """The entries of boilerplate.toml by kind; raises OntologyError where one is wrong or has no examples."""
    path = (folder or ontology_folder()) / "rules" / "boilerplate.toml"
    macros = _macros(path)
    return {kind: tuple(_pattern(entry, macros) for entry in tables(path, kind)) for kind in KINDS}


def _macros(path: Path) -> dict[str, str]:
    """The macros, each with those before it filled in."""
    known: dict[str, str] = {}
    for name, pattern in table(path).get("macros", {}).items():
        known[name] = _fill(pattern, known)
    return known


def _fill(pattern: str, macros: dict[str, str]) -> str:
    return re.sub("«(\\w+)»", lambda found: macros[found[1]], pattern)


def _pattern(entry: Entry, macros: dict[str, str]) -> Pattern:
    entry.known(frozenset({"name", "cues", "pattern", "reach", "accepts", "rejects", "note"}))
    accepts, rejects = entry.examples()
    try:
        words = _fill(entry.text("pattern"), macros)
        regex = re.compile(rf"(?:{words})\s*\Z" if entry.kind == "tail" else words, re.VERBOSE | re.DOTALL)
    except (re.error, KeyError) as error:
        raise entry.wrong(f"the pattern is wrong: {error}", "Mend it, or define the «macro» above it.") from error
    reach = int(entry.number_of("reach", USUAL_REACH))
    cues = entry.texts("cues", None)
    # a set of first characters goes first, since the engine skips to those: a third of the time of plain alternatives
    ends = "|".join(f"(?<={re.escape(cue[0])}){re.escape(cue[1:])}" for cue in cues)
    near = re.compile(f"[{re.escape(''.join(cue[0] for cue in cues))}](?:{ends})")
    return Pattern(entry.text("name"), entry.kind, cues, regex, accepts, rejects, reach, near)
