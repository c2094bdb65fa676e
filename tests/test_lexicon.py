"""The word lists and the files of ontology/names."""

from __future__ import annotations

import time

from kg.ontology import CLASSES, load
from kg.recognise.gazetteer import Gazetteer
from kg.recognise.lexicon import LISTS, lexicon
from kg.recognise.shapes import SHAPES

LEXICON = lexicon(load().names)


def test_every_name_has_a_class_of_the_vocabulary() -> None:
    assert {name.cls for name in load().names} <= CLASSES | LISTS


def test_every_head_has_a_class_and_a_shape() -> None:
    assert {head.cls for head in LEXICON.heads} <= CLASSES
    assert {head.kind for head in LEXICON.heads} == set(SHAPES)


def test_word_lists_are_no_names() -> None:
    assert not {name.cls for name in LEXICON.names} & LISTS


def test_the_lists_are_filled() -> None:
    assert "首席执行官" in LEXICON.titles and "欧阳" in LEXICON.surnames and "宣布" in LEXICON.edges


def test_no_name_is_listed_twice_as_preferred_without_a_guard() -> None:
    free = [name.name for name in LEXICON.names if not name.near]
    assert sorted(free) == sorted(set(free))


def test_the_lexicon_stays_small_enough_to_build_quickly() -> None:
    assert len(LEXICON.names) <= 15_000
    begun = time.perf_counter()
    Gazetteer(LEXICON.names)
    assert time.perf_counter() - begun < 3
