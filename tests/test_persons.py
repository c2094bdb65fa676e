"""Persons beside titles, verbs and dots."""

from __future__ import annotations

import pytest

from kg.model import Cleaned, Document
from kg.ontology import load
from kg.recognise import Recogniser

RECOGNISE = Recogniser(load(), learned=False)


def persons(text: str) -> list[str]:
    mentions = RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions
    return [mention.name for mention in mentions if mention.cls == "Person"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公司CEO林知远在会上发言", "林知远"),
        ("董事长兼总裁庄牧野透露了计划", "庄牧野"),
        ("创始人：葛笙", "葛笙"),
        ("首席科学家欧阳映雪到场", "欧阳映雪"),
        ("，庄牧野表示，产能不足", "庄牧野"),
        ("记者 陶砚秋", "陶砚秋"),
        ("公司任命骆沐阳为总经理", "骆沐阳"),
        ("由骆沐阳接替庄牧野担任总经理", "庄牧野"),
        ("首席执行官Dana Whitfield说", "Dana Whitfield"),
        ("总裁莱昂内尔·费舍尔到访", "莱昂内尔·费舍尔"),
    ],
)
def test_a_person_is_found(text: str, name: str) -> None:
    assert name in persons(text)


def test_a_list_of_persons_after_a_title() -> None:
    assert persons("副总裁林知远、庄牧野、骆沐阳出席") == ["林知远", "庄牧野", "骆沐阳"]


def test_a_person_found_once_is_found_everywhere() -> None:
    assert persons("CEO林知远到场。后来林知远离开") == ["林知远", "林知远"]


def test_the_last_part_of_a_foreign_name_stands_for_it() -> None:
    assert persons("莱昂内尔·费舍尔到访，费舍尔很满意") == ["莱昂内尔·费舍尔", "莱昂内尔·费舍尔"]


@pytest.mark.parametrize(
    "text",
    [
        "高管表示，方案可行",
        "公司董事会主席团成员",
        "负责人员到场",
        "记者方面获悉",
        "，简单来说",
        "董事长表示",
        "经理任务很重",
        "代表时间不够",
    ],
)
def test_ordinary_words_are_no_persons(text: str) -> None:
    assert persons(text) == []
