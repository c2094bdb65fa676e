"""Learning whose number it is: what the labels mean, examples, weights, the file and the table."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from kg.learn import bearer
from kg.learn.bearer import Example, examples, fit, main, measure, read
from kg.learn.numbers import Gold, Meant, akin, aliases, numbers
from kg.learn.silver import Passage
from kg.model import Document, Mention, Span
from kg.observe import Observer
from kg.ontology import load

TEXT = "比亚迪发布年报。去年营收为7771亿元,同比增长29%。雾港造船也发布年报,净利润为4亿元。"
LABELS = {
    "id": "own",
    "labels": "all",
    "entities": [["比亚迪", "Company"], ["雾港造船", "Company"]],
    "relations": [],
    "events": [],
    "observations": [
        ["比亚迪", "revenue", "7771亿元", "Actual", "exactly"],
        ["比亚迪", "-yearOnYear", "29%", "Actual", "exactly"],
        ["雾港造船", "netProfit", "4亿元", "Actual", "exactly"],
    ],
}
PASSAGE = Passage(Document("own", TEXT), LABELS)


def company(name: str, text: str = "", *, refers: bool = False) -> Mention:
    return Mention(Span(0, len(name)), text or name, name, "Company", "label", refers)


def test_a_label_stands_wherever_its_words_do() -> None:
    found = numbers(
        Passage(Document("a", "营收3亿元,利润3亿元"), {"observations": [["甲", "-growth", "3亿元", "", ""]]})
    )
    assert found == (Gold("甲", "growth", (Span(2, 5), Span(8, 11))),)
    assert found[0].speaks(Span(9, 10)) and not found[0].speaks(Span(5, 6))


def test_growths_are_one_metric_to_the_labels() -> None:
    assert Gold("甲", "growth", ()).measures("yearOnYear") and not Gold("甲", "sales", ()).measures("revenue")


def test_a_name_is_meant_by_its_forms_and_by_those_of_the_text() -> None:
    meant = Meant(aliases(load()), [company("长风电子", "长风"), company("该公司", refers=True)])
    assert meant(company("长风电子"), "长风电子股份有限公司") and meant(company("长风电子"), "长风")
    assert not meant(company("长风电子"), "雾港造船")


def test_only_products_are_akin() -> None:
    assert akin(company("新款海浪")._replace(cls="Vehicle"), "新款海浪X7") and not akin(company("长风"), "长风电子")


def test_of_each_number_the_labels_tell_the_right_candidate() -> None:
    views = read(load(), [PASSAGE])
    made = examples(Observer(load()), views[1][0])
    assert [one.weight for one in made] == [1.0, 1.0, 1.0]
    assert all(right == [1] for right in (one.right for one in made))


def test_a_number_whose_name_is_hidden_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "VIEWS", ((True, 1.0),))
    ((one,),) = read(load(), [PASSAGE])
    assert one.reading.mentions == ()
    assert {tuple(made.right) for made in examples(Observer(load()), one)} == {(0,)}


def test_what_is_right_weighs_more_and_what_is_rare_nothing() -> None:
    known = [Example([["nobody"], ["near", "picked:a"], ["far"]], [1], 1.0)] * 20
    known += [Example([["nobody"], ["far", "rare"]], [0], 1.0)] * 5
    weights = fit(known)
    assert weights["near"] > 0 > weights["far"] and "rare" not in weights
    assert weights["picked:a"] >= bearer.TRUST


def test_figures_count_what_was_told_right_and_borne() -> None:
    seen = measure(Observer(load()), read(load(), [PASSAGE])[1], None)
    assert (seen["labelled"], seen["found"], seen["told"], seen["borne"]) == (3, 3, 3, 3)


def test_the_file_holds_the_weights_and_comes_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bearer, "_LEAST", 1)
    monkeypatch.setattr(bearer, "part", lambda _: "train")
    (tmp_path / "silver.jsonl").write_text(json.dumps(LABELS), "utf-8")
    (tmp_path / "silver.text.jsonl").write_text(json.dumps({"id": "own", "text": TEXT, "issued": None}), "utf-8")
    files = [tmp_path / "one" / "bearer.toml", tmp_path / "two" / "bearer.toml"]
    for file in files:
        assert main(["--passages", str(tmp_path), "--output", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert "nobody" in tomllib.loads(files[0].read_text("utf-8"))["weights"]
    assert "weights" in capsys.readouterr().out


def test_the_table_sets_rules_and_ranker_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bearer, "part", lambda _: "train")
    (tmp_path / "silver.jsonl").write_text(json.dumps(LABELS), "utf-8")
    (tmp_path / "silver.text.jsonl").write_text(json.dumps({"id": "own", "text": TEXT, "issued": None}), "utf-8")
    assert main(["--passages", str(tmp_path), "--cross"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9 and lines[3].startswith("labelled") and "1.000" in lines[3]
