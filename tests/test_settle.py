"""Names against numbers."""

from __future__ import annotations

from kg.model import Quantity, Span, Time
from kg.recognise.guess import Guess
from kg.recognise.settle import settle

WEAK = Guess(0, 4, "12K", "Device", "product:model", 1)
SURE = Guess(0, 8, "4C超充电池", "Component", "gazetteer", 3)


def test_a_sure_name_swallows_the_number_within() -> None:
    assert settle([SURE], [Quantity(Span(0, 2), "4C", None)], []) == ([SURE], [], [])


def test_a_weak_name_yields_to_a_number() -> None:
    number = Quantity(Span(0, 3), "12K", None)
    assert settle([WEAK], [number], []) == ([], [number], [])


def test_a_name_that_only_crosses_a_number_yields() -> None:
    number = Quantity(Span(6, 10), "20万辆", None)
    assert settle([SURE], [number], []) == ([], [number], [])


def test_a_time_within_a_sure_name_goes() -> None:
    assert settle([SURE], [], [Time(Span(1, 3), "20", None)])[2] == []


def test_what_does_not_meet_stays() -> None:
    number, time = Quantity(Span(9, 12), "3万辆", None), Time(Span(14, 16), "今年", "2026")
    assert settle([SURE], [number], [time]) == ([SURE], [number], [time])
