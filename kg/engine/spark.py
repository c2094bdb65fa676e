"""A cluster: what its Python workers do with Arrow batches of documents. Runs inside Spark's `mapInArrow`, knows no session.

A worker process loads the models once, whatever number of partitions it is given (`spark.python.worker.reuse`), and holds
one batch of documents at a time. What comes out follows from what goes in: a task that is run again gives the same rows.
"""

from __future__ import annotations

import gzip
import io
import pickle
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.across import Decisions, Profile, Target, rewrite
from kg.across.profile import Key
from kg.engine.arrow import packed, unpacked
from kg.engine.task import Outcome, Task, Work
from kg.model import Document
from kg.pipeline import batches
from kg.read import Held, Problem, again, held, line
from kg.row import Row, told_by

if TYPE_CHECKING:
    import pyarrow

    from kg.engine.arrow import Batches

#: what `reading` gives and `extracting` takes: where it stood, its id (made up for a problem), the document or the problem
READ = "file long, line long, id string, place string, found binary"
#: what `extracting` gives: the graph of a document, and what is to be told of it; in `folded` documents' counts alone
EXTRACTED = "file long, line long, nquads string, profile string, folded long, outcome binary"
#: what `Naming` gives: the graph of a document with the names that the corpus has for its things
NAMED = "nquads string"
#: what `facts` gives: the columns of `kg.row.Row`
FACTS = ", ".join(f"{name} {'long' if name in ('start', 'end') else 'string'}" for name in Row._fields)
#: what `sums` gives
SUMS = "path string, quads long, bytes long, sha256 string"


@dataclass(frozen=True, slots=True)
class Reading:
    """Inputs → documents: `files` are the items by the path that Spark calls them by, with their number.

    `starts` are, for a text file that is split, the number of its lines before each split and the first of the numbers
    that Spark gave to the lines there.
    """

    files: Mapping[str, tuple[int, Held]]
    starts: Mapping[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    issued: date | None = None
    source: str | None = None

    def lines(self, given: Batches) -> Iterator[pyarrow.RecordBatch]:
        """JSON lines (path, block, number, value) → READ."""
        return packed(READ, self._lines(given))

    def whole(self, given: Batches) -> Iterator[pyarrow.RecordBatch]:
        """Whole files (path, content) → READ."""
        return packed(READ, self._whole(given))

    def _lines(self, given: Batches) -> Iterator[tuple[object, ...]]:
        for path, block, number, value in unpacked(given):
            file, item = self.files[called(path)]
            before, first = self.starts.get((path, block), (0, 0))
            place = before + number - first + 1
            found = line(item, place, value, issued=self.issued, source=self.source)
            if found is not None:
                yield self._row(file, place, item, found)

    def _whole(self, given: Batches) -> Iterator[tuple[object, ...]]:
        for path, content in unpacked(given):
            file, empty = self.files[called(path)]
            item = replace(empty, content=content)
            for place, found in enumerate(held(item, issued=self.issued, source=self.source), 1):
                yield self._row(file, place, item, found)

    def _row(self, file: int, place: int, item: Held, found: Document | Problem) -> tuple[object, ...]:
        # a problem has no id: one that no document can have keeps it apart from the others
        name = found.id if isinstance(found, Document) else f"\0{file}\0{place}"
        return file, place, name, item.where, pickle.dumps(found)


@dataclass(frozen=True, slots=True)
class Extracting:
    """Documents → their graphs and what is to be told of them."""

    task: Task

    def __call__(self, given: Batches) -> Iterator[pyarrow.RecordBatch]:
        """READ with `first`, where the first document of that id stands, and `nth`, its turn → EXTRACTED."""
        return packed(EXTRACTED, self._rows(given))

    def _rows(self, given: Batches) -> Iterator[tuple[object, ...]]:
        places: list[tuple[int, int]] = []
        problems: list[tuple[object, ...]] = []
        folded = _Folded()

        def documents() -> Iterator[Document]:
            for file, place, name, where, found, first, nth in unpacked(given):
                one = pickle.loads(found)
                if isinstance(one, Document) and nth > 1:
                    one = again(where, name, first)
                if isinstance(one, Problem):
                    problems.append(_remark(file, place, Outcome(_where(one), problem=f"{one.why}. {one.cure}")))
                else:
                    places.append((file, place))
                    yield one

        for batch in batches(documents()):
            outcomes = _work(self.task)(batch)
            for (file, place), outcome in zip(places[: len(batch)], outcomes, strict=True):
                yield _row(file, place, outcome, folded)
            del places[: len(batch)]
            yield from problems
            problems.clear()
        yield from problems
        yield folded.row()


def called(address: str) -> str:
    """What a file is called here: Spark gives addresses percent-encoded, and those of this machine as file:.

    >>> called("file:///news/%E6%96%B0%20a.txt"), called("s3a://news/a%25b.txt")
    ('/news/新 a.txt', 's3a://news/a%b.txt')
    """
    return re.sub("^file:/+", "/", unquote(address))


@dataclass(frozen=True, slots=True)
class Naming:
    """Graphs as their documents have them → with one name for one thing: what was decided for all, applied to each."""

    table: Mapping[Key, Target]
    base: str

    def __call__(self, given: Batches) -> Iterator[pyarrow.RecordBatch]:
        """Rows (nquads, profile) → NAMED."""
        decisions = Decisions(self.table)
        named = (
            rewrite(nquads, decisions.of(Profile.unpacked(profile)), base=self.base)
            for nquads, profile in unpacked(given)
        )
        return packed(NAMED, ((nquads,) for nquads in named))


class _Folded:
    """The counts of the documents of a partition of which nothing else is to be told."""

    def __init__(self) -> None:
        self.documents, self.refusals = 0, 0
        self.kinds: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        self.documents += 1
        self.refusals += outcome.refusals
        self.kinds.update(outcome.kinds)
        self.rules.update(outcome.rules)

    def row(self) -> tuple[object, ...]:
        total = Outcome("", kinds=dict(self.kinds), rules=dict(self.rules), refusals=self.refusals)
        return 0, 0, "", "", self.documents, pickle.dumps(total)


def _row(file: int, place: int, outcome: Outcome, folded: _Folded) -> tuple[object, ...]:
    if outcome.warnings or outcome.problem or outcome.rejections:
        return _remark(file, place, outcome)
    folded.add(outcome)
    return file, place, outcome.nquads, outcome.profile, None, None


def _remark(file: int, place: int, outcome: Outcome) -> tuple[object, ...]:
    told = pickle.dumps(replace(outcome, nquads="", profile=""))
    return file, place, outcome.nquads, outcome.profile, None, told


def facts(given: Batches) -> Iterator[pyarrow.RecordBatch]:
    """Graphs of documents (nquads) → FACTS: their facts, as each of them tells them."""
    return packed(FACTS, (row for (nquads,) in unpacked(given) for row in told_by(nquads)))


def sums(given: Batches) -> Iterator[pyarrow.RecordBatch]:
    """Gzipped shards (path, content) → SUMS: what a manifest says of each."""
    return packed(SUMS, (_sum(path, content) for path, content in unpacked(given)))


def _sum(path: str, content: bytes) -> tuple[object, ...]:
    with gzip.open(io.BytesIO(content)) as text:
        quads = sum(1 for _ in text)
    return called(path), quads, len(content), sha256(content).hexdigest()


def _where(problem: Problem) -> str:
    return problem.where if problem.line is None else f"{problem.where}, line {problem.line}"


@lru_cache(maxsize=1)
def _work(task: Task) -> Work:
    """The models, loaded when the first document comes, and kept for the next partition of the same task."""
    return task.start()
