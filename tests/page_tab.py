"""The page in a browser, for the tests of the page: headless Chromium with the network off. Fixtures are in conftest."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.visualise import Network, to_pyvis

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("visual_sample.py"))))


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Tab:
    """A page in the browser, and all that it complained of or asked for."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.path = page, path
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.open()

    def open(self, fragment: str = "") -> None:
        self.page.goto(self.path.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]")

    def search(self, words: str) -> None:
        self.page.fill("#search", words)
        self.page.press("#search", "Enter")

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def texts(self, selector: str) -> list[str]:
        return [str(words) for words in self.page.locator(selector).all_inner_texts()]


def opened(browser: Any, path: Path, **options: Any) -> Tab:
    """A page of 1280 × 800 that is offline; close it with `tab.page.context.close()`."""
    context = browser.new_context(**({"offline": True, "viewport": {"width": 1280, "height": 800}} | options))
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    return Tab(context.new_page(), path)


def where(network: Network, name: str) -> tuple[float, float]:
    """Where a node of the first view stands in the window of 1280 × 800."""
    shown = [node for node in network.nodes if not node["hidden"]]
    xs, ys = [node["x"] for node in shown], [node["y"] for node in shown]
    height = 800 - 53
    scale = min((1280 - 320) / (max(xs) - min(xs) + 1), (height - 90) / (max(ys) - min(ys) + 1), 1.6)
    node = next(node for node in shown if node["label"] == name)
    x = (node["x"] - (min(xs) + max(xs)) / 2) * scale + 1280 / 2 + 100
    return x, (node["y"] - (min(ys) + max(ys)) / 2) * scale + height / 2 + 53


def pair(path: Path) -> Network:
    """A page of two things and one link."""
    graph = made.Maker()
    graph.paper("d", "两家公司", "2026-01-01", "某报", "")
    graph.thing("Company", "甲", "甲公司")
    graph.thing("Company", "乙", "乙公司")
    graph.link("d", "甲", "supplier", "乙", "甲公司向乙公司采购电芯。")
    network = to_pyvis(graph.data)
    network.write_html(str(path))
    return network
