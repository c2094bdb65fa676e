"""`kg export`: the graph in the format of another program."""

from __future__ import annotations

import argparse
import sys


def run(arguments: argparse.Namespace) -> int:
    """Writes the file, or the bytes to standard output."""
    from kg.export import export, write_file
    from kg.store import opened

    data = export(opened(arguments.graph), arguments.format)
    if arguments.output:
        write_file(arguments.output, data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return 0
