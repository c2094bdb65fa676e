"""What a store was built from: for each document the digest of what was read, written only when its quads are safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_TABLE = """CREATE TABLE IF NOT EXISTS {name} (
  id TEXT PRIMARY KEY, iri TEXT NOT NULL, digest TEXT
) WITHOUT ROWID"""


class Row(NamedTuple):
    """A document of a store: its identifier, its graph, and the digest of what was read.

    The digest is empty while its quads are under way: a store that was killed then reads the document again.
    """

    id: str
    iri: str
    digest: str


class Ledger:
    """The documents of a store, in an SQLite file: what is committed is on disk.

    >>> ledger = Ledger(Path(":memory:"))
    >>> ledger.begin([Row("a", "urn:a", "d1")])
    >>> ledger.digest("a")
    ''
    >>> ledger.commit([Row("a", "urn:a", "d1")])
    >>> ledger.digest("a"), ledger.digest("b"), len(ledger)
    ('d1', None, 1)
    """

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        if writing:
            self._file = sqlite3.connect(path, isolation_level=None)
            self._file.execute("PRAGMA synchronous = FULL")
            for name in ("documents", "loading"):
                self._file.execute(_TABLE.format(name=name))
        else:
            self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)

    def digest(self, document: str) -> str | None:
        """The digest of a document; empty where it is under way, None where it is unknown."""
        row = self._file.execute("SELECT digest FROM documents WHERE id = ?", (document,)).fetchone()
        return row and (row[0] or "")

    def row(self, document: str) -> Row | None:
        """What is known of a document, None where it is unknown."""
        row = self._file.execute("SELECT id, iri, digest FROM documents WHERE id = ?", (document,)).fetchone()
        return row and Row(row[0], row[1], row[2] or "")

    def begin(self, rows: Iterable[Row]) -> None:
        """These documents are under way: from here on they count as unread."""
        self._all("INSERT INTO documents VALUES (?, ?, NULL) ON CONFLICT (id) DO UPDATE SET digest = NULL", [
            (row.id, row.iri) for row in rows
        ])  # fmt: skip

    def commit(self, rows: Iterable[Row]) -> None:
        """These documents are safe."""
        self._all("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", list(rows))

    def load(self, rows: Iterable[Row]) -> None:
        """These documents are new and about to be loaded; until that is settled they are unknown."""
        self._all("INSERT OR REPLACE INTO loading VALUES (?, ?, ?)", list(rows))

    def settle(self, there: Callable[[str], bool]) -> None:
        """Of the documents that were to be loaded, those whose graph is there are safe, the others are as if never named."""
        rows = self._file.execute("SELECT id, iri, digest FROM loading ORDER BY id").fetchall()
        if rows:
            with self._file:
                self._file.execute("BEGIN IMMEDIATE")
                safe = [row for row in rows if there(row[1])]
                self._file.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", safe)
                self._file.execute("DELETE FROM loading")

    def forget(self, documents: Iterable[str]) -> None:
        """These documents are no longer in the store."""
        self._all("DELETE FROM documents WHERE id = ?", [(document,) for document in documents])

    def _all(self, words: str, values: Sequence[tuple[str, ...]]) -> None:
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(words, values)

    def rows(self) -> Iterator[Row]:
        """All documents, by identifier."""
        for row in self._file.execute("SELECT id, iri, digest FROM documents ORDER BY id"):
            yield Row(row[0], row[1], row[2] or "")

    def __len__(self) -> int:
        (count,) = self._file.execute("SELECT count(*) FROM documents WHERE digest IS NOT NULL").fetchone()
        return int(count)

    def copy(self, path: Path) -> None:
        """The same ledger in another file."""
        other = sqlite3.connect(path)
        with other:
            self._file.backup(other)
        other.close()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
