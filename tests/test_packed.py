"""Packed files are read as they unpack: line by line, a broken one is told, a small one fills no memory."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from kg.model import Document
from kg.read import Problem, packed, read

PACK = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}


def lines(count: int) -> bytes:
    said = [
        {"id": f"a{number}", "issued": "2026-03-01", "text": f"云帆汽车发布云帆E{number}。"} for number in range(count)
    ]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said).encode()


@pytest.mark.parametrize("ending", PACK)
def test_packed_lines_are_the_documents_of_plain_ones(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(50))
    (tmp_path / f"b.jsonl{ending}").write_bytes(PACK[ending](lines(50)))
    assert list(read([tmp_path / f"b.jsonl{ending}"])) == list(read([tmp_path / "a.jsonl"]))


@pytest.mark.parametrize("ending", PACK)
def test_several_packed_parts_in_one_file_are_all_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    halves = lines(60).splitlines(keepends=True)
    path.write_bytes(PACK[ending](b"".join(halves[:30])) + PACK[ending](b"".join(halves[30:])))
    assert [one.id for one in read([path]) if isinstance(one, Document)] == [f"a{number}" for number in range(60)]


@pytest.mark.parametrize("ending", PACK)
def test_a_packed_text_goes_by_its_bare_name_also_in_a_folder(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"news.txt{ending}").write_bytes(PACK[ending]("云帆汽车发布云帆E1。".encode()))
    (one,) = read([tmp_path])
    assert isinstance(one, Document) and (one.id, one.text) == ("news", "云帆汽车发布云帆E1。")


@pytest.mark.parametrize("ending", PACK)
def test_a_file_that_ends_in_the_middle_is_a_problem_after_its_documents(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    whole = PACK[ending](lines(20_000))
    path.write_bytes(whole[: len(whole) * 2 // 3])
    *documents, problem = read([path])
    assert isinstance(problem, Problem) and "the packed file" in str(problem)
    assert documents and all(isinstance(one, Document) for one in documents[:-1])


@pytest.mark.parametrize("ending", PACK)
def test_what_is_no_packed_file_is_a_problem(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(lines(3))
    (problem,) = read([path])
    assert isinstance(problem, Problem) and "the packed file is broken" in problem.why


def test_a_line_without_end_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LONGEST", 10_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(3) + b" " * 100_000 + lines(1)))
    *documents, problem = read([tmp_path / "a.jsonl.gz"])
    assert len(documents) == 3 and isinstance(problem, Problem) and "longer than 10,000 bytes" in problem.why


def test_a_text_that_unpacks_without_end_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.item.LONGEST", 10_000)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 100_000))
    (problem,) = read([tmp_path / "a.txt.gz"])
    assert isinstance(problem, Problem) and "more than 10,000 bytes" in problem.why


@pytest.mark.parametrize("ending", ["", *PACK])
def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path, ending: str) -> None:
    path, data = tmp_path / f"a.jsonl{ending}", lines(100_000)
    path.write_bytes(PACK[ending](data) if ending else data)
    size = len(data)
    del data
    documents = read([path])
    next(documents)  # what is loaded when it is first needed is not the file's
    tracemalloc.start()
    count = sum(1 for _ in zip(range(20_000), documents, strict=False))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000 and peak < size / 2


def test_how_much_was_read_is_told_as_it_is_read(tmp_path: Path) -> None:
    for name in ("a.jsonl.zst", "b.jsonl.zst"):
        (tmp_path / name).write_bytes(PACK[".zst"](lines(100).replace(b'"a', b'"' + name[:1].encode())))
    told: list[float] = []
    documents = [one for one in read([tmp_path], told=told.append) if isinstance(one, Document)]
    assert len(documents) == 200
    assert told == sorted(told) and told[0] == 0.5 and told[-1] == 1.0
