"""The page in headless Chromium, offline, from file://: prints each figure with its bar, 1 where one falls short.

Plain pyvis draws the same nodes and edges in the same run.

python benchmarks/page.py              1k and 10k things; plain pyvis of the same 1k with its physics: some minutes
python benchmarks/page.py --no-pyvis   without it

CPU is that of all processes of the browser together (renderer, compositor, browser), counted by the system, from before the
page is opened; tasks and keystrokes are the renderer's main thread. Each is the least of some rounds: the machine is not ours alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from page_graph import made
from playwright.sync_api import TimeoutError, sync_playwright
from pyvis.network import Network as Pyvis

from kg.visualise import to_pyvis, write

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
#: things, edges → file in MB, CPU seconds until usable
SIZES = {1_000: (2_000, 1.3, 1.8), 10_000: (20_000, 3.5, 2.5)}
ROUNDS = 3
PYVIS_MOST = 240  #: seconds that plain pyvis is waited for

#: notes tasks over 50 ms and breaches of the policy before anything of the page runs
WATCH = """
window.seen = { tasks: [], breaches: 0 };
new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask", buffered: true });
addEventListener("securitypolicyviolation", () => { seen.breaches += 1; });
"""
#: every word that is drawn, where: from the calls of the canvas itself, whatever the page says of them
INK = """
window.ink = [];
const pen = CanvasRenderingContext2D.prototype, fill = pen.fillText, rect = pen.fillRect;
pen.fillRect = function (x, y, w, h) { if (w * h > 200000) window.ink = []; return rect.call(this, x, y, w, h); };
pen.fillText = function (text, x, y) {
  const wide = this.measureText(text).width, high = Number(/([\\d.]+)px/.exec(this.font)[1]);
  const box = { left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 };
  window.ink.push({ ...box, text, px: high, ink: this.fillStyle });
  return fill.call(this, text, x, y);
};
"""
#: text of the document with less contrast to what lies behind it than asked for
CONTRAST = """
(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return parse(getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  };
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || ["SCRIPT", "NOSCRIPT"].includes(node.tagName) || !node.checkVisibility()) continue;
    found.push(ratio(parse(getComputedStyle(node).color), behind(node)));
  }
  const paper = document.createElement("i");
  document.body.append(paper);
  paper.style.setProperty("color", "var(--paper)");
  const ground = parse(getComputedStyle(paper).color);
  for (const { ink: color } of window.ink || []) {
    paper.style.setProperty("color", color);
    found.push(ratio(parse(getComputedStyle(paper).color), ground));
  }
  paper.remove();
  return Math.min(...found);
})()
"""

#: is this point of the picture to be seen, both ends of the word too?
BARE = """
([left, right, middle]) => {
  const canvas = document.getElementById("canvas"), home = canvas.getBoundingClientRect();
  const bare = (x) => x > 0 && x < home.width && document.elementFromPoint(x + home.left, middle + home.top) === canvas;
  return bare(left) && bare(right);
}
"""
#: notes when vis-network has shown its first picture: the variable of pyvis's page is watched
DRAWN = """
let drawing;
Object.defineProperty(window, "network", { get: () => drawing, set(made) {
  drawing = made;
  made.once("stabilizationIterationsDone", () => requestAnimationFrame(() => { window.drawn = true; }));
} });
"""


class Figures:
    """The lines that are printed, each with its bar."""

    def __init__(self) -> None:
        self.missed = 0

    def add(self, name: str, value: float, bar: float, unit: str, *, least: bool = False, beside: str = "") -> None:
        """One figure; at most (or at least) the bar is wanted; `beside` says what plain pyvis does."""
        good = value >= bar if least else value <= bar
        self.missed += not good
        sign = "≥" if least else "≤"
        print(
            f"{name:38} {value:9.4g} {unit:4} {sign} {bar:<5g} {'ok    ' if good else 'MISSED'} {beside}".rstrip(),
            flush=True,
        )


class Tab:
    """A page in a browser of its own."""

    def __init__(self, page: Any, path: Path, root: psutil.Process) -> None:
        self.page, self.path, self.root = page, path, root
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.add_init_script(WATCH)
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def cpu(self) -> float:
        """Processor seconds that the browser has used so far, all its processes."""
        used = 0.0
        for process in [self.root, *self.root.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            used += times.user + times.system
        return used

    def task(self) -> float:
        """Processor seconds that the renderer's main thread has spent in tasks so far."""
        found = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

    def open(self) -> float:
        """Opens the page until it is drawn and has nothing left to prepare; gives the CPU seconds that took."""
        before = self.cpu()
        self.page.goto(self.path.as_uri())
        self.page.wait_for_selector("html[data-ready]", timeout=120_000)
        self.page.evaluate("new Promise((done) => requestIdleCallback(done))")
        self.settle()
        return self.cpu() - before

    def settle(self) -> None:
        """Waits until two more frames were drawn."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def pan(self, frames: int = 40) -> float:
        """CPU milliseconds for a frame while the picture is dragged."""
        move = self.page.mouse
        move.move(640, 130)
        move.down()
        before = self.cpu()
        for frame in range(frames):
            move.move(640 + (frame % 20) * 6, 130 + (frame % 20) * 4)
            self.page.evaluate("new Promise((done) => requestAnimationFrame(done))")
        used = (self.cpu() - before) / frames * 1000
        move.up()
        return used

    def keystrokes(self, words: str) -> list[float]:
        """The milliseconds that each keystroke of a search takes: the renderer's main thread, with layout and drawing."""
        self.page.focus("#search")
        self.page.keyboard.press("a")
        self.settle()
        self.page.fill("#search", "")
        self.settle()
        spent = []
        for letter in words:
            before = self.task()
            self.page.keyboard.insert_text(letter)
            self.settle()
            spent.append((self.task() - before) * 1000)
        self.page.keyboard.press("Escape")
        return spent


