"""What is supposed, denied, opined, rumoured or asked is never a plain fact; what someone reports stays one."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Clause, Document, Facts
from kg.ontology import load, with_examples
from kg.pipeline import Extractor

SUPPOSED = [
    "如果极曜汽车收购澄海动力，行业格局会改变。",
    "如果极曜X7搭载激光雷达，售价会更高。",
    "如果极曜X7停产，车主会担心售后。",
    "假如北辰科技发布北辰X30，友商会降价。",
    "倘若远海集团入股澄海动力，董事会将改组。",
    "若是王启明离职，极曜汽车的战略会变。",
    "一旦极曜汽车召回极曜X7，损失难以估计。",
    "假设极曜X7基于800V平台，充电只要十分钟。",
    "要是极曜汽车与北辰科技达成战略合作，股价会上涨。",
    "只有在极曜汽车工厂投产之后，产能问题才会缓解。",
    "除非澄海动力申请破产，否则合同继续有效。",
    "即便极曜X7降价，销量也难有起色。",
    "只要澄海动力完成B轮融资，就能扩产。",
    "万一极曜X7起火，责任由谁承担？",
    "试想极曜汽车任命李思远为CEO，局面会怎样？",
    "如果说极曜X7由宁海电池供应电池，那么成本会下降。",
]
DENIED = [
    "极曜汽车不是远海集团的全资子公司。",
    "不是极曜汽车收购澄海动力。",
    "极曜X7不是基于800V平台。",
    "极曜X7没有搭载激光雷达。",
    "并非王启明出任极曜汽车CEO。",
    "极曜汽车否认收购澄海动力。",
    "极曜汽车没有召回极曜X7。",
    "极曜X7尚未开启交付。",
    "极曜X7从未停产。",
    "远海集团未持有极曜汽车的股份。",
    "这不是极曜汽车发布极曜X7，而是一次内部测试。",
    "北辰科技并未裁员。",
    "极曜汽车不与远山汽车竞争。",
    "澄海动力不会破产。",
    "极曜X7不由宁海电池供应电池。",
    "极曜汽车没有与北辰科技达成战略合作。",
    "王启明没有辞去极曜汽车董事长职务。",
    "王启明否认离职。",
    "极曜汽车未召回极曜X7。",
    "澄海动力并未申请破产。",
    "北辰科技不会收购澄海动力。",
    "极曜汽车辟谣，称收购澄海动力一事不实。",
]
OPINED = [
    "在王启明看来，极曜汽车发布极曜X7太晚。",
    "在极曜汽车看来，北辰科技收购澄海动力并不划算。",
    "在业内人士看来，极曜X7停产是必然。",
    "在周文达看来，远海集团入股澄海动力是一步好棋。",
    "在许多车主看来，极曜X7搭载激光雷达才算合格。",
    "在分析师看来，极曜汽车与北辰科技达成战略合作意义重大。",
    "在李思远看来，极曜X7基于800V平台才有竞争力。",
    "在蓝岸证券看来，极曜汽车召回极曜X7不足为奇。",
    "在投资人看来，澄海动力完成B轮融资只是开始。",
    "在媒体看来，王启明辞去董事长职务并不意外。",
    "在远海集团看来，极曜汽车是澄海动力的股东。",
    "在消费者看来，极曜X7降价来得太快。",
    "在同行看来，北辰科技裁员是被迫之举。",
    "在王启明看来，极曜汽车工厂投产后压力更大。",
    "在他看来，极曜汽车由远海集团创办。",
    "王启明认为，极曜X7取代极曜X5只是时间问题。",
    "有人觉得极曜X7停产是个错误。",
]
ASKED = ["极曜汽车会收购澄海动力吗？", "极曜X7停产，谁来负责？", "极曜X7是否搭载激光雷达？", "极曜X7为何停产？"]
RUMOURED = [
    "据传极曜汽车收购澄海动力。",
    "网传王启明离职。",
    "极曜汽车或将收购澄海动力。",
    "市场传极曜X7停产。",
    "极曜汽车可能收购澄海动力。",
]
REPORTED = [
    ("极曜汽车CEO王启明认为，市场太热。", "王启明 worksFor 极曜汽车", None),
    ("王启明表示，极曜汽车收购了澄海动力。", "澄海动力 acquirer 极曜汽车", "王启明"),
    ("据蓝岸证券披露，远海集团持有极曜汽车31%的股份。", "极曜汽车 shareholder 远海集团", "蓝岸证券"),
    ("极曜汽车宣布，极曜X7搭载激光雷达。", "极曜X7 hasComponent 激光雷达", "极曜汽车"),
]


@pytest.fixture(scope="module")
def extract() -> Extractor:
    return Extractor(with_examples(load()), learned=False)


def read(extract: Extractor, text: str) -> Facts:
    return extract(Document("x", text, issued=date(2026, 2, 12)))


@pytest.mark.parametrize("text", [*SUPPOSED, *DENIED, *OPINED, *ASKED, *RUMOURED])
def test_no_relation_and_no_event_stands_as_a_fact(extract: Extractor, text: str) -> None:
    facts = read(extract, text)
    plain = [str(fact) for fact in (*facts.relations, *facts.events) if fact.stance in ("Asserted", "Planned")]
    assert plain == []


def test_the_sentences_would_give_facts_without_their_stance(extract: Extractor) -> None:
    """Else the test above would hold for a reader that finds nothing at all."""
    seen = [read(extract, text) for text in (*SUPPOSED, *DENIED, *OPINED)]
    assert sum(bool(facts.relations or facts.events) for facts in seen) >= 0.7 * len(seen)


@pytest.mark.parametrize(("text", "fact", "speaker"), REPORTED)
def test_what_someone_reports_is_a_fact_with_its_speaker(
    extract: Extractor, text: str, fact: str, speaker: str | None
) -> None:
    found = {str(relation): relation for relation in read(extract, text).relations}
    assert found[fact].stance == "Asserted"
    said = found[fact].speaker
    assert speaker is None or (said is not None and said.name == speaker)


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("如果极曜汽车降价，销量会上升。它今天开业。", ["Hypothetical", "Hypothetical", "Asserted"]),
        ("极曜汽车没有降价，销量却上升。", ["Denied", "Asserted"]),
        ("在王启明看来，极曜汽车太慢。", ["Opinion", "Opinion"]),
        ("极曜汽车降价了吗？", ["Hypothetical"]),
        ("极曜汽车CEO王启明认为，极曜汽车太慢。", ["Asserted", "Opinion"]),
    ],
)
def test_how_far_a_stance_reaches(extract: Extractor, text: str, stances: list[str]) -> None:
    clauses: tuple[Clause, ...] = read(extract, text).clauses
    assert [clause.stance for clause in clauses] == stances


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("极曜汽车将于明年发布极曜X7。", "Planned"),
        ("极曜汽车昨天发布极曜X7。", "Actual"),
        ("极曜X7计划于5月上市。", "Planned"),
    ],
)
def test_a_plan_is_told_from_what_happened(extract: Extractor, text: str, status: str) -> None:
    assert [event.status for event in read(extract, text).events] == [status]
