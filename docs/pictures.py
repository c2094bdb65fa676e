"""Takes the pictures of the page that the documentation shows: `python docs/pictures.py output/graph.html`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parent
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update".split()


def picture(browser: Browser, page: Path, name: str, thing: str, size: tuple[int, int], theme: str = "light") -> None:
    """One picture: the page with a thing chosen and its first fact opened."""
    context = browser.new_context(
        offline=True, viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto(page.resolve().as_uri())
    tab.wait_for_selector("html[data-ready]")
    if thing:
        tab.fill("#search", thing)
        tab.press("#search", "Enter")
        tab.locator("#panel .fact").first.click()
    tab.mouse.move(2, size[1] / 2)
    tab.wait_for_timeout(200)
    tab.screenshot(path=DOCS / name)
    context.close()


def main() -> None:
    """All pictures."""
    page = Path(sys.argv[1])
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        picture(browser, page, "page.png", "小米汽车工厂", (1280, 760))
        picture(browser, page, "page-dark.png", "新一代SU7", (1280, 760), "dark")
        picture(browser, page, "page-phone.png", "小米汽车", (390, 780))
        browser.close()


if __name__ == "__main__":
    main()
