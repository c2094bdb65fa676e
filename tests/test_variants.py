"""Generations and trims."""

from __future__ import annotations

import pytest
from reading import Read, relations

from kg.variants import base


@pytest.mark.parametrize(
    ("name", "named", "found"),
    [
        ("初代SU7", set(), ("SU7", 1)),
        ("2024款X9", set(), ("X9", 20240)),
        ("E9 PRO", {"E9"}, ("E9", None)),
        ("E9 PRO", set(), None),
        ("Model Y", set(), None),
    ],
)
def test_the_base_of_a_variant(name: str, named: set[str], found: tuple[str, int | None] | None) -> None:
    assert base(name, named) == found


def test_the_newer_generation_replaces_the_older(read: Read) -> None:
    found = relations(read("新一代极曜X7上市，初代极曜X7停产。"))
    assert {
        "新一代极曜X7 successorOf 初代极曜X7",
        "新一代极曜X7 variantOf 极曜X7",
        "初代极曜X7 variantOf 极曜X7",
    } <= found
