"""No search for cyclic garbage while very many values are made that stay: it costs a third of the time and finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm() -> Iterator[None]:
    """The collector of cyclic garbage rests; afterwards it is as it was.

    >>> with calm():
    ...     gc.isenabled()
    False
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
