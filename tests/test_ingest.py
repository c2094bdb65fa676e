"""Builds into a store: what is unchanged is not read again."""

from pathlib import Path

import pytest

from kg.build import build
from kg.errors import UsageError
from kg.model import Document
from kg.store import Folder


def article(number: int, price: int) -> Document:
    return Document(f"a{number}", f"云帆汽车发布云帆E{number}。云帆E{number}售价{price}万元。")


def prices(place: Path) -> list[int]:
    rows = Folder.read(place).query("SELECT ?v { ?o kg:metric kg:price ; kg:value ?v } ORDER BY ?v").rows()
    return [int(str(value)) // 10_000 for (value,) in rows]


def test_unchanged_documents_are_not_read_again(tmp_path: Path) -> None:
    documents = [article(1, 11), article(2, 12)]
    first = build(documents, store=tmp_path / "s", learned=False)
    again = build([documents[0], article(2, 13), article(3, 14)], store=tmp_path / "s", learned=False)
    assert (first.report.documents, first.report.unchanged) == (2, 0)
    assert (again.report.documents, again.report.unchanged) == (2, 1)
    assert prices(tmp_path / "s") == [11, 13, 14]


def test_an_incremental_store_equals_a_build_from_nothing(tmp_path: Path) -> None:
    build([article(1, 11), article(2, 12)], store=tmp_path / "s", learned=False)
    last = build([article(2, 13), article(3, 14)], store=tmp_path / "s", learned=False, prune=True)
    assert (last.report.deleted, last.graph.dump("nquads")) == (
        1,
        build([article(2, 13), article(3, 14)], learned=False).graph.dump("nquads"),
    )


def test_other_rules_read_all_again(tmp_path: Path) -> None:
    build([article(1, 11)], store=tmp_path / "s", learned=False)
    assert build([article(1, 11)], store=tmp_path / "s").report.unchanged == 0


def test_a_document_that_fails_keeps_what_was_read_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([article(1, 11), article(2, 22)], store=tmp_path / "s", learned=False)

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kg.pipeline.Extractor.batch", fail)
    report = build([article(1, 12), article(2, 22)], store=tmp_path / "s", learned=False).report
    assert report.problems and prices(tmp_path / "s") == [11, 22]


def test_a_store_of_another_base_is_refused(tmp_path: Path) -> None:
    build([article(1, 11)], store=tmp_path / "s", learned=False)
    with pytest.raises(UsageError, match="begin with"):
        build([article(1, 11)], store=tmp_path / "s", base="https://x.example/", learned=False)
