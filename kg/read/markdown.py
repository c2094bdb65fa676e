"""Markdown: the marks are taken away, the words stay. The document's text is the plain text that results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Document
from kg.read.day import day
from kg.read.decode import decode
from kg.read.item import Found, Item

SUFFIXES = (".md", ".markdown")

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_ENTRY = re.compile(r"^\s+-\s+(.*?)\s*$|^(\S)", re.MULTILINE)
_TITLE = re.compile(r"^#\s+(.*?)\s*#*\s*$|^(\S.*)\r?\n=+\s*$", re.MULTILINE)

#: What is taken away, in this order, and what stays of it.
_MARKS = (
    (re.compile(r"^(```|~~~).*?^\1[ \t]*$\n?", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])"), r"\1"),
    (re.compile(r"^\[[^\]\n]+\]:\s+\S.*$\n?", re.MULTILINE), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),
    (re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t:-]*)*$\n?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:=+|(?:[-*_][ \t]*){3,})$\n?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\|(.*?)\|[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![A-Za-z0-9*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def plain(source: str) -> str:
    r"""The words of a Markdown text without its marks; lines stay lines.

    >>> plain("## 新车\n\n**甲公司**发布[新车](https://example.org)，售价 `21` 万。")
    '新车\n\n甲公司发布新车，售价 21 万。'
    """
    for mark, stays in _MARKS:
        source = mark.sub(stays, source)
    return source.strip()


def read(item: Item) -> Iterator[Found]:
    """The one document of a file, with what its front matter and first heading say; raises OSError and InputError."""
    decoded = decode(item.data())
    front = _FRONT.match(decoded.text)
    body = decoded.text[front.end() :] if front else decoded.text
    known = fields(front[2]) if front else {}
    heading = _TITLE.search(body)
    title = known.get("title", [""])[0] or (plain(heading[1] or heading[2]) if heading else "")
    yield Document(
        item.id,
        plain(body),
        title=title or None,
        issued=next((found for key in ("date", "issued", "published") if (found := day(_first(known, key)))), None),
        source=_first(known, "source") or _first(known, "url") or _first(known, "link"),
        publisher=_first(known, "publisher"),
        authors=tuple(known.get("author", known.get("authors", []))),
        warnings=decoded.warnings,
    )


def _first(known: dict[str, list[str]], key: str) -> str | None:
    return next(iter(known.get(key, ())), None)


def fields(front: str) -> dict[str, list[str]]:
    r"""The fields of front matter (YAML or TOML, as far as articles use them), each with its values.

    >>> fields('title: "新车"\nauthors:\n  - 王小明\n  - 李大伟\ntags: [a, b]')
    {'title': ['新车'], 'authors': ['王小明', '李大伟'], 'tags': ['a', 'b']}
    """
    known: dict[str, list[str]] = {}
    for field in _FIELD.finditer(front):
        value = field[2]
        values = value[1:-1].split(",") if value[:1] == "[" and value[-1:] == "]" else [value] if value else []
        known[field[1].lower()] = [
            bare for one in (values or _entries(front, field.end())) if (bare := one.strip(" \"'"))
        ]
    return known


def _entries(front: str, at: int) -> Iterator[str]:
    """The lines `- value` that follow a field without a value of its own."""
    for entry in _ENTRY.finditer(front, at):
        if entry[2]:
            return
        yield entry[1]
