"""The lexicon on raw characters."""

from __future__ import annotations

import pytest

from kg.model import Sentence, Span
from kg.ontology import Name
from kg.recognise.gazetteer import Gazetteer, meanings, spellings
from kg.recognise.guess import Page
from kg.segment import ender

NAMES = (
    Name("小米", "Company", ("Xiaomi",)),
    Name("小米汽车", "Company"),
    Name("三星SDI", "Company"),
    Name("理想汽车", "Company"),
    Name("理想", "Company", ("理想汽车公司",), ("汽车", "新车")),
    Name("EV6", "Vehicle"),
    Name("杰夫·贝索斯", "Person"),
)


def page(text: str) -> Page:
    ends = ender()(text)
    middle = text.find("。") + 1 or len(text)
    spans = [Span(0, middle), Span(middle, len(text))] if middle < len(text) else [Span(0, len(text))]
    return Page(text, tuple(Sentence(span, (span,)) for span in spans), ends, frozenset([0, *ends]))


def found(text: str) -> list[str]:
    return [guess.name for guess in Gazetteer(NAMES)(page(text))]


def test_the_longest_name_wins() -> None:
    assert found("小米汽车与小米") == ["小米汽车", "小米"]


def test_a_decoy_is_read_whole() -> None:
    find = Gazetteer(NAMES, ("小米粥", "不理想"))
    assert [guess.name for guess in find(page("小米粥与小米，新车并不理想，理想不大"))] == ["小米", "理想"]


def test_an_alias_gives_the_preferred_name() -> None:
    assert found("Xiaomi发布手机") == ["小米"]


def test_offsets_are_those_of_the_text() -> None:
    guess = Gazetteer(NAMES)(page("昨天小米宣布"))[0]
    assert (guess.start, guess.end, guess.rule) == (2, 4, "gazetteer")


@pytest.mark.parametrize("text", ["EV6发布", "起亚 EV6 亮相"])
def test_latin_names_stand_between_edges(text: str) -> None:
    assert found(text) == ["EV6"]


@pytest.mark.parametrize("text", ["XEV6发布", "EV60发布", "EV6s发布"])
def test_a_latin_token_is_not_cut(text: str) -> None:
    assert found(text) == []


def test_a_word_of_the_dictionary_is_not_cut() -> None:
    assert found("他爱喝小米粥") == []


def test_a_guarded_name_needs_a_word_of_its_guard_in_the_sentence() -> None:
    assert found("理想的新车来了。") == ["理想"]
    assert found("这份工作很理想。新车来了") == []


def test_a_guarded_name_counts_where_its_long_form_stands_in_the_text() -> None:
    assert found("理想汽车公司昨日开会。理想表示") == ["理想", "理想"]


def test_spaces_between_chinese_and_latin_do_not_matter() -> None:
    assert found("三星 SDI与三星SDI") == ["三星SDI", "三星SDI"]


def test_middle_dots_do_not_matter() -> None:
    assert "杰夫•贝索斯" in list(spellings("杰夫·贝索斯"))


def test_the_first_to_take_a_word_keeps_it() -> None:
    both = meanings((Name("红旗", "Vehicle"), Name("红旗", "Company")))
    assert both["红旗"].cls == "Vehicle"


def test_a_place_outside_every_sentence_looks_at_the_whole_text() -> None:
    bare = Page("理想交付新车")
    assert [guess.name for guess in Gazetteer(NAMES)(bare)] == ["理想"]
