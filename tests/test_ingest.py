"""Builds into a store: what is unchanged is not read again; killed at any moment, nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import UsageError
from kg.model import Document
from kg.store import Folder
from kg.store.care import check

ROUNDS = int(os.environ.get("KG_TORTURE_ROUNDS", "12"))


def article(number: int, price: int) -> Document:
    return Document(f"a{number}", f"云帆汽车发布云帆E{number}。云帆E{number}售价{price}万元。")


def prices(place: Path) -> list[int]:
    rows = Folder.read(place).query("SELECT ?v { ?o kg:metric kg:price ; kg:value ?v } ORDER BY ?v").rows()
    return [int(str(value)) // 10_000 for (value,) in rows]


def test_unchanged_documents_are_not_read_again(tmp_path: Path) -> None:
    documents = [article(1, 11), article(2, 12)]
    first = build(documents, store=tmp_path / "s", learned=False)
    again = build([documents[0], article(2, 13), article(3, 14)], store=tmp_path / "s", learned=False)
    assert (first.report.documents, first.report.unchanged) == (2, 0)
    assert (again.report.documents, again.report.unchanged) == (2, 1)
    assert prices(tmp_path / "s") == [11, 13, 14]


def test_an_incremental_store_equals_a_build_from_nothing(tmp_path: Path) -> None:
    build([article(1, 11), article(2, 12)], store=tmp_path / "s", learned=False)
    last = build([article(2, 13), article(3, 14)], store=tmp_path / "s", learned=False, prune=True)
    assert (last.report.deleted, last.graph.dump("nquads")) == (
        1,
        build([article(2, 13), article(3, 14)], learned=False).graph.dump("nquads"),
    )


def test_other_rules_read_all_again(tmp_path: Path) -> None:
    build([article(1, 11)], store=tmp_path / "s", learned=False)
    assert build([article(1, 11)], store=tmp_path / "s").report.unchanged == 0


def test_a_document_that_fails_keeps_what_was_read_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([article(1, 11), article(2, 22)], store=tmp_path / "s", learned=False)

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kg.pipeline.Extractor.batch", fail)
    report = build([article(1, 12), article(2, 22)], store=tmp_path / "s", learned=False).report
    assert report.problems and prices(tmp_path / "s") == [11, 22]


def test_a_store_of_another_base_is_refused(tmp_path: Path) -> None:
    build([article(1, 11)], store=tmp_path / "s", learned=False)
    with pytest.raises(UsageError, match="begin with"):
        build([article(1, 11)], store=tmp_path / "s", base="https://x.example/", learned=False)


_WRITER = """
import sys, itertools
from pathlib import Path
from kg.store import Entry, Folder, Row
place, start = Path(sys.argv[1]), int(sys.argv[2])
with Folder(place) as store:
    for number in itertools.count(start):
        rows = []
        for name in ("a", "b", str(number)):
            quads = "".join(f'<urn:{name}> <urn:p{i}> "{number}" <urn:doc-{name}> .\\n' for i in range(50))
            rows.append(Entry(Row(name, f"urn:doc-{name}", str(number)), quads))
        store.put(rows)
        print(number, flush=True)
"""


def test_killed_at_any_moment_nothing_acknowledged_is_lost_nothing_is_partial(tmp_path: Path) -> None:
    place, start, chance = tmp_path / "s", 0, random.Random(3)
    for _ in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(place), str(start)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        acknowledged = int(writer.stdout.readline())
        time.sleep(chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        writer.wait()
        with Folder(place) as store:
            counts = {
                str(g): (int(str(n)), int(str(values)))
                for g, n, values in store.graph.query(
                    "SELECT ?g (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?values) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
                ).rows()
            }
            assert set(counts.values()) == {(50, 1)}, "a document is partial"
            assert {f"urn:doc-{number}" for number in range(acknowledged + 1)} <= set(counts)
            assert all(row.iri in counts for row in store.ledger.rows() if row.digest)
        assert [fault for fault in check(place) if "under way" not in fault] == []
        start = acknowledged + 1
