"""`kg query`: SPARQL, a file of it, or a named query; without words, the list of named queries."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import Askable
    from kg.store import Answer


def run(arguments: argparse.Namespace) -> int:
    """Prints the answer; status 1 for an ASK that is false."""
    from kg.query import FORMATS, query, serialise
    from kg.remote import Remote
    from kg.store import opened

    if not arguments.query:
        print(*_names(), sep="\n")
        return 0
    if arguments.format not in FORMATS:
        raise UsageError(f"unknown format '{arguments.format}'; choose one of {', '.join(FORMATS)}")
    parameters = dict(parameter(words) for words in arguments.param)
    graph = Remote(arguments.endpoint) if arguments.endpoint else opened(arguments.graph)
    answer = query(graph, arguments.query, parameters=parameters)
    text = serialise(answer, arguments.format)
    print(text, end="" if text.endswith("\n") else "\n")
    note(graph, arguments.query, answer, parameters)
    return int(answer.boolean is False)


def note(graph: Askable, asked: str, answer: Answer, parameters: Mapping[str, str]) -> None:
    """Says on stderr where a limit cut the answer short, and how to have more."""
    from kg.query import limited

    if limit := limited(graph, asked, answer, parameters=parameters):
        words = f"only the first {limit:,} are shown; more: kg query … --param limit={10 * limit}"
        print(f"{words} 只显示前 {limit:,} 条，加大 limit 可得更多", file=sys.stderr)


def parameter(words: str) -> tuple[str, str]:
    """NAME=VALUE as a pair; raises UsageError."""
    name, equals, value = words.partition("=")
    if not equals or not name:
        raise UsageError(f"--param '{words}': write NAME=VALUE, such as name=SU7")
    return name, value


def _names() -> Iterator[str]:
    from kg.cli.text import padded
    from kg.query import queries

    rows = []
    for name, known in queries().items():
        parameters = " ".join(f"{one.name}={one.default or '…'}" for one in known.parameters)
        rows.append((name, known.title[0], known.answers[1] or known.title[1], parameters))
    yield from padded(rows) if rows else ["no named queries 没有命名查询"]
