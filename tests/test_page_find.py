"""Finding, filtering and the comforts of the page, held against counts, circles and paths worked out in Python."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx
import pytest
from page_tab import Tab, opened, where

from kg.visualise import Network, View
from kg.visualise.page import save
from kg.visualise.values import Claim, Thing

DOUBTS = {"Planned", "Opinion", "Denied", "Hypothetical"}
Keep = Callable[[Claim, str], bool]
#: whether the words on the picture are those of the last time
STILL = "(window.before === window.words.join()) || ((window.before = window.words.join()), false)"
SVG = "{http://www.w3.org/2000/svg}"


def shown(tab: Tab) -> int:
    """How many things the page says it shows."""
    return int(tab.text("#count").split()[1])


def choose(tab: Tab, name: str) -> None:
    tab.search(name)
    assert tab.text("#panel h2") == name


def until(tab: Tab, condition: str, times: int = 1) -> None:
    """Waits until a condition holds, so many times in a row; the page's own policy lets no string wait there."""
    held = 0
    for _ in range(400):
        held = held + 1 if tab.page.evaluate(condition) else 0
        if held >= times:
            return
        tab.page.wait_for_timeout(20)
    raise AssertionError(condition)


def unfold(tab: Tab, name: str) -> None:
    tab.page.click(f"#legend .fold:has-text('{name}')")


def rows(tab: Tab, kind: str = "things") -> list[str]:
    """The first column of the list view, which stays open."""
    if tab.page.is_hidden("#list"):
        tab.page.click("#tool-list")
    tab.page.click(f"#list [data-tab={kind}]")
    return tab.texts("#list tbody th")


def first_view(network: Network) -> list[str]:
    return [node["id"] for node in network.nodes if not node["hidden"]]


@pytest.fixture(scope="module")
def simple(network: Network) -> networkx.Graph[str]:
    """What is simply asserted, without direction, by label."""
    label = {node["id"]: node["label"] for node in network.nodes}
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(label.values())
    graph.add_edges_from((label[edge["from"]], label[edge["to"]]) for edge in network.edges if not edge["dashes"])
    return graph


def facts(view: View) -> Iterator[tuple[set[str], Claim, str, str]]:
    """Every fact: the things it is about, its claim, its date, why it is not simply so."""
    dates = {number.id: number.period for number in view.numbers}
    for link in view.links:
        yield {link.subject, link.object}, link.claim, "", link.claim.stance
    for number in view.numbers:
        yield {number.about, number.holder}, number.claim, number.period, number.claim.stance
    for move in view.moves:
        yield {move.about}, move.claim, "/".join((dates[move.before], dates[move.after])), move.claim.stance
    for event in view.happenings:
        why = event.claim.stance if event.status == "Actual" else "Planned"
        yield {thing for _, thing in event.roles}, event.claim, event.date, why


def months(date: str) -> tuple[str, str]:
    first, last = date.split("/")[0], date.split("/")[-1]
    return (first + "-01")[:7], last[:7] if len(last) > 4 else last + "-12"


def told(network: Network, keep: Keep) -> set[str]:
    """The things of the first view of which a fact tells that is kept; plans are told with their mark."""
    things = set(first_view(network))
    found: set[str] = set()
    for about, claim, date, why in facts(network.view):
        if why in ("Asserted", "Planned") and keep(claim, date):
            found |= about & things
    return found


# ------------------------------------------------------------ search


HEARD = {
    "xm": "小米",
    "xiaomiqc": "小米汽车",
    "xiaomiqiche": "小米汽车",
    "小m": "小米",
    "xiaomi汽车gc": "小米汽车工厂",
    "ndsd": "宁德时代",
    "NingDe ShiDai": "宁德时代",
    "chongqing": "重庆",
    "cahngan": None,
    "changanq": "长安汽车",
    "wenjiem9": "问界M9",
    "slscjgc": "赛力斯超级工厂",
    "fuyao": "福耀玻璃",
    "id/DeepSeek-V3": "DeepSeek-V3",
}


def test_search_hears_pinyin_initials_and_mixtures(tab: Tab) -> None:
    for words, found in HEARD.items():
        tab.page.fill("#search", words)
        assert tab.texts("#hits li:first-child span:nth-of-type(1)") == ([found] if found else []), words


