"""Cuts through a score: topics of labelled texts, verdicts by rule."""

import pytest

from kg.learn.cuts import by_rule, tally, topic
from kg.learn.score import Claim, Score, Tally
from kg.model import Evidence, Facts, Span


def claim(kind: str, rule: str) -> Claim:
    return Claim(kind, frozenset(), evidence=Evidence("a", Span(0, 1), rule))


@pytest.mark.parametrize(
    ("gold", "about"),
    [
        ({"events": [{"type": ["Recall"]}], "entities": [{"type": ["Vehicle"]}, {"type": ["Vehicle"]}]}, "recalls and penalties"),
        ({"events": [{"type": ["Appointment"]}, {"type": ["Departure"]}]}, "people"),
        ({"observations": [{"metric": ["funding"]}, {"metric": ["valuation"]}, {"metric": ["revenue"]}]}, "funding and deals"),
        ({"observations": [{"metric": ["netProfit"]}, {"metric": ["yearOnYear"]}]}, "results"),
        ({"entities": [{"type": ["Vehicle"]}], "observations": [{"metric": ["range"]}]}, "vehicles"),
        ({"observations": [{"metric": ["processNode"]}]}, "electronics"),
        ({"entities": [{"type": ["Work"]}]}, "other"),
    ],
)  # fmt: skip
def test_a_text_is_about_what_most_labels_speak_for(gold, about):
    assert topic(gold, "云帆汽车在宁波。") == about


def test_traditional_script_is_a_topic_of_its_own():
    assert topic({"events": [{"type": ["Recall"]}]}, "雲帆汽車宣佈召回兩萬輛電動車") == "traditional script"


def test_a_stray_traditional_character_makes_no_traditional_text():
    assert (
        topic({"events": [{"type": ["Recall"]}]}, "云帆汽车宣布召回两万辆电动车，车主可以到臺北的门店登记")
        == "recalls and penalties"
    )


def test_most_wrong_rules_come_first():
    judged = [("right", claim("event", "a")), ("wrong", claim("event", "b")), ("neither", claim("relation", "a"))]
    assert list(by_rule(judged)) == [("event", "b"), ("event", "a"), ("relation", "a")]


def test_what_is_missed_has_no_rule():
    assert by_rule([("missed", Claim("event", frozenset()))]) == {}


def test_things_are_no_facts():
    assert tally([("wrong", claim("entity", "x")), ("wrong", claim("event", "x"))]) == Tally(wrong=1)


def test_each_fact_is_kept_with_verdict_and_rule(facts: Facts):
    labelled = {"id": "yunfan", "entities": [{"id": "car", "type": ["Vehicle"], "names": ["云帆E7"]}]}
    gold = labelled | {"events": [{"type": ["Launch"], "object": ["car"]}, {"type": ["Recall"], "object": ["car"]}]}
    score = Score()
    score.add(gold, facts)
    judged = [
        (verdict, sorted(one.said), one.evidence and one.evidence.rule)
        for verdict, one in score.judged
        if one.kind == "event"
    ]
    assert judged == [("missed", ["Recall"], None), ("right", ["Launch"], "rule")]


def test_a_thing_is_judged_by_who_named_it_first(facts: Facts):
    score = Score()
    score.add(
        {"id": "yunfan", "entities": [{"id": "car", "type": ["Vehicle"], "names": ["云帆E7"], "optional": True}]}, facts
    )
    verdicts = {verdict for verdict, one in score.judged if one.kind == "entity" and one.about == {"car"}}
    assert verdicts == {"neither"}
    assert score.tallies["entity"] == Tally(wrong=4)
