"""Kinds of products, in the words of the text."""

from __future__ import annotations

import pytest
from reading import Read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("极曜X7是一款中型纯电SUV。", "中型纯电SUV"),
        ("增程式电动车极曜X7今天上市。", "增程式电动车"),
        ("极曜X7 插电混动 MPV上市。", "插电混动MPV"),
        ("汽车不是手机，极曜X7卖得慢。", None),
        ("极曜X7是手机市场的搅局者。", None),
    ],
)
def test_the_kind_of_a_product(read: Read, text: str, kind: str | None) -> None:
    found = [str(r.object) for r in read(text).relations if r.property == "category" and r.stance == "Asserted"]
    assert found == ([kind] if kind else [])


def test_a_list_shares_its_kind(read: Read) -> None:
    found = [str(r) for r in read("极曜X7、极曜X5等纯电SUV都在名单上。").relations if r.property == "category"]
    assert found == ["极曜X7 category 纯电SUV", "极曜X5 category 纯电SUV"]


def test_a_system_is_no_phone_that_runs_it(read: Read) -> None:
    assert not [r for r in read("安卓智能手机销量下滑。").relations if r.property == "category"]
