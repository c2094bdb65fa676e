"""Sentences and marks → clauses, each with what was found in it and what was made of it: every clause is built once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Protocol, TypeVar

from kg.model import Clause, Dealt, Marks, Referred, Sentence, Span, Voice


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_Spanned)


def deal(sentences: Sequence[Sentence], marks: Marks) -> Dealt:
    """The marks of each clause of the sentences, in order; a mark belongs to the clause in which it starts.

    >>> from kg.model import Mention
    >>> marks = Marks((Mention(Span(0, 2), "小米", "小米", "Company", "gazetteer"),))
    >>> [mention.name for mention in deal([Sentence(Span(0, 5), (Span(0, 5),))], marks).mentions[0]]
    ['小米']
    """
    spans = [span for sentence in sentences for span in sentence.clauses]
    ends = [span.end for span in spans]
    return Dealt(
        sentences,
        spans,
        _deal(marks.mentions, spans, ends),
        _deal(marks.quantities, spans, ends),
        _deal(marks.times, spans, ends),
    )


def assemble(dealt: Dealt, referred: Referred, voices: Iterable[Voice]) -> tuple[Clause, ...]:
    """The clauses of a text in order, of what was dealt to each, what it refers to and whose words it holds."""
    wholes: list[Span] = []
    opens: list[bool] = []
    headings: list[bool] = []
    for whole, clauses, heading in dealt.sentences:
        size = len(clauses)
        wholes += [whole] * size
        opens += ([True] + [False] * (size - 1))[:size]
        headings += [heading] * size
    mentions, topics, frames = referred
    stances, speakers = zip(*voices, strict=True) if dealt.spans else ((), ())
    columns = zip(
        dealt.spans, wholes, count(), opens, headings,
        mentions, dealt.quantities, dealt.times, topics, frames, stances, speakers,
    )  # fmt: skip
    # `_make` takes a row as it is: 39 clauses of an article in two thirds of the time
    return tuple(map(Clause._make, columns))


def _deal(marks: Sequence[S], spans: Sequence[Span], ends: Sequence[int]) -> list[tuple[S, ...]]:
    """For each span the marks that start in it."""
    dealt: list[tuple[S, ...]] = [()] * len(spans)
    at = 0
    for mark in marks:
        start = mark.span.start
        at = bisect_right(ends, start, at)
        if at == len(ends):
            break
        if start >= spans[at].start:
            dealt[at] += (mark,)
    return dealt
