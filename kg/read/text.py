"""Plain text: the whole file is one document."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Document
from kg.read.decode import decode
from kg.read.item import Found, Item

SUFFIXES = (".txt", ".text")


def read(item: Item) -> Iterator[Found]:
    """The one document of a text file, exactly as its characters stand there; raises OSError and InputError."""
    decoded = decode(item.data())
    yield Document(item.id, decoded.text, warnings=decoded.warnings)
