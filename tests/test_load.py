"""New documents in one load: there wholly or not at all, beside whatever else is done; like a change in what comes of it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.store import Entry, Folder, Row
from kg.store.care import check
from kg.store.load import FEWEST

MANY = FEWEST * 3


def entry(number: int, *, version: int = 1, quads: int = 3) -> Entry:
    graph = f"urn:doc-{number}"
    said = [f'<urn:s{number % 7}> <urn:p{i}> "{version} 他说 <{graph}> ." <{graph}> .\n' for i in range(quads)]
    return Entry(Row(str(number), graph, str(version)), "".join(said))


def entries(*numbers: int, version: int = 1) -> list[Entry]:
    return [entry(number, version=version) for number in numbers]


def put(place: Path, *, documents: list[Entry]) -> bytes:
    with Folder(place) as store:
        store.put(documents)
        return store.graph.dump("nquads") + store.graph.dump("turtle")


def test_a_load_ends_like_a_change(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.load(entries(*range(MANY)))
        store.load(entries(*range(MANY, 2 * MANY)))
        store.settle()
        found = store.graph.dump("nquads") + store.graph.dump("turtle")
        assert len(store.ledger) == 2 * MANY
    assert found == put(tmp_path / "t", documents=entries(*range(2 * MANY)))
    assert check(tmp_path / "s") == []


def test_what_the_store_has_is_replaced_by_a_load(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put(entries(*range(0, MANY, 3)))
        store.load(entries(*range(MANY), version=2))
    assert Folder.read(tmp_path / "s").dump("nquads") in put(tmp_path / "t", documents=entries(*range(MANY), version=2))
    assert check(tmp_path / "s") == []


def test_few_documents_are_there_at_once(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.load(entries(1, 2))
        assert len(store.ledger) == 2


def test_every_change_waits_for_the_load_before(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.load(entries(*range(MANY)))
        assert store.delete(["0"]) == ["0"]
        store.load(entries(*range(MANY, 2 * MANY)))
        store.update("DELETE WHERE { ?s <urn:p1> ?o }")
        store.load(entries(*range(2 * MANY, 3 * MANY)))
        store.publish()
        rows = Folder.read(tmp_path / "s").query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()
        assert len(list(rows)) == 3 * MANY - 1


def test_blank_nodes_and_lines_of_another_graph_take_the_way_of_a_change(tmp_path: Path) -> None:
    nameless = Entry(Row("n", "urn:doc-n", "1"), '_:x <urn:p> "1" <urn:doc-n> .\n')
    with Folder(tmp_path / "s") as store:
        store.load([*entries(*range(MANY)), nameless])
        store.settle()
        assert len(store.ledger) == MANY + 1
        with pytest.raises(InputError, match="among those of"):
            store.load([Entry(Row("o", "urn:doc-o", "1"), entry(0).nquads)])
    assert check(tmp_path / "s") == []


def test_a_load_with_a_broken_document_leaves_nothing(tmp_path: Path) -> None:
    broken = Entry(Row("b", "urn:doc-b", "1"), "<urn:a> no quad <urn:doc-b> .\n")
    with Folder(tmp_path / "s") as store:
        store.load([*entries(*range(MANY)), broken])
        with pytest.raises(InputError, match="not N-Quads"):
            store.settle()
        assert len(store.graph) == len(store.ledger) == 0
        store.load(entries(*range(MANY)))
    assert check(tmp_path / "s") == [] and len(Folder.read(tmp_path / "s")) > 0


def test_a_store_that_was_closed_takes_nothing(tmp_path: Path) -> None:
    store = Folder(tmp_path / "s")
    store.close()
    with pytest.raises(OutputError, match="was closed"):
        store.load(entries(*range(MANY)))


_LOADS = """
import sys
sys.path.insert(0, sys.argv[2])
from test_load import entry
from kg.store import Folder
store = Folder(sys.argv[1])
print("ready", flush=True)
for start in range(int(sys.argv[3]), 10**6, 200):
    store.load([entry(number, quads=30) for number in range(start, start + 200)])
    store.settle()
    print(start, flush=True)
"""


def test_killed_while_it_loads(tmp_path: Path) -> None:
    """Whatever the moment: each load is there with its ledger, or neither; nothing of the engine's is left lying about."""
    place, chance, start, rounds = (
        tmp_path / "s",
        random.Random(3),
        0,
        int(os.environ.get("KG_TORTURE_ROUNDS", "32")) // 4,
    )
    for _ in range(rounds):
        command = [sys.executable, "-c", _LOADS, str(place), str(Path(__file__).parent), str(start)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout and process.stdout.readline() == "ready\n"
            time.sleep(chance.random() * 0.6)
            process.send_signal(signal.SIGKILL)
            told = [int(line) for line in process.stdout]
        with Folder(place) as store:
            counted = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
            rows = list(store.graph.query(counted).rows())
            assert {int(str(count)) for _, count in rows} <= {30}
            assert len(rows) == len(store.ledger) and len(rows) % 200 == 0
            assert len(rows) >= (told[-1] + 200 if told else start)
            assert not list((place / "db").glob("bulk-*"))
            start = len(rows)
        assert check(place) == []
    assert start > 0
