"""Who makes what, by what everybody knows."""

from __future__ import annotations

import pytest

from kg.makers import Makers
from kg.model import Clause, Document, Mention, Reading, Span
from kg.ontology import Name, Ontology, load

KNOWN = Ontology(
    folder=load().folder,
    names=(Name("云岭汽车", "Maker", ("岭X", "岭风", "Ling E")), Name("澜屿", "Maker", ("LY 9",))),
)
MAKERS = Makers(KNOWN)


def said(*sentences: str) -> list[str]:
    """What is said of texts whose names stand in brackets: [firm] and <product>."""
    text, mentions, clauses = "", [], []
    for number, sentence in enumerate(sentences):
        begun, row = len(text), []
        for part in sentence.replace("[", "|C").replace("<", "|V").replace("]", "|-").replace(">", "|-").split("|"):
            kind, words = (part[0], part[1:]) if part[:1] in ("C", "V", "-") else ("-", part)
            if kind != "-":
                span = Span(len(text), len(text) + len(words))
                row.append(Mention(span, words, words, "Company" if kind == "C" else "Vehicle", "test"))
            text += words
        clauses.append(Clause(Span(begun, len(text)), Span(begun, len(text)), number, True, mentions=tuple(row)))
        mentions += row
    reading = Reading(Document("d", text), text, tuple(clauses), tuple(mentions))
    return [f"{one} {one.confidence}" for one in MAKERS(reading)]


def test_a_sentence_names_both() -> None:
    assert said("[云岭汽车]说，<岭X5>卖得好。") == ["岭X5 manufacturer 云岭汽车 0.8"]


@pytest.mark.parametrize("maker", ["云岭", "云岭公司", "云岭集团"])
def test_a_firm_by_another_form_of_its_name(maker: str) -> None:
    assert said(f"[{maker}]说，<岭风>卖得好。") == [f"岭风 manufacturer {maker} 0.8"]


def test_a_product_named_in_passing_far_from_its_maker_says_nothing() -> None:
    assert said("[云岭汽车]开会。", "<岭X5>在场。") == []


def test_no_sentence_names_both() -> None:
    assert said("[云岭汽车]开会。", "<岭X5>在场。", "<岭X5>降价。") == []


def test_the_generation_is_no_part_of_the_series() -> None:
    assert said("[云岭汽车]说，<新款岭X5>来了。") == ["新款岭X5 manufacturer 云岭汽车 0.8"]


def test_a_series_is_not_cut_within_a_word() -> None:
    assert said("[澜屿]说，<LY 9>和<LY 95>不同。") == ["LY 9 manufacturer 澜屿 0.8"]


def test_a_maker_that_the_text_does_not_name_is_not_told() -> None:
    assert said("[别家汽车]说，<岭X5>卖得好。") == []


def test_a_text_without_firms_says_nothing() -> None:
    assert said("<岭X5>卖得好。") == []


def test_a_series_may_have_a_brand_and_its_group() -> None:
    both = Ontology(
        folder=load().folder,
        names=(Name("云小", "Maker", ("岭X",)), Name("云岭汽车", "Maker", ("岭X",))),
    )
    text = "云岭汽车的岭X5"
    names = (
        Mention(Span(0, 4), "云岭汽车", "云岭汽车", "Company", "t"),
        Mention(Span(5, 8), "岭X5", "岭X5", "Vehicle", "t"),
    )
    clause = Clause(Span(0, 8), Span(0, 8), 0, True, mentions=names)
    reading = Reading(Document("d", text), text, (clause,), names)
    assert [str(one) for one in Makers(both)(reading)] == ["岭X5 manufacturer 云岭汽车"]


def test_what_a_name_says_itself_is_not_said_again() -> None:
    assert said("[云岭汽车]说，<云岭汽车岭X5>卖得好。") == []
