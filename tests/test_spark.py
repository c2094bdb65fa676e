"""A cluster gives the graph that one process gives: on this machine, on a standalone master, with a worker killed in between."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard

from kg import cluster
from kg.across import Target
from kg.across.profile import Key
from kg.build import build
from kg.engine.spark import Extracting, Naming, Reading, sums
from kg.engine.spark import facts as facts_of
from kg.engine.task import Task
from kg.errors import InputError
from kg.handover import verified
from kg.model import Document
from kg.nquads import BASE
from kg.read import Held, Problem
from kg.report import Report
from kg.store import Graph
from kg.table import Row, rows

MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
JAVA = shutil.which("java")
spark = pytest.mark.skipif(
    bool(MISSING) or not JAVA, reason=f"needs Java and zhkg[spark]; missing: {MISSING or 'java'}"
)
ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "news.jsonl.zst"
#: more of them, and the master with its workers, on request: they take minutes
DOCUMENTS = int(os.environ.get("KG_SPARK_DOCUMENTS", "0"))
full = pytest.mark.skipif(not DOCUMENTS, reason="minutes: make test-spark runs it (KG_SPARK_DOCUMENTS)")
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # a session of seconds: compiling its code well takes longer than running it
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    # a session takes over what an earlier one in the same process was told
    "spark.sql.files.maxPartitionBytes": "128m",
    "spark.sql.files.openCostInBytes": "4m",
}

LINES = [
    '{"id": "a", "text": "云帆汽车由李雷创办，总部位于合肥。", "issued": "2026-03-01"}',
    '{"text": "云帆E7由云帆汽车制造，3月上市。", "date": "2026-02-11"}',
    "",
    '{"id": "a", "text": "这一篇的编号已经有了。"}',
    '{"id": "broken", "text": ',
    '{"id": "空", "text": "  "}',
    '{"text": "2025年云帆汽车交付了13万辆，同比增长20%。", "source": "https://example.org/7"}',
    '{"id": "c", "title": "新厂", "text": "云帆汽车的新工厂在合肥投产。", "authors": ["韩梅梅"]}',
]


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)


def quads(folder: Path) -> list[bytes]:
    return sorted(
        line for path in folder.glob("part-*.nq.gz") for line in gzip.decompress(path.read_bytes()).splitlines()
    )


def told(report: Report) -> dict[str, object]:
    """What a report says but the time, whatever the order."""
    content = json.loads(report.json())
    del content["seconds"]
    for name in ("warnings", "problems"):
        content[name] = sorted(map(str, content[name]))
    return content


def facts(folder: Path) -> set[Row]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(folder / "facts")
    return {Row(**row) for row in table.to_pylist()}


def same(folder: Path, inputs: list[Path], report: Report) -> None:
    """The shards, the manifest and the report are those of one process."""
    wanted = build(inputs)
    assert quads(folder) == sorted(wanted.graph.dump("nquads").splitlines())
    assert told(report) == told(wanted.report)
    assert verified(folder) == []
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["documents"], manifest["quads"]) == (wanted.report.documents, len(quads(folder)))


# ---------------------------------------------------------------- on this machine


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample articles and a file with everything that is wrong with files, its name too."""
    folder = tmp_path_factory.mktemp("inputs")
    path = folder / "新 [1]%.jsonl"
    lines = [line.encode("gb18030" if "韩梅梅" in line else "utf-8") for line in LINES]
    path.write_bytes(b"\r\n".join(lines))
    blank = folder / "blank.jsonl"
    blank.write_text("\n\n")
    packed = folder / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress('\n{"text": "青石动力在宁波建厂。"}\n{"id": "a", "text": "又一次。"}\n'.encode()))
    frame = folder / "frame.jsonl.zst"
    frame.write_bytes(zstandard.compress('{"text": "青石动力由韩梅梅创办。"}\n{"text": 1}\n'.encode()))
    files = [path, blank, packed, frame]
    for one in files:
        os.utime(one, (1_772_000_000, 1_772_000_000))
    return [ROOT / "data", *files]


@spark
def test_cluster_gives_what_one_process_gives(inputs, tmp_path):
    # splits of some hundred bytes: numbers of lines, and the first of equal ids, go across them
    settings = {**SETTINGS, "spark.sql.files.maxPartitionBytes": "300", "spark.sql.files.openCostInBytes": "1"}
    report = cluster.build(inputs, tmp_path, master="local[2]", settings=settings, parts=3)
    same(tmp_path, inputs, report)
    assert len(list(tmp_path.iterdir())) == 3 + len(
        ("manifest.json", "facts", "report.json", "quarantine.jsonl", "merges.jsonl")
    )
    alone = {row for one in by_document(tmp_path) for row in rows(one)}
    assert facts(tmp_path) == alone