def test_the_exact_name_stands_before_the_begun_the_inner_and_the_spoken(browser: Any, tmp_path: Path) -> None:
    names = ("大米", "米", "小米", "米酒", "密云", "Mi")
    things = tuple(Thing(f"urn:{number}", name, "Company") for number, name in enumerate(names))
    save(tmp_path / "page.html", Network(View(things)).generate_html())
    tab = opened(browser, tmp_path / "page.html")
    tab.page.fill("#search", "米")
    assert tab.texts("#hits li") == ["米", "米酒", "大米", "小米"]
    tab.page.fill("#search", "mi")
    assert tab.texts("#hits li") == ["Mi", "米", "米酒", "密云", "大米", "小米"]
    tab.page.context.close()


def test_of_equal_answers_the_one_most_told_of_comes_first(tab: Tab, network: Network) -> None:
    weight = Counter(thing for about, _, _, _ in facts(network.view) for thing in about)
    tab.page.fill("#search", "su7")
    names = [name.split("\n")[0] for name in tab.texts("#hits li")]
    inner = [name for name in names if name.endswith("SU7") and name != "SU7"]
    label = {node["label"]: node["id"] for node in network.nodes}
    assert names[0] == "SU7"
    assert inner == sorted(inner, key=lambda name: -weight[label[name]])


def test_what_was_asked_for_is_marked_in_the_answers(tab: Tab) -> None:
    tab.page.fill("#search", "mqc")
    assert tab.texts("#hits li:first-child b") == ["米汽车"]


def test_a_keystroke_among_ten_thousand_is_answered_at_once(browser: Any, tmp_path: Path) -> None:
    signs = "云山海星辰光木林火石金玉江河湖川"
    name = "".join
    things = tuple(
        Thing(f"urn:{n:05}", name(signs[n >> bits & 15] for bits in (0, 4, 8, 12)) + "公司", "Company")
        for n in range(10_000)
    )
    save(tmp_path / "page.html", Network(View(things)).generate_html())
    tab = opened(browser, tmp_path / "page.html")
    tab.page.fill("#search", "y")
    took = tab.page.evaluate(
        """(words) => words.map((word) => Math.min(...[1, 2, 3].map(() => {
            const field = document.getElementById("search"), began = performance.now();
            field.value = word;
            field.dispatchEvent(new Event("input"));
            return performance.now() - began;
        })))""",
        ["s", "sh", "shan", "山", "山h", "gs", "nothing", "公司", "ysgs"],
    )
    assert max(took) <= 50
    tab.page.context.close()


# ------------------------------------------------------------ legend


def test_the_legend_counts_as_python_does(tab: Tab, network: Network) -> None:
    unfold(tab, "关系与事件")
    while tab.page.locator("#legend .more").count():
        tab.page.locator("#legend .more").first.click()
    lists = tab.page.locator("#legend ul")
    for at, words in ((0, (node["group"] for node in network.nodes)), (1, (edge["label"] for edge in network.edges))):
        found = [int(words) for words in lists.nth(at).locator(".n").all_inner_texts()]
        assert found == sorted(Counter(words).values(), reverse=True)


def test_only_one_class_is_left_and_all_come_back(tab: Tab, network: Network) -> None:
    row = tab.page.locator("#legend li:has-text('人物')")
    toggle = row.locator(".toggle")

    def by_button() -> None:
        row.hover()
        row.locator(".only").click()

    for ask in (toggle.dblclick, by_button, lambda: toggle.press("Shift+Enter")):
        ask()
        assert shown(tab) == sum(node["group"] == "Person" and not node["hidden"] for node in network.nodes)
        assert tab.texts("#bar li > :first-child") == ["只看 人物"]
        ask()
        assert shown(tab) == len(first_view(network))


def test_a_relation_that_is_hidden_leaves_the_others(tab: Tab, network: Network) -> None:
    unfold(tab, "关系与事件")
    before = Counter(edge["label"] for edge in network.edges if not edge["dashes"])
    label, count = before.most_common(1)[0]
    all_edges = sum(before.values())
    tab.page.locator("#fold-relations .toggle").first.click()
    rows(tab, "links")
    assert tab.text("[data-tab=links]") == f"关系 {all_edges - count}", label


