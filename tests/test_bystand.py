"""Who only reports or is told takes no part."""

from __future__ import annotations

import pytest
from reading import Read, relations

from kg.bystand import BLOT, bystanders
from kg.model import Span


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("据", "数据显示，销量增长"),
        ("根据", "统计，销量增长"),
        ("", "资料显示，公司成立"),
        ("负责人向", "记者确认，合作已开始"),
        ("负责人告诉", "，合作已开始"),
        ("接受", "采访时说"),
        ("以54亿美元(", "备注:约394亿元)收购"),
    ],
)
def test_who_reports_or_is_told_is_found(before: str, behind: str) -> None:
    assert bystanders(before + BLOT * 4 + behind) == (Span(len(before), len(before) + 4),)


@pytest.mark.parametrize(
    ("before", "behind"), [("", "宣布收购"), ("与", "达成合作"), ("向", "供应电池"), ("对", "进行投资")]
)
def test_who_acts_is_no_bystander(before: str, behind: str) -> None:
    assert bystanders(before + BLOT * 4 + behind) == ()


def test_a_data_service_fills_no_role(read: Read) -> None:
    assert relations(read("北辰科技资料显示，为远海集团旗下公司。")) == set()


def test_whom_it_is_told_buys_nothing(read: Read) -> None:
    told = relations(read("有人向北辰科技证实收购澄海动力。"))
    assert "澄海动力 acquirer 北辰科技" not in told
