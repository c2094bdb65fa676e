"""A whole store in one format, sorted: the same triples give the same bytes. Written as it comes, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.reified import reified
from kg.store.spill import Spill
from kg.store.terms import RDF, rank, write_sorted
from kg.store.writer import trig, turtle

#: what stands behind a line of the default graph while it is sorted among the others: before the space that a graph would have
_MARK = b"\t\n"
_PIECES = 4096


def dump(
    store: Any,
    format: str,
    out: IO[bytes],
    prefixes: Mapping[str, str],
    kind: tuple[bool, bool],
    *,
    triple_terms: bool = False,
) -> None:
    """Writes a store in a format. `kind`: is its default graph the merge, and may it hold what no graph says? Raises UsageError."""
    if format not in RDF:
        raise UsageError(f"unknown format '{format}'; choose one of {', '.join(RDF)}")
    if format == "trig":
        graphs = _graphs(store, *kind)
        _join(trig(((name, reified(lines)) for name, lines in graphs) if triple_terms else graphs, prefixes), out)
        return
    if RDF[format].supports_datasets:
        with quads(store, *kind) as lines:
            write_sorted(lines, format, prefixes, out)
        return
    with Spill() as found:
        store.dump(found, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        if format == "turtle":
            _join(turtle(reified(found) if triple_terms else found, prefixes), out)
        else:
            write_sorted(found, format, prefixes, out)


def _join(pieces: Iterator[bytes], out: IO[bytes]) -> None:
    while part := b"".join(islice(pieces, _PIECES)):
        out.write(part)


@contextmanager
def quads(store: Any, merging: bool, beyond: bool) -> Iterator[Iterable[bytes]]:
    """The lines of N-Quads, sorted; of the merge in the default graph only what no named graph says."""
    with Spill() as found:
        if beyond:
            store.dump(_Marked(found), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        for name in store.named_graphs():
            found.write(_of(store, name))
        yield (line for line, _ in _sifted(found, merging)) if beyond else found


@contextmanager
def _alone(store: Any, merging: bool) -> Iterator[Iterator[bytes]]:
    """The lines of the default graph, sorted; of the merge only what no named graph says."""
    with Spill() as found:
        store.dump(_Marked(found), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        for name in store.named_graphs() if merging else ():
            found.write(_of(store, name))
        yield (line for line, apart in _sifted(found, merging) if apart)


def _of(store: Any, name: Any) -> bytes:
    """The N-Quads of one graph."""
    lines: bytes = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
    return lines.replace(b" .\n", f" {name} .\n".encode())


class _Marked:
    """Marks each line on its way."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill

    def write(self, data: bytes) -> int:
        self._spill.write(data.replace(b"\n", _MARK))
        return len(data)

    def flush(self) -> None:
        """As a file has it."""


def _sifted(lines: Iterable[bytes], merging: bool) -> Iterator[tuple[bytes, bool]]:
    """Each line without its mark, and whether it had one. With `merging` a marked one goes where a graph says the same: right behind it."""
    held = b""
    for line in lines:
        if held and not (merging and line.startswith(held[:-3])):
            yield held[:-2] + b"\n", True
        held = line if line.endswith(_MARK) else b""
        if not held:
            yield line, False
    if held:
        yield held[:-2] + b"\n", True


def _graphs(store: Any, merging: bool, beyond: bool) -> Iterator[tuple[bytes, Iterable[bytes]]]:
    """The default graph, with what it has beyond the others; then each graph by its name: sorted lines of N-Triples."""
    if beyond:
        with _alone(store, merging) as lines:
            first = next(lines, None)
            if first:
                yield b"", chain((first,), lines)
    for name in sorted(store.named_graphs(), key=str):
        found = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        yield str(name).encode(), sorted(found.splitlines(keepends=True), key=rank)
