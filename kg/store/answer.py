"""What a query gives: rows, a truth value, or triples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.nquads import PREFIXES
from kg.store.terms import RESULTS, TRIPLES, Value, rank, value, write
from kg.store.writer import turtle


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: rows of a SELECT, a truth value of an ASK, or triples of a CONSTRUCT; iterable again and again.

    >>> from kg.store import Graph
    >>> answer = Graph().query("SELECT (1 AS ?x) {}")
    >>> answer.variables, list(answer)
    (('x',), [{'x': 1}])
    """

    variables: tuple[str, ...] = ()
    boolean: bool | None = None
    triples: tuple[tuple[str, str, str], ...] | None = None
    _raw: bytes = b""
    _rows: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, data: bytes, media: str) -> Answer:
        """An answer as an endpoint sent it: SPARQL 1.1 JSON, or triples as N-Triples. Raises ValueError, SyntaxError."""
        if "json" not in media:
            return answered_triples(data)
        found: Any = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return cls(boolean=bool(found))
        return cls(variables=tuple(one.value for one in found.variables), _rows=tuple(map(tuple, found)))

    def __bool__(self) -> bool:
        return self.boolean if self.boolean is not None else bool(self._rows or self.triples)

    def __len__(self) -> int:
        return len(self.triples) if self.triples is not None else len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        names = self.variables
        return (dict(zip(names, map(value, row), strict=True)) for row in self._rows)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Rows of Python values: numbers and truth values as such, IRIs and all else as strings, None where unbound."""
        return (tuple(map(value, row)) for row in self._rows)

    def iris(self) -> frozenset[str]:
        """Every IRI among the values of the rows: a table shows those by their names."""
        return frozenset(term.value for row in self._rows for term in row if isinstance(term, ox.NamedNode))

    def serialise(self, format: str) -> bytes:
        """The answer as json, csv, tsv or xml (SPARQL 1.1 results); triples as one of FORMATS, or rdfxml. Raises UsageError."""
        known = RESULTS if self.triples is None else TRIPLES
        if format not in known:
            kind = "rows" if self.triples is None else "triples"
            raise UsageError(f"format '{format}' cannot hold {kind}; choose one of {', '.join(known)}")
        if self.triples is not None:
            lines = self._raw.splitlines(keepends=True)
            return (
                b"".join(turtle(sorted(lines, key=rank), PREFIXES))
                if format == "turtle"
                else write(lines, format, PREFIXES)
            )
        data = _json(self)
        if format == "json":
            return data
        results = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        return results.serialize(format=RESULTS[format]) or b""


def kind_of(found: Any) -> str:
    """`rows`, `boolean` or `triples`."""
    if isinstance(found, ox.QueryBoolean):
        return "boolean"
    return "triples" if isinstance(found, ox.QueryTriples) else "rows"


def answered(found: Any) -> Answer:
    """The engine's answer, taken whole."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(boolean=bool(found))
    if isinstance(found, ox.QueryTriples):
        return answered_triples(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"")
    variables = tuple(variable.value for variable in found.variables)
    return Answer(variables=variables, _rows=tuple(map(tuple, found)))


def answered_triples(data: bytes) -> Answer:
    """N-Triples as an answer: each triple once, sorted. Raises SyntaxError."""
    lines = sorted(set(data.splitlines(keepends=True)))
    quads = ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)
    triples = tuple((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)
    return Answer(triples=triples, _raw=b"".join(lines))


def _json(answer: Answer) -> bytes:
    """Rows or a truth value as SPARQL 1.1 JSON."""
    if answer.boolean is not None:
        return json.dumps({"head": {}, "boolean": answer.boolean}).encode()
    rows = [
        {name: _term(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer._rows
    ]
    found = {"head": {"vars": answer.variables}, "results": {"bindings": rows}}
    return json.dumps(found, ensure_ascii=False).encode("utf-8")


def _term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return found | {"xml:lang": term.language}
        plain = term.datatype.value == f"{PREFIXES['xsd']}string"
        return found if plain else found | {"datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
