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
        ("全新国产X9", set(), ("X9", 90)),
        ("2024款X9先锋版", set(), ("X9", 20240)),
        ("2024款X9先锋版", {"X9先锋版"}, ("X9先锋版", 20240)),
        ("X9 Ultra", {"X9", "X9系列"}, ("X9系列", None)),
        ("X9", {"X9", "X9系列"}, ("X9系列", None)),
        ("现款X9", {"新X9"}, ("X9", 5)),
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


def test_a_generation_is_of_the_product_named_in_it(read: Read) -> None:
    found = read("全新极曜X7今天上市，售价为20万元。").relations
    variants = [one for one in found if one.property == "variantOf"]
    assert [(str(one), one.object.text) for one in variants] == [("全新极曜X7 variantOf 极曜X7", "极曜X7")]


def test_model_years_are_not_held_against_words(read: Read) -> None:
    assert not {one for one in relations(read("新款极曜X7上市，2023款极曜X7停产。")) if "successorOf" in one}


def test_a_trim_alone_is_of_the_product_whose_other_trim_is_named_in_full(read: Read) -> None:
    found = relations(read("轿车极曜X7长续航版和高性能版降价。"))
    assert "高性能版 variantOf 极曜X7" in found
