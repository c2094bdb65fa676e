"""JSON lines: one object a line, with `text` and, where known, `id`, `title`, `issued`, `source`, `author`, `publisher`."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import InputError
from kg.model import Document
from kg.read.day import day
from kg.read.decode import decode
from kg.read.item import Found, Item, Problem

SUFFIXES = (".jsonl", ".ndjson")


def read(item: Item) -> Iterator[Found]:
    """The documents of a file, one a line; a line that is broken is a Problem with its number, the others are read."""
    for number, line in enumerate(_lines(item), 1):
        if line.strip():
            yield document(item, number, line)


def _lines(item: Item) -> Iterator[bytes]:
    """Its lines as UTF-8 or what else they are in; a file in UTF-16 is one piece and is decoded as such."""
    for number, line in enumerate(item.lines()):
        if number == 0 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from io.BytesIO(decode(item.data()).text.encode("utf-8"))
            return
        yield line


def document(item: Item, number: int, line: bytes) -> Found:
    """The document of one line, which is the `number`-th of the item."""
    try:
        decoded = decode(line.rstrip(b"\r\n"))
        content = json.loads(decoded.text)
    except InputError as error:
        return Problem(item.where, number, f"the line {error}", "Save the file as UTF-8.")
    except RecursionError:
        return Problem(item.where, number, "the line is nested too deep", "Write a flat object.")
    except ValueError as error:
        return Problem(item.where, number, f"no valid JSON: {error}", "Mend or delete the line.")
    if not isinstance(content, dict):
        return Problem(item.where, number, "not a JSON object", 'Write {"id": "…", "text": "…"}.')
    text = content.get("text")
    if not isinstance(text, str):
        return Problem(item.where, number, "'text' is missing or no string", 'Write "text": "…".')
    return _filled(item, number, content, Document(_id(item, number, content), text, warnings=decoded.warnings))


def _id(item: Item, number: int, content: Mapping[str, Any]) -> str:
    name = content.get("id")
    usable = isinstance(name, str | int) and not isinstance(name, bool) and str(name).strip()
    return str(name).strip() if usable else f"{item.id}-{number}"


def _filled(item: Item, number: int, content: Mapping[str, Any], document: Document) -> Document:
    words = {key: _words(content.get(key)) for key in ("title", "issued", "source", "publisher")}
    issued = day(words["issued"] or _words(content.get("date")))
    warnings = document.warnings
    if words["issued"] and issued is None:
        warnings += (f"line {number}: 'issued' is no date: {words['issued'][:40]}",)
    authors = content.get("author") or content.get("authors") or ()
    named = [authors] if isinstance(authors, str) else authors if isinstance(authors, list) else []
    return Document(
        document.id,
        document.text,
        title=words["title"],
        issued=issued,
        source=words["source"],
        publisher=words["publisher"],
        authors=tuple(name.strip() for name in named if isinstance(name, str) and name.strip()),
        warnings=warnings,
    )


def _words(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
