"""Sentences and marks become clauses."""

from __future__ import annotations

from kg.assemble import assemble, deal
from kg.model import Clause, Marks, Mention, Referred, Sentence, Span, Time, Voice

FIRST = Sentence(Span(0, 10), (Span(0, 5), Span(5, 10)))
SECOND = Sentence(Span(12, 16), (Span(12, 16),), heading=True)


def named(start: int, end: int) -> Mention:
    return Mention(Span(start, end), "极曜", "极曜", "Company", "gazetteer")


def assembled(marks: Marks) -> tuple[Clause, ...]:
    dealt = deal([FIRST, SECOND], marks)
    return assemble(dealt, Referred(dealt.mentions, [(), (), ()], [None] * 3), [Voice()] * 3)


def test_clauses_are_counted_through_and_know_their_sentence() -> None:
    clauses = assembled(Marks())
    assert [(clause.index, clause.opens, clause.heading) for clause in clauses] == [
        (0, True, False),
        (1, False, False),
        (2, True, True),
    ]
    assert [clause.sentence for clause in clauses] == [FIRST.span, FIRST.span, SECOND.span]


def test_a_mark_belongs_to_the_clause_in_which_it_starts() -> None:
    clauses = assembled(Marks(mentions=(named(0, 2), named(4, 6), named(5, 7), named(15, 18))))
    assert [[mention.span.start for mention in clause.mentions] for clause in clauses] == [[0, 4], [5], [15]]


def test_a_mark_between_sentences_belongs_to_none() -> None:
    clauses = assembled(Marks(times=(Time(Span(10, 12), "去年", "2025"),)))
    assert [clause.times for clause in clauses] == [(), (), ()]


def test_each_clause_takes_its_own_of_every_column() -> None:
    who, year = named(6, 8), Time(Span(0, 2), "去年", "2025")
    referred = Referred([(), (who,), ()], [(), (), (who,)], [None, year, None])
    voices = [Voice(), Voice("Opinion", who), Voice("Denied")]
    clauses = assemble(deal([FIRST, SECOND], Marks()), referred, voices)
    assert [(clause.mentions, clause.topics, clause.time, clause.stance, clause.speaker) for clause in clauses] == [
        ((), (), None, "Asserted", None),
        ((who,), (), year, "Opinion", who),
        ((), (who,), None, "Denied", None),
    ]


def test_of_no_sentences_there_are_no_clauses() -> None:
    assert assemble(deal([], Marks()), Referred([], [], []), []) == ()
