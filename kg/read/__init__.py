"""Reading: files, folders, globs, standard input → documents. One module for each kind of input.

What a document says of itself (JSON fields, front matter, meta tags) comes first, then what the caller says (`issued`,
`source`), then what a byline or date line of the text says, and last the day of the file, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from kg.clean import dated
from kg.errors import InputError
from kg.model import Document
from kg.read import html, jsonl, markdown, text
from kg.read.find import find
from kg.read.item import Found, Held, Item, Problem, Reader
from kg.read.packed import kind

__all__ = ["Held", "Item", "Problem", "READERS", "Reader", "again", "empty", "held", "line", "read"]

#: Every kind of input. To add one: a module with SUFFIXES and read(), and a word here.
READERS: tuple[Reader, ...] = (text, markdown, html, jsonl)

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_BROKEN = re.compile("[\ud800-\udfff]")


def read(
    inputs: Iterable[str | Path],
    *,
    issued: date | None = None,
    source: str | None = None,
    told: Callable[[float], None] | None = None,
) -> Iterator[Document | Problem]:
    """The documents of the inputs in order, and a Problem in the place of each that cannot be read.

    `issued` and `source` are for documents that do not name their own; `told` is called with the share of all bytes that
    was read so far. Every id comes once; offsets of all that follows are code points of `Document.text`. JSON lines, also
    packed ones (.gz, .zst), are read one at a time. Raises nothing for bad input: one bad file is one Problem.

    >>> [str(one) for one in read(["no-such-file.txt"])]
    ['no-such-file.txt: no such file or folder. Check the name and the folder you are in.']
    """
    seen: dict[str, str] = {}
    items: Iterable[Item | Problem] = find(inputs, frozenset(suffix for each in READERS for suffix in each.SUFFIXES))
    for item in _measured(list(items), told) if told else items:
        if isinstance(item, Problem):
            yield item
            continue
        for one in _read(item):
            yield _once(_checked(one, item, issued, source), item, seen)


def held(item: Item, *, issued: date | None = None, source: str | None = None) -> Iterator[Found]:
    """What one item holds, as `read` gives it; whether its ids are taken is for the caller to find out."""
    for one in _read(item):
        yield _checked(one, item, issued, source)


def line(
    item: Item, number: int, content: bytes, *, issued: date | None = None, source: str | None = None
) -> Found | None:
    """What stands in one line of an item of JSON lines, None in a blank one: for a reader that deals lines out.

    >>> found = line(Item("news", None), 7, '{"text": "小米上市。"}'.encode())
    >>> found.id if isinstance(found, Document) else found
    'news-7'
    """
    if not content.strip():
        return None
    return _checked(jsonl.document(item, number, content), item, issued, source)


def _measured(items: list[Item | Problem], told: Callable[[float], None]) -> Iterator[Item | Problem]:
    """The items, each of which tells how much of all of them was read when it has come so far."""
    total, before = sum(one.size for one in items if isinstance(one, Item)) or 1, 0
    for one in items:
        if isinstance(one, Item):
            yield replace(one, told=partial(_tell, told, before, total))
            before += one.size
        else:
            yield one


def _tell(told: Callable[[float], None], before: int, total: int, size: int) -> None:
    told((before + size) / total)


def _read(item: Item) -> Iterator[Found]:
    """What the reader of its kind makes of an item; what that raises becomes a Problem."""
    count = 0
    try:
        for one in _reader(item).read(item):
            count += 1
            yield one
    except InputError as error:
        yield Problem(item.where, None, str(error), "Give text, Markdown, HTML or JSON lines, best in UTF-8.")
    except OSError as error:
        yield Problem(
            item.where, None, f"cannot be read: {error.strerror or error}", "Check that it is a readable file."
        )
    else:
        if not count:
            yield empty(item.where)


def empty(where: str) -> Problem:
    """The problem of a file without content.

    >>> str(empty("a.txt"))
    'a.txt: the file is empty. Give it text, or leave it out.'
    """
    return Problem(where, None, "the file is empty", "Give it text, or leave it out.")


def _reader(item: Item) -> Reader:
    """The reader for the ending of the file name; where that tells nothing, for how the content begins."""
    suffix = kind(item.path) if item.path else ""
    for reader in READERS:
        if suffix in reader.SUFFIXES:
            return reader
    beginning = item.beginning().removeprefix(b"\xef\xbb\xbf").lower()
    if beginning.startswith(b"{"):
        return jsonl
    return html if beginning.startswith((b"<!doctype html", b"<html")) else text


def _once(found: Found, item: Item, seen: dict[str, str]) -> Found:
    if isinstance(found, Document):
        if found.id in seen:
            return again(item.where, found.id, seen[found.id])
        seen[found.id] = item.where
    return found


def again(where: str, name: str, before: str) -> Problem:
    """The problem of a document whose id another one has already.

    >>> str(again("b.txt", "x", "a.txt"))
    "b.txt: id 'x' was given before, in a.txt. Give each its own id."
    """
    return Problem(where, None, f"id '{name}' was given before, in {before}", "Give each its own id.")


def _checked(found: Found, item: Item, issued: date | None, source: str | None) -> Found:
    """The document with its metadata filled in; a Problem where nothing stands in it."""
    if isinstance(found, Problem):
        return found
    if not found.text.strip():
        return Problem(item.where, None, f"document '{found.id}' is empty", "Give it text, or leave it out.")
    mended = _mended(found)
    return _timed(replace(mended, source=mended.source or source, issued=mended.issued or issued), item)


def _mended(document: Document) -> Document:
    """Lone surrogates, which no file can hold, become U+FFFD, one for one; a text without Chinese is remarked on."""
    warnings = document.warnings
    words, broken = _BROKEN.subn("\ufffd", document.text)
    if broken:
        warnings += (f"{broken} lone surrogates stand as U+FFFD",)
    if not _CHINESE.search(words):
        warnings += ("holds no Chinese characters: little will be found",)
    return replace(document, id=_BROKEN.sub("\ufffd", document.id), text=words, warnings=warnings)


def _timed(document: Document, item: Item) -> Document:
    """The day of publication: from the text where the document names none, else from the file, with a warning."""
    if document.issued:
        return document
    issued = dated(document.text, item.day)
    if issued:
        return replace(document, issued=issued)
    if item.day is None:
        remark = "no day of publication: 去年, 本月 and the like stay open. Give --date"
    else:
        remark = f"no day of publication: taken from the file's time, {item.day}. Give --date"
    return replace(document, issued=item.day, warnings=(*document.warnings, remark))
