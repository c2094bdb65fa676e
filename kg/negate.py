"""Is a verb denied, or only weighed, by the words right before it: 没有(收购), 拒绝以50亿元(收购), 考虑(收购)?

未来, 不久 and 不得不 hold a negation and deny nothing; a negation reaches over a short adverb (没有正式) or a phrase with a preposition
(拒绝以50亿元), never over 后, 并 or a comma.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.automaton import Automaton
from kg.ontology import Ontology

#: how far before a verb the words are read
REACH = 14
_ADVERB = 4
_PHRASE = 11
_LEADS = frozenset("以对向与和同为把在将由就")
_BREAKS = frozenset("后并而但却又、,，;；。")
#: right before a verb: maybe (或收购, 疑停产)
_PERHAPS = ("或", "疑", "似", "或会", "恐")


class Negation:
    """Hears what takes a verb back; built once from the word lists `negation`, `negation-decoy` and `weighing`."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.words
        self._negators = words["negation"]
        stances = dict.fromkeys(words["negation-decoy"], "") | dict.fromkeys(self._negators, "Denied")
        self._words: Automaton[str] = Automaton(stances | dict.fromkeys(words["weighing"], "Hypothetical"))
        self._first = frozenset(word[0] for word in (*self._negators, *words["weighing"]))

    def __call__(self, before: str) -> str:
        """The stance that the words right before a verb give it: Asserted, Denied or Hypothetical."""
        if not self._first.isdisjoint(before):
            for _, end, stance in reversed(self._words.find(before)):
                if stance and _reaches(before[end:]):
                    return stance
                if end == len(before):
                    return "Asserted"  # 无疑 is no 疑
        return "Hypothetical" if before.endswith(_PERHAPS) else "Asserted"

    def ahead(self, words: str, leads: Sequence[str]) -> bool:
        """Does a negation stand before the preposition with which the words end (不与, 不是由)?"""
        lead = next((lead for lead in leads if words.endswith(lead)), "")
        return words[: len(words) - len(lead)].endswith(self._negators)


def _reaches(between: str) -> bool:
    """Does a negation reach over these words to the verb behind them?"""
    if len(between) > _PHRASE or between[:1] in ("至", "到") or not _BREAKS.isdisjoint(between):
        return False
    return len(between) <= _ADVERB or between[0] in _LEADS
