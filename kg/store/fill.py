"""The first N-Quads of a store, loaded by the engine itself: the documents on one core, their merge on another."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyoxigraph as ox

from kg.store.change import MERGE

_NAME = rb"(?:<[^<>]*+>|_:\S++)"
_LITERAL = rb'"(?:[^"\\\n\r]|\\.)*+"(?:\^\^<[^<>]*+>|@[\w-]++)?+'
#: subject, predicate and object of a line of N-Quads that ends with a graph
_LINE = re.compile(
    rb"^([ \t]*+" + _NAME + rb"[ \t]*+<[^<>]*+>[ \t]*+(?:" + _NAME + rb"|" + _LITERAL + rb"))[ \t]*+<[^<>]*+>[ \t]*+\.",
    re.MULTILINE,
)
_UNSAID = "ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
_NQUADS = ox.RdfFormat.N_QUADS
#: bytes that are read for the merge at a time
_PART = 4_000_000


def fill(store: Any, data: bytes, *, merging: bool) -> bool:
    """Loads N-Quads into an empty store; with `merging` each triple of a named graph into the default graph too.

    Gives whether the default graph holds what no named graph says. Raises SyntaxError; the store is of no use then.

    >>> store = ox.Store()
    >>> fill(store, b'<urn:a> <urn:p> "x" <urn:d> .', merging=True), len(store)
    (False, 2)
    """
    if not merging or b"_:" in data:  # a blank node is another one when it is read a second time
        store.bulk_load(data, format=_NQUADS)
        beyond = any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        if merging:
            store.update(MERGE)
        return beyond
    triples = _Triples(data)
    with ThreadPoolExecutor(1) as beside:
        loaded = beside.submit(store.bulk_load, data, format=_NQUADS)
        try:
            store.bulk_load(triples, format=_NQUADS, lenient=True)  # the strict reader of these lines is the one beside
        finally:
            loaded.result()
    if triples.left:
        store.update(MERGE)
    return triples.left and bool(store.query(_UNSAID))


class _Triples(io.RawIOBase):
    """Lines of N-Quads as a file without their graphs, each line once a part; `left`: were there lines of another shape?"""

    def __init__(self, data: bytes) -> None:
        self.left = False
        self._parts = self._read(data)
        self._part = io.BytesIO()

    def _read(self, data: bytes) -> Iterator[bytes]:
        start = 0
        while start < len(data):
            end = data.find(b"\n", min(start + _PART, len(data) - 1)) + 1 or len(data)
            lines, found = _LINE.subn(rb"\1 .", data[start:end])
            each = lines.split(b"\n")
            self.left = self.left or found < sum(1 for line in each if line.strip())
            yield b"\n".join(dict.fromkeys(each)) + b"\n"
            start = end

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many."""
        found = self._part.read(size)
        if not found and (part := next(self._parts, b"")):
            self._part = io.BytesIO(part)
            found = self._part.read(size)
        return found
