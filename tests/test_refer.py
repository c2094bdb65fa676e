"""What 它, 该公司, 新车 and elided subjects stand for."""

from __future__ import annotations

import pytest
from reading import Read, relations


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车今天开会。该公司收购了澄海动力。", "澄海动力 acquirer 极曜汽车"),
        ("极曜汽车今天开会，公司收购了澄海动力。", "澄海动力 acquirer 极曜汽车"),
        ("极曜汽车发布极曜X7。新车搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
        ("极曜X7今天亮相。它基于天衡架构。", "极曜X7 basedOn 天衡架构"),
        ("极曜X7今天亮相，搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
        ("初代极曜X7基于400V平台，而新一代车型升级到800V高压平台。", "新一代极曜X7 basedOn 800V高压平台"),
        ("初代极曜X7基于400V平台，而新一代车型升级到800V平台。", "初代极曜X7 basedOn 400V平台"),
    ],
)
def test_references_lead_to_what_was_named(read: Read, text: str, fact: str) -> None:
    assert fact in relations(read(text))


def test_a_bank_that_only_helps_is_not_spoken_of(read: Read) -> None:
    facts = read("澄海动力递交招股书。蓝岸证券为其保荐机构，拟募资12亿元。")
    assert [str(one) for one in facts.observations] == ["澄海动力 funding 1200000000 元"]


def test_who_wrote_the_text_is_not_spoken_of(read: Read) -> None:
    facts = read("云帆日报记者 王启明报道。全年被罚款1882万元。")
    assert not [str(one) for one in facts.observations]


def test_a_word_that_only_begins_like_a_reference_is_none(read: Read) -> None:
    assert not [m for m in read("极曜汽车开会，公司债规模扩大，其他企业观望，其次是云帆创投。").mentions if m.refers]


def test_a_reference_keeps_the_words_that_stand_there(read: Read) -> None:
    mention = next(m for m in read("极曜汽车开会，该公司收购了澄海动力。").mentions if m.refers)
    assert (mention.text, mention.name) == ("该公司", "极曜汽车")


def test_a_clause_keeps_the_time_that_was_left_open(read: Read) -> None:
    event = read("2025年8月16日，极曜汽车发布极曜X7。").events[0]
    assert event.time is not None and event.time.period == "2025-08-16"


def test_an_object_at_the_head_of_a_clause_is_no_topic(read: Read) -> None:
    found = relations(read("极曜X7今天上市，借鉴极曜X5的造型。该车搭载激光雷达。"))
    assert "极曜X7 hasComponent 激光雷达" in found


def test_a_part_that_opens_a_clause_does_not_make_one_forget_the_product(read: Read) -> None:
    found = relations(read("极曜X7借鉴了极曜X5的造型。激光雷达藏在车顶。标配空气悬架。"))
    assert "极曜X7 hasComponent 空气悬架" in found


def test_what_something_is_is_no_topic(read: Read) -> None:
    found = relations(read("极曜X7今天上市，其实就是大号极曜X5。新车搭载激光雷达。"))
    assert "极曜X7 hasComponent 激光雷达" in found


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车与北辰科技今天签约，前者总部位于合肥。", "极曜汽车 headquarters 合肥"),
        ("极曜汽车与北辰科技今天签约，后者总部位于合肥。", "北辰科技 headquarters 合肥"),
        ("北辰研究院今天揭牌，该研究院总部位于合肥。", "北辰研究院 headquarters 合肥"),
    ],
)
def test_words_that_choose_by_order_or_kind(read: Read, text: str, fact: str) -> None:
    assert fact in relations(read(text))


def test_a_bank_is_meant_by_no_other_firm(read: Read) -> None:
    mentions = read("远海集团今天发布公告，该行总部位于合肥。").mentions
    assert not [mention for mention in mentions if mention.rule == "reference:bank"]
