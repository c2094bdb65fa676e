"""Which language or datatype a literal of the graph has, where it is not the one that the page takes for granted.

The page writes Turtle of a thing. It holds plain words; so it guesses by the rules here, and what breaks them is listed.
"""

from __future__ import annotations

from collections.abc import Callable

import rdflib
from rdflib.namespace import RDFS, SKOS, XSD

from kg.nquads import KG, name_literal

#: predicate → what its literals are: a name, a number, a period, plain words
ROLES = {
    str(RDFS.label): "name",
    str(SKOS.altLabel): "name",
    **{KG + name: "number" for name in ("value", "minValue", "maxValue")},
    **{KG + name: "period" for name in ("period", "date", "until")},
}
#: literals that the page never writes as Turtle
_APART = frozenset(KG + name for name in ("text", "start", "end", "confidence", "rule"))
_GRAINS = {4: "^^gYear", 7: "^^gYearMonth", 10: "^^date"}
_XSD = str(XSD)


def usual(role: str, words: str) -> str:
    """What a literal in this role has: `@` and a language, `^^` and a datatype (short where of XML Schema), or nothing.

    >>> usual("name", "小米"), usual("name", "BYD"), usual("number", "13"), usual("period", "2025"), usual("words", "x")
    ('@zh', '@en', '^^decimal', '^^gYear', '')
    """
    if role == "name":
        return name_literal(words)[-3:]
    if role == "number":
        return "^^decimal"
    return _GRAINS.get(len(words), "") if role == "period" else ""


def kind(literal: rdflib.Literal) -> str:
    """What a literal has, in the same form.

    >>> kind(rdflib.Literal("a", lang="de")), kind(rdflib.Literal(1)), kind(rdflib.Literal("a"))
    ('@de', '^^integer', '')
    """
    if literal.language:
        return f"@{literal.language}"
    datatype = str(literal.datatype or _XSD + "string").removeprefix(_XSD)
    return "" if datatype == "string" else f"^^{datatype}"


class Kinds:
    """Gathers, for each role, the words whose kind is not the usual one."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], set[str]] = {}

    def see(self, predicate: str, words: str, kind: str) -> None:
        """Takes note of one literal: its words, and its kind as `kind` gives it."""
        watch = self.watch(predicate)
        if watch:
            watch(words, kind)

    def watch(self, predicate: str) -> Callable[[str, str], None] | None:
        """What takes note of the literals of one predicate, each by its words and kind; None where it does not matter."""
        if predicate not in ROLES and (not predicate.startswith(KG) or predicate in _APART):
            return None
        role, seen = ROLES.get(predicate, "words"), self._seen

        def note(words: str, kind: str) -> None:
            seen.setdefault((role, words), set()).add(kind)

        return note

    def doubt(self, role: str, words: str) -> None:
        """Words that look as if they were of the graph in this role, and are not."""
        self._seen.setdefault((role, words), set()).add("?")

    def odd(self) -> tuple[tuple[str, str, str], ...]:
        """`(role, words, kind)`, sorted; the kind is `?` where the graph has the words in more than one."""
        odd = {key: kinds for key, kinds in self._seen.items() if kinds != {usual(*key)}}
        return tuple((*key, next(iter(kinds)) if len(kinds) == 1 else "?") for key, kinds in sorted(odd.items()))
