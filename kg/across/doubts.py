"""What makes a pair too thin: names so short or so common that others may have them need more than one witness."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.across.candidates import Candidate
from kg.across.likeness import chinese, spelling
from kg.across.namesakes import MANY
from kg.across.profile import Key

#: what is held once, or each time under a number
_HELD = re.compile("[0-9]|[A-Za-z]{2}|第|台风|[节会赛奖展日杯坛季年周](?:”|%22)?$")


class Found(NamedTuple):
    """A pair and what was counted for it.

    `documents` and `known` in its order (by how many documents the lexicon had the name); `shared` neighbours; `apart`
    documents name both; `namesakes` names end in the short one.
    """

    pair: Candidate
    documents: tuple[int, int]
    known: tuple[int, int]
    shared: int
    apart: int
    namesakes: int

    @property
    def witnesses(self) -> int:
        """Documents that say so, and things that stand to both in one relation."""
        return self.pair.said + self.shared


def thin(found: Found) -> str:
    """Why a pair that nothing else forbids is not enough, in words; empty where it is.

    >>> one, other = Key("WD", "Organization"), Key("云岭数据", "Organization")
    >>> thin(Found(Candidate(one, other, "translation", 1), (1, 9), (0, 0), 0, 0, 0))
    'letters that may stand for others, used where no document explains them'
    """
    rule = _RULES.get(found.pair.why)
    return rule(found) if rule else ""


def _spelling(found: Found) -> str:
    if found.pair.one.kind == "NamedEvent" and not (found.shared or found.apart):
        return "" if _HELD.search(found.pair.one.name) else "a motto that others may have, nothing in common"
    one, other = (key.name for key in found.pair[:2])
    words = any(name.istitle() or name.islower() for name in (one, other)) and any(map(str.isupper, (one, other)))
    few = len(one) < (5 if not any(found.known) else 4) and one.isalpha() and not chinese(one)
    thin = words and few and found.pair.one.kind != "Person" and not found.shared
    return "a few letters that are a word and an abbreviation" if thin else ""


def _short(found: Found) -> str:
    used = found.documents[len(found.pair.one.name) > len(found.pair.other.name)]
    if used > 3 * found.pair.said and found.pair.said < 5:
        return "a short name that is used more often than explained"
    return ""


def _maker(found: Found) -> str:
    place = len(found.pair.one.name) > len(found.pair.other.name)
    short = spelling((found.pair.one, found.pair.other)[place].name)
    if chinese(short) and not any(map(str.isdigit, short)) and found.documents[place] > 3 * found.pair.said:
        return "a word for what it is, used more often than with its maker"
    if len(short) < 4 and (found.witnesses < 3 or (found.documents[place] > 3 and found.shared < 2)):
        return "a short model name, seen with too few documents"
    if short.isalpha() and found.witnesses < 2:
        return "a word that others may use, seen with one document"
    return ""


def _surname(found: Found) -> str:
    """A surname of two or three characters is many people's."""
    short = min((key.name for key in found.pair[:2]), key=len)
    others = found.namesakes > 1 or len(short) < 4
    return "a surname that others may have" if others and found.witnesses < 5 else ""


def _translation(found: Found) -> str:
    pair, kind = found.pair, found.pair.one.kind
    place = chinese(pair.one.name)  # of the foreign name
    if kind == "Person":
        several = found.namesakes > 1 and found.witnesses < 5
        return f"a surname that {found.namesakes} people have" if several else ""
    if found.namesakes > MANY and pair.said < 3:
        return "a word that many names end in"
    unknown = not found.known[place] or kind == "Technology"
    if (
        (unknown or found.documents[place] > 9 * pair.said)
        and pair.said < 3
        and found.documents[place] > found.apart
        and _letters((pair.one, pair.other)[place])
    ):
        return "letters that may stand for others, used where no document explains them"
    if kind == "Technology" and found.witnesses < 2 and max(found.documents) > 3:
        return "a common word, explained so by one document"
    return ""


def _letters(key: Key) -> bool:
    """Two or three capitals; for a place any number of them, for those stand for regions of the world."""
    letters = [char for char in key.name if char.isalpha()]
    return all(map(str.isupper, letters)) and (len(letters) < 4 or key.kind == "Place")


_RULES = {
    "spelling": _spelling,
    "short": _short,
    "maker": _maker,
    "surname": _surname,
    "translation": _translation,
}
