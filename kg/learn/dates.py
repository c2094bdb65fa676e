"""Is the date of an event the one that a reader labelled? Labels hold the words (`7月26日`), the flow gives days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.learn.score import Names
from kg.model import Facts
from kg.recognise.times import times

#: what may come out: the labelled day, another, none; where no day is labelled (no words, or 近日): none too, or one
DATED = ("right", "wrong", "missing")
OPEN = ("open", "needless")
ASTRAY = ("wrong", "missing", "needless")


def days(words: str, facts: Facts) -> Names:
    """The days, months or years that the words of a label mean where they stand in the text; empty where they fix none.

    A year that the sentence names is heard only there, so that words are looked up before they are read by themselves.

    >>> from datetime import date
    >>> from kg.model import Document
    >>> days("去年7月", Facts(Document("a", "", issued=date(2026, 3, 1)))), days("近日", Facts(Document("a", "")))
    (frozenset({'2025-07'}), frozenset())
    """
    named = [time for clause in facts.clauses for time in clause.times if words in time.text or time.text in words]
    there = [time for time in named if _stands(time.text, words, facts.document.text, time.span.start)]
    found = there or times(words, facts.document.issued)
    return frozenset(time.period for time in found if time.period)


def _stands(said: str, words: str, text: str, at: int) -> bool:
    """Do the words of the label stand where the time stands?"""
    return words in said or text.startswith(words, max(0, at - words.find(said)))


def verdict(want: Names, got: Names) -> str:
    """How the date that was told agrees with the labelled one.

    >>> verdict(frozenset({"2025"}), frozenset()), verdict(frozenset(), frozenset({"2025"}))
    ('missing', 'needless')
    """
    if not want:
        return "needless" if got else "open"
    return "right" if want & got else "wrong" if got else "missing"


def summary(verdicts: Iterable[str]) -> Iterator[str]:
    """The line of figures; nothing where no event was found.

    >>> list(summary(["right", "right", "missing", "open"]))
    ['dates of the events found: 2 right, 0 wrong, 1 missing (67%); without a labelled day: 1 open, 0 needless']
    """
    count = Counter(verdicts)
    dated = sum(count[one] for one in DATED)
    if dated + sum(count[one] for one in OPEN):
        parts = [", ".join(f"{count[one]} {one}" for one in kinds) for kinds in (DATED, OPEN)]
        share = f" ({count['right'] / dated:.0%})" if dated else ""
        yield f"dates of the events found: {parts[0]}{share}; without a labelled day: {parts[1]}"
