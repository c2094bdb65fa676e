"""The pages of the endpoint in a browser: a question is clicked, its answer is read, a thing is opened; nothing else is asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SAMPLE = Path(__file__).parent / "changeover.trig"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[tuple[Any, str]]:
    with serving(SAMPLE) as server, playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found, server.address
        found.close()


class Tab:
    def __init__(self, browser: tuple[Any, str]) -> None:
        self.said: list[str] = []
        self.elsewhere: list[str] = []
        found, self.address = browser
        self.page = found.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.route("**/*", self._route)
        self.page.goto(self.address)
        self.page.wait_for_selector("#named button")

    def _route(self, route: Any) -> None:
        if route.request.url.startswith((self.address, "blob:")):
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()


@pytest.fixture
def tab(browser: tuple[Any, str]) -> Iterator[Tab]:
    found = Tab(browser)
    yield found
    found.page.close()
    assert (found.said, found.elsewhere) == ([], [])


def test_a_named_query_is_clicked_and_its_answer_leads_to_a_thing(tab: Tab) -> None:
    tab.page.get_by_role("button", name="制造商").click()
    tab.page.wait_for_selector("#result table")
    assert "SU7" in tab.page.inner_text("#result")
    assert "PREFIX" in tab.page.input_value("#text") or "SELECT" in tab.page.input_value("#text")


def test_results_link_to_pages_with_sentences(tab: Tab) -> None:
    tab.page.click("#run")
    tab.page.wait_for_selector("#result table a")
    tab.page.get_by_role("link", name="初代SU7", exact=True).first.click()
    tab.page.wait_for_selector("h1")
    assert tab.page.inner_text("h1") == "初代SU7"
    assert tab.page.locator("blockquote mark").count() > 0


def test_figures_are_linked_and_their_charts_have_size(tab: Tab) -> None:
    tab.page.get_by_role("link", name="统计").click()
    tab.page.wait_for_selector("svg.chart rect")
    boxes = [rect.bounding_box() for rect in tab.page.locator("svg.chart rect, svg.bar rect").all()]
    assert len(boxes) > 20
    assert sum(box is not None and box["width"] > 3 and box["height"] > 3 for box in boxes) > 20
    tab.page.get_by_role("link", name="初代SU7", exact=True).click()
    tab.page.wait_for_selector("blockquote")
    assert tab.page.inner_text("h1") == "初代SU7"


def test_terms_are_completed_from_the_ontology(tab: Tab) -> None:
    tab.page.fill("#text", "SELECT * { ?a ")
    tab.page.locator("#text").press("End")
    tab.page.keyboard.type("kg:manuf")
    tab.page.wait_for_selector("#complete li")
    assert "kg:manufacturer" in tab.page.inner_text("#complete")
    tab.page.keyboard.press("Enter")
    assert tab.page.input_value("#text") == "SELECT * { ?a kg:manufacturer"
    tab.page.fill("#text", "")
    tab.page.keyboard.type("制造")
    tab.page.wait_for_selector("#complete li")
    assert "kg:manufacturer" in tab.page.inner_text("#complete")


def test_an_error_is_shown_at_its_place(tab: Tab) -> None:
    tab.page.fill("#text", "SELECT *\n{ ?s ?p }")
    tab.page.click("#run")
    tab.page.wait_for_selector("#problem:not([hidden])")
    assert "line 2, column" in tab.page.inner_text("#problem")
    line = tab.page.evaluate("document.getElementById('text').selectionStart")
    assert line > len("SELECT *\n")
    assert all("400" in words for words in tab.said)  # the browser itself tells of the refused request
    tab.said.clear()


def test_answers_are_downloaded(tab: Tab) -> None:
    tab.page.click("#run")
    tab.page.wait_for_selector("#csv:not([hidden])")
    with tab.page.expect_download() as download:
        tab.page.click("#csv")
    assert "SU7" in Path(download.value.path()).read_text("utf-8-sig")
    with tab.page.expect_download() as download:
        tab.page.click("#json")
    assert '"bindings"' in Path(download.value.path()).read_text("utf-8")


def test_a_document_has_a_page_with_its_own_sentences(tab: Tab) -> None:
    tab.page.fill("#text", "SELECT ?d { ?d a kg:Document }")
    tab.page.keyboard.press("Control+Enter")
    tab.page.wait_for_selector("#result table a")
    tab.page.locator("#result table a[href$='doc-visit']").click()
    tab.page.wait_for_selector("h1")
    own = {"小米汽车工厂2025年接待游客15万人。", "小米汽车旗下的初代SU7退市。"}
    assert set(tab.page.locator("blockquote").all_inner_texts()) == own


def test_the_graph_page_opens(tab: Tab) -> None:
    tab.page.goto(tab.address + "graph")
    tab.page.wait_for_selector("#canvas")
    assert tab.page.title()
