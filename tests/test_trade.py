"""The trade in the description of a firm."""

from __future__ import annotations

import pytest
from reading import Read, relations


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("芯片设计公司北辰科技今天上市。", "北辰科技 industry 芯片设计"),
        ("全球知名的电动汽车制造商“极曜汽车”今天上市。", "极曜汽车 industry 电动汽车"),
        ("澄海动力是一家专注于储能系统的科技公司。", "澄海动力 industry 储能系统"),
    ],
)
def test_a_firm_is_in_the_trade_that_describes_it(read: Read, text: str, fact: str) -> None:
    assert fact in relations(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "芯片设计公司、北辰科技都在上涨。",
        "如果芯片设计公司北辰科技上市，股价会上涨。",
        "澄海动力是一家咖啡公司的房东。",
    ],
)
def test_what_describes_another_is_no_trade_of_it(read: Read, text: str) -> None:
    assert not {fact for fact in relations(read(text)) if " industry " in fact}


def test_a_trade_told_twice_is_told_once(read: Read) -> None:
    facts = read("芯片公司北辰科技上市。芯片公司北辰科技上涨。").relations
    assert [str(fact) for fact in facts if fact.property == "industry"] == ["北辰科技 industry 芯片"]
