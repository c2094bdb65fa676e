"""The flat table of facts: every fact, role and sentence of the graph, the same in CSV and Parquet, read back by other readers."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.errors import UsageError
from kg.export import export
from kg.facts_table import Fact, facts
from kg.model import Facts
from kg.ontology import Ontology
from kg.rdf import NQuads
from kg.store import Graph
from kg.table import rows

SAMPLE = Path(__file__).parent / "changeover.trig"
ENT = "https://w3id.org/zhkg/id/"
#: kind → class and how it is read
READ: dict[type, Callable[[str], Any]] = {str: str, float: float, int: int, date: date.fromisoformat}


def of(graph: Graph, fact: str) -> list[Fact]:
    return [row for row in facts(graph) if row.fact == ENT + fact]


def from_csv(data: bytes) -> list[Fact]:
    """The rows of a CSV file; an empty cell is nothing."""
    found = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    assert tuple(next(found)) == Fact._fields
    kinds = [next(iter(get_args(hint)), hint) for hint in get_type_hints(Fact).values()]
    return [
        Fact(*(READ[kind](cell) if cell else None for kind, cell in zip(kinds, line, strict=True))) for line in found
    ]


def from_parquet(data: bytes) -> list[Fact]:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    return [Fact(**row) for row in parquet.read_table(io.BytesIO(data)).to_pylist()]


def test_every_fact_and_sentence_of_the_graph_is_there(graph: Graph) -> None:
    found = {(row.fact, row.document_id, row.start, row.end, row.sentence, row.kind) for row in facts(graph)}
    assert found == {(row.fact, row.document, row.start, row.end, row.sentence, row.kind) for row in rows(graph)}


def test_a_relation_has_both_ends_with_name_and_class(graph: Graph) -> None:
    (row,) = of(graph, "st-10")
    assert (row.subject, row.subject_name, row.subject_class) == (f"{ENT}雷军", "雷军", "Person")
    assert (row.property, row.role, row.object, row.object_name, row.object_class) == (
        ("worksFor", "object", f"{ENT}小米集团", "小米集团", "Company")
    )
    (row,) = of(graph, "st-11")
    assert (row.property, row.object, row.object_name, row.object_class) == ("jobTitle", None, "董事长", None)


def test_who_says_so_and_how_sure(graph: Graph) -> None:
    (row,) = of(graph, "st-13")
    assert (row.stance, row.speaker, row.speaker_name, row.confidence) == ("Denied", f"{ENT}小米集团", "小米集团", 0.9)


def test_a_number_has_its_unit_words_and_days(graph: Graph) -> None:
    (row,) = of(graph, "obs-4")
    assert (row.property, row.value, row.unit, row.bound, row.raw_value) == (
        "visitors",
        200000.0,
        "人",
        "exactly",
        "20万人",
    )
    assert (row.status, row.period, row.period_text) == ("Target", "2026", "今年")
    assert (row.period_start, row.period_end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (row.minimum, row.maximum, row.role, row.object) == (None, None, None, None)


def test_a_change_has_the_number_that_it_was_and_became(graph: Graph) -> None:
    found = {row.role: (row.object, row.value, row.raw_value) for row in of(graph, "chg-2")}
    assert found == {"before": (f"{ENT}obs-5", 215900.0, "21.59万元"), "after": (f"{ENT}obs-6", 229900.0, "22.99万元")}


def test_an_event_has_a_row_for_each_role_and_its_days(graph: Graph) -> None:
    (row,) = of(graph, "ev-1")
    assert (row.kind, row.property, row.subject_name, row.role, row.object_name) == (
        ("event", "Discontinuation", "小米汽车", "object", "初代SU7")
    )
    (row,) = of(graph, "ev-3")
    assert (row.subject, row.period) == (None, "2026-01-08/2026-01-09")
    assert (row.period_start, row.period_end) == (date(2026, 1, 8), date(2026, 1, 9))
    more = Graph()
    more.add(graph.dump("nquads"))
    for role, thing in (("object", "SU7"), ("place", "欧洲"), ("counterparty", "蔚来")):
        more.add(f"<{ENT}ev-1> <https://w3id.org/zhkg/ontology#{role}> <{ENT}{thing}> <{ENT}doc-su7> .\n")
    assert [(row.role, row.object_name) for row in of(more, "ev-1")] == [
        ("object", "SU7"),
        ("object", "初代SU7"),
        ("counterparty", "蔚来"),
        ("place", "欧洲"),
    ]


def test_a_row_tells_its_document(graph: Graph) -> None:
    row = of(graph, "st-1")[0]
    assert (row.document, row.document_id, row.title) == (f"{ENT}doc-su7", "su7", "SU7换代")
    assert (row.issued, row.source) == (date(2026, 2, 11), "https://example.org/su7")
    assert [row.document_id for row in of(graph, "st-1")] == ["su7", "visit"]


def test_csv_and_parquet_hold_the_same_rows(graph: Graph) -> None:
    expected = list(facts(graph))
    assert len(expected) > 25
    assert from_csv(export(graph, "facts-csv")) == expected
    assert from_parquet(export(graph, "facts-parquet")) == expected


def test_parquet_is_typed(graph: Graph) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    schema = parquet.read_schema(io.BytesIO(export(graph, "facts-parquet")))
    kinds = {name: str(schema.field(name).type) for name in ("value", "start", "issued", "sentence")}
    assert kinds == {"value": "double", "start": "int64", "issued": "date32[day]", "sentence": "string"}
    empty = parquet.read_table(io.BytesIO(export(Graph(), "facts-parquet")))
    assert (empty.num_rows, empty.schema) == (0, schema)


def test_numbers_and_days_of_others_that_are_none_are_left_out(graph: Graph) -> None:
    lines = graph.dump("nquads").decode()
    for before, after in (("200000", "ungefähr"), ('"137"', '"-"'), ('"2026-02-11"', '"gestern"')):
        lines = lines.replace(before, after)
    lines = lines.replace("#integer>", "#string>").replace("#decimal>", "#string>").replace("#date>", "#string>")
    other = Graph()
    other.add(lines)
    (row,) = of(other, "obs-4")
    assert (row.value, row.start, row.end, row.issued) == (None, None, 165, None)


def test_without_pyarrow_the_error_names_the_cure(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'zhkg\[tables\]'"):
        export(graph, "facts-parquet")


def test_the_command_writes_both_and_no_other_needs_pyarrow(graph: Graph, tmp_path: Path) -> None:
    for format in ("facts-csv", "facts-parquet"):
        if format == "facts-parquet":
            pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        out = tmp_path / format
        assert main(["export", "-g", str(SAMPLE), "--format", format, "-o", str(out)]) == 0
        assert out.read_bytes() == export(graph, format)
    code = "import sys, kg.export; print('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


NASTY = ['"', ",", "\r", "\n", "\r\n", "\x00", "=1+1", "'", "\\", "🚗", "\u202e", "\ufeff", ";", "\x1f", " "]
WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=4)), max_size=6).map("".join).filter(str.strip)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WORDS)
def test_hostile_names_come_back_to_the_letter(facts: Facts, ontology: Ontology, name: str) -> None:
    things = [entity._replace(label=name) if entity.id == "云帆E7" else entity for entity in facts.entities]
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, entities=tuple(things))))
    kept = name.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    for found in (from_csv(export(graph, "facts-csv")), from_parquet(export(graph, "facts-parquet"))):
        assert kept in {row.subject_name for row in found} | {row.object_name for row in found}
