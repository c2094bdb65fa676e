"""Models, generations, quoted names, titles."""

from __future__ import annotations

import pytest

from kg.model import Cleaned, Document
from kg.ontology import Name, load
from kg.recognise import Recogniser
from kg.recognise.guess import Page
from kg.recognise.products import Products

RECOGNISE = Recogniser(load(), learned=False)


def names(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.cls) for mention in RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions]


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("这款SUV名为KX77，车长5米", "KX77", "Vehicle"),
        ("Redmi N98E手机开售", "Redmi N98E", "Device"),
        ("全新奥迪A6L上市", "全新奥迪A6L", "Vehicle"),
        ("2024款理想L9上市", "2024款理想L9", "Vehicle"),
        ("小米SU7 Max首发", "小米SU7 Max", "Vehicle"),
        ("理想L9旗舰版开售", "理想L9旗舰版", "Vehicle"),
        ("荣耀Magic V2系列手机", "荣耀Magic V2系列", "Device"),
        ("产品通过ISO 26262认证", "ISO 26262", "Standard"),
        ("新车符合GB 38031-2025要求", "GB 38031-2025", "Standard"),
        ("据《乡野电车调查报告》统计", "乡野电车调查报告", "Work"),
        ("《数据出境安全评估办法》施行", "数据出境安全评估办法", "Standard"),
        ("《皖溪商报》报道", "皖溪商报", "Media"),
        ("上线了“云岫”大模型", "云岫", "Software"),
        ("车机带“云岫”功能", "云岫", "Feature"),
        ("公司旗下车型命名为“云岫”", "云岫", "Vehicle"),
    ],
)
def test_a_product_is_found(text: str, name: str, cls: str) -> None:
    assert (name, cls) in names(text)


@pytest.mark.parametrize(
    "text", ["位列TOP10车企", "手机重12GB内存", "O2O业务", "H1营收", "订阅www.abc123.com网站", "PM2.5指数"]
)
def test_measures_and_abbreviations_are_no_models(text: str) -> None:
    assert [name for name, cls in names(text) if cls in ("Vehicle", "Device")] == []


def test_the_tail_of_a_known_model_has_its_class() -> None:
    assert ("E9 MAX", "Vehicle") in names("传祺E9发布，E9 MAX版本待定")


def test_a_maker_of_several_kinds_is_judged_by_the_words_around() -> None:
    maker = (Name("澜屿", "Company"), Name("澜屿A1", "Vehicle"), Name("澜屿P1", "Device"))
    page = Page("澜屿K9手机", known=[])
    known = Products(maker)
    from kg.recognise.guess import Guess

    page = Page("澜屿K9手机开售", known=[Guess(0, 2, "澜屿", "Company", "gazetteer", 3)])
    assert [(guess.name, guess.cls) for guess in known(page)] == [("澜屿K9", "Device")]


def test_a_model_without_any_context_is_none() -> None:
    assert names("编号KX77待查") == []


def test_a_trim_in_chinese_behind_a_space() -> None:
    assert ("E9 雅士", "Vehicle") in names("传祺E9 PRO、E9 MAX和E9 雅士三款车型")
