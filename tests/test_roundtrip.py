"""Every format that can carry the graph carries it whole: what comes out, read by other parsers, is what went in.

No node here is blank, so graphs are isomorphic exactly where their sets of quads are equal.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import kg
from kg.export import EXPORTERS, FOLDERS, export
from kg.handover import hand_over
from kg.model import Facts
from kg.nquads import PREFIXES, literal
from kg.ontology import Ontology
from kg.rdf import NQuads
from kg.store import Graph
from kg.table import Row, rows

ROOT = Path(__file__).resolve().parents[1]
RDF = PREFIXES["rdf"]
XSD = PREFIXES["xsd"]

Term = tuple[str, str, str]
Quads = frozenset[tuple[Term, ...]]


class Carrier(NamedTuple):
    """What a format is to others: its name in rdflib and pyoxigraph (None where one cannot read it), does it keep documents apart?"""

    rdflib: str | None
    oxigraph: ox.RdfFormat
    documents: bool


CARRIERS = {
    "turtle": Carrier("turtle", ox.RdfFormat.TURTLE, False),
    "ntriples": Carrier("nt", ox.RdfFormat.N_TRIPLES, False),
    "nquads": Carrier("nquads", ox.RdfFormat.N_QUADS, True),
    "trig": Carrier("trig", ox.RdfFormat.TRIG, True),
    "jsonld": Carrier("json-ld", ox.RdfFormat.JSON_LD, True),
    "turtle12": Carrier(None, ox.RdfFormat.TURTLE, False),
    "trig12": Carrier(None, ox.RdfFormat.TRIG, True),
}
#: formats that carry a part; what they claim to carry is tested below, to the letter in test_facts_table.py and test_neo4j.py
PARTIAL = ("graphml", "csv", "facts-csv", "facts-parquet", "neo4j")


# ------------------------------------------------------------ other parsers


def by_rdflib(data: bytes, format: str) -> Quads:
    """What rdflib reads, its rewriting of numbers and dates switched off."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        found = rdflib.Dataset()
        found.parse(data=data, format=format)
        return frozenset(
            (*map(_of_rdflib, quad[:3]), _graph("" if quad[3] is None else str(quad[3]))) for quad in found.quads()
        )
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _of_rdflib(term: rdflib.term.Node) -> Term:
    assert not isinstance(term, rdflib.BNode)
    if isinstance(term, rdflib.Literal):
        return _literal(str(term), term.language or "", str(term.datatype or ""))
    return str(term), "", "iri"


def by_oxigraph(data: bytes, format: ox.RdfFormat) -> Quads:
    """What a strict parser reads, statements of RDF 1.2 as the three triples that they stand for."""
    return frozenset(quad for found in ox.parse(data, format=format) for quad in _plain(found))


def _plain(quad: ox.Quad) -> Iterator[tuple[Term, ...]]:
    graph = _graph(quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "")
    node = _of_oxigraph(quad.subject)
    if not isinstance(quad.object, ox.Triple):
        yield node, _of_oxigraph(quad.predicate), _of_oxigraph(quad.object), graph
        return
    assert quad.predicate.value == RDF + "reifies"
    told = quad.object
    for name, value in (("subject", told.subject), ("predicate", told.predicate), ("object", told.object)):
        yield node, _iri(RDF + name), _of_oxigraph(value), graph
    yield node, _iri(RDF + "type"), _iri(RDF + "Statement"), graph


def _of_oxigraph(term: ox.NamedNode | ox.Literal) -> Term:
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.language or "", term.datatype.value)
    assert isinstance(term, ox.NamedNode)
    return _iri(term.value)


def _iri(iri: str) -> Term:
    return iri, "", "iri"


def _literal(words: str, language: str, datatype: str) -> Term:
    datatype = datatype or XSD + "string"
    return words, language.lower(), f"{RDF}langString" if language else datatype


def _graph(name: str) -> Term:
    return _iri("" if name == "urn:x-rdflib:default" else name)


