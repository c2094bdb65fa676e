"""Keeps the graph: load, add, query, dump. The only home of pyoxigraph.

In memory, one named graph per document. The default graph holds the merge of all: so a query sees every triple, once, without
GRAPH (the engine's own union of graphs would count a triple again for every document that says it). What goes out is sorted:
the same triples give the same bytes. Numbers come out in their canonical form (1.50 → 1.5); `kg:rawValue` keeps the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from kg.errors import InputError, QueryError, UsageError
from kg.index import Index
from kg.nquads import BASE, PREFIXES
from kg.sparql import gate, syntax_error

if TYPE_CHECKING:
    import networkx
    import rdflib

_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
#: What a graph can be written in: name → ending of the file.
FORMATS: Mapping[str, str] = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "nquads": ".nq",
    "trig": ".trig",
    "jsonld": ".jsonld",
}
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_NUMBERS: Mapping[str, Callable[[str], int | Decimal | bool]] = {
    "integer": int,
    "decimal": Decimal,
    "boolean": lambda words: words == "true",
}
_XSD = PREFIXES["xsd"]

Value = str | int | Decimal | bool | None


class Source(NamedTuple):
    """A document of the graph: its IRI and what is known of it, empty where it is not."""

    iri: str
    identifier: str
    title: str = ""
    issued: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: rows of a SELECT, a truth value of an ASK, or triples of a CONSTRUCT; iterable again and again.

    >>> answer = Graph().query("SELECT (1 AS ?x) {}")
    >>> answer.variables, list(answer)
    (('x',), [{'x': 1}])
    """

    variables: tuple[str, ...] = ()
    boolean: bool | None = None
    triples: tuple[tuple[str, str, str], ...] | None = None
    _raw: bytes = b""
    _rows: tuple[tuple[Any, ...], ...] = ()

    def __bool__(self) -> bool:
        return self.boolean if self.boolean is not None else bool(self._rows or self.triples)

    def __len__(self) -> int:
        return len(self.triples) if self.triples is not None else len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows())

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Rows of Python values: numbers and truth values as such, IRIs and all else as strings, None where unbound."""
        return (tuple(map(_value, row)) for row in self._rows)

    def iris(self) -> frozenset[str]:
        """Every IRI among the values of the rows: a table shows those by their names."""
        return frozenset(term.value for row in self._rows for term in row if isinstance(term, ox.NamedNode))

    def serialise(self, format: str) -> bytes:
        """The answer as json, csv, tsv or xml (SPARQL 1.1 results); triples as one of FORMATS. Raises UsageError."""
        known = _RESULTS if self.triples is None else _RDF
        if format not in known:
            kind = "rows" if self.triples is None else "triples"
            raise UsageError(f"format '{format}' cannot hold {kind}; choose one of {', '.join(known)}")
        if self.triples is not None:
            return _write(self._raw.splitlines(keepends=True), format, PREFIXES)
        results = ox.parse_query_results(self._raw, format=ox.QueryResultsFormat.JSON)
        return results.serialize(format=_RESULTS[format]) or b""


class Graph:
    """The graph that users hold.

    >>> graph = Graph()
    >>> graph.add('<urn:a> <urn:p> "x" <urn:doc> .')
    >>> len(graph), bool(graph.query('ASK { <urn:a> ?p "x" }'))
    (1, True)
    """

    def __init__(self, *, base: str = BASE) -> None:
        self.base = base
        self._store = ox.Store()

    @classmethod
    def load(cls, path: str | Path, *, base: str = BASE) -> Graph:
        """A graph from a file (by its ending) or from `graph.nq` of a folder that a build wrote. Raises InputError."""
        path = Path(path)
        if path.is_dir():
            path = path / "graph.nq"
        kinds = {ending: _RDF[name] for name, ending in FORMATS.items()}
        if path.suffix not in kinds:
            raise InputError(f"{path}: unknown ending '{path.suffix}'; known are {', '.join(kinds)}")
        graph = cls(base=base)
        try:
            graph._store.bulk_extend(_merged(ox.parse(path=str(path), format=kinds[path.suffix])))
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{path}: is no {path.suffix[1:]}: {error}") from error
        return graph

    def __len__(self) -> int:
        """How many different triples there are: what a query sees."""
        (row,) = self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
        return int(str(row[0]))

    # ------------------------------------------------------------ in

    def add(self, quads: str | bytes | Iterable[str | bytes]) -> None:
        """Adds N-Quads: one text, or several. Raises InputError where a line is no N-Quads; then none of it is added."""
        many = [quads] if isinstance(quads, str | bytes) else quads
        data = b"".join(part.encode() if isinstance(part, str) else part for part in many)
        try:
            parsed = list(_merged(ox.parse(data, format=ox.RdfFormat.N_QUADS)))
        except SyntaxError as error:
            raise InputError(f"not N-Quads: {error}") from error
        self._store.bulk_extend(parsed)
        self.__dict__.pop("_names", None)

    # ------------------------------------------------------------ asked

    def query(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Runs SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE) over all documents; the usual prefixes are known.

        Raises QueryError, with line and column where the text is at fault; SERVICE is refused, since it asks the network.
        """
        gate(sparql)
        known = {**PREFIXES, "ent": self.base, **(prefixes or {})}
        try:
            found = self._store.query(sparql, prefixes=known)
            return _answer(found)
        except SyntaxError as error:
            raise syntax_error(str(error), sparql) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def documents(self) -> list[Source]:
        """The documents of the graph, by their identifiers."""
        rows = self.query("""
            SELECT ?iri ?id (SAMPLE(?t) AS ?title) (STR(SAMPLE(?d)) AS ?issued) (SAMPLE(?n) AS ?publisher) {
              ?iri a kg:Document ; dcterms:identifier ?id
              OPTIONAL { ?iri dcterms:title ?t } OPTIONAL { ?iri dcterms:issued ?d }
              OPTIONAL { ?iri dcterms:publisher/rdfs:label ?n }
            } GROUP BY ?iri ?id ORDER BY ?id ?iri""").rows()
        return [Source(*(str(value or "") for value in row)) for row in rows]

    def find(self, name: str) -> list[str]:
        """IRIs of the things called so, whatever width, case and spaces; those with it as their label come first.

        >>> graph = Graph()
        >>> graph.add('<urn:y> <http://www.w3.org/2000/01/rdf-schema#label> "Model Y"@en .')
        >>> graph.find("ｍｏｄｅｌy")
        ['urn:y']
        """
        return self._names.find(name)

    def near(self, name: str, *, most: int = 5) -> list[str]:
        """Names of the graph that look like this one: for a message that says what there is."""
        return self._names.near(name, most=most)

    @cached_property
    def _names(self) -> Index:
        rows = self.query("""SELECT ?s ?name ?other {
            { ?s rdfs:label ?name BIND(false AS ?other) } UNION { ?s skos:altLabel ?name BIND(true AS ?other) } }""").rows()
        return Index((str(thing), str(name), bool(other)) for thing, name, other in rows)

    # ------------------------------------------------------------ out

    def dump(self, format: str = "turtle", *, prefixes: Mapping[str, str] | None = None) -> bytes:
        """The whole graph in one of FORMATS, sorted: the same triples give the same bytes. Raises UsageError."""
        if format not in _RDF:
            raise UsageError(f"unknown format '{format}'; choose one of {', '.join(_RDF)}")
        known = {**PREFIXES, "ent": self.base, **(prefixes or {})}
        lines = self._quads() if _RDF[format].supports_datasets else self._triples(ox.DefaultGraph())
        return _write(lines, format, known)

    def _triples(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> list[bytes]:
        lines = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        return lines.splitlines(keepends=True)

    def _quads(self) -> Iterator[bytes]:
        """Lines of N-Quads: all of the named graphs, and what the default graph has beyond them."""
        beyond = set(self._triples(ox.DefaultGraph()))
        for name in self._store.named_graphs():
            lines = self._triples(name)
            beyond.difference_update(lines)
            ending = f"{name} .\n".encode()
            yield from (line[:-2] + ending for line in lines)
        yield from beyond

    def to_rdflib(self) -> rdflib.Dataset:
        """The graph for rdflib, a named graph per document; its default graph is the union of all."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        for prefix, iri in {**PREFIXES, "ent": self.base}.items():
            dataset.bind(prefix, iri)
        converted = _Rdflib()
        quads = ox.parse(b"".join(self._quads()), format=ox.RdfFormat.N_QUADS)
        dataset.addN((*map(converted, quad.triple), dataset.graph(converted(quad.graph_name))) for quad in quads)
        return dataset

    def merged(self) -> rdflib.Graph:
        """All triples in one plain graph of rdflib."""
        from rdflib import Graph as Triples

        triples, converted = Triples(), _Rdflib()
        for quad in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            triples.add(tuple(map(converted, quad.triple)))
        return triples

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Things as nodes (`label`, `classes`), asserted relations as edges keyed by property (`evidence`: sentences)."""
        import networkx

        graph = networkx.MultiDiGraph()
        things = self.query(
            "SELECT ?s ?label ?cls { ?s rdfs:label ?label ; a ?cls FILTER(?cls != kg:Metric) } ORDER BY ?s ?label ?cls"
        )
        for iri, label, cls in things.rows():
            if iri not in graph:
                graph.add_node(iri, label=label, classes=[])
            if local(cls) not in graph.nodes[iri]["classes"]:
                graph.nodes[iri]["classes"].append(local(cls))
        edges = self.query("""
            SELECT ?s ?p ?o (MAX(?c) AS ?confidence) (GROUP_CONCAT(DISTINCT ?text; separator="\\u001e") AS ?texts) {
              ?st a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:evidence/kg:text ?text .
              ?s ?p ?o FILTER(isIRI(?o)) OPTIONAL { ?st kg:confidence ?c }
            } GROUP BY ?s ?p ?o ORDER BY ?s ?p ?o""")
        for subject, name, target, confidence, texts in edges.rows():
            sentences = sorted(str(texts).split("\x1e"))
            graph.add_edge(subject, target, key=local(name), confidence=confidence, evidence=sentences)
        return graph


class _Rdflib:
    """pyoxigraph terms → rdflib terms; an IRI is made once."""

    def __init__(self) -> None:
        import rdflib

        self.lib = rdflib
        self.seen: dict[str, Any] = {}

    def __call__(self, term: Any) -> Any:
        if isinstance(term, ox.Literal):
            if term.language:
                return self.lib.Literal(term.value, lang=term.language)
            plain = term.datatype.value == f"{_XSD}string"
            return self.lib.Literal(
                term.value, datatype=None if plain else self.iri(term.datatype.value), normalize=False
            )
        if isinstance(term, ox.BlankNode):
            return self.lib.BNode(term.value)
        if isinstance(term, ox.DefaultGraph):
            return self.lib.graph.DATASET_DEFAULT_GRAPH_ID
        return self.iri(term.value)

    def iri(self, value: str) -> Any:
        found = self.seen.get(value)
        if found is None:
            found = self.seen[value] = self.lib.URIRef(value)
        return found


def local(iri: object) -> str:
    """The last part of an IRI, after `#` or `/`.

    >>> local("https://w3id.org/zhkg/ontology#about")
    'about'
    """
    return re.split(r"[#/]", str(iri))[-1]


def _answer(found: Any) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer(boolean=bool(found), _raw=found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    if isinstance(found, ox.QueryTriples):
        lines = sorted(set((ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)))
        quads = ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)
        triples = tuple((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)
        return Answer(triples=triples, _raw=b"".join(lines))
    variables = tuple(variable.value for variable in found.variables)
    raw: bytes = found.serialize(format=ox.QueryResultsFormat.JSON)
    parsed: Any = ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON)
    rows = tuple(tuple(row) for row in parsed)
    return Answer(variables=variables, _raw=raw, _rows=rows)


def _merged(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, and each triple of a named graph in the default graph too."""
    default = ox.DefaultGraph()
    for quad in quads:
        yield quad
        if quad.graph_name != default:
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _value(term: Any) -> Value:
    if term is None or isinstance(term, ox.NamedNode):
        return term and term.value
    if isinstance(term, ox.Literal):
        convert = _NUMBERS.get(term.datatype.value.removeprefix(_XSD))
        return convert(term.value) if convert else term.value
    return str(term)


def _write(lines: Iterable[bytes], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Lines of N-Quads or N-Triples → sorted bytes of a format; a node's type stands first."""
    kind = _RDF[format]
    ordered = sorted(set(lines), key=_rank)
    if format in ("nquads", "ntriples"):
        return b"".join(ordered)
    quads: Iterable[Any] = ox.parse(b"".join(ordered), format=ox.RdfFormat.N_QUADS)
    if not kind.supports_datasets:
        quads = (quad.triple for quad in quads)
    elif format == "trig":  # one block per graph
        quads = sorted(quads, key=lambda quad: str(quad.graph_name))
    written = bytes(ox.serialize(quads, format=kind, prefixes=dict(prefixes)) or b"")
    # a blank line between things, for those who read; literals hold no line ends, so no literal is touched
    return written.replace(b" .\n", b" .\n\n").replace(b"\n\n@prefix", b"\n@prefix") if format == "turtle" else written


_TYPE = f" <{PREFIXES['rdf']}type> ".encode()


def _rank(line: bytes) -> bytes:
    return line.replace(_TYPE, b" ! ", 1)
