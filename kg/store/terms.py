"""What the engine's terms are to Python, and the formats that it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

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
    ordered = sorted(set(lines), key=rank)
    if format in ("nquads", "ntriples"):
        return b"".join(ordered)
    quads: Iterable[Any] = ox.parse(b"".join(ordered), format=ox.RdfFormat.N_QUADS)
    if not TRIPLES[format].supports_datasets:
        quads = (quad.triple for quad in quads)
    return bytes(ox.serialize(quads, format=TRIPLES[format], prefixes=dict(prefixes)) or b"")


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