# ------------------------------------------------------------ graphs


def whole(graph: Graph) -> Quads:
    """The quads as the engine holds them, without any writer: the default graph's only where no document says them."""
    quads = list(graph.engine)
    named = {(*_triple(quad), _graph(quad.graph_name.value)) for quad in quads if quad.graph_name != ox.DefaultGraph()}
    said = {quad[:3] for quad in named}
    beyond = {_triple(quad) for quad in quads if quad.graph_name == ox.DefaultGraph()} - said
    return frozenset(named | {(*triple, _graph("")) for triple in beyond})


def _triple(quad: ox.Quad) -> tuple[Term, Term, Term]:
    return _of_oxigraph(quad.subject), _of_oxigraph(quad.predicate), _of_oxigraph(quad.object)


def merged(quads: Quads) -> Quads:
    """The triples of all documents together."""
    return frozenset((*quad[:3], _graph("")) for quad in quads)


@pytest.fixture(scope="module")
def sample() -> Graph:
    """The graph of the sample articles."""
    return kg.build(ROOT / "data").graph


IRIS = st.sampled_from(
    [
        "https://w3id.org/zhkg/id/小米汽车",
        "https://w3id.org/zhkg/id/Model_Y",
        "https://w3id.org/zhkg/id/50%25",
        "https://w3id.org/zhkg/id/-0.5",
        "https://w3id.org/zhkg/id/a.b.",
        "https://w3id.org/zhkg/id/𠮷野家",
        "https://w3id.org/zhkg/id/(x)!$&'*+,;=:@~",
        "https://w3id.org/zhkg/id/",
        "https://example.org/新闻?a=1&b=%20#段",
        "urn:x:y",
    ]
)
PREDICATES = st.sampled_from([RDF + "type", PREFIXES["rdfs"] + "label", PREFIXES["kg"] + "text", "urn:p#q"])
GRAPHS = st.sampled_from(["", "https://w3id.org/zhkg/id/doc-一", "https://w3id.org/zhkg/id/doc-b/c", "urn:doc"])
NASTY = [
    '"',
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x08",
    "\x0b",
    "\x1f",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\u200f",
    "مرحبا",
    "🚗",
]
NASTY += [
    '"""',
    "'''",
    "\\u0041",
    '" .',
    '"^^<',
    "<<( a )>>",
    "@zh",
    "}",
    "{",
    "\ufeff",
    "\ufffd",
    "\U0010fffd",
    "👩‍👩‍👧",
    "=1+1",
    " ",
]
WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=6)), max_size=6).map("".join)
TYPED = {"5": "integer", "-0.25": "decimal", "true": "boolean", "2025-03-28": "date", "2025-03": "gYearMonth"}
TYPED |= {"2025": "gYear", "P1Y2M": "duration", "2025-03-28T08:00:00+08:00": "dateTime"}
LITERALS = st.one_of(
    st.builds(literal, WORDS),
    st.builds(literal, WORDS, st.sampled_from(["@zh", "@en", "@en-GB", "@zh-Hans", "@ar"])),
    st.sampled_from([literal(*typed) for typed in TYPED.items()]),
    st.builds(lambda words, times: literal(words * times), WORDS, st.sampled_from([1000, 5_000])),
)
OBJECTS = st.one_of(IRIS.map("<{}>".format), LITERALS)


def _line(subject: str, predicate: str, value: str, graph: str) -> str:
    return f"<{subject}> <{predicate}> {value}{f' <{graph}>' if graph else ''} .\n"


def _statement(number: int, subject: str, predicate: str, value: str, graph: str) -> str:
    """A reified statement: the four lines that RDF 1.2 has one for."""
    node = f"https://w3id.org/zhkg/id/st-{number}"
    parts = {"type": f"<{RDF}Statement>", "subject": f"<{subject}>", "predicate": f"<{predicate}>", "object": value}
    return "".join(_line(node, RDF + name, part, graph) for name, part in parts.items())


