"""Facts held against labelled ones."""

import json
from dataclasses import replace

import pytest

from kg.learn.score import Score, Tally
from kg.model import Span

VISITS = {"about": ["plant"], "metric": ["visitors"], "unit": ["人"], "bound": "exactly", "status": "Actual"}
GOLD = {
    "id": "yunfan",
    "entities": [
        {"id": "car", "type": ["Vehicle"], "names": ["云帆 E7"]},
        {"id": "maker", "type": ["Organization"], "names": ["云帆"]},
        {"id": "plant", "type": ["Facility"], "names": ["新工厂"]},
        {"id": "rival", "type": ["Company"], "names": ["青石动力"], "optional": True},
        {"id": "lei", "type": ["Person"], "names": ["李雷"]},
    ],
    "relations": [
        {"s": "car", "p": ["manufacturer", "owner"], "o": ["maker", "rival"]},
        {"s": "lei", "p": ["jobTitle"], "o": ["=CEO", "=首席执行官"]},
    ],
    "observations": [
        {
            "about": ["plant"],
            "metric": ["visitors"],
            "value": 130000,
            "unit": ["人"],
            "bound": "exactly",
            "status": "Actual",
            "period": "2025",
        },
        {
            "about": ["plant"],
            "metric": ["visitors"],
            "value": 200000,
            "unit": ["人"],
            "bound": "exactly",
            "status": "Actual",
            "period": "2026",
        },
    ],
    "changes": [{"about": ["plant"], "metric": ["visitors"], "from": 130000, "to": 200000}],
    "events": [{"type": ["Launch"], "object": ["car"], "agent": ["maker"], "date": "2025-03-28"}],
}


@pytest.fixture
def score() -> Score:
    return Score()


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.right, tally.wrong, tally.missed


def test_what_agrees_is_right(score, facts):
    score.add(GOLD, facts)
    assert {kind: counts(tally) for kind, tally in score.tallies.items()} == {
        "entity": (4, 0, 0),
        "relation": (2, 0, 0),
        "observation": (2, 0, 0),
        "change": (1, 0, 0),
        "event": (1, 0, 0),
        "facts": (6, 0, 0),
    }
    assert score.evidence == 1.0


def test_attributes_of_what_was_found_are_compared(score, facts):
    score.add(GOLD, facts)
    assert score.attributes() == {
        "event.agent": 1.0,
        "event.date": 1.0,
        "observation.bound": 1.0,
        "observation.period": 1.0,
        "observation.status": 0.5,
    }


def test_what_is_not_told_is_missed_unless_optional(score, facts):
    score.add(GOLD, replace(facts, relations=(), observations=(), changes=(), events=(), entities=()))
    assert counts(score.tallies["facts"]) == (0, 0, 6)
    assert counts(score.tallies["entity"]) == (0, 0, 4)
    assert len(score.errors) == 10


def test_what_is_not_labelled_is_wrong(score, facts):
    score.add(GOLD | {"relations": [], "changes": [], "events": []}, facts)
    assert counts(score.tallies["relation"]) == (0, 2, 0)
    assert "+ relation" in "\n".join(score.errors)


def test_optional_fact_counts_neither_way(score, facts):
    optional = [relation | {"optional": True} for relation in GOLD["relations"]]
    score.add(GOLD | {"relations": optional}, facts)
    assert counts(score.tallies["relation"]) == (0, 0, 0)


def test_denied_fact_is_no_claim(score, facts):
    denied = tuple(replace(relation, stance="Denied") for relation in facts.relations)
    score.add(GOLD, replace(facts, relations=denied))
    assert counts(score.tallies["relation"]) == (0, 0, 2)


def test_fact_told_twice_counts_once(score, facts):
    score.add(GOLD, replace(facts, events=facts.events * 2))
    assert counts(score.tallies["event"]) == (1, 0, 0)


def test_two_claims_do_not_share_one_label(score, facts):
    one = [GOLD["observations"][0]]
    first = facts.observations[0]
    twin = replace(first, status="Forecast")
    score.add(GOLD | {"observations": one, "changes": []}, replace(facts, observations=(twin, first), changes=()))
    assert counts(score.tallies["observation"]) == (1, 0, 0)
    assert score.attributes()["observation.status"] == 1.0


def test_partners_agree_either_way(score, facts):
    maker = facts.relations[0].object
    rival = facts.relations[1].object
    relation = replace(facts.relations[0], property="partner", subject=maker, object=rival)
    gold = GOLD | {"relations": [{"s": "rival", "p": ["partner"], "o": ["maker"]}]}
    score.add(gold, replace(facts, relations=(relation,)))
    assert counts(score.tallies["relation"]) == (1, 0, 0)


def test_evidence_outside_the_text_is_not_exact(score, facts):
    event = facts.events[0]
    far = replace(event, evidence=replace(event.evidence, span=Span(9000, 9001)))
    score.add(GOLD, replace(facts, events=(far,)))
    assert score.evidence is not None and score.evidence < 1


def test_figures_without_facts_are_zero(score):
    assert (score.tallies["facts"].precision, score.tallies["facts"].recall, score.tallies["facts"].f1) == (0, 0, 0)
    assert score.evidence is None
    assert json.dumps(score.attributes()) == "{}"
