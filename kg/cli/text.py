"""Text in columns, where a Chinese character is two wide."""

from __future__ import annotations

from collections.abc import Sequence

from kg.query import columns


def padded(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns stand below each other; nothing in a cell can move the terminal's cursor.

    >>> padded([("小米", "a"), ("SU7", "b")])
    ['小米  a', 'SU7   b']
    """
    shown = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(cell + " " * (w - columns(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]


def plain(words: str) -> str:
    """The words without control and direction marks, which a text may hold and a terminal must not get.

    >>> plain("a\\x1b[31mb\\u202ec")
    'a�[31mb�c'
    """
    return "".join(char if char.isprintable() or char == "\u3000" else "\ufffd" for char in words.replace("\n", " "))