LINES = st.lists(st.builds(_line, IRIS, PREDICATES, OBJECTS, GRAPHS), max_size=8)
STATEMENTS = st.lists(st.builds(_statement, st.integers(0, 10**6), IRIS, PREDICATES, OBJECTS, GRAPHS), max_size=2)
HOSTILE = st.builds(lambda lines, statements: "".join(lines + statements), LINES, STATEMENTS)
EVERYTHING = "".join(
    _line("urn:x:y", "urn:p#q", literal(words + "中" + words, kind), "urn:doc")
    for words in NASTY
    for kind in ("", "@ar")
)


def graph_of(lines: str) -> Graph:
    graph = Graph()
    graph.add(lines)
    return graph


# ------------------------------------------------------------ formats that carry all


def test_every_format_is_tested_here() -> None:
    assert {*CARRIERS, *PARTIAL} == {*EXPORTERS, *FOLDERS}


def carried(graph: Graph, format: str) -> Iterator[tuple[str, Quads]]:
    """What each parser that knows the format reads of the export."""
    data, carrier = export(graph, format), CARRIERS[format]
    yield "pyoxigraph", by_oxigraph(data, carrier.oxigraph)
    if carrier.rdflib:
        yield "rdflib", by_rdflib(data, carrier.rdflib)


@pytest.mark.parametrize("format", CARRIERS)
def test_the_sample_graph_comes_back(sample: Graph, format: str) -> None:
    expected = whole(sample)
    assert len(expected) > 4000
    expected = expected if CARRIERS[format].documents else merged(expected)
    for parser, found in carried(sample, format):
        assert found == expected, parser


@pytest.mark.parametrize("format", CARRIERS)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(lines=HOSTILE)
@example(lines=EVERYTHING)
def test_a_hostile_graph_comes_back(format: str, lines: str) -> None:
    graph = graph_of(lines)
    expected = whole(graph) if CARRIERS[format].documents else merged(whole(graph))
    for parser, found in carried(graph, format):
        assert found == expected, parser


@settings(deadline=None, max_examples=20)
@given(lines=HOSTILE)
@example(lines=EVERYTHING)
def test_what_goes_into_the_engine_is_what_was_said(lines: str) -> None:
    """The tests above start from the engine; this one from the text."""
    assert merged(whole(graph_of(lines))) == merged(by_oxigraph(lines.encode(), ox.RdfFormat.N_QUADS))


@given(words=st.text(), kind=st.sampled_from(["", "@zh"]))
def test_a_literal_keeps_its_words(words: str, kind: str) -> None:
    (quad,) = ox.parse(_line("urn:s", "urn:p", literal(words, kind), "").encode(), format=ox.RdfFormat.N_QUADS)
    assert quad.object.value == words.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


# ------------------------------------------------------------ shards


def from_shards(graph: Graph, number: int, read: Callable[[bytes], Quads]) -> Quads:
    with tempfile.TemporaryDirectory() as folder:
        parts = [path for path in hand_over(graph, Path(folder), shards=number) if path.suffix == ".gz"]
        return frozenset().union(*(read(gzip.decompress(path.read_bytes())) for path in parts))


READERS = {
    "pyoxigraph": lambda data: by_oxigraph(data, ox.RdfFormat.N_QUADS),
    "rdflib": lambda data: by_rdflib(data, "nquads"),
}


@pytest.mark.parametrize("parser", READERS)
def test_the_shards_of_the_sample_graph_come_back(sample: Graph, parser: str) -> None:
    assert from_shards(sample, 4, READERS[parser]) == whole(sample)


@pytest.mark.parametrize("parser", READERS)
@settings(deadline=None, max_examples=15)
@given(lines=HOSTILE, number=st.integers(1, 5))
@example(lines=EVERYTHING, number=3)
def test_the_shards_of_a_hostile_graph_come_back(parser: str, lines: str, number: int) -> None:
    graph = graph_of(lines)
    assert from_shards(graph, number, READERS[parser]) == whole(graph)


