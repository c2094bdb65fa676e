"""The words beside a number: found, refused inside other words, and every slip of the file named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.recognise.bounds import Bounds, bounds


def _bounds(folder: Path, text: str) -> Bounds:
    path = folder / "bounds.toml"
    path.write_text(text, "utf-8")
    return Bounds(path)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超过", "moreThan"),
        ("已超过了", "moreThan"),
        ("不超过 ", "atMost"),
        ("约为", "approximately"),
        ("最高可优惠", "atMost"),
        ("至少发现", "atLeast"),
        ("不低于发行总数的", "atLeast"),
    ],
)
def test_before(text: str, bound: str) -> None:
    found = bounds().before(text, len(text), scale=False)
    assert found is not None and found[1] == bound


@pytest.mark.parametrize("text", ["签约", "最近", "节约了", "不过", "小米的", ""])
def test_nothing_before(text: str) -> None:
    assert bounds().before(text, len(text), scale=False) is None


def test_a_word_of_scales_needs_one() -> None:
    assert bounds().before("上", 1, scale=False) is None
    assert bounds().before("上", 1, scale=True) == (0, "atLeast")


def test_after_refuses_the_head_of_another_word() -> None:
    assert bounds().after("3例起诉", 2) is None
    assert bounds().after("3万元内部", 3) is None


def test_a_slip_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="bound 'about' is unknown"):
        _bounds(tmp_path, '[[bound]]\nis = "about"\nside = "before"\nwords = ["约"]\n')
    with pytest.raises(OntologyError, match="side 'left' is unknown"):
        _bounds(tmp_path, '[[bound]]\nis = "atMost"\nside = "left"\nwords = ["约"]\n')
