"""ontology/rules/metrics.toml, read and checked: metric words, their units and bearers, and the cues around numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.automaton import Automaton
from kg.model import PARENTS, Clause, Span, make
from kg.observe.words import marks
from kg.ontology import Entry, Ontology, table, tables

_KEYS = frozenset(
    "key keys words alone units unit bearer about side reach timeless reported first sign kind accepts rejects note".split()
)
_SIDES = ("before", "after", "either")
_ABOUT = ("subject", "object", "patient")
_KINDS = ("plain", "stake", "count")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one metric is said. `key` ends in `*` where the words themselves make the metric; `bearer` is best first."""

    key: str
    keys: tuple[str, ...]
    words: tuple[str, ...]
    alone: frozenset[str]
    units: frozenset[str]
    bearer: Mapping[str, int]
    unit: str = ""
    about: str = "subject"
    side: str = "either"
    reach: int = 4
    timeless: bool = False
    reported: bool = False
    first: bool = False
    sign: int = 1
    kind: str = "plain"
    accepts: tuple[tuple[str, ...], ...] = ()
    rejects: tuple[str, ...] = ()

    def metric(self, word: str) -> str:
        """The metric that this word names: the key, or one minted of the word."""
        return f"metric-{word}" if self.key.endswith("*") else self.key


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of the rules can mean: cue kinds, and metrics."""

    kinds: frozenset[str]
    rules: tuple[Rule, ...]


class Cue(NamedTuple):
    """A word of the rules as it stands in a text."""

    start: int
    end: int
    word: str
    meaning: Meaning


class Lexicon:
    """All words of metrics.toml, ready to be found in a text."""

    def __init__(self, ontology: Ontology) -> None:
        path = ontology.folder / "rules" / "metrics.toml"
        self.rules = tuple(metric_rules(path, frozenset(ontology.metrics)))
        kinds: dict[str, set[str]] = {}
        for kind, words in table(path).get("cues", {}).items():
            for word in words:
                kinds.setdefault(word, set()).add(kind)
        meant: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for word in rule.words:
                meant.setdefault(word, []).append(rule)
        words = dict.fromkeys([*kinds, *meant])
        self._find = Automaton({w: Meaning(frozenset(kinds.get(w, ())), tuple(meant.get(w, ()))) for w in words})
        self.alone: dict[str, Rule] = {unit: rule for rule in reversed(self.rules) for unit in rule.alone}
        self.by_key: dict[str, Rule] = {rule.key: rule for rule in reversed(self.rules)}

    def cues(self, text: str, clauses: Sequence[Clause], heard: Sequence[bool]) -> list[list[Cue]]:
        """For each clause that is `heard` the words found in it, outside numbers, times and names.

        The end of a name may be one (4C超充电池), and a word that a name or time cuts into is read on from there
        (去年|产销, not 年产).
        """
        return [self._cues(text, clause) if hear else [] for clause, hear in zip(clauses, heard, strict=True)]

    def _cues(self, text: str, clause: Clause) -> list[Cue]:
        begin, end = clause.span
        words = text[begin:end]
        found = self._find.find(words)
        names = marks(clause) if found else []
        placed: list[Cue] = []
        for start, stop, meaning in found:
            placed += self._placed(
                text, clause, names, make(Cue, (begin + start, begin + stop, words[start:stop], meaning))
            )
        return placed

    def _placed(self, text: str, clause: Clause, names: Sequence[Span], cue: Cue) -> tuple[Cue, ...]:
        start, end = cue.start, cue.end
        for quantity in clause.quantities:
            span = quantity.span
            if span.start < end and start < span.end:
                if span.start <= start < span.end < end:  # 两个月|交付量
                    return self._cut(text, span.end, span.end + 8)
                return self._cut(text, start, span.start)
        for span in names:
            first, last = span
            if first > end:
                break
            if first <= start < last < end:
                return self._cut(text, last, last + 8)
            if first <= start and end < last and not _stands(clause, span):
                return ()
        return (cue,)

    def _cut(self, text: str, start: int, end: int) -> tuple[Cue, ...]:
        """The word that begins at `start` and ends by `end`."""
        rest = next(iter(self._find.find(text[start:end])), None) if start < end else None
        if rest is None or rest[0]:
            return ()
        return (Cue(start, start + rest[1], text[start : start + rest[1]], rest[2]),)


def _stands(clause: Clause, span: Span) -> bool:
    """Is it a word that stands for a thing (这款新车), not a name?"""
    return any(mention.refers and mention.span == span for mention in clause.mentions)


def metric_rules(path: Path, known: frozenset[str]) -> Iterator[Rule]:
    """The entries `[[metric]]` of a file; raises OntologyError where one is wrong."""
    groups = _groups(path)
    for entry in tables(path, "metric"):
        entry.known(_KEYS)
        keys = entry.texts("keys") or (entry.text("key"),)
        for key in keys:
            if key not in known and not key.startswith("metric-"):
                raise entry.wrong(f"'{key}' is no metric", "Use a key of the vocabulary, or metric-… with its words.")
        accepts, rejects = entry.examples()
        yield Rule(
            key=keys[0],
            keys=keys if len(keys) > 1 else (),
            words=entry.texts("words"),
            alone=frozenset(entry.texts("alone")),
            units=frozenset(_units(entry, groups)),
            bearer=bearers(entry.texts("bearer", None)),
            unit=entry.text("unit", ""),
            about=_choice(entry, "about", _ABOUT, "subject"),
            side=_choice(entry, "side", _SIDES, "either"),
            reach=int(entry.number_of("reach", 4)),
            timeless=entry.flag("timeless"),
            reported=entry.flag("reported"),
            first=entry.flag("first") or entry.flag("timeless"),
            sign=int(entry.number_of("sign", 1)),
            kind=_choice(entry, "kind", _KINDS, "plain"),
            accepts=accepts,
            rejects=rejects,
        )


def bearers(classes: tuple[str, ...]) -> dict[str, int]:
    """Every class that fits, also those below the ones named, with its rank.

    >>> bearers(("Vehicle", "Organization"))["Company"]
    1
    """
    ranks: dict[str, int] = {}
    for rank, cls in enumerate(classes):
        below = [cls]
        while below:
            kind = below.pop()
            if kind == "Media":
                continue
            ranks.setdefault(kind, rank)
            below += [child for child, parent in PARENTS.items() if parent == kind]
    return ranks


def anything(*classes: str, key: str = "") -> Rule:
    """A rule without words, for numbers that are named by the text itself."""
    return Rule(key, (), (), frozenset(), frozenset(), bearers(classes))


def _groups(path: Path) -> dict[str, tuple[str, ...]]:
    """Groups of notations: the kinds of units.toml, and those of the file itself, which may name kinds."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in tables(path.parent.parent / "units.toml", "unit"):
        kind = entry.text("kind")
        found[kind] = (*found.get(kind, ()), entry.text("notation"))
    for name, units in table(path).get("groups", {}).items():
        found[name] = tuple(n for unit in units for n in (found[unit[1:]] if unit.startswith("@") else (unit,)))
    return found


def _units(entry: Entry, groups: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for unit in entry.texts("units", None):
        if not unit.startswith("@"):
            yield unit
        elif unit[1:] in groups:
            yield from groups[unit[1:]]
        else:
            raise entry.wrong(f"unit group '{unit}' is unknown", f"Choose of @{', @'.join(sorted(groups))}.")


def _choice(entry: Entry, key: str, choices: tuple[str, ...], default: str) -> str:
    value = entry.text(key, default)
    if value not in choices:
        raise entry.wrong(f"'{key}' is '{value}'", f"Choose one of {', '.join(choices)}.")
    return value
