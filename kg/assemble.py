"""Sentences and marks → clauses, each with what was found in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

from kg.model import Clause, Marks, Sentence, Span


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_Spanned)


def assemble(sentences: Sequence[Sentence], marks: Marks) -> tuple[Clause, ...]:
    """The clauses of a text in order; a mark belongs to the clause in which it starts.

    >>> from kg.model import Mention
    >>> marks = Marks((Mention(Span(0, 2), "小米", "小米", "Company", "gazetteer"),))
    >>> [clause.mentions[0].name for clause in assemble([Sentence(Span(0, 5), (Span(0, 5),))], marks)]
    ['小米']
    """
    edges = [clause for sentence in sentences for clause in sentence.clauses]
    mentions, quantities, times = (
        _deal(marks.mentions, edges),
        _deal(marks.quantities, edges),
        _deal(marks.times, edges),
    )
    made: list[Clause] = []
    for whole, clauses, heading in sentences:
        opens = True
        for span in clauses:
            at = len(made)
            made.append(Clause(span, whole, at, opens, heading, mentions[at], quantities[at], times[at]))
            opens = False
    return tuple(made)


def _deal(marks: Sequence[S], edges: Sequence[Span]) -> list[tuple[S, ...]]:
    """For each edge the marks that start in it."""
    starts = [mark.span.start for mark in marks]
    dealt: list[tuple[S, ...]] = [()] * len(edges)
    at, count = 0, len(marks)
    for place, (start, end) in enumerate(edges):
        if at == count:
            break
        if starts[at] < end:
            first = bisect_left(starts, start, at)
            at = bisect_left(starts, end, first)
            dealt[place] = tuple(marks[first:at])
    return dealt
