"""A corpus into a store, measured end to end, with bars: `make bench-corpus`. Exits 1 where one is missed.

    python benchmarks/corpus.py                     the whole corpus beside the checkout
    python benchmarks/corpus.py --documents 2000    its first documents

Each build is a command of its own, as people run it: `kg build FILE --store FOLDER --jobs 2`. The reference is jieba.cut over
the same text on one core, before and after the largest build. Memory is what all processes of a build hold together, shared
pages counted once (PSS), looked at five times a second. Where there is no corpus: the sample articles over and over.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import jieba
from bench import CORPUS, corpus, samples

from kg.model import Document
from kg.query import queries
from kg.store import Folder

ROOT = Path(__file__).resolve().parents[1]
JIEBA, JIEBA_FAST, MEMORY, FLAT, LATENCY = 5.0, 3.0, 3.0, 1.25, 1.0
#: documents of the smaller builds: the curve of the cost, and the build by one process beside that by two
SIZES, BOTH = (1_000, 10_000), 10_000
#: seconds after which a query is stopped
PATIENCE = 60.0


class Run(NamedTuple):
    """A build: seconds, processor seconds, memory in bytes at its peak, documents that failed."""

    seconds: float
    cpu: float
    memory: int
    failed: int


class Figures:
    """The lines that are printed, each with its bar where it has one."""

    def __init__(self) -> None:
        self.missed = 0

    def add(self, name: str, value: float, unit: str = "", most: float | None = None) -> None:
        """One figure, and whether it is at most its bar."""
        good = most is None or value <= most
        self.missed += not good
        bar = "" if most is None else f"≤ {most:g}" + ("" if good else "   MISSED")
        print(f"{name:58}{value:12,.4g} {unit:8}{bar}", flush=True)


def family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        for child in path.read_text().split():
            yield from family(int(child))


def held(process: int) -> int:
    """Bytes that a process and all below it hold, each shared page counted once."""
    found = 0
    try:
        for one in family(process):
            words = Path(f"/proc/{one}/smaps_rollup").read_text()
            found += next(int(line.split()[1]) for line in words.splitlines() if line.startswith("Pss:")) * 1024
    except (OSError, StopIteration):  # one of them just ended
        return 0
    return found


def build(file: Path, store: Path, *arguments: str) -> Run:
    """Runs `kg build` and measures it."""
    return ran([sys.executable, "-m", "kg", "build", str(file), "--store", str(store), *arguments])


def ran(command: Sequence[str]) -> Run:
    """Runs a command and measures it."""
    before, began, peak = os.times(), time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        ended = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not ended.wait(0.2):
                peak = max(peak, held(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        said, _ = process.communicate()
        ended.set()
        watcher.join()
    seconds, after = time.perf_counter() - began, os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    failed = next((int(line.split()[0]) for line in said.splitlines() if "could not be read" in line), 0)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu, peak, failed)


def cut(texts: Sequence[str]) -> float:
    """Seconds that jieba.cut takes over the texts, on one core."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    began = time.perf_counter()
    for text in texts:
        tokenizer.lcut(text)
    return time.perf_counter() - began


def written(documents: Sequence[Document], path: Path) -> Path:
    """The documents as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            issued = document.issued.isoformat() if document.issued else None
            line = {"id": document.id, "issued": issued, "text": document.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def size(folder: Path) -> int:
    """Bytes of a store on disk; a file that has several names counts once."""
    files = {(stat.st_dev, stat.st_ino): stat.st_size for path in folder.rglob("*") if (stat := path.stat())}
    return sum(files.values())


#: things of which most is told: each named query is asked of the first of them too
HUBS = 3
_HUBS = """
SELECT ?name (COUNT(?fact) AS ?facts) {
  { SELECT ?thing ?fact { ?fact kg:about ?thing } } { SELECT ?thing ?name { ?thing rdfs:label ?name } }
} GROUP BY ?name ORDER BY DESC(?facts) ?name LIMIT %d"""
_ASK = """
import sys, time
from kg.query import query
from kg.store import Folder
graph, times = Folder.read(sys.argv[1]), []
parameters = dict(name=sys.argv[3]) if len(sys.argv) > 3 else {}
if parameters:
    graph.find(sys.argv[3])
for _ in range(2):
    began = time.perf_counter()
    rows = sum(1 for _ in query(graph, sys.argv[2], parameters=parameters).rows())
    times.append(time.perf_counter() - began)
