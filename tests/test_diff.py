"""What changed between two graphs."""

from pathlib import Path

import pytest

from kg.build import build
from kg.cli import main
from kg.diff import diff
from kg.model import Document


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("builds")
    for name, price in (("old", 11), ("new", 12)):
        text = f"云帆汽车发布云帆E7。云帆E7售价{price}万元。云帆汽车总部位于杭州。"
        build([Document("a", text)], output=folder / name, learned=False)
    return folder / "old", folder / "new"


def test_facts_that_came_and_went_are_told_with_their_sentences(
    builds: tuple[Path, Path], capsys: pytest.CaptureFixture
) -> None:
    assert main(["diff", *map(str, builds)]) == 1
    said = capsys.readouterr().out
    assert "price 110000元" in said and "E7售价11万元" in said
    assert "price 120000元" in said
    assert "杭州" not in said
    assert "1 facts came, 1 went" in said


def test_equal_graphs_do_not_differ(builds: tuple[Path, Path], capsys: pytest.CaptureFixture) -> None:
    assert main(["diff", str(builds[0]), str(builds[0])]) == 0
    assert capsys.readouterr().out == "no difference 没有变化\n"


def test_things_that_came_are_named() -> None:
    old = build([Document("a", "云帆汽车发布云帆E7。")], learned=False).graph
    new = build([Document("a", "云帆汽车发布云帆E7。云帆E7由云帆汽车和蓝川科技制造。")], learned=False).graph
    found = diff(old, new)
    assert found.came_things == ("蓝川科技 (Company)",) and found.gone_things == ()
