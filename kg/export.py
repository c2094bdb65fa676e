"""The graph in the formats of others, and the one way in which files are written: beside, then renamed."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

from kg.errors import OutputError, UsageError
from kg.facts_table import facts_csv, facts_parquet, text
from kg.neo4j import neo4j
from kg.store import Graph
from kg.table import Row, rows

#: of a file: its bytes, or what writes them
Content: TypeAlias = bytes | Callable[[IO[bytes]], None]
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d+(?:\.\d+)?$)")


class Exporter(NamedTuple):
    """A format: the ending of its files, and what writes it; equal graphs give equal bytes."""

    suffix: str
    write: Callable[[Graph, IO[bytes]], None]


def turtle(graph: Graph, out: IO[bytes]) -> None:
    """Turtle, all documents merged."""
    graph.write(out, "turtle")


def nquads(graph: Graph, out: IO[bytes]) -> None:
    """N-Quads, a named graph per document."""
    graph.write(out, "nquads")


def trig(graph: Graph, out: IO[bytes]) -> None:
    """TriG, a named graph per document."""
    graph.write(out, "trig")


def ntriples(graph: Graph, out: IO[bytes]) -> None:
    """N-Triples, all documents merged."""
    graph.write(out, "ntriples")


def jsonld(graph: Graph, out: IO[bytes]) -> None:
    """JSON-LD, a named graph per document."""
    graph.write(out, "jsonld")


def turtle12(graph: Graph, out: IO[bytes]) -> None:
    """Turtle of RDF 1.2: a statement is a triple term that its node reifies."""
    graph.write(out, "turtle", triple_terms=True)


def trig12(graph: Graph, out: IO[bytes]) -> None:
    """TriG of RDF 1.2, a named graph per document."""
    graph.write(out, "trig", triple_terms=True)


def graphml(graph: Graph, out: IO[bytes]) -> None:
    """GraphML for Gephi, yEd, Cytoscape, igraph: things as nodes, asserted relations as edges with their sentences."""
    import networkx

    known = graph.to_networkx()
    plain = networkx.MultiDiGraph()
    for node, about in sorted(known.nodes(data=True), key=lambda item: str(item[0])):
        if about:
            plain.add_node(_xml(node), label=_xml(about["label"]), classes=" ".join(sorted(about["classes"])))
    edges = sorted(known.edges(keys=True, data=True), key=lambda edge: tuple(map(str, edge[:3])))
    for number, (subject, target, name, about) in enumerate(edges):
        sentences = _xml(" | ".join(about["evidence"]))
        confidence = float(about["confidence"] or 0)
        key = f"e{number}"
        plain.add_edge(_xml(subject), _xml(target), key=key, property=name, confidence=confidence, sentences=sentences)
    whole = io.BytesIO()
    networkx.write_graphml_xml(plain, whole, encoding="utf-8")
    out.write(whole.getvalue().replace(b"\r", b"&#13;"))  # XML reads a bare carriage return as the end of a line
    out.write(b"\n")


def table(graph: Graph, out: IO[bytes]) -> None:
    """CSV for spreadsheets (UTF-8 with a byte order mark): a row for each fact and sentence."""
    with text(out, "utf-8-sig") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow(Row._fields)
        for row in rows(graph):
            writer.writerow([cell(words) for words in row])


EXPORTERS: Mapping[str, Exporter] = {
    "turtle": Exporter(".ttl", turtle),
    "nquads": Exporter(".nq", nquads),
    "trig": Exporter(".trig", trig),
    "ntriples": Exporter(".nt", ntriples),
    "jsonld": Exporter(".jsonld", jsonld),
    "turtle12": Exporter(".ttl", turtle12),
    "trig12": Exporter(".trig", trig12),
    "graphml": Exporter(".graphml", graphml),
    "csv": Exporter(".csv", table),
    "facts-csv": Exporter(".csv", facts_csv),
    "facts-parquet": Exporter(".parquet", facts_parquet),
}

#: formats of several files, which want a folder
FOLDERS: Mapping[str, Callable[[Graph], Mapping[str, bytes]]] = {"neo4j": neo4j}


def export(graph: Graph, format: str) -> bytes:
    """The graph in the named format of EXPORTERS; raises UsageError where there is no such.

    >>> export(Graph(), "ntriples")
    b''
    """
    if format in FOLDERS:
        raise UsageError(f"format '{format}' has several files: write it into a folder with -o, or with export_folder")
    if format not in EXPORTERS:
        raise UsageError(f"unknown format '{format}'; choose one of {', '.join((*EXPORTERS, *FOLDERS))}")
    out = io.BytesIO()
    EXPORTERS[format].write(graph, out)
    return out.getvalue()


def export_file(graph: Graph, format: str, path: Path) -> None:
    """Writes the graph in a format of EXPORTERS into a file, as it comes: whole or not at all. Raises OutputError."""
    write_files({path: partial(EXPORTERS[format].write, graph)})


def export_folder(graph: Graph, format: str, folder: Path) -> list[Path]:
    """Writes the files of a format of FOLDERS, all or none; gives them. Raises OutputError."""
    files = {folder / name: data for name, data in FOLDERS[format](graph).items()}
    write_files(files)
    return list(files)


def write_file(path: Path, data: bytes) -> None:
    """Writes a whole file: beside it first, then renamed, so that a full disk leaves the old one. Raises OutputError."""
    write_files({path: data})


def write_files(files: Mapping[Path, Content]) -> None:
    """Several files that belong together, from bytes or by what writes them: none is renamed before all are written. Raises OutputError."""
    written: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.{os.getpid()}.part")
            written.append((beside, path))
            _write(beside, data)
        for beside, path in written:
            beside.replace(path)
    except OSError as error:
        cure = (
            "Free some space or choose another place with -o." if error.errno == 28 else "Choose another place with -o."
        )
        why = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {why}. What stood there is as it was. {cure}") from error
    finally:
        for beside, _ in written:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _write(path: Path, content: Content) -> None:
    with path.open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            content(file)
        file.flush()
        os.fsync(file.fileno())


def _xml(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)


def cell(words: str | int) -> str | int:
    """What a spreadsheet may be given: it must not run what a text says, so what looks like a formula gets an apostrophe.

    >>> cell("=1+1"), cell("-0.5"), cell(7)
    ("'=1+1", '-0.5', 7)
    """
    return f"'{words}" if isinstance(words, str) and _FORMULA.match(words) else words
