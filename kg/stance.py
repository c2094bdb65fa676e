"""Who says so, and as what: asserted, opinion, planned, denied or hypothetical, clause by clause.

A condition (如果…), a rumour (据传…) and an opinion (在…看来) hold to the end of the sentence; a denial and a doubt (可能)
hold for their own clause; a refutation behind (…一事子虚乌有) for its own, and with a word for what was said (消息不实) for
those before; a question takes its whole sentence. Plans are read beside each verb by the stages, since one clause can both
report and announce.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.automaton import Automaton
from kg.model import Dealt, Mention, Span, Voice, below
from kg.ontology import Ontology

_LASTING = ("condition", "rumour", "opinion")
_MEANS = {"condition": "Hypothetical", "rumour": "Hypothetical", "opinion": "Opinion"}
_HEAD = 6
_QUESTION = "？?"
_AGENTS = below("Agent")
_SAID = re.compile("此|消息|传闻|传言|报道|说法|谣言|上述")
_CLOSING = ("”", "」", "』")
_COUNTED = re.compile("[0-9一二两三四五六七八九十百千几数余多亿]")
_NONE = frozenset('"”’」』》，。；！,;! ')
_PLAIN = Voice()
#: Where a word of stance begins and ends, and its kind.
_Cue = tuple[int, int, str]


class Stancer:
    """Gives every clause its stance and speaker."""

    def __init__(self, ontology: Ontology) -> None:
        kinds = ("cue-decoy", "speech", "denial", "refutation", "doubt", *reversed(_LASTING))
        self._cues = Automaton({word: kind for kind in kinds for word in ontology.words[kind]})

    def __call__(self, text: str, dealt: Dealt, mentions: Sequence[tuple[Mention, ...]]) -> list[Voice]:
        """The voice of each clause; `mentions` are those of each, references among them."""
        voices = [_PLAIN] * len(dealt.spans)
        cues = self._cues.find(text)
        at = first = 0
        for span, clauses, _ in dealt.sentences:
            asks = text[span.end - 1 : span.end] in _QUESTION
            begin = at
            while at < len(cues) and cues[at][0] < span.end:
                at += 1
            if asks or at > begin:
                last = first + len(clauses)
                said = _Sentence(text, "Hypothetical" if asks else "Asserted")
                voices[first:last] = said.voices(clauses, mentions[first:last], cues[begin:at])
            first += len(clauses)
        return voices


class _Sentence:
    """Hears one sentence clause by clause: what holds on to its end, and who has spoken so far."""

    def __init__(self, text: str, stance: str) -> None:
        self._text = text
        self._stance = stance
        self._speaker: Mention | None = None
        self._refuted = False

    def voices(
        self, clauses: Sequence[Span], mentions: Sequence[tuple[Mention, ...]], cues: Sequence[_Cue]
    ) -> list[Voice]:  # fmt: skip
        """The voice of each of its clauses."""
        found: list[Voice] = []
        at, count = 0, len(cues)
        lasting = _PLAIN if self._stance == "Asserted" else Voice(self._stance)
        for clause, named in zip(clauses, mentions, strict=True):
            if lasting is not _PLAIN and self._speaks(clause, cues, at):
                self._stance, lasting = "Asserted", _PLAIN
            voice = lasting
            if at < count and cues[at][0] < clause.end:
                here = self._stance
                while at < count and cues[at][0] < clause.end:
                    if cues[at][0] >= clause.start and not _inside(named, cues[at]):
                        here = self._hear(clause, named, cues[at], here)
                    at += 1
                voice, lasting = Voice(here, self._speaker), Voice(self._stance, self._speaker)
                if self._refuted:
                    found, self._refuted = [one._replace(stance="Denied") for one in found], False
            found.append(voice)
        return found

    def _speaks(self, clause: Span, cues: Sequence[_Cue], at: int) -> bool:
        """Does the clause only say whose words the quotation before it was (“一旦…。”赵智超说)?"""
        if self._text[clause.start - 1 : clause.start] not in _CLOSING:
            return False
        return any(kind == "speech" and clause.start <= start < clause.end for start, _, kind in cues[at : at + 3])

    def _hear(self, clause: Span, named: tuple[Mention, ...], cue: _Cue, here: str) -> str:
        """The stance of the clause after the cue, `here` before it."""
        start, end, kind = cue
        if self._text[start:end] == "万一" and _COUNTED.match(self._text, start - 1):
            return here  # 30万一辆
        if kind == "speech":
            self._speaker = _speaker(named, start) or self._speaker
        elif kind == "doubt":
            return "Hypothetical" if here == "Asserted" else here
        elif kind == "denial":
            return "Denied" if _opens(clause, named, start) else here
        elif kind == "refutation":
            if not _NONE.issuperset(self._text[end : clause.end]):
                return "Denied" if _opens(clause, named, start) else here
            self._refuted = _SAID.search(self._text, clause.start, end) is not None
            return "Denied"
        elif end - start == 1 and not _alone(self._text, clause, named, start):
            return here
        elif kind in _LASTING and (kind != "opinion" or _opinion(self._text, clause, start, end)):
            self._stance = _MEANS[kind] if self._stance == "Asserted" else self._stance
            self._speaker = _speaker(named, start) or self._speaker
            introduces = _introduces(self._text, clause, start, end) and self._text[start - 1 : start] != "的"
            return here if introduces else self._stance
        return here


def _inside(named: tuple[Mention, ...], cue: _Cue) -> bool:
    """Does the cue stand in a name (希望 in 新希望集团)?"""
    return any(mention.span.start <= cue[0] and cue[1] <= mention.span.end for mention in named)


def _speaker(named: tuple[Mention, ...], before: int) -> Mention | None:
    """The last person or organisation named before the word of saying, in its clause."""
    for mention in reversed(named):
        if mention.span.end <= before and mention.cls in _AGENTS:
            return mention
    return None


def _opens(clause: Span, named: tuple[Mention, ...], at: int) -> bool:
    """Is the cue at the head of its clause, or right after its subject?"""
    last = max((m.span.end for m in named if m.span.end <= at), default=clause.start)
    return at - clause.start <= _HEAD or at - last <= 2


def _alone(text: str, clause: Span, named: tuple[Mention, ...], at: int) -> bool:
    """Is a cue of one character a word there: 若 at the head of its clause, 传 there and right before a name?"""
    if text[clause.start : at].strip("“「【】") != "":
        return False
    return text[at] != "传" or any(mention.span.start == at + 1 for mention in named)


def _introduces(text: str, clause: Span, start: int, end: int) -> bool:
    """Does the clause only say who opines (极曜汽车CEO王启明认为，…)? What it says of him is no opinion."""
    return clause.end - end <= 1 and end - start > 1 and text[start:end] != "看来"


def _opinion(text: str, clause: Span, start: int, end: int) -> bool:
    """看来 needs its 在; 被认为是 and 认为 are opinions wherever they stand; 应该 only as a verb of its clause."""
    if text[start:end] == "看来":
        return "在" in text[clause.start : start] or start == clause.start
    return True
