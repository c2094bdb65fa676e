"""What the engine's terms are to Python, and the formats that it reads and writes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.nquads import PREFIXES

RDF: Mapping[str, Any] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
#: what the triples of an answer can be written in, beside those
TRIPLES: Mapping[str, Any] = {**RDF, "rdfxml": ox.RdfFormat.RDF_XML}
#: What a graph can be written in: name → ending of the file.
FORMATS: Mapping[str, str] = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "nquads": ".nq",
    "trig": ".trig",
    "jsonld": ".jsonld",
}
RESULTS: Mapping[str, Any] = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_XSD = PREFIXES["xsd"]
_NUMBERS: Mapping[str, Callable[[str], int | Decimal | bool]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}boolean": lambda words: words in ("true", "1"),
}

Value = str | int | Decimal | bool | None


def value(term: Any) -> Value:
    """A term as Python has it: numbers and truth values as such, IRIs and all else as strings, None where unbound."""
    kind = type(term)
    if kind is ox.NamedNode:
        return term.value  # type: ignore[no-any-return]
    if kind is ox.Literal:
        convert = _NUMBERS.get(term.datatype.value)
        return convert(term.value) if convert else term.value
    return None if term is None else str(term)


def write(lines: Iterable[bytes], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Lines of N-Quads or N-Triples → sorted bytes of a format; a node's type stands first."""
    out = io.BytesIO()
    write_sorted(sorted(set(lines), key=rank), format, prefixes, out)
    return out.getvalue()


def write_sorted(lines: Iterable[bytes], format: str, prefixes: Mapping[str, str], out: IO[bytes]) -> None:
    """Lines of N-Quads or N-Triples that are sorted already, in a format, as they come."""
    if format in ("nquads", "ntriples"):
        out.writelines(lines)
        return
    quads: Iterable[Any] = ox.parse(io.BufferedReader(_Pieces(lines), 1 << 16), format=ox.RdfFormat.N_QUADS)
    if not TRIPLES[format].supports_datasets:
        quads = (quad.triple for quad in quads)
    ox.serialize(quads, out, format=TRIPLES[format], prefixes=dict(prefixes))


class _Pieces(io.RawIOBase):
    """Bytes that come in pieces, as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._left = iter(pieces), b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As much as there is room for, 0 at the end."""
        found, size = [self._left], len(self._left)
        while size < len(buffer) and (piece := next(self._pieces, b"")):
            found.append(piece)
            size += len(piece)
        data = b"".join(found)
        count = min(len(buffer), len(data))
        buffer[:count], self._left = data[:count], data[count:]
        return count


_TYPE = f" <{PREFIXES['rdf']}type> ".encode()


def rank(line: bytes) -> bytes:
    """What lines are sorted by: the type of a node before all else that is said of it."""
    return line.replace(_TYPE, b" ! ", 1)


def merged(quads: Iterable[Any]) -> Iterator[Any]:
    """The quads, and each triple of a named graph in the default graph too."""
    default = ox.DefaultGraph()
    for quad in quads:
        yield quad
        if quad.graph_name != default:
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def within(graph: Any, quad: Any) -> Any:
    """A quad's triple in another graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def node(iri: str) -> Any:
    """An IRI as the engine has it. Raises UsageError."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"no IRI: {iri}: {error}") from error
