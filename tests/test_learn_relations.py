"""Learning which relation stands between two names: examples, weights, thresholds, the file and the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.learn import relations, ties
from kg.learn.logit import NONE, Example, learn
from kg.learn.relations import Told, fit, main, model, only, supported, thresholds
from kg.learn.silver import Passage
from kg.learn.ties import Read, read, seen, within
from kg.model import Document
from kg.ontology import load
from kg.pairs.candidates import Kind
from kg.pairs.judge import Model

TEXT = "比亚迪开始供应特斯拉。蔚来发布公告。比亚迪和特斯拉发布公告。"
LABELS = {
    "id": "own",
    "labels": "all",
    "entities": [["比亚迪", "Company"], ["特斯拉", "Company"], ["蔚来", "Company"]],
    "relations": [["特斯拉", "supplier", "比亚迪"]],
    "events": [],
    "observations": [],
}
PASSAGE = Passage(Document("own", TEXT), LABELS)
TWO: Kind = ("Company", "Company", False)


def passage() -> Read:
    return read(load(), [PASSAGE])[1][0]


def test_labels_tie_names_wherever_they_stand_together() -> None:
    found = [(tie.kind, dict(tie.said)) for tie in passage().ties]
    said = {"supplier<": ("特斯拉", "supplier", "比亚迪")}
    assert found.count((TWO, said)) == 2 and (("Company", "Company", True), {}) in found


def test_only_labels_that_were_seen_between_classes_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "_SEEN", 2)
    between = seen([passage()])
    assert between[TWO] == ("supplier<",)
    assert {tie.example.labels for tie in within(passage(), between).ties} == {("supplier<",)}
    assert within(passage(), {}).ties == []


def test_what_is_right_becomes_likely() -> None:
    known = [Example(["in:供应"], ["supplier<"], ["supplier<"])] * 20 + [Example(["list"], ["supplier<"], [])] * 20
    learned = learn([*known, Example(["rare"], ["supplier<"], [])])
    assert learned.shares(known[0])["supplier<"] > 0.6 < learned.shares(known[-1])[NONE]
    assert "rare" not in learned.features


def test_of_the_places_of_a_pair_those_count_that_tell() -> None:
    one = passage()
    known = [tie.example for tie in one.ties if tie.said]
    telling = [example for example in known if "mid:开始供应" in example.features]
    learned = learn([example._replace(right=example.right if example in telling else ()) for example in known] * 9)
    kept = [example for example in supported(learned, one) if example.right]
    assert kept == telling and len(known) == 2


def test_weights_are_hundredths_and_small_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "_SEEN", 2)
    made = model(*fit([passage()] * 9), {"supplier": 0.5})
    assert made.weights.dtype.kind == "i" and not made.weights[0].any()
    assert all(made.weights[at].any() for at in made.rows.values())
    assert only(made, set()).fits == {}


def test_a_property_must_be_right_often_enough() -> None:
    told = [Told("owner", TWO, 0.9, True)] * 40 + [Told("owner", TWO, 0.6, False)] * 60
    assert thresholds(told) == {"owner": 0.65}
    assert thresholds([Told("partner", TWO, 0.9, False)] * 20) == {}


def _write(folder: Path) -> None:
    rows = [LABELS | {"id": f"own{number}"} for number in range(12)]
    texts = [{"id": row["id"], "text": TEXT, "issued": None} for row in rows]
    for name, lines in (("silver.jsonl", rows), ("silver.text.jsonl", texts)):
        (folder / name).write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def test_the_file_comes_out_the_same_and_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(relations, "part", lambda _: "train")
    _write(tmp_path)
    files = [tmp_path / "one" / "relations.json", tmp_path / "two" / "relations.json"]
    for file in files:
        assert main(["--passages", str(tmp_path), "--output", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    made = Model.load(files[0])
    assert made is not None and made.labels == ["none", "supplier<"] and "供应" in made.words
    assert "features" in capsys.readouterr().out


def test_the_table_sets_rules_and_what_was_learned_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(relations, "part", lambda _: "train")
    _write(tmp_path)
    assert main(["--passages", str(tmp_path), "--cross"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("names") and sum("learned" in line for line in lines) == 6
