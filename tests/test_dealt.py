"""Numbers dealt out to a list (分别): things, times, and lists that are of neither."""

from __future__ import annotations

import pytest

from kg.model import Facts
from tests.test_observe import read, said


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "截至收盘,蔚来、理想汽车和小鹏汽车分别上涨3%、4%和5%。",
            ["蔚来 growth 3 %", "理想汽车 growth 4 %", "小鹏汽车 growth 5 %"],
        ),
        ("蔚来、理想汽车7月分别交付新车1万辆和2万辆。", ["蔚来 deliveries 10000 辆", "理想汽车 deliveries 20000 辆"]),
    ],
)
def test_each_thing_of_a_list_has_its_number(text: str, facts: list[str]) -> None:
    assert said(text) == facts


def test_what_nobody_knows_in_a_list_takes_no_number() -> None:
    assert said("理想汽车和某海外品牌的销量分别为5万辆和3万辆。") == ["理想汽车 sales 50000 辆"]
    assert said("理想汽车的手机和电脑的销售额分别为7亿元和8亿元。") == []


def test_a_list_of_metrics_is_no_list_of_things() -> None:
    assert said("理想汽车的营收和净利润分别为100亿元和10亿元。") == [
        "理想汽车 revenue 10000000000 元",
        "理想汽车 netProfit 1000000000 元",
    ]


def test_a_list_of_destinations_bears_nothing() -> None:
    assert "欧洲 yearOnYear 9 %" not in said("比亚迪对日本和欧洲的出口分别同比增长7%和9%。")


def periods(facts: Facts) -> list[str | None]:
    return [observation.time and observation.time.period for observation in facts.observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2023年、2024年和2025年上半年,理想汽车的营收分别为1亿元、2亿元和3亿元。",
            ["2023", "2024", "2025-01-01/2025-06-30"],
        ),
        ("2023年至2025年,理想汽车营收分别为1亿元、2亿元和3亿元。", ["2023", "2024", "2025"]),
        ("2024年至2025年上半年,理想汽车营收分别为1亿元和2亿元。", ["2024", "2025-01-01/2025-06-30"]),
        ("2023年至2025年,理想汽车的营收为1亿元。", ["2023-01-01/2025-12-31"]),
        ("理想汽车一季度和二季度的营收分别为1亿元和2亿元。", ["2026-01-01/2026-03-31", "2026-04-01/2026-06-30"]),
    ],
)
def test_each_number_has_the_time_that_is_listed_for_it(text: str, expected: list[str]) -> None:
    assert periods(read(text)) == expected


def test_a_clause_without_times_takes_those_of_the_numbers_before() -> None:
    facts = read("2024年至2025年,理想汽车营收分别为1亿元和2亿元,净利润分别为3亿元和4亿元。")
    assert periods(facts) == ["2024", "2025", "2024", "2025"]
    assert [str(change) for change in facts.changes][-1] == "理想汽车 netProfit 300000000 → 400000000"