# ------------------------------------------------------------ formats that carry a part


def spread(data: bytes) -> list[Row]:
    """The rows of a CSV file, without the apostrophe that keeps a spreadsheet from reckoning."""
    found = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(next(found)) == Row._fields
    cells = ([cell.removeprefix("'") if cell[1:2] in tuple("=+-@\t\r") else cell for cell in line] for line in found)
    numbers = {Row._fields.index("start"), Row._fields.index("end")}
    return [Row(*(int(cell) if place in numbers else cell for place, cell in enumerate(line))) for line in cells]  # type: ignore[arg-type]


def drawn(graph: Graph) -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    """Names of the nodes and the edges of a GraphML file."""
    read = networkx.read_graphml(io.BytesIO(export(graph, "graphml")), force_multigraph=True)
    edges = {(source, about["property"], target) for source, target, about in read.edges(data=True)}
    return dict(networkx.get_node_attributes(read, "label")), edges


def test_csv_has_every_row_of_the_sample_graph(sample: Graph) -> None:
    expected = list(rows(sample))
    assert len(expected) > 100
    assert spread(export(sample, "csv")) == expected


def from_table(graph: Graph, format: str) -> list[dict[str, object]]:
    """The rows of a flat table."""
    data = export(graph, format)
    if format == "facts-csv":
        return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    return list(parquet.read_table(io.BytesIO(data)).to_pylist())


@pytest.mark.parametrize("format", ["facts-csv", "facts-parquet"])
def test_a_flat_table_has_every_fact_and_sentence_of_the_sample_graph(sample: Graph, format: str) -> None:
    found = {
        (row["fact"], row["document_id"], str(row["start"]), row["sentence"]) for row in from_table(sample, format)
    }
    assert found == {(row.fact, row.document, str(row.start), row.sentence) for row in rows(sample)}


def test_neo4j_has_every_fact_and_name_of_the_sample_graph(sample: Graph) -> None:
    files = {
        name: csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
        for name, data in FOLDERS["neo4j"](sample).items()
    }
    nodes, ties = (list(files[name])[1:] for name in ("nodes.csv", "relationships.csv"))
    named = {
        str(iri)
        for (iri,) in sample.query(
            "SELECT DISTINCT ?s { ?s rdfs:label ?l FILTER NOT EXISTS { ?s a kg:Metric } }"
        ).rows()
    }
    assert named <= {node[0] for node in nodes}
    assert {row.fact for row in rows(sample)} <= {node[0] for node in nodes} | {tie[3] for tie in ties}


def test_graphml_has_every_relation_and_name_of_the_sample_graph(sample: Graph) -> None:
    names, edges = drawn(sample)
    known = sample.to_networkx()
    assert names == {node: about["label"] for node, about in known.nodes(data=True) if about}
    assert edges == {(str(source), str(name), str(target)) for source, target, name in known.edges(keys=True)}


_FORBIDDEN_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.fixture
def little(facts: Facts, ontology: Ontology) -> Callable[[str], Graph]:
    """The graph of a little text, one of whose cars has a name to be given."""

    def named(name: str) -> Graph:
        entities = [entity._replace(label=name) if entity.id == "云帆E7" else entity for entity in facts.entities]
        return graph_of(NQuads(ontology)(replace(facts, entities=tuple(entities))))

    return named


HARD = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HARD
@given(name=WORDS.filter(str.strip))
@example(name="".join(NASTY))
def test_csv_survives_hostile_names(little: Callable[[str], Graph], name: str) -> None:
    graph = little(name)
    assert spread(export(graph, "csv")) == list(rows(graph))


@HARD
@given(name=WORDS.filter(str.strip))
@example(name="".join(NASTY))
def test_graphml_survives_hostile_names(little: Callable[[str], Graph], name: str) -> None:
    names, edges = drawn(little(name))
    assert len(edges) == 1
    assert _FORBIDDEN_IN_XML.sub("\ufffd", name) in names.values()
