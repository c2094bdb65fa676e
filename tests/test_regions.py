"""Places in places: taken apart where the name says so, left whole where it does not."""

from __future__ import annotations

import pytest

from kg.ontology import load
from kg.recognise.guess import Guess
from kg.recognise.regions import Regions

REGIONS = Regions(load().names)


@pytest.mark.parametrize(
    "parts",
    [
        "河北省|涿州市|刁窝镇",
        "江苏|南京",
        "德国|杜伊斯堡",
        "加拿大|魁北克省|贝坎库尔",
        "武汉市|新洲区",
        "广东省|深圳市|南山区",
        "北京市|西城区",
        "杭州|拱墅区",
        "汶南镇|沈汶路",
    ],
)
def test_the_wider_place_stands_first(parts: str) -> None:
    assert REGIONS.parts(parts.replace("|", "")) == parts.split("|")


@pytest.mark.parametrize(
    "name",
    ["印度尼西亚", "海南自贸港", "四川盆地", "法国南部", "上海市区", "重庆高新区", "陕西北路", "苏州工业园区", "广西壮族自治区", "大兴安岭", "杭州湾新区", "延安高架路"],
)  # fmt: skip
def test_parts_and_kinds_of_a_place_are_no_places_in_it(name: str) -> None:
    assert REGIONS.parts(name) == [name]


def test_each_part_has_its_place_and_its_preferred_name() -> None:
    found = REGIONS([Guess(3, 10, "河北省涿州市", "Place", "tagger", 2)._replace(end=9)])
    assert [(one.start, one.end, one.name) for one in found] == [(3, 6, "河北"), (6, 9, "涿州")]


def test_other_classes_and_other_names_for_a_place_stay() -> None:
    names = [
        Guess(0, 6, "江苏南京分行", "Company", "tagger", 2),
        Guess(6, 10, "香港", "Place", "gazetteer", 3),
    ]
    assert REGIONS(names) == names
