"""The care of a store: check, repair, backup, and rebuilding it from N-Quads."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.across import Kept
from kg.across.keep import FILE
from kg.errors import InputError, OutputError
from kg.nquads import BASE
from kg.store.folder import Folder, complaints
from kg.store.ledger import Row
from kg.store.snapshots import Snapshots
from kg.store.terms import RDF

_UNMERGED = "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_UNSAID = "SELECT ?s ?p ?o { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
_ENDINGS = {".nq": "nquads", ".trig": "trig"}


def check(path: Path) -> list[str]:
    """What is wrong with a store, in words; nothing where it is whole. Raises InputError, OutputError."""
    with _opened(path) as folder:
        return list(_faults(folder))


def repair(path: Path) -> list[str]:
    """Mends what `check` finds, gives what it found, and publishes. Raises InputError, OutputError.

    What no ledger knows is read again by the next build; no triple that a document says is lost.
    """
    with _opened(path) as folder:
        found = list(_faults(folder))
        store = folder.graph.engine
        with complaints(path):
            for query, change in ((_UNMERGED, "INSERT DATA"), (_UNSAID, "DELETE DATA")):
                for part in _parts(store.query(query)):
                    store.update(f"{change} {{ {part} }}")
            graphs = _graphs(folder)
            lost = [row.id for row in folder.ledger.rows() if row.digest and row.iri not in graphs]
            folder.ledger.forget(lost)
            known = {row.iri for row in folder.ledger.rows()}
            folder.ledger.begin(Row(name, iri, "") for iri, name in graphs.items() if iri not in known)
        return found


def _opened(path: Path) -> Folder:
    if not Folder.is_one(path):
        raise InputError(f"{path}: no store. `kg build … --store {path}` makes one.")
    return Folder(path, base=None)


def _faults(folder: Folder) -> Iterator[str]:
    graphs, store = _graphs(folder), folder.graph.engine
    rows = list(folder.ledger.rows())
    for row in rows:
        if not row.digest:
            yield f"{row.id}: was under way when a build was killed; the next build reads it again"
        elif row.iri not in graphs:
            yield f"{row.id}: acknowledged, but its graph {row.iri} is not there"
    known = {row.iri for row in rows}
    yield from (
        f"{name}: a graph that the ledger does not know ({iri})" for iri, name in graphs.items() if iri not in known
    )
    for query, what in (
        (_UNMERGED, "said by a document, but not in the default graph"),
        (_UNSAID, "said by no document"),
    ):
        count = sum(1 for _ in store.query(query))
        if count:
            yield f"{count} triples {what}"
    if Snapshots(folder.path).newest() is None:
        yield "no snapshot for readers"


def _graphs(folder: Folder) -> dict[str, str]:
    """IRI of a named graph → identifier of its document."""
    names = {source.iri: source.identifier for source in folder.graph.documents()}
    return {one.value: names.get(one.value, one.value) for one in folder.graph.engine.named_graphs()}


def _parts(solutions: Any, size: int = 10_000) -> Iterator[str]:
    """Triples of solutions as N-Triples, so many at a time; taken first, since the change is to what they come from."""
    triples = [ox.Triple(one["s"], one["p"], one["o"]) for one in solutions]
    for start in range(0, len(triples), size):
        yield (ox.serialize(triples[start : start + size], format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def backup(path: Path, target: Path) -> None:
    """A copy of the newest snapshot as a store of its own; the writer may go on. Raises InputError, OutputError."""
    if target.exists():
        raise OutputError(f"{target}: is there already. Name a folder that is not.")
    with complaints(target):
        Snapshots(path).copy(target)
        if (path / FILE).is_file():
            names = Kept(path / FILE)
            names.copy(target / FILE)
            names.close()


def rebuild(source: Path, target: Path, *, base: str = BASE) -> int:
    """A new store from N-Quads or TriG, also gzipped; gives the number of documents. Raises InputError, OutputError.

    The text that each was read from is not known from its quads: the next build reads all that it is given.
    """
    if target.exists():
        raise OutputError(
            f"{target}: is there already. Name a folder that is not; then put it in the place of the old one."
        )
    kind = _ENDINGS.get(Path(source.stem if source.suffix == ".gz" else source.name).suffix)
    if kind is None:
        raise InputError(
            f"{source}: {', '.join(_ENDINGS)} or either with .gz is needed: triples without graphs have no documents"
        )
    beside = target.with_name(f".{target.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with Folder(beside, base=base) as folder:
            _load(folder, source, kind)
            graphs = _graphs(folder)
            folder.ledger.begin(Row(name, iri, "") for iri, name in graphs.items())
        beside.replace(target)
    finally:
        with suppress(OSError):
            shutil.rmtree(beside)
    return len(graphs)


def _load(folder: Folder, source: Path, kind: str) -> None:
    try:
        folder.beyond()
        with source.open("rb") as file:
            lines: Any = gzip.GzipFile(fileobj=file) if source.suffix == ".gz" else file
            folder.graph.bulk(ox.parse(lines, format=RDF[kind]))
    except (OSError, EOFError) as error:
        raise InputError(f"{source}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{source}: is no {kind}: {error}") from error
