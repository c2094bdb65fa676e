"""What readers are given and what they give besides documents: an input with its bytes, and a problem with its cure."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import IO, Protocol, TypeAlias

from kg.errors import InputError
from kg.model import Document
from kg.read.packed import LONGEST, lines, opened, unpacked


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: the file, the line where it is known, the reason, what to do about it."""

    where: str
    line: int | None
    why: str
    cure: str

    def __str__(self) -> str:
        """
        >>> str(Problem("a.jsonl", 3, "no valid JSON", "Mend the line."))
        'a.jsonl, line 3: no valid JSON. Mend the line.'
        """
        place = self.where if self.line is None else f"{self.where}, line {self.line}"
        return f"{place}: {self.why}. {self.cure}"


#: What a reader gives: documents, and problems in their place.
Found: TypeAlias = Document | Problem


@dataclass(frozen=True, slots=True)
class Item:
    """One input: a file, or bytes that are at hand (`path` is None). `id` is the name its document goes by.

    `told` is called with the number of bytes of the file, as it lies on disk, that were read so far.
    """

    id: str
    path: Path | None
    content: bytes = b""
    told: Callable[[int], None] | None = None

    @property
    def where(self) -> str:
        """The name that messages call it by."""
        return "standard input" if self.path is None else str(self.path)

    @property
    def day(self) -> date | None:
        """The day (UTC) on which the file was last written; None for standard input."""
        return None if self.path is None else datetime.fromtimestamp(self.path.stat().st_mtime, UTC).date()

    @property
    def size(self) -> int:
        """Its bytes as they lie on disk; 0 where they cannot be counted."""
        with suppress(OSError):
            return self.path.stat().st_size if self.path else len(self.content)
        return 0

    def data(self) -> bytes:
        """All its bytes; raises OSError, InputError."""
        if self.path is None:
            return self.content
        with opened(self.path) as (unpacked, file):
            data = file.read() if unpacked is file else unpacked.read(LONGEST + 1)
            if unpacked is not file and len(data) > LONGEST:
                raise InputError(f"holds more than {LONGEST:,} bytes: unpack it, or give JSON lines")
            self._tell(file.tell())
            return data

    def beginning(self) -> bytes:
        """Its first bytes, without blanks before them; raises OSError, InputError."""
        if self.path is None:
            return self.content[:512].lstrip()
        with opened(self.path) as (unpacked, _):
            return unpacked.read(512).lstrip()

    def lines(self) -> Iterator[bytes]:
        """Its lines, one at a time, so that a corpus larger than memory can be read; raises OSError, InputError."""
        if self.path is None:
            yield from lines(io.BytesIO(self.content))
            return
        with opened(self.path) as (unpacked, file):
            for line in lines(unpacked):
                yield line
                self._tell(file.tell())

    def _tell(self, read: int) -> None:
        if self.told:
            self.told(read)


@dataclass(frozen=True, slots=True)
class Stream(Item):
    """What comes once, by standard input: line by line where its kind allows, so that it may be larger than memory."""

    file: io.BufferedReader = field(default_factory=lambda: io.BufferedReader(io.BytesIO()))
    whole: list[bytes] = field(default_factory=list)

    def data(self) -> bytes:
        """All its bytes, as often as asked."""
        if not self.whole:
            self.whole.append(self.file.read())
        return self.whole[0]

    def beginning(self) -> bytes:
        """Its first bytes, without blanks before them; they can be read again."""
        return (self.whole[0] if self.whole else self.file.peek(512))[:512].lstrip()

    def lines(self) -> Iterator[bytes]:
        """Its lines, one at a time, once; again only where it is in UTF-16, which is read whole. Raises InputError."""
        if self.whole or self.file.peek(2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from lines(io.BytesIO(self.data()))
        else:
            yield from lines(self.file)


@dataclass(frozen=True, slots=True)
class Held(Item):
    """A file whose bytes were fetched by another system; its path only tells what kind it is and what to call it."""

    name: str = ""
    written: date | None = None

    @property
    def where(self) -> str:
        """The name that messages call it by."""
        return self.name or str(self.path)

    @property
    def day(self) -> date | None:
        """The day (UTC) on which the file was last written, as far as the other system knows."""
        return self.written

    def data(self) -> bytes:
        """All its bytes; raises InputError."""
        with self._unpacked() as content:
            data = content.read(max(len(self.content), LONGEST) + 1)
        if len(data) > max(len(self.content), LONGEST):
            raise InputError(f"holds more than {LONGEST:,} bytes: unpack it, or give JSON lines")
        return data

    def beginning(self) -> bytes:
        """Its first bytes, without blanks before them; raises InputError."""
        with self._unpacked() as content:
            return content.read(512).lstrip()

    def lines(self) -> Iterator[bytes]:
        """Its lines, one at a time; raises InputError."""
        with self._unpacked() as content:
            yield from lines(content)

    def _unpacked(self) -> AbstractContextManager[IO[bytes]]:
        return unpacked(io.BytesIO(self.content), self.path or PurePath())


class Reader(Protocol):
    """One kind of input: a module with the file name endings it reads and the function that reads them."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """Endings of file names, in lower case, with the dot."""

    def read(self, item: Item) -> Iterator[Found]:
        """The documents of an input; raises OSError and InputError where it cannot be read at all."""