@contextmanager
def browser(path: Path, *, theme: str = "light", ink: bool = False) -> Iterator[Tab]:
    """A fresh browser, network off, with a page that is not opened yet."""
    own = psutil.Process()
    with sync_playwright() as engine:
        known = {child.pid for child in own.children(recursive=True)}
        found = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = found.new_context(offline=True, viewport={"width": 1440, "height": 900}, color_scheme=theme)
        page = context.new_page()
        fresh = [child for child in own.children(recursive=True) if child.pid not in known]
        root = next(child for child in fresh if "chrom" in child.name() and "--type=" not in " ".join(child.cmdline()))
        if ink:
            page.add_init_script(INK)
        yield Tab(page, path, root)
        found.close()


def overlaps(boxes: list[dict[str, float]]) -> int:
    """How many pairs of words cover each other."""
    return sum(
        a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
        for turn, a in enumerate(boxes)
        for b in boxes[turn + 1 :]
    )


def covered(box: dict[str, float], page: Any) -> bool:
    """Does something of the page stand on the word, or does it reach beyond the picture?"""
    return not page.evaluate(BARE, [box["left"], box["right"], (box["top"] + box["bottom"]) / 2])


def least(rounds: int, work: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """The least of each of several figures."""
    return tuple(map(min, zip(*(work() for _ in range(rounds)), strict=True)))


def opened(path: Path) -> tuple[float, ...]:
    """CPU until usable, CPU for a panned frame, longest task, every keystroke."""
    with browser(path) as tab:
        usable = tab.open()
        panned = tab.pan()
        typed = [*tab.keystrokes("电池车型"), *tab.keystrokes("lanchi")]
        longest = max(tab.page.evaluate("seen.tasks"), default=0.0)
        return usable, panned, longest, *typed


def alone(path: Path, figures: Figures) -> None:
    """What the page asks for and complains of."""
    with browser(path) as tab:
        tab.open()
        tab.keystrokes("岚")
        tab.page.keyboard.press("l")
        figures.add("requests beyond the file", len(tab.asked) - 1, 0, "")
        figures.add("console errors", len(tab.said), 0, "")
        figures.add("breaches of the policy", tab.page.evaluate("seen.breaches"), 0, "")


def labels(path: Path, figures: Figures) -> None:
    """The words on the canvas, at the first view and nearer and farther."""
    with browser(path, ink=True) as tab:
        tab.open()
        ink = tab.page.evaluate("ink")
        figures.add(
            "labels to be read at the first view",
            sum(one["px"] >= 11 and not covered(one, tab.page) for one in ink),
            40,
            "",
            least=True,
        )
        many = overlaps(ink)
        for key in ("+++", "------"):
            for press in key:
                tab.page.keyboard.press(press)
            tab.settle()
            many += overlaps(tab.page.evaluate("ink"))
        figures.add("labels that overlap, at three zooms", many, 0, "")


def contrast(path: Path, figures: Figures) -> None:
    """The least contrast of any text, in both themes, with the panel open."""
    for theme in ("light", "dark"):
        with browser(path, theme=theme, ink=True) as tab:
            tab.open()
            tab.page.fill("#search", "a")
            lowest = tab.page.evaluate(CONTRAST)
            tab.page.fill("#search", "公司")
            tab.page.press("#search", "Enter")
            tab.settle()
            figures.add(f"least contrast, {theme}", min(lowest, tab.page.evaluate(CONTRAST)), 4.5, "", least=True)


def plain(network: Any, path: Path) -> dict[str, float]:
    """The same nodes and edges by plain pyvis, as it comes: file, CPU until the first picture, CPU for a frame."""
    other = Pyvis(directed=True, cdn_resources="in_line", height="900px")
    for node in network.nodes:
        other.add_node(node["id"], label=node["label"], group=node["group"])
    for edge in network.edges:
        other.add_edge(edge["from"], edge["to"], title=edge["label"])
    path.write_text(other.generate_html(), "utf-8")
    with browser(path) as tab:
        tab.page.add_init_script(DRAWN)
        before, began = tab.cpu(), time.monotonic()
        tab.page.goto(path.as_uri(), wait_until="commit")
        tab.page.set_default_timeout(PYVIS_MOST * 1000)
        try:
            tab.page.wait_for_function("window.drawn", polling=500)
        except TimeoutError:
            print(f"plain pyvis: no picture after {time.monotonic() - began:.0f} s; counted as that", flush=True)
        return {
            "file": path.stat().st_size / 1e6,
            "usable": tab.cpu() - before,
            "asked": len(tab.asked) - 1,
            "said": len(tab.said),
        }


def one(things: int, folder: Path, figures: Figures, *, beside: bool) -> None:
    """All figures of one size."""
    edges, most_file, most_usable = SIZES[things]
    graph, path = made(things, edges), folder / f"{things}.html"
    spent = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        write(graph, path, title="样例")
        spent.append(time.thread_time() - began)
    known = {"file": 0.0, "usable": 0.0, "asked": 0.0, "said": 0.0}
    if beside and things == 1_000:
        known = plain(to_pyvis(graph), folder / "plain.html")
    say = (lambda key, unit: f"  plain pyvis {known[key]:.1f} {unit}") if known["file"] else (lambda key, unit: "")
    print(f"\n{things:,} things, {edges:,} edges, {len(graph):,} triples", flush=True)
    figures.add("writing, with reading and layout: CPU", min(spent), 5, "s")
    figures.add("file", path.stat().st_size / 1e6, most_file, "MB", beside=say("file", "MB"))
    usable, panned, longest, *typed = least(ROUNDS, lambda: opened(path))
    figures.add("until usable: CPU", usable, most_usable, "s", beside=say("usable", "s"))
    figures.add("a panned frame: CPU", panned, 60, "ms")
    figures.add("the worst keystroke of a search", max(typed), 50, "ms")
    figures.add("longest task", longest, 500, "ms")
    alone(path, figures)
    labels(path, figures)
    contrast(path, figures)


def main() -> int:
    """Prints the figures; 1 where a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--no-pyvis", action="store_true", help="without plain pyvis beside it")
    arguments.add_argument("--things", type=int, choices=SIZES, nargs="*", default=list(SIZES), help="only these sizes")
    arguments.add_argument("--keep", type=Path, help="a folder that the pages are kept in")
    options = arguments.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        for things in options.things:
            one(things, options.keep or Path(folder), figures, beside=not options.no_pyvis)
    return int(figures.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
