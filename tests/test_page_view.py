"""What the picture shows: names that do not overlap and can be read, a first view that hangs together, places that differ."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx
import pytest
from page_tab import chromium, opened

from kg.visualise import Network, View, to_pyvis
from kg.visualise.choice import choose, weigh
from kg.visualise.layout import place
from kg.visualise.page import render, save
from kg.visualise.values import Claim, Link, Thing

BENCH = Path(__file__).resolve().parents[1] / "benchmarks"


def module(name: str) -> ModuleType:
    """A file of the benchmarks."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="module")
def network() -> Network:
    return to_pyvis(module("page_graph").made(1_000, 2_000), title="一千个")


@pytest.fixture(scope="module")
def file(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "page.html"
    save(path, render(network))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def bench() -> ModuleType:
    pytest.importorskip("psutil", reason="psutil is not installed")
    module("page_graph")
    return module("page")


def settled(page: Any) -> list[dict[str, Any]]:
    """The words on the canvas as its own calls drew them in the last frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    words: list[dict[str, Any]] = page.evaluate("ink")
    return words


@pytest.fixture
def inked(browser: Any, file: Path, bench: ModuleType) -> Iterator[Any]:
    """The page, opened again with every drawn word noted."""
    tab = opened(browser, file, viewport={"width": 1440, "height": 900})
    tab.page.add_init_script(bench.INK)
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready]")
    yield tab.page
    tab.page.context.close()


# ------------------------------------------------------------ names


def test_no_two_names_overlap_at_three_zooms(inked: Any, bench: ModuleType) -> None:
    for keys in ("", "++++", "--------"):
        for key in keys:
            inked.keyboard.press(key)
        words = settled(inked)
        assert len(words) > 5
        assert bench.overlaps(words) == 0


def test_no_names_overlap_where_all_things_are_shown_or_one_is_chosen(inked: Any, bench: ModuleType) -> None:
    inked.click("#tool-all")
    assert bench.overlaps(settled(inked)) == 0
    inked.fill("#search", "科技")
    inked.press("#search", "Enter")
    assert bench.overlaps(settled(inked)) == 0


def test_forty_names_can_be_read_at_the_first_view(inked: Any, bench: ModuleType) -> None:
    words = settled(inked)
    assert sum(one["px"] >= 11 and not bench.covered(one, inked) for one in words) >= 40


def test_no_name_goes_under_the_legend(inked: Any, bench: ModuleType) -> None:
    assert [one["text"] for one in settled(inked) if bench.covered(one, inked)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(browser: Any, file: Path, bench: ModuleType, theme: str) -> None:
    tab = opened(browser, file, color_scheme=theme)
    tab.page.add_init_script(bench.INK)
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready]")
    tab.page.fill("#search", "a")
    lowest = tab.page.evaluate(bench.CONTRAST)
    tab.page.fill("#search", "科技")
    tab.page.press("#search", "Enter")
    settled(tab.page)
    lowest = min(lowest, tab.page.evaluate(bench.CONTRAST))
    tab.page.context.close()
    assert lowest >= 4.5


# ------------------------------------------------------------ places


def test_no_two_things_stand_on_one_point(network: Network) -> None:
    points = Counter((node["x"], node["y"]) for node in network.nodes)
    assert points.most_common(1)[0][1] == 1


def test_components_take_room_by_their_size() -> None:
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_edges_from((f"hub{part}", f"leaf{part}-{leaf}") for part in range(3) for leaf in range(20))
    graph.add_edges_from((f"a{pair}", f"b{pair}") for pair in range(40))
    places = place(graph, dict.fromkeys(graph, (60.0, 40.0)))
    inner = [node for node in graph if node[0] in "hl"]
    wide = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    high = max(y for _, y in places.values()) - min(y for _, y in places.values())
    taken = len(graph) * 60 * 40
    assert len(inner) == 63
    assert taken / (wide * high) > 0.2


def test_the_same_graph_is_written_to_the_same_bytes() -> None:
    graphs = [module("page_graph").made(60, 90) for _ in range(2)]
    first, second = (render(to_pyvis(graph)) for graph in graphs)
    assert first == second


# ------------------------------------------------------------ the first view


def test_the_first_view_hangs_together(network: Network) -> None:
    shown = {node["id"] for node in network.nodes if not node["hidden"]}
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(shown)
    graph.add_edges_from((edge["from"], edge["to"]) for edge in network.edges if {edge["from"], edge["to"]} <= shown)
    assert len(shown) == 300
    assert len(list(networkx.isolates(graph))) <= 15


def test_a_bridge_is_chosen_before_a_busier_thing_that_stands_alone() -> None:
    graph: networkx.Graph[str] = networkx.Graph([("a", "bridge"), ("b", "bridge")])
    graph.add_node("alone")
    assert choose(graph, {"a": 5.0, "b": 5.0, "bridge": 1.0, "alone": 4.0}, 3) == ["a", "b", "bridge"]


def test_given_things_come_first_and_none_is_chosen_twice() -> None:
    graph: networkx.Graph[str] = networkx.complete_graph(4)
    graph = networkx.relabel_nodes(graph, str)
    assert choose(graph, dict.fromkeys("0123", 1.0), 9, ["2", "2", "x"]) == ["2", "0", "1", "3"]


def test_what_is_newer_weighs_more() -> None:
    found = weigh({"old": 3, "new": 3, "undated": 3}, {"old": "2024-01-01", "new": "2025-06-30"})
    assert sorted(found, key=lambda id: found[id]) == ["undated", "old", "new"]


def test_things_of_which_nothing_is_told_stay_out_of_the_first_view() -> None:
    things = tuple(Thing(f"urn:{name}", name, "Company") for name in "甲乙丙")
    network = Network(View(things, (Link("urn:甲", "partner", "urn:乙", Claim()),)))
    assert [node["label"] for node in network.nodes if node["hidden"]] == ["丙"]
