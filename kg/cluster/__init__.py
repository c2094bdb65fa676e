"""THE corpus flow on a cluster: files in, shards of the graph and a table of its facts out. Every line is a call."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from kg.across import Decisions
from kg.cluster.names import decided
from kg.cluster.session import session, shuffled, told
from kg.cluster.sources import documents, files
from kg.cluster.storage import Storage
from kg.engine.spark import EXTRACTED, FACTS, NAMED, SUMS, Extracting, Naming, Reading, facts, sums
from kg.engine.task import Task
from kg.errors import InputError, KgError, UsageError
from kg.nquads import BASE
from kg.ontology import load
from kg.report import Report
from kg.unify import rules

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MANIFEST = "manifest.json"
#: bytes of input to a part, and the most parts that are made unasked
PART, PARTS = 4 << 20, 10_000
_NEW = ".new"


class Options(TypedDict, total=False):
    """What may be said; all of it may be left out. As `kg.build` has them, and Spark's `master` and `settings`.

    `parts`: the number of shards, and of tasks; by default one for 4 MB of input. Equal inputs in equally many parts give
    equal bytes. `links` as `kg.build` has it.
    """

    base: str
    issued: date | None
    source: str | None
    ontology: Path | None
    learned: bool
    master: str | None
    settings: Mapping[str, str]
    parts: int | None
    links: Path | None


def build(inputs: Iterable[str | Path], output: str | Path, **options: Unpack[Options]) -> Report:
    """Builds with Spark: writes part-*.nq.gz, manifest.json, facts/ (Parquet), report.json, quarantine.jsonl, merges.jsonl to `output`.

    Inputs and output are paths that all workers see, or addresses such as s3a://… and hdfs://…. The graph is that of
    `kg.build`; manifest.json is written last. Raises InputError, OntologyError, UsageError, KgError.
    """
    given = [str(one) for one in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    if "-" in given:
        raise UsageError("the engine 'spark' reads files, not standard input: its workers cannot see that")
    began, task = time.perf_counter(), _task(options)
    with session(options.get("master"), options.get("settings")) as spark:
        try:
            return _built(spark, given, _address(output), task, options, began)
        except KgError:
            raise
        except Exception as error:  # Spark raises whatever a worker or a file system said
            raise KgError(f"Spark gave up: {told(error)}") from error


def _task(options: Options) -> Task:
    load(options.get("ontology"))  # a broken ontology is reported here, once and plainly, not by each worker
    return Task(options.get("ontology"), options.get("base", BASE), options.get("learned", True))


def _address(output: str | Path) -> str:
    words = str(output)
    return words if "://" in words else f"file://{Path(words).absolute()}"


def _built(spark: SparkSession, given: list[str], output: str, task: Task, options: Options, began: float) -> Report:
    from pyspark import StorageLevel

    report, found = Report(), files(spark, given)
    if not found.items:
        raise InputError("; ".join(map(str, found.problems[:3])) or "no input to read")
    reading = Reading(found.items, issued=options.get("issued"), source=options.get("source"))
    parts = options.get("parts") or min(PARTS, max(1, -(-found.size // PART)))
    extracted = _extracted(documents(spark, found, reading), task, parts).persist(StorageLevel.DISK_ONLY)
    extracted.count()  # the work, by all workers at once: what follows goes through it part by part
    report.problems += [(one.where, f"{one.why}. {one.cure}") for one in found.problems]
    _tell(extracted, report)
    if not report.documents:
        raise InputError("; ".join(f"{where}: {what}" for where, what in report.problems[:3]))
    profiles = extracted.where("profile != ''").select("profile")
    said = rules(options.get("ontology"), options.get("links"))
    storage = Storage(spark, output)
    with shuffled(spark, parts):
        decisions = decided(profiles, said, Storage(spark, storage.place(f"{_NEW}/names")).kept)
    report.unified(decisions)
    _write(_named(extracted, decisions, task), storage)
    extracted.unpersist()
    _place(spark, storage, report, began)
    return report


def _extracted(found: DataFrame, task: Task, parts: int) -> DataFrame:
    """Documents dealt out by id, each id once, in order; then the article flow."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    alike = Window.partitionBy("id").orderBy("file", "line")
    dealt = found.repartition(parts, "id").withColumn("first", F.first("place").over(alike))
    return dealt.withColumn("nth", F.row_number().over(alike)).mapInArrow(Extracting(task), EXTRACTED)


def _named(extracted: DataFrame, decisions: Decisions, task: Task) -> DataFrame:
    read = extracted.where("nquads != ''").select("nquads", "profile")
    return read.mapInArrow(Naming(decisions.table, task.base), NAMED)


def _write(named: DataFrame, storage: Storage) -> None:
    """Shards and facts into a folder of their own: what stood there before is whole until all is written."""
    lines = named.selectExpr("trim(TRAILING '\n' FROM nquads)")
    lines.write.mode("overwrite").text(storage.place(f"{_NEW}/shards"), compression="gzip")
    table = named.mapInArrow(facts, FACTS)
    table.write.mode("overwrite").parquet(storage.place(f"{_NEW}/facts"))


def _tell(extracted: DataFrame, report: Report) -> None:
    """The report, in the order of the documents; only those of which something is to be told pass through here."""
    told = extracted.where("outcome is not null").select("folded", "outcome", "file", "line")
    for row in told.orderBy("file", "line").toLocalIterator():
        outcome = pickle.loads(row.outcome)
        report.add(outcome)
        if row.folded is not None:
            report.documents += row.folded - 1


def _place(spark: SparkSession, storage: Storage, report: Report, began: float) -> None:
    """What was written takes the place of what was there; the manifest goes first and comes last."""
    storage.delete(MANIFEST)
    for name in storage.names():
        if name == "facts" or name.startswith("part-"):
            storage.delete(name)
    for name in storage.names(f"{_NEW}/shards"):
        if name.startswith("part-"):
            storage.move(f"{_NEW}/shards/{name}", f"{name[: len('part-00000')]}.nq.gz")
    storage.move(f"{_NEW}/facts", "facts")
    storage.delete(_NEW)
    shards = _shards(spark, storage)
    report.seconds = time.perf_counter() - began
    storage.write("report.json", report.json())
    storage.write("quarantine.jsonl", report.quarantine())
    storage.write("merges.jsonl", report.merged())
    about = {
        "format": "N-Quads",
        "documents": report.documents,
        "quads": sum(int(str(shard["quads"])) for shard in shards),
        "shards": shards,
    }
    storage.write(MANIFEST, (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode())


def _shards(spark: SparkSession, storage: Storage) -> list[dict[str, object]]:
    if not any(name.startswith("part-") for name in storage.names()):
        return []
    content = spark.read.format("binaryFile").load(storage.place("part-*.nq.gz"))
    rows = content.select("_metadata.file_path", "content").mapInArrow(sums, SUMS).orderBy("path").collect()
    return [
        {"file": row.path.rsplit("/", 1)[1], "quads": row.quads, "bytes": row.bytes, "sha256": row.sha256}
        for row in rows
    ]
