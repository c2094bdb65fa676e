"""Milestones: so many were built, handed over or sold when one of a great number in a row was."""

from __future__ import annotations

import pytest

from tests.test_observe import said


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("比亚迪今天迎来第300万辆电动车下线。", "比亚迪 production 3000000 辆"),
        ("理想汽车交付了第40万辆汽车。", "理想汽车 cumulativeDeliveries 400000 辆"),
        ("五菱宏光第300万辆于近日售出。", "五菱宏光 cumulativeSales 3000000 辆"),
    ],
)
def test_the_last_of_a_row_tells_how_many(text: str, fact: str) -> None:
    assert fact in said(text)


@pytest.mark.parametrize("text", ["比亚迪的第3辆样车下线。", "比亚迪第500万辆汽车亮相车展。"])
def test_the_first_few_and_what_is_only_shown_tell_nothing(text: str) -> None:
    assert said(text) == []
