"""Unknown names in Latin letters."""

from __future__ import annotations

import pytest

from kg.recognise.guess import Guess, Page
from kg.recognise.latin import Latin


def names(text: str, *known: Guess) -> list[tuple[str, str]]:
    return [(guess.name, guess.cls) for guess in Latin()(Page(text, known=known))]


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("昨日收购了Lumora的业务", "Lumora", "Company"),
        ("Lumora完成新一轮融资", "Lumora", "Company"),
        ("据Lumora Weekly报道", "Lumora Weekly", "Media"),
        ("发布了Lumora大模型", "Lumora", "Software"),
        ("概念是全新车型Lumora", "Lumora", "Vehicle"),
        ("推出Lumora耳机", "Lumora", "Device"),
        ("Dana Whitfield表示乐观", "Dana Whitfield", "Person"),
    ],
)
def test_the_words_beside_it_tell_the_class(text: str, name: str, cls: str) -> None:
    assert names(text) == [(name, cls)]


@pytest.mark.parametrize("text", ["手机支持WiFi功能", "Lumora很好看", "见 www.Lumora.com 公司", "公司的CEO到场"])
def test_without_such_words_it_is_no_name(text: str) -> None:
    assert names(text) == []


def test_a_known_name_stays_what_it_is() -> None:
    assert names("Lumora公司", Guess(0, 6, "Lumora", "Product", "gazetteer", 3)) == []
