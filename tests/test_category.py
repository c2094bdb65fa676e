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
