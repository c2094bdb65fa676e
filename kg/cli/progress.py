"""How far a build is: one line on stderr, with rate and time to go."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import IO

#: seconds between two lines, on a terminal (where each takes the place of the one before) and elsewhere
OFTEN, SELDOM = 0.5, 10.0


class Progress:
    """Counts documents and prints now and then; a context manager, at the end of which a terminal's line is wiped away.

    >>> import io
    >>> out, clock = io.StringIO(), iter([0.0, 60.0, 60.0])
    >>> with Progress(out, clock=lambda: next(clock)) as progress:
    ...     progress.read(0.25)
    ...     progress.one("a")
    >>> print(out.getvalue(), end="")
    kg build: 25% · 1 documents 文档 · 0.0/s · 3:00 to go 剩余
    """

    def __init__(self, out: IO[str] | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._clock, self._share, self._count = clock, 0.0, 0
        self._began = self._told = clock()

    def read(self, share: float) -> None:
        """So much of all input was read."""
        self._share = share

    def one(self, _document: str) -> None:
        """One more document is done."""
        self._count += 1
        now = self._clock()
        if now - self._told >= (OFTEN if self._terminal else SELDOM):
            self._told = now
            line = self._line(now - self._began)
            self._out.write(f"\r{line}\x1b[K" if self._terminal else f"{line}\n")
            self._out.flush()

    def _line(self, spent: float) -> str:
        parts = [f"{self._count:,} documents 文档", f"{self._count / spent if spent else 0:.1f}/s"]
        if self._share:
            parts.insert(0, f"{self._share:.0%}")
            parts.append(f"{_clocked(spent / self._share - spent)} to go 剩余")
        return "kg build: " + " · ".join(parts)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal:
            self._out.write("\r\x1b[K")
            self._out.flush()


def _clocked(seconds: float) -> str:
    """
    >>> _clocked(59.6), _clocked(3725)
    ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
