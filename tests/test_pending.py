"""The mark of an update: while it lies there, the next writer goes back to the state before."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.store import Entry, Folder, Row
from kg.store.care import check
from kg.store.pending import Pending


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Folder(tmp_path / "s") as store:
        store.put([Entry(Row("a", "urn:doc-a", "1"), '<urn:x> <urn:p> "1" <urn:doc-a> .\n')])
    return tmp_path / "s"


def half(place: Path) -> None:
    """An update whose process ended before the merge."""
    with Folder(place) as store:
        store.graph.engine.update('INSERT DATA { GRAPH <urn:doc-a> { <urn:x> <urn:p> "half" } }')
        store.close(publish=False)
    Pending(place).set(1)


def said(place: Path) -> list[str]:
    with Folder(place) as store:
        return sorted(
            str(row["o"]) for row in store.graph.query("SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        )


def test_an_update_that_did_not_end_is_undone_by_the_next_writer(place: Path) -> None:
    half(place)
    assert check(place) == []
    assert said(place) == ["1", "1"]
    assert Pending(place).number() is None


def test_a_writer_that_is_killed_while_it_mends_is_followed_by_one_that_does(place: Path) -> None:
    half(place)
    (place / ".db.part").mkdir()
    (place / ".db.part" / "half").write_text("x")
    for one in sorted((place / "db").iterdir())[::2]:
        one.unlink()
    (place / "db" / "CURRENT").unlink(missing_ok=True)
    assert said(place) == ["1", "1"]
    assert not (place / ".db.part").exists()


def test_a_mark_that_holds_no_number_undoes_nothing(place: Path) -> None:
    (place / "update.pending").write_text("")
    assert said(place) == ["1", "1"]


def test_a_snapshot_that_is_gone_is_told_and_the_mark_stays(place: Path) -> None:
    half(place)
    Pending(place).set(7)
    with pytest.raises(InputError, match="nothing to read yet"):
        Folder(place)
    assert Pending(place).number() == 7


def test_readers_see_the_state_before_all_the_time(place: Path) -> None:
    half(place)
    assert [row["o"] for row in Folder.read(place).query("SELECT ?o { ?s ?p ?o }")] == ["1"]


def test_one_process_mends_at_a_time(place: Path) -> None:
    Pending(place).set(1)
    code = (
        "import sys; from pathlib import Path; from kg.store.pending import Pending\n"
        "with Pending(Path(sys.argv[1])).mending(): print('mends', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", code, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "mends\n"
        with pytest.raises(OutputError, match="another process is mending"), Pending(place).mending():
            pass
        other.communicate("\n", timeout=30)
    with Pending(place).mending() as number:  # the other has done it
        assert number is None


def test_what_fails_leaves_the_mark(place: Path) -> None:
    Pending(place).set(1)
    with pytest.raises(RuntimeError), Pending(place).mending():
        raise RuntimeError
    assert Pending(place).number() == 1
