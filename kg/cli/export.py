"""`kg export`: the graph, or a part of it, in the format of another program."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.store import Graph

_FORMATS = "turtle, nquads, trig, ntriples, jsonld, turtle12, trig12, graphml, csv, facts-csv, facts-parquet, neo4j"
_COMMA = re.compile("[,，、]")
_PARTS = ("things", "since", "until", "source", "cls", "hops")


def declare(command: argparse.ArgumentParser) -> None:
    """The options."""
    command.add_argument("--format", required=True, metavar="FORMAT", help=_FORMATS)
    about = "file to write, for neo4j a folder (default: standard output)"
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=about)
    about = "with --format nquads: so many gzipped parts and a manifest, into the folder -o, for other stores 分片移交"
    command.add_argument("--shards", type=int, default=0, metavar="N", help=about)
    part = command.add_argument_group(
        "a part of it 部分导出", "whole facts with their evidence; all that is given must hold"
    )
    about = "facts of these: names (also with commas between), IRIs, or files with one per line 指定事物"
    part.add_argument("--things", nargs="+", action="extend", default=[], metavar="NAME|FILE", help=about)
    about = "with --things: also of what facts tie to them, so many times over (default: 0)"
    part.add_argument("--hops", type=int, default=0, metavar="N", help=about)
    about = "from this year, month or day on, included 起始日期"
    part.add_argument("--since", default="", metavar="DATE", help=about)
    part.add_argument("--until", default="", metavar="DATE", help="up to this year, month or day, included 截止日期")
    about = "what the dates are of: document (its day of publication) or fact (the time that it speaks of)"
    part.add_argument("--dates", default="document", choices=("document", "fact"), help=about)
    about = "documents of this publisher, address, or host 来源"
    part.add_argument("--source", default="", metavar="NAME", help=about)
    about = "facts of things of this class or below, or events of it: Company, 公司, Launch 类别"
    part.add_argument("--class", dest="cls", default="", metavar="CLASS", help=about)


def run(arguments: argparse.Namespace) -> int:
    """Writes the file, or the bytes to standard output."""
    from kg.export import EXPORTERS, FOLDERS, export, export_file, export_folder

    if arguments.shards:
        return _handed_over(arguments)
    if arguments.format in FOLDERS and arguments.output:
        print(*export_folder(_chosen(arguments), arguments.format, arguments.output), sep="\n")
        return 0
    if arguments.format not in EXPORTERS:
        export(_chosen(arguments), arguments.format)  # says what there is
    if arguments.output:
        export_file(_chosen(arguments), arguments.format, arguments.output)
    else:
        sys.stdout.flush()
        EXPORTERS[arguments.format].write(_chosen(arguments), sys.stdout.buffer)
    return 0


def _chosen(arguments: argparse.Namespace) -> Graph:
    """The graph, or the part of it that is asked for."""
    from kg.store import opened

    graph = opened(arguments.graph)
    if not any(getattr(arguments, name) for name in _PARTS):
        return graph
    from kg.part import Choice, part

    named = (name for words in arguments.things for name in _names(words))
    things = tuple(dict.fromkeys(one for name in named for one in _apart(graph, name)))
    if arguments.things and not things:
        raise UsageError(f"--things {' '.join(arguments.things)}: names no thing 名单为空")
    asked = {name: getattr(arguments, name) for name in (*_PARTS[1:], "dates")}
    return part(graph, Choice(things=things, **asked))


def _apart(graph: Graph, name: str) -> list[str]:
    """A name; where nothing is called so, the names between its commas."""
    parts = [part.strip() for part in _COMMA.split(name) if part.strip()]
    return [name] if len(parts) < 2 or ":" in name or graph.find(name) else parts


def _names(words: str) -> list[str]:
    """A name, or those of a file, one on each line; its empty lines and those that begin with # are passed over."""
    path = Path(words)
    try:
        if not path.is_file():
            return [words]
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (36, 63):  # a name too long for a file
            return [words]
        raise InputError(f"{words}: cannot be read: {error}") from error
    return [line for line in lines if line and not line.startswith("#")]


def _handed_over(arguments: argparse.Namespace) -> int:
    from kg.handover import hand_over

    if arguments.format != "nquads" or not arguments.output:
        raise UsageError("--shards writes N-Quads into a folder: give --format nquads and -o FOLDER")
    for path in hand_over(_chosen(arguments), arguments.output, shards=arguments.shards):
        print(path)
    return 0
