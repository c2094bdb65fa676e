"""The test suite of SPARQL 1.1, run through our graph: manifests read, expectations compared."""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib import RDF, BNode, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from kg.errors import QueryError, QuerySyntaxError
from kg.store import Graph

ARCHIVE = Path(__file__).resolve().parents[2] / "shared" / "w3c" / "sparql11.tar.xz"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
RDFS = rdflib.RDFS
_XSD = rdflib.XSD
SUITES = (
    ("query", "manifest-sparql11-query.ttl"),
    ("query", "manifest-sparql11-results.ttl"),
    ("update", "manifest-sparql11-update.ttl"),
)
_NUMBERS = frozenset(
    "integer decimal float double int long short byte nonNegativeInteger negativeInteger nonPositiveInteger positiveInteger unsignedInt".split()
)


class Test(NamedTuple):
    """One entry of a manifest."""

    __test__ = False
    name: str
    kind: str
    group: str
    entry: URIRef
    manifest: rdflib.Graph


def unpacked(folder: Path) -> Path:
    """The suite, unpacked into a folder."""
    with tarfile.open(ARCHIVE) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python 3.11.4 and later
        archive.extractall(folder, **safely)
    return next(folder.rglob("sparql11"))


def tests(root: Path) -> Iterator[Test]:
    """Every approved test of query, update and syntax."""
    for suite, name in SUITES:
        top = _manifest(root / name)
        for included in _members(top, MF.include):
            path = Path(str(included).removeprefix("file://"))
            manifest = _manifest(path)
            for entry in _members(manifest, MF.entries):
                kind = str(manifest.value(entry, RDF.type)).rsplit("#")[-1]
                yield Test(
                    f"{path.parent.name}/{_tail(entry)}", kind, "syntax" if "Syntax" in kind else suite, entry, manifest
                )


