"""What tests of the article flow share: a reader that knows the invented things of the rules' examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.model import Facts

ISSUED = date(2026, 2, 12)
Read = Callable[[str], Facts]


def relations(facts: Facts) -> set[str]:
    """The relations that stand as facts, in words."""
    return {str(relation) for relation in facts.relations if relation.stance == "Asserted"}
