"""Shards and a manifest for other stores."""

import gzip
import json
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import UsageError
from kg.handover import hand_over, verified
from kg.store import Graph

SAMPLE = Path(__file__).parent / "changeover.trig"


def test_the_shards_together_are_the_graph(graph: Graph, tmp_path: Path) -> None:
    hand_over(graph, tmp_path, shards=3)
    again = Graph()
    for path in sorted(tmp_path.glob("part-*.nq.gz")):
        again.add(gzip.decompress(path.read_bytes()))
    assert again.dump("nquads") == graph.dump("nquads")


def test_the_manifest_counts_and_a_document_lies_in_one_shard(graph: Graph, tmp_path: Path) -> None:
    hand_over(graph, tmp_path, shards=3)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert (
        manifest["quads"]
        == sum(shard["quads"] for shard in manifest["shards"])
        == len(graph.dump("nquads").splitlines())
    )
    assert manifest["documents"] == len(graph.documents())
    graphs = [
        {line.rsplit(b" ", 2)[1] for line in gzip.decompress((tmp_path / shard["file"]).read_bytes()).splitlines()}
        for shard in manifest["shards"]
    ]
    assert sum(map(len, graphs)) == len(set().union(*graphs))


def test_equal_graphs_give_equal_bytes(graph: Graph, tmp_path: Path) -> None:
    first, second = (hand_over(graph, tmp_path / name, shards=2) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_shard_that_changed_or_is_gone_is_found(graph: Graph, tmp_path: Path) -> None:
    hand_over(graph, tmp_path, shards=2)
    assert verified(tmp_path) == []
    (tmp_path / "part-00000.nq.gz").write_bytes(b"x")
    (tmp_path / "part-00001.nq.gz").unlink()
    assert [fault.split(": ")[1] for fault in verified(tmp_path)] == ["has changed since it was written", "is missing"]


def test_no_shards_are_an_error(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        hand_over(graph, tmp_path, shards=0)


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    command = ["export", "-g", str(SAMPLE), "--format", "nquads", "--shards", "2"]
    assert main([*command, "-o", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.split() == [
        str(tmp_path / "out" / name) for name in ("part-00000.nq.gz", "part-00001.nq.gz", "manifest.json")
    ]
    assert main(command) == 2


def test_a_part_is_what_the_library_packs_at_once(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.handover._LINES", 7)
    hand_over(graph, tmp_path, shards=1)
    packed = (tmp_path / "part-00000.nq.gz").read_bytes()
    assert gzip.decompress(packed) == graph.dump("nquads")
    assert len(packed) == len(gzip.compress(graph.dump("nquads"), mtime=0))
