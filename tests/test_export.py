"""Every format can be read back, and a file is written whole or not at all."""

import csv
import errno
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import networkx
import pytest
import rdflib

from kg import export as module
from kg.errors import OutputError, UsageError
from kg.export import EXPORTERS, export, write_file, write_files
from kg.model import Entity
from kg.rdf import NQuads
from kg.store import Graph

HOSTILE = '=cmd|"/c calc"!A1<script>\x00\u202e'


@pytest.fixture
def graph(facts, ontology) -> Graph:
    graph = Graph()
    graph.add(NQuads(ontology)(facts))
    return graph


@pytest.mark.parametrize("format", EXPORTERS)
def test_equal_graphs_give_equal_bytes(facts, ontology, graph, format):
    other = Graph()
    lines = NQuads(ontology)(facts).splitlines(keepends=True)
    other.add("".join(reversed(lines)))
    assert export(other, format) == export(graph, format) != b""


@pytest.mark.parametrize("format", ["turtle", "ntriples", "nquads", "trig", "jsonld"])
def test_rdf_formats_hold_the_same_triples(graph, format):
    name = {"jsonld": "json-ld", "ntriples": "nt"}.get(format, format)
    read = rdflib.Dataset(default_union=True)
    read.parse(data=export(graph, format).decode(), format=name)
    triples = {(str(s), str(p), str(o)) for s, p, o, _ in read.quads()}
    expected = {(str(s), str(p), str(o)) for s, p, o, _ in graph.to_rdflib().quads()}
    assert triples == expected


def test_graphml_has_things_relations_and_sentences(graph):
    read = networkx.read_graphml(io.BytesIO(export(graph, "graphml")), force_multigraph=True)
    names = networkx.get_node_attributes(read, "label")
    edges = [(names[s], about["property"], names[o], about["sentences"]) for s, o, about in read.edges(data=True)]
    assert edges == [("云帆E7", "manufacturer", "云帆汽车", "云帆E7由云帆汽车在2025年3月28日发布")]


def test_graphml_survives_what_xml_forbids(facts, ontology):
    graph = Graph()
    graph.add(NQuads(ontology)(replace(facts, entities=(*facts.entities, Entity("x", "Company", HOSTILE)))))
    read = networkx.read_graphml(io.BytesIO(export(graph, "graphml")))
    assert HOSTILE.replace("\x00", "\ufffd") in networkx.get_node_attributes(read, "label").values()


def test_csv_has_a_row_for_each_fact(graph):
    found = list(csv.DictReader(io.StringIO(export(graph, "csv").decode("utf-8-sig"))))
    assert len(found) == 7
    assert {"manufacturer", "visitors", "Launch", "jobTitle"} == {row["property"] for row in found}


def test_csv_runs_nothing_in_a_spreadsheet(facts, ontology):
    graph = Graph()
    entities = [entity._replace(label=HOSTILE) if entity.id == "云帆E7" else entity for entity in facts.entities]
    graph.add(NQuads(ontology)(replace(facts, entities=tuple(entities))))
    cells = [cell for row in csv.reader(io.StringIO(export(graph, "csv").decode("utf-8-sig"))) for cell in row]
    assert f"'{HOSTILE}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_unknown_format_names_the_known_ones(graph):
    with pytest.raises(UsageError, match="unknown format 'pdf'; choose one of turtle, nquads"):
        export(graph, "pdf")


def test_jsonld_is_json(graph):
    assert json.loads(export(graph, "jsonld"))


def test_file_is_written_with_its_folders(tmp_path):
    write_file(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_full_disk_leaves_the_old_files(tmp_path, monkeypatch):
    old, other = tmp_path / "graph.ttl", tmp_path / "graph.nq"
    old.write_bytes(b"old")
    other.write_bytes(b"old")
    real = module._write

    def full(path: Path, data: bytes) -> None:
        if "graph.nq" in path.name:
            real(path, data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, data)

    monkeypatch.setattr(module, "_write", full)
    with pytest.raises(OutputError, match=r"graph.nq: cannot be written: No space left.*Free some space"):
        write_files({old: b"new", other: b"new"})
    assert (old.read_bytes(), other.read_bytes()) == (b"old", b"old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nq", "graph.ttl"]


def test_file_in_the_way_of_a_folder_is_named(tmp_path):
    (tmp_path / "output").write_bytes(b"I am a file")
    with pytest.raises(OutputError, match="Choose another place"):
        write_file(tmp_path / "output" / "graph.ttl", b"x")
