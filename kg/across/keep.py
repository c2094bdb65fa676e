"""What a store keeps of names: each document's profile, its quads as they were read where they were rewritten, the merges.

    FOLDER/names.sqlite

The profile of a document is written before its quads, and counts only where the ledger has the document with the same digest.
Quads as they were read are saved before the rewritten ones take their place: killed at any moment, nothing is lost, and a
decision can always be taken back. What a user says of names (`--links`) holds for all later builds of the store.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kg.across.decide import Decisions, Merge, Target
from kg.across.profile import Profile
from kg.across.rules import Pair, Rules

FILE = "names.sqlite"
_TABLES = (
    "profiles (id TEXT, digest TEXT, profile TEXT, applied TEXT, PRIMARY KEY (id, digest))",
    "quads (id TEXT, digest TEXT, quads BLOB, PRIMARY KEY (id, digest))",
    "merges (place INTEGER PRIMARY KEY, merge TEXT)",
    "fresh (id TEXT, digest TEXT, PRIMARY KEY (id, digest))",
    "said (what TEXT PRIMARY KEY, words TEXT)",
)
_GONE = "NOT EXISTS (SELECT 1 FROM held WHERE held.id = {table}.id AND held.digest = {table}.digest)"
_LOOK = "SELECT id, digest, profile, applied FROM profiles {some} ORDER BY id"
_FRESH = "WHERE EXISTS (SELECT 1 FROM fresh WHERE fresh.id = profiles.id AND fresh.digest = profiles.digest)"


class Stale(NamedTuple):
    """A document that has to be written anew: its row, what becomes of its things, and the mark of that."""

    id: str
    digest: str
    targets: dict[str, Target]
    applied: str


class Kept:
    """The profiles of a store, by document; iterating gives them one by one, in order.

    >>> kept = Kept(Path(":memory:"))
    >>> kept.add([("a", "d1", Profile("a").packed())])
    >>> kept.current([("a", "d1")]), [profile.document for profile in kept], kept.has("a", "d2")
    (0, ['a'], False)
    """

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        if not writing:
            self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            return
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("PRAGMA synchronous = FULL")
        for table in _TABLES:
            self._file.execute(f"CREATE TABLE IF NOT EXISTS {table}")

    def add(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Profiles of documents that are about to be put: identifier, digest, packed profile."""
        many = list(rows)
        self._all("INSERT OR REPLACE INTO fresh VALUES (?, ?)", (row[:2] for row in many))
        self._all("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?, '')", many)

    def has(self, document: str, digest: str) -> bool:
        """Is the profile of this text known?"""
        found = self._file.execute("SELECT 1 FROM profiles WHERE id = ? AND digest = ?", (document, digest))
        return found.fetchone() is not None

    def current(self, rows: Iterable[tuple[str, str]]) -> int:
        """Forgets all but these documents with these digests; gives how many were forgotten."""
        self._file.execute("CREATE TEMP TABLE held (id TEXT, digest TEXT, PRIMARY KEY (id, digest)) WITHOUT ROWID")
        self._all("INSERT OR IGNORE INTO held VALUES (?, ?)", rows)
        gone = [
            self._file.execute(f"DELETE FROM {table} WHERE {_GONE.format(table=table)}").rowcount
            for table in ("profiles", "quads", "fresh")
        ]
        self._file.execute("DROP TABLE held")
        return gone[0]

    def __iter__(self) -> Iterator[Profile]:
        for (packed,) in self._file.execute("SELECT profile FROM profiles ORDER BY id"):
            yield Profile.unpacked(packed)

    def stale(self, decisions: Decisions) -> list[Stale]:
        """The documents that are not written as the decisions have them.

        Where the decisions are those by which all others were written (`settle`), only what is new since is looked at.
        """
        known = self._said("settled") == _mark(decisions)
        if not known:
            self._say("settled", "")  # killed while some are written otherwise, all are looked at again
        found = []
        for name, digest, packed, applied in self._file.execute(_LOOK.format(some=_FRESH if known else "")):
            targets = decisions.of(Profile.unpacked(packed))
            stamp = _stamp(targets)
            if stamp != applied:
                found.append(Stale(name, digest, targets, stamp))
        return found

    def settle(self, decisions: Decisions) -> None:
        """All documents are written as these decisions have them."""
        self._say("settled", _mark(decisions))
        self._file.execute("DELETE FROM fresh")

    def say(self, links: Rules, rules: Rules) -> None:
        """Keeps a user's own word on names, and all the rules by which names are decided."""
        for what, pairs in (("links", links.pairs), ("rules", rules.pairs)):
            self._say(what, json.dumps(pairs, ensure_ascii=False))

    def links(self) -> Rules:
        """The user's own word, as it was kept."""
        return self._pairs("links")

    def rules(self) -> Rules:
        """The rules by which names were decided, a user's own among them."""
        return self._pairs("rules")

    def _pairs(self, what: str) -> Rules:
        return Rules(tuple(Pair(*pair) for pair in json.loads(self._said(what) or "[]")))

    def _said(self, what: str) -> str:
        row = self._file.execute("SELECT words FROM said WHERE what = ?", (what,)).fetchone()
        return str(row[0]) if row else ""

    def _say(self, what: str, words: str) -> None:
        self._file.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (what, words))

    def quads(self, document: Stale) -> str | None:
        """The quads of a document as they were read, where they were rewritten since."""
        row = self._file.execute(
            "SELECT quads FROM quads WHERE id = ? AND digest = ?", (document.id, document.digest)
        ).fetchone()
        return zlib.decompress(row[0]).decode() if row else None

    def save(self, quads: Iterable[tuple[Stale, str]]) -> None:
        """Keeps quads as they were read, before others take their place."""
        rows = ((one.id, one.digest, zlib.compress(lines.encode(), 1)) for one, lines in quads)
        self._all("INSERT OR IGNORE INTO quads VALUES (?, ?, ?)", rows)

    def applied(self, documents: Iterable[Stale]) -> None:
        """These are written as decided; of those that stand as they were read, no second copy is needed."""
        many = list(documents)
        marks = [(one.applied, one.id, one.digest) for one in many]
        self._all("UPDATE profiles SET applied = ? WHERE id = ? AND digest = ?", marks)
        plain = [(one.id, one.digest) for one in many if not one.applied]
        self._all("DELETE FROM quads WHERE id = ? AND digest = ?", plain)

    def explain(self, merges: Iterable[Merge]) -> None:
        """Keeps the merges, in the place of those before."""
        self._file.execute("DELETE FROM merges")
        lines = (json.dumps(merge, ensure_ascii=False) for merge in merges)
        self._all("INSERT INTO merges (merge) VALUES (?)", ((line,) for line in lines))

    def merges(self) -> list[Merge]:
        """The merges of the last build."""
        rows = self._file.execute("SELECT merge FROM merges ORDER BY place").fetchall()
        return [Merge.read(json.loads(line)) for (line,) in rows]

    @staticmethod
    def explained(place: Path) -> list[Merge]:
        """The merges behind a store, a folder that a build wrote, or a file in it; none where nothing is kept of them."""
        if (place / FILE).is_file():
            kept = Kept(place / FILE, writing=False)
            try:
                return kept.merges()
            finally:
                kept.close()
        lines = (place if place.is_dir() else place.parent) / "merges.jsonl"
        if not lines.is_file():
            return []
        return [Merge.read(list(json.loads(line).values())) for line in lines.read_text("utf-8").splitlines()]

    def _all(self, words: str, values: Iterable[tuple[object, ...]]) -> None:
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(words, values)

    def copy(self, path: Path) -> None:
        """The same in another file."""
        other = sqlite3.connect(path)
        with other:
            self._file.backup(other)
        other.close()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _mark(decisions: Decisions) -> str:
    """By what becomes of every name."""
    return sha256(json.dumps(sorted(decisions.table.items())).encode()).hexdigest()


def _stamp(targets: dict[str, Target]) -> str:
    if not targets:
        return ""
    return sha256(json.dumps(sorted(targets.items())).encode()).hexdigest()[:16]
