"""What tests of the article flow share: a reader that knows the invented things of the rules' examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.across import Profile, Thing
from kg.model import Facts

ISSUED = date(2026, 2, 12)
Read = Callable[[str], Facts]


def relations(facts: Facts) -> set[str]:
    """The relations that stand as facts, in words."""
    return {str(relation) for relation in facts.relations if relation.stance == "Asserted"}


def one(document: str, *things: str | Thing, **more: object) -> Profile:
    """A profile: things as `Class:label`."""
    made = (
        Thing(words.partition(":")[2].replace(" ", "_"), words.partition(":")[0], words.partition(":")[2])
        if isinstance(words, str)
        else words
        for words in things
    )
    return Profile(document, tuple(made), **more)  # type: ignore[arg-type]
