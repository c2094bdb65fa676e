"""The store: in, asked, out."""

import random
from pathlib import Path

import pytest
import rdflib

from kg.errors import InputError, QueryError, UsageError
from kg.store import FORMATS, Graph, local

KG = "https://w3id.org/zhkg/ontology#"
ENT = "https://w3id.org/zhkg/id/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def test_adds_text_bytes_and_many() -> None:
    graph = Graph()
    graph.add('<a:1> <a:p> "一" <a:g> .')
    graph.add(b'<a:2> <a:p> "x" .')
    graph.add(['<a:3> <a:p> "x" .\n', b'<a:4> <a:p> "x" .\n'])
    assert len(graph) == 4


def test_broken_quads_add_nothing() -> None:
    graph = Graph()
    with pytest.raises(InputError, match="not N-Quads"):
        graph.add('<a:1> <a:p> "x" .\nno quad at all\n')
    assert len(graph) == 0


def test_names_are_found_after_more_was_added() -> None:
    graph = Graph()
    assert graph.find("甲") == []
    graph.add(f'<a:1> {LABEL} "甲"@zh .')
    assert (graph.find("甲"), graph.near("甲乙")) == (["a:1"], ["甲"])


def test_query_sees_all_documents_without_graph(graph: Graph) -> None:
    assert graph.query('ASK { ?o kg:rawValue "15万人" . ?p kg:rawValue "13万人" }').boolean is True


def test_what_two_documents_say_counts_once(graph: Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ent:初代SU7 kg:manufacturer ?maker }")
    assert row["n"] == 1
    (named,) = graph.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ent:初代SU7 kg:manufacturer ?maker } }")
    assert named["n"] == 2


def test_length_is_what_a_query_sees() -> None:
    graph = Graph()
    graph.add('<a:1> <a:p> "x" <a:g> .\n<a:1> <a:p> "x" <a:h> .\n<a:1> <a:p> "y" .')
    assert len(graph) == 2
    assert graph.dump("nquads").decode().splitlines() == [
        '<a:1> <a:p> "x" <a:g> .', '<a:1> <a:p> "x" <a:h> .', '<a:1> <a:p> "y" .'
    ]  # fmt: skip


def test_query_knows_the_prefix_of_things_and_more() -> None:
    graph = Graph(base="http://example.org/x/")
    graph.add('<http://example.org/x/a> <http://example.org/y/p> "1" .')
    assert graph.query('ASK { ent:a y:p "1" }', prefixes={"y": "http://example.org/y/"})


def test_rows_hold_python_values(graph: Graph) -> None:
    answer = graph.query("SELECT (1 AS ?i) (1.50 AS ?d) (true AS ?b) (ent:SU7 AS ?iri) ?none {}")
    assert [repr(value) for value in next(answer.rows())] == ["1", "Decimal('1.5')", "True", f"'{ENT}SU7'", "None"]
    assert answer.iris() == {f"{ENT}SU7"}


def test_an_answer_is_read_again_and_again(graph: Graph) -> None:
    answer = graph.query("SELECT ?x { VALUES ?x { 1 2 } }")
    assert [list(answer), list(answer)] == [[{"x": 1}, {"x": 2}]] * 2


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
def test_rows_in_every_format(graph: Graph, format: str) -> None:
    assert "新国标" in graph.query("SELECT ?name { ent:新国标 rdfs:label ?name }").serialise(format).decode()


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_triples_in_every_format(graph: Graph, format: str) -> None:
    answer = graph.query("CONSTRUCT { ?s rdfs:label ?name } { VALUES ?s { ent:新国标 } ?s rdfs:label ?name }")
    assert len(answer) == 1
    assert "新国标" in answer.serialise(format).decode()


def test_a_truth_value_in_json(graph: Graph) -> None:
    answer = graph.query("ASK { ?a kg:nothing ?b }")
    assert not answer
    assert b"false" in answer.serialise("json")


