"""The files for `neo4j-admin database import`, read by the rules of its manual: headers, quotes, arrays, types, ends that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.errors import UsageError
from kg.export import FOLDERS, export, export_folder
from kg.leaf import leaves
from kg.model import Facts
from kg.neo4j import OPTIONS, neo4j
from kg.ontology import Ontology
from kg.part import Choice, part
from kg.rdf import NQuads
from kg.store import Graph

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = Path(__file__).parent / "changeover.trig"
ENT = "https://w3id.org/zhkg/id/"
ROLES = {"subject", "object", "about", "holder", "agent", "counterparty", "place", "before", "after", "attributedTo"}


# ------------------------------------------------------------ the importer, by its manual


class Imported(NamedTuple):
    """What the importer makes of the two files."""

    nodes: dict[str, dict[str, Any]]
    ties: list[dict[str, Any]]


def records(text: str) -> Iterator[list[str | None]]:
    """Records of CSV: a quote inside quotes is doubled, quoted fields may have lines, an unquoted field of nothing is null."""
    place, record = 0, []
    while place < len(text):
        if text[place] == '"':
            words, place = "", place + 1
            while True:
                end = text.index('"', place)
                words += text[place:end]
                place = end + 1
                if text[place : place + 1] != '"':
                    break
                words, place = words + '"', place + 1
            record.append(words)
        else:
            end = re.compile(r"[,\n]").search(text, place)
            assert end is not None
            assert '"' not in text[place : end.start()]
            record.append(text[place : end.start()] or None)
            place = end.start()
        assert text[place] in ",\n"
        if text[place] == "\n":
            yield record
            record = []
        place += 1
    assert record == []


SCALARS = {"string": str, "int": int, "double": float, "date": date.fromisoformat}


def typed(field: str, words: str | None, delimiter: str) -> tuple[str, Any]:
    """A field of the header, `name:type`: the type is string where none is said; `[]` makes it an array."""
    name, _, kind = field.partition(":")
    if kind in ("ID", "START_ID", "END_ID", "TYPE"):
        assert words, field
        return kind, words
    if kind == "LABEL":
        assert words
        return kind, words.split(delimiter)
    assert name and (kind or "string").removesuffix("[]") in SCALARS, field
    if words is None:
        return name, None
    read = SCALARS[(kind or "string").removesuffix("[]")]
    if kind == "int":
        assert -(2**31) <= int(words) < 2**31
    return name, [read(one) for one in words.split(delimiter)] if kind.endswith("[]") else read(words)


def read(data: bytes, delimiter: str) -> list[dict[str, Any]]:
    header, *lines = records(data.decode("utf-8"))
    assert all(header) and len(set(header)) == len(header)
    assert all(len(line) == len(header) for line in lines)
    found = []
    for line in lines:
        cells = [typed(str(field), words, delimiter) for field, words in zip(header, line, strict=True)]
        found.append({name: value for name, value in cells if value is not None})
    return found


def imported(files: dict[str, bytes] | Any) -> Imported:
    """Both files; refuses what the importer refuses: an ID that comes twice, a relationship without its ends."""
    delimiter = re.search(r"--array-delimiter=U\+([0-9A-F]{4})", OPTIONS)
    assert delimiter is not None and "--multiline-fields=true" in OPTIONS
    char = chr(int(delimiter[1], 16))
    nodes, ties = (read(files[f"{name}.csv"], char) for name in ("nodes", "relationships"))
    by_id = {node["ID"]: node for node in nodes}
    assert len(by_id) == len(nodes)
    assert all(tie["START_ID"] in by_id and tie["END_ID"] in by_id for tie in ties)
    return Imported(by_id, ties)


def test_the_reader_of_these_tests_knows_the_rules() -> None:
    assert list(records('a,"b ""c"", d\ne",\n"",,x\n')) == [["a", 'b "c", d\ne', None], ["", None, "x"]]
    with pytest.raises(ValueError):
        list(records('"never closed\n'))


# ------------------------------------------------------------ what is in them


@pytest.fixture(scope="module")
def found(graph: Graph) -> Imported:
    return imported(neo4j(graph))


def ties(found: Imported, kind: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (tie["START_ID"].removeprefix(ENT), tie["END_ID"].removeprefix(ENT)): tie
        for tie in found.ties
        if tie["TYPE"] == kind
    }


def test_things_have_their_names_and_all_their_classes_as_labels(graph: Graph, found: Imported) -> None:
    car = found.nodes[f"{ENT}新一代SU7"]
    assert (car["name"], car["names"]) == ("新一代SU7", ["新一代SU7", "新款SU7"])
    assert car["LABEL"] == ["Thing", "Vehicle", "Product"]
    named = {str(iri) for (iri,) in graph.query("SELECT DISTINCT ?s { ?s rdfs:label ?l }").rows()}
    assert named == {iri for iri, node in found.nodes.items() if "Thing" in node["LABEL"]}


def test_asserted_relations_are_relationships_with_their_sentences(graph: Graph, found: Imported) -> None:
    query = """SELECT ?s ?p ?o { ?st a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:stance kg:Asserted
      FILTER(isIRI(?o)) }"""
    told = {(str(s), str(p).rpartition("#")[2], str(o)) for s, p, o in graph.query(query).rows()}
    known = {(tie["START_ID"], tie["TYPE"], tie["END_ID"]) for tie in found.ties if "statement" in tie}
    assert known == told and len(told) == 10
    tie = ties(found, "manufacturer")["初代SU7", "小米汽车"]
    assert tie["documents"] == [f"{ENT}doc-su7", f"{ENT}doc-visit"]
    assert tie["sentences"] == ["小米汽车今天宣布,初代SU7停产停售。", "小米汽车旗下的初代SU7退市。"]
    assert (tie["starts"], tie["ends"], tie["confidence"]) == ([0, 20], [19, 35], 0.9)


def test_what_is_denied_planned_or_opined_is_a_node_and_no_relationship(found: Imported) -> None:
    assert not {"acquirer", "soldIn", "competitor", "jobTitle"} & {tie["TYPE"] for tie in found.ties}
    denied = found.nodes[f"{ENT}st-13"]
    assert (denied["LABEL"], denied["property"], denied["stance"]) == (["Fact", "Statement"], "acquirer", "Denied")
    assert ("st-13", "小米集团") in ties(found, "subject") and ("st-13", "蔚来") in ties(found, "object")
    assert ("st-13", "小米集团") in ties(found, "attributedTo")
    assert found.nodes[f"{ENT}st-11"]["object"] == "董事长"


def test_every_fact_is_there_with_its_evidence(graph: Graph, found: Imported) -> None:
    facts = {fact[1:-1] for leaf in leaves(graph) for fact in leaf.facts}
    nodes = {iri for iri, node in found.nodes.items() if "Fact" in node["LABEL"]}
    assert nodes | {tie["statement"] for tie in found.ties if "statement" in tie} == facts
    assert {tie["START_ID"] for tie in found.ties if tie["TYPE"] == "evidence"} == nodes
    tie = ties(found, "evidence")["obs-7", "doc-visit"]
    assert (tie["text"], tie["start"], tie["end"]) == ("小米汽车工厂2025年接待游客15万人。", 0, 20)


def test_numbers_and_events_are_typed(found: Imported) -> None:
    number = found.nodes[f"{ENT}obs-4"]
    assert (number["LABEL"], number["property"], number["value"]) == (["Fact", "Observation"], "visitors", 200000.0)
    assert (number["unit"], number["status"], number["rawValue"]) == ("人", "Target", "20万人")
    assert (number["from"], number["to"]) == (date(2026, 1, 1), date(2026, 12, 31))
    event = found.nodes[f"{ENT}ev-3"]
    assert (event["LABEL"], event["period"]) == (["Fact", "Event", "Presale"], "2026-01-08/2026-01-09")
    assert ties(found, "before").keys() == {("chg-1", "obs-3"), ("chg-2", "obs-5")}


def test_documents_have_day_title_and_publisher(found: Imported) -> None:
    node = found.nodes[f"{ENT}doc-su7"]
    assert (node["LABEL"], node["issued"], node["title"]) == (["Document"], date(2026, 2, 11), "SU7换代")
    assert ("doc-su7", "造车周刊") in ties(found, "publisher")


def test_no_role_of_a_fact_is_lost(graph: Graph, found: Imported) -> None:
    roles = "|".join(f"kg:{name}" for name in sorted(ROLES - {"subject"}))
    query = f"SELECT DISTINCT ?f ?o {{ ?f kg:evidence ?e ; {roles} ?o FILTER(isIRI(?o)) }}"
    told = {(str(fact), str(target)) for fact, target in graph.query(query).rows()}
    speakers = {(tie["statement"], tie["speaker"]) for tie in found.ties if "speaker" in tie}
    assert (
        told
        == {(tie["START_ID"], tie["END_ID"]) for tie in found.ties if tie["TYPE"] in ROLES - {"subject"}}
        - {
            (f"{ENT}st-12", f"{ENT}Model_3"),
            (f"{ENT}st-13", f"{ENT}蔚来"),
            (f"{ENT}st-14", f"{ENT}欧洲"),
        }
        | speakers
    )


def test_equal_graphs_give_equal_files_and_a_part_its_own(graph: Graph) -> None:
    other = Graph()
    other.add(b"".join(reversed(graph.dump("nquads").splitlines(keepends=True))))
    assert neo4j(other) == neo4j(graph)
    few = imported(neo4j(part(graph, Choice(things=("蔚来",)))))
    assert {node.removeprefix(ENT) for node in few.nodes} >= {"蔚来", "st-13", "doc-su7"}
    assert len(few.nodes) < 8


def test_an_end_that_is_nowhere_described_becomes_a_node(graph: Graph) -> None:
    other = Graph()
    lines = graph.dump("nquads").decode().splitlines(keepends=True)
    other.add("".join(line for line in lines if not line.startswith(f"<{ENT}欧洲>")))
    node = imported(neo4j(other)).nodes[f"{ENT}欧洲"]
    assert (node["name"], node["LABEL"]) == ("欧洲", ["Thing"])


def test_numbers_and_days_of_others_that_are_none_are_left_out(graph: Graph) -> None:
    lines = (
        graph.dump("nquads")
        .decode()
        .replace('"200000"', '"viele"')
        .replace('"137"', '"²"')
        .replace('"2026-02-11"', '"gestern"')
    )
    other = Graph()
    other.add(re.sub(r"#(integer|decimal|date)>", "#string>", lines))
    found = imported(neo4j(other))
    assert "value" not in found.nodes[f"{ENT}obs-4"] and "issued" not in found.nodes[f"{ENT}doc-su7"]
    assert ties(found, "evidence")["obs-4", "doc-su7"]["start"] == 0


# ------------------------------------------------------------ hostile words, the command, the manuals

NASTY = [
    '"',
    '""',
    "\\",
    '\\"',
    ",",
    ";",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x00",
    "\x1f",
    "'",
    "🚗",
    "\u202e",
    "\ufeff",
    "=1+1",
]
WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=4)), max_size=6).map("".join).filter(str.strip)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WORDS)
@example(name="".join(NASTY))
@example(name="ends with a backslash\\")
def test_hostile_names_come_back(facts: Facts, ontology: Ontology, name: str) -> None:
    things = [entity._replace(label=name) if entity.id == "云帆E7" else entity for entity in facts.entities]
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, entities=tuple(things))))
    node = imported(neo4j(graph)).nodes[f"{ENT}云帆E7"]
    kept = re.sub("[\x00\x1f\ufffe\uffff]", "\ufffd", name)
    assert node["name"] == kept
    assert kept in node["names"]


@pytest.mark.parametrize("format", FOLDERS)
def test_the_command_writes_the_folder_and_names_its_files(
    graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    out = tmp_path / "out"
    assert main(["export", "-g", str(SAMPLE), "--format", format, "-o", str(out)]) == 0
    files = FOLDERS[format](graph)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == dict(files)
    assert capsys.readouterr().out.split() == [str(out / name) for name in files]
    assert export_folder(graph, format, tmp_path / "other") == [tmp_path / "other" / name for name in files]


def test_without_a_folder_the_error_says_so(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-g", str(SAMPLE), "--format", "neo4j"]) == 2
    assert "-o" in capsys.readouterr().err
    with pytest.raises(UsageError, match="several files"):
        export(graph, "neo4j")


def test_the_manuals_name_the_format_and_how_to_import_it() -> None:
    for manual in ("README.md", "README.zh-CN.md"):
        assert all(f"`{name}`" in (ROOT / manual).read_text("utf-8") for name in FOLDERS)
    assert OPTIONS in (ROOT / "docs" / "API.md").read_text("utf-8")
