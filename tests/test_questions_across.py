"""Questions across documents: how a number moved, what a document says, where documents disagree; as commands too."""

from pathlib import Path

import pytest

from kg.build import build
from kg.cli import main
from kg.model import Document


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("across")
    documents = [
        Document("a", "小米2024年营收为100亿元。小米总部位于北京。小米2024年3月28日发布小米SU7。"),
        Document("b", "小米2024年营收为120亿元。小米2025年营收为150亿元。"),
        Document("c", "小米总部位于上海。"),
    ]
    build(documents, output=folder, learned=False)
    return folder


def test_a_number_over_time(graph: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["history", "小米", "revenue", "-g", str(graph), "--format", "csv"]) == 0
    rows = [line.split(",") for line in capsys.readouterr().out.split("\r\n")[1:-1]]
    assert [(row[2], row[3], row[-1]) for row in rows] == [
        ("2024", "10000000000", "a"),
        ("2024", "12000000000", "b"),
        ("2025", "15000000000", "b"),
    ]


def test_what_happened(graph: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["timeline", "小米SU7", "-g", str(graph)]) == 0
    assert "2024-03-28" in capsys.readouterr().out


def test_where_documents_disagree(graph: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["contradictions", "-g", str(graph)]) == 1
    said = capsys.readouterr().out
    assert "100亿元" in said and "120亿元" in said
    assert "总部位于北京" in said and "总部位于上海" in said
    assert "150亿元" not in said


def test_documents_that_agree(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    documents = [
        Document("a", "小米总部位于北京。"),
        Document("b", "小米2024年营收为100亿元。小米2025年营收为120亿元。"),
    ]
    build(documents, output=tmp_path, learned=False)
    assert main(["contradictions", "-g", str(tmp_path)]) == 0
    assert "0 rows" in capsys.readouterr().out


def test_what_a_document_says(graph: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["query", "from-source", "--param", "document=c", "-g", str(graph)]) == 0
    said = capsys.readouterr().out
    assert "上海" in said and "北京" not in said
