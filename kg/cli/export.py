"""`kg export`: the graph in the format of another program."""

from __future__ import annotations

import argparse
import sys

from kg.errors import UsageError


def run(arguments: argparse.Namespace) -> int:
    """Writes the file, or the bytes to standard output."""
    from kg.export import export, write_file
    from kg.store import opened

    if arguments.shards:
        return _handed_over(arguments)
    data = export(opened(arguments.graph), arguments.format)
    if arguments.output:
        write_file(arguments.output, data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return 0


def _handed_over(arguments: argparse.Namespace) -> int:
    from kg.handover import hand_over
    from kg.store import opened

    if arguments.format != "nquads" or not arguments.output:
        raise UsageError("--shards writes N-Quads into a folder: give --format nquads and -o FOLDER")
    for path in hand_over(opened(arguments.graph), arguments.output, shards=arguments.shards):
        print(path)
    return 0
