"""What 它, 该公司, 这款新车 and an elided subject stand for.

Reading on, it keeps the thing that was spoken of last, per family of classes. A clause's `topics` are the candidates for
an elided subject, best first: the subjects of the clauses before it in the sentence, the subject of the sentence before,
then whatever was named last in each family. Sources: centering (subjects outrank other mentions) and recency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.automaton import Automaton
from kg.model import Clause, Mention, Span, Time, lineage
from kg.ontology import Entry, Ontology, tables

#: Families among which the last one named is kept.
FAMILIES = ("Product", "Organization", "Facility", "Technology", "Person", "NamedEvent", "Work", "Industry")
_BREAKS = "，,。；;：:、！？!?（( \n　“”\"'"
_JOINTS = frozenset({"", "的", "旗下", "旗下的", "、", "和", "与", " ", "公司", "品牌", "品牌的"})
_PREFIXES = ("初代", "新一代", "全新一代", "全新", "新款", "老款", "第一代", "第二代", "第三代", "上一代")
#: What reports and where it happens is seldom what is spoken of.
_BACKGROUND = frozenset({"Media", "Place"})
_OLDER = ("初代", "老款", "第一代", "上一代")
_EARLY = 14
_KEYS = frozenset({"name", "words", "is", "alone", "after", "makes", "accepts", "rejects"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A reference word: the classes it may stand for, where it may stand, and the generation it makes."""

    rule: str
    classes: tuple[str, ...]
    alone: bool
    after: tuple[str, ...]
    makes: str = ""


class Referrer:
    """Fills clauses with the mentions that reference words stand for, and with topics."""

    def __init__(self, ontology: Ontology) -> None:
        path = ontology.folder / "rules" / "references.toml"
        entries = [*tables(path, "reference"), *tables(path, "generation")]
        self._words = Automaton({word: rule for entry in entries for word, rule in _rules(entry)})
        self._prepositions = ontology.words["preposition"]

    def __call__(self, text: str, clauses: Sequence[Clause], title: Sequence[Mention] = ()) -> tuple[Clause, ...]:
        """The same clauses with references, topics and time frame; `title` are the things named in the title."""
        found = self._words.find(text)
        memory = _Memory(title)
        at, count, frame, filled = 0, len(found), None, []
        for clause in clauses:
            if clause.opens:
                memory.close_sentence()
                frame = None
            topics, mentions, end = memory.topics(), clause.mentions, clause.span.end
            while at < count and found[at][0] < end:
                mentions = _with_reference(text, clause, mentions, topics, found[at])
                at += 1
            if mentions:
                memory.hear(mentions, self._subjects(text, clause, mentions))
            filled.append(_filled(clause, mentions, topics, frame))
            if clause.times:
                frame = next((time for time in reversed(clause.times) if time.start), frame)
        return tuple(filled)

    def _subjects(self, text: str, clause: Clause, mentions: tuple[Mention, ...]) -> list[Mention]:
        """The mentions that open the clause, the head of a 的-chain first."""
        mentions = tuple([mention for mention in mentions if mention.cls not in _BACKGROUND])
        if not mentions or mentions[0].span.start - clause.span.start > _EARLY:
            return []
        before = text[clause.span.start : mentions[0].span.start]
        if before.endswith(self._prepositions):
            return []
        chain = [mentions[0]]
        for mention in mentions[1:]:
            joint = text[chain[-1].span.end : mention.span.start]
            if joint not in _JOINTS:
                break
            chain.append(mention)
            if "的" in joint or "旗下" in joint or joint == "":
                chain.insert(0, chain.pop())
        return chain


