"""The rest of a list of parts is in the product too."""

from __future__ import annotations

from kg.equipped import parts_listed, rightly
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


def rightly_read(text: str, subject: Mention, *clauses: Clause) -> list[str]:
    part = clauses[-1].mentions[-1] if clauses[-1].mentions[-1].cls == "Component" else clauses[-1].mentions[0]
    read = Reading(Document("d", text), text, clauses, tuple(m for clause in clauses for m in clause.mentions))
    said = Relation(subject, "hasComponent", part, Evidence("d", clauses[-1].sentence, "equipped"))
    return [str(one) for one in rightly(read, [said])]


def place(text: str, words: str, cls: str) -> Mention:
    start = text.rindex(words)
    return Mention(Span(start, start + len(words)), words, words, cls, "tagger")


def test_the_thing_that_a_part_describes_has_it() -> None:
    text = "云驰S7停产，搭载X9芯片的云驰S8上市。"
    old, new, chip = (
        place(text, *one) for one in (("云驰S7", "Vehicle"), ("云驰S8", "Vehicle"), ("X9芯片", "Component"))
    )
    whole = Span(0, len(text))
    clauses = (
        Clause(Span(0, 7), whole, 0, True, mentions=(old,)),
        Clause(Span(7, len(text)), whole, 1, False, mentions=(chip, new)),
    )
    read = Reading(Document("d", text), text, clauses)
    said = Relation(old, "hasComponent", chip, Evidence("d", whole, "equipped"))
    assert [str(one) for one in rightly(read, [said])] == ["云驰S8 hasComponent X9芯片"]


def test_things_without_a_name_have_no_parts() -> None:
    text = "云驰S7停产，采用X9芯片的车型下月升级。"
    car, chip = place(text, "云驰S7", "Vehicle"), place(text, "X9芯片", "Component")
    clause = Clause(Span(7, len(text)), Span(0, len(text)), 0, True, mentions=(chip,))
    assert rightly_read(text, car, clause) == []


def test_the_first_of_its_kind_is_the_subject() -> None:
    text = "云驰S7成为首款搭载X9芯片的车型。"
    car, chip = place(text, "云驰S7", "Vehicle"), place(text, "X9芯片", "Component")
    clause = Clause(Span(0, len(text)), Span(0, len(text)), 0, True, mentions=(car, chip))
    assert rightly_read(text, car, clause) == ["云驰S7 hasComponent X9芯片"]


def test_a_chip_that_opens_the_clause_has_the_part() -> None:
    text = "云驰S7上市。X9芯片拥有12核GPU。"
    car, chip, part = (
        place(text, *one) for one in (("云驰S7", "Vehicle"), ("X9芯片", "Component"), ("12核GPU", "Component"))
    )
    clause = Clause(Span(8, len(text)), Span(8, len(text)), 1, True, mentions=(chip, part))
    first = Clause(Span(0, 8), Span(0, 8), 0, True, mentions=(car,))
    assert rightly_read(text, car, first, clause) == ["X9芯片 hasComponent 12核GPU"]


def test_other_relations_are_left_as_they_are() -> None:
    said = Relation(CAR, "basedOn", MOTOR, Evidence("d", SENTENCES[0], "based-on"))
    assert [*rightly(reading(), [said])] == [said]


def test_what_an_elided_subject_has_is_the_cars_not_the_trims() -> None:
    text = "云驰S7有旗舰版。配备X9芯片。"
    car, chip = place(text, "云驰S7", "Vehicle"), place(text, "X9芯片", "Component")
    trim = place(text, "旗舰版", "Vehicle")._replace(rule="trim")
    first = Clause(Span(0, 9), Span(0, 9), 0, True, mentions=(car, trim))
    then = Clause(Span(9, len(text)), Span(9, len(text)), 1, True, mentions=(chip,))
    assert rightly_read(text, trim, first, then) == ["云驰S7 hasComponent X9芯片"]


def test_a_known_part_in_the_list_is_in_it_too() -> None:
    text = "云驰S7支持投屏、云语音和导航。"
    car, first, known = place(text, "云驰S7", "Vehicle"), place(text, "投屏", "Feature"), place(text, "导航", "Feature")
    clause = Clause(Span(0, len(text)), Span(0, len(text)), 0, True, mentions=(car, first, known))
    read = Reading(Document("d", text), text, (clause,))
    said = Relation(car, "hasComponent", first, Evidence("d", clause.sentence, "equipped"))
    assert [str(one) for one in parts_listed(read, [said])] == ["云驰S7 hasComponent 导航"]


def test_of_things_in_general_nothing_is_told_of_the_product() -> None:
    text = "云驰S7上市。目前同价位的车型仍用X9芯片。"
    car, chip = place(text, "云驰S7", "Vehicle"), place(text, "X9芯片", "Component")
    first = Clause(Span(0, 7), Span(0, 7), 0, True, mentions=(car,))
    then = Clause(Span(7, len(text)), Span(7, len(text)), 1, True, mentions=(chip,))
    assert rightly_read(text, car, first, then) == []


def both(text: str) -> list[str]:
    cars = tuple(place(text, words, "Vehicle") for words in ("云驰S7", "云驰S8"))
    chip = place(text, "X9芯片", "Component")
    at = text.index("。") + 1
    clauses = (
        Clause(Span(0, at), Span(0, at), 0, True, mentions=cars),
        Clause(Span(at, len(text)), Span(at, len(text)), 1, True, mentions=(chip,)),
    )
    return sorted(rightly_read(text, cars[1], *clauses))


def test_both_of_two_products_have_what_both_are_said_to_have() -> None:
    found = both("云驰S7和云驰S8上市。两款车型都搭载X9芯片。")
    assert found == ["云驰S7 hasComponent X9芯片", "云驰S8 hasComponent X9芯片"]


def test_what_is_not_said_of_both_is_of_the_last() -> None:
    assert both("云驰S7和云驰S8上市。新车搭载X9芯片。") == ["云驰S8 hasComponent X9芯片"]
