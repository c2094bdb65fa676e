"""`kg view`: a page of a part of the graph."""

from __future__ import annotations

import argparse
from pathlib import Path


def declare(command: argparse.ArgumentParser) -> None:
    """The options."""
    part = command.add_mutually_exclusive_group()
    about = "SPARQL, a .rq file, or a named query: a CONSTRUCT is drawn, the things of a SELECT are marked 显示查询结果"
    part.add_argument("--query", default="", metavar="QUERY", help=about)
    about = "draw what surrounds this thing: its name, another name, or its IRI 显示某物周围"
    part.add_argument("--around", default="", metavar="NAME", help=about)
    about = "how far around: 1, 2 or 3 links (default: 1)"
    command.add_argument("--hops", type=int, default=1, choices=(1, 2, 3), help=about)
    about = "a value for a named query, e.g. name=小米SU7; repeatable"
    command.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help=about)
    command.add_argument("--title", default="", metavar="WORDS", help="what stands at the top of the page 标题")
    default = Path("output/view.html")
    command.add_argument("-o", "--output", type=Path, default=default, help=f"file to write (default: {default})")


def run(arguments: argparse.Namespace) -> int:
    """Writes the page and prints where."""
    from kg.cli.query import parameter
    from kg.look import view
    from kg.store import opened

    network = view(
        opened(arguments.graph),
        query=arguments.query,
        parameters=dict(map(parameter, arguments.param)),
        around=arguments.around,
        hops=arguments.hops,
        title=arguments.title,
    )
    network.write_html(str(arguments.output))
    print(arguments.output)
    return 0
