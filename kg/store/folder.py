"""A store on disk: one writer, any number of readers, each on a snapshot that does not change under it.

    FOLDER/store.json      format and base of the IRIs; may the default graph hold what no document says?
    FOLDER/db/             the engine's files, held by the writer
    FOLDER/ledger.sqlite   which document was read from which text
    FOLDER/snapshots/7/    hard links into db/: what readers see
    FOLDER/current         the number of the newest snapshot

A batch of documents is acknowledged when the engine has it on disk and the ledger says so. Killed at any moment, a store holds
each document as it was or as it was to become; those under way are read again by the next build. An update that did not end
is undone by the next writer.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError, OutputError, QueryError, UsageError
from kg.nquads import BASE
from kg.store.change import change, rewriting
from kg.store.graph import Graph
from kg.store.ledger import Ledger
from kg.store.load import Entry, Loader
from kg.store.pending import Pending
from kg.store.snapshots import Snapshots

FORMAT = 1
#: documents that are changed in one step where many are given
TOGETHER = 64
#: logs of the engine that are kept
LOGS = 2


class Folder:
    """A store that is open for writing; a context manager. `base=None` takes the base that it has.

    Raises OutputError where another writer holds it.

    >>> import tempfile
    >>> from kg.store import Row
    >>> place = Path(tempfile.mkdtemp()) / "store"
    >>> with Folder(place) as store:
    ...     store.put([Entry(Row("a", "urn:doc-a", "digest"), '<urn:x> <urn:p> "1" <urn:doc-a> .')])
    >>> len(Folder.read(place))
    1
    """

    def __init__(self, path: str | Path, *, base: str | None = BASE) -> None:
        self.path = Path(path)
        with complaints(self.path):
            self._prepare(base or BASE)
        self.base = _described(self.path)["base"]
        if base is not None and self.base != base:
            raise UsageError(
                f"{self.path}: the IRIs of this store begin with {self.base}, not {base}; give --base {self.base}"
            )
        self._snapshots, self._pending = Snapshots(self.path), Pending(self.path)
        self._closed, self._published = False, -1
        with complaints(self.path):
            self._store = self._opened()
            _tidy(self.path / "db")
            self.ledger = Ledger(self.path / "ledger.sqlite")
            (self.path / "writer.pid").write_text(str(os.getpid()))
            self._loader = Loader(self._store, self.ledger, self.path / "db")
        self.graph = Graph.over(self._store, base=self.base)

    @staticmethod
    def read(path: str | Path, *, number: int | None = None) -> Graph:
        """The newest snapshot of a store, or that of a number, for reading; the writer may go on. Raises InputError."""
        path = Path(path)
        about = _described(path)
        store, lease = Snapshots(path).open(number)
        return Graph.over(store, base=about["base"], lease=lease, beyond=about.get("beyond", True))

    @staticmethod
    def is_one(path: str | Path) -> bool:
        """Is there a store in this folder?"""
        return (Path(path) / "store.json").is_file()

    def _prepare(self, base: str) -> None:
        if not self.is_one(self.path):
            if self.path.exists() and any(self.path.iterdir()):
                raise OutputError(f"{self.path}: holds other files and no store. Choose an empty or a new folder.")
            self.path.mkdir(parents=True, exist_ok=True)
            _describe(self.path, {"format": FORMAT, "base": base, "beyond": False})

    def _opened(self) -> Any:
        """The engine's store; where an update did not end, as it was before."""
        before = self._pending.number()
        store = self._engine()
        if (before or self._pending.number()) is None:
            return store
        del store
        with self._pending.mending() as number:
            if number is not None:
                self._snapshots.restore(number, self.path / "db")
        return self._engine()

    def _engine(self) -> Any:
        try:
            return ox.Store(str(self.path / "db"))
        except OSError as error:
            if "lock" not in str(error).lower():
                raise
            who = ""
            with suppress(OSError):
                who = f" (process {(self.path / 'writer.pid').read_text().strip()})"
            raise OutputError(
                f"{self.path}: another process{who} is writing this store; one may at a time. "
                "Wait until it has ended. Readers are not kept out: kg query and kg serve see the last snapshot."
            ) from error

    # ------------------------------------------------------------ change

    def beyond(self) -> None:
        """From here on the default graph may hold what no document says: who writes the store out has to look for it."""
        about = _described(self.path)
        if not about.get("beyond", True):
            with complaints(self.path):
                _describe(self.path, about | {"beyond": True})

    def put(self, entries: Sequence[Entry]) -> None:
        """Adds or replaces documents, all or none; when it returns they are on disk. Raises InputError, OutputError."""
        rows = [entry.row for entry in entries]
        self.settle()
        changes = change(self._store, {entry.row.iri: entry.nquads for entry in entries})
        with self._changing():
            self.ledger.begin(rows)
            self._store.update(changes)
            self._store.flush()
            self.ledger.commit(rows)

    def load(self, entries: Sequence[Entry]) -> None:
        """Adds or replaces many documents, those that are new all or none, the others in parts, while the caller goes on.

        They are on disk after `settle`, the next change, or `close`. Raises InputError, OutputError, also of the load before.
        """
        self.settle()
        fit = self._loader.fit(entries)
        names = {entry.row.id for entry in fit}
        others = [entry for entry in entries if entry.row.id not in names]
        for start in range(0, len(others), TOGETHER):
            self.put(others[start : start + TOGETHER])
        if fit:
            with self._changing():
                self._loader.start(fit)

    def settle(self) -> None:
        """Waits until what was given to `load` is on disk. Raises InputError, OutputError, and then nothing of it is there."""
        if self._closed:
            raise OutputError(f"{self.path}: was closed, after an error or by its owner. Open it again.")
        with complaints(self.path):
            if self._loader.finish():
                self.graph.changed()

    def rewrite(self, documents: Mapping[str, tuple[str, str]]) -> None:
        """Writes documents (the IRIs of their graphs) otherwise, all or none: their quads as `quads` gave them, and the new ones.

        They were read from the same text: killed, the store has the old quads or the new, and nothing is read again.
        Both are lines of the engine's own form without blank nodes. Raises OutputError.
        """
        self.settle()
        steps = rewriting(self._store, documents)
        with self._changing():
            self._store.update(steps)
            self._store.flush()

    def delete(self, documents: Sequence[str]) -> list[str]:
        """Takes documents out, by identifier, all or none; gives those that were there. Raises OutputError."""
        self.settle()
        with self._changing():
            known = {name: row for name in documents if (row := self.ledger.row(name))}
            self.ledger.begin(known.values())
            self._store.update(change(self.graph.engine, {row.iri: None for row in known.values()}))
            self._store.flush()
            self.ledger.forget(known)
        return sorted(known)

    def quads(self, document: str) -> str:
        """What a document (the IRI of its graph) says, as N-Quads."""
        found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(document))
        return (ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b"").decode()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with complaints(self.path):
            try:
                yield
            finally:
                self.graph.changed()

    def update(self, sparql: str, *, base: str | None = None) -> None:
        """Runs SPARQL Update, all of it or nothing; on disk when it returns. Raises QueryError, and OutputError.

        After an OutputError the store is closed: who opens it again finds it as it was before.
        """
        self.settle()
        if self._published != self.graph.version:
            self.publish()
        self.beyond()
        with complaints(self.path):
            self._pending.set(self._snapshots.newest() or 0)
            try:
                self.graph.update(sparql, base=base)
                self._store.flush()
                self._pending.clear()
            except QueryError as error:
                if isinstance(error.__cause__, OSError):  # the disk, not the text
                    self._let_go()
                    raise error.__cause__ from error
                self._pending.clear()  # the engine runs it wholly or not at all
                raise
            except BaseException:
                self._let_go()
                raise

    def newest(self) -> int | None:
        """The number of the newest snapshot."""
        return self._snapshots.newest()

    def publish(self) -> None:
        """Lets readers see what the store holds now. Raises OutputError."""
        self.settle()
        with complaints(self.path):
            self._store.flush()
            self._snapshots.add(self._store, self.ledger)
            self._published = self.graph.version

    def close(self, *, publish: bool = True) -> None:
        """Publishes and lets go of the folder."""
        try:
            if publish and not self._closed:
                self.publish()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._loader.stop()
        self.ledger.close()
        self.graph.close()
        del self._store
        with suppress(OSError):
            (self.path / "writer.pid").unlink()

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _described(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((path / "store.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: no store: {error}. `kg build … --store {path}` makes one.") from error
    if found.get("format") != FORMAT:
        raise InputError(
            f"{path}: a store of format {found.get('format')}; this version reads {FORMAT}. "
            "Export it as N-Quads with the version that wrote it, then `kg store rebuild`."
        )
    return found


def _tidy(place: Path) -> None:
    """Of the engine's own logs, one for each time that it was opened, the newest stay."""
    for old in sorted(place.glob("LOG.old.*"))[:-LOGS]:
        old.unlink(missing_ok=True)


def _describe(path: Path, about: dict[str, Any]) -> None:
    beside = path / ".store.json.part"
    beside.write_text(json.dumps(about) + "\n", "utf-8")
    beside.replace(path / "store.json")


@contextmanager
def complaints(path: Path) -> Iterator[None]:
    """What the disk says, as an error that names place and cure; what was acknowledged before is safe."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"{path}: cannot be written: {why}. What was acknowledged before is safe. {_cure(str(error))}"
        ) from error


def _cure(why: str) -> str:
    low = why.lower()
    if "space" in low or "full" in low or "too large" in low:
        return "Free some space and run it again: it goes on where it stopped."
    if "read-only" in low or "readonly" in low or "permission" in low:
        return "Give a folder that you may write to."
    return "Run `kg store check` on it."
