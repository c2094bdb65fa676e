"""Frames: trigger words with typed slots, matched in a clause. Relations and events are both read by them.

A frame without triggers reads two mentions that touch or stand apart by one of the slot's `link` words only
(小米SU7, 华为旗下的海思). Negation right before a trigger blocks it, plan words make it planned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.automaton import Automaton
from kg.model import Clause, Mention, Reading, Refusal, Span, lineage
from kg.ontology import Frame, Ontology, Slot

_COMMAS = frozenset(
    {
        "、",
        "和",
        "与",
        "及",
        "以及",
        "/",
        "，",
        ",",
        "或",
        "＋",
        "+",
        "及其",
        "&",
        "”、“",
        "”和“",
        "》、《",
        "》和《",
        "」、「",
    }
)
#: Members of a list that nobody knows (A、…、B), and what may stand around one that is known (A、新一代B系统和C).
_UNKNOWN = re.compile("[^，。；：的、]{0,3}(?:、[^、，。；：的]{1,14}){0,3}(?:、|和|及|与|以及|或)[^，。；：、的]{0,6}")
_BARE_REACH = 26
_HAN = re.compile("[一-鿿]{2}")
#: What may describe a thing between the preposition and its name: 与(科技公司)北辰科技.
_DESCRIBED = re.compile(
    "[^，。；：、的在与和由被将]{0,12}的?[^，。；：、的在与和由被将]{0,8}"
    "(?:公司|企业|巨头|厂商|制造商|供应商|服务商|平台|品牌|集团|机构|车企|伙伴|基金|运营商|商|方)[“「]?"
)
_SPACES = (" ", "\u3000", "  ")
_NEAR = 8
_HEAD = 2
_FAR = 24
_BLOT = "\ufffc"


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that was filled: its slots by role, the words of the trigger, and the stance that it got there."""

    frame: Frame
    clause: Clause
    trigger: Span
    slots: dict[str, tuple[Mention, ...]]
    stance: str
    planned: bool


#: A frame, and where in the word that was found its own trigger stands.
_Heard = tuple[Frame, int, int]


class Frames:
    """The frames of one kind (relations or events), ready to be matched."""

    def __init__(self, ontology: Ontology, *, events: bool) -> None:
        self._by_word: dict[str, tuple[Frame, ...]] = {}
        self._bare: list[Frame] = []
        self._pairs: dict[tuple[str, str], tuple[Frame, ...]] = {}
        titles = tuple(word for name in ontology.names if name.cls == "JobTitle" for word in (name.name, *name.aliases))
        for frame in ontology.frames:
            if frame.event == events:
                self._add(replace(frame, slots=narrowest_first(frame.slots)), titles)
        # a decoy (发布会, 上市公司) is read whole, so that the trigger inside it is not seen
        decoys: dict[str, tuple[_Heard, ...]] = dict.fromkeys(ontology.words["decoy"], ())
        self._triggers = Automaton(decoys | {word: _heard(word, self._by_word) for word in self._by_word})
        self._negators = ontology.words["negation"]
        self._plans = Automaton(dict.fromkeys(ontology.words["plan"], True))

    def _add(self, frame: Frame, titles: tuple[str, ...]) -> None:
        if not frame.triggers:
            self._bare.append(frame)
        for trigger in frame.triggers:
            for word in titles if trigger == "@titles" else (trigger,):
                self._by_word[word] = (*self._by_word.get(word, ()), frame)

    def __call__(self, reading: Reading) -> tuple[list[Match], list[Refusal]]:
        """All matches in order of the text, and what nearly matched."""
        matches: list[Match] = []
        refusals: list[Refusal] = []
        found = list(self._triggers.find(_masked(reading)))
        at = 0
        for clause in reading.clauses:
            while at < len(found) and found[at][0] < clause.span.start:
                at += 1
            while at < len(found) and found[at][0] < clause.span.end:
                start, _, frames = found[at]
                at += 1
                for frame, first, last in frames:
                    self._try(reading, clause, frame, Span(start + first, start + last), matches, refusals)
            if len(clause.mentions) > 1:
                matches.extend(self._touching(reading, clause))
        return matches, refusals

    def _try(
        self, reading: Reading, clause: Clause, frame: Frame, trigger: Span,
        matches: list[Match], refusals: list[Refusal],
    ) -> None:  # fmt: skip
        words = clause.span.of(reading.text)
        if _holds(words, frame.blocks):
            refusals.append(Refusal(trigger, frame.name, "blocked by a word of the clause"))
            return
        if frame.needs and not _holds(words, frame.needs):
            return
        if frame.opens and trigger.start - clause.span.start > _HEAD:
            return
        if not _goes_on(reading, clause, frame, trigger.end):
            return
        slots: dict[str, tuple[Mention, ...]] = {}
        for slot in frame.slots:
            taken = frozenset(m.name for filled in slots.values() for m in filled)
            filled = () if slot.word else _fill(reading, clause, slot, trigger, taken)
            if not filled and not slot.word and not slot.optional:
                if clause.mentions:
                    refusals.append(Refusal(trigger, frame.name, f"nothing fits the slot '{slot.role}'"))
                return
            slots[slot.role] = filled
        matches.append(self._match(reading, clause, frame, trigger, slots))

    def _match(
        self, reading: Reading, clause: Clause, frame: Frame, trigger: Span, slots: dict[str, tuple[Mention, ...]]
    ) -> Match:
        begin = max(clause.span.start, trigger.start - _NEAR)
        before = reading.text[begin : trigger.start]
        ahead = reading.text[clause.span.start : trigger.start]
        stance = clause.stance
        if (
            stance == "Asserted"
            and frame.triggers
            and (_denied(before, self._negators) or self._denied_ahead(reading.text, frame, slots))
        ):
            stance = "Denied"
        planned = bool(frame.triggers) and any(True for _ in self._plans.find(ahead))
        return Match(frame, clause, trigger, slots, frame.stance or stance, planned)

    def _denied_ahead(self, text: str, frame: Frame, slots: dict[str, tuple[Mention, ...]]) -> bool:
        """Does a negation stand before the preposition of a slot (不与B竞争, 不是由B供应)?"""
        for slot in frame.slots:
            if slot.lead and slots.get(slot.role):
                at = slots[slot.role][0].span.start
                words = text[max(0, at - _NEAR) : at]
                lead = next((lead for lead in slot.lead if words.endswith(lead)), "")
                if words[: len(words) - len(lead)].endswith(self._negators):
                    return True
        return False

    def _between(self, left: str, right: str) -> tuple[Frame, ...]:
        """The frames without trigger that may stand between things of these classes."""
        pair = (left, right)
        if pair not in self._pairs:
            sides = {True: _kinds(left), False: _kinds(right)}
            self._pairs[pair] = tuple(
                frame
                for frame in self._bare
                if all(not sides[slot.side == "before"].isdisjoint(slot.classes) for slot in frame.slots)
            )
        return self._pairs[pair]

    def _touching(self, reading: Reading, clause: Clause) -> Iterator[Match]:
        for left, right in zip(clause.mentions, clause.mentions[1:], strict=False):
            between = reading.text[left.span.end : right.span.start]
            if len(between) > _BARE_REACH or (between.isspace() and _HAN.match(left.text[-1] + right.text[0])):
                continue
            for frame in self._between(left.cls, right.cls):
                roles = _roles(frame, left, right, between.strip())
                if roles:
                    listed = {s.role: _list(reading.text, clause, right, s) for s in frame.slots if s.many}
                    yield self._match(reading, clause, frame, Span(left.span.start, right.span.end), roles | listed)