def by_document(folder: Path) -> Iterator[Graph]:
    graphs: dict[bytes, list[bytes]] = {}
    for line in quads(folder):
        graphs.setdefault(line.rsplit(b" ", 2)[1], []).append(line + b"\n")
    for lines in graphs.values():
        graph = Graph()
        graph.add(b"".join(lines))
        yield graph


@spark
def test_rows_of_parquet_are_read_as_lines_and_an_older_output_is_replaced(tmp_path):
    import pyarrow
    import pyarrow.parquet

    table = [json.loads(line) for line in LINES if line.startswith("{") and line.endswith("}")]
    table = [
        {name: row.get(name) for name in ("id", "text", "issued", "date", "source", "title", "authors")}
        for row in table
    ]
    source = tmp_path / "rows.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), source)
    lines = tmp_path / "rows.jsonl"
    lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in table), "utf-8")
    output = tmp_path / "output"
    (output / "facts").mkdir(parents=True)
    for old in (output / "part-00007.nq.gz", output / "facts" / "old.parquet"):
        old.write_text("old")
    report = cluster.build([source], output, master="local[1]", settings=SETTINGS)
    assert not (output / "facts" / "old.parquet").exists()
    assert [path.name for path in sorted(output.glob("part-*"))] == ["part-00000.nq.gz"]
    assert quads(output) == sorted(build([lines]).graph.dump("nquads").splitlines())
    assert len(report.problems) == 2


# ---------------------------------------------------------------- what a worker does, without Spark

arrow = pytest.mark.skipif("pyarrow" in MISSING, reason="needs pyarrow")


def batch(*rows: tuple[object, ...]) -> list[object]:
    import pyarrow

    return [
        pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(one) for one in zip(*rows, strict=True)], names=list("abcdefg"[: len(rows[0])])
        )
    ]


def listed(batches: Iterator[object]) -> list[tuple[object, ...]]:
    return [row for one in batches for row in zip(*(column.to_pylist() for column in one.columns), strict=True)]  # type: ignore[attr-defined]


@arrow
def test_lines_are_numbered_across_splits_and_problems_have_a_place_of_their_own():
    item = Held("news", Path("news.jsonl"), name="news.jsonl", written=date(2026, 3, 1))
    reading = Reading({"/news.jsonl": (4, item)}, {("file:///news.jsonl", 70): (2, 900)})
    given = batch(
        ("file:///news.jsonl", 70, 900, '{"text": "云帆汽车。"}'.encode()),
        ("file:///news.jsonl", 70, 901, b" "),
        ("file:///news.jsonl", 70, 902, b"{"),
    )
    (one, two) = listed(reading.lines(given))  # type: ignore[arg-type]
    assert one[:4] == (4, 3, "news-3", "news.jsonl") and pickle.loads(one[4]).text == "云帆汽车。"  # type: ignore[arg-type]
    assert two[:4] == (4, 5, "\0004\0005", "news.jsonl") and pickle.loads(two[4]).line == 5  # type: ignore[arg-type]


@arrow
def test_files_go_through_the_reader_of_their_kind():
    item = Held("a", Path("a.md"), name="a.md", written=date(2026, 3, 1))
    (row,) = listed(Reading({"/a.md": (0, item)}).whole(batch(("file:/a.md", "# 新厂\n\n云帆汽车投产。".encode()))))  # type: ignore[arg-type]
    assert row[2] == "a" and pickle.loads(row[4]).title == "新厂"  # type: ignore[arg-type]


@arrow
def test_worker_gives_graphs_then_names_facts_and_sums():
    def found(place: int, one: Document | Problem, nth: int = 1) -> tuple[object, ...]:
        name = one.id if isinstance(one, Document) else f"\0{place}"
        return 0, place, name, "news.jsonl", pickle.dumps(one), "first.jsonl", nth

    told_of = Document("a", "云帆汽车由李雷创办。", warnings=("no day",))
    plain = Document("b", "云帆汽车有限公司由李雷创办。")
    given = batch(
        found(1, told_of), found(2, plain), found(3, plain, 2), found(4, Problem("x.jsonl", 4, "is broken", "Mend it"))
    )
    extracted = listed(Extracting(Task())(given))  # type: ignore[arg-type]
    assert [(row[1], bool(row[2]), bool(row[3]), row[4]) for row in extracted] == [
        (1, True, True, None),
        (2, True, True, None),
        (3, False, False, None),
        (4, False, False, None),
        (0, False, False, 1),
    ]
    outcomes = [pickle.loads(row[5]) for row in extracted if row[5]]  # type: ignore[arg-type]
    assert outcomes[0].warnings == ("no day",) and not outcomes[0].nquads
    assert [one.problem for one in outcomes[1:3]] == [
        "id 'b' was given before, in first.jsonl. Give each its own id.",
        "is broken. Mend it",
    ]
    assert outcomes[2].document == "x.jsonl, line 4" and outcomes[3].kinds["entity"]
    table = {Key("云帆汽车有限公司", "Organization"): Target("云帆汽车", "云帆汽车")}
    ((named,),) = listed(Naming(table, BASE)(batch((extracted[1][2], extracted[1][3]))))  # type: ignore[arg-type]
    rows = listed(facts_of(batch((named,))))  # type: ignore[arg-type]
    assert rows and {Row(*row).document for row in rows} == {"b"}
    assert any("云帆汽车" in (Row(*row).subject, Row(*row).object) for row in rows)
    packed = gzip.compress(b"a\nb\n")
    assert listed(sums(batch(("file:///g/part-00000.nq.gz", packed)))) == [  # type: ignore[arg-type]
        ("/g/part-00000.nq.gz", 2, len(packed), sha256(packed).hexdigest())
    ]


