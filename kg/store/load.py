"""Many new documents at once, by the engine's own loader: each load is there wholly or not at all.

A load goes on beside the caller. The ledger names its documents before it begins; who opens the store after a kill asks the
engine which of them it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.ledger import Ledger, Row

#: fewer documents are put there by a change, at once
FEWEST = 32
#: what a load that was killed leaves among the files of the engine
_LEFT = "bulk-*.sst"


class Entry(NamedTuple):
    """A document for a store: its row in the ledger and its quads."""

    row: Row
    nquads: str


class Loader:
    """Loads documents that a store does not have, one load at a time."""

    def __init__(self, store: Any, ledger: Ledger, place: Path) -> None:
        self._store, self._ledger = store, ledger
        self._beside = ThreadPoolExecutor(1, "kg-load")
        self._load: Future[None] | None = None
        for left in sorted(place.glob(_LEFT)):
            left.unlink()
        self._settle()

    def fit(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that can be loaded: new, in lines of one graph each, without blank nodes; none where they are few."""
        found = [entry for entry in entries if plain(entry) and self._is_new(entry.row)]
        return found if len(found) >= FEWEST else []

    def _is_new(self, row: Row) -> bool:
        return self._ledger.row(row.id) is None and not self._has(row.iri)

    def _has(self, iri: str) -> bool:
        return bool(self._store.contains_named_graph(ox.NamedNode(iri)))

    def start(self, entries: Sequence[Entry]) -> None:
        """Begins to load; they are on disk when `finish` returns. Raises what the load before raises."""
        self.finish()
        self._ledger.load(entry.row for entry in entries)
        self._load = self._beside.submit(self._put, list(entries))

    def _put(self, entries: list[Entry]) -> None:
        lines = [entry.nquads for entry in entries]
        lines += [entry.nquads.replace(_ending(entry.row.iri), " .\n") for entry in entries]
        entries.clear()
        data = "".join(lines).encode()
        lines.clear()
        self._store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        self._store.flush()

    def finish(self) -> bool:
        """Waits for the load that is under way; was there one? Raises InputError (nothing of it is there) and OSError."""
        load, self._load = self._load, None
        if load is None:
            return False
        try:
            load.result()
        except SyntaxError as error:
            self._settle()
            raise InputError(f"not N-Quads: {error}") from error
        except BaseException:
            with suppress(Exception):  # a full disk: then the next who opens the store settles it
                self._settle()
            raise
        self._settle()
        return True

    def _settle(self) -> None:
        """Of the documents that were loaded, the engine has all or none: the ledger is told."""
        self._ledger.settle(self._has)

    def stop(self) -> None:
        """Lets go of the engine's store, after the load that is under way."""
        self._beside.shutdown(wait=True)
        self._load = self._store = None


def plain(entry: Entry) -> bool:
    """Are these lines, each of the document's own graph, that can be merged by taking the graph off?

    >>> plain(Entry(Row("a", "urn:d", "1"), '<urn:a> <urn:p> "x" <urn:d> .\\n'))
    True
    >>> plain(Entry(Row("a", "urn:d", "1"), '<urn:a> <urn:p> "x" <urn:e> .\\n'))
    False
    """
    words, lines = entry.nquads, entry.nquads.count("\n")
    whole = lines > 0 and words[-1] == "\n" and words.count(_ending(entry.row.iri)) == lines
    return whole and "_:" not in words and "\r" not in words


def _ending(iri: str) -> str:
    return f" <{iri}> .\n"
