"""Files packed by gzip or zstandard, unpacked as they are read: a corpus larger than memory can be read line by line."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO

from kg.errors import InputError

#: endings that may follow that of the kind
PACKED = (".gz", ".zst")
#: bytes of one line, and of the window that a packed file may ask for: a small file must not fill the memory
LONGEST, WINDOW = 1 << 26, 1 << 27
#: packed bytes that are unpacked at a time: 128 kB may come of four of them
_CHUNK = 1 << 12


def kind(path: PurePath) -> str:
    """The ending that tells the kind of a file, in lower case, without that of its packing.

    >>> kind(PurePath("news.jsonl.zst")), kind(PurePath("a.TXT"))
    ('.jsonl', '.txt')
    """
    return bare(path).suffix.lower()


def bare(path: PurePath) -> PurePath:
    """The name without the ending of its packing."""
    return path.with_suffix("") if path.suffix.lower() in PACKED else path


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The bytes of a file, unpacked, and the file itself, whose position tells how far it was read.

    Raises OSError, and InputError where the packing is broken.
    """
    with path.open("rb") as file, unpacked(file, path) as content:
        yield content, file


@contextmanager
def unpacked(file: IO[bytes], path: PurePath) -> Iterator[IO[bytes]]:
    """The bytes of a file that is open, by the ending of its name; raises InputError where the packing is broken.

    >>> with unpacked(io.BytesIO(gzip.compress(b"x")), PurePath("a.txt.gz")) as content:
    ...     content.read()
    b'x'
    """
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(file) as unzipped:
                yield unzipped  # type: ignore[misc]
        elif path.suffix.lower() == ".zst":
            with io.BufferedReader(_Zstandard(file), 1 << 16) as reader:
                yield reader
        else:
            yield file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"the packed file is broken: {error}") from error


class _Zstandard(io.RawIOBase):
    """The bytes of all frames; unlike the reader of the library it tells an end in the middle of a frame."""

    def __init__(self, file: IO[bytes]) -> None:
        self._parts = _frames(file)
        self._part = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As much as is there, 0 at the end."""
        while not self._part:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._part = memoryview(part)
        count = min(len(buffer), len(self._part))
        buffer[:count], self._part = self._part[:count], self._part[count:]
        return count


def _frames(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    library = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    frame, begun = library.decompressobj(), False
    try:
        while chunk := file.read(_CHUNK):
            while chunk:
                yield frame.decompress(chunk)
                begun, chunk = not frame.eof, frame.unused_data if frame.eof else b""
                if frame.eof:
                    frame = library.decompressobj()
    except zstandard.ZstdError as error:
        raise InputError(f"the packed file is broken: {error}") from error
    if begun:
        raise InputError("the packed file ends in the middle")


def lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; raises InputError where one is longer than LONGEST.

    >>> list(lines(io.BytesIO(b"a\\nb")))
    [b'a\\n', b'b']
    """
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise InputError(f"a line is longer than {LONGEST:,} bytes")
        yield line
