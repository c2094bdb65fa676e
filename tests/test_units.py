"""The units of the ontology: found in a text, and every slip of the file named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import load, ontology_folder, tables
from kg.recognise.units import Units, units


def _units(folder: Path, text: str) -> Units:
    path = folder / "units.toml"
    path.write_text(text, "utf-8")
    return Units(path)


def test_the_longest_word_wins() -> None:
    found = units().at("5公里/小时", 1, digits=True)
    assert found is not None and (found.notation, found.end) == ("km/h", 6)


def test_a_latin_unit_ends_at_a_letter() -> None:
    assert units().at("5kmx", 1, digits=True) is None


def test_a_word_that_means_something_else_after_a_chinese_numeral_needs_digits() -> None:
    assert units().at("二手", 1, digits=False) is None
    assert units().at("2手", 1, digits=True) is not None


def test_what_follows_may_make_another_word_of_it() -> None:
    assert units().at("三元锂", 1, digits=False) is None


def test_what_is_counted_per_something_joins_both_notations() -> None:
    found = units().at("8元 / 公斤", 1, digits=True)
    assert found is not None and found.notation == "元/kg"


def test_each_of_counted_things_is_no_unit() -> None:
    found = units().at("4人每人", 1, digits=True)
    assert found is not None and found.notation == "人"


def test_a_word_names_one_unit(tmp_path: Path) -> None:
    text = '[[unit]]\nnotation = "m"\nkind = "length"\nwords = ["米"]\n[[unit]]\nnotation = "M"\nkind = "x"\nwords = ["米"]\n'
    with pytest.raises(OntologyError, match=r"number 2.*'米' already names m"):
        _units(tmp_path, text)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="unknown key 'word'"):
        _units(tmp_path, '[[unit]]\nnotation = "m"\nkind = "length"\nword = ["米"]\n')


def test_the_vocabulary_of_units_is_covered() -> None:
    listed = {entry.text("notation") for entry in tables(ontology_folder() / "units.toml", "unit")}
    single = {notation for notation in load().units if "/" not in notation}
    assert single - listed - {"成"} == set()  # 三成 is 30 %
