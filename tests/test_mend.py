"""What the tagger names, put right."""

from __future__ import annotations

import pytest

from kg.ontology import load
from kg.recognise.guess import Page
from kg.recognise.lexicon import lexicon
from kg.recognise.mend import Mend
from kg.recognise.tagger import Tagged
from kg.segment import ender

MEND = Mend(lexicon(load().names))
CUT = ender()


def mended(text: str, *names: tuple[str, str]) -> list[str]:
    """The names as put right, with their classes."""
    tagged, at = [], 0
    for name, cls in names:
        at = text.index(name, at)
        tagged.append(Tagged(at, at + len(name), cls, 0.9, 0.9))
        at += len(name)
    ends = CUT(text)
    page = Page(text, ends=ends, edges=frozenset([0, *ends]))
    return [f"{text[one.start : one.end]} {one.cls}" for one in MEND(page, tagged)]


@pytest.mark.parametrize("honour", ["先生", "女士", "院士", "博士"])
def test_what_honours_a_person_is_no_part_of_the_name(honour: str) -> None:
    assert mended(f"林知远{honour}到场", (f"林知远{honour}", "Person")) == ["林知远 Person"]


def test_a_surname_between_title_and_name_belongs_to_the_name() -> None:
    assert mended("辅警向立军到场", ("辅警", "JobTitle"), ("立军", "Person"))[1] == "向立军 Person"


def test_a_character_before_a_verb_of_speaking_belongs_to_the_name() -> None:
    assert mended("总监刘亦功表示", ("刘亦", "Person")) == ["刘亦功 Person"]


@pytest.mark.parametrize("adverb", ["也", "则", "均", "仍"])
def test_an_adverb_before_a_verb_of_speaking_does_not(adverb: str) -> None:
    assert mended(f"总监刘亦{adverb}表示", ("刘亦", "Person")) == ["刘亦 Person"]


def test_a_surname_alone_is_no_name() -> None:
    assert mended("刘某受伤", ("刘", "Person")) == []


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("搭载“云垒”电池系统", "云垒”电池系统", "“云垒”电池系统"),
        ("发布云帆Y2（5G）", "云帆Y2（5G", "云帆Y2（5G）"),
        ("（位于云浦）项目", "云浦）", "云浦"),
    ],
)
def test_a_name_has_both_brackets_or_none(text: str, name: str, whole: str) -> None:
    assert mended(text, (name, "Component")) == [f"{whole} Component"]


def test_who_sits_in_an_office_is_no_part_of_its_name() -> None:
    assert mended("云浦县委常委到场", ("云浦县委常委", "Government")) == ["云浦县委 Government"]


def test_the_number_of_a_notice_is_no_part_of_a_firm() -> None:
    text = "编号：2023-069云浦远海汽车股份有限公司"
    assert mended(text, (text[3:], "Company")) == ["云浦远海汽车股份有限公司 Company"]


def test_a_name_that_begins_behind_a_point_begins_before_it() -> None:
    assert mended("搭载2.0T涡轮机", ("0T涡轮机", "Component")) == ["2.0T涡轮机 Component"]


def test_the_head_of_a_name_tells_what_body_it_is() -> None:
    assert mended("云浦纺织工业协会主办", ("云浦纺织工业协会", "Government")) == ["云浦纺织工业协会 Organization"]
    assert mended("云浦改革委员会主办", ("云浦改革委员会", "Government")) == ["云浦改革委员会 Government"]


def test_plain_english_words_are_no_name() -> None:
    assert mended("屏上写着hello world", ("hello world", "Company")) == []
    assert mended("屏上写着hello world", ("world", "Media")) == []
    assert mended("屏上写着vivo", ("vivo", "Company")) == ["vivo Company"]


@pytest.mark.parametrize("role", ["控股股东", "子公司", "一致行动人", "特此公告", "曾任"])
def test_what_a_firm_is_called_beside_its_name_is_no_part_of_it(role: str) -> None:
    assert mended(f"{role}云浦远海集团", (f"{role}云浦远海集团", "Company")) == ["云浦远海集团 Company"]


def test_a_character_and_a_lone_bracket_are_no_name() -> None:
    assert mended("《雷）", ("雷）", "Work")) == []
