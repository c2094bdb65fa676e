"""The page in a browser, with the network off: it opens alone, shows the sentence behind a fact, and runs no foreign word."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from page_tab import Tab, made, opened, pair, where

from kg.visualise import Network, View
from kg.visualise.page import save
from kg.visualise.values import Claim, Link, Proof, Thing

# ------------------------------------------------------------ alone


def test_it_asks_for_nothing_but_itself(tab: Tab) -> None:
    tab.search("小米汽车")
    tab.page.wait_for_timeout(300)
    assert tab.asked == [tab.path.as_uri()]


def test_it_says_how_many_things_it_shows(tab: Tab, network: Network) -> None:
    shown = sum(not node["hidden"] for node in network.nodes)
    assert tab.text("#count") == f"显示 {shown} / 共 {network.num_nodes()} 个"


def test_a_packed_page_opens_too(browser: Any, tmp_path: Path) -> None:
    proof = Proof("urn:d", 0, 4, "一句话。" * 9)
    things = tuple(Thing(f"urn:{number:05}", f"东西{number}号" * 9, "Company") for number in range(9000))
    links = tuple(Link(a.id, "partner", b.id, Claim("Asserted", "", (proof,))) for a, b in pairwise(things))
    save(tmp_path / "page.html", Network(View(things, links)).generate_html())
    tab = opened(browser, tmp_path / "page.html")
    assert 'data-coding="gzip"' in (tmp_path / "page.html").read_text("utf-8")
    assert tab.text("#count") == "显示 300 / 共 9000 个"
    assert tab.said == []
    tab.page.context.close()


def test_an_empty_graph_opens(browser: Any, tmp_path: Path) -> None:
    save(tmp_path / "page.html", Network(title="空").generate_html())
    tab = opened(browser, tmp_path / "page.html")
    assert (tab.text("#title"), tab.said) == ("空", [])
    tab.page.context.close()


# ------------------------------------------------------------ facts and sentences


def test_a_click_on_a_node_opens_its_facts(tab: Tab, network: Network) -> None:
    tab.page.mouse.click(*where(network, "比亚迪"))
    assert tab.text("#panel h2") == "比亚迪"


def test_a_click_on_a_fact_shows_its_sentence_with_both_names_marked(tab: Tab) -> None:
    tab.search("问界M9")
    tab.page.click("#panel .fact:has-text('赛力斯')")
    assert "问界M9由赛力斯制造。" in tab.texts("#panel blockquote p")
    assert {"问界M9", "赛力斯"} <= set(tab.texts("#panel blockquote mark"))
    assert "问界家族再扩容" in tab.text("#panel blockquote footer")


def test_a_second_click_closes_the_sentence(tab: Tab) -> None:
    tab.search("问界M9")
    tab.page.click("#panel .fact:has-text('赛力斯')")
    tab.page.click("#panel .fact:has-text('赛力斯')")
    assert tab.page.locator("#panel blockquote").count() == 0


def test_a_click_on_a_line_shows_its_sentence(browser: Any, tmp_path: Path) -> None:
    network = pair(tmp_path / "page.html")
    tab = opened(browser, tmp_path / "page.html")
    (x1, y1), (x2, y2) = where(network, "甲公司"), where(network, "乙公司")
    tab.page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    assert tab.texts("#panel blockquote p") == ["甲公司向乙公司采购电芯。"]
    tab.page.context.close()


def test_numbers_stand_in_a_table_with_bound_unit_period_and_status(tab: Tab) -> None:
    tab.search("小米汽车工厂")
    assert [line.split()[:2] for line in tab.texts("#panel .number")] == [["2025", "13万人"], ["2026", "20万人"]]
    assert tab.texts("#panel .number .chip") == ["目标"]


def test_a_change_is_shown_with_both_numbers(tab: Tab) -> None:
    tab.search("小米汽车工厂")
    assert any("13万人 → 20万人" in words for words in tab.texts("#panel .fact"))


def test_events_and_documents_are_listed(tab: Tab) -> None:
    tab.search("新一代SU7")
    assert any("2026-03-19" in words for words in tab.texts("#panel .event"))
    assert tab.page.get_attribute("#panel li.note a", "href") == "https://example.com/su7"


def test_relations_are_grouped_in_both_directions(tab: Tab) -> None:
    tab.search("宁德时代")
    heads = tab.texts("#panel h4")
    assert any(head.startswith("←") for head in heads)
    assert any(head.endswith("→") for head in heads)


def test_the_arrow_of_a_fact_goes_to_the_other_thing(tab: Tab) -> None:
    tab.search("问界M9")
    tab.page.click("#panel .row:has-text('赛力斯') .go >> nth=0")
    assert tab.text("#panel h2").startswith("赛力斯")


def test_what_is_denied_or_opined_is_shown_only_when_asked_for(tab: Tab) -> None:
    tab.search("小米汽车")
    assert "蔚来" not in tab.text("#panel")
    tab.page.check("#doubtful")
    assert "否认" in tab.texts("#panel .chip")
    assert any("蔚来" in words for words in tab.texts("#panel .fact"))


# ------------------------------------------------------------ finding


@pytest.mark.parametrize(
    ("words", "found"),
    [("宁德", "宁德"), ("宁德时", "宁德时代"), ("CATL", "宁德时代"), ("xiaomi", "小米"), ("ｍｏｄｅｌ y", "Model Y")],
    ids=["name", "beginning", "alias", "case", "width"],
)
def test_search_finds(tab: Tab, words: str, found: str) -> None:
    tab.search(words)
    assert tab.text("#panel h2") == found


def test_search_finds_by_iri(tab: Tab) -> None:
    tab.search("https://w3id.org/zhkg/id/DeepSeek-V3")
    assert tab.text("#panel h2") == "DeepSeek-V3"


def test_search_says_when_there_is_nothing(tab: Tab) -> None:
    tab.page.fill("#search", "没有这种东西")
    assert tab.texts("#hits li") == ["没有找到"]


def test_a_thing_that_is_not_on_the_page_is_put_there_when_it_is_found(tab: Tab, network: Network) -> None:
    hidden = next(node["label"] for node in network.nodes if node["hidden"])
    before = tab.text("#count")
    tab.search(hidden)
    assert tab.text("#count") != before


def test_the_keyboard_is_enough_from_search_to_sentence(tab: Tab) -> None:
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("小米汽车工")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    assert tab.texts("#panel blockquote p") == ["小米汽车工厂去年接待游客13 万人,今年目标20万人。"]
    tab.page.keyboard.press("Escape")
    assert tab.page.is_hidden("#panel")


# ------------------------------------------------------------ legend, list, address


def test_the_legend_counts_and_hides_a_class(tab: Tab) -> None:
    row = tab.page.locator("#legend li button:has-text('人物')")
    assert row.locator(".n").inner_text() == str(len(made.CLASSES["Person"].split()))
    before = int(tab.text("#count").split()[1])
    row.click()
    assert int(tab.text("#count").split()[1]) < before
    row.click()
    assert int(tab.text("#count").split()[1]) == before


def test_all_are_shown_when_asked_for(tab: Tab, network: Network) -> None:
    tab.page.click("#tool-all")
    assert tab.text("#count") == f"显示 {network.num_nodes()} / 共 {network.num_nodes()} 个"


def test_the_list_holds_what_the_picture_shows(tab: Tab, network: Network) -> None:
    tab.page.keyboard.press("l")
    names = tab.texts("#list tbody th")
    assert names == [node["label"] for node in network.nodes if not node["hidden"]]
    tab.page.click("#list tbody button >> nth=0")
    assert tab.text("#panel h2") == names[0]


def test_the_address_keeps_the_chosen_thing(tab: Tab) -> None:
    tab.search("宁德时代")
    address = tab.page.url
    assert "#id=" in address
    tab.page.goto("about:blank")
    tab.page.goto(address)
    tab.page.wait_for_selector("html[data-ready]")
    assert tab.text("#panel h2") == "宁德时代"


def test_an_address_that_is_broken_is_passed_over(tab: Tab) -> None:
    tab.page.goto("about:blank")
    tab.open("#id=%E0%A4%A")
    assert tab.page.is_hidden("#panel")


def test_the_interface_speaks_english_when_asked_to(tab: Tab) -> None:
    tab.search("小米汽车工厂")
    tab.page.click("#tool-language")
    assert tab.page.get_attribute("html", "lang") == "en"
    assert tab.texts("#panel h3")[0].startswith("Changes")
    assert "130,000 人" in tab.text("#panel")


def test_help_opens_and_closes_by_key(tab: Tab) -> None:
    tab.page.keyboard.press("?")
    assert tab.page.is_visible("#help")
    tab.page.keyboard.press("Escape")
    assert tab.page.is_hidden("#help")


def test_arrow_keys_walk_from_node_to_node(tab: Tab) -> None:
    tab.search("宁德时代")
    tab.page.focus("#canvas")
    tab.page.keyboard.press("ArrowLeft")
    assert tab.text("#panel h2") != "宁德时代"


def test_dragging_moves_the_picture_and_chooses_nothing(tab: Tab, network: Network) -> None:
    x, y = where(network, "比亚迪")
    tab.page.mouse.move(700, 120)
    tab.page.mouse.down()
    tab.page.mouse.move(760, 150, steps=4)
    tab.page.mouse.up()
    assert tab.page.is_hidden("#panel")
    tab.page.mouse.click(x + 60, y + 30)
    assert tab.text("#panel h2") == "比亚迪"


def test_a_node_can_be_dragged(tab: Tab, network: Network) -> None:
    x, y = where(network, "比亚迪")
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 40, y - 30, steps=4)
    tab.page.mouse.up()
    tab.page.mouse.click(x + 40, y - 30)
    assert tab.text("#panel h2") == "比亚迪"


def test_the_wheel_zooms_about_the_pointer(tab: Tab, network: Network) -> None:
    x, y = where(network, "比亚迪")
    tab.page.mouse.move(x, y)
    tab.page.mouse.wheel(0, -300)
    tab.page.mouse.click(x, y)
    assert tab.text("#panel h2") == "比亚迪"


def test_the_panel_offers_the_neighbours_that_are_not_shown(browser: Any, tmp_path: Path) -> None:
    things = tuple(Thing(f"urn:{number:03}", f"东西{number}", "Company") for number in range(400))
    links = tuple(Link("urn:000", "partner", thing.id, Claim()) for thing in things[1:])
    save(tmp_path / "page.html", Network(View(things, links)).generate_html())
    tab = opened(browser, tmp_path / "page.html")
    tab.search("东西0")
    tab.page.click("#panel .acts button >> nth=0")
    assert tab.text("#count") == "显示 360 / 共 400 个"
    tab.page.context.close()


def test_every_control_has_a_name(tab: Tab) -> None:
    tab.search("小米汽车")
    nameless = tab.page.evaluate(
        "[...document.querySelectorAll('button, input, [role=listbox], canvas, aside, section')].filter(e =>"
        " !(e.getAttribute('aria-label') || e.innerText || e.labels?.length)).map(e => e.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_drawn_in_the_colours_of_the_theme(browser: Any, file: Path, theme: str) -> None:
    tab = opened(browser, file, color_scheme=theme)
    pixel = tab.page.evaluate("[...document.getElementById('canvas').getContext('2d').getImageData(5, 5, 1, 1).data]")
    assert (sum(pixel[:3]) > 600) == (theme == "light")
    tab.page.context.close()