def why(view: View, kind: str, number: int) -> str:
    if kind == "link":
        return view.links[number].claim.stance
    event = view.happenings[number]
    return event.claim.stance if event.status == "Actual" else "Planned"


def test_doubtful_edges_are_drawn_only_when_asked_for(tab: Tab, network: Network) -> None:
    seen = set(first_view(network))
    drawn = [edge for edge in network.edges if {edge["from"], edge["to"]} <= seen]
    said = [{why(network.view, *fact) for fact in edge["facts"]} for edge in drawn]
    kinds = sorted(set().union(*said) & DOUBTS)
    rows(tab, "links")
    for asked in ([], kinds, kinds[:1], kinds[1:]):
        tab.page.check("#doubtful")
        if not asked:
            tab.page.uncheck("#doubtful")
        for kind in kinds if asked else ():
            tab.page.set_checked(f"[data-doubt={kind}]", kind in asked)
        expected = sum(not one.isdisjoint({"Asserted", *asked}) for one in said)
        assert tab.text("[data-tab=links]") == f"关系 {expected}", asked


# ------------------------------------------------------------ time and documents


def test_the_time_slider_keeps_what_python_keeps(tab: Tab, network: Network) -> None:
    unfold(tab, "时间")
    whole = len(first_view(network))
    for from_steps, to_steps, undated in (
        (0, 0, True),
        (0, 0, False),
        (3, 0, True),
        (0, 4, False),
        (4, 2, False),
        (2, 5, True),
    ):
        for handle, start, key, steps in (
            ("#from", "Home", "ArrowRight", from_steps),
            ("#to", "End", "ArrowLeft", to_steps),
        ):
            tab.page.press(handle, start)
            for _ in range(steps):
                tab.page.keyboard.press(key)
        tab.page.set_checked("#undated", undated)
        first, last = (tab.page.get_attribute(handle, "aria-valuetext") or "" for handle in ("#from", "#to"))
        assert tab.text("#span") == f"{first} – {last}"
        kept = told(network, within(first, last, undated))
        assert shown(tab) == (whole if undated and not from_steps and not to_steps else len(kept))


def within(first: str, last: str, undated: bool) -> Keep:
    def keep(_: Claim, date: str) -> bool:
        return undated if not date else months(date)[0] <= last and months(date)[1] >= first

    return keep


def test_the_handles_do_not_pass_each_other(tab: Tab) -> None:
    unfold(tab, "时间")
    tab.page.focus("#from")
    tab.page.keyboard.press("End")
    assert tab.page.input_value("#from") == tab.page.input_value("#to")
    tab.page.focus("#to")
    tab.page.keyboard.press("Home")
    assert tab.page.input_value("#to") == tab.page.input_value("#from") != "0"


def test_only_what_the_picked_documents_say_is_kept(tab: Tab, network: Network) -> None:
    unfold(tab, "文章")
    tab.page.check("#legend label:has-text('芯片自研潮') input")
    paper = next(paper.id for paper in network.view.papers if paper.title.startswith("芯片自研潮"))
    expected = told(network, lambda claim, _: any(proof.document == paper for proof in claim.proofs))
    label = {node["id"]: node["label"] for node in network.nodes}
    assert sorted(rows(tab)) == sorted(label[thing] for thing in expected)
    tab.page.click("#tool-list")
    choose(tab, "字节跳动")
    assert tab.page.locator("#panel .fact").count() >= 1
    tab.page.locator("#panel .fact").first.click()
    assert all("芯片自研潮" in words for words in tab.texts("#panel blockquote footer"))


# ------------------------------------------------------------ around a thing, and from one to another


def test_what_is_around_a_thing_is_its_ego_graph(tab: Tab, simple: networkx.Graph[str]) -> None:
    for name in ("小米汽车", "雷军", "宁德"):
        choose(tab, name)
        for hops in (1, 2, 3):
            tab.page.keyboard.press(str(hops))
            assert sorted(rows(tab)) == sorted(networkx.ego_graph(simple, name, radius=hops))
        tab.page.keyboard.press("0")
        assert tab.page.locator("#bar li").count() == 0


