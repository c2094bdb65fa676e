"""Lines sorted, however many: in memory as long as they are few, else in a temporary folder, one part of the order after the other."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OutputError
from kg.store.terms import rank

#: bytes of lines that are held before they go to the disk
HELD = 1 << 26
#: into so many parts, by their subjects
PARTS = 128
_BLOCK = 1 << 20


class Spill:
    """Takes N-Triples or N-Quads as a file does, gives their lines by `rank`, each once; a context manager.

    Lines come from an engine that keeps them by a hash: the first ones are a fair sample of all, by which the parts are cut.

    >>> with Spill() as lines:
    ...     _ = lines.write(b"<b> <p> 1 .\\n<a> <p> 1 .\\n<b> <p> 1 .\\n")
    ...     list(lines)
    [b'<a> <p> 1 .\\n', b'<b> <p> 1 .\\n']
    """

    def __init__(self, *, held: int = HELD, within: bool = False) -> None:
        self._held, self._size, self._rest = held, 0, b""
        self._within = within
        self._lines: list[bytes] = []
        self._cuts: list[bytes] = []
        self._parts: list[list[bytes]] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def write(self, data: bytes) -> int:
        """Takes some bytes; a line may go on in the next ones."""
        whole, newline, rest = data.rpartition(b"\n")
        if newline:
            self._lines += (self._rest + whole + newline).splitlines(keepends=True)
            self._rest = rest
        else:
            self._rest += data
        self._size += len(data)
        if self._size > self._held:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: for those who write as to a file."""

    def _spill(self) -> None:
        """What is held goes to its parts. Raises OutputError where there is no room."""
        if not self._folder:
            self._folder = tempfile.TemporaryDirectory(prefix="kg-sort-")
            self._cuts = _cuts(self._lines)
            self._parts = [[] for _ in range(len(self._cuts) + 1)]
        cuts, parts = self._cuts, self._parts
        for line in self._lines:
            parts[bisect_right(cuts, line)].append(line)
        try:
            for number, part in enumerate(parts):
                with self._path(number).open("ab") as file:
                    file.writelines(part)
                part.clear()
        except OSError as error:
            why = error.strerror or error
            raise OutputError(
                f"{self._folder.name}: cannot be written: {why}. Sorting takes as much room as what is written; "
                "set TMPDIR to a folder that has it."
            ) from error
        self._size, self._lines = 0, []

    def _path(self, number: int) -> Path:
        assert self._folder
        return Path(self._folder.name) / str(number)

    def __iter__(self) -> Iterator[bytes]:
        if not self._folder:
            yield from sorted(set(self._lines), key=rank)
            return
        self._spill()
        for number in range(len(self._parts)):
            yield from self._part(self._path(number))

    def _part(self, path: Path) -> Iterator[bytes]:
        """The lines of one part; where it is large itself, in parts once more."""
        size = path.stat().st_size
        with path.open("rb") as file:
            if self._within or size <= 4 * self._held:
                yield from sorted(set(file), key=rank)
                return
            with Spill(held=self._held, within=True) as parts:
                while block := file.read(_BLOCK):
                    parts.write(block)
                yield from parts

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines = []
        if self._folder:
            self._folder.cleanup()


def _cuts(lines: list[bytes]) -> list[bytes]:
    """Subjects that cut a sample into parts of like size: a line is compared with them as it is, whatever `rank` makes of it."""
    subjects = sorted(line.split(b" ", 1)[0] + b" " for line in lines)
    step = max(1, len(subjects) // PARTS)
    return sorted(set(subjects[step::step]))
