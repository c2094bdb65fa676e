"""The article flow as a whole: evidence, determinism, anything that may be thrown at it."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.model import Document, Evidence, Facts, Span
from kg.ontology import load
from kg.pipeline import CHARACTERS, Extractor, batches

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "data").glob("*.txt"))
DAY = date(2026, 6, 30)
PIECES = [
    "极曜汽车",
    "极曜X7",
    "Model Y",
    "13 万人",
    "去年",
    "如果",
    "并未",
    "，",
    "。",
    "“",
    "”",
    "收购",
    "CEO",
    "王启明",
    "\n",
    " ",
    "🚗",
    "\ud800",
    "\x00",
    "21.59万元",
    "涨到",
    "晶片",
    "公司",
    "它",
]


def evidence(facts: Facts) -> list[Evidence]:
    return [fact.evidence for fact in chain(facts.relations, facts.observations, facts.changes, facts.events)]


def whole(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_fact_of_a_sample_stands_in_its_text(path: Path) -> None:
    text = path.read_text("utf-8")
    facts = kg.extract(text, issued=DAY)
    assert len(evidence(facts)) > 10
    assert all(whole(one.span, text) and one.rule for one in evidence(facts))
    assert all(mention.span.of(text) for mention in facts.mentions)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_thing_of_a_fact_is_an_entity(path: Path) -> None:
    facts = kg.extract(path.read_text("utf-8"), issued=DAY)
    known = {entity.id for entity in facts.entities}
    assert {relation.subject.entity for relation in facts.relations} <= known
    assert {observation.about.entity for observation in facts.observations} <= known
    assert {thing.entity for event in facts.events for thing in event.objects} <= known


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    facts = kg.extract(text, issued=DAY)
    assert facts.document.text == text
    assert all(whole(one.span, text) for one in evidence(facts))
    assert all(whole(mention.span, text) for mention in facts.mentions if not mention.refers)
    assert facts == kg.extract(text, issued=DAY)


def test_an_empty_text_says_nothing() -> None:
    assert evidence(kg.extract("")) == []


def test_facts_do_not_depend_on_the_documents_beside():
    documents = [Document(path.stem, path.read_text("utf-8"), issued=DAY) for path in SAMPLES]
    extract = Extractor(load())
    assert list(extract.many(documents)) == [extract(document) for document in documents]


def test_batches_end_by_number_or_by_size():
    documents = [Document("long", "字" * (CHARACTERS + 1)), *(Document(str(number), "字") for number in range(5))]
    assert [len(batch) for batch in batches(documents, 2)] == [1, 2, 2, 1]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("台積電今日公布7月營收，合併營收1兆1661億元，月增13.6%、年減3.7%。", "台积电 revenue 1166100000000 元"),
        ("台積電今日公布7月營收，合併營收1776億元，月增13.6%、年減3.7%。", "台积电 monthOnMonth 13.6 %"),
        ("台積電今日公布7月營收，合併營收1776億元，月增13.6%、年減3.7%。", "台积电 yearOnYear -3.7 %"),
        ("聯電今天開法說會，第2季營收562億元，季減3.8%，稅後純益156億元。", "联电 netProfit 15600000000 元"),
        ("聯電今天開法說會，第2季營收562億元，季減3.8%，稅後純益156億元。", "联电 monthOnMonth -3.8 %"),
        ("聯電今天開法說會，第二季每股盈餘為1.27元，稅後純益156億元。", "联电 eps 1.27 元"),
        ("廣達董事會擬配發現金股利6元，並斥資新台幣50億元在泰國擴廠。", "广达 dividend 6 元"),
        ("廣達董事會擬配發現金股利6元，並斥資新台幣50億元在泰國擴廠。", "广达 investment 5000000000 新台币"),
        ("緯創今日股價重挫，收在105元，成交量逾20萬張，法人轉賣超。", "纬创 stockPrice 105 元"),
        ("金管會今日對國泰世華銀行處新台幣1000萬元罰鍰，並要求改善。", "国泰世华银行 fine 10000000 新台币"),
        ("華碩執行長胡書賓在法說會上指出，個人電腦庫存已經回到健康水位。", "胡书宾 jobTitle 執行長"),
        ("理想汽車-W（02015.HK）7月交付新車34134輛，按年升227.5%。", "理想汽车 yearOnYear 227.5 %"),
    ],
)
def test_the_press_of_taiwan_and_hong_kong_is_read(text: str, fact: str) -> None:
    facts = kg.extract(text, issued=DAY)
    assert fact in {str(one) for one in (*facts.relations, *facts.observations)}


def test_a_post_behind_a_firm_of_two_characters_is_not_of_the_firm_before() -> None:
    facts = kg.extract("特斯拉召回多款车型。小米董事长雷军表示，库存健康。")
    assert {str(one) for one in facts.relations if one.property == "worksFor"} == {"雷军 worksFor 小米"}