class _Memory:
    """What was spoken of: subjects of this sentence, of the one before, and the last of each family."""

    def __init__(self, title: Iterable[Mention]) -> None:
        self._here: list[Mention] = []
        self._before: list[Mention] = []
        self._last: dict[str, Mention] = {}  # the last one named stands last
        self._topics: tuple[Mention, ...] | None = None
        for mention in reversed(list(title)):
            self._remember(mention)

    def close_sentence(self) -> None:
        if self._here:
            self._before, self._here = self._here, []
            self._topics = None

    def hear(self, mentions: Iterable[Mention], subjects: list[Mention]) -> None:
        self._topics = None
        for mention in mentions:
            self._remember(mention)
        for subject in subjects:
            self._last[_family(subject.cls)] = subject
        if subjects:
            self._here = [*subjects, *self._here]

    def topics(self) -> tuple[Mention, ...]:
        if self._topics is None:
            found: dict[str, Mention] = {}
            for mention in (*self._here, *self._before, *reversed(self._last.values())):
                found.setdefault(mention.name, mention)
            self._topics = tuple(found.values())
        return self._topics

    def _remember(self, mention: Mention) -> None:
        if mention.cls not in _BACKGROUND:
            family = _family(mention.cls)
            self._last.pop(family, None)
            self._last[family] = mention


def _filled(clause: Clause, mentions: tuple[Mention, ...], topics: tuple[Mention, ...], frame: Time | None) -> Clause:
    """The clause anew. Spelt out, since `_replace` takes three times as long and there are many clauses."""
    return Clause(
        clause.span, clause.sentence, clause.index, clause.opens, clause.heading,
        mentions, clause.quantities, clause.times, topics, frame,
    )  # fmt: skip


@cache
def _family(cls: str) -> str:
    kinds = lineage(cls)
    return next((family for family in FAMILIES if family in kinds), cls)


def _rules(entry: Entry) -> Iterator[tuple[str, _Word]]:
    entry.known(_KEYS)
    entry.examples()
    rule = _Word(
        f"reference:{entry.text('name')}",
        entry.texts("is", None),
        entry.flag("alone"),
        entry.texts("after"),
        entry.text("makes", ""),
    )
    for word in entry.texts("words", None):
        yield word, rule


def _with_reference(
    text: str,
    clause: Clause,
    mentions: tuple[Mention, ...],
    topics: tuple[Mention, ...],
    found: tuple[int, int, _Word],
) -> tuple[Mention, ...]:
    """The mentions of the clause with the reference that the word makes; the same where it stands for nothing."""
    start, end, word = found
    if not _stands(text, clause, mentions, (start, end), word):
        return mentions
    meant = _antecedent(word, [m for m in mentions if m.span.end <= start], topics)
    return mentions if meant is None else _insert(mentions, _reference(text, Span(start, end), word, meant))


def _stands(text: str, clause: Clause, mentions: tuple[Mention, ...], place: tuple[int, int], word: _Word) -> bool:
    """Does the word stand by itself here, outside every mention and (where asked) at the head of a phrase?"""
    start, end = place
    if start < clause.span.start or any(mention.span.start < end and start < mention.span.end for mention in mentions):
        return False
    if not word.alone:
        return True
    if end < len(text) and text[end] in "他它们法债司业股家":
        return False
    before = text[clause.span.start : start]
    return not before or before[-1] in _BREAKS or before.endswith(word.after)


def _antecedent(word: _Word, earlier: list[Mention], topics: tuple[Mention, ...]) -> Mention | None:
    for mention in (*topics, *reversed(earlier)):
        if any(cls in word.classes for cls in lineage(mention.cls)):
            return mention
    return None


def _reference(text: str, span: Span, word: _Word, meant: Mention) -> Mention:
    old = next((prefix for prefix in _PREFIXES if meant.name.startswith(prefix)), "")
    other = bool(word.makes and old and (old in _OLDER) == (word.makes not in _OLDER))
    name = word.makes + meant.name[len(old) :] if other else meant.name
    return Mention(span, span.of(text), name, meant.cls, word.rule, refers=not other)


def _insert(mentions: tuple[Mention, ...], new: Mention) -> tuple[Mention, ...]:
    return tuple(sorted((*mentions, new), key=lambda mention: mention.span))
