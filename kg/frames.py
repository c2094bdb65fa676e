"""Frames: trigger words with typed slots, matched in a clause. Relations and events are both read by them.

A frame without triggers reads two mentions that touch or stand apart by one of the slot's `link` words only
(小米SU7, 华为旗下的海思). Negation right before a trigger blocks it, plan words make it planned.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.automaton import Automaton
from kg.bystand import blotted, bystanders
from kg.model import Clause, Mention, Reading, Refusal, Span, make
from kg.negate import REACH, Negation
from kg.ontology import Frame, Ontology
from kg.slots import NEAR, Links, Role, fill, listed, narrowest_first

_BARE_REACH = 26
#: a trigger may begin with the word of planning: 拟收购, 将推出
_PLAN = 2
_HAN = re.compile("[一-鿿]{2}")
#: What may stand before the trigger of a frame that opens its clause: 公司CEO, 而CEO, but not 小米CEO.
_OPENERS = frozenset(
    " 而 但 且 其 该 由 并 原 前 现 新 兼 据 让 与 和 经 对 公司 集团 该行 该司 现任 时任 前任 原任 新任 同时 此外 另外 但是 而且 不过 "
    "今天 昨日 今日 近日 日前 当时 随后 对此 其中 据悉 旗下".split(" ")
)
_QUOTES = ' \u3000“”"「」『』（(【】'
#: Relations to a paper or a data service stand where it reports: 据云帆日报记者周文达报道.
_OF_REPORTERS = frozenset({"worksFor", "jobTitle", "author"})
_NONE: frozenset[str] = frozenset()


class Match(NamedTuple):
    """A frame that was filled: its slots by role, the words of the trigger, and the stance that it got there."""

    frame: Frame
    clause: Clause
    trigger: Span
    slots: dict[str, tuple[Mention, ...]]
    stance: str
    planned: bool


class Matches(NamedTuple):
    """What the frames of one kind read in a text, in order of the text, and what they nearly read."""

    found: list[Match]
    refused: list[Refusal]


class _Ready(NamedTuple):
    """A frame made ready.

    `bounded`: its clause must be looked at; only a clause that mentions something of each of the kinds `wants` can fill it.
    """

    frame: Frame
    roles: tuple[Role, ...]
    then: Links | None
    unlike: re.Pattern[str] | None
    bounded: bool
    wants: tuple[frozenset[str], ...]

    @classmethod
    def read(cls, frame: Frame) -> _Ready:
        roles = tuple(Role.read(slot) for slot in narrowest_first(frame.slots))
        then = Links.read(frame.then) if frame.then else None
        unlike = re.compile(frame.unlike) if frame.unlike else None
        bounded = bool(frame.blocks or frame.needs or frame.opens or then or unlike)
        wants = tuple(role.takes for role in roles if not role.elsewhere)
        return cls(frame, roles, then, unlike, bounded, wants)


#: A frame, and where in the word that was found its own trigger stands.
_Call = tuple[_Ready, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """What a trigger calls."""

    calls: tuple[_Call, ...]


@lru_cache(maxsize=1 << 14)
def _fitting(heard: _Heard, classes: frozenset[str]) -> tuple[_Call, ...]:
    """The calls that a clause with mentions of these classes may answer: most find nothing of their kind there."""
    return tuple(call for call in heard.calls if not any(takes.isdisjoint(classes) for takes in call[0].wants))


class Frames:
    """The frames of the ontology, ready to be matched: those of relations and those of events."""

    def __init__(self, ontology: Ontology) -> None:
        self._relations = _Kind(ontology, events=False)
        self._events = _Kind(ontology, events=True)

    def __call__(self, reading: Reading) -> tuple[Matches, Matches]:
        """The relations and the events of a text."""
        masked = blotted(reading)
        ends = [clause.span.end for clause in reading.clauses]
        acting = _acting(reading, masked, ends)
        return self._relations(reading, masked, ends, acting), self._events(reading, masked, ends, acting)


class _Kind:
    """The frames of one kind (relations or events)."""

    def __init__(self, ontology: Ontology, *, events: bool) -> None:
        by_word: dict[str, tuple[_Ready, ...]] = {}
        self._bare: list[_Ready] = []
        self._pairs: dict[tuple[str, str], tuple[_Ready, ...]] = {}
        titles = tuple(word for name in ontology.names if name.cls == "JobTitle" for word in (name.name, *name.aliases))
        for frame in ontology.frames:
            if frame.event != events:
                continue
            ready = _Ready.read(frame)
            if not frame.triggers:
                self._bare.append(ready)
            for trigger in frame.triggers:
                for word in titles if trigger == "@titles" else (trigger,):
                    by_word[word] = (*by_word.get(word, ()), ready)
        # a decoy (发布会, 上市公司) is read whole, so that the trigger inside it is not seen
        decoys: dict[str, _Heard] = dict.fromkeys(ontology.words["decoy"], _Heard(()))
        self._triggers = Automaton(decoys | {word: _heard(word, by_word) for word in by_word})
        self._negation = Negation(ontology)
        self._plans = Automaton(
            dict.fromkeys(ontology.words["plan"], True) | dict.fromkeys(ontology.words["plan-decoy"], False)
        )

    def __call__(self, reading: Reading, masked: str, ends: Sequence[int], acting: Mapping[int, Clause]) -> Matches:
        """The matches of a text; `masked` is the text without names, `ends` are those of its clauses.

        `acting` are clauses without those who only report in them, by their index.
        """
        matches, refusals = Matches([], [])
        clauses, last, classes = reading.clauses, -1, _NONE
        for start, _, heard in self._triggers.find(masked):
            at = bisect_right(ends, start)
            if at == len(ends) or start < clauses[at].span.start:
                continue
            if at != last:
                last, whole, clause = at, clauses[at], acting.get(at, clauses[at])
                classes = frozenset([mention.cls for mention in whole.mentions]) if clause.mentions else _NONE
            for ready, begin, end in _fitting(heard, classes):
                here = whole if ready.frame.makes in _OF_REPORTERS else clause
                match = self._try(reading, here, ready, make(Span, (start + begin, start + end)), refusals)
                if match is not None:
                    matches.append(match)
        if self._bare:
            touching = [m for clause in clauses if len(clause.mentions) > 1 for m in self._touching(reading, clause)]
            matches = sorted([*matches, *touching], key=lambda match: match.clause.index)
        return Matches(matches, refusals)

    def _try(
        self, reading: Reading, clause: Clause, ready: _Ready, trigger: Span, refusals: list[Refusal]
    ) -> Match | None:  # fmt: skip
        if ready.bounded and not _lets(reading.text, clause, ready, trigger, refusals):
            return None
        slots: dict[str, tuple[Mention, ...]] = {}
        taken: list[str] = []
        for role in ready.roles:
            filled = () if role.slot.word else fill(reading, clause, role, trigger, taken)
            if filled:
                taken.extend([mention.name for mention in filled])
            elif not (role.slot.word or role.slot.optional):
                if clause.mentions:
                    refusals.append(make(Refusal, (trigger, ready.frame.name, role.lacking)))
                return None
            slots[role.name] = filled
        return self._match(reading, clause, ready, trigger, slots)

    def _match(
        self, reading: Reading, clause: Clause, ready: _Ready, trigger: Span, slots: dict[str, tuple[Mention, ...]]
    ) -> Match:
        frame, stance, planned = ready.frame, clause.stance, False
        if stance == "Denied" and frame.stance == "Asserted":
            stance = "Asserted"  # CEO王启明否认离职: he is CEO, unless a negation stands right before
        if frame.triggers:
            if stance == "Asserted":
                before = reading.text[max(clause.span.start, trigger.start - REACH) : trigger.start]
                stance = self._negation(before)
                if stance == "Asserted" and self._denied_ahead(reading.text, ready, slots):
                    stance = "Denied"
            ahead = reading.text[clause.span.start : trigger.start + _PLAN]
            planned = any(plan for _, _, plan in self._plans.find(ahead))
        return Match(
            frame, clause, trigger, slots, stance if frame.stance == "Asserted" else frame.stance or stance, planned
        )

    def _denied_ahead(self, text: str, ready: _Ready, slots: dict[str, tuple[Mention, ...]]) -> bool:
        """Does a negation stand before the preposition of a slot (不与B竞争, 不是由B供应)?"""
        for role in ready.roles:
            leads = role.slot.lead
            if leads and slots.get(role.name):
                at = slots[role.name][0].span.start
                words = text[max(0, at - NEAR) : at]
                if self._negation.ahead(words, leads):
                    return True
        return False

    def _between(self, left: str, right: str) -> tuple[_Ready, ...]:
        """The frames without trigger that may stand between things of these classes."""
        pair = (left, right)
        if pair not in self._pairs:
            self._pairs[pair] = tuple(
                ready
                for ready in self._bare
                if all((left if role.slot.side == "before" else right) in role.takes for role in ready.roles)
            )
        return self._pairs[pair]

    def _touching(self, reading: Reading, clause: Clause) -> Iterator[Match]:
        """The matches of two mentions with at most link words between."""
        text = reading.text
        for left, right in zip(clause.mentions, clause.mentions[1:], strict=False):
            start, end = left.span.end, right.span.start
            frames = self._between(left.cls, right.cls) if end - start <= _BARE_REACH else ()
            between = text[start:end] if frames else ""
            if between.isspace() and _HAN.match(left.text[-1] + right.text[0]):
                continue
            words = between.strip()
            for ready in frames:
                roles = _roles(ready, left, right, words)
                if roles:
                    behind = [mention for mention in clause.mentions if mention.span.start >= end]
                    whole = {role.name: listed(text, behind, right, role) for role in ready.roles if role.slot.many}
                    yield self._match(reading, clause, ready, Span(left.span.start, right.span.end), roles | whole)


def _heard(word: str, frames: dict[str, tuple[_Ready, ...]]) -> _Heard:
    """The frames that a trigger calls, and those called by the triggers inside it (发布全新 is also a 发布)."""
    found = {ready.frame.name: (ready, 0, len(word)) for ready in frames[word]}
    for size in range(len(word) - 1, 1, -1):
        for first in range(len(word) - size + 1):
            for ready in frames.get(word[first : first + size], ()):
                found.setdefault(ready.frame.name, (ready, first, first + size))
    return _Heard(tuple(found.values()))


def _acting(reading: Reading, masked: str, ends: Sequence[int]) -> dict[int, Clause]:
    """The clauses in which somebody only reports or is told, without their mentions, by index."""
    found: dict[int, Clause] = {}
    for aside in bystanders(masked):
        at = bisect_right(ends, aside.start)
        if at < len(ends):
            clause = found.get(at, reading.clauses[at])
            kept = tuple(mention for mention in clause.mentions if not aside.covers(mention.span))
            found[at] = clause._replace(mentions=kept)
    return found


def _holds(words: str, parts: tuple[str, ...]) -> bool:
    """Does one of the parts stand in the words? (A loop: `any` over a generator takes twice as long.)"""
    for part in parts:  # noqa: SIM110
        if part in words:
            return True
    return False


def _lets(text: str, clause: Clause, ready: _Ready, trigger: Span, refusals: list[Refusal]) -> bool:
    """Do the words of the clause, and those behind the trigger, let the frame be read there?"""
    frame, (start, end) = ready.frame, clause.span
    words = text[start:end]
    if frame.blocks and _holds(words, frame.blocks):
        refusals.append(Refusal(trigger, frame.name, "blocked by a word of the clause"))
        return False
    if (frame.needs and not _holds(words, frame.needs)) or (
        frame.opens and text[start : trigger.start].strip(_QUOTES) not in _OPENERS
    ):
        return False
    if ready.then is None and ready.unlike is None:
        return True
    rest = text[trigger.end : end].strip()
    return (ready.then is None or ready.then.allow(rest)) and not (ready.unlike and ready.unlike.match(rest))


def _roles(ready: _Ready, left: Mention, right: Mention, between: str) -> dict[str, tuple[Mention, ...]]:
    """The slots of a frame without trigger: the one whose side is `before` is the left mention."""
    roles: dict[str, tuple[Mention, ...]] = {}
    for role in ready.roles:
        mention = left if role.slot.side == "before" else right
        if (role.link is not None and not role.link.allow(between)) or (
            role.named is not None and not role.named.fullmatch(mention.text)
        ):
            return {}
        roles[role.name] = (mention,)
    return roles
