"""Companies at the head of longer names."""

from __future__ import annotations

import pytest
from reading import Read, relations


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车工厂今天开放。", "极曜汽车工厂 owner 极曜汽车"),
        ("小米今天宣布，小米汽车开业。", "小米汽车 parentOrganization 小米"),
    ],
)
def test_a_company_inside_a_name(read: Read, text: str, fact: str) -> None:
    assert fact in relations(read(text))


def test_a_latin_name_is_not_cut(read: Read) -> None:
    assert not {fact for fact in relations(read("手机不再预装GMS，GM今天发布财报。")) if "manufacturer" in fact}


@pytest.mark.parametrize("text", ["长城今天宣布，长城汽车销量增长。", "长城汽车今天开业。"])
def test_a_longer_name_of_the_same_firm_is_no_part(read: Read, text: str) -> None:
    assert not {fact for fact in relations(read(text)) if "parentOrganization" in fact}
