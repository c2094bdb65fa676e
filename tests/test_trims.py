"""Trims of a car that stand alone."""

from __future__ import annotations

import pytest

from kg.recognise.guess import Guess, Page
from kg.recognise.trims import trims

CAR = Guess(0, 4, "云驰S7", "Vehicle", "product:model")


def alone(text: str, *names: Guess) -> list[str]:
    return [one.name for one in trims(Page(text), [CAR, *names]) if one.rule == "trim"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("云驰S7有标准版、长续航旗舰版两款车型", ["标准版", "长续航旗舰版"]),
        ("云驰S7的双电机版车型", ["双电机版"]),
        ("云驰S7的双电机版本", ["双电机版"]),
        ("云驰S7的Max四驱版", ["Max四驱版"]),
        ("云驰S7的正版地图、出版社", []),
        ("云驰S7的性能版本身很贵", ["性能版"]),
    ],
)
def test_trims_alone(text: str, found: list[str]) -> None:
    assert alone(text) == found


def test_what_a_longer_name_holds_stays_in_it() -> None:
    text = "云驰S7和云驰S8标准版"
    assert alone(text, Guess(5, 12, text[5:12], "Vehicle", "product:variant")) == []


def test_a_name_cut_short_is_made_whole() -> None:
    text = "云驰S7和双电机版"
    found = trims(Page(text), [CAR, Guess(5, 8, "双电机", "Component", "tagger")])
    assert [one.name for one in found] == ["云驰S7", "双电机版"]


def test_without_a_car_there_are_none() -> None:
    text = "软件的标准版"
    assert trims(Page(text), []) == []
