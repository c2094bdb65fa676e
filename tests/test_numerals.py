"""Number words read into decimals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.recognise.numerals import numeral

ONES, TENS = "零一二三四五六七八九", ("", "十", "百", "千")


def _words(number: int) -> str:
    """A number below 10,000 as it is spoken."""
    said = ""
    for place, digit in enumerate(reversed(str(number))):
        said = (ONES[int(digit)] + TENS[place] if digit != "0" else "零") + said
    while "零零" in said:
        said = said.replace("零零", "零")
    return said.rstrip("零") or "零"


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_a_spoken_number_reads_back(myriads: int, ones: int) -> None:
    tail = ("零" if ones < 1000 else "") + _words(ones) if ones else ""
    assert numeral(f"{_words(myriads)}万{tail}") == myriads * 10000 + ones


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("两千五", 2500),
        ("三万二", 32000),
        ("一百二", 120),
        ("十", 10),
        ("二〇二四", 2024),
        ("2.5万亿", 2_500_000_000_000),
        ("百万", 1_000_000),
    ],
)
def test_reads(words: str, number: int) -> None:
    assert numeral(words) == number


@pytest.mark.parametrize("words", ["", "小米", "3五", "三米"])
def test_what_is_no_number(words: str) -> None:
    assert numeral(words) is None
