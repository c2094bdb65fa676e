"""Rules held against labelled passages."""

import json
from datetime import date
from pathlib import Path

import pytest

from kg.learn.silver import Judgement, Passage, Told, _eased, examples, judge, judged, main, passages, tables, wanted
from kg.model import Document
from kg.ontology import load

TEXT = "云帆汽车首席执行官李雷表示，云帆E7由云帆汽车制造。云帆汽车2025年营收同比下降12%，营收达到30亿元。云帆E7正式上市。青石动力总部位于宁波。"
LABELS = {
    "id": "p1",
    "labels": "all",
    "entities": [
        ["云帆汽车", "Company"],
        ["李雷", "Person"],
        ["云帆E7", "Vehicle"],
        ["青石动力", "Company"],
        ["宁波", "Place"],
    ],
    "titles": ["首席执行官"],
    "relations": [
        ["李雷", "worksFor", "云帆汽车"],
        ["李雷", "jobTitle", "首席执行官"],
        ["云帆E7", "owner", "云帆汽车"],
        ["青石动力", "locatedIn", "宁波"],
    ],
    "observations": [
        ["云帆汽车", "revenue", "30亿元", "Actual", "exactly"],
        ["云帆汽车", "employees", "数不清", "Actual", "exactly"],
        ["云帆汽车", "deliveries", "5万辆", "Actual", "exactly"],
    ],
    "events": [["Launch", "云帆E7", None]],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = LABELS | {"id": "p2", "labels": "names"}
    second = LABELS | {"id": "p3"}
    lines = [json.dumps(one, ensure_ascii=False) for one in (LABELS, names, second)]
    (tmp_path / "silver.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    texts = [{"id": one, "issued": "2026-03-01" if one == "p1" else None, "text": TEXT} for one in ("p1", "p2", "p3")]
    (tmp_path / "silver.text.jsonl").write_text("\n".join(json.dumps(one) for one in texts), "utf-8")
    return tmp_path


@pytest.fixture
def found(folder: Path) -> list[Judgement]:
    return [one for one in judged(folder) if one.passage.document.id == "p1"]


def test_unlearned_passages_are_those_kept_for_tests(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.learn.silver.part", {"p1": "train", "p3": "test"}.get)
    assert {one.passage.document.id for one in judged(folder, unlearned=True)} == {"p3"}


def told(found: list[Judgement], *verdicts: str) -> set[str]:
    return {str(one.claim) for one in found if one.verdict in verdicts}


def test_passages_are_those_labelled_with_facts(folder: Path) -> None:
    found = passages(folder)
    assert [one.document.id for one in found] == ["p1", "p3"]
    assert [one.document.issued for one in found] == [date(2026, 3, 1), None]


def test_halves_are_disjoint_and_the_same_every_time(folder: Path) -> None:
    halves = [{one.passage.document.id for one in judged(folder, half=half)} for half in (0, 1)]
    assert halves[0] | halves[1] == {"p1", "p3"} and not halves[0] & halves[1]
    assert {Passage(Document("p1", ""), {}).half for _ in range(3)} == {1}


def test_a_label_that_is_told_is_found(found: list[Judgement]) -> None:
    assert {"relation 李雷 worksFor 云帆汽车", "observation 云帆汽车 revenue 元 3000000000"} <= told(found, "found")


def test_a_label_that_is_not_told_is_missed(found: list[Judgement]) -> None:
    assert "observation 云帆汽车 deliveries 辆 50000" in told(found, "missed")


def test_a_fact_without_label_is_wrong_and_known_by_its_rule(found: list[Judgement]) -> None:
    wrong = [one.claim for one in found if one.verdict == "wrong"]
    assert [claim.said for claim in wrong] == [{"yearOnYear", "yearonyear"}]
    assert all(claim.evidence is not None and claim.evidence.rule for claim in wrong)


def test_a_kin_property_agrees(found: list[Judgement]) -> None:
    assert {"relation 云帆e7 owner 云帆汽车", "relation 青石动力 locatedIn 宁波"} <= told(found, "found")


@pytest.mark.parametrize(("labelled", "agrees"), [("首席执行官兼总裁", True), ("执行官", True), ("销售员", False)])
def test_a_title_agrees_with_one_that_holds_it(
    folder: Path, labelled: str, agrees: bool, found: list[Judgement]
) -> None:
    passage = passages(folder)[0]
    facts = Told(load(), {"p1": dict(LABELS["entities"])})(passage.document)
    labels = LABELS | {"relations": [["李雷", "jobTitle", labelled]]}
    verdicts = [one.verdict for one in judge(passage._replace(labels=labels), facts) if one.claim.said == {"jobTitle"}]
    assert ("found" in verdicts) == agrees


@pytest.mark.parametrize(
    ("signs", "metric", "agrees"),
    [(True, "-yearOnYear", True), (True, "yearOnYear", False), (False, "yearOnYear", True)],
)
def test_a_fall_is_signed_or_read_from_the_words(folder: Path, signs: bool, metric: str, agrees: bool) -> None:
    passage = passages(folder)[0]
    facts = Told(load(), {"p1": dict(LABELS["entities"])})(passage.document)
    labels = LABELS | {"signs": signs, "observations": [["云帆汽车", metric, "12%", "Actual", "exactly"]]}
    found = list(judge(passage._replace(labels=labels), facts))
    assert bool({"yearOnYear"} & {name for one in found if one.verdict == "found" for name in one.claim.said}) == agrees


def test_a_metric_in_other_words_agrees_by_its_number() -> None:
    label, got, other = wanted(
        {
            "observations": [
                [about, metric, "80家", "Actual", "exactly"]
                for about, metric in (("云帆", "metric-门店数"), ("云帆", "metric-店"), ("云帆", "stores"))
            ]
        }
    )
    assert got.said <= _eased(label, [got]).said
    assert not other.said & _eased(label, [other]).said


def test_a_unit_left_to_the_context_agrees_with_any() -> None:
    label, got = wanted(
        {"observations": [["云帆", "revenue", words, "Actual", "exactly"] for words in ("46亿", "46亿元")]}
    )
    assert label.other == {""} and "元" in _eased(label, [got]).other


def test_a_quantity_without_number_is_no_label() -> None:
    assert wanted({"observations": [["云帆", "growth", "许多", "Actual", "exactly"]]}) == []


def test_own_names_are_those_that_the_flow_finds(tmp_path: Path) -> None:
    labels = {"id": "p", "labels": "all", "entities": [["雾里", "Company"], ["宁波", "Place"]]}
    labels |= {"relations": [["雾里", "headquarters", "宁波"]]}
    text = {"id": "p", "issued": None, "text": "雾里总部位于宁波。"}
    (tmp_path / "silver.jsonl").write_text(json.dumps(labels), "utf-8")
    (tmp_path / "silver.text.jsonl").write_text(json.dumps(text), "utf-8")
    assert "relation 雾里 headquarters 宁波" in told(judged(tmp_path), "found")
    assert "relation 雾里 headquarters 宁波" in told(judged(tmp_path, own=True), "missed")


def test_tables_name_rules_and_properties(found: list[Judgement]) -> None:
    lines = list(tables(found))
    rule = next(one.claim.evidence.rule for one in found if one.verdict == "wrong")
    assert [line.split() for line in lines if rule in line.split()] == [["observation", rule, "0.00", "0", "1", "0"]]
    assert [line.split() for line in lines if "deliveries" in line] == [["observation", "deliveries", "0.00", "0", "1"]]


def test_a_rule_that_told_only_again_has_no_precision(found: list[Judgement]) -> None:
    again = [one._replace(verdict="neither") for one in found if one.verdict == "right"][:1]
    assert " - " in next(
        line for line in tables(again) if line.startswith(again[0].claim.kind) and again[0].claim.evidence.rule in line
    )


def test_examples_show_the_words(found: list[Judgement]) -> None:
    wrong = next(one.claim for one in found if one.verdict == "wrong")
    assert "同比下降12%" in "\n".join(examples(found, wrong.evidence.rule))
    missed = "\n".join(examples(found, "deliveries"))
    assert missed.startswith("p1  - observation 云帆汽车 deliveries")


def test_command_prints_tables_and_examples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(folder)]) == 0
    assert "by rule" in capsys.readouterr().out
    assert main(["--folder", str(folder), "--show", "deliveries"]) == 0
    assert "deliveries" in capsys.readouterr().out


def test_without_passages_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path)]) == 0
    assert "nothing to judge" in capsys.readouterr().out


def test_the_dates_of_events_found_are_judged(folder: Path) -> None:
    text = "云帆E7于3月28日正式上市。青石动力昨天宣布破产。云帆汽车成立于2015年。"
    events = [["Launch", "云帆E7", "3月28日"], ["Bankruptcy", "青石动力", "近日"], ["Founding", "云帆汽车", "2016年"]]
    labels = LABELS | {"relations": [], "observations": [], "events": events}
    passage = Passage(Document("p9", text, issued=date(2026, 4, 1)), labels)
    names = {one.document.id: dict(labels["entities"]) for one in (passage,)}
    found = list(judge(passage, Told(load(), names)(passage.document)))
    assert {min(one.claim.said): one.dated for one in found if one.told} == {
        "Launch": "right", "Bankruptcy": "needless", "Founding": "wrong"
    }  # fmt: skip
    assert any("without a labelled day: 0 open, 1 needless" in line for line in tables(found))
    assert [line.split("\n")[0] for line in examples(found, "date")] == [
        "p9  needless event 青石动力 Bankruptcy: none, not 2026-03-31",
        "p9  wrong event 云帆汽车 Founding: 2016, not 2015",
    ]
