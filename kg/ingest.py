"""Documents into a store: what is unchanged is not read again, the rest is put there batch by batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

from kg.across import Kept
from kg.across.keep import FILE
from kg.engine.task import Outcome, Task
from kg.errors import KgError
from kg.model import Document
from kg.nquads import document_iri
from kg.ontology import ontology_folder
from kg.report import Report
from kg.store import Entry, Folder, Row

#: documents that become safe together, more each time; a build that is killed reads at most so many again. The most of them
#: give about the million quads that the engine sorts at once: fewer files, and less to merge later
FEWEST, MOST = 64, 3072
#: characters of quads after which they are put into the store, however few the documents are
CHARACTERS = 1 << 26
_READING = (".py", ".toml", ".onnx")


class Ingest:
    """What goes into one store: `documents` gives those that have to be read, `keep` puts what came of them there."""

    def __init__(self, folder: Folder, task: Task, report: Report) -> None:
        self._folder, self._report, self._base = folder, report, task.base
        self._rules = fingerprint(task)
        #: what the store keeps of names
        self.names = Kept(folder.path / FILE)
        self._rows: dict[str, Row] = {}
        self.seen: set[str] = set()

    def documents(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those that the store does not hold as they are, read by the same rules."""
        for document in documents:
            self.seen.add(document.id)
            digest = _digest(self._rules, json.dumps(asdict(document), ensure_ascii=False, default=str, sort_keys=True))
            if self._folder.ledger.digest(document.id) == digest and self.names.has(document.id, digest):
                self._report.unchanged += 1
                continue
            self._rows[document.id] = Row(document.id, document_iri(document.id, self._base), digest)
            yield document

    def keep(self, outcomes: Iterable[Outcome], progress: Callable[[str], None] | None = None) -> None:
        """Puts the outcomes into the store; of a document that could not be read, what the store has of it stays.

        Where the outcomes end in an error, those before it are kept. While a part is loaded, the next one is read.
        """
        for part in self._parts(outcomes, progress):
            self.names.add((entry.row.id, entry.row.digest, profile) for entry, profile in part)
            self._folder.load([entry for entry, _ in part])
        self._folder.settle()

    def _parts(
        self, outcomes: Iterable[Outcome], progress: Callable[[str], None] | None
    ) -> Iterator[list[tuple[Entry, str]]]:
        """Documents that become safe together, each with what it tells of names."""
        most, size, part = FEWEST, 0, list[tuple[Entry, str]]()
        try:
            for outcome in outcomes:
                self._report.add(outcome)
                row = self._rows.pop(outcome.document)
                if not outcome.problem:
                    part.append((Entry(row, outcome.nquads), outcome.profile))
                    size += len(outcome.nquads)
                if progress:
                    progress(outcome.document)
                if len(part) >= most or size > CHARACTERS:
                    yield part
                    most, size, part = min(2 * most, MOST), 0, []
        except KgError:
            yield part
            raise
        yield part

    def prune(self) -> None:
        """Takes out the documents that were not among those given."""
        gone = [row.id for row in self._folder.ledger.rows() if row.id not in self.seen]
        self._report.deleted += len(self._folder.delete(gone))


def fingerprint(task: Task) -> str:
    """By what a task reads: other code, ontology, model or base gives another.

    >>> fingerprint(Task()) == fingerprint(Task()) != fingerprint(Task(learned=False))
    True
    """
    folder = task.ontology or ontology_folder()
    return _digest(task.base, str(task.learned), _content(folder), _content(Path(__file__).parent))


@cache
def _content(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _READING)
    return _digest(*(f"{path.relative_to(folder)} {sha256(path.read_bytes()).hexdigest()}" for path in files))


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
