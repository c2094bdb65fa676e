"""The nouns: numbers, periods, classes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.model import Quantity, Span, Time, lineage, plain


def test_numbers_are_written_in_plain_digits() -> None:
    assert [plain(Decimal(words)) for words in ("1.30E+5", "0.50", "100", "-3.0")] == ["130000", "0.5", "100", "-3"]


def test_a_range_shows_both_ends() -> None:
    quantity = Quantity(Span(0, 3), "2~3", None, "元", "between", Decimal(2), Decimal("3.50"))
    assert quantity.number == "2~3.5"


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [("2025", None, "2025"), ("2025-01-01", "2025-03-31", "2025-01-01/2025-03-31"), (None, None, None)],
)
def test_a_time_gives_its_period(start: str | None, end: str | None, period: str | None) -> None:
    assert Time(Span(0, 1), "x", start, end).period == period


def test_lineage_ends_at_a_root() -> None:
    assert lineage("Company") == ("Company", "Organization", "Agent")
