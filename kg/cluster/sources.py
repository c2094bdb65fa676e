"""Inputs → one table of documents: files of this machine or of any file system that Spark reads (hdfs, s3a, abfss …).

JSON lines and Parquet are split among the workers; text, Markdown and HTML go to them file by file. A document's place is
the number of its file and of its line, so that of equal ids the first one counts, as in one process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from functools import reduce
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kg.engine.spark import READ, Reading, called
from kg.read import READERS, Held, Item, Problem, empty, jsonl
from kg.read.find import find
from kg.read.packed import bare, kind

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_COLUMNS = ("id", "text", "title", "date", "issued", "source", "publisher", "author", "authors")
_PARQUET = (".parquet",)
_SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.SUFFIXES) | frozenset(_PARQUET)
_REMOTE = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """What the inputs name: the items by path, in order; their bytes together; what names nothing."""

    items: dict[str, tuple[int, Held]]
    size: int
    problems: list[Problem]


def files(spark: SparkSession, inputs: Iterable[str | Path]) -> Files:
    """The files of the inputs, those of this machine found as `kg.read` does, others listed by Spark."""
    found = Files({}, 0, [])
    for given in inputs:
        if _REMOTE.match(str(given)):
            found = _listed(spark, str(given), found)
        else:
            found = _found(given, found)
    return found


def _found(given: str | Path, known: Files) -> Files:
    items, problems, size = dict(known.items), list(known.problems), known.size
    for one in find([str(given).removeprefix("file://")], _SUFFIXES):
        if isinstance(one, Problem):
            problems.append(one)
            continue
        assert one.path is not None, "standard input is refused before"
        items[str(one.path.absolute())] = (len(items), _held(one, one.path))
        size += one.path.stat().st_size
    return Files(items, size, problems)


def _held(item: Item, path: Path) -> Held:
    return Held(item.id, path, name=item.where, written=item.day)


def _listed(spark: SparkSession, given: str, known: Files) -> Files:
    """The files below an address; one scan that reads no content."""
    listing = spark.read.format("binaryFile").option("recursiveFileLookup", True).load(given)
    rows = listing.select("_metadata.file_path", "modificationTime", "length").orderBy("file_path").collect()
    items, size = dict(known.items), known.size
    for address, written, length in rows:
        path = called(address)
        name = PurePosixPath(path)
        if kind(name) in _SUFFIXES:
            held = Held(bare(name).stem, Path(name), name=path, written=written.astimezone(UTC).date())
            items[path] = (len(items), held)
            size += length
    problems = [] if size > known.size else [Problem(given, None, "holds no file to read", "Check the address.")]
    return Files(items, size, [*known.problems, *problems])


def documents(spark: SparkSession, found: Files, reading: Reading) -> DataFrame:
    """READ: the documents and problems of the files, split and read by the workers; empty files join the problems."""
    kinds: dict[str, list[str]] = {"lines": [], "rows": [], "whole": []}
    for path in found.items:
        # Spark unpacks gzip line by line; zstandard it does not know everywhere: one worker reads such a file
        split = kind(PurePosixPath(path)) in jsonl.SUFFIXES and not path.endswith(".zst")
        kinds["lines" if split else "rows" if path.lower().endswith(_PARQUET) else "whole"].append(path)
    tables = []
    if kinds["lines"]:
        lines = _lines(spark, kinds["lines"])
        starts, filled = _starts(lines)
        found.problems.extend(empty(found.items[path][1].where) for path in kinds["lines"] if path not in filled)
        tables.append(lines.mapInArrow(replace(reading, starts=starts).lines, READ))
    if kinds["rows"]:
        tables.append(_rows(spark, kinds["rows"]).mapInArrow(reading.lines, READ))
    if kinds["whole"]:
        content = spark.read.format("binaryFile").load(_escaped(kinds["whole"]))
        tables.append(content.select("_metadata.file_path", "content").mapInArrow(reading.whole, READ))
    return reduce(lambda one, other: one.union(other), tables)


def _lines(spark: SparkSession, paths: Sequence[str]) -> DataFrame:
    from pyspark.sql import functions as F

    text = spark.read.text(_escaped(paths), lineSep="\n")
    return text.select(
        F.col("_metadata.file_path").alias("path"),
        F.col("_metadata.file_block_start").alias("block"),
        F.monotonically_increasing_id().alias("number"),
        F.col("value").cast("binary").alias("value"),
    )


def _starts(lines: DataFrame) -> tuple[dict[tuple[str, int], tuple[int, int]], set[str]]:
    """Of each split of each file: the lines before it, and the number that Spark gave to its first one; files with words."""
    from pyspark.sql import functions as F

    filled = F.max(F.col("value").cast("string").rlike(r"\S"))
    counted = lines.groupBy("path", "block").agg(F.count("*"), F.min("number"), filled).orderBy("path", "block")
    starts: dict[tuple[str, int], tuple[int, int]] = {}
    before: dict[str, int] = {}
    words: set[str] = set()
    for path, block, count, first, any_words in counted.collect():
        starts[path, block] = (before.get(path, 0), first)
        before[path] = before.get(path, 0) + count
        words |= {called(path)} if any_words else set()
    return starts, words


def _rows(spark: SparkSession, paths: Sequence[str]) -> DataFrame:
    """Rows as JSON lines: columns mean what fields of JSON lines mean."""
    from pyspark.sql import functions as F

    table = spark.read.option("mergeSchema", True).parquet(*_escaped(paths))
    known = [F.col(name) for name in table.columns if name in _COLUMNS]
    return table.select(
        F.col("_metadata.file_path").alias("path"),
        F.lit(0).cast("long").alias("block"),
        F.col("_metadata.row_index").alias("number"),
        F.to_json(F.struct(*known)).cast("binary").alias("value"),
    )


def _escaped(paths: Sequence[str]) -> list[str]:
    """Paths as Spark takes them: of this machine where they have no scheme, and no pattern."""
    return [re.sub(r"([\\*?\[\]{}])", r"\\\1", f"file://{path}" if path.startswith("/") else path) for path in paths]
