"""Whose number it is, by what was learned: candidates, their features, who is chosen, and when nobody is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import OntologyError
from kg.model import Document, Mention, Reading
from kg.observe import Observer
from kg.observe.candidates import Asked, Candidate, Setting, candidates
from kg.observe.ranker import Ranker
from kg.ontology import load, ontology_folder
from kg.pipeline import Extractor

EXTRACT = Extractor(load(), learned=False)


def asked(text: str) -> list[tuple[Asked, list[Candidate]]]:
    """Every number of a text that the rules ask a bearer for, with its candidates."""
    seen: list[tuple[Asked, list[Candidate]]] = []

    def judge(setting: Setting, question: Asked) -> Mention | None:
        seen.append((question, candidates(setting, question)))
        return question.pick

    Observer(load()).judged(reading(text), judge)
    return seen


def reading(text: str) -> Reading:
    return EXTRACT.read(Document("own", text, issued=date(2026, 3, 1)))


def observed(text: str) -> list[str]:
    return [str(one) for one in EXTRACT(Document("own", text, issued=date(2026, 3, 1))).observations]


def features(text: str, name: str | None) -> set[str]:
    (found,) = [one for one in asked(text)[0][1] if (one.mention.name if one.mention else None) == name]
    return set(found.features)


def test_nobody_is_the_first_candidate_and_each_name_stands_once() -> None:
    (_, found), *_ = asked("比亚迪表示,比亚迪去年营收为7771亿元。")
    assert [one.mention.name if one.mention else None for one in found] == [None, "比亚迪"]


def test_a_number_without_candidates_has_nobody() -> None:
    assert [[one.mention for one in found] for _, found in asked("去年营收为31亿元。")] == [[None]]


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("比亚迪去年营收为7771亿元。", "比亚迪", "place:before"),
        ("比亚迪去年营收为7771亿元。", "比亚迪", "opens"),
        ("比亚迪去年营收为7771亿元。", "比亚迪", "picked:clause"),
        ("比亚迪的营收为7771亿元。", "比亚迪", "behind:of"),
        ("与比亚迪相比,营收为31亿元。", "比亚迪", "ahead:with"),
        ("比亚迪发布公告。去年营收为31亿元。", "比亚迪", "away:1"),
        ("比亚迪发布公告,营收为31亿元。", "比亚迪", "place:earlier"),
        ("比亚迪发布公告。雾港造船去年营收为31亿元。", None, "nobody|unknown:4"),
        ("雾港造船与比亚迪合作。公司去年营收为31亿元。", None, "nobody|title:name"),
    ],
)
def test_a_candidate_has_the_features_that_the_text_shows(text: str, name: str | None, feature: str) -> None:
    assert feature in features(text, name)


def test_what_was_said_last_is_a_candidate() -> None:
    questions = asked("比亚迪去年营收为7771亿元,净利润为402亿元。")
    assert {"place:told", "said"} <= set(questions[1][1][1].features)


def test_names_that_stand_most_are_candidates_from_afar() -> None:
    text = (
        "比亚迪发布公告。" * 3
        + "特斯拉发布公告。" * 2
        + "蔚来、小鹏汽车、理想汽车、吉利汽车和长城汽车参展。去年营收为31亿元。"
    )
    names = [one.mention.name for one in asked(text)[-1][1] if one.mention and one.features[1] == "place:chief"]
    assert "特斯拉" in names


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("雾港造船在港交所上市。公司去年营收为31亿元,净利润为4亿元。", "港交所"),
        ("五一假期,柳堤百货生意兴隆。开业当天客流超过11万人次。", "五一假期"),
        ("雾港造船宣布与比亚迪合作。雾港造船去年营收为31亿元。", "比亚迪"),
    ],
)
def test_a_number_whose_subject_is_unknown_is_left_alone(text: str, wrong: str) -> None:
    assert [fact for fact in observed(text) if fact.startswith(wrong)] == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("比亚迪去年营收为7771亿元。", "比亚迪 revenue 777100000000 元"),
        ("比亚迪发布年报。公司去年营收为7771亿元。", "比亚迪 revenue 777100000000 元"),
        ("港交所去年营收为224亿港元。", "港交所 revenue 22400000000 港元"),
    ],
)
def test_a_number_whose_subject_is_known_is_its(text: str, fact: str) -> None:
    assert fact in observed(text)


def test_the_highest_score_bears_the_number() -> None:
    picked: list[tuple[Mention | None, Mention | None]] = []
    known, strict = Ranker({"opens": 2.0, "nobody": 1.0}), Ranker({"nobody": 9.0})

    def judge(setting: Setting, question: Asked) -> Mention | None:
        picked.append((known.best(setting, question), strict.best(setting, question)))
        return None

    Observer(load()).judged(reading("比亚迪去年营收为7771亿元。"), judge)
    ((first, second),) = picked
    assert (first.name if first else None, second) == ("比亚迪", None)


def test_scores_are_shown_best_first_with_their_features() -> None:
    (number,) = EXTRACT.weighed(Document("own", "比亚迪去年营收为7771亿元。"))
    assert [score.name for score in number.scores] == ["比亚迪", None]
    assert number.scores[0].score == pytest.approx(sum(weight for _, weight in number.scores[0].features))


def test_explain_prints_who_might_bear_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("比亚迪去年营收为7771亿元。", "utf-8")
    assert main(["explain", str(tmp_path / "a.txt")]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  ? "))
    assert line.startswith("  ? 7771亿元: 比亚迪 +") and "nobody 无 -" in line and "(" in line


def test_without_a_model_the_rules_alone_decide(tmp_path: Path) -> None:
    shutil.copytree(ontology_folder(), tmp_path / "ontology", ignore=shutil.ignore_patterns("bearer.toml"))
    observer = Observer(load(tmp_path / "ontology"))
    text = reading("雾港造船宣布与比亚迪合作。公司去年营收为31亿元。")
    assert observer.weighed(text) == ()
    assert [str(one) for one in observer(text)[0]] == ["比亚迪 revenue 3100000000 元"]


@pytest.mark.parametrize("words", ["", '[weights]\nopens = "much"\n', "weights = 3\n"])
def test_a_model_without_weights_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "bearer.toml").write_text(words, "utf-8")
    with pytest.raises(OntologyError, match="Train it anew"):
        Ranker.load(tmp_path / "bearer.toml")
