"""Names → things, whatever width, case and spaces: what `kg show` and the parameters of queries look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

#: characters of a name that are looked at when names like it are sought
_LONGEST = 200
_SPACE = re.compile(r"\s+")


class Index:
    """The names of a graph, built from rows of thing, name, and whether it is another name than the label.

    >>> index = Index([("urn:y", "Model Y", False), ("urn:z", "model y", True)])
    >>> index.find("ｍｏｄｅｌy"), index.near("model")
    (['urn:y', 'urn:z'], ['Model Y'])
    """

    def __init__(self, names: Iterable[tuple[str, str, bool]]) -> None:
        self._things: dict[str, dict[str, None]] = {}
        self._written: dict[str, str] = {}
        for folded, _, name, thing in sorted((fold(name), other, name, thing) for thing, name, other in names):
            self._things.setdefault(folded, {})[thing] = None
            self._written.setdefault(folded, name)

    def find(self, name: str) -> list[str]:
        """The things called so; those that have it as their label come first."""
        return list(self._things.get(fold(name), ()))

    def near(self, name: str, *, most: int = 5) -> list[str]:
        """Names that look like this one, as they are written: those that hold it or that it holds first, by length."""
        sought = fold(name[:_LONGEST])
        inside = [known for known in self._things if sought and known and (sought in known or known in sought)]
        ranked = sorted(inside, key=lambda known: (abs(len(known) - len(sought)), known))
        close = get_close_matches(sought, self._things, most, 0.5)
        return [self._written[known] for known in dict.fromkeys([*ranked, *close])][:most]


def fold(name: str) -> str:
    """A name made comparable: width, case and spaces do not count.

    >>> fold("Ｍodel  Y")
    'modely'
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", name)).casefold()
