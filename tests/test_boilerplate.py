"""Every entry of boilerplate.toml keeps its promises, and a wrong one is refused with its place and cure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.boilerplate import KINDS, Pattern, patterns
from kg.clean import fold
from kg.errors import OntologyError

ENTRIES = [pattern for kind in KINDS for pattern in patterns()[kind]]
ACCEPTS = [(pattern, *row) for pattern in ENTRIES for row in pattern.accepts]
REJECTS = [(pattern, text) for pattern in ENTRIES for text in pattern.rejects]

GOOD = """
[[tail]]
name = "end"
cues = ["完"]
pattern = '（完）'
accepts = [["上市。（完）", "（完）"]]
rejects = ["完了。"]
"""


def taken(pattern: Pattern, text: str) -> Iterator[str]:
    """What the entry alone takes out of a text, or reads in it."""
    if not pattern.concerns(text):
        return
    if pattern.kind == "line":
        yield from (line for line in text.split("\n") if pattern.regex.fullmatch(line.strip()))
    elif pattern.kind == "head":
        match = pattern.match(text, 0)
        if match:
            yield text[: match.start("title")] if "title" in pattern.regex.groupindex else match[0]
    elif pattern.kind == "tail":
        match = pattern.search(text, 0, len(text))
        if match:
            yield match[0]
    else:
        for match in pattern.regex.finditer(text):
            yield from (
                (f"{key}={value}" for key, value in match.groupdict().items())
                if pattern.kind == "byline"
                else [match[0]]
            )


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"), ACCEPTS, ids=lambda value: value.name if isinstance(value, Pattern) else ""
)
def test_an_entry_accepts_its_examples(pattern: Pattern, text: str, wanted: str) -> None:
    assert " | ".join(part.strip() for part in taken(pattern, fold(text))) == fold(wanted).strip()


@pytest.mark.parametrize(
    ("pattern", "text"), REJECTS, ids=lambda value: value.name if isinstance(value, Pattern) else ""
)
def test_an_entry_rejects_its_counter_examples(pattern: Pattern, text: str) -> None:
    assert list(taken(pattern, fold(text))) == []


def test_names_are_unique_within_their_kind() -> None:
    for kind in KINDS:
        names = [pattern.name for pattern in patterns()[kind]]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('accepts = [["上市。（完）", "（完）"]]', "", "needs 'accepts' and 'rejects'", id="no accepts"),
        pytest.param('rejects = ["完了。"]', "", "rejects", id="no rejects"),
        pytest.param("'（完）'", "'(完'", "the pattern is wrong", id="broken pattern"),
        pytest.param("'（完）'", "'«unknown»'", "unknown", id="unknown macro"),
        pytest.param('cues = ["完"]', "", "cues", id="no cues"),
        pytest.param('name = "end"', 'name = "end"\nwhy = "x"', "unknown key 'why'", id="unknown key"),
    ],
)
def test_a_wrong_entry_names_file_entry_and_cure(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "boilerplate.toml").write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(OntologyError, match=r"boilerplate\.toml: \[\[tail\]\] number 1") as raised:
        patterns(tmp_path)
    assert says in str(raised.value)


def test_macros_are_filled_in(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    macros = "[macros]\none = '完'\ntwo = '（«one»）'\n"
    (tmp_path / "rules" / "boilerplate.toml").write_text(macros + GOOD.replace("'（完）'", "'«two»'"), "utf-8")
    assert patterns(tmp_path)["tail"][0].regex.search("上市。（完）")
