"""Who else is called so."""

from __future__ import annotations

import random

import pytest

from kg.across.candidates import Candidate
from kg.across.namesakes import MANY, Namesakes
from kg.across.profile import Key


def people(*names: str) -> list[Key]:
    return [Key(name, "Person") for name in names]


SURNAME = Candidate(Key("安·李维", "Person"), Key("李维", "Person"), "surname")


def test_people_with_a_surname_are_counted_once_however_they_are_written() -> None:
    assert Namesakes([SURNAME], people("安·李维", "安•李维", "李维", "安·李维拉", "李维·安")).of(SURNAME) == 1
    assert Namesakes([SURNAME], people("安·李维", "本·李维", "本·克·李维")).of(SURNAME) == 3


def test_names_that_end_in_a_word() -> None:
    pair = Candidate(Key("Politia", "Organization"), Key("新闻网", "Organization"), "translation")
    keys = [Key("云岭新闻网", "Organization"), Key("新闻网", "Organization"), Key("云岭新闻网", "Place")]
    assert Namesakes([pair], keys).of(pair) == 1


def test_nothing_is_counted_for_a_full_name_or_for_another_reason() -> None:
    full = Candidate(Key("Ann Levi", "Person"), Key("安·李维", "Person"), "translation")
    form = Candidate(Key("云岭", "Organization"), Key("云岭公司", "Organization"), "form")
    found = Namesakes([full, form], people("本·安·李维"))
    assert found.of(full) == found.of(form) == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_count_ends_and_hangs_on_no_order(seed: int) -> None:
    keys = people(*(f"{char}·李维" for char in "甲乙丙丁戊己庚辛壬癸"))
    random.Random(seed).shuffle(keys)
    assert Namesakes([SURNAME], keys).of(SURNAME) == MANY + 1
