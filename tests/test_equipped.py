"""The rest of a list of parts is in the product too."""

from __future__ import annotations

from kg.equipped import parts_listed
from kg.model import Clause, Document, Evidence, Mention, Reading, Relation, Span

TEXT = "云驰S7搭载双电机和空悬，后置冰箱。座椅加热。"


def mention(words: str, cls: str = "Component", rule: str = "equipment") -> Mention:
    start = TEXT.index(words)
    return Mention(Span(start, start + len(words)), words, words, cls, rule)


CAR, MOTOR = mention("云驰S7", "Vehicle", "product:model"), mention("双电机")
SENTENCES = (Span(0, 18), Span(18, len(TEXT)))


def reading(*later: Mention) -> Reading:
    first = Clause(Span(0, 13), SENTENCES[0], 0, True, mentions=(CAR, MOTOR, mention("空悬")))
    second = Clause(Span(13, 18), SENTENCES[0], 1, False, mentions=later)
    third = Clause(Span(18, len(TEXT)), SENTENCES[1], 2, True, mentions=(mention("座椅加热", rule="equipment:list"),))
    return Reading(Document("d", TEXT), TEXT, (first, second, third))


def listed(text: Reading, property: str = "hasComponent") -> list[str]:
    said = Relation(CAR, property, MOTOR, Evidence("d", SENTENCES[0], "equipped"))
    return [f"{one} ({one.evidence.rule})" for one in parts_listed(text, [said])]


def test_the_members_behind_one_that_is_known_to_be_in_it() -> None:
    assert listed(reading()) == ["云驰S7 hasComponent 空悬 (equipped-list)"]


def test_a_list_that_goes_on_in_the_next_clause_of_the_sentence() -> None:
    found = listed(reading(mention("后置冰箱", rule="equipment:list")))
    assert found[-1] == "云驰S7 hasComponent 后置冰箱 (equipped-list)" and len(found) == 2


def test_a_part_in_a_clause_of_its_own_is_not_listed() -> None:
    assert len(listed(reading(mention("后置冰箱")))) == 1


def test_other_relations_say_nothing_of_a_list() -> None:
    assert listed(reading(), "basedOn") == []
