"""Disks that are full, and disks that only give: what was safe stays, what is wrong is said in one line, who only reads may."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import serving

from kg.store import Entry, Folder, Row
from kg.store.care import check

XSD = "http://www.w3.org/2001/XMLSchema#"


def own_mounts() -> bool:
    """May this process mount a small disk of its own, seen by nobody else?"""
    if shutil.which("unshare") is None:
        return False
    try_it = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m none /tmp"]
    return subprocess.run(try_it, check=False, capture_output=True).returncode == 0


MOUNTS = pytest.mark.skipif(not own_mounts(), reason="this system lets nobody mount a disk of their own")


def kg(*arguments: object) -> str:
    return " ".join(map(str, (sys.executable, "-m", "kg", *arguments)))


def mounted(*lines: str) -> subprocess.CompletedProcess:
    """Runs lines of a shell that may mount."""
    command = ["unshare", "-rm", "sh", "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def articles(path: Path, count: int) -> Path:
    lines = [{"id": f"a{n}", "text": f"云帆汽车发布云帆E{n}。云帆E{n}售价{n % 40 + 10}万元。"} for n in range(count)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def clear(words: str, place: Path) -> None:
    """One line: what, where, why, what to do."""
    assert words.startswith("kg: ") and words.count("\n") == 1, words
    for part in (str(place), "cannot be written", "What was acknowledged before is safe", "run it again"):
        assert part in words


# ---------------------------------------------------------------- full


@MOUNTS
def test_a_build_onto_a_full_disk_says_so_and_goes_on_when_there_is_space(tmp_path: Path) -> None:
    few, many = articles(tmp_path / "few.jsonl", 20), articles(tmp_path / "many.jsonl", 300)
    disk = tmp_path / "disk"
    disk.mkdir()
    build, count = kg("build", "--fast", "-q"), "'SELECT (COUNT(*) AS ?n) { ?d a kg:Document }'"
    done = mounted(
        f"mount -t tmpfs -o size=3m none {disk} && cd {Path.cwd()}",
        f"{build} {few} --store {disk}/s || exit 10",
        f"{build} {many} --store {disk}/s; echo status $?",
        f"{kg('store', 'check', disk / 's')} > {tmp_path}/found; echo check $?",
        f"{kg('query', '-g', disk / 's', '--format', 'csv', count)}",
        f"mount -o remount,size=200m {disk}",
        f"{build} {many} --store {disk}/s; echo status $?",
        f"{kg('store', 'check', disk / 's')}",
        f"{kg('query', '-g', disk / 's', '--format', 'csv', count)}",
    )
    told = [line.strip() for line in done.stdout.split("\n")]
    clear(done.stderr, disk / "s")
    assert "No space left" in done.stderr and "Free some space" in done.stderr
    assert told[0] == "status 2" and told[1] in ("check 0", "check 1")
    assert all(
        "under way" in line
        for line in (tmp_path / "found").read_text("utf-8").split("\n")
        if "whole" not in line and line
    )
    assert told[2] == "n" and int(told[3]) >= 20
    assert told[4:8] == ["status 0", "whole 完好", "n", "300"]


def test_a_build_that_may_write_no_more_says_so(tmp_path: Path) -> None:
    """As on a full disk, where nothing can be mounted: no file may grow beyond a size."""
    few, many = articles(tmp_path / "few.jsonl", 20), articles(tmp_path / "many.jsonl", 250)
    code = (
        "import resource, sys; from kg.cli import main\n"
        "if sys.argv[1] != '0': resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)\n"
        "sys.exit(main(sys.argv[2:]))"
    )

    def build(most: int, texts: Path) -> subprocess.CompletedProcess:
        command = [sys.executable, "-c", code, str(most), "build", "--fast", "-q", str(texts)]
        command += ["--store", str(tmp_path / "s")]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert build(0, few).returncode == 0
    full = build(200_000, many)
    assert full.returncode == 2
    clear(full.stderr, tmp_path / "s")
    assert [fault for fault in check(tmp_path / "s") if "under way" not in fault] == []
    assert len(Folder.read(tmp_path / "s").documents()) >= 20
    assert build(0, many).returncode == 0
    assert check(tmp_path / "s") == []
    assert len(Folder.read(tmp_path / "s").documents()) == 250


_UPDATES = """
import resource, sys
from kg.errors import OutputError
from kg.store import Folder
store = Folder(sys.argv[1], base=None)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
last = 0
try:
    for number in range(1, 400):
        store.update(sys.argv[3] % number)
        last = number
except OutputError as error:
    print(error, file=sys.stderr)
try:
    store.put([])
except OutputError:
    print("closed")
