"""What a document says of its own names."""

from __future__ import annotations

import pytest

from kg.model import Cleaned, Document, Mention
from kg.ontology import load
from kg.recognise import Recogniser

RECOGNISE = Recogniser(load(), learned=False)


def mentions(text: str) -> tuple[Mention, ...]:
    return RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions


def test_a_defined_short_form_stands_for_the_whole_document() -> None:
    found = mentions("杭州澜屿智能科技有限公司（以下简称“澜屿智能”）成立。澜屿智能计划上市")
    assert [(mention.text, mention.name) for mention in found][-1] == ("澜屿智能", "杭州澜屿智能科技有限公司")


def test_the_name_of_the_lexicon_is_the_better_one() -> None:
    found = mentions("宁德时代新能源股份有限公司（简称“宁德时代”）公告")
    assert {mention.name for mention in found} == {"宁德时代"}


def test_a_latin_name_in_brackets_is_another_name() -> None:
    found = mentions("澜屿机器人（LANYU）发布新品，LANYU计划出海")
    assert [mention.name for mention in found if mention.text == "LANYU"] == ["澜屿机器人", "澜屿机器人"]


def test_the_core_of_a_name_stands_for_it_where_it_stands_alone() -> None:
    found = mentions("澜屿机器人完成融资。澜屿成立于2016年，澜屿拥有专利")
    assert [mention.name for mention in found if mention.text == "澜屿"] == ["澜屿机器人", "澜屿机器人"]


def test_a_latin_token_is_not_cut() -> None:
    found = mentions("澜屿机器人（LANYU）发布LANYUX")
    assert not any(mention.text == "LANYU" and mention.span.start > 12 for mention in found)


@pytest.mark.parametrize("word", ["公司", "本集团", "上市公司"])
def test_a_word_that_refers_to_any_firm_is_no_short_name(word: str) -> None:
    text = f"星岭机器人有限公司（以下简称“{word}”）宣布，{word}将扩产"
    assert [mention.text for mention in mentions(text)] == ["星岭机器人有限公司"]