def test_the_path_between_two_things_is_a_shortest_one(tab: Tab, simple: networkx.Graph[str]) -> None:
    for start, end in (("雷军", "宁德"), ("小米", "王传福"), ("问界M9", "杭州"), ("SU7", "小米")):
        choose(tab, start)
        tab.page.keyboard.press("p")
        assert f"「{start}」" in tab.text("#bar")
        tab.search(end)
        chain = [words.strip() for words in tab.texts("#panel .chain .stop")]
        assert [chain[0], chain[-1]] == [start, end]
        assert len(chain) - 1 == networkx.shortest_path_length(simple, start, end)
        assert all(simple.has_edge(a, b) for a, b in pairwise(chain))
        assert tab.page.locator("#panel .chain > li:has(blockquote)").count() == len(chain) - 1


def test_a_hidden_thing_is_walked_around(tab: Tab, simple: networkx.Graph[str]) -> None:
    start, end = "特斯拉", "比亚迪"
    middle = networkx.shortest_path(simple, start, end)[1]
    choose(tab, middle)
    tab.page.keyboard.press("h")
    choose(tab, start)
    tab.page.keyboard.press("p")
    tab.search(end)
    without = simple.subgraph(set(simple) - {middle})
    assert tab.page.locator("#panel .chain .stop").count() - 1 == networkx.shortest_path_length(without, start, end)


def test_where_there_is_no_path_it_is_said(tab: Tab, simple: networkx.Graph[str]) -> None:
    alone = next(node for node in sorted(simple) if not simple[node])
    choose(tab, alone)
    tab.page.keyboard.press("p")
    tab.search("小米")
    assert tab.text("#panel [role=status]") == "两者之间没有路径"


# ------------------------------------------------------------ hiding and taking back


def test_hiding_is_undone_and_done_again(tab: Tab) -> None:
    before = shown(tab)
    choose(tab, "雷军")
    tab.page.keyboard.press("h")
    assert (shown(tab), tab.page.is_hidden("#panel")) == (before - 1, True)
    tab.page.keyboard.press("Control+z")
    assert shown(tab) == before
    tab.page.keyboard.press("Control+Shift+z")
    assert shown(tab) == before - 1
    tab.page.click("#undo")
    assert shown(tab) == before


def test_every_filter_is_said_and_all_are_cleared_at_once(tab: Tab) -> None:
    before = shown(tab)
    tab.page.click("#legend .toggle:has-text('地点')")
    tab.page.check("#doubtful")
    unfold(tab, "文章")
    tab.page.check("#legend label:has-text('芯片自研潮') input")
    choose(tab, "华为")
    tab.page.keyboard.press("2")
    words = tab.texts("#bar li > :first-child")
    assert [part.split()[0] for part in words] == ["华为", "不看", "另含", words[3].split()[0]]
    assert words[3].startswith("芯片自研潮")
    tab.page.click("#bar li:has-text('地点') .drop")
    assert tab.page.locator("#bar li").count() == 3
    tab.page.click("#clear-all")
    assert (tab.page.locator("#bar li").count(), shown(tab)) == (0, before)


def test_neighbours_are_collapsed_and_expanded(tab: Tab, simple: networkx.Graph[str], network: Network) -> None:
    label = {node["id"]: node["label"] for node in network.nodes}
    seen = simple.subgraph(label[id] for id in first_view(network))
    alone = [node for node in seen["宇树科技"] if len(seen[node]) == 1]
    before = shown(tab)
    choose(tab, "宇树科技")
    tab.page.keyboard.press("c")
    assert alone
    assert shown(tab) == before - len(alone)
    tab.page.keyboard.press("e")
    assert shown(tab) == before


# ------------------------------------------------------------ address


def test_the_address_leads_back_to_the_same_picture(tab: Tab) -> None:
    tab.page.click("#tool-language")
    tab.page.click("#tool-theme")
    tab.page.click("#legend .toggle:has-text('Place')")
    tab.page.check("#doubtful")
    tab.page.uncheck("[data-doubt=Denied]")
    unfold(tab, "Time")
    tab.page.focus("#from")
    tab.page.keyboard.press("ArrowRight")
    tab.page.uncheck("#undated")
    unfold(tab, "Articles")
    tab.page.check("#legend .papers input >> nth=0")
    choose(tab, "SU7")
    tab.page.keyboard.press("3")
    tab.page.keyboard.press("+")
    until(tab, "location.hash.includes('at=')")
    address = tab.page.url
    before = state(tab)
    tab.page.goto("about:blank")
    tab.page.goto(address)
    tab.page.wait_for_selector("html[data-ready]")
    assert state(tab) == before
    assert (tab.page.get_attribute("html", "data-theme"), tab.page.get_attribute("html", "lang")) == ("dark", "en")
    assert tab.page.url == address


