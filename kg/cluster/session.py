"""The Spark session: found or started; what is missing is said with its cure."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MASTER = re.compile(r"local(\[(\*|\d+)(,\s*\d+)?\])?|spark://[^/\s]+:\d+(,[^/\s]+:\d+)*|yarn|k8s://\S+")
_SHUFFLED = "spark.sql.shuffle.partitions"
_SETTINGS = {
    "spark.app.name": "kg",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    # no .crc files beside what is written to a folder of this machine
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
    # small batches to and from Python: a document is some thousand characters, and so is its graph
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
}


@contextmanager
def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """The session that runs already (spark-submit, a notebook), else one of its own, stopped at the end.

    `master` as Spark has it; without one that of spark-submit, else all cores of this machine. `settings` are Spark's own
    (`spark.executor.memory` …). Raises UsageError where PySpark or Java is missing or the master cannot be reached.
    """
    if master is not None and not _MASTER.fullmatch(master):
        raise UsageError(
            f"--master '{master}' is no master of Spark. Write local[4], spark://HOST:7077, yarn or k8s://https://HOST:PORT."
        )
    running = _running()
    spark = running or _started(master, {**_SETTINGS, **(settings or {})})
    try:
        yield spark
    finally:
        if running is None:
            spark.stop()


@contextmanager
def shuffled(spark: SparkSession, parts: int) -> Iterator[None]:
    """Joins in so many parts at most: the 200 that Spark makes unasked cost more than a small corpus."""
    most = spark.conf.get(_SHUFFLED)
    spark.conf.set(_SHUFFLED, str(min(parts, int(most or parts))))
    try:
        yield
    finally:
        spark.conf.set(_SHUFFLED, most)


def _running() -> SparkSession | None:
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(
            f"the engine 'spark' needs {error.name}, which is not installed: pip install 'zhkg[spark]'"
        ) from None
    return SparkSession.getActiveSession()


def _started(master: str | None, settings: Mapping[str, str]) -> SparkSession:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if not submitted:
        _java()
        # the workers' Python is that of the driver, by its path, where nobody says otherwise
        os.environ.setdefault("PYSPARK_PYTHON", settings.get("spark.pyspark.python", sys.executable))
    conf = SparkConf()
    for name, value in settings.items():
        conf.set(name, value)
    if master or not (submitted or conf.get("spark.master")):
        conf.setMaster(master or "local[*]")
    try:
        return SparkSession.builder.config(conf=conf).getOrCreate()
    except Exception as error:  # Spark raises whatever the other side said
        raise UsageError(f"no Spark at '{conf.get('spark.master')}': {told(error)}") from error


def _java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        where = f"JAVA_HOME is {home}, where no bin/java is" if home else "no java on the PATH"
        raise UsageError(
            f"the engine 'spark' needs Java 17 or 21: {where}. Install it (apt install openjdk-17-jre-headless) or set JAVA_HOME."
        )


def told(error: BaseException) -> str:
    """What Spark's error says, without the stack: the last line that a worker raised, else the first of the message.

    >>> told(ValueError("An error occurred while calling.\\n: java.lang.IllegalStateException: stopped\\n\\tat x"))
    'java.lang.IllegalStateException: stopped'
    """
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"(\w+\.)*\w*Error: ", line)]
    caused = [line.lstrip(": ") for line in lines if re.match(r"(: |Caused by: )", line)]
    return (raised[-1:] or caused[:1] or lines[:1] or [type(error).__name__])[0].removeprefix("Caused by: ")
