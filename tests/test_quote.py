"""Quotes in brackets behind the name of a stock."""

from __future__ import annotations

from tests.test_observe import read, said


def test_a_quote_is_the_rise_of_that_day() -> None:
    assert said("比亚迪(244.20, -0.34, -0.14%)披露了半年报。") == ["比亚迪 growth -0.14 %"]


def test_a_quote_of_nobody_is_refused() -> None:
    reasons = [
        one.reason for one in read("某某(244.20, -0.34, -0.14%)披露了半年报。").refusals if one.rule == "observe"
    ]
    assert reasons == ["a quote of a stock that is not named"]


def test_other_numbers_in_brackets_are_no_quote() -> None:
    assert said("宁德时代市占率领先于比亚迪(16.1%)。") == ["比亚迪 marketShare 16.1 %"]
