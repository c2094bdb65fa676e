"""Lines too many for the memory come out as they would if they were few."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.store import Entry, Folder, Graph, Row
from kg.store import spill as module
from kg.store.care import rebuild
from kg.store.spill import Spill
from kg.store.terms import FORMATS, rank

SAMPLE = Path(__file__).parent / "changeover.trig"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def lines(count: int, subjects: int) -> list[bytes]:
    chance = random.Random(7)
    made = [
        f'<urn:{chance.randrange(subjects)}> <{chance.choice((TYPE, "urn:p", "a:p"))}> "{chance.random()} {number}" .\n'
        for number in range(count)
    ]
    return [line.encode() for line in made]


@pytest.mark.parametrize("size", [1, 7, 100, 10_000_000])
@pytest.mark.parametrize("subjects", [1, 3, 2000])
def test_whatever_is_held_and_however_it_comes_the_order_is_one(size: int, subjects: int) -> None:
    given = lines(3000, subjects)
    data = b"".join(given)
    for held in (100, 20_000, 1 << 26):
        with Spill(held=held) as found:
            for start in range(0, len(data), size) if size > 1 else range(0):
                found.write(data[start : start + size])
            if size == 1:
                for line in (*given, *given[:50]):
                    found.write(line)
            found.flush()
            assert list(found) == sorted(given, key=rank)


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    with Spill(held=100) as found:
        for line in lines(500, 30):
            found.write(line)
        assert list(tmp_path.iterdir())
        assert len(list(found)) == 500
    assert not list(tmp_path.iterdir())


def test_where_there_is_no_room_the_place_and_the_cure_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with Spill(held=100) as found:
        monkeypatch.setattr(Path, "open", full)
        with pytest.raises(OutputError, match=r"No space left on device.*TMPDIR"):
            found.write(b"".join(lines(50, 5)))


@pytest.fixture
def told() -> Graph:
    """Documents, what only the default graph holds, terms that are the beginning of others."""
    graph = Graph()
    graph.read(SAMPLE)
    graph.update("""INSERT DATA { <urn:x> <urn:y> "here", "a b", "a", "a"@zh, 7, <urn:z>, _:b .
      GRAPH <urn:g> { <urn:x> <urn:y> "here"@zh, "a", "a b c", <urn:z> } GRAPH <urn:g2> { <urn:x> <urn:y> <urn:z> } }""")
    return graph


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("merging", [True, False])
def test_a_graph_beyond_the_memory_is_written_as_any(
    told: Graph, format: str, merging: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = Graph(merged=merging)
    if merging:
        graph = told
    else:
        graph.add(told.dump("nquads"))
    expected = graph.dump(format)
    monkeypatch.setitem(Spill.__init__.__kwdefaults__, "held", 3000)
    out = io.BytesIO()
    graph.write(out, format)
    assert out.getvalue() == expected


def test_of_the_default_graph_only_what_no_document_says_is_written(told: Graph) -> None:
    apart = [line for line in told.dump("nquads").decode().splitlines() if line.startswith("<urn:x>")]
    default = [line for line in apart if "<urn:g" not in line]
    assert len(default) == 5 and len(apart) == 10
    assert not any('"a" .' in line or "<urn:z> ." in line for line in default)
    with told.lines() as found:
        assert b"".join(found) == told.dump("nquads")
    head = told.dump("trig").decode().split(" {\n")[0]
    assert '"here"' in head and '"a"@zh' in head and "<urn:z>" not in head


def test_a_store_remembers_that_its_default_graph_may_hold_more(tmp_path: Path) -> None:
    entry = Entry(Row("d", "urn:d", "1"), '<urn:a> <urn:p> "x" <urn:d> .\n')
    with Folder(tmp_path / "s") as folder:
        folder.put([entry])
    assert Folder.read(tmp_path / "s").dump("nquads") == b'<urn:a> <urn:p> "x" <urn:d> .\n'
    with Folder(tmp_path / "s") as folder:
        folder.update("INSERT DATA { <urn:a> <urn:p> 'alone' }")
    expected = b'<urn:a> <urn:p> "alone" .\n<urn:a> <urn:p> "x" <urn:d> .\n'
    (tmp_path / "all.nq").write_bytes(expected)
    rebuild(tmp_path / "all.nq", tmp_path / "r")
    for place in ("s", "r"):
        assert Folder.read(tmp_path / place).dump("nquads") == expected, place