def state(tab: Tab) -> list[Any]:
    """What a reader sees of the state of the page."""
    return [
        tab.text("#count"),
        tab.text("#panel h2"),
        tab.texts("#bar li > :first-child"),
        tab.texts("#legend [aria-pressed=false]"),
    ]


def test_the_address_keeps_a_path_and_the_list(tab: Tab) -> None:
    choose(tab, "雷军")
    tab.page.keyboard.press("p")
    tab.search("宁德")
    chain = tab.texts("#panel .chain .stop")
    tab.page.click("#tool-list")
    address = tab.page.url
    tab.page.goto("about:blank")
    tab.page.goto(address)
    tab.page.wait_for_selector("html[data-ready]")
    assert tab.texts("#panel .chain .stop") == chain
    assert tab.page.is_visible("#list")


def test_an_address_that_changes_changes_the_page(tab: Tab) -> None:
    choose(tab, "雷军")
    tab.page.evaluate("location.hash = '#id=' + encodeURIComponent('小米') + '&off=Person'")
    tab.page.wait_for_selector("#panel h2:has-text('小米')")
    assert tab.texts("#bar li > :first-child") == ["不看 人物"]


def test_what_an_address_says_in_vain_is_passed_over(tab: Tab) -> None:
    before = shown(tab)
    for words in (
        "at=1,2",
        "at=x,y,z",
        "around=小米,9",
        "time=a,b",
        "off=Nothing",
        "path=小米",
        "id=&&=",
        "papers=%zz",
    ):
        tab.page.goto("about:blank")
        tab.open("#" + words)
        assert (shown(tab), tab.page.is_hidden("#panel")) == (before, True), words


# ------------------------------------------------------------ files


def written(tab: Tab) -> list[str]:
    """The words that the canvas was last drawn with."""
    return sorted(tab.page.evaluate("window.words"))


