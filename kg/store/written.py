"""A graph goes out: as bytes, into a file, line by line; sorted, so that the same triples give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import IO, Any

from kg.nquads import PREFIXES
from kg.store.dump import dump, quads


class Written:
    """What a graph is written as."""

    base: str
    engine: Any
    _merging: bool
    _beyond: bool

    def dump(
        self, format: str = "turtle", *, prefixes: Mapping[str, str] | None = None, triple_terms: bool = False
    ) -> bytes:
        """The whole graph in one of FORMATS, sorted: the same triples give the same bytes. Raises UsageError.

        `triple_terms`: statements as RDF 1.2 has them, in turtle and trig.
        """
        out = io.BytesIO()
        self.write(out, format, prefixes=prefixes, triple_terms=triple_terms)
        return out.getvalue()

    def write(
        self,
        out: IO[bytes],
        format: str = "turtle",
        *,
        prefixes: Mapping[str, str] | None = None,
        triple_terms: bool = False,
    ) -> None:
        """As `dump`, into a file as it comes: a graph of any size in bounded memory, sorted in a temporary folder.

        >>> from kg.store import Graph
        >>> graph, out = Graph(), io.BytesIO()
        >>> graph.add('<urn:a> <urn:p> "x" <urn:doc> .')
        >>> graph.write(out, "nquads")
        >>> out.getvalue()
        b'<urn:a> <urn:p> "x" <urn:doc> .\\n'
        """
        known = {**PREFIXES, "ent": self.base, **(prefixes or {})}
        dump(self.engine, format, out, known, (self._merging, self._beyond), triple_terms=triple_terms)

    def lines(self) -> AbstractContextManager[Iterable[bytes]]:
        """The lines of N-Quads, sorted, for one walk through them: `with graph.lines() as lines`."""
        return quads(self.engine, self._merging, self._beyond)
