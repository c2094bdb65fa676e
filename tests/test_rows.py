"""Rows of names: what stands between two of a class is one of it, unless it is a common word."""

from __future__ import annotations

import pytest

from kg.recognise.guess import Guess, Page
from kg.recognise.rows import rows


def found(text: str, *known: tuple[str, str]) -> list[str]:
    names = [Guess(text.index(name), text.index(name) + len(name), name, cls, "t") for name, cls in known]
    return [f"{guess.name} {guess.cls}" for guess in rows(Page(text), names)]


def test_what_stands_between_two_names_of_a_class_is_one_of_it() -> None:
    known = ("云帆医疗", "Company"), ("星岭电气", "Company")
    assert found("云帆医疗、泽郦金属、派远科技、星岭电气涨停", *known) == ["泽郦金属 Company", "派远科技 Company"]


@pytest.mark.parametrize("member", ["互联网企业", "多家公司", "供应商", "前三季度", "以及其他", "300亿元", "三"])
def test_common_words_in_a_row_are_no_names(member: str) -> None:
    assert found(f"云帆医疗、{member}、星岭电气", ("云帆医疗", "Company"), ("星岭电气", "Company")) == []


def test_names_of_two_classes_say_nothing_of_what_stands_between_them() -> None:
    assert found("云帆医疗、泽郦、合肥", ("云帆医疗", "Company"), ("合肥", "Place")) == []


def test_a_person_has_a_short_name() -> None:
    known = ("林知远", "Person"), ("周若川", "Person")
    assert found("林知远、宋清禾、著名青年演员、周若川到场", *known) == ["宋清禾 Person"]
