"""Mentions become entities; what is told twice is one."""

from __future__ import annotations

from reading import Read

from kg.model import Document, Mention, Reading, Span
from kg.resolve import resolve


def test_every_mention_of_a_fact_carries_its_entity(read: Read) -> None:
    facts = read("极曜汽车发布极曜X7，新车搭载激光雷达。")
    ids = {entity.id for entity in facts.entities}
    assert ids and all(r.subject.entity in ids for r in facts.relations)


def test_an_event_told_again_takes_its_date(read: Read) -> None:
    facts = read("极曜X7于2026年1月8日停产。\n极曜X7停产引起热议。")
    assert {event.time.period for event in facts.events if event.time} == {"2026-01-08"} and len(facts.events) == 2


def test_a_homonym_of_another_family_gets_another_iri(read: Read) -> None:
    mentions = tuple(
        Mention(Span(at, at + 2), "理想", "理想", cls, "t")
        for at, cls in ((0, "Company"), (5, "Company"), (9, "Product"))
    )
    facts = resolve(Reading(Document("x", "理想"), "理想", (), mentions), (), (), (), (), ())
    assert [(entity.id, entity.cls) for entity in facts.entities] == [("理想", "Company"), ("理想_Product", "Product")]


def test_a_product_is_also_known_without_its_maker() -> None:
    text = "云岭发布云岭LY 9，云岭之光亮起"
    places = ((0, 2, "Company"), (4, 10, "Device"), (11, 15, "Device"))
    mentions = tuple(Mention(Span(a, b), text[a:b], text[a:b], cls, "t") for a, b, cls in places)
    facts = resolve(Reading(Document("x", text), text, (), mentions), (), (), (), (), ())
    assert {entity.label: entity.names for entity in facts.entities} == {
        "云岭": (),
        "云岭LY 9": ("LY 9",),
        "云岭之光": (),
    }