@pytest.fixture
def watched(browser: Any, file: Path) -> Iterator[Tab]:
    """A page of which every word drawn is noted."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.add_init_script(
        """const pen = CanvasRenderingContext2D.prototype, { fillText, fillRect } = pen;
        window.words = [];
        pen.fillRect = function (...box) { if (this.canvas.isConnected) window.words = []; fillRect.apply(this, box); };
        pen.fillText = function (...word) { if (this.canvas.isConnected) window.words.push(word[0]); fillText.apply(this, word); };"""
    )
    tab = Tab(context.new_page(), file)
    until(tab, "window.words.length > 9")
    yield tab
    context.close()
    assert tab.said == []


def download(tab: Tab, kind: str) -> tuple[str, bytes]:
    tab.page.click("#tool-export")
    with tab.page.expect_download() as waited:
        tab.page.click(f"#save-{kind}")
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


@pytest.mark.parametrize("chosen", ["", "小米汽车"])
def test_the_svg_holds_every_word_that_is_seen(watched: Tab, chosen: str) -> None:
    if chosen:
        choose(watched, chosen)
    until(watched, STILL, 5)
    name, found = download(watched, "svg")
    assert name == "新能源汽车.svg"
    drawn = ElementTree.fromstring(found)
    assert sorted(text.text or "" for text in drawn.iter(SVG + "text")) == written(watched)
    assert len(list(drawn.iter(SVG + "path"))) > 10
    assert "Noto Sans CJK SC" in (next(drawn.iter(SVG + "text")).get("font-family") or "")


def test_the_png_is_twice_as_fine_as_the_window(watched: Tab) -> None:
    name, found = download(watched, "png")
    box = watched.page.locator("#canvas").bounding_box()
    assert name == "新能源汽车.png"
    assert struct.unpack(">II", found[16:24]) == (round(2 * box["width"]), round(2 * box["height"]))


def test_hostile_names_make_an_svg_that_parses(browser: Any, tmp_path: Path) -> None:
    names = ("<script>&\"'", "\x00\x07\x1f甲", "]]>乙", "\ufffe\uffff丙", "<!--丁")
    things = tuple(Thing(f"urn:{number}", name, name) for number, name in enumerate(names))
    save(tmp_path / "page.html", Network(View(things), title="<&>").generate_html())
    tab = opened(browser, tmp_path / "page.html", accept_downloads=True)
    drawn = ElementTree.fromstring(download(tab, "svg")[1])
    assert [text.text for text in drawn.iter(SVG + "text")][:1] == ["<script>&\"'"]
    assert drawn.find(SVG + "script") is None
    tab.page.context.close()


# ------------------------------------------------------------ keyboard, list, hearing and touching


def tab_to(tab: Tab, selector: str, most: int = 40) -> None:
    for _ in range(most):
        if tab.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        tab.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector}")


def test_the_keyboard_alone_leads_from_search_to_sentence_and_on(tab: Tab) -> None:
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("xmqcgc")
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == "小米汽车工厂"
    tab_to(tab, "#panel .fact")
    tab.page.keyboard.press("Enter")
    assert tab.page.locator("#panel blockquote").first.is_visible()
    tab.page.keyboard.press("Escape")
    assert tab.page.is_hidden("#panel")
    tab.page.focus("#canvas")
    tab.page.keyboard.press("ArrowRight")
    first = tab.text("#panel h2")
    tab.page.keyboard.press("Shift+F10")
    assert tab.page.is_visible("#menu")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("document.activeElement.id") == "canvas"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.getElementById('panel').contains(document.activeElement)")
    assert first


def test_letters_typed_into_a_field_are_letters(tab: Tab) -> None:
    before = shown(tab)
    choose(tab, "雷军")
    tab.page.focus("#search")
    tab.page.keyboard.type("h1fl")
    assert (shown(tab), tab.page.is_hidden("#list")) == (before, True)
    assert tab.page.input_value("#search") == "h1fl"


def test_the_list_is_sorted_by_its_headings(tab: Tab, network: Network) -> None:
    label = {node["id"]: node["label"] for node in network.nodes}
    weight = Counter(thing for about, _, _, _ in facts(network.view) for thing in about)
    moves = Counter(move.about for move in network.view.moves)
    rows(tab)
    tab.page.click("[data-sort=facts]")
    assert tab.page.get_attribute("th:has([data-sort=facts])", "aria-sort") == "descending"
    numbers = [int(words) for words in tab.texts("#list tbody td:last-child")]
    assert numbers == sorted((weight[id] - moves[id] for id in first_view(network)), reverse=True)
    tab.page.keyboard.press("Enter")
    assert tab.page.get_attribute("th:has([data-sort=facts])", "aria-sort") == "ascending"
    assert [int(words) for words in tab.texts("#list tbody td:last-child")] == numbers[::-1]
    tab.page.click("[data-sort=name]")
    assert sorted(tab.texts("#list tbody th")) == sorted(label[id] for id in first_view(network))


def test_a_row_of_the_links_opens_the_sentence(tab: Tab) -> None:
    rows(tab, "links")
    tab.page.click("#list tbody tr:has-text('小米'):has-text('雷军') button >> nth=0")
    assert tab.page.locator("#panel blockquote").count() >= 1


UNNAMED = """() => {
  const named = (e) => (e.getAttribute("aria-label") || e.innerText || "").trim() || [...(e.labels || [])].some((l) => l.innerText.trim()) || e.getAttribute("aria-labelledby");
  const seen = (e) => e.getClientRects().length > 0;
  const wrong = [];
  const add = (why, e) => wrong.push(why + ": " + e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll("button, input, a[href], canvas, aside, nav, section, dialog, [role]:not([role=none])")) if (seen(e) && !named(e) && !["status", "option", "search"].includes(e.getAttribute("role"))) add("no name", e);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) wrong.push("twice: " + id);
  for (const name of ["aria-controls", "aria-activedescendant", "aria-labelledby", "for"]) {
    for (const e of document.querySelectorAll(`[${name}]`)) for (const id of e.getAttribute(name).split(" ")) if (!document.getElementById(id)) add("points nowhere", e);
  }
  for (const e of document.querySelectorAll("[role=listbox] > *, [role=menu] > *")) if (!["option", "none"].includes(e.getAttribute("role")) && !e.matches(".none")) add("no part of its list", e);
  for (const e of document.querySelectorAll("button button, a button, button a, [aria-hidden=true] button")) add("one inside another", e);
  for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) add("out of order", e);
  for (const e of document.querySelectorAll("button, input")) {
    const box = e.getBoundingClientRect();
    if (seen(e) && box.height && box.height < 20 && !e.matches("[type=checkbox]")) add("too low", e);
  }
  return wrong;
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_has_a_name_and_a_role_that_fits(tab: Tab, language: str) -> None:
    if language == "en":
        tab.page.click("#tool-language")
    for fold in tab.page.locator("#legend .fold").all():
        fold.click()
    wrong = tab.page.evaluate(UNNAMED)
    choose(tab, "小米汽车")
    wrong += tab.page.evaluate(UNNAMED)
    tab.page.focus("#canvas")
    tab.page.keyboard.press("Shift+F10")
    wrong += tab.page.evaluate(UNNAMED)
    tab.page.keyboard.press("Escape")
    tab.page.click("#tool-export")
    tab.page.click("#tool-list")
    wrong += tab.page.evaluate(UNNAMED)
    tab.page.fill("#search", "xm")
    assert wrong + tab.page.evaluate(UNNAMED) == []


