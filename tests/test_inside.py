"""Companies at the head of longer names."""

from __future__ import annotations

import pytest
from reading import Read, relations


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车工厂今天开放。", "极曜汽车工厂 owner 极曜汽车"),
        ("小米汽车今天开业。", "小米汽车 parentOrganization 小米"),
    ],
)
def test_a_company_inside_a_name(read: Read, text: str, fact: str) -> None:
    assert fact in relations(read(text))
