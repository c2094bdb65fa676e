"""Frames: triggers and slots."""

from __future__ import annotations

import pytest
from reading import Read, relations


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("极曜X7搭载激光雷达和空气悬架。", {"极曜X7 hasComponent 激光雷达", "极曜X7 hasComponent 空气悬架"}),
        ("极曜汽车旗下极曜X7上市。", {"极曜X7 manufacturer 极曜汽车"}),
        ("澄海动力被远海集团收购。", {"澄海动力 acquirer 远海集团"}),
        ("极曜汽车召开发布会。", set()),
    ],
)
def test_frames_fill_their_slots(read: Read, text: str, facts: set[str]) -> None:
    assert facts <= relations(read(text)) and (facts or not relations(read(text)))


def test_a_frame_says_what_it_lacked(read: Read) -> None:
    refusals = read("远海集团持有股份。").refusals
    assert any(refusal.rule == "buys-stake" and "slot 'subject'" in refusal.reason for refusal in refusals)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("极曜汽车与北辰科技和澄海动力达成合作。", {"极曜汽车 partner 北辰科技", "极曜汽车 partner 澄海动力"}),
        ("极曜汽车和北辰科技达成合作。", {"极曜汽车 partner 北辰科技"}),
        ("极曜汽车已和北辰科技、澄海动力等企业达成合作。", {"极曜汽车 partner 北辰科技", "极曜汽车 partner 澄海动力"}),
    ],
)
def test_partners_in_a_list(read: Read, text: str, facts: set[str]) -> None:
    assert {fact for fact in relations(read(text)) if " partner " in fact} == facts


def test_a_post_that_was_left_is_marked(read: Read) -> None:
    posts = [fact for fact in read("极曜汽车原总裁王启明创业。").relations if fact.property == "worksFor"]
    assert [(str(fact), fact.until and fact.until.text) for fact in posts] == [("王启明 worksFor 极曜汽车", "原")]


def test_a_land_before_market_is_named(read: Read) -> None:
    assert "北辰X30 soldIn 美国" in relations(read("北辰科技今天在美国市场销售北辰X30。"))


def test_a_list_does_not_reach_back_over_the_maker(read: Read) -> None:
    made = {fact for fact in relations(read("极曜X7和远山汽车“极曜X5”都很贵。")) if "manufacturer" in fact}
    assert made == {"极曜X5 manufacturer 远山汽车"}


def test_a_place_that_acts_with_somebody_leaves_nobody_out(read: Read) -> None:
    told = relations(read("北辰科技今天开会。合肥与极曜汽车签约合作。"))
    assert "北辰科技 partner 极曜汽车" not in told