def touches(points: Iterable[tuple[float, float]]) -> list[dict[str, float]]:
    return [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]


def test_a_long_press_opens_the_menu_and_two_fingers_zoom(browser: Any, file: Path, network: Network) -> None:
    tab = opened(browser, file, has_touch=True)
    x, y = where(network, "比亚迪")
    session = tab.page.context.new_cdp_session(tab.page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches(points)})

    send("touchStart", (x, y))
    tab.page.wait_for_selector("#menu:not([hidden])")
    assert tab.page.get_attribute("#menu", "aria-label") == "比亚迪"
    send("touchEnd")
    assert tab.page.is_visible("#menu")
    tab.page.keyboard.press("Escape")
    scale = "Number((/at=[^,]+,[^,]+,([0-9.]+)/.exec(location.hash) || [])[1])"
    send("touchStart", (600, 300))
    send("touchStart", (600, 300), (700, 300))
    send("touchMove", (550, 300), (750, 300))
    send("touchEnd")
    until(tab, f"{scale} > 0")
    assert tab.said == []
    tab.page.context.close()


def test_a_right_click_offers_what_can_be_done(tab: Tab, network: Network) -> None:
    before = shown(tab)
    tab.page.mouse.click(*where(network, "比亚迪"), button="right")
    tab.page.click("#menu [role=menuitem]:has-text('隐藏')")
    assert shown(tab) == before - 1


def test_nothing_moves_for_those_who_want_no_motion(browser: Any, file: Path) -> None:
    moving = {}
    for wish in ("reduce", "no-preference"):
        tab = opened(browser, file, reduced_motion=wish)
        tab.page.click("#tool-export")
        moving[wish] = tab.page.evaluate("document.getAnimations().length")
        tab.page.context.close()
    assert moving == {"reduce": 0, "no-preference": 1}


def test_on_paper_there_are_no_controls_and_it_is_light(browser: Any, file: Path) -> None:
    tab = opened(browser, file, color_scheme="dark")
    choose(tab, "小米汽车")
    tab.page.emulate_media(media="print")
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.page.get_attribute("html", "data-theme") == "light"
    assert not any(tab.page.is_visible(selector) for selector in ("#tools", "#finder", "#panel .close", "#hint"))
    assert tab.page.evaluate("getComputedStyle(document.getElementById('panel')).position") == "static"
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.page.get_attribute("html", "data-theme") == "dark"
    tab.page.context.close()


def test_on_a_phone_the_filters_unfold_from_below(browser: Any, file: Path) -> None:
    tab = opened(browser, file, viewport={"width": 390, "height": 844}, has_touch=True)
    assert tab.page.is_hidden("#filters")
    tab.page.click("#legend > button")
    box = tab.page.locator("#legend").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
    tab.page.context.close()
