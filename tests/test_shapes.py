"""Names by their end."""

from __future__ import annotations

import pytest

from kg.model import Cleaned, Document
from kg.ontology import load
from kg.recognise import Recogniser

RECOGNISE = Recogniser(load(), learned=False)


def names(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.cls) for mention in RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions]


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("昨日，杭州澜屿智能科技有限公司宣布融资", "杭州澜屿智能科技有限公司", "Company"),
        ("由澜屿科技（深圳）有限公司负责运营", "澜屿科技（深圳）有限公司", "Company"),
        ("本轮由浔笙资本领投", "浔笙资本", "Company"),
        ("旗下澜屿机器人获得订单", "澜屿机器人", "Company"),
        ("据皖溪日报报道", "皖溪日报", "Media"),
        ("他毕业于澜屿大学", "澜屿大学", "Institution"),
        ("江苏省钓鱼协会昨日成立", "江苏省钓鱼协会", "Organization"),
        ("合肥市公安局通报", "合肥市公安局", "Government"),
        ("特斯拉柏林工厂扩建", "特斯拉柏林工厂", "Facility"),
        ("第三届青稞产业大会开幕", "第三届青稞产业大会", "NamedEvent"),
        ("搭载麟羿电池", "麟羿电池", "Component"),
        ("采用自主的霁岚架构", "霁岚架构", "Platform"),
    ],
)
def test_a_name_reaches_to_its_left_edge(text: str, name: str, cls: str) -> None:
    found = names(text)
    assert (name, cls) in found


@pytest.mark.parametrize(
    "text",
    [
        "一家科技公司表示",
        "多家银行下调利率",
        "国产汽车销量上升",
        "这项技术很成熟",
        "该工厂正在扩建",
        "优化公司治理",
        "鼓励企业集团发展",
        "首款芯片流片",
        "有限公司和股份有限公司的区别",
        "日系汽车降价",
    ],
)
def test_common_nouns_are_no_names(text: str) -> None:
    assert [name for name, cls in names(text) if cls not in ("Industry",)] == []


def test_a_company_called_by_its_kind_is_the_company() -> None:
    text = "特斯拉公司宣布"
    mention = RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions[0]
    assert (mention.text, mention.name) == ("特斯拉公司", "特斯拉")


def test_a_subsidiary_of_a_land_is_no_market() -> None:
    assert ("铠侠中国", "Company") in names("铠侠中国任命新总裁")
    assert ("铠侠中国", "Company") not in names("铠侠中国市场收入下降")


def test_a_town_is_named_without_the_province() -> None:
    assert ("浔笙镇", "Place") in names("位于浙江省浔笙镇")


def test_verbs_end_a_name() -> None:
    assert ("澜屿资本", "Company") in names("公司引入澜屿资本")
