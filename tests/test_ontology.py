"""The ontology folder: what is wrong in it is named with its cure."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import load, with_examples
from kg.pipeline import Extractor


def broken(tmp_path: Path, file: str, text: str) -> str:
    """The message that loading a copy of the ontology gives, with one file replaced."""
    folder = tmp_path / "ontology"
    shutil.copytree(load().folder, folder)
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(OntologyError) as caught:
        Extractor(load(folder))
    return str(caught.value)


FRAME = '[[frame]]\nname = "f"\nrelation = "maker"\ntrigger = ["造"]\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FRAME, "'maker' is no relation"),
        ('[[frame]]\nname = "f"\nrelation = "manufacturer"\nrejects = ["c"]\n', "needs 'accepts' and 'rejects'"),
        ("[[frame]]\nname = f\n", "not valid TOML"),
        ('[[frame]]\nname = "f"\ncolour = "red"\n', "unknown key 'colour'"),
        ('[[frame]]\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n', "'name' must be a string"),
        ('frame = "f"\n', "must be written as [[frame]]"),
        ("frame = [1]\n", "is no table"),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Car"] }\n',
            "class 'Car' is unknown",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], side = "left" }\n',
            "side 'left' is unknown",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], reach = "far" }\n',
            "'reach' must be a number",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], many = "yes" }\n',
            "'many' must be true or false",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\nsubject = 3\n',
            "'subject' must be a table",
        ),
        (
            '[[frame]]\nname = "maker-verb"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n',
            "the name is taken",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\ntrigger = "造"\naccepts = [["a", "b"]]\nrejects = ["c"]\n',
            "'trigger' must be a list of strings",
        ),
    ],
)
def test_a_wrong_rule_is_named_with_its_file_and_cure(tmp_path: Path, text: str, words: str) -> None:
    message = broken(tmp_path, "rules/zz.toml", text)
    assert "zz.toml" in message and words in message and message.count(".") >= 2


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(load().folder, folder)
    (folder / "rules" / "zz.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match="not UTF-8"):
        load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        load(tmp_path)


def test_the_examples_are_known_only_where_asked() -> None:
    plainly = load()
    assert not any(name.name == "极曜X7" for name in plainly.names)
    assert any(name.name == "极曜X7" for name in with_examples(plainly).names)
    assert replace(with_examples(plainly), names=plainly.names) == plainly