def _manifest(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle", publicID=path.resolve().as_uri())


def _members(graph: rdflib.Graph, name: URIRef) -> Iterator[Any]:
    for _, _, head in graph.triples((None, name, None)):
        yield from Collection(graph, head)


def _tail(iri: Any) -> str:
    return str(iri).rsplit("#")[-1]


def run(test: Test) -> str:
    """Why a test fails, empty where it passes."""
    try:
        return _RUN[test.kind](test)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _file(iri: Any) -> Path:
    from urllib.parse import unquote

    return Path(unquote(str(iri).removeprefix("file://")))


def _graph(manifest: rdflib.Graph, about: Any, data: URIRef, named: URIRef, where: URIRef | None) -> Graph:
    graph = Graph(merged=False)
    for _, _, file in manifest.triples((about, data, None)):
        graph.read(_file(file), at=str(file))
    for _, _, one in manifest.triples((about, named, None)):
        if where is not None and isinstance(one, BNode):
            file, name = manifest.value(one, where), manifest.value(one, RDFS.label)
            graph.read(_file(file), at=str(file), into=str(name))
        else:
            graph.read(_file(one), at=str(one), into=str(one))
    return graph


def _query(test: Test) -> str:
    action = test.manifest.value(test.entry, MF.action)
    asked = test.manifest.value(action, QT.query)
    graph = _graph(test.manifest, action, QT.data, QT.graphData, None)
    answer = graph.query(_file(asked).read_text("utf-8"), base=str(asked))
    expected = _file(test.manifest.value(test.entry, MF.result))
    if answer.triples is not None:
        found = rdflib.Graph().parse(data=answer.serialise("ntriples"), format="nt")
        wanted = rdflib.Graph().parse(expected)
        return "" if isomorphic(found, wanted) else "other triples"
    return _same_answer(answer, expected)


def _same_answer(answer: Any, expected: Path) -> str:
    if expected.suffix in (".ttl", ".rdf"):
        return _same_set(answer, rdflib.Graph().parse(expected))
    format = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}[expected.suffix]
    data = expected.read_bytes()
    if format == "csv":
        return "" if _lines(answer.serialise("csv")) == _lines(data) else "other rows"
    kinds = {"xml": ox.QueryResultsFormat.XML, "json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
    wanted = ox.parse_query_results(data, format=kinds[format])
    if isinstance(wanted, ox.QueryBoolean):
        return "" if bool(wanted) == answer.boolean else "other truth value"
    found = ox.parse_query_results(answer.serialise(format), format=kinds[format])
    if {one.value for one in wanted.variables} != {one.value for one in found.variables}:
        return "other variables"
    return "" if isomorphic(_rows(wanted), _rows(found)) else "other rows"


def _lines(data: bytes) -> list[list[str]]:
    """Rows of CSV with columns by name, numbers by value; blank nodes all alike."""
    head, *rest = csv.reader(data.decode("utf-8").splitlines())
    order = sorted(range(len(head)), key=head.__getitem__)
    return [[head[i] for i in order], *sorted([_cell(row[i]) for i in order] for row in rest)]


def _cell(words: str) -> str:
    if words.startswith("_:"):
        return "_:"
    try:
        return str(float(words))
    except ValueError:
        return words


def _same_set(answer: Any, wanted: rdflib.Graph) -> str:
    node = wanted.value(None, RDF.type, RS.ResultSet)
    truth = wanted.value(node, RS.boolean)
    if truth is not None:
        return "" if bool(truth.toPython()) == answer.boolean else "other truth value"
    rows = []
    for solution in wanted.objects(node, RS.solution):
        row = {
            str(wanted.value(one, RS.variable)): wanted.value(one, RS.value)
            for one in wanted.objects(solution, RS.binding)
        }
        rows.append(row)
    found = ox.parse_query_results(answer.serialise("json"), format=ox.QueryResultsFormat.JSON)
    return "" if isomorphic(_table(rows), _rows(found)) else "other rows"


def _rows(solutions: Any) -> rdflib.Graph:
    variables = solutions.variables
    return _table(
        {name.value: _term(row[name.value]) for name in variables if row[name.value] is not None} for row in solutions
    )


def _table(rows: Iterable[dict[str, Any]]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for row in rows:
        node = BNode()
        graph.add((node, RDF.type, RS.ResultBinding))
        for name, term in row.items():
            graph.add((node, URIRef(f"urn:var:{name}"), _value(term)))
    return graph


def _term(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    plain = term.language or term.datatype.value.endswith("#string")
    return Literal(
        term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value), normalize=False
    )


def _value(term: Any) -> Any:
    """A number by its value: 1.50 and 1.5 are the same answer."""
    if isinstance(term, Literal) and term.datatype and term.datatype.rsplit("#")[-1] in _NUMBERS:
        try:
            number = f"{Decimal(str(term)).normalize():f}"
        except ArithmeticError:
            number = str(term)
        if term.datatype.rsplit("#")[-1] in ("float", "double"):
            number = repr(float(str(term).replace("INF", "inf")))
        whole = "nteger" in term.datatype  # the engine keeps the kinds of whole numbers as integers
        return Literal(number, datatype=_XSD.integer if whole else term.datatype, normalize=False)
    if isinstance(term, Literal) and term.datatype == _XSD.boolean:
        return Literal({"0": "false", "1": "true"}.get(str(term), str(term)), datatype=term.datatype, normalize=False)
    if isinstance(term, Literal) and term.datatype and str(term.datatype).endswith("#string"):
        return Literal(str(term))
    return term


def _update(test: Test) -> str:
    action, result = test.manifest.value(test.entry, MF.action), test.manifest.value(test.entry, MF.result)
    asked = test.manifest.value(action, UT.request)
    graph = _graph(test.manifest, action, UT.data, UT.graphData, UT.graph)
    graph.update(_file(asked).read_text("utf-8"), base=str(asked), network=True)  # LOAD of files that are not there
    wanted = _graph(test.manifest, result, UT.data, UT.graphData, UT.graph)
    found, meant = _sides(graph), _sides(wanted)
    if found.keys() != meant.keys():
        return f"other graphs: {sorted(found)}, not {sorted(meant)}"
    return next((f"other triples in {name}" for name in found if not isomorphic(found[name], meant[name])), "")


def _sides(graph: Graph) -> dict[str, rdflib.Graph]:
    found: dict[str, rdflib.Graph] = {}
    for quad in ox.parse(graph.dump("nquads"), format=ox.RdfFormat.N_QUADS):
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        found.setdefault(name, rdflib.Graph()).add(tuple(map(_value, map(_term, quad.triple))))
    return found


def _syntax(test: Test, *, update: bool, good: bool) -> str:
    asked = test.manifest.value(test.entry, MF.action)
    text = _file(asked).read_text("utf-8")
    graph = Graph(merged=False)
    try:
        # what is malformed must be refused as such, not for what it asks
        graph.update(text, base=str(asked), network=not good) if update else graph.query(text, base=str(asked))
    except QuerySyntaxError as error:
        return f"refused: {error}" if good else ""
    except QueryError:
        return "" if good else "accepted"  # well formed; what it asks for is not there, or not allowed
    return "" if good else "accepted"


_RUN: dict[str, Callable[[Test], str]] = {
    "QueryEvaluationTest": _query,
    "CSVResultFormatTest": _query,
    "UpdateEvaluationTest": _update,
    "PositiveSyntaxTest11": lambda test: _syntax(test, update=False, good=True),
    "NegativeSyntaxTest11": lambda test: _syntax(test, update=False, good=False),
    "PositiveUpdateSyntaxTest11": lambda test: _syntax(test, update=True, good=True),
    "NegativeUpdateSyntaxTest11": lambda test: _syntax(test, update=True, good=False),
}


@cache
def suite(folder: Path) -> tuple[Test, ...]:
    """All tests, unpacked once."""
    return tuple(tests(unpacked(folder)))
