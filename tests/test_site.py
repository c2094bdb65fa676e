"""Pages of things that are told of without end: bounded in time and size, and they say how much there is."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from serving import serving

from kg.nquads import BASE, literal, term
from kg.serve import pages
from kg.serve import site as module
from kg.serve.site import COUNTED, MOST, Site, Thing, TooMany
from kg.store import Graph
from kg.store.care import rebuild
from kg.table import told

HUB, LONG = BASE + "枢纽", BASE + "doc-long"
FACTS, TOLD, QUOTED = 50_000, 20_000, 300
SAMPLE = Path(__file__).parent / "changeover.trig"


def _lines() -> Iterator[str]:
    def line(subject: str, name: str, value: str, graph: str = LONG) -> str:
        return f"<{subject}> {term(name)} {value} <{graph}> .\n"

    def span(node: str, document: str, number: int) -> Iterator[str]:
        yield line(node, "kg:inDocument", f"<{document}>")
        yield line(node, "kg:start", literal(str(number * 20), "integer"))
        yield line(node, "kg:end", literal(str(number * 20 + 9), "integer"))
        yield line(node, "kg:text", literal(f"枢纽在第{number}句。"))

    for document in (LONG, BASE + "doc-b"):
        yield line(document, "rdf:type", term("kg:Document"), document)
        yield line(document, "dcterms:identifier", literal(document[-4:]), document)
    yield line(HUB, "rdf:type", term("kg:Company"))
    yield line(HUB, "rdfs:label", literal("枢纽", "@zh"))
    for number in range(QUOTED):
        yield from span(f"{BASE}span-b{number}", BASE + "doc-b", number)
    for number in range(FACTS):
        fact = f"{BASE}st-{number:05}"
        yield line(fact, "rdf:type", term("rdf:Statement"))
        yield line(fact, "rdf:object", f"<{HUB}>")
        if number < TOLD:
            yield line(fact, "prov:wasDerivedFrom", f"<{LONG}>")
            yield line(fact, "kg:evidence", f"<{BASE}span-{number}>")
            yield from span(f"{BASE}span-{number}", LONG, TOLD - number)
        else:
            yield line(fact, "kg:evidence", f"<{BASE}span-b0>")
    for number in range(QUOTED):
        yield line(f"{BASE}st-00000", "kg:evidence", f"<{BASE}span-b{number}>")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "graph.nq").write_text("".join(_lines()), "utf-8")
    rebuild(folder / "graph.nq", folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def site(store: Path) -> Site:
    return Site(store)


def shown(site: Site, iri: str) -> tuple[Thing, str]:
    """What a page shows and its HTML, made within five seconds of processor time and half a megabyte."""
    began = time.process_time()
    found = site.thing(iri)
    assert found is not None
    html = pages.thing(found, BASE)
    assert time.process_time() - began < 5
    assert len(html) < 500_000
    return found, html


def test_the_page_of_a_hub_says_how_many_facts_there_are(site: Site) -> None:
    found, html = shown(site, HUB)
    assert (found.told, len({row.fact for row in found.facts})) == (FACTS, MOST)
    assert f"Showing {MOST} of {FACTS:,} facts" in html and f"{FACTS:,} 条事实中的 {MOST}" in html


def test_the_page_of_a_long_document_begins_with_its_first_facts(site: Site) -> None:
    found, html = shown(site, LONG)
    assert found.told == TOLD
    assert [row.fact for row in found.facts] == [
        f"{BASE}st-{number:05}" for number in range(TOLD - 1, TOLD - 1 - MOST, -1)
    ]
    assert f"Showing {MOST} of {TOLD:,} facts" in html


def test_the_page_of_a_document_has_no_sentences_of_others(site: Site) -> None:
    assert {row.document for row in shown(site, LONG)[0].facts} == {"long"}


def test_the_link_leads_to_a_query_that_gives_the_rest(site: Site) -> None:
    for iri, known in ((HUB, FACTS), (LONG, TOLD)):
        *_, link = re.findall(r'<p class="more">.*?href="/#([^"]+)"', shown(site, iri)[1])
        query = unquote(link)
        assert query.endswith("LIMIT 1000")
        assert len(site.graph().query(query)) == 1000
        assert len(site.graph().query(query.removesuffix("LIMIT 1000"))) == known


def test_many_sentences_of_one_fact_are_cut_short(site: Site) -> None:
    html = shown(site, HUB)[1]
    sentences = QUOTED + 1
    assert f"Showing {pages.QUOTES} of {sentences} sentences" in html


def test_many_values_of_a_thing_are_cut_short(tmp_path: Path) -> None:
    lines = [f"<{BASE}a> {term('kg:partner')} <{BASE}b{number:04}> <{LONG}> .\n" for number in range(1500)]
    lines += [f"<{BASE}a> {term('rdf:type')} {term('kg:Company')} <{LONG}> .\n"]
    (tmp_path / "graph.nq").write_text("".join(lines), "utf-8")
    rebuild(tmp_path / "graph.nq", tmp_path / "store")
    found, html = shown(Site(tmp_path / "store"), BASE + "a")
    assert found.classes == ("Company",)
    assert f"Showing {module.VALUES} of 1,500 values" in html
    assert html.count("<dd>") == module.VALUES


def test_a_small_thing_has_no_such_line() -> None:
    graph = Graph.load(SAMPLE)
    assert 0 < len(told(graph, BASE + "初代SU7", most=COUNTED)) < MOST
    with serving(SAMPLE) as server:
        assert 'class="more"' not in server.get("id/%E5%88%9D%E4%BB%A3SU7", {"Accept": "text/html"}).text


def test_triples_are_sent_whole_or_not_at_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    data = site.triples(LONG, "ntriples")
    assert data is not None and data.count(b"\n") == 2 + 2 * TOLD
    monkeypatch.setattr(module, "TRIPLES", 1000)
    with pytest.raises(TooMany, match="more than 1,000 triples; ask /sparql"):
        site.triples(LONG, "ntriples")


def test_of_a_graph_that_is_too_large_the_hubs_are_drawn(store: Path) -> None:
    with serving(store) as server:
        reply = server.get("graph")
        assert (reply.status, '"asked"' in reply.text) == (200, True)


def test_a_graph_is_drawn_once_for_all_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "graph.nq").write_bytes(Graph.load(SAMPLE).dump("nquads"))
    rebuild(tmp_path / "graph.nq", tmp_path / "store")
    site, drawn = Site(tmp_path / "store"), []

    def page(_graph: Graph) -> str:
        drawn.append(1)
        time.sleep(0.2)
        return "<html>"

    monkeypatch.setattr(module, "page", page)
    threads = [threading.Thread(target=site.page) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 1


def test_every_format_that_is_offered_for_a_thing_is_sent() -> None:
    from kg.serve.media import TRIPLES

    with serving(SAMPLE) as server:
        for kinds in TRIPLES.values():
            reply = server.get("id/%E5%88%9D%E4%BB%A3SU7", {"Accept": kinds[0]})
            assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, kinds[0])
            assert "label" in reply.text
