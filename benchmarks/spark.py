"""What Spark costs beside the processes of one machine, over the same documents: the first part of `make bench-corpus`.

    python benchmarks/spark.py                      5,000 documents of the corpus beside the checkout
    python benchmarks/spark.py --documents 1000     its first documents

Both are commands as people run them, with two workers: `kg build FILE --store FOLDER --jobs 2` and `kg build FILE -o FOLDER
--engine spark --master local[2]`. What does not grow with documents is measured apart: the start of Spark (JVM and session),
and builds of one document, taken off both sides of the last ratio. Without Java or PySpark nothing is measured.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus import Figures, build, chosen, parsed, ran, written

from kg.model import Document

DOCUMENTS = 5_000
MASTER = "local[2]"
#: a session that reads nothing: the JVM, and what Spark does before it is asked
_START = f"from kg.cluster.session import session\nwith session({MASTER!r}): pass"
_SETTINGS = ("spark.ui.enabled=false", "spark.ui.showConsoleProgress=false", "spark.driver.host=127.0.0.1")


def measured(documents: Sequence[Document], folder: Path, options: Sequence[str], figures: Figures) -> None:
    """One document and all of them, by two processes and by Spark, in turn."""
    conf = [word for setting in _SETTINGS for word in ("--conf", setting)]
    seconds: dict[tuple[str, int], float] = {}
    for count in (1, len(documents)):
        file = written(documents[:count], folder / f"{count}.jsonl")
        pool = build(file, folder / f"pool-{count}", "--jobs", "2", *options)
        command = [sys.executable, "-m", "kg", "build", str(file), "-o", str(folder / f"spark-{count}")]
        spark = ran([*command, "--engine", "spark", "--master", MASTER, *conf, *options])
        seconds["pool", count], seconds["spark", count] = pool.seconds, spark.seconds
    many = len(documents)
    start = ran([sys.executable, "-c", _START])
    figures.add("start of Spark", start.seconds, "s")
    for engine in ("pool", "spark"):
        for count in (1, many):
            figures.add(f"{engine}, {count:,} documents", seconds[engine, count], "s")
    figures.add("spark beside pool", seconds["spark", many] / seconds["pool", many], "×")
    rest = {engine: seconds[engine, many] - seconds[engine, 1] for engine in ("pool", "spark")}
    figures.add("spark beside pool, less what one document takes", rest["spark"] / rest["pool"], "×")
    figures.add("memory of Spark's processes at the peak", spark.memory / 1e9, "GB")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; they have no bars."""
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
    if missing or not shutil.which("java"):
        print(f"Spark is not measured: {', '.join(missing) or 'java'} is missing")
        return 0
    arguments = parsed(__doc__, argv)
    arguments.documents = arguments.documents or DOCUMENTS
    with tempfile.TemporaryDirectory(prefix="kg-spark-") as folder:
        measured(chosen(arguments), Path(folder), ["--fast"] if arguments.fast else [], Figures())
    return 0


if __name__ == "__main__":
    sys.exit(main())