@spark
def test_nothing_to_read_leaves_what_was_there(tmp_path):
    (tmp_path / "manifest.json").write_text("old")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(InputError, match="the file is empty"):
        cluster.build([empty], tmp_path, master="local[1]", settings=SETTINGS)
    with pytest.raises(InputError, match="no such file"):
        cluster.build([tmp_path / "none.txt"], tmp_path, master="local[1]", settings=SETTINGS)
    assert (tmp_path / "manifest.json").read_text() == "old"


# ---------------------------------------------------------------- a master and two workers


class Standalone:
    """A master and its workers on the loopback: plain processes, each in a group of its own with its executors."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.url = ""

    def start(self, cls: str, *words: str, until: str) -> str:
        log = self.folder / f"{len(self.processes)}.log"
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SPARK_HOME": str(self.home),
            "SPARK_DAEMON_MEMORY": "256m",
        }
        command = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{cls}", "--host", "127.0.0.1"]
        command += ["--port", "0", "--webui-port", "0", *words]
        with log.open("wb") as out:
            self.processes.append(
                subprocess.Popen(
                    command, env=environment, stdout=out, stderr=out, start_new_session=True, cwd=self.folder
                )
            )
        return waited(lambda: (found := re.search(until, log.read_text())) and found[0], 60)

    def worker(self, number: int) -> None:
        words = ("--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work-{number}"), self.url)
        self.start("worker.Worker", *words, until="Successfully registered with master")

    def kill(self, number: int) -> None:
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def stop(self) -> None:
        for number, process in enumerate(self.processes):
            if process.poll() is None:
                self.kill(number)


def waited(happened: Callable[[], object], seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := happened():
            return str(found)
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def standalone(tmp_path: Path) -> Iterator[Standalone]:
    machines = Standalone(tmp_path)
    try:
        machines.url = machines.start("master.Master", until=r"spark://127\.0\.0\.1:\d+")
        for number in (1, 2):
            machines.worker(number)
        yield machines
    finally:
        machines.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many documents: of the corpus where it is, else copies of the sample articles."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    if CORPUS.exists():
        with CORPUS.open("rb") as packed, path.open("w", encoding="utf-8") as out:
            text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
            out.writelines(line for line, _ in zip(text, range(DOCUMENTS), strict=False))
        return path
    texts = [one.read_text("utf-8") for one in sorted((ROOT / "data").glob("*.txt"))]
    rows = ({"id": str(number), "text": texts[number % len(texts)]} for number in range(DOCUMENTS))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def wanted(corpus: Path) -> tuple[list[bytes], dict[str, object]]:
    built = build([corpus], engine="pool")
    return sorted(built.graph.dump("nquads").splitlines()), told(built.report)


@spark
@full
def test_many_documents_on_this_machine(corpus, wanted, tmp_path):
    report = cluster.build([corpus], tmp_path, master="local[2]", settings=SETTINGS)
    assert (quads(tmp_path), told(report)) == wanted


@spark
@full
def test_two_workers_give_what_one_process_gives(standalone, corpus, wanted, tmp_path):
    report = cluster.build([corpus], tmp_path / "out", master=standalone.url, settings=SETTINGS, parts=4)
    assert (quads(tmp_path / "out"), told(report)) == wanted
    assert all(list((tmp_path / f"work-{number}").rglob("stderr")) for number in (1, 2)), "both had an executor"


@spark
@full
def test_worker_killed_in_mid_run_changes_nothing(standalone, corpus, wanted, tmp_path):
    reports: list[Report] = []
    parts = 16

    def run() -> None:
        reports.append(cluster.build([corpus], tmp_path / "out", master=standalone.url, settings=SETTINGS, parts=parts))

    thread = threading.Thread(target=run)
    thread.start()
    waited(lambda: 1 <= extracted(parts) < parts - 4, 300)
    standalone.kill(2)
    assert thread.is_alive()
    thread.join(600)
    assert (quads(tmp_path / "out"), told(reports[0])) == wanted


def extracted(parts: int) -> int:
    """Tasks that are done of a stage under way that has so many; 0 where there is none."""
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    if getattr(context, "_jsc", None) is None:  # none, or one that is just starting
        return 0
    tracker = context.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return max((stage.numCompletedTasks for stage in stages if stage and stage.numTasks == parts), default=0)
