"""What people and machines feed by mistake: a clear line, the rest built, nothing broken."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from kg.build import build
from kg.cli import main
from kg.model import Document
from kg.ontology import ontology_folder

NEWS = "小米SU7由小米汽车制造。2025年,小米汽车交付量超过13万辆。"


def built(folder: Path) -> dict:
    status = main(["build", str(folder), "-o", str(folder / "out"), "--date", "2026-03-20", "--quiet"])
    assert status == 0
    return json.loads((folder / "out" / "report.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "good.txt").write_text(NEWS, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary.txt"),
        ("broken.jsonl", b'{"id": "a", "text": 3}\n{"id": \n', "broken.jsonl, line 2"),
    ],
)
def test_bad_file_is_a_problem_and_the_rest_is_built(folder, name, content, words):
    (folder / name).write_bytes(content)
    report = built(folder)
    assert report["documents"] == 1
    assert any(words in f"{one['where']}: {one['problem']}" for one in report["problems"])


@pytest.mark.parametrize("name", ["empty.txt", "missing.txt"])
def test_bad_file_alone_is_one_line_on_stderr(tmp_path, capsys, name):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["build", str(tmp_path / name), "-o", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("kg: ") and name in error and error.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_other_encodings_are_read(tmp_path, encoding):
    news = "小米SU7由小米汽车制造。".replace("车", "車") if encoding == "big5" else NEWS
    (tmp_path / "a.txt").write_bytes(news.encode(encoding))
    assert built(tmp_path)["facts"]["relation"] >= 1


def test_wrong_encoding_does_not_end_the_build(folder):
    (folder / "mixed.txt").write_bytes(NEWS.encode("utf-8") + NEWS.encode("utf-16-le") + b"\xff\xfe\xff")
    report = built(folder)
    assert report["documents"] + len(report["problems"]) == 2


@pytest.mark.slow
def test_ten_megabytes_in_one_line(tmp_path):
    filler = "大家都在谈论市场的变化,没有人知道明天会怎样。"
    (tmp_path / "long.txt").write_text(filler * (10_000_000 // len(filler.encode())) + NEWS, "utf-8")
    report = built(tmp_path)
    assert report["documents"] == 1 and report["facts"]["relation"] >= 1


def test_text_without_chinese_is_built_with_a_warning(folder):
    (folder / "english.txt").write_text("Nothing here is Chinese. 42 km.", "utf-8")
    report = built(folder)
    assert report["documents"] == 2
    assert any(one["document"] == "english" for one in report["warnings"])


def test_lone_surrogates_are_replaced_one_for_one(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "\\ud800小米SU7由小米汽车制造。\\udfff"}', "utf-8")
    assert built(tmp_path)["facts"]["relation"] >= 1
    quads = pyoxigraph.parse((tmp_path / "out" / "graph.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    assert any(quad.predicate.value.endswith("#text") for quad in quads)


def test_control_characters_keep_the_offsets(tmp_path):
    text = "\x00\x07\u202e\x1b[31m小米SU7由小米汽车制造。\x85\u2028"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text}), "ascii")
    built(tmp_path)
    from kg.store import Graph

    graph = Graph.load(tmp_path / "out")
    rows = list(graph.query("SELECT ?s ?e ?t { ?x kg:start ?s ; kg:end ?e ; kg:text ?t }"))
    assert rows and all(text[row["s"] : row["e"]] == row["t"] for row in rows)


def test_lines_of_jsonl_that_are_broken_are_numbered(tmp_path):
    lines = [json.dumps({"id": "a", "text": NEWS}), "{", "[]", '{"id": "b"}', json.dumps({"id": "c", "text": NEWS})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    report = built(tmp_path)
    assert report["documents"] == 2
    assert [one["where"].rsplit("line ")[-1] for one in report["problems"]] == ["2", "3", "4"]


def test_output_that_cannot_be_written_is_named(folder, capsys):
    (folder / "out").write_text("I am a file")
    assert main(["build", str(folder / "good.txt"), "-o", str(folder / "out" / "deep")]) == 2
    error = capsys.readouterr().err
    assert "cannot be written" in error and "Choose another place" in error


def test_disk_that_fills_up_leaves_the_old_output(folder):
    built(folder)
    old = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    (folder / "good.txt").write_text(NEWS * 3, "utf-8")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"]
    command[-1] += "import sys; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    command += ["build", str(folder / "good.txt"), "-o", str(folder / "out"), "--date", "2026-03-20"]
    done = subprocess.run(command, preexec_fn=small, capture_output=True, text=True)
    assert done.returncode == 2 and "cannot be written: File too large" in done.stderr
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == old


HOSTILE = ["<script>alert(1)</script>", 'a" onload="x', "行\n二", "\u202e反\u200f", "空 格", "</style>\\", "]]>&amp;"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_give_valid_iris_and_a_safe_page(tmp_path, words):
    document = Document(
        words, NEWS, title=words, publisher=words, authors=(words,), source=f"https://example.org/{words}"
    )
    made = build([document], output=tmp_path)
    quads = list(pyoxigraph.parse((tmp_path / "graph.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS))
    assert {quad.object.value for quad in quads if quad.predicate.value.endswith("identifier")} == {words}
    assert len(made.graph) == len(quads)
    page = (tmp_path / "graph.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script>") == 2
    assert not ("<" in words and words in page)


def test_bad_sparql_shows_its_place(folder, capsys):
    built(folder)
    assert main(["query", "-g", str(folder / "out"), "SELECT ?x {\n  ?x kg:maker }"]) == 2
    assert "line 2, column" in capsys.readouterr().err


def test_graph_that_is_no_graph_is_named(tmp_path, capsys):
    (tmp_path / "graph.nq").write_text("这不是图")
    assert main(["query", "-g", str(tmp_path / "graph.nq"), "ASK {}"]) == 2
    assert "graph.nq" in capsys.readouterr().err


@pytest.fixture
def ontology_copy(tmp_path) -> Path:
    return Path(shutil.copytree(ontology_folder(), tmp_path / "ontology"))


RULE = '[[frame]]\nname = "x"\n'
EXAMPLES = 'accepts = [["a", "b"]]\nrejects = ["c"]\n'
BROKEN = {
    "syntax": ("[[frame]\n", ["not valid TOML", "line 1"]),
    "relation": (f'{RULE}relation = "loves"\n{EXAMPLES}', ["number 1 (x)", "'loves' is no relation"]),
    "examples": (f'{RULE}relation = "partner"\ntrigger = ["合作"]\n', ["number 1 (x)", "rejects"]),
    "key": (f'{RULE}triger = ["合作"]\n', ["number 1 (x)", "unknown key 'triger'", "Known are"]),
}


@pytest.mark.parametrize(("content", "words"), BROKEN.values(), ids=BROKEN)
def test_rule_file_with_an_error_names_file_entry_and_cure(folder, ontology_copy, capsys, content, words):
    (ontology_copy / "rules" / "zz.toml").write_text(content, "utf-8")
    assert main(["build", str(folder / "good.txt"), "-o", str(folder / "out"), "--ontology", str(ontology_copy)]) == 2
    error = capsys.readouterr().err
    assert [word for word in ["zz.toml", *words] if word not in error] == []
    assert not (folder / "out").exists()


def test_rule_file_with_an_error_is_told_once_by_the_pool(folder, ontology_copy, capsys):
    (ontology_copy / "rules" / "zz.toml").write_text("[[frame]\n", "utf-8")
    arguments = [
        "build",
        str(folder / "good.txt"),
        "-o",
        str(folder / "out"),
        "--ontology",
        str(ontology_copy),
        "--engine",
        "pool",
    ]
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("zz.toml") == 1