print(last)
"""


@pytest.mark.parametrize("most", [120_000, 160_000, 250_000])
def test_an_update_that_finds_no_space_is_undone(tmp_path: Path, most: int) -> None:
    place, change = (
        tmp_path / "s",
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p %d } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    )
    quads = "".join(f'<urn:s> <urn:p{i}> "0"^^<{XSD}integer> <urn:doc> .\n' for i in range(400))
    with Folder(place) as store:
        store.put([Entry(Row("a", "urn:doc", "1"), quads)])
    command = [sys.executable, "-c", _UPDATES, str(place), str(most), change]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    closed, last = done.stdout.split()
    assert closed == "closed" and "What was acknowledged before is safe" in done.stderr
    with Folder(place, base=None) as store:
        rows = store.graph.query(
            "SELECT ?v (COUNT(*) AS ?n) { { ?s ?p ?v } UNION { GRAPH ?g { ?s ?p ?v } } } GROUP BY ?v"
        )
        assert [(str(value), count) for value, count in rows.rows()] == [(last, 800)]
    assert check(place) == []


# ---------------------------------------------------------------- a disk that only gives


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Folder(tmp_path / "s") as store:
        store.put([Entry(Row("a", "urn:doc-a", "1"), '<urn:x> <urn:says> "so" <urn:doc-a> .\n')])
    return tmp_path / "s"


@MOUNTS
def test_who_only_reads_may_on_a_disk_that_only_gives(place: Path, tmp_path: Path) -> None:
    query = "'SELECT ?o { ?s ?p ?o }'"
    serve = (
        "import subprocess, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from serving import serving\n"
        "with serving(Path(sys.argv[2])) as server: print(server.ask('ASK { ?s ?p \"so\" }').json()['boolean'])"
    )
    (tmp_path / "serve.py").write_text(serve, "utf-8")
    done = mounted(
        f"mount --bind {place} {place} && mount -o remount,bind,ro {place} && cd {Path.cwd()} || exit 10",
        f"touch {place}/x 2>/dev/null && exit 11",
        f"{kg('query', '-g', place, '--format', 'csv', query)}",
        f"{kg('store', 'list', place)}; {kg('store', 'backup', place, tmp_path / 'copy')}",
        f"PYTHONPATH={Path.cwd()} {sys.executable} {tmp_path}/serve.py {Path(__file__).parent} {place}",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["o", "so", "→", str(tmp_path / "copy"), "True"]
    assert check(tmp_path / "copy") == []


@MOUNTS
def test_who_writes_is_told_of_a_disk_that_only_gives(place: Path, tmp_path: Path) -> None:
    texts = articles(tmp_path / "few.jsonl", 2)
    commands = (
        kg("build", "--fast", "-q", texts, "--store", place),
        kg("store", "check", place),
        kg("store", "delete", place, "a"),
        kg("serve", "-g", place, "--port", "0", "--allow-update", "--token", "x"),
    )
    done = mounted(
        f"mount --bind {place} {place} && mount -o remount,bind,ro {place} && cd {Path.cwd()} || exit 10",
        *(f"{command}; echo $?" for command in commands),
    )
    assert done.stdout.split() == ["2"] * len(commands)
    lines = done.stderr.strip().split("\n")
    assert len(lines) == len(commands)
    for line in lines:
        assert line.startswith(f"kg: {place}: cannot be written: ") and "Read-only file system" in line
        assert line.endswith("Give a folder that you may write to.")
    assert check(place) == []


_SOMEBODY = """
import os, sys
from kg.store import Folder
os.setgid(65534)
os.setuid(65534)
graph = Folder.read(sys.argv[1])
print("reads", flush=True)
sys.stdin.readline()
print(*(row["o"] for row in graph.query("SELECT ?o { ?s ?p ?o }")))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("lease", [True, False], ids=["with a lease", "of an older store"])
def test_somebody_who_may_not_write_reads_and_keeps_the_snapshot(place: Path, lease: bool) -> None:
    """A process without the right to write holds its snapshot while the writer goes on."""
    if not lease:
        (place / "snapshots" / "1.lease").unlink()
    shut = [parent for parent in place.parents if not parent.stat().st_mode & 0o005]
    for one in (place, *place.rglob("*"), *shut):
        one.chmod(one.stat().st_mode | 0o055 if one.is_dir() else 0o644)
    command = [sys.executable, "-c", _SOMEBODY, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as somebody:
        assert somebody.stdout and somebody.stdout.readline() == "reads\n"
        with Folder(place) as store:
            for number in range(4):
                store.put([Entry(Row("a", "urn:doc-a", str(number)), f'<urn:x> <urn:says> "{number}" <urn:doc-a> .\n')])
                store.publish()
        assert (place / "snapshots" / "1").is_dir() == lease
        said, _ = somebody.communicate("\n", timeout=30)
    assert not lease or said == "so\n"


def test_a_server_that_finds_no_space_undoes_the_update_and_goes_on(place: Path) -> None:
    pytest.importorskip("resource")
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))"
    update = "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { %s } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    last, statuses = 0, []
    with serving(place, "--allow-update", "--token", "t", code=code) as server:
        for number in range(1, 12):
            count = 3_000 if number % 4 == 0 else 3  # every fourth is more than a file may hold
            triples = " . ".join(f'<urn:x> <urn:p{i}> "{number} {"字" * 50}"' for i in range(count))
            status = server.update(update % triples, "t").status
            statuses.append(status)
            last = number if status == 204 else last
        answer = server.ask(
            'SELECT DISTINCT (STRBEFORE(?o, " ") AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }'
        )
        assert [row["n"]["value"] for row in answer.json()["results"]["bindings"]] == [str(last)]
    assert statuses.count(204) >= 6 and statuses.count(500) >= 2
    assert check(place) == []