def _heard(word: str, frames: dict[str, tuple[Frame, ...]]) -> tuple[_Heard, ...]:
    """The frames that a trigger calls, and those called by the triggers inside it (发布全新 is also a 发布)."""
    found = {frame.name: (frame, 0, len(word)) for frame in frames[word]}
    for size in range(len(word) - 1, 1, -1):
        for first in range(len(word) - size + 1):
            for frame in frames.get(word[first : first + size], ()):
                found.setdefault(frame.name, (frame, first, first + size))
    return tuple(found.values())


def _masked(reading: Reading) -> str:
    """The text with its names blotted out, so that no trigger is seen inside one (蓝岸证券 is no 证券分析师)."""
    parts, at = [], 0
    for mention in reading.mentions:
        if mention.span.start >= at:
            parts += [reading.text[at : mention.span.start], _BLOT * (mention.span.end - mention.span.start)]
            at = mention.span.end
    return "".join([*parts, reading.text[at:]])


@cache
def _kinds(cls: str) -> frozenset[str]:
    return frozenset(lineage(cls))


def fits(mention: Mention, slot: Slot) -> bool:
    """Is the mention of a class that the slot takes?"""
    return not _kinds(mention.cls).isdisjoint(slot.classes)


def _holds(words: str, parts: tuple[str, ...]) -> bool:
    """Does one of the parts stand in the words? (A loop: `any` over a generator takes twice as long.)"""
    for part in parts:  # noqa: SIM110
        if part in words:
            return True
    return False