print(min(times), rows)
"""


def asked(store: Path, figures: Figures) -> None:
    """Every named query with its own defaults and of the hubs, the better of two runs, each in a process that may be stopped.

    The index of names is made before.
    """
    hubs = [str(name) for name, _ in Folder.read(store).query(_HUBS % HUBS).rows()]
    for query, known in queries().items():
        takes = any(one.name == "name" for one in known.parameters)
        for arguments in ([], *([hub] for hub in hubs if takes)):
            answered(store, [query, *arguments], figures)


def answered(store: Path, arguments: Sequence[str], figures: Figures) -> None:
    """One named query, of a thing or of all, in a process of its own."""
    command, said = [sys.executable, "-c", _ASK, str(store), *arguments], " ".join(arguments)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)
    except subprocess.TimeoutExpired:
        figures.add(f"query {said} (stopped)", PATIENCE, "s", LATENCY)
        return
    if done.returncode:
        print(f"query {said}: {done.stderr.strip().splitlines()[-1][:90]}")
    else:
        seconds, rows = done.stdout.split()
        figures.add(f"query {said} ({rows} rows)", float(seconds), "s", LATENCY)


def builds(documents: Sequence[Document], folder: Path, options: Sequence[str]) -> tuple[float, float, dict[int, Run]]:
    """Seconds that the start takes, seconds of one process without its start, and the builds by two, from the smallest up."""
    few, one = written(documents[:BOTH], folder / "few.jsonl"), written(documents[:1], folder / "one.jsonl")
    start = build(one, folder / "one", "--jobs", "2", *options).seconds
    alone = build(few, folder / "alone", "--engine", "local", *options).seconds
    alone -= build(one, folder / "one-alone", "--engine", "local", *options).seconds
    runs = {}
    for count in sorted({*(one for one in SIZES if one < len(documents)), len(documents)}):
        file = written(documents[:count], folder / f"{count}.jsonl")
        runs[count] = build(file, folder / f"s{count}", "--jobs", "2", *options)
        print(f"  {count:,} documents: {runs[count].seconds:.1f} s", flush=True)
    return start, alone, runs


def measured(documents: Sequence[Document], folder: Path, options: Sequence[str], figures: Figures) -> None:
    """All figures, those of time beside jieba's before and after the builds."""
    texts = [document.text for document in documents]
    before = cut(texts)
    start, alone, runs = builds(documents, folder, options)
    cuts = min(before, cut(texts))
    each = {count: (run.seconds - start) / count for count, run in runs.items()}
    few, many = min(runs), max(runs)
    whole = runs[many]
    figures.add("start of a build with 2 processes", start, "s")
    for count, seconds in each.items():
        figures.add(f"{count:,} documents: each, without the start", seconds * 1000, "ms")
    figures.add(f"each of {many:,} documents, of {few:,}", each[many] / each[few], "×", FLAT)
    figures.add("documents per second", many / whole.seconds)
    figures.add("characters per second", sum(map(len, texts)) / whole.seconds)
    figures.add("jieba.cut over the same text, one core", cuts, "s")
    figures.add("wall time, of jieba.cut's", whole.seconds / cuts, "×", JIEBA_FAST if "--fast" in options else JIEBA)
    figures.add("processor time, of jieba.cut's", whole.cpu / cuts, "×")
    figures.add("memory of all processes at the peak", whole.memory / 1e9, "GB", MEMORY)
    if BOTH in runs:
        figures.add(f"2 processes, {BOTH:,} documents: times as fast as 1", alone / (runs[BOTH].seconds - start), "×")
    figures.add("documents that failed", sum(run.failed for run in runs.values()), "", 0)
    figures.add("store on disk", size(folder / f"s{many}") / 1e6, "MB")
    figures.add("different triples", len(Folder.read(folder / f"s{many}")))
    asked(folder / f"s{many}", figures)


def parsed(about: str | None, argv: Sequence[str] | None) -> argparse.Namespace:
    """What a benchmark over the corpus is told."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="JSON lines with id, text, issued; .zst or plain")
    parser.add_argument("--documents", type=int, help="the first so many (default: all; of the samples: 2,000)")
    parser.add_argument("--fast", action="store_true", help="without the learned tagger")
    return parser.parse_args(argv)


def chosen(arguments: argparse.Namespace) -> list[Document]:
    """The documents that are meant; says how many."""
    if arguments.corpus.exists():
        documents = list(islice(corpus(arguments.corpus), arguments.documents))
        source = arguments.corpus.name
    else:
        print(f"{arguments.corpus.name} is not here: the sample articles, repeated, instead")
        documents, source = list(islice(samples(), arguments.documents or 2_000)), "sample articles"
    print(
        f"{len(documents):,} documents, {sum(len(one.text) for one in documents):,} characters ({source})", flush=True
    )
    return documents


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 where a bar is missed."""
    arguments = parsed(__doc__, argv)
    logging.getLogger("jieba").setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    documents, figures = chosen(arguments), Figures()
    with tempfile.TemporaryDirectory(prefix="kg-corpus-") as folder:
        measured(documents, Path(folder), ["--fast"] if arguments.fast else [], figures)
    return int(figures.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
