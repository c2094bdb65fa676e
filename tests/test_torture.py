"""kill -9 at any moment of putting, building, updating and serving: nothing acknowledged is lost, nothing is half there."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import ceil
from pathlib import Path

import pytest
from serving import Server, serving

from kg.build import build
from kg.model import Document
from kg.store import Entry, Folder, Graph, Row
from kg.store.care import check

#: kills altogether; `make torture` has 200
ROUNDS = int(os.environ.get("KG_TORTURE_ROUNDS", "32"))
TOKEN = "a-token"
DOCUMENTS = 5
COPIES = 300
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be doubled on this system")

#: a process that has all modules read and doubles itself when asked: a round costs no start of Python
_NURSERY = """
import itertools, os, sys
sys.path.insert(0, {tests!r})
from test_torture import {work} as work
{warm}
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            for number in work(int(line)):
                os.write(1, f"{{number}}\\n".encode())
        finally:
            os._exit(1)
    os.write(1, f"child {{child}}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"gone\\n")
"""


class Nursery:
    """Starts workers, kills them, and knows what they acknowledged."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process
        self.chance = random.Random(11)

    def round(self, start: int, longest: float) -> int:
        """A worker goes on from a number and is killed; gives the last number that it acknowledged, `start - 1` for none."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{start}\n")
        self._process.stdin.flush()
        line, last = self._process.stdout.readline(), start - 1
        while not line.startswith("child"):
            last, line = int(line), self._process.stdout.readline()
        if self.chance.random() < 0.75:  # else it may be killed before it has done anything
            last = int(self._process.stdout.readline())
        time.sleep(self.chance.random() * longest)
        os.kill(int(line.split()[1]), signal.SIGKILL)
        while (line := self._process.stdout.readline()) != "gone\n":
            assert line, "the nursery ended"
            last = int(line)
        return last


@contextmanager
def nursery(place: Path, work: str, warm: str = "") -> Iterator[Nursery]:
    code = _NURSERY.format(tests=str(Path(__file__).parent), work=work, warm=warm)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"KG_TORTURED": str(place)},
    )
    with process:
        yield Nursery(process)
        assert process.stdin
        process.stdin.close()


def rounds(share: float) -> range:
    return range(ceil(ROUNDS * share))


def place() -> Path:
    return Path(os.environ["KG_TORTURED"])


def wrong(store: Path) -> list[str]:
    """What a check finds beside what was under way."""
    return [fault for fault in check(store) if "under way" not in fault]


# ---------------------------------------------------------------- documents put


def putting(start: int) -> Iterator[int]:
    with Folder(place()) as store:
        for number in range(start, start + 10_000):
            rows = []
            for name in ("a", "b", str(number)):
                quads = "".join(f'<urn:{name}> <urn:p{i}> "{number}" <urn:doc-{name}> .\n' for i in range(50))
                rows.append(Entry(Row(name, f"urn:doc-{name}", str(number)), quads))
            store.put(rows)
            yield number


def test_killed_while_documents_are_put(tmp_path: Path) -> None:
    store, start = tmp_path / "s", 0
    with nursery(store, "putting") as workers:
        for _ in rounds(10 / 32):
            start = workers.round(start, 0.3) + 1
            with Folder(store) as folder:
                counts = {
                    str(graph): (int(str(count)), int(str(values)))
                    for graph, count, values in folder.graph.query(
                        "SELECT ?g (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?values) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
                    ).rows()
                }
                assert set(counts.values()) <= {(50, 1)}, "a document is partial"
                assert {f"urn:doc-{number}" for number in range(start)} <= set(counts)
                assert all(row.iri in counts for row in folder.ledger.rows() if row.digest)
            assert wrong(store) == []
    assert start > 0


# ---------------------------------------------------------------- incremental builds


def article(number: int, price: int) -> Document:
    words = f"云帆汽车发布云帆E{number}。云帆E{number}售价{price}万元。云帆E{number}续航{price}公里。"
    return Document(f"a{number}", words)


def articles(version: int) -> list[Document]:
    """Three change with each version, one never does, the last comes and goes."""
    kept = [article(number, 100 + version) for number in range(DOCUMENTS - 2)]
    return [*kept, article(8, 99), *([article(9, 100 + version)] if version % 2 else [])]


def building(start: int) -> Iterator[int]:
    for version in range(start, start + 10_000):
        build(articles(version), store=place(), learned=False, prune=True)
        yield version


def prices(graph: Graph) -> dict[str, list[int]]:
    """The numbers that each document says: its price and its range."""
    rows = graph.query("""SELECT ?g ?v { GRAPH ?g { ?o kg:metric ?m ; kg:value ?v } } ORDER BY ?g ?v""").rows()
    found: dict[str, list[int]] = {}
    for name, value in rows:
        number = int(str(value))
        found.setdefault(str(name), []).append(number // 10_000 if number > 10_000 else number)
    return found


def sizes(graph: Graph) -> dict[str, int]:
    found = graph.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows()
    return {str(name): int(str(count)) for name, count in found}


def test_killed_while_a_store_is_built(tmp_path: Path) -> None:
    store, start = tmp_path / "s", 1
    whole = build(articles(1), learned=False).graph
    expected = sizes(whole)
    assert len(expected) == DOCUMENTS and all(len(said) == 2 for said in prices(whole).values())
    with nursery(store, "building", "from kg.build import build; build('云帆汽车发布云帆E1。', learned=False)".replace(
        "'云帆汽车发布云帆E1。'", "[__import__('test_torture').article(1, 1)]"
    )) as workers:  # fmt: skip
        for _ in rounds(10 / 32):
            last = workers.round(start, 1.5)
            if last < start and not Folder.is_one(store):
                continue
            with Folder(store) as folder:
                said = prices(folder.graph)
                assert sizes(folder.graph).items() <= expected.items(), "a document is partial"
                assert all(len(set(numbers)) == 1 for numbers in said.values()), "a document is of two versions"
                ready = {row.iri for row in folder.ledger.rows() if row.digest}
                assert ready <= set(said), "an acknowledged document is lost"
                if last >= 1:
                    changing = [numbers[0] for name, numbers in said.items() if name[-1] in "012"]
                    assert len(changing) == 3 and set(changing) <= {100 + last, 101 + last}
                    assert said[next(name for name in said if name.endswith("8"))] == [99, 99]
            assert wrong(store) == []
            start = last + 1
    assert start > 1
    last = build(articles(start), store=store, learned=False, prune=True)
    assert last.graph.dump("nquads") == build(articles(start), learned=False).graph.dump("nquads")


# ---------------------------------------------------------------- updates


def made(store: Path) -> None:
    """Two documents that say the same number of many things; some of it both say."""
    with Folder(store) as folder:
        folder.put([Entry(Row(name, f"urn:doc-{name}", "1"), _said(name)) for name in "ab"])


def _said(name: str) -> str:
    return "".join(
        f'<urn:{name if i % 3 else "both"}> <urn:p{i}> "0"^^<{XSD}integer> <urn:doc-{name}> .\n' for i in range(COPIES)
    )


XSD = "http://www.w3.org/2001/XMLSchema#"
SET = "DELETE { GRAPH ?g { ?s ?p ?old } } INSERT { GRAPH ?g { ?s ?p %d } } WHERE { GRAPH ?g { ?s ?p ?old } }"
STATE = "SELECT ?v (COUNT(*) AS ?n) { { ?s ?p ?v } UNION { GRAPH ?g { ?s ?p ?v } } } GROUP BY ?v"
#: triples of the merge, and of both documents
TRIPLES = COPIES * 2 - COPIES // 3 + COPIES * 2


def updating(start: int) -> Iterator[int]:
    with Folder(place(), base=None) as store:
        for number in range(start, start + 10_000):
            store.update(SET % number)
            yield number


def test_killed_in_the_middle_of_updates(tmp_path: Path) -> None:
    store, start = tmp_path / "s", 1
    made(store)
    with nursery(store, "updating") as workers:
        for _ in rounds(8 / 32):
            last = workers.round(start, 0.3)
            with Folder(store, base=None) as folder:
                ((value, count),) = folder.graph.query(STATE).rows()
                assert int(str(value)) in (last, last + 1) and count == TRIPLES, "an update is lost, or half there"
            assert wrong(store) == []
            start = int(str(value)) + 1
    assert start > 1


class Client(threading.Thread):
    """Sends update after update, until nobody answers."""

    def __init__(self, server: Server, start: int) -> None:
        super().__init__()
        self.server, self.start_with, self.last = server, start, start - 1
        self.statuses: set[int] = set()

    def run(self) -> None:
        with suppress(OSError):
            for number in range(self.start_with, self.start_with + 10_000):
                status = self.server.update(SET % number, TOKEN).status
                self.statuses.add(status)
                if status >= 300:
                    break
                self.last = number


def test_killed_while_it_serves_updates(tmp_path: Path) -> None:
    """The server alone is killed, or all its children with it; the next one has all that was acknowledged."""
    store, last, chance = tmp_path / "s", 0, random.Random(5)
    made(store)
    acknowledged = 0
    for turn in rounds(4 / 32):
        with serving(store, "--allow-update", "--token", TOKEN, own_group=True) as server:
            last = told(server, last)
            client = Client(server, last + 1)
            client.start()
            while turn % 4 < 3 and client.last == last and client.is_alive():
                time.sleep(0.01)
            time.sleep(0.1 + chance.random() * 0.6)
            (os.killpg if turn % 2 else os.kill)(server.process.pid, signal.SIGKILL)
            client.join(30)
            assert client.statuses <= {204}
            acknowledged += client.last - last
            last = client.last
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and alive(server.process.pid):
            time.sleep(0.01)
    with Folder(store, base=None) as folder:
        ((value, count),) = folder.graph.query(STATE).rows()
        assert int(str(value)) in (last, last + 1) and count == TRIPLES
    assert wrong(store) == []
    assert acknowledged > 0


def told(server: Server, last: int) -> int:
    """The number that the server has: the last that was acknowledged, or the one that was under way."""
    reply = server.ask(STATE)
    assert reply.status == 200, reply.text
    (row,) = reply.json()["results"]["bindings"]
    assert int(row["n"]["value"]) == TRIPLES, "an update is half there"
    assert int(row["v"]["value"]) in (last, last + 1), "an acknowledged update is lost"
    return int(row["v"]["value"])


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True
