"""A store on disk: what is acknowledged stays, documents come and go whole, one writes, many read."""

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError, QueryError, UsageError
from kg.store import Entry, Folder, Graph, Row
from kg.store.care import backup, check, rebuild, repair

RANDOM = random.Random(7)


def entry(name: str, *values: str, digest: str = "1") -> Entry:
    quads = "".join(f'<urn:thing> <urn:says> "{value}" <urn:doc-{name}> .\n' for value in values)
    return Entry(Row(name, f"urn:doc-{name}", digest), quads)


def said(graph: Graph) -> list[str]:
    return sorted(str(row["o"]) for row in graph.query("SELECT ?o { ?s ?p ?o }"))


def test_what_was_put_is_read_back_after_closing(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1", "2"), entry("b", "2")])
    assert said(Folder.read(tmp_path / "s")) == ["1", "2"]


def test_a_replaced_document_leaves_what_others_say(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1", "2"), entry("b", "2")])
        store.put([entry("a", "3")])
        assert said(store.graph) == ["2", "3"]


def test_a_deleted_document_takes_along_what_only_it_said(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1", "2"), entry("b", "2")])
        assert store.delete(["a", "nobody"]) == ["a"]
        assert said(store.graph) == ["2"]
        assert [row.id for row in store.ledger.rows()] == ["b"]


def test_any_order_of_changes_ends_like_a_build_from_nothing(tmp_path: Path) -> None:
    documents: dict[str, list[str]] = {}
    with Folder(tmp_path / "s") as store:
        for _ in range(40):
            name = RANDOM.choice("abcdef")
            if RANDOM.random() < 0.3:
                documents.pop(name, None)
                store.delete([name])
            else:
                documents[name] = RANDOM.sample("12345678", 3)
                store.put([entry(name, *documents[name])])
        fresh = Graph()
        fresh.add("".join(entry(name, *values).nquads for name, values in documents.items()))
        assert store.graph.dump("nquads") == fresh.dump("nquads")
        assert store.graph.dump("turtle") == fresh.dump("turtle")


def test_a_batch_with_a_broken_document_changes_nothing(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1")])
        with pytest.raises(InputError, match="not N-Quads"):
            store.put([entry("b", "2"), Entry(Row("a", "urn:doc-a", "2"), "no quads")])
        assert said(store.graph) == ["1"]
        assert store.ledger.digest("b") is None


def test_quads_of_another_document_are_refused(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store, pytest.raises(InputError, match="among those of"):
        store.put([Entry(Row("a", "urn:doc-a", "1"), entry("b", "2").nquads)])


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1")])
        code = f"from kg.store import Folder; Folder({str(tmp_path / 's')!r})"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another process (process " in other.stderr and "is writing this store" in other.stderr


def test_a_reader_keeps_its_snapshot_while_the_writer_goes_on(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1")])
        store.publish()
        reader = Folder.read(tmp_path / "s")
        for number in range(2, 7):
            store.put([entry("a", str(number))])
            store.publish()
        assert said(reader) == ["1"]
        assert said(Folder.read(tmp_path / "s")) == ["6"]
        assert len([one for one in (tmp_path / "s" / "snapshots").iterdir() if one.is_dir()]) <= 3


def test_a_store_without_a_finished_build_says_so(tmp_path: Path) -> None:
    store = Folder(tmp_path / "s")
    with pytest.raises(InputError, match="nothing to read yet"):
        Folder.read(tmp_path / "s")
    store.close()


@pytest.mark.parametrize("content", ["", '{"format": 99}'])
def test_a_folder_that_is_no_store_of_ours(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.json").write_text(content)
    with pytest.raises(InputError, match="store of format 99" if content else "no store"):
        Folder.read(tmp_path)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(OutputError, match="holds other files"):
        Folder(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_store_has_one_base(tmp_path: Path) -> None:
    Folder(tmp_path / "s", base="https://one.example/").close()
    with pytest.raises(UsageError, match=r"give --base https://one\.example/"):
        Folder(tmp_path / "s", base="https://two.example/")


def test_a_full_disk_is_a_clear_error_and_what_was_safe_stays(tmp_path: Path) -> None:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1")])
    code = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_folder import entry
from kg.store import Folder
store = Folder({str(tmp_path / "s")!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for number in range(200):
    store.put([entry("b" + str(number), *map(str, range(2000)))])
"""
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "OutputError" in other.stderr and "What was acknowledged before is safe" in other.stderr
    with Folder(tmp_path / "s") as store:
        assert "1" in said(store.graph)
        assert {row.id for row in store.ledger.rows() if row.digest} >= {"a"}


# ---------------------------------------------------------------- care


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Folder(tmp_path / "s") as store:
        store.put([entry("a", "1", "2"), entry("b", "2")])
    return tmp_path / "s"


def test_a_whole_store_has_nothing_to_complain_of(place: Path) -> None:
    assert check(place) == []


def test_what_is_out_of_order_is_found_and_mended(place: Path) -> None:
    with Folder(place) as store:
        store.graph.engine.update('DELETE DATA { <urn:thing> <urn:says> "1" } ; INSERT DATA { <urn:x> <urn:y> "9" }')
        store.ledger.commit([Row("lost", "urn:doc-lost", "1")])
        store.ledger.forget(["b"])
        store.ledger.begin([Row("c", "urn:doc-c", "1")])
    found = check(place)
    assert [fault.split(",")[0] for fault in found[:2]] == [
        "c: was under way when a build was killed; the next build reads it again",
        "lost: acknowledged",
    ]
    assert any("1 triples said by a document, but not in the default graph" in fault for fault in found)
    assert any("1 triples said by no document" in fault for fault in found)
    assert any("the ledger does not know (urn:doc-b)" in fault for fault in found)
    assert repair(place) == found
    assert [fault for fault in check(place) if "was under way" not in fault] == []
    assert said(Folder.read(place)) == ["1", "2"]


def test_an_update_by_hand_keeps_the_merge(place: Path) -> None:
    with Folder(place) as store:
        store.update('INSERT DATA { GRAPH <urn:doc-b> { <urn:thing> <urn:says> "3" } }')
        assert said(store.graph) == ["1", "2", "3"]
        store.update('DELETE { ?s ?p "2" } INSERT { ?s ?p "4" } WHERE { ?s ?p "2" }')
        assert said(store.graph) == ["1", "3", "4"]
        assert store.graph.query('ASK { GRAPH ?g { ?s ?p "2" } }').boolean is False
        store.update("CLEAR GRAPH <urn:doc-a>")
        assert said(store.graph) == ["3", "4"]
        with pytest.raises(QueryError, match="line 1"):
            store.update("DELETE nothing")
        with pytest.raises(QueryError, match="LOAD is refused"):
            store.update("LOAD <file:///etc/passwd>")
    assert not (place / "update.pending").exists()


def test_a_backup_is_a_store_of_its_own(place: Path, tmp_path: Path) -> None:
    backup(place, tmp_path / "copy")
    with Folder(place) as store:
        store.delete(["a"])
    with Folder(tmp_path / "copy") as copy:
        assert copy.ledger.digest("a") == "1"
        assert said(copy.graph) == ["1", "2"]
    assert check(tmp_path / "copy") == []
    with pytest.raises(OutputError, match="is there already"):
        backup(place, tmp_path / "copy")


@pytest.mark.parametrize("ending", [".nq", ".nq.gz", ".trig"])
def test_a_store_is_rebuilt_from_its_export(place: Path, tmp_path: Path, ending: str) -> None:
    graph = Folder.read(place)
    data = graph.dump("trig" if ending == ".trig" else "nquads")
    source = tmp_path / f"graph{ending}"
    source.write_bytes(gzip.compress(data) if ending.endswith(".gz") else data)
    assert rebuild(source, tmp_path / "new") == 2
    again = Folder.read(tmp_path / "new")
    assert again.dump("nquads") == graph.dump("nquads")
    assert said(again) == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("graph.nq", b"no quads", "is no nquads"),
        ("graph.nq.gz", b"no gzip", "cannot be read"),
        ("graph.ttl", b"", "triples without graphs have no documents"),
        ("gone.nq", None, "cannot be read: No such file"),
    ],
)
def test_a_rebuild_from_what_is_no_export_leaves_nothing(
    tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=why):
        rebuild(tmp_path / name, tmp_path / "new")
    assert [one.name for one in tmp_path.iterdir()] == ([name] if content is not None else [])


def test_care_of_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no store\. `kg build"):
        check(tmp_path)


def test_logs_of_the_engine_do_not_pile_up(tmp_path: Path) -> None:
    for _ in range(6):
        Folder(tmp_path / "s").close()
    assert len(list((tmp_path / "s" / "db").glob("LOG.old.*"))) == 2
