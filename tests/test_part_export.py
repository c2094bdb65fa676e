"""A part of a graph: what is chosen is there, whole and with its evidence, nothing else is, and it is a valid graph."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import QueryError, UsageError
from kg.export import EXPORTERS, export
from kg.leaf import leaves
from kg.part import Choice, part
from kg.store import Graph
from kg.table import rows
from kg.validate import validate

SAMPLE = Path(__file__).parent / "changeover.trig"
ENT = "https://w3id.org/zhkg/id/"


def facts(graph: Graph, **asked: object) -> set[str]:
    found = part(graph, Choice(**asked))  # type: ignore[arg-type]
    return {row.fact.removeprefix(ENT) for row in rows(found)}


def told(graph: Graph, fits: str) -> set[str]:
    """The facts of a query of the whole graph, written out."""
    return {
        str(fact).removeprefix(ENT)
        for (fact,) in graph.query(f"SELECT DISTINCT ?f {{ ?f kg:evidence ?x . {fits} }}").rows()
    }


CHOICES = [
    {"things": ("蔚来",)},
    {"things": ("小米汽车工厂", "Model 3")},
    {"things": ("激光雷达",), "hops": 1},
    {"since": "2026-03"},
    {"until": "2026-02-11"},
    {"since": "2025", "until": "2025", "dates": "fact"},
    {"source": "造车周刊"},
    {"source": "example.org"},
    {"cls": "Facility"},
    {"cls": "Product"},
    {"cls": "Presale"},
    {"cls": "Person"},
    {"things": ("初代SU7",), "since": "2026-03", "cls": "Company"},
]


@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_a_part_is_valid_and_says_nothing_new(graph: Graph, asked: dict[str, object]) -> None:
    found = part(graph, Choice(**asked))  # type: ignore[arg-type]
    assert validate(found).conforms
    whole, cut = set(graph.dump("nquads").splitlines()), set(found.dump("nquads").splitlines())
    assert cut < whole


@pytest.mark.parametrize(("asked", "form"), list(product(CHOICES, ["named", "flat"])), ids=str)
def test_every_fact_of_a_part_is_whole(graph: Graph, flat: Graph, asked: dict[str, object], form: str) -> None:
    known = {row.fact: row for row in rows(graph)}
    found = part(graph if form == "named" else flat, Choice(**asked))  # type: ignore[arg-type]
    cut = list(rows(found))
    assert cut
    for row in cut:
        whole = known[row.fact]
        assert row._replace(document="", start=0, end=0, sentence="") == whole._replace(
            document="", start=0, end=0, sentence=""
        )
    assert {row.document for row in cut} <= {source.identifier for source in found.documents()}
    for leaf in leaves(found):
        assert all(
            value in leaf.triples
            for fact in leaf.facts
            for value in leaf.all(fact, "<https://w3id.org/zhkg/ontology#evidence>")
        )


@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_documents_apart_or_merged_give_the_same_facts(graph: Graph, flat: Graph, asked: dict[str, object]) -> None:
    assert facts(graph, **asked) == facts(flat, **asked)


def test_no_relation_without_its_statement(graph: Graph) -> None:
    found = part(graph, Choice(things=("激光雷达",)))
    assert bool(found.query("ASK { ent:新一代SU7 kg:hasComponent ent:激光雷达 }"))
    assert not found.query("ASK { ent:新一代SU7 kg:successorOf ?x }")
    assert not found.query("ASK { ent:新一代SU7 kg:variantOf ?x }")


def test_what_is_denied_stays_no_plain_triple(graph: Graph) -> None:
    found = part(graph, Choice(things=("蔚来",)))
    assert facts(graph, things=("蔚来",)) == {"st-13"}
    assert not found.query("ASK { ?s kg:acquirer ?o }")


def test_things_by_name_other_name_or_iri(graph: Graph) -> None:
    expected = told(graph, "?f rdf:subject|rdf:object|kg:about|kg:agent|kg:object ent:小米集团")
    assert facts(graph, things=("小米集团",)) == facts(graph, things=("小米",)) == expected
    assert facts(graph, things=(f"{ENT}小米集团",)) == expected


def test_a_change_brings_both_its_numbers(graph: Graph) -> None:
    found = part(graph, Choice(since="2026-01-01", until="2026-02-28", cls="Facility"))
    numbers = found.query("SELECT ?b ?a { ?c a kg:Change ; kg:before/kg:value ?b ; kg:after/kg:value ?a }").rows()
    assert list(numbers) == [(130000, 200000)]


def test_hops_reach_the_facts_of_what_is_tied(graph: Graph) -> None:
    near, further = facts(graph, things=("激光雷达",)), facts(graph, things=("激光雷达",), hops=1)
    assert near == {"st-7"}
    assert further == told(
        graph, "?f rdf:subject|rdf:object|kg:about|kg:agent|kg:object ?t VALUES ?t { ent:激光雷达 ent:新一代SU7 }"
    )
    assert further < facts(graph, things=("激光雷达",), hops=2)


def test_days_of_documents_keep_only_what_these_tell(graph: Graph) -> None:
    found = part(graph, Choice(since="2026-03-01", until="2026-03-01"))
    assert [source.identifier for source in found.documents()] == ["visit"]
    assert facts(graph, since="2026-03-01") == {"obs-7", "st-1"}
    assert [row.document for row in rows(found)] == ["visit", "visit"]


def test_a_fact_of_two_documents_keeps_the_evidence_of_the_chosen(flat: Graph) -> None:
    found = part(flat, Choice(since="2026-03"))
    assert {row.document for row in rows(found) if row.fact.endswith("st-1")} == {"visit"}


def test_days_of_facts_take_intervals_and_leave_what_has_none(graph: Graph) -> None:
    assert facts(graph, since="2026-01-09", until="2026-01-09", dates="fact") == {"ev-3", "obs-4"}
    assert facts(graph, until="2024", dates="fact") == {"ev-2"}


def test_class_takes_what_is_below_it_and_events(graph: Graph) -> None:
    assert (
        facts(graph, cls="Place")
        == facts(graph, cls="地点")
        == told(graph, "?f rdf:subject|rdf:object|kg:about ?t . ?t a ?c VALUES ?c { kg:Place kg:Facility }")
    )
    assert facts(graph, cls="Presale") == {"ev-3"}


def test_source_is_a_publisher_an_address_or_its_host(graph: Graph) -> None:
    expected = facts(graph, until="2026-02")
    for source in ("造车周刊", "https://example.org/su7", "https://example.org/", "EXAMPLE.org"):
        assert facts(graph, source=source) == expected
    with pytest.raises(UsageError, match=r"no document of the source 'example\.net' .*example\.org"):
        part(graph, Choice(source="example.net"))


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"things": ("小米汽",)}, QueryError, "nothing in the graph is called '小米汽'.*did you mean"),
        ({"cls": "Compny"}, UsageError, "unknown class 'Compny'.*did you mean Company"),
        ({"since": "去年"}, UsageError, "'去年' is no date: write YYYY"),
        ({"until": "2025-02-30"}, UsageError, "'2025-02-30' is no date"),
        ({"since": "2026", "until": "2025"}, UsageError, "since 2026 is after until 2025"),
        ({"hops": 1}, UsageError, "only with things"),
        ({"things": ("蔚来",), "hops": -1}, UsageError, "0 or more"),
        ({"dates": "week"}, UsageError, "one of document, fact"),
        ({"since": "1999", "until": "1999"}, QueryError, "nothing in the graph fits"),
        ({"things": ("蔚来",), "cls": "Vehicle"}, QueryError, "nothing in the graph fits"),
    ],
    ids=str,
)
def test_what_there_is_not_is_told(
    graph: Graph, asked: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        part(graph, Choice(**asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("format", EXPORTERS)
def test_every_format_exports_a_part(graph: Graph, tmp_path: Path, format: str) -> None:
    expected = export(part(graph, Choice(things=("蔚来", "激光雷达"))), format)
    listed = tmp_path / "names.txt"
    listed.write_text("\ufeff# 名单\n蔚来\n\n激光雷达\n蔚来\n", "utf-8")
    for things in (["蔚来", "激光雷达"], [str(listed)]):
        asked = ["export", "-g", str(SAMPLE), "--format", format, "-o", str(tmp_path / "out"), "--things", *things]
        assert main(asked) == 0
        assert (tmp_path / "out").read_bytes() == expected != export(graph, format)


def test_the_command_takes_every_choice(graph: Graph, tmp_path: Path) -> None:
    asked = "--things 初代SU7 --hops 1 --since 2026 --until 2026-02-11 --dates document --source 造车周刊 --class Vehicle".split()
    assert main(["export", "-g", str(SAMPLE), "--format", "nquads", "-o", str(tmp_path / "out.nq"), *asked]) == 0
    choice = Choice(("初代SU7",), "2026", "2026-02-11", "造车周刊", "Vehicle", 1)
    assert (tmp_path / "out.nq").read_bytes() == part(graph, choice).dump("nquads")


def test_an_empty_or_unreadable_list_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "names.txt"
    for content, message in ((b"# nothing\n", "names no thing"), (b"\xff\xfe\xfa", "cannot be read")):
        listed.write_bytes(content)
        assert main(["export", "-g", str(SAMPLE), "--format", "turtle", "--things", str(listed)]) == 2
        assert message in capsys.readouterr().err
    assert main(["export", "-g", str(SAMPLE), "--format", "turtle", "--things", "长" * 300]) == 2
    assert "nothing in the graph is called" in capsys.readouterr().err


@pytest.mark.parametrize("names", ["蔚来,欧洲", "蔚来， 欧洲", "蔚来、欧洲"])
def test_names_may_be_given_with_commas_between(names: str, tmp_path: Path) -> None:
    apart, together = tmp_path / "apart.nq", tmp_path / "together.nq"
    start = ["export", "-g", str(SAMPLE), "--format", "nquads"]
    assert main([*start, "-o", str(apart), "--things", "蔚来", "欧洲"]) == 0
    assert main([*start, "-o", str(together), "--things", names]) == 0
    assert apart.read_bytes() == together.read_bytes() != b""


def test_a_name_with_a_comma_is_one_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "g.nq"
    lines = SAMPLE.read_text("utf-8")
    (tmp_path / "g.trig").write_text(lines.replace('"蔚来"@zh', '"蔚来,欧洲"@zh'), "utf-8")
    start = ["export", "-g", str(tmp_path / "g.trig"), "--format", "turtle", "-o", str(path)]
    assert main([*start, "--things", "蔚来,欧洲"]) == 0
    assert "蔚来,欧洲" in path.read_text("utf-8")
