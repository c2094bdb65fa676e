"""The mark of an update by hand: while it lies there, the store is on its way between two states.

An update changes documents and then the merge of them, in several steps. Killed in between, or out of space, the store goes
back to the snapshot that was made before: the mark holds its number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import OutputError

try:
    import fcntl
except ImportError:  # no such locks on Windows: there nobody keeps two writers from mending at once
    fcntl = None  # type: ignore[assignment]


class Pending:
    """The mark in the folder of a store.

    >>> import tempfile
    >>> mark = Pending(Path(tempfile.mkdtemp()))
    >>> mark.set(7)
    >>> mark.number()
    7
    >>> mark.clear()
    >>> mark.number() is None
    True
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / "update.pending"

    def number(self) -> int | None:
        """The snapshot to go back to; None where no update is under way."""
        try:
            return int(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def set(self, number: int) -> None:
        """An update begins; it is on disk when this returns."""
        beside = self._path.with_suffix(".part")
        with beside.open("w") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._sync()

    def clear(self) -> None:
        """The update is there wholly, or nothing of it; that too is on disk when this returns."""
        self._path.unlink(missing_ok=True)
        self._sync()

    def _sync(self) -> None:
        if os.name == "posix":
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    @contextmanager
    def mending(self) -> Iterator[int | None]:
        """Gives what `number` does, to one process at a time, and takes the mark away in the end. Raises OutputError."""
        try:
            file = self._path.open("r+")
        except FileNotFoundError:  # another process was faster
            yield None
            return
        with file:
            try:
                if fcntl:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"{self._folder}: another process is mending this store. Try again.") from error
            yield self.number()
            self.clear()