def narrowest_first(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots in the order in which they are filled: the one that can stand in the fewest places first."""
    return tuple(
        sorted(slots, key=lambda slot: (not slot.lead, slot.optional, not slot.link, slot.side == "topic", slot.reach))
    )


def linked(words: str, links: tuple[str, ...]) -> bool:
    """Are these the words that may stand there? A link that starts with `~` is a pattern for the whole of them."""
    return words in links or any(link[:1] == "~" and re.fullmatch(link[1:], words) for link in links)


def _goes_on(reading: Reading, clause: Clause, frame: Frame, end: int) -> bool:
    """Does the clause go on behind the trigger as the frame wants it?"""
    if not frame.then and not frame.unlike:
        return True
    rest = reading.text[end : clause.span.end].strip()
    return (not frame.then or linked(rest, frame.then)) and not (frame.unlike and re.match(frame.unlike, rest))


def _roles(frame: Frame, left: Mention, right: Mention, between: str) -> dict[str, tuple[Mention, ...]]:
    """The slots of a frame without trigger: the one whose side is `before` is the left mention."""
    roles: dict[str, tuple[Mention, ...]] = {}
    for slot in frame.slots:
        mention = left if slot.side == "before" else right
        if (slot.link and not linked(between, slot.link)) or (
            slot.named and not re.fullmatch(slot.named, mention.text)
        ):
            return {}
        roles[slot.role] = (mention,)
    return roles


def _fill(reading: Reading, clause: Clause, slot: Slot, trigger: Span, taken: frozenset[str]) -> tuple[Mention, ...]:
    if slot.side != "topic":
        near = _nearest(reading, _within(reading, clause, slot), slot, trigger, taken)
        if near is not None:
            found = _list(reading.text, clause, near, slot) if slot.many else (near,)
            if not slot.lead or _led(reading.text, found[0].span.start, slot.lead):
                return found
    if slot.inherit or slot.side == "topic":
        for topic in clause.topics:
            if topic.name not in taken and fits(topic, slot):
                return (topic,)
    return ()


def _led(text: str, at: int, lead: tuple[str, ...]) -> bool:
    """Does one of the words stand before it, with at most a description of the thing between?"""
    if text[max(0, at - _NEAR) : at].rstrip(' “"「《').endswith(lead):
        return True
    begin = max(0, at - _FAR)
    places = (text.rfind(word, begin, at) + len(word) for word in lead if word != "、")
    last = max((place for place in places if place >= begin + 1), default=-1)
    return last > 0 and text[last - 1] not in "，。" and _DESCRIBED.fullmatch(text, last, at) is not None


def _within(reading: Reading, clause: Clause, slot: Slot) -> Sequence[Mention]:
    if not slot.across:
        return clause.mentions
    found: list[Mention] = []
    step = -1 if slot.side == "before" else 1
    at = clause.index
    while 0 <= at < len(reading.clauses) and reading.clauses[at].sentence == clause.sentence:
        found.extend(reading.clauses[at].mentions)
        at += step
    return found


def _nearest(
    reading: Reading, mentions: Sequence[Mention], slot: Slot, trigger: Span, taken: frozenset[str]
) -> Mention | None:
    """The nearest mention that fits. Of `either` side, one behind the trigger goes first: objects follow their verb."""
    best: tuple[bool, int, Mention] | None = None
    for mention in mentions:
        span = mention.span
        after = span.start >= trigger.end
        if (not after and span.end > trigger.start) or mention.name in taken or not fits(mention, slot):
            continue
        if (slot.side == "before" and after) or (slot.side == "after" and not after):
            continue
        gap = Span(trigger.end, span.start) if after else Span(span.end, trigger.start)
        rank = (not after, gap.end - gap.start)
        if rank[1] > slot.reach or (best is not None and best[:2] <= rank):
            continue
        words = gap.of(reading.text).strip()
        if _holds(words, slot.stop) or (slot.link and not linked(words, slot.link)):
            continue
        if slot.named and not re.fullmatch(slot.named, mention.text):
            continue
        if slot.unled and reading.text.endswith(slot.unled, 0, span.start):
            continue
        if slot.bar and any(gap.covers(m.span) and not set(slot.bar).isdisjoint(lineage(m.cls)) for m in mentions):
            continue
        best = (*rank, mention)
    return best[2] if best else None


def _list(text: str, clause: Clause, near: Mention, slot: Slot) -> tuple[Mention, ...]:
    """The mention with its neighbours in a list (A、B和C), as far as they fit the slot."""
    row = [m for m in clause.mentions if fits(m, slot)]
    if near not in row:
        return (near,)
    at = row.index(near)
    first = last = at
    while (
        first > 0
        and not _led(text, row[first].span.start, slot.lead)
        and _joined(text[row[first - 1].span.end : row[first].span.start], row[first].cls)
    ):
        first -= 1
    while last + 1 < len(row) and _joined(text[row[last].span.end : row[last + 1].span.start], row[last].cls):
        last += 1
    return tuple(row[first : last + 1])


def _joined(between: str, cls: str) -> bool:
    """A comma of a list, or a member of it that nobody knows (A、…、B). Names of persons may stand apart by a space."""
    words = between.strip()
    if words in _COMMAS or (cls == "Person" and between in _SPACES):
        return True
    return cls != "Person" and _UNKNOWN.fullmatch(words) is not None


def _denied(before: str, negators: tuple[str, ...]) -> bool:
    """Does a word of negation stand so close before the trigger that it takes it?"""
    for word in negators:
        at = before.rfind(word)
        if (
            at >= 0
            and len(before) - at - len(word) <= 4
            and before[at : at + 2] not in ("不仅", "不断", "不少", "不只")
        ):
            return True
    return False
