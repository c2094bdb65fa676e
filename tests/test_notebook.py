"""The tour through the Python API runs from top to bottom."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
TOUR = ROOT / "docs" / "tour.ipynb"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    folder = tmp_path_factory.mktemp("tour")
    shutil.copytree(ROOT / "data", folder / "data")
    notebook = nbformat.read(TOUR, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    return client.execute()


def test_every_cell_runs(run: nbformat.NotebookNode) -> None:
    cells = [cell for cell in run.cells if cell.cell_type == "code"]
    assert len(cells) >= 6
    assert all(cell.execution_count for cell in cells)


def test_the_tour_shows_facts_with_their_words(run: nbformat.NotebookNode) -> None:
    shown = "\n".join(str(output) for cell in run.cells if cell.cell_type == "code" for output in cell.outputs)
    assert "小米汽车" in shown
    assert "38万辆" in shown


def test_it_is_stored_without_outputs() -> None:
    notebook = nbformat.read(TOUR, as_version=4)
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.outputs] == []
