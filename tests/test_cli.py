"""The command line: what it prints, where, and with which status."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import QueryError

NEWS = "小米SU7由小米汽车制造。2025年,小米汽车交付量超过13万辆,同比增长20%。小米汽车位于北京。"


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "yunfan.txt").write_text(NEWS, "utf-8")
    assert (
        main(["build", str(folder / "yunfan.txt"), "-o", str(folder / "output"), "--date", "2026-03-20", "--quiet"])
        == 0
    )
    return folder / "output"


def run(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, **options)


def test_help_answers_at_once():
    def seconds() -> float:
        began = time.perf_counter()
        assert run("--help").returncode == 0
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.3


def test_help_imports_nothing_heavy():
    code = "import sys; from kg.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([m for m in ('rdflib','pyoxigraph','jieba','rjieba','networkx','kg.ontology','kg.build') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version_is_printed(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert re.fullmatch(r"kg \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_build_prints_a_summary_and_the_time_apart(output, tmp_path, capsys):
    assert main(["build", str(output.parent / "yunfan.txt"), "-o", str(tmp_path / "out"), "--date", "2026-03-20"]) == 0
    printed = capsys.readouterr()
    assert "1 documents 文档" in printed.out and "graph.html" in printed.out
    assert re.search(r"\d s", printed.err) and not re.search(r"\d s$", printed.out, re.M)


def test_build_reads_standard_input(tmp_path):
    done = run("build", "-", "-o", str(tmp_path / "out"), "--date", "2026-03-20", input=NEWS.encode())
    assert done.returncode == 0 and "1 documents" in done.stdout.decode()


@pytest.mark.parametrize("base", ["ids/", "https://example.org/id", "https://example.org/a b/", "https://<x>/"])
def test_base_that_is_no_iri_is_refused(base, capsys):
    assert main(["build", "x.txt", "--base", base]) == 2
    assert "an absolute IRI that ends in / or # is needed" in capsys.readouterr().err


def test_date_that_is_none_is_refused(capsys):
    assert main(["build", "x.txt", "--date", "2026-02-30"]) == 2
    assert "no day of the calendar. Write YYYY-MM-DD" in capsys.readouterr().err


def test_query_prints_a_table(output, capsys):
    assert main(["query", "-g", str(output), "SELECT ?o { ?s kg:manufacturer/rdfs:label ?o }"]) == 0
    assert "小米汽车" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("format", "read"), [("json", json.loads), ("csv", lambda text: list(csv.reader(io.StringIO(text))))]
)
def test_query_prints_other_formats(output, capsys, format, read):
    assert main(["query", "-g", str(output), "SELECT ?s { ?s kg:manufacturer ?o }", "--format", format]) == 0
    assert "小米SU7" in str(read(capsys.readouterr().out))


def test_named_query_takes_parameters(output, capsys):
    assert main(["query", "-g", str(output), "maker", "--param", "name=小米SU7"]) == 0
    assert "小米汽车" in capsys.readouterr().out


def test_query_without_words_lists_the_named_ones(capsys):
    assert main(["query"]) == 0
    assert re.search(r"^maker\s+制造商", capsys.readouterr().out, re.M)


def test_ask_that_is_false_has_status_one(output, capsys):
    assert main(["query", "-g", str(output), "ASK { ?s kg:supplier ?o }"]) == 1
    assert capsys.readouterr().out == "false\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT ?x {\n ?x a }"], "line 2"),
        (["nonsense"], "no named query 'nonsense'; there are"),
        (["missing.rq"], "missing.rq: cannot be read"),
        (["maker", "--param", "云帆"], "write NAME=VALUE"),
        (["maker", "--format", "pdf"], "unknown format 'pdf'"),
        (["ASK {}", "--format", "turtle"], "cannot hold"),
    ],
)
def test_query_that_cannot_be_answered_says_why_in_one_line(output, capsys, arguments, message):
    assert main(["query", "-g", str(output), *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("kg: ") and message in error and error.count("\n") == 1


def test_missing_graph_is_named(tmp_path, capsys):
    assert main(["show", "云帆", "-g", str(tmp_path / "none.nq")]) == 2
    assert "none.nq" in capsys.readouterr().err


def test_show_prints_facts_of_both_directions_with_their_sentences(output, capsys):
    assert main(["show", "小米汽车", "-g", str(output)]) == 0
    printed = capsys.readouterr().out
    assert "小米SU7 manufacturer 小米汽车" in printed
    assert "deliveries >130000 辆 [2025]" in printed
    assert "“小米SU7由小米汽车制造" in printed and "yunfan [0," in printed


def test_show_of_an_unknown_name_suggests_near_ones(output, capsys):
    assert main(["show", "小米汽", "-g", str(output)]) == 2
    assert "did you mean" in capsys.readouterr().err


def test_show_takes_an_iri(output, capsys):
    assert main(["show", "https://w3id.org/zhkg/id/小米SU7", "-g", str(output)]) == 0
    assert "小米SU7" in capsys.readouterr().out


def test_explain_goes_sentence_by_sentence(output, capsys):
    assert main(["explain", str(output.parent / "yunfan.txt"), "--date", "2026-03-20"]) == 0
    printed = capsys.readouterr().out
    assert "✓ 小米SU7 manufacturer 小米汽车 [" in printed
    assert "things 事物: 小米SU7 Vehicle [" in printed
    assert "13万辆 = moreThan 130000 辆" in printed
    assert "2025年 = 2025" in printed


def test_explain_tells_stance_and_refusals(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("如果小米汽车收购青石动力,市场将会改变。小米SU7不是青石动力制造的。", "utf-8")
    assert main(["explain", str(tmp_path / "a.txt"), "--date", "2026-03-20"]) == 0
    printed = capsys.readouterr().out
    assert "stance 立场: Hypothetical" in printed and "stance 立场: Denied" in printed


def test_explain_of_nothing_is_an_error(tmp_path, capsys):
    assert main(["explain", str(tmp_path / "missing.txt")]) == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["turtle", "graphml", "csv"])
def test_export_writes_a_file_or_standard_output(output, tmp_path, format):
    place = tmp_path / "sub" / "graph"
    assert main(["export", "--format", format, "-g", str(output), "-o", str(place)]) == 0
    assert run("export", "--format", format, "-g", str(output)).stdout == place.read_bytes() != b""


def test_validate_says_that_the_graph_conforms(output, capsys):
    assert main(["validate", "-g", str(output)]) == 0
    assert "conforms" in capsys.readouterr().out


def test_validate_finds_what_was_planted(output, tmp_path, capsys):
    place = tmp_path / "bad.nq"
    kg = "https://w3id.org/zhkg/ontology#"
    place.write_text(f"<urn:a> <{kg}loves> <urn:b> .\n", "utf-8")
    assert main(["validate", "-g", str(place)]) == 1
    assert "kg:loves" in capsys.readouterr().out


def test_ontology_lists_terms_in_both_languages(capsys):
    assert main(["ontology", "交付", "--kind", "metric"]) == 0
    assert re.search(r"^metric\s+kg:deliveries\s+交付量\s+deliveries$", capsys.readouterr().out, re.M)


def test_ontology_as_json_has_domain_and_range(capsys):
    assert main(["ontology", "manufacturer", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manufacturer"]["range"] == ["Organization"]


def test_ontology_without_a_fit_has_status_one(capsys):
    assert main(["ontology", "没有这样的词"]) == 1
    assert "no term fits" in capsys.readouterr().out


def test_ontology_kind_that_is_not_there_is_refused(capsys):
    assert main(["ontology", "--kind", "verb"]) == 2
    assert "unknown kind 'verb'; choose one of" in capsys.readouterr().err


@pytest.fixture
def labelled(tmp_path) -> list[str]:
    text = {"id": "a", "issued": "2026-03-20", "text": NEWS}
    gold = {
        "id": "a",
        "entities": [
            {"id": "e", "type": ["Vehicle"], "names": ["小米SU7"]},
            {"id": "m", "type": ["Company"], "names": ["小米汽车"]},
        ],
    }
    gold["relations"] = [{"s": "e", "p": ["manufacturer"], "o": ["m"]}, {"s": "e", "p": ["supplier"], "o": ["m"]}]
    (tmp_path / "t.jsonl").write_text(json.dumps(text), "utf-8")
    (tmp_path / "g.jsonl").write_text(json.dumps(gold), "utf-8")
    return ["eval", "--text", str(tmp_path / "t.jsonl"), "--gold", str(tmp_path / "g.jsonl")]


def test_eval_prints_the_figures(labelled, capsys):
    assert main([*labelled, "--errors"]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^relation\s+\S+\s+0\.500", printed, re.M)
    assert "- relation e supplier m" in printed and "100.0% exact" in printed


def test_eval_below_the_bar_has_status_one(labelled, capsys):
    assert main([*labelled, "--json", "--min-f1", "0.999"]) == 1
    assert json.loads(capsys.readouterr().out)["relation"]["r"] == 0.5


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", "no JSON lines"), ("[]", "line 1 lacks"), ('{"id": "b", "entities": []}', "has no text 'b'")],
)
def test_eval_names_what_is_wrong_with_the_labels(labelled, capsys, line, message):
    Path(labelled[-1]).write_text(line, "utf-8")
    assert main(labelled) == 2
    assert message in capsys.readouterr().err


def test_eval_names_labels_that_are_missing(labelled, capsys):
    assert main([*labelled[:-1], "missing.jsonl"]) == 2
    assert "missing.jsonl: cannot be read" in capsys.readouterr().err


def test_closed_pipe_is_quiet(output):
    graph = str(output)
    command = f"{sys.executable} -m kg export --format ntriples -g {graph} | head -c 10; exit ${{PIPESTATUS[0]}}"
    big = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert big.stderr == "" and big.returncode in (0, 141)


def test_closed_pipe_has_the_status_of_the_shell(monkeypatch):
    import kg.cli.ontology as module

    def closed(arguments):
        raise BrokenPipeError

    monkeypatch.setattr(module, "run", closed)
    monkeypatch.setattr(os, "dup2", lambda *ends: None)
    assert main(["ontology"]) == 141


def test_interrupt_has_status_130(monkeypatch, capsys):
    import kg.cli.ontology as module

    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run", interrupted)
    assert main(["ontology"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_error_cannot_write_to_the_terminal_in_its_own_name(monkeypatch, capsys):
    import kg.cli.ontology as module

    def failing(arguments):
        raise QueryError("a\x1b[31m\nb")

    monkeypatch.setattr(module, "run", failing)
    assert main(["ontology"]) == 2
    assert capsys.readouterr().err == "kg: a [31m; b\n"


def test_command_that_is_not_there_lists_those_that_are(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["fly"])
    assert (
        "'build', 'query', 'view', 'show', 'stats', 'explain', 'export', 'validate', 'ontology', 'eval'"
        in capsys.readouterr().err
    )
