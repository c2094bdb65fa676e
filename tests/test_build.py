"""The corpus flow: files in, graph out, always the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import kg
from kg.build import build
from kg.errors import InputError, OutputError, UsageError
from kg.model import Document
from kg.store import Folder

NEWS = "小米SU7由小米汽车制造。2025年,小米汽车交付量超过13万辆,同比增长20%。小米汽车位于北京。"
FILES = {"graph.ttl", "graph.nq", "graph.html", "report.json", "quarantine.jsonl", "merges.jsonl"}


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.txt").write_text(f"2026年3月20日\n{NEWS}", "utf-8")
    lines = [json.dumps({"id": f"n{number}", "issued": "2026-03-20", "text": NEWS}) for number in range(3)]
    (folder / "b.jsonl").write_text("\n".join([*lines, "{broken"]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(news, tmp_path_factory) -> kg.Build:
    return build([news], output=tmp_path_factory.mktemp("built") / "output")


def test_all_outputs_are_written(built):
    assert {path.name for path in built.output.iterdir()} == FILES


def test_turtle_is_the_same_in_both_parsers(built):
    text = (built.output / "graph.ttl").read_bytes()
    ours = {(str(s), str(p), str(o)) for s, p, o in rdflib.Graph().parse(data=text, format="turtle")}
    quads = pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE)
    theirs = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in quads}
    assert ours == theirs and len(ours) > 50


def test_quads_have_a_graph_for_each_document(built):
    quads = pyoxigraph.parse((built.output / "graph.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    assert {quad.graph_name.value.rsplit("/")[-1] for quad in quads} == {"doc-a", "doc-n0", "doc-n1", "doc-n2"}


def test_evidence_is_exact(built):
    query = "SELECT ?s ?e ?t { ?x kg:inDocument/dcterms:identifier 'n0' ; kg:start ?s ; kg:end ?e ; kg:text ?t }"
    rows = list(built.graph.query(query))
    assert rows
    assert all(NEWS[row["s"] : row["e"]] == row["t"] for row in rows)


def test_report_names_the_broken_line_and_builds_the_rest(built):
    report = json.loads((built.output / "report.json").read_text("utf-8"))
    assert report["documents"] == 4
    assert [problem["where"].rsplit("/")[-1] for problem in report["problems"]] == ["b.jsonl, line 4"]


def test_fact_told_by_several_documents_is_one_with_all_its_evidence(built):
    query = """SELECT (COUNT(DISTINCT ?st) AS ?statements) (COUNT(DISTINCT ?d) AS ?documents) {
        ?st rdf:predicate kg:manufacturer ; rdf:object/rdfs:label "小米汽车"@zh ; prov:wasDerivedFrom ?d }"""
    assert list(built.graph.query(query)) == [{"statements": 1, "documents": 4}]


def test_without_output_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    built = kg.build([Document("a", NEWS)])
    assert built.output is None and len(built.graph) > 0
    assert list(tmp_path.iterdir()) == []


def test_base_is_that_of_the_things():
    graph = build([Document("a", NEWS)], base="https://example.org/id/").graph
    assert {source.iri for source in graph.documents()} == {"https://example.org/id/doc-a"}


def test_id_given_twice_is_a_problem():
    report = build([Document("a", NEWS), Document("a", "别的文章。")]).report
    assert report.documents == 1
    assert report.problems == [("a", "another document has this id; give each its own")]


def test_progress_is_told_of_every_document():
    told = []
    build([Document("a", NEWS), Document("b", NEWS)], progress=told.append)
    assert told == ["a", "b"]


def test_unknown_engine_names_the_known_ones():
    with pytest.raises(UsageError, match="unknown engine 'cloud'; choose one of local, pool"):
        build([Document("a", NEWS)], engine="cloud")


def test_fact_that_breaks_the_ontology_goes_to_the_quarantine(tmp_path, monkeypatch):
    from kg.admit import Gate

    monkeypatch.setattr(Gate, "_relation", lambda self, fact, classes: iter(["no relation today"]))
    report = build([Document("a", NEWS)], output=tmp_path).report
    lines = [json.loads(line) for line in (tmp_path / "quarantine.jsonl").read_text("utf-8").splitlines()]
    assert report.facts["relation"] == 0
    assert {line["reason"] for line in lines} == {"no relation today"}
    assert all(NEWS[line["start"] : line["end"]] == line["text"] for line in lines)


def test_nothing_to_read_leaves_the_old_output(tmp_path):
    (tmp_path / "graph.ttl").write_text("old")
    with pytest.raises(InputError, match="no such file"):
        build([tmp_path / "missing.txt"], output=tmp_path)
    assert (tmp_path / "graph.ttl").read_text() == "old"


def test_output_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        build([Document("a", NEWS)], output=tmp_path / "output")


@pytest.mark.slow
def test_same_bytes_whatever_the_hash_seed_and_the_engine(news, tmp_path):
    def outputs(seed: str, engine: str) -> dict[str, bytes]:
        place = tmp_path / f"{seed}-{engine}"
        command = [sys.executable, "-m", "kg", "build", str(news), "-o", str(place), "--engine", engine, "--quiet"]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
        return {
            name: (place / name).read_bytes() for name in ("graph.ttl", "graph.nq", "graph.html", "quarantine.jsonl")
        }

    first = outputs("1", "local")
    assert outputs("2", "local") == first
    assert outputs("3", "pool") == first


def test_package_can_be_called_whatever_was_imported_first():
    import kg.build as module

    assert module is kg.build and callable(kg.build)


def test_public_names_are_sorted_and_there():
    assert kg.__all__ == sorted(kg.__all__)
    assert [name for name in kg.__all__ if getattr(kg, name, None) is None] == []
    assert set(kg.__all__) <= set(dir(kg))


def test_unknown_public_name_names_the_known_ones():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'; it has: Build"):
        _ = kg.nonsense


def test_strict_stops_at_what_cannot_be_read_and_keeps_what_was_read(tmp_path):
    lines = [json.dumps({"id": f"n{number}", "issued": "2026-03-20", "text": NEWS}) for number in range(70)]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, "{broken", *lines]), "utf-8")
    with pytest.raises(InputError, match="line 71: no valid JSON"):
        build([tmp_path / "a.jsonl"], store=tmp_path / "s", learned=False, strict=True)
    assert len(Folder.read(tmp_path / "s").documents()) == 64


def test_strict_stops_at_a_document_that_fails(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr("kg.pipeline.Extractor.batch", fail)
    with pytest.raises(InputError, match="a: RuntimeError: broken"):
        build([Document("a", NEWS)], learned=False, strict=True)


def test_how_much_was_read_is_told(news):
    told = []
    build([news], learned=False, read=told.append)
    assert told == sorted(told) and told[-1] == 1.0


def test_files_are_read_as_they_are_needed(tmp_path):
    """Never a whole corpus at once: when the first batch is done, no more than the next is read."""
    lines = [json.dumps({"id": f"n{number}", "issued": "2026-03-20", "text": "无事。"}) for number in range(2000)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    shares, at_first = [0.0], []
    build([tmp_path / "a.jsonl"], learned=False, read=shares.append, progress=lambda _: at_first.append(shares[-1]))
    assert at_first[0] < 0.1 and at_first[-1] == 1.0
