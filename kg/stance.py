"""Who says so, and as what: asserted, opinion, planned, denied or hypothetical, clause by clause.

A condition (如果…), a rumour (据传…) and an opinion (在…看来) hold to the end of the sentence; a denial and a doubt (可能)
hold for their own clause; a question takes its whole sentence. Plans are read beside each verb by the stages, since one clause can both
report and announce.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.automaton import Automaton
from kg.model import Clause, Mention, lineage
from kg.ontology import Ontology

_LASTING = ("condition", "rumour", "opinion")
_MEANS = {"condition": "Hypothetical", "rumour": "Hypothetical", "opinion": "Opinion"}
_HEAD = 6
_QUESTION = "？?"


class Stancer:
    """Gives every clause its stance and speaker."""

    def __init__(self, ontology: Ontology) -> None:
        kinds = ("cue-decoy", "speech", "denial", "doubt", *reversed(_LASTING))
        self._cues = Automaton({word: kind for kind in kinds for word in ontology.words[kind]})

    def __call__(self, text: str, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """The same clauses with `stance` and `speaker`."""
        cues = self._cues.find(text)
        at, stance, speaker, filled = 0, "Asserted", None, []
        for clause in clauses:
            if clause.opens:
                stance, speaker = "Asserted", None
                if text[clause.sentence.end - 1 : clause.sentence.end] in _QUESTION:
                    stance = "Hypothetical"
            while at < len(cues) and cues[at][0] < clause.span.start:
                at += 1
            here = stance
            while at < len(cues) and cues[at][0] < clause.span.end:
                start, end, kind = cues[at]
                at += 1
                if kind == "speech":
                    speaker = _speaker(clause, start) or speaker
                elif kind == "doubt":
                    here = "Hypothetical" if here == "Asserted" else here
                elif kind == "denial":
                    here = "Denied" if _opens(text, clause, start) else here
                elif kind in _LASTING and (kind != "opinion" or _opinion(text, clause, start, end)):
                    stance = _MEANS[kind] if stance == "Asserted" else stance
                    here = here if _introduces(text, clause, start, end) else stance
                    speaker = _speaker(clause, start) or speaker
            plain = here == "Asserted" and speaker is None
            filled.append(clause if plain else clause._replace(stance=here, speaker=speaker))
        return tuple(filled)


def _speaker(clause: Clause, before: int) -> Mention | None:
    """The last person or organisation named before the word of saying, in its clause."""
    for mention in reversed(clause.mentions):
        if mention.span.end <= before and "Agent" in lineage(mention.cls):
            return mention
    return None


def _opens(text: str, clause: Clause, at: int) -> bool:
    """Is the cue at the head of its clause, or right after its subject?"""
    last = max((m.span.end for m in clause.mentions if m.span.end <= at), default=clause.span.start)
    return at - clause.span.start <= _HEAD or at - last <= 2


def _introduces(text: str, clause: Clause, start: int, end: int) -> bool:
    """Does the clause only say who opines (极曜汽车CEO王启明认为，…)? What it says of him is no opinion."""
    return clause.span.end - end <= 1 and end - start > 1 and text[start:end] != "看来"


def _opinion(text: str, clause: Clause, start: int, end: int) -> bool:
    """看来 needs its 在; 被认为是 and 认为 are opinions wherever they stand; 应该 only as a verb of its clause."""
    if text[start:end] == "看来":
        return "在" in text[clause.span.start : start] or start == clause.span.start
    return True
