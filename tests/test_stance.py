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
#: Sentences of which nothing, neither a relation nor a number nor an event, may stand as a fact.
UNSAID = [
    "关于远海集团洽谈收购澄海动力的传闻，双方没有回应。",
    "极曜汽车并未与远海集团签署任何合作协议。",
    "远海集团方面表示，收购澄海动力的传言不属实。",
    "澄海动力回应称，被远海集团收购一事纯属子虚乌有。",
    "北辰科技拒绝以50亿元收购澄海动力。",
    "北辰科技暂不考虑收购澄海动力。",
    "疑似极曜X5的新车曝光，或搭载激光雷达。",
    "极曜X5有望搭载天枢芯片。",
    "极曜X5或将于3月上市。",
    "远海集团或将入股澄海动力。",
    "据传北辰科技已完成B轮融资10亿元。",
    "网传极曜汽车裁员30%，公司辟谣称消息不实。",
    "“极曜汽车破产”为谣言。",
    "极曜汽车尚未公布极曜X7的售价。",
    "极曜X7的起售价不是19.98万元。",
    "极曜X7续航并没有达到700公里。",
    "极曜汽车2025年销量没有突破10万辆。",
    "如果极曜汽车明年销量达到10万辆，就能盈利。",
    "若极曜X7售价低于15万元，销量会更好。",
    "假如澄海动力营收增长30%，估值将翻倍。",
    "极曜汽车净利润不可能达到10亿元。",
    "王启明没有担任北辰科技董事。",
    "李思远拒绝出任极曜汽车CEO。",
    "李思远婉拒了北辰科技的CEO一职。",
    "王启明并非北辰科技创始人。",
    "澄海动力与远海集团不存在股权关系。",
    "远海集团不是澄海动力的股东。",
    "远海集团从未持有澄海动力股份。",
    "云帆创投没有参与澄海动力的B轮融资。",
    "宁海电池不再为极曜X7供应电池。",
    "极曜X7取消了激光雷达。",
    "极曜X7未配备激光雷达。",
    "极曜X7不支持800V平台。",
    "极曜X7不搭载天枢芯片。",
    "极曜X7没有配备激光雷达、空气悬架和天枢芯片。",
    "极曜X7全系不提供后轮转向和空气悬架。",
    "如果极曜X7配备后轮转向、空气悬架，价格会更高。",
    "极曜X7或搭载全新座舱芯片。",
    "网传极曜X7配备双激光雷达。",
    "极曜汽车工厂不在合肥。",
    "北辰科技的总部不在北京。",
    "极曜汽车合肥工厂推迟投产。",
    "极曜汽车合肥工厂暂停建设。",
    "极曜汽车没有召回任何车辆。",
    "市场监管总局没有处罚北辰科技。",
    "北辰科技未被处罚。",
    "北辰科技没有起诉远海集团。",
    "澄海动力否认正在筹备上市。",
    "澄海动力没有赴港上市的计划。",
    "证监会没有批准澄海动力上市。",
    "极曜汽车考虑收购澄海动力。",
    "极曜汽车正在考虑是否收购澄海动力。",
    "远海集团是否会入股澄海动力，尚无定论。",
    "关于远海集团入股澄海动力的说法不实。",
    "有媒体报道称北辰科技将裁员5000人，北辰科技对此予以否认。",
    "有人猜测极曜X7搭载天枢芯片。",
    "业内猜测王启明可能出任北辰科技CEO。",
    "传北辰科技与极曜汽车合作造车。",
    "传闻称极曜X7售价20万元。",
    "极曜X7预计不会在今年上市。",
    "极曜汽车计划不再推出极曜X7的改款。",
    "北辰科技不打算发布北辰X30。",
    "极曜汽车差点收购澄海动力。",
    "极曜汽车险些破产。",
    "极曜汽车曾考虑收购澄海动力，但最终放弃。",
    "远海集团收购澄海动力失败。",
    "远海集团收购澄海动力的交易告吹。",
    "远海集团收购澄海动力未获批准。",
    "远海集团收购澄海动力遭否决。",
    "极曜汽车无意收购澄海动力。",
    "极曜汽车与北辰科技的合作破裂。",
    "假如我是王启明，我会让极曜汽车收购澄海动力。",
    "要是极曜X7能卖到15万元就好了。",
    "王启明希望极曜汽车收购澄海动力。",
    "分析师建议远海集团收购澄海动力。",
    "王启明呼吁北辰科技召回北辰X30。",
    "极曜汽车难以收购澄海动力。",
    "极曜汽车没能收购澄海动力。",
    "谁会收购澄海动力？",
    "难道极曜汽车会收购澄海动力？",
    "极曜汽车什么时候召回极曜X7？",
    "与其说极曜汽车收购了澄海动力，不如说是合并。",
    "就算极曜汽车收购澄海动力，也无法扭亏。",
    "无论极曜汽车是否收购澄海动力，价格都会涨。",
    "极曜X7不如极曜X5省电，也没有激光雷达。",
    "除澄海动力外，远海集团没有收购其他公司。",
    "极曜汽车对收购澄海动力一事不予置评。",
    "极曜汽车并无召回极曜X7的计划。",
    "极曜汽车无召回计划，极曜X7照常销售。",
    "极曜汽车称不会对极曜X7降价。",
    "极曜X7不降价。",
    "极曜X7没有降价2万元。",
    "极曜汽车否认极曜X7降价2万元。",
    "极曜汽车否认净利润为10亿元。",
]
#: What looks like a denial or a doubt and is none.
SAID = [
    ("极曜汽车未来将推出极曜X5。", "Launch 极曜X5"),
    ("不过极曜汽车已发布极曜X7。", "Launch 极曜X7"),
    ("远海集团不惜重金收购澄海动力。", "澄海动力 acquirer 远海集团"),
    ("极曜汽车不久前发布极曜X7。", "Launch 极曜X7"),
    ("极曜X7不仅搭载激光雷达，还很省电。", "极曜X7 hasComponent 激光雷达"),
    ("极曜汽车不得不召回极曜X7。", "Recall 极曜X7"),
    ("极曜汽车无疑收购了澄海动力。", "澄海动力 acquirer 极曜汽车"),
    ("经过考虑，极曜汽车收购澄海动力。", "澄海动力 acquirer 极曜汽车"),
    ("极曜汽车2025年销量不低于10万辆。", "极曜汽车 sales 100000 辆"),
    ("极曜汽车2025年销量未达10万辆。", "极曜汽车 sales 100000 辆"),
    ("极曜汽车推迟至明年发布极曜X7。", "Launch 极曜X7"),
    ("若干车主称，极曜X7搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
    ("传统业务低迷，极曜汽车收购澄海动力。", "澄海动力 acquirer 极曜汽车"),
    ("因宣传不实，北辰科技被罚款200万元。", "Penalty 北辰科技"),
    ("王启明不再担任极曜汽车董事长。", "Departure 王启明"),
    ("极曜X7售价30万一辆，搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
    ("新希望集团收购澄海动力。", "Acquisition 澄海动力"),
    ("极曜汽车尽可能压缩成本，召回极曜X7。", "Recall 极曜X7"),
    ("极曜汽车拆除非法设施后收购澄海动力。", "澄海动力 acquirer 极曜汽车"),
    ("澄海动力终止IPO。", "Termination 澄海动力"),
    ("极曜汽车CEO王启明否认裁员。", "王启明 worksFor 极曜汽车"),
    ("极曜汽车CEO王启明回应称消息不实。", "王启明 jobTitle CEO"),
    ("极曜汽车模拟驾驶器发布，极曜汽车收购澄海动力。", "澄海动力 acquirer 极曜汽车"),
    ("李思远将向极曜汽车总裁王启明汇报。", "王启明 worksFor 极曜汽车"),
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


@pytest.fixture(scope="module", params=[True, False], ids=["learned", "rules"])
def either(request: pytest.FixtureRequest) -> Extractor:
    """With the learned parts and without."""
    return Extractor(with_examples(load()), learned=request.param)


@pytest.mark.parametrize("text", UNSAID)
def test_nothing_that_is_taken_back_stands_as_a_fact(either: Extractor, text: str) -> None:
    facts = read(either, text)
    told = [*(one for one in facts.relations if not one.evidence.rule.endswith("inside-name")), *facts.observations]
    assert [str(fact) for fact in (*told, *facts.events) if fact.stance == "Asserted"] == []


@pytest.mark.parametrize(("text", "fact"), SAID)
def test_what_only_looks_like_a_denial_stands(either: Extractor, text: str, fact: str) -> None:
    facts = read(either, text)
    told = (*facts.relations, *facts.observations, *facts.events)
    assert fact in {str(one) for one in told if one.stance == "Asserted"}


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
        ("扣除非经常性损益后，极曜汽车盈利。", ["Asserted", "Asserted"]),
        ("“一旦降价，销量会上升。”极曜汽车CEO王启明说。", ["Hypothetical", "Hypothetical", "Asserted"]),
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
