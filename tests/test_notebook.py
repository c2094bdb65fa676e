"""The tour through the Python API runs from top to bottom."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from page_tab import opened

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


def test_a_graph_and_its_parts_show_themselves_in_frames_of_bounded_size(run: nbformat.NotebookNode) -> None:
    shown = [output.data["text/html"] for cell in run.cells for output in cell.get("outputs", ()) if "data" in output]
    assert len(shown) == 3
    assert all(words.startswith('<iframe sandbox="allow-scripts ') and words.endswith("</iframe>") for words in shown)
    assert max(len(words.encode()) for words in shown) < 600_000


def test_a_shown_graph_works_in_the_page_that_a_notebook_becomes(
    run: nbformat.NotebookNode, browser: Any, tmp_path: Path
) -> None:
    frames = [output.data["text/html"] for cell in run.cells for output in cell.get("outputs", ()) if "data" in output]
    path = tmp_path / "tour.html"
    path.write_text(f"<!doctype html><html data-ready><meta charset=utf-8>{''.join(frames)}</html>", "utf-8")
    tab = opened(browser, path)
    for number in range(len(frames)):
        tab.page.locator("iframe").nth(number).scroll_into_view_if_needed()
    around = tab.page.frames[2]
    around.wait_for_selector("html[data-ready]")
    around.fill("#search", "小米汽车工厂")
    around.press("#search", "Enter")
    assert around.inner_text("#panel h2") == "小米汽车工厂"
    assert around.inner_text("#asked") == "小米汽车 周围 2 步之内"
    assert [frame.evaluate("document.documentElement.dataset.ready") for frame in tab.page.frames[1:]] == ["yes"] * 3
    assert (tab.said, set(tab.asked) - {"about:srcdoc"}) == ([], {path.as_uri()})
    tab.page.context.close()


def test_it_is_stored_without_outputs() -> None:
    notebook = nbformat.read(TOUR, as_version=4)
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.outputs] == []
