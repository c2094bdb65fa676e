"""The panel in a browser: what it shows of a thing or a document is what the graph holds, and can be taken along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
import rdflib
from page_tab import Tab, made, opened
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import SKOS

from kg import build
from kg.store import Graph
from kg.visualise import to_pyvis

DATA = Path(__file__).resolve().parent.parent / "data"
KG, ENT = made.KG, made.ENT
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
SURE = "FILTER NOT EXISTS { ?f kg:stance ?doubt FILTER(?doubt IN (kg:Denied, kg:Opinion, kg:Hypothetical%s)) }"
PREFIXES = """PREFIX kg: <https://w3id.org/zhkg/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
SECTIONS = {
    "数字": "?f a kg:Observation ; kg:about|kg:holder <%s> . " + SURE % "",
    "变化": "?f a kg:Change ; kg:about <%s> . " + SURE % "",
    "关系": "?f a rdf:Statement ; rdf:subject|rdf:object <%s> . " + SURE % ", kg:Planned",
    "事件": "?f kg:evidence ?e ; kg:agent|kg:object|kg:counterparty|kg:place <%s> . " + SURE % "",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the sample articles."""
    return build([DATA]).graph


@pytest.fixture(scope="module")
def triples(graph: Graph) -> rdflib.Graph:
    found = rdflib.Graph()
    for triple in graph.to_rdflib().quads():
        found.add(triple[:3])
    return found


def page_of(graph: Any, path: Path) -> Path:
    to_pyvis(graph).write_html(str(path))
    return path


def without_clipboard(browser: Any, path: Path, **options: Any) -> Tab:
    found = opened(browser, path, **options)
    found.page.add_init_script(NO_CLIPBOARD)
    found.page.reload()
    found.page.wait_for_selector("html[data-ready]")
    return found


@pytest.fixture(scope="module")
def articles(browser: Any, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """The page of the sample articles, with no clipboard; no test leaves anything behind but an open panel."""
    found = without_clipboard(browser, page_of(graph, tmp_path_factory.mktemp("panel") / "page.html"))
    yield found
    assert found.said == []
    found.page.context.close()


@pytest.fixture(scope="module")
def cars(browser: Any, file: Path) -> Iterator[Tab]:
    """The page of the made-up graph, in which every kind of fact is known."""
    found = without_clipboard(browser, file)
    yield found
    assert found.said == []
    found.page.context.close()


def told(graph: Graph, most: int) -> list[str]:
    """The things of which most is told."""
    rows = graph.query(
        PREFIXES
        + "SELECT ?t (COUNT(?f) AS ?n) { ?f kg:evidence ?e ; rdf:subject|rdf:object|kg:about|kg:agent|kg:object ?t"
        " FILTER(isIRI(?t)) } GROUP BY ?t ORDER BY DESC(?n) ?t"
    ).rows()
    return [str(row[0]) for row in islice(rows, most)]


def facts(graph: Graph, pattern: str) -> set[str]:
    return {str(row[0]) for row in graph.query(PREFIXES + f"SELECT DISTINCT ?f {{ {pattern} }}").rows()}


def counts(tab: Tab) -> dict[str, int]:
    heads = [head.split() for head in tab.texts("#panel h3")]
    return {head[0]: int(head[1]) for head in heads}


def taken(tab: Tab, what: str) -> str:
    """What a copy button puts into the box."""
    tab.page.click(f"#panel [data-key='copy-{what}']")
    return str(tab.page.input_value("#panel textarea"))


def doubtful(tab: Tab, on: bool) -> None:
    tab.page.set_checked("#doubtful", on)


# ------------------------------------------------------------ the same as the graph


def test_counts_are_those_of_the_graph(articles: Tab, graph: Graph) -> None:
    for iri in told(graph, 12):
        articles.search(iri)
        expected = {name: len(facts(graph, pattern % iri)) for name, pattern in SECTIONS.items()}
        found = counts(articles)
        assert {name: found.get(name, 0) for name in SECTIONS} == expected, iri


@pytest.mark.parametrize("doubt", [False, True])
def test_the_query_taken_along_gives_the_facts_of_the_panel(articles: Tab, graph: Graph, doubt: bool) -> None:
    doubtful(articles, doubt)
    for iri in told(graph, 8):
        articles.search(iri)
        rows = list(graph.query(taken(articles, "SPARQL")))
        found = counts(articles)
        assert len({str(row["fact"]) for row in rows}) == sum(found.get(name, 0) for name in SECTIONS), iri
        assert all(row["sentence"] for row in rows)
    doubtful(articles, False)


def test_the_turtle_taken_along_says_only_what_the_graph_says(
    articles: Tab, graph: Graph, triples: rdflib.Graph
) -> None:
    for iri in told(graph, 25):
        articles.search(iri)
        found = rdflib.Graph().parse(data=taken(articles, "Turtle"), format="turtle")
        assert [triple for triple in found if triple not in triples] == []
        node = URIRef(iri)
        own = {(s, p, o) for s, p, o in triples if node in (s, o) and not str(s).startswith(str(ENT["st-"]))}
        left = {p for s, p, o in own - set(found)}
        assert left <= {KG.attributedTo, rdflib.DCTERMS.publisher, rdflib.DCTERMS.creator}, iri
        assert set(found.subjects(KG.about, node)) == set(triples.subjects(KG.about, node))


def test_turtle_of_words_that_need_escapes(browser: Any, tmp_path: Path) -> None:
    maker = made.Maker()
    maker.paper("d", '题目\n"一"', "2026-01-01", "报", "")
    maker.thing("Company", "甲.乙'(丙)", '他说"好"\\\n第二行\u2028尾', "Ünï <b>", "\tx")
    maker.thing("Company", "7喜-", "7喜")
    maker.data.add((ENT["7喜-"], SKOS.altLabel, Literal("Siebenglück", lang="de")))
    maker.data.add((ENT["7喜-"], RDFS.label, Literal("Seven")))
    maker.link("d", "7喜-", "partner", "甲.乙'(丙)", "第一行\n第二行。")
    maker.link("d", "7喜-", "jobTitle", Literal('工头"\\'), "句。")
    of = [
        (KG.about, ENT["7喜-"]),
        (KG.metric, KG["metric-每 天"]),
        (KG.rawValue, Literal("一\n五")),
        (KG.period, Literal("2025")),
    ]
    of += [(KG.value, Literal("1.50", datatype=XSD.decimal)), (KG.minValue, Literal(7)), (KG.ofThing, Literal("瓶"))]
    maker.fact("d", KG.Observation, "句。", *of)
    tab = without_clipboard(browser, page_of(maker.data, tmp_path / "page.html"))
    known = {triple[:3] for triple in maker.data.quads()}
    for name in ("7喜-", "甲.乙'(丙)"):
        tab.search(str(ENT[name]))
        found = set(rdflib.Graph().parse(data=taken(tab, "Turtle"), format="turtle"))
        assert found - known == set()
        assert (ENT["7喜-"], KG.partner, ENT["甲.乙'(丙)"]) in found
    tab.search("7喜")
    found = set(rdflib.Graph().parse(data=taken(tab, "Turtle"), format="turtle"))
    assert {str(p).split("#")[-1] for s, p, o in found if (s, RDF.type, KG.Observation) in found} >= {
        "value",
        "minValue",
        "ofThing",
    }
    assert tab.said == []
    tab.page.context.close()


# ------------------------------------------------------------ numbers and charts


def test_numbers_of_a_metric_stand_by_date(cars: Tab) -> None:
    cars.search("小米汽车")
    assert [row.split() for row in cars.texts("#panel .number")] == [
        ["2024", "超过13.5万辆"],
        ["2025", "约41万辆"],
        ["2026", "不低于55万辆", "目标"],
    ]


def drawn(tab: Tab, selector: str) -> list[str]:
    return [str(words) for words in tab.page.locator("#panel " + selector).all_text_contents()]


def points(tab: Tab) -> list[dict[str, Any]]:
    script = """all => all.map(g => ({...g.dataset, ...(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(g.querySelector('.is,.aim').getBBox()), cls: g.querySelector('.is,.aim').getAttribute('class'),
      fill: getComputedStyle(g.querySelector('.is,.aim')).fill, marks: [...g.children].map(c => c.getAttribute('class'))}))"""
    found: list[dict[str, Any]] = tab.page.eval_on_selector_all("#panel .chart .point", script)
    return found


def test_the_points_of_a_chart_are_the_observations(cars: Tab) -> None:
    cars.search("小米汽车")
    found = points(cars)
    assert [(p["when"], p["value"], p["status"], p["bound"]) for p in found] == [
        ("2024", "135000", "Actual", "moreThan"),
        ("2025", "410000", "Actual", "approximately"),
        ("2026", "550000", "Target", "atLeast"),
    ]
    a, b, c = found
    assert b["x"] - a["x"] == pytest.approx(c["x"] - b["x"], rel=0.01)  # years are equally far apart
    assert (a["y"] - b["y"]) / (410 - 135) == pytest.approx((b["y"] - c["y"]) / (550 - 410), rel=0.02)
    base = float(str(cars.page.get_attribute("#panel .chart line.axis", "y1")))
    assert (base - a["y"]) / 135 == pytest.approx((base - c["y"]) / 550, rel=0.02)  # from nothing, not from the least


def test_points_differ_without_colour(cars: Tab) -> None:
    cars.search("小米汽车")
    actual, about, target = points(cars)
    assert actual["cls"] == "is" and target["cls"] == "aim"
    assert (
        actual["fill"]
        != target["fill"]
        == cars.page.evaluate("getComputedStyle(document.getElementById('panel')).backgroundColor")
    )
    assert "bound" in actual["marks"] and "about" in about["marks"] and "bound" in target["marks"]
    assert drawn(cars, ".chart .figure") == ["≥55万辆", "≈41万辆", ">13.5万辆"]


def test_a_chart_is_told_in_words(cars: Tab) -> None:
    cars.search("小米汽车")
    chart = cars.page.locator("#panel .chart")
    named = str(chart.get_attribute("aria-labelledby")).split()
    assert chart.get_attribute("role") == "img"
    words = [cars.page.locator(f"[id='{id}']").text_content() for id in named]
    assert words == ["小米汽车 · 交付量", "实际 2024 超过13.5万辆; 实际 2025 约41万辆; 目标 2026 不低于55万辆"]


def test_a_point_opens_the_sentence_of_its_number(cars: Tab) -> None:
    cars.search("小米汽车")
    cars.page.locator("#panel .point").nth(2).dispatch_event("click")
    assert cars.texts("#panel blockquote p:not(.voice, .note)") == ["雷军为小米汽车定下2026年交付55万辆的目标。"]


def test_a_change_is_a_pair_of_bars_that_say_what_and_when(cars: Tab) -> None:
    cars.search("小米汽车工厂")
    assert drawn(cars, ".pair text") == ["实际 2025", "13万人", "目标 2026", "20万人"]
    bars = cars.page.eval_on_selector_all(
        "#panel .pair .bar", "all => all.map(b => [b.width.baseVal.value, b.getAttribute('fill') || ''])"
    )
    assert bars[0][0] / bars[1][0] == pytest.approx(13 / 20, rel=0.01)
    pattern = re.fullmatch(r"url\(#(.+)\)", bars[1][1])
    assert bars[0][1] == "" and pattern and cars.page.locator(f"pattern[id='{pattern[1]}']").count() == 1


def test_ends_of_a_change_within_one_year_are_before_and_after(articles: Tab) -> None:
    articles.search("澄海动力科技有限公司")
    assert drawn(articles, ".pair text") == ["之前 2025", "3.1%", "之后 2025", "4.2%"]


def test_quarters_and_halves_are_said_shortly(articles: Tab, triples: rdflib.Graph) -> None:
    start, end = Literal("2026-01-01", datatype=XSD.date), Literal("2026-03-31", datatype=XSD.date)
    (quarter,) = [node for node in triples.subjects(KG.start, start) if (node, KG.end, end) in triples]
    number = min(triples.subjects(KG.period, quarter))
    articles.search(str(triples.value(number, KG.about)))
    expected = len(
        set(triples.subjects(KG.period, quarter)) & set(triples.subjects(KG.about, triples.value(number, KG.about)))
    )
    assert [words.strip() for words in articles.texts("#panel .number .when")].count("2026 Q1") == expected


# ------------------------------------------------------------ events


def begin(triples: rdflib.Graph, event: Any) -> str:
    date = triples.value(event, KG.date)
    return str(triples.value(date, KG.start) or date) if date else ""


def test_events_stand_by_date_and_undated_ones_apart(articles: Tab, graph: Graph, triples: rdflib.Graph) -> None:
    seen = 0
    for iri in told(graph, 10):
        articles.search(iri)
        events = [URIRef(f) for f in facts(graph, SECTIONS["事件"] % iri)]
        dated = sorted(found for event in events if (found := begin(triples, event)))
        shown = [words.strip() for words in articles.texts("#panel .timeline .when")]
        assert [words[:4] for words in shown] == [words[:4] for words in dated]
        assert articles.page.locator("#panel .undated > li").count() == len(events) - len(dated)
        plain = [words for words in shown if re.fullmatch(r"\d{4}-\d\d-\d\d", words)]
        assert plain == sorted(plain)
        seen += len(dated)
    assert seen > 15


def test_what_is_planned_has_another_mark_than_what_was(cars: Tab) -> None:
    cars.search("宇树科技")
    assert cars.page.locator("#panel .timeline > li.ahead").count() == 1
    cars.search("新一代SU7")
    assert cars.page.locator("#panel .timeline > li.done").count() == 1


# ------------------------------------------------------------ sentences


def test_a_phrase_is_shown_in_its_sentence_and_stands_out(articles: Tab, graph: Graph, triples: rdflib.Graph) -> None:
    wider = 0
    for iri in told(graph, 6):
        articles.search(iri)
        for button in articles.page.locator("#panel .number .fact").all():
            button.click()
        shown = articles.page.eval_on_selector_all(
            "#panel .numbers blockquote p:not(.voice, .note)",
            "all => all.map(p => [p.textContent, [...p.childNodes].filter(n => !n.classList || !n.classList.contains('far')).map(n => n.textContent).join('')])",
        )
        texts = sorted(
            str(triples.value(span, KG.text))
            for f in facts(graph, SECTIONS["数字"] % iri)
            for span in triples.objects(URIRef(f), KG.evidence)
        )
        assert sorted(phrase for _, phrase in shown) == texts
        assert all(phrase in whole for whole, phrase in shown)
        wider += sum(len(whole) > len(phrase) for whole, phrase in shown)
    assert wider > 5


def test_a_doubtful_fact_says_how_it_is_said_and_by_whom(cars: Tab) -> None:
    doubtful(cars, True)
    cars.search("小米汽车")
    cars.page.click("#panel .fact:has-text('蔚来')")
    assert cars.texts("#panel blockquote .voice") == ["否认 小米汽车 说"] or cars.text(
        "#panel blockquote .voice"
    ).split() == ["否认", "小米汽车", "说"]
    assert cars.texts("#panel blockquote mark") == ["小米汽车", "蔚来"]
    doubtful(cars, False)


def test_both_ends_of_a_relation_are_marked_or_said_to_be_unnamed(articles: Tab, graph: Graph) -> None:
    both = alone = 0
    for iri in told(graph, 8):
        articles.search(iri)
        for button in articles.page.locator("#panel .fact[data-key^=link]").all():
            button.click()
        for quote in articles.page.locator("#panel .fact[data-key^=link] >> xpath=../.. >> css=blockquote").all():
            marks = {str(mark.get_attribute("class")).split()[0] for mark in quote.locator("mark").all()}
            noted = quote.locator(".note").count()
            assert (len(marks), noted) in {(2, 0), (1, 1)}
            both, alone = both + (noted == 0), alone + noted
    assert both > 8 * alone > 0


def test_only_addresses_of_the_web_become_links(browser: Any, tmp_path: Path) -> None:
    sources = [
        "https://example.com/a",
        "HTTP://example.com/b",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "file:///etc/passwd",
    ]
    maker = made.Maker()
    maker.thing("Company", "甲", "甲公司")
    maker.thing("Company", "乙", "乙公司")
    for turn, address in enumerate(sources):
        maker.paper(f"d{turn}", f"第{turn}篇", f"2026-01-0{turn + 1}", "报", "")
        maker.data.add((ENT[f"doc-d{turn}"], rdflib.DCTERMS.source, Literal(address)))
        maker.link(f"d{turn}", "甲", "supplier", "乙", f"甲公司第{turn}次向乙公司采购。")
    tab = opened(browser, page_of(maker.data, tmp_path / "page.html"))
    tab.search("甲公司")
    for button in tab.page.locator("#panel .fact").all():
        button.click()
    hrefs = {a.get_attribute("href") for a in tab.page.locator("#panel a").all()}
    assert hrefs == {"https://example.com/a", "HTTP://example.com/b"}
    assert {a.get_attribute("rel") for a in tab.page.locator("#panel a").all()} == {"noopener noreferrer"}
    tab.page.context.close()


# ------------------------------------------------------------ documents


def test_a_document_shows_all_its_facts_in_the_order_of_its_text(articles: Tab, graph: Graph) -> None:
    articles.search("初代小米SU7")
    articles.page.click("#panel li.note .paper")
    title = articles.text("#panel h2")
    (document,) = {str(row[0]) for row in graph.query(f'SELECT ?d {{ ?d <{rdflib.DCTERMS.title}> "{title}" }}').rows()}
    sure = f"?f kg:evidence/kg:inDocument <{document}> . {SURE % ''} FILTER NOT EXISTS {{ ?f a rdf:Statement ; kg:stance kg:Planned }}"
    expected = facts(graph, sure)
    assert len(
        set(articles.page.eval_on_selector_all("#panel [data-fact]", "all => all.map(li => li.dataset.fact)"))
    ) == len(expected)
    assert {str(row["fact"]) for row in graph.query(taken(articles, "SPARQL"))} == expected
    starts = [
        int(start)
        for start in articles.page.eval_on_selector_all("#panel .passage", "all => all.map(li => li.dataset.start)")
    ]
    assert starts == sorted(starts) and len(starts) > 5
    assert taken(articles, "copyIri") == document


def test_the_way_back_leads_to_where_one_came_from(cars: Tab) -> None:
    cars.search("新一代SU7")
    cars.page.click("#panel .close")
    cars.search("问界M9")
    cars.page.click("#panel li.note .paper")
    assert cars.text("#panel .kind") == "文章"
    cars.page.click("#panel .back")
    assert cars.text("#panel h2") == "问界M9"
    assert cars.page.locator("#panel .back").count() == 0


# ------------------------------------------------------------ taking along


def test_with_a_clipboard_the_words_are_copied(browser: Any, file: Path) -> None:
    tab = opened(browser, file)
    tab.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.took = text; } } })"
    )
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready]")
    tab.search("雷军")
    tab.page.click("#panel [data-key='copy-copyIri']")
    tab.page.wait_for_selector("#panel .copied:has-text('已复制')")
    assert tab.page.evaluate("window.took") == str(ENT["雷军"])
    assert tab.page.locator("#panel textarea").count() == 0
    tab.page.context.close()


def test_without_a_clipboard_the_words_stand_selected_in_a_box(cars: Tab) -> None:
    cars.search("雷军")
    assert taken(cars, "copyIri") == str(ENT["雷军"])
    chosen = cars.page.evaluate(
        "(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); })()"
    )
    assert chosen == str(ENT["雷军"])
    cars.page.keyboard.press("Escape")
    assert cars.page.locator("#panel textarea").count() == 0
    assert cars.page.evaluate("document.activeElement.dataset.key") == "copy-copyIri"
    assert cars.page.is_visible("#panel")


# ------------------------------------------------------------ keyboard, screen readers, small screens


def test_drawn_anew_the_panel_keeps_focus_place_and_what_is_unfolded(cars: Tab) -> None:
    cars.search("小米汽车")
    fact = cars.page.locator("#panel .fact[data-key^=link]").nth(3)
    fact.scroll_into_view_if_needed()
    fact.focus()
    cars.page.keyboard.press("Enter")
    look = "(() => { const a = document.activeElement; return [a.dataset.key, a.getAttribute('aria-expanded'), document.getElementById('panel').scrollTop > 0]; })()"
    before = cars.page.evaluate(look)
    for heading in ("Relations", "关系"):
        cars.page.evaluate("document.getElementById('tool-language').click()")
        assert heading in cars.text("#panel")
        assert cars.page.evaluate(look) == before == [before[0], "true", True]
        assert cars.page.locator("#panel blockquote").count() == 1


def test_escape_gives_the_focus_back(cars: Tab) -> None:
    if cars.page.is_visible("#panel"):
        cars.page.click("#panel .close")
    cars.page.focus("#canvas")
    cars.page.keyboard.press("ArrowRight")
    cars.page.keyboard.press("Enter")
    assert cars.page.evaluate("document.getElementById('panel').contains(document.activeElement)")
    cars.page.keyboard.press("Escape")
    assert cars.page.is_hidden("#panel")
    assert cars.page.evaluate("document.activeElement.id") == "canvas"


def test_opened_from_the_list_it_takes_the_focus_and_gives_it_back(cars: Tab) -> None:
    if cars.page.is_visible("#panel"):
        cars.page.click("#panel .close")
    cars.page.click("#tool-list")
    button = cars.page.locator("#list table button:has-text('比亚迪')").first
    button.focus()
    cars.page.keyboard.press("Enter")
    assert cars.page.evaluate("document.activeElement.textContent") == cars.text("#panel h2") == "比亚迪"
    cars.page.keyboard.press("Escape")
    assert cars.page.is_hidden("#panel")
    assert cars.page.evaluate("[document.activeElement.tagName, document.activeElement.textContent]") == [
        "BUTTON",
        "比亚迪",
    ]
    cars.page.click("#tool-list")


def test_a_point_opens_its_sentence_even_further_down_the_list(browser: Any, tmp_path: Path) -> None:
    maker = made.Maker()
    maker.paper("d", "月报", "2026-01-01", "报", "")
    maker.thing("Company", "甲", "甲公司")
    for turn in range(30):
        month = f"{2023 + turn // 12}-{turn % 12 + 1:02d}"
        parts = [
            (KG.about, ENT["甲"]),
            (KG.metric, KG.deliveries),
            (KG.value, Literal(str(1000 + 10 * turn), datatype=XSD.decimal)),
        ]
        parts.append((KG.period, Literal(month, datatype=XSD.gYearMonth)))
        maker.fact("d", KG.Observation, f"甲公司{month}交付了一些车。", *parts)
    tab = opened(browser, page_of(maker.data, tmp_path / "page.html"))
    tab.search("甲公司")
    assert tab.page.locator("#panel .number").count() == 8
    assert len(points(tab)) == 30 and 2 <= len(drawn(tab, ".chart .figure")) <= 6
    tab.page.locator("#panel .point").nth(27).dispatch_event("click")
    assert tab.texts("#panel blockquote p") == ["甲公司2025-04交付了一些车。"]
    tab.page.context.close()


def test_a_long_list_comes_in_parts(browser: Any, tmp_path: Path) -> None:
    maker = made.Maker()
    maker.paper("d", "长名单", "2026-01-01", "报", "")
    maker.thing("Company", "甲", "甲公司")
    for turn in range(95):
        maker.thing("Company", f"客户{turn}", f"客户{turn}")
        maker.link("d", f"客户{turn}", "supplier", "甲", f"客户{turn}向甲公司采购。")
    tab = opened(browser, page_of(maker.data, tmp_path / "page.html"))
    tab.search("甲公司")
    lines = tab.page.locator("#panel .fact[data-key^=link]")
    assert (lines.count(), tab.text("#panel h3 .n")) == (40, "95")
    tab.page.click("#panel .more")
    assert lines.count() == 80
    assert tab.page.evaluate("document.activeElement.dataset.key") == lines.nth(40).get_attribute("data-key")
    tab.page.click("#panel .more")
    assert (lines.count(), tab.page.locator("#panel .more").count()) == (95, 0)
    tab.page.context.close()


def test_controls_have_names_and_headings_their_order(cars: Tab) -> None:
    cars.search("小米汽车工厂")
    for button in cars.page.locator("#panel .fact").all():
        button.click()
    controls = cars.page.locator("#panel button, #panel a, #panel textarea, #panel svg[role=img]").all()
    names = [
        c.get_attribute("aria-label") or c.get_attribute("aria-labelledby") or c.inner_text().strip() for c in controls
    ]
    assert len(names) > 12 and all(names)
    levels = [
        int(level[1])
        for level in cars.page.eval_on_selector_all("#panel :is(h2,h3,h4)", "all => all.map(h => h.tagName)")
    ]
    assert levels[0] == 2 and all(b <= a + 1 for a, b in pairwise(levels))
    assert cars.page.locator("#panel [id]").count() == len(
        set(cars.page.eval_on_selector_all("#panel [id]", "all => all.map(e => e.id)"))
    )
    assert cars.page.locator("#panel table:not(:has(caption)), #panel th:not([scope])").count() == 0


def test_on_a_phone_it_is_a_sheet_from_below_that_can_be_made_taller(browser: Any, file: Path) -> None:
    tab = opened(browser, file, viewport={"width": 390, "height": 844}, has_touch=True)
    tab.search("小米汽车")
    box = tab.page.locator("#panel").bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844) and box["y"] > 250
    assert tab.page.evaluate(
        "(() => { const p = document.getElementById('panel'); return p.scrollWidth <= p.clientWidth; })()"
    )
    chart = tab.page.locator("#panel .chart").first.bounding_box()
    assert chart["x"] >= 0 and chart["x"] + chart["width"] <= 390
    tab.page.tap("#panel .grip")
    assert tab.page.locator("#panel").bounding_box()["y"] < box["y"]
    assert tab.page.get_attribute("#panel .grip", "aria-expanded") == "true"
    tab.page.context.close()


def luminance(color: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", ["light", "dark", "dark, light chosen"])
def test_words_of_panel_and_charts_have_contrast_in_both_themes(browser: Any, file: Path, theme: str) -> None:
    tab = opened(browser, file, color_scheme=theme.split(",")[0])
    if "chosen" in theme:
        tab.page.keyboard.press("t")
        assert tab.page.get_attribute("html", "data-theme") == "light"
    tab.search("小米汽车工厂")
    for button in tab.page.locator("#panel .fact").all():
        button.click()
    script = """all => all.filter(e => e.textContent.trim() && e.getClientRects().length).map(e => {
      let home = e; while (home && /rgba\\(0, 0, 0, 0\\)/.test(getComputedStyle(home).backgroundColor)) home = home.parentElement;
      const style = getComputedStyle(e);
      return [e.tagName === 'text' ? style.fill : style.color, getComputedStyle(home).backgroundColor, e.textContent]; })"""
    found = tab.page.eval_on_selector_all(
        "#panel :is(text, p, button, td, th, h2, h3, h4, mark, .far, .when, .chip, .n, .meta span)", script
    )
    assert len(found) > 30
    for ink, ground, words in found:
        a, b = sorted((luminance(ink), luminance(ground)), reverse=True)
        assert (a + 0.05) / (b + 0.05) >= 4.5, (words, ink, ground)
    tab.page.context.close()


def test_the_payload_lists_what_breaks_the_rules(triples: rdflib.Graph, graph: Graph) -> None:
    from kg.visualise.payload import Payload

    columns = json.loads(json.dumps(Payload(to_pyvis(graph)).columns()))
    assert columns["kinds"] == {} and columns["numbers"]["exact"] == {}
    assert {columns["nodes"]["base"] + id for id in columns["numbers"]["id"]} == {
        str(s) for s in triples.subjects(RDF.type, KG.Observation)
    }