@pytest.mark.parametrize(
    ("query", "format", "choice"), [("ASK {}", "turtle", "json"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "turtle")]
)
def test_a_format_that_cannot_hold_it_is_refused(graph: Graph, query: str, format: str, choice: str) -> None:
    with pytest.raises(UsageError, match=f"choose one of .*{choice}"):
        graph.query(query).serialise(format)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n  ?s ?p }", "line 2"),
        ("SELECT * { ?s foo:p ?o }", "a prefix is not declared"),
        ("", "line 1"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "line 1"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_bad_queries_are_refused_with_their_place(graph: Graph, query: str, place: str) -> None:
    with pytest.raises(QueryError, match=place):
        graph.query(query)


def test_find_ignores_width_case_and_spaces_and_prefers_labels() -> None:
    graph = Graph()
    graph.add(
        f'<a:1> <http://www.w3.org/2004/02/skos/core#altLabel> "Model Y"@en .\n<a:2> {LABEL} "model y"@en .\n'
        f'<a:3> {LABEL} "Model 3"@en .\n'
    )
    assert graph.find("ＭＯＤＥＬＹ") == ["a:2", "a:1"]


def test_near_names_help(graph: Graph) -> None:
    assert "SU7" in graph.near("SU8") or "SU7" in graph.near("小米su7车")
    assert graph.near("完全没有的东西") == []


def test_documents_with_what_is_known(graph: Graph) -> None:
    first, second = graph.documents()
    assert (first.identifier, first.title, first.issued, first.publisher) == (
        "su7",
        "SU7换代",
        "2026-02-11",
        "造车周刊",
    )
    assert (second.iri, second.title) == (f"{ENT}doc-visit", "")


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_same_quads_in_any_order_give_the_same_bytes(graph: Graph, format: str) -> None:
    lines = graph.dump("nquads").decode().splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    other = Graph()
    other.add("".join(lines))
    assert other.dump(format) == graph.dump(format)


@pytest.mark.parametrize(("format", "parser"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_dumps_parse_to_the_same_triples_in_rdflib(graph: Graph, format: str, parser: str) -> None:
    merged = rdflib.Graph().parse(data=graph.dump(format), format=parser)
    assert set(merged) == {(s, p, o) for s, p, o, _ in graph.to_rdflib().quads()}


@pytest.mark.parametrize(("format", "parser"), [("nquads", "nquads"), ("trig", "trig")])
def test_dumps_keep_the_named_graphs(graph: Graph, format: str, parser: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=graph.dump(format), format=parser)
    assert {str(g.identifier) for g in dataset.graphs() if len(g)} >= {f"{ENT}doc-su7", f"{ENT}doc-visit"}
    assert set(dataset.quads()) == set(graph.to_rdflib().quads())


def test_turtle_puts_the_type_first_and_uses_prefixes(graph: Graph) -> None:
    assert "ent:obs-1 a kg:Observation ;\n" in graph.dump("turtle").decode()


def test_an_unknown_format_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="choose one of turtle"):
        graph.dump("xls")


def test_rdflib_sees_the_union_and_the_languages(graph: Graph) -> None:
    dataset = graph.to_rdflib()
    names = set(dataset.objects(rdflib.URIRef(f"{ENT}新国标"), rdflib.RDFS.label))
    assert names == {rdflib.Literal("新国标", lang="zh")}


def test_rdflib_keeps_blank_nodes_and_the_default_graph() -> None:
    graph = Graph()
    graph.add('_:b <a:p> "x" .')
    ((subject, _, value, _),) = graph.to_rdflib().quads()
    assert isinstance(subject, rdflib.BNode)
    assert value == rdflib.Literal("x")


def test_networkx_has_asserted_relations_with_their_sentences(graph: Graph) -> None:
    network = graph.to_networkx()
    edge = network[f"{ENT}初代SU7"][f"{ENT}小米汽车"]["manufacturer"]
    assert len(edge["evidence"]) == 2
    assert network.nodes[f"{ENT}雷军"] == {"label": "雷军", "classes": ["Person"]}
    assert not network.has_edge(f"{ENT}小米集团", f"{ENT}蔚来")


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_loads_what_it_dumped(graph: Graph, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"graph{FORMATS[format]}"
    path.write_bytes(graph.dump(format))
    assert Graph.load(path).query("ASK { ent:obs-1 a kg:Observation }")


def test_loads_the_folder_of_a_build(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes(graph.dump("nquads"))
    assert len(Graph.load(tmp_path)) == len(graph)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("no.ttl", None, "cannot be read"),
        ("bad.ttl", "<a:b> <a:c>", "is no ttl"),
        ("graph.rdf", "<!DOCTYPE x>", "DOCTYPE is refused"),
    ],
)
def test_files_that_cannot_be_loaded(tmp_path: Path, name: str, content: str | None, why: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=why):
        Graph.load(tmp_path / name)


def test_local_names() -> None:
    assert [local(f"{KG}about"), local(f"{ENT}小米")] == ["about", "小米"]
