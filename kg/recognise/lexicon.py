"""The word lists of ontology/names that name no thing themselves: titles, surnames, heads of names, words at their edge, parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.ontology import Name

#: classes of ontology/names that are word lists, no things of the graph
LISTS = frozenset({"JobTitle", "Surname", "Head", "Edge", "Decoy", "Part", "Maker", "Ordinary", "Homonym"})


@dataclass(frozen=True, slots=True)
class Head:
    """A word that ends names: the class that it makes and how such a name looks (see ontology/names/heads.toml)."""

    word: str
    cls: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of the graph's things, and the word lists; `parts` are words that end names of parts, with their class."""

    names: tuple[Name, ...]
    titles: tuple[str, ...]
    surnames: frozenset[str]
    heads: tuple[Head, ...]
    edges: frozenset[str]
    decoys: tuple[str, ...] = ()
    ordinary: tuple[Name, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


def lexicon(names: Iterable[Name]) -> Lexicon:
    """The lexicon sorted by use.

    >>> lexicon([Name("集团", "Head", ("Company", "body")), Name("王", "Surname", ("李",))]).heads[0].cls
    'Company'
    """
    lists: dict[str, list[Name]] = {cls: [] for cls in LISTS}
    things: list[Name] = []
    for name in names:
        lists.get(name.cls, things).append(name)
    return Lexicon(
        names=tuple(things),
        titles=tuple(dict.fromkeys(word for name in lists["JobTitle"] for word in (name.name, *name.aliases))),
        surnames=frozenset(word for name in lists["Surname"] for word in (name.name, *name.aliases)),
        heads=tuple(Head(name.name, *name.aliases) for name in lists["Head"]),
        edges=frozenset(word for name in lists["Edge"] for word in (name.name, *name.aliases)),
        decoys=tuple(word for name in lists["Decoy"] for word in (name.name, *name.aliases)),
        ordinary=(*lists["Ordinary"], *lists["Homonym"]),
        parts={word: name.name for name in lists["Part"] for word in name.aliases},
    )
