"""How the tagger learns: passages, splits, lessons, and a training in the small."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from kg.learn.passages import (
    CLASSES,
    NOTHING,
    Passage,
    bare,
    marked,
    occurrences,
    part,
    passages,
    places,
    plain_texts,
    without,
)
from kg.recognise.guess import Guess, Page
from kg.recognise.tagger import ALONE, FIRST, LAST, OUTSIDE

TEXT = "岭北智造创始人林知远在云浦表示，公司明年量产。"


def silver(folder: Path, count: int = 1) -> Path:
    labels = {"entities": [["岭北智造", "Company"], ["林知远", "Person"], ["云浦", "Place"]], "titles": ["创始人"]}
    texts = [{"id": f"own-{number}", "text": TEXT} for number in range(count)]
    rows = [{"id": text["id"], **labels} for text in texts]
    for name, lines in (("silver.jsonl", rows), ("silver.text.jsonl", texts)):
        content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_passages_carry_their_names_and_what_they_are_for(tmp_path: Path) -> None:
    found = passages(silver(tmp_path, 40))
    assert {passage.part for passage in found} == {"train", "dev", "test"}
    assert {TEXT[start:end]: cls for start, end, cls in found[0].gold} == {
        "岭北智造": "Company",
        "创始人": "JobTitle",
        "林知远": "Person",
        "云浦": "Place",
    }


def test_what_a_passage_is_for_hangs_on_its_id_alone() -> None:
    assert [part(f"own-{number}") for number in range(5)] == [part(f"own-{number}") for number in range(5)]
    assert sum(part(f"own-{number}") == "train" for number in range(1000)) in range(740, 860)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("《云上星图》", "云上星图"),
        ("《云上星图", "云上星图"),
        ("云上星图》", "云上星图"),
        ("“云上”星图", "“云上”星图"),
        (" 云上", "云上"),
    ],
)
def test_a_name_is_labelled_without_the_marks_around_it(text: str, kept: str) -> None:
    start, end = bare(text, 0, len(text))
    assert text[start:end] == kept


def test_the_longest_surface_labels_a_place() -> None:
    row = {"entities": [["云浦", "Place"], ["云浦理工大学", "Institution"]], "titles": []}
    assert [cls for *_, cls in occurrences(row, "云浦的云浦理工大学")] == ["Place", "Institution"]


def test_names_that_cut_a_word_are_left_out() -> None:
    passage = Passage("own", "train", Page("云浦市在南", ends=[3, 4, 5]), ((0, 2, "Place"), (4, 5, "Place")))
    where, what = places(passage)
    assert where.tolist() == [OUTSIDE, OUTSIDE, ALONE]
    assert what.tolist() == [NOTHING, NOTHING, CLASSES.index("Place")]


def test_names_of_several_words_have_a_first_and_a_last() -> None:
    where, _ = places(Passage("own", "train", Page("岭北智造", ends=[2, 4]), ((0, 4, "Company"),)))
    assert where.tolist() == [FIRST, LAST]


def test_a_page_forgets_names_of_the_lexicon() -> None:
    known = [Guess(0, 2, "云浦", "Place", "gazetteer", 3), Guess(2, 4, "岭北", "Place", "gazetteer", 3)]
    assert without(Page("云浦岭北", known=known), lambda name: name == "岭北").known == known[1:]


def test_plain_texts_are_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text('{"text": "一"}\n{"text": "二"}\n', encoding="utf-8")
    assert list(plain_texts(path, 1)) == ["一"]


def test_training_in_the_small_gives_the_same_model_twice(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from kg.learn.tagger import report, train
    from kg.recognise.tagger import Tagger

    found = passages(silver(tmp_path, 60))
    plain = tmp_path / "plain.jsonl"
    lines = [json.dumps({"text": f"{number}年，{TEXT * 12}"}, ensure_ascii=False) for number in range(60)]
    plain.write_text("\n".join(lines), encoding="utf-8")
    models = [train(found, plain, words=9000, texts=4) for _ in range(2)]
    assert models[0] == models[1]
    tallies = report(Tagger(models[0]), found[:5])
    assert tallies["all"].right + tallies["all"].missed == 20
    assert np.isfinite(Tagger(models[0]).score(found[0].page)).all()


def test_a_set_that_knows_few_kinds_of_names_gives_those(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    names = [(5, 8, "PER.NAM"), (0, 4, "ORG"), (4, 5, "PER.NOM")]
    row = {
        "text": TEXT[:4] + "的" + TEXT[7:],
        "entities": [{"start": a, "end": b, "type": kind} for a, b, kind in names],
    }
    lines = [json.dumps(row, ensure_ascii=False), '{"text": "无名", "entities": []}']
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [one.gold for one in marked(path)] == [((5, 8, "PER"), (0, 4, "ORG"))]


def test_what_a_set_leaves_open_is_left_to_the_teachers() -> None:
    pytest.importorskip("torch")
    from kg.learn.lessons import corrected

    class Teacher:
        def score(self, page: Page) -> np.ndarray:
            scores = np.zeros((len(page.ends), 5 + len(CLASSES)), np.float32)
            scores[:, 5 + CLASSES.index("Media")] = 3
            return scores

    passage = Passage("few-0", "train", Page("岭北智造涨", ends=[2, 4, 5]), ((0, 4, "ORG"),))
    answers = corrected(passage, [Teacher()]).answers  # type: ignore[list-item]
    assert answers[:2, :5].argmax(1).tolist() == [FIRST, LAST]
    assert CLASSES[int(answers[0, 5:].argmax())] == "Media"
    assert answers[0, 5 + CLASSES.index("Person")] == 0
    assert 0 < answers[2, OUTSIDE] < 1
