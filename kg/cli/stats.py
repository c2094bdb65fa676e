"""`kg stats`: what a graph holds, in figures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.stats import Stats, Table


def declare(command: argparse.ArgumentParser) -> None:
    """The options."""
    about = "table, json or csv (default: table)"
    command.add_argument("--format", default="table", choices=("table", "json", "csv"), help=about)
    about = "lines of each table, 0 for all (default: 20); growth is told of every month"
    command.add_argument("--most", type=int, default=20, metavar="N", help=about)


def run(arguments: argparse.Namespace) -> int:
    """Prints the figures."""
    from kg.stats import as_csv, as_json, stats
    from kg.store import opened

    found = stats(opened(arguments.graph), most=arguments.most)
    if arguments.format == "table":
        print(*_shown(found), sep="\n")
    else:
        print((as_json if arguments.format == "json" else as_csv)(found), end="")
    return 0


def _shown(found: Stats) -> Iterator[str]:
    from kg.cli.text import padded
    from kg.stats import TOTALS

    rows = [(" ".join(TOTALS[name]), f"{n:,}") for name, n in found.totals.items()]
    yield from padded([*rows, ("有出处的事实 facts with evidence", f"{found.evidenced:.1%}")])
    for table in found.tables:
        if table.lines:
            yield f"\n{table.zh} {table.en}"
            yield from padded(list(_rows(table)))


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    if len(table.measures) > 1:
        yield ("", *table.measures)
    for line in table.lines:
        name = line.zh if line.en == line.zh else f"{line.zh} {line.en}"
        yield (f"  {name}", *(f"{n:,}" for n in line.counts))
