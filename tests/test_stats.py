"""The figures of a graph are those of its triples, counted here another way; the page and the command show them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from serving import serving

from kg.cli import main
from kg.leaf import leaves
from kg.serve import figures
from kg.stats import Line, Stats, Table, as_csv, as_json, stats
from kg.store import Graph
from kg.table import rows

SAMPLE = Path(__file__).parent / "changeover.trig"
KG, ENT = "https://w3id.org/zhkg/ontology#", "https://w3id.org/zhkg/id/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
HOSTILE = '=1+1<script>alert("x")</script>&\u202e'


@pytest.fixture(scope="module")
def found(graph: Graph) -> Stats:
    return stats(graph)


def lines(found: Stats, name: str) -> dict[str, tuple[int, ...]]:
    (table,) = [table for table in found.tables if table.name == name]
    return {line.key: line.counts for line in table.lines}


def test_totals_are_those_of_the_rows_and_triples(graph: Graph, found: Stats) -> None:
    told = {row.fact: row.kind for row in rows(graph)}
    kinds = Counter(told.values())
    expected = {"relations": kinds["relation"], "observations": kinds["observation"]}
    expected |= {"changes": kinds["change"], "events": kinds["event"], "facts": len(told)}
    expected |= {"tellings": sum(len(leaf.facts) for leaf in leaves(graph)), "documents": 2, "sources": 1}
    expected |= {"triples": len(graph.dump("ntriples").splitlines()), "sentences": 13, "things": 16}
    assert found.totals == expected
    assert lines(found, "kinds") == {
        name: (expected[name],) for name in ("relations", "observations", "changes", "events")
    }


@pytest.mark.parametrize(
    ("name", "predicate"),
    [("properties", "rdf:predicate"), ("metrics", "metric"), ("statuses", "status"), ("stances", "stance")],
)
def test_facts_by_what_they_say(graph: Graph, found: Stats, name: str, predicate: str) -> None:
    iri = f"<{KG}{predicate}>" if ":" not in predicate else "<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate>"
    said = {(fact, value) for leaf in leaves(graph) for fact in leaf.facts for value in leaf.all(fact, iri)}
    assert lines(found, name) == {key[1:-1].removeprefix(KG): (n,) for key, n in Counter(v for _, v in said).items()}


def test_things_by_class_leave_out_what_is_no_thing(found: Stats) -> None:
    assert lines(found, "classes")["Vehicle"] == (4,)
    assert sum(n for (n,) in lines(found, "classes").values()) == 16
    assert lines(found, "events") == {"Discontinuation": (1,), "DeliveryStart": (1,), "Presale": (1,)}


def test_hubs_come_first_with_their_names(graph: Graph, found: Stats) -> None:
    hubs = next(table for table in found.tables if table.name == "hubs").lines
    assert (hubs[0].key, hubs[0].zh) == (f"{ENT}初代SU7", "初代SU7")
    for line in hubs:
        assert line.counts == (len({row.fact for row in rows(graph, [line.key])}),)
    assert [line.counts[0] for line in hubs] == sorted((line.counts[0] for line in hubs), reverse=True)


def test_growth_counts_a_thing_in_the_month_that_first_names_it(found: Stats) -> None:
    assert lines(found, "months") == {"2026-02": (1, 25, 16), "2026-03": (1, 2, 0)}


def test_growth_of_what_has_no_day_comes_last_and_a_known_day_counts_first() -> None:
    def document(name: str, day: str, things: str) -> str:
        lines = [f"<urn:{name}> <{TYPE}> <{KG}Document>"]
        lines += [f'<urn:{name}> <http://purl.org/dc/terms/issued> "{day}"'] * bool(day)
        lines += [f"<urn:{thing}> <{TYPE}> <{KG}Company>" for thing in things]
        return "".join(f"{line} <urn:{name}> .\n" for line in lines)

    graph = Graph()
    graph.add(document("1", "", "ab") + document("2", "2025-03-01", "bc") + document("3", "2024-12-31", "c"))
    assert list(lines(stats(graph), "months").items()) == [
        ("2024-12", (1, 0, 1)),
        ("2025-03", (1, 0, 1)),
        ("", (1, 0, 1)),
    ]


def test_sources_are_publishers_else_hosts(found: Stats) -> None:
    assert lines(found, "sources") == {f"{ENT}造车周刊": (1, 25), "": (1, 2)}
    graph = Graph()
    for number, source in enumerate(("<https://news.example.org/a?b#c>", "<https://news.example.org>", '"晚报"')):
        graph.add(f"<urn:{number}> <{TYPE}> <{KG}Document> <urn:{number}> .\n")
        graph.add(f"<urn:{number}> <http://purl.org/dc/terms/source> {source} <urn:{number}> .\n")
    assert lines(stats(graph), "sources") == {"news.example.org": (2, 0), "晚报": (1, 0)}


def test_facts_without_evidence_lower_the_share(graph: Graph, found: Stats) -> None:
    assert found.evidenced == 1.0
    bare = Graph()
    bare.add(graph.dump("nquads"))
    bare.add(f"<urn:o> <{TYPE}> <{KG}Observation> <urn:d> .\n")
    assert stats(bare).evidenced == pytest.approx(26 / 27)


def test_merged_triples_give_the_same_figures(found: Stats, flat: Graph) -> None:
    """But for a publisher, whom no fact is told of: what a document names is not known any more."""
    merged = stats(flat)
    assert merged.totals == found.totals
    assert [table for table in merged.tables if table.name != "months"] == [
        table for table in found.tables if table.name != "months"
    ]
    assert lines(merged, "months") == {"2026-02": (1, 25, 14), "2026-03": (1, 2, 0)}


def test_most_cuts_every_table_but_growth(graph: Graph, found: Stats) -> None:
    few, every = stats(graph, most=1), stats(graph, most=0)
    for short, long in zip(few.tables, every.tables, strict=True):
        if short.name not in ("months", "kinds"):
            assert short.lines == long.lines[:1]
    assert every == found


def test_an_empty_graph_has_figures() -> None:
    found = stats(Graph())
    assert set(found.totals.values()) == {0}
    assert all(line.counts == (0,) for table in found.tables for line in table.lines)


def test_json_and_csv_say_the_same(found: Stats) -> None:
    told = json.loads(as_json(found))
    flat = {("totals", name, name): n for name, n in told["totals"].items()}
    for name, table in told.items():
        if isinstance(table, list):
            for line in table:
                measures = [key for key in line if key not in ("key", "zh", "en")]
                flat |= {(name, line["key"], measure): line[measure] for measure in measures}
    cells = list(csv.DictReader(io.StringIO(as_csv(found), newline="")))
    assert {(row["table"], row["key"], row["measure"]): int(row["count"]) for row in cells} == flat
    assert len(cells) == len(flat) > 60


def hostile() -> Stats:
    line = Line(f"{ENT}{HOSTILE}", HOSTILE, HOSTILE, (3,))
    months = tuple(Line(key, key, key, (n, 2 * n, 0)) for key, n in (("2025-01", 1), ("2025-02", 4), ("", 9)))
    tables = (
        Table("hubs", "甲", "A", ("facts",), (line,)),
        Table("months", "乙", "B", ("documents", "facts", "new things"), months),
    )
    return Stats({"facts": 3}, 0.5, tables)


def test_csv_runs_nothing_in_a_spreadsheet() -> None:
    (row,) = [row for row in csv.DictReader(io.StringIO(as_csv(hostile()), newline="")) if row["table"] == "hubs"]
    assert (row["zh"], row["count"]) == ("'" + HOSTILE, "3")


def test_the_page_escapes_names_and_draws_columns() -> None:
    html = figures.page(hostile(), ENT)
    assert "<script" not in html and "style=" not in html
    assert "&lt;script&gt;" in html
    charts = re.findall(r'<svg class="chart".*?</svg>', html, re.DOTALL)
    heights = [[float(height) for height in re.findall(r'height="([0-9.]+)"><title>', chart)] for chart in charts]
    assert heights == [[20.0, 80.0], [20.0, 80.0], [0.0, 0.0]]
    assert "50.0%" in html


def test_the_server_shows_the_page_and_links_it_from_the_start(found: Stats) -> None:
    with serving(SAMPLE) as server:
        assert 'href="/stats"' in server.get("/").text
        reply = server.get("/stats")
        assert reply.status == 200
        assert "script-src 'self'" in reply.headers["content-security-policy"]
        assert reply.text == figures.page(found, ENT)
        (target,) = re.findall(r'<a href="([^"]+)">初代SU7</a>', reply.text)
        assert "初代SU7" in server.get(target, {"accept": "text/html"}).text


def test_the_command_prints_each_format(capsys: pytest.CaptureFixture[str], found: Stats) -> None:
    assert main(["stats", "-g", str(SAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"事实 facts +26\n", shown) and "2026-02" in shown and "初代SU7" in shown
    for format, text in (("json", as_json(found)), ("csv", as_csv(found))):
        assert main(["stats", "-g", str(SAMPLE), "--format", format]) == 0
        assert capsys.readouterr().out == text


def test_thousands_of_publishers_are_counted_and_those_shown_are_named() -> None:
    graph = Graph()
    quads = [
        f"<urn:d{n}> <{TYPE}> <{KG}Document> <urn:d{n}> .\n"
        f"<urn:d{n}> <http://purl.org/dc/terms/publisher> <{ENT}{'很长的报社名称' * 5}{n}> <urn:d{n}> .\n"
        f'<{ENT}{"很长的报社名称" * 5}{n}> <http://www.w3.org/2000/01/rdf-schema#label> "报社{n}"@zh <urn:d{n}> .\n'
        for n in range(1200)
    ]
    graph.add("".join(quads))
    some, every = stats(graph), stats(graph, most=0)
    assert some.totals["sources"] == every.totals["sources"] == 1200
    assert len(lines(some, "sources")) == 20
    (table,) = [table for table in every.tables if table.name == "sources"]
    assert {line.zh for line in table.lines} == {f"报社{n}" for n in range(1200)}


def test_things_of_graphs_that_are_no_documents_count_as_undated() -> None:
    graph = Graph()
    graph.add(
        f"<urn:d> <{TYPE}> <{KG}Document> <urn:d> .\n"
        '<urn:d> <http://purl.org/dc/terms/issued> "2024-05-06"^^<http://www.w3.org/2001/XMLSchema#date> <urn:d> .\n'
        f"<urn:a> <{TYPE}> <{KG}Company> <urn:d> .\n<urn:b> <{TYPE}> <{KG}Company> <urn:other> .\n"
    )
    assert lines(stats(graph), "months") == {"2024-05": (1, 0, 1), "": (0, 0, 1)}
