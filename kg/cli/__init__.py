"""The command line: parses arguments, calls one function, prints. The only place that prints or exits.

What a command needs is imported when it runs, so that `kg --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from kg.cli.arguments import parser
from kg.errors import KgError

#: what the shell says of a process that a closed pipe ended, and of one that Ctrl-C ended
PIPE_CLOSED, INTERRUPTED, WRONG = 141, 130, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs `kg` and gives its exit status: 0 done, 1 the answer is no, 2 an error, told in one line on stderr."""
    _speak_utf8()
    arguments = parser().parse_args(argv)
    try:
        from importlib import import_module

        status: int = import_module(f"kg.cli.{arguments.module}").run(arguments)
        sys.stdout.flush()
        return status
    except KgError as error:
        print(f"kg: {_one_line(str(error))}", file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        with suppress(OSError):  # what is still in the buffer must not complain at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        print("\nkg: interrupted 已中断", file=sys.stderr)
        return INTERRUPTED


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 whatever the system's code page is; a terminal that lacks a character shows a mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8", errors="replace")


def _one_line(words: str) -> str:
    return "".join(char if char.isprintable() else " " for char in words.replace("\n", "; "))
