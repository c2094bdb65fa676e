"""Markets and trades as bearers of numbers, and words that name none."""

from __future__ import annotations

import pytest

from tests.test_observe import read, said


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("中国汽车市场销量为2686万辆。", "中国汽车市场 sales 26860000 辆"),
        ("7月我国乘用车市场零售量达到177万辆。", "乘用车市场 sales 1770000 辆"),
        ("露营帐篷市场7月零售量为6万台。", "露营帐篷市场 sales 60000 台"),
        ("全球扫地机市场规模达到300亿元。", "全球扫地机市场 metric-市场规模 30000000000 元"),
        ("全球奶粉行业市场规模达到300亿元。", "全球奶粉行业 metric-市场规模 30000000000 元"),
        ("光缆板块2月3日涨0.6%。", "光缆板块 growth 0.6 %"),
    ],
)
def test_a_market_bears_its_number(text: str, fact: str) -> None:
    assert fact in said(text)


def test_what_follows_is_of_the_market_too() -> None:
    assert "乘用车市场 yearOnYear -3 %" in said("7月我国乘用车市场零售量达到177万辆,同比下降3%。")


@pytest.mark.parametrize(
    "text",
    [
        "海外市场销量为3万辆。",
        "细分市场销量为3万辆。",
        "蔚来在中国电动车市场的份额为10%。",
        "蔚来刷新了增程车市场销量3万辆的纪录。",
        "蔚来汽车电子板块营收为3亿元。",
    ],
)
def test_an_area_or_a_field_of_business_is_no_market(text: str) -> None:
    assert [one for one in read(text).observations if one.about.rule == "market"] == []
