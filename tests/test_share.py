"""Shares of a whole that the text names."""

from __future__ import annotations

import pytest

from tests.test_observe import said


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("华为占全球智能手机出货量的12%。", "华为 marketShare 12 %"),
        ("比亚迪的海外收入占公司总营收的35.5%。", "比亚迪 metric-占总营收 35.5 %"),
        ("比亚迪的研发人员占员工总数的比例达到两成。", "比亚迪 metric-占员工总数 20 %"),
        ("江南化工7月24日主力资金占总成交额1.13%。", "江南化工 metric-占总成交额 1.13 %"),
        ("华为的占比达到4成。", "华为 metric-占比 40 %"),
    ],
)
def test_a_share_is_of_the_whole_that_is_named(text: str, fact: str) -> None:
    assert fact in said(text)


def test_a_share_that_moves_is_told_from_and_to() -> None:
    assert said("比亚迪的海外收入占营收的比重从20%提升到25%。")[:2] == [
        "比亚迪 metric-占营收 20 %",
        "比亚迪 metric-占营收 25 %",
    ]


def test_land_that_is_taken_is_no_share() -> None:
    assert not [fact for fact in said("小米汽车工厂占地718亩,绿化20%。") if "占" in fact]


def test_the_share_of_a_kind_is_nobody_s_that_is_named() -> None:
    assert said("比亚迪公布了销量。电动滑板车去年已占全球销量的30%。") == []
