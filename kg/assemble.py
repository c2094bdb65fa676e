"""Sentences and marks → clauses, each with what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    spans = [(clause, sentence, clause == sentence.clauses[0]) for sentence in sentences for clause in sentence.clauses]
    edges = [clause for clause, _, _ in spans]
    filled = zip(_deal(marks.mentions, edges), _deal(marks.quantities, edges), _deal(marks.times, edges), strict=True)
    return tuple(
        Clause(span, sentence.span, index, opens, sentence.heading, *found)
        for index, ((span, sentence, opens), found) in enumerate(zip(spans, filled, strict=True))
    )


def _deal(marks: Sequence[S], edges: Sequence[Span]) -> Iterator[tuple[S, ...]]:
    at, count = 0, len(marks)
    for start, end in edges:
        while at < count and marks[at].span.start < start:
            at += 1
        first = at
        while at < count and marks[at].span.start < end:
            at += 1
        yield tuple(marks[first:at])
