"""Names by the learned tagger: what it finds, how its scores are read, what it says when its model is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from kg.errors import OntologyError
from kg.recognise.guess import Guess, Page
from kg.recognise.tagger import (
    ALONE,
    FIRST,
    INSIDE,
    LAST,
    OUTSIDE,
    Features,
    Tagger,
    masked,
    shape,
    soundest,
    spans,
    tagger,
)
from kg.segment import ender


def page(text: str) -> Page:
    ends = ender()(text)
    return Page(text, (), ends, frozenset([0, *ends]))


def named(text: str) -> dict[str, str]:
    return {guess.name: guess.cls for guess in tagger()(page(text))}


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("记者获悉，岭北智造科技有限公司近日完成新一轮融资。", "岭北智造科技有限公司", "Company"),
        ("公司创始人兼CEO林知远表示，明年还会有三款新车。", "林知远", "Person"),
        ("该工厂位于合肥，一期年产能十万辆。", "合肥", "Place"),
        ("云浦市市场监督管理局对该公司处以罚款。", "云浦市市场监督管理局", "Government"),
        ("云浦理工大学的研究团队发表了论文。", "云浦理工大学", "Institution"),
    ],
)
def test_a_name_is_found_by_what_stands_around_it(text: str, name: str, cls: str) -> None:
    assert named(text).get(name) == cls


def test_plain_words_are_no_names() -> None:
    assert named("这样的价格让很多消费者觉得合适，大家都愿意再等等。") == {}


def test_job_titles_are_no_guesses_but_are_tagged() -> None:
    text = "新任总经理林知远今天到任。"
    assert "总经理" not in named(text)
    assert any(one.cls == "JobTitle" for one in tagger().tag(page(text)))


def test_an_uncut_page_has_no_names() -> None:
    assert tagger()(Page("林知远表示同意")) == []


def test_a_text_is_read_the_same_twice() -> None:
    text = page("星岭机器人有限公司董事长林知远在北京表示，公司将建设新工厂。")
    assert tagger()(text) == tagger()(text)


def test_a_long_text_is_read_in_parts() -> None:
    text = "公司创始人兼CEO林知远表示，明年还会有三款新车。" * 400
    assert len(tagger()(page(text))) >= 350


def test_astral_characters_are_read_over() -> None:
    assert "林知远" in named("公司创始人兼CEO林知远表示：𠮷祥😀，明年见。")


def test_a_row_of_places_that_makes_no_sense_becomes_the_best_that_does() -> None:
    rows = [[0.0, 2.0, 0.0, 0.0, 2.5], [0.0, 0.0, 0.0, 3.0, 0.0], [5.0, 0.0, 0.0, 0.0, 0.0]]
    assert soundest(rows) == [FIRST, LAST, OUTSIDE]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ([OUTSIDE, ALONE, OUTSIDE], [(1, 2)]),
        ([FIRST, INSIDE, LAST, ALONE], [(0, 3), (3, 4)]),
        ([INSIDE, LAST, OUTSIDE], [(0, 2)]),
        ([FIRST, OUTSIDE, ALONE], [(2, 3)]),
        ([OUTSIDE, FIRST], []),
        ([FIRST, ALONE, OUTSIDE, INSIDE, LAST], [(0, 2), (3, 5)]),
        ([FIRST, OUTSIDE, INSIDE, LAST], [(2, 4)]),
        ([OUTSIDE], []),
    ],
)
def test_a_row_of_places_spells_names(row: list[int], found: list[tuple[int, int]]) -> None:
    scores = np.zeros((len(row), 6), np.float32)
    for number, place in enumerate(row):
        scores[number, place] = 3
        scores[number, OUTSIDE] += 1
        scores[number, FIRST if place == INSIDE else LAST if place == ALONE else place] += 1.5
    assert [one[:2] for one in spans(scores, range(len(row) + 1), ("Person",))] == found


def test_the_class_of_a_name_is_the_mean_of_its_words() -> None:
    scores = np.full((3, 7), -9.0, np.float32)
    scores[0, FIRST], scores[1, LAST], scores[2, ALONE] = 9, 9, 9
    scores[:, 5:] = [[2, 0], [0, 1], [0, 1]]
    found = list(spans(scores, (0, 2, 4, 5), ("Person", "Place")))
    assert [one[:3] for one in found] == [(0, 4, "Person"), (4, 5, "Place")]


def test_scores_without_a_name_spell_none() -> None:
    assert list(spans(np.eye(1, 6, dtype=np.float32), (0, 1), ("Person",))) == []


def test_numbers_of_one_length_are_one_word() -> None:
    features = Features((masked("12"),), (), ("Company",))
    rows = features(Page("37", ends=[2]))
    assert rows["word"].tolist() == [2] and rows["shape"].tolist() == [shape("12")]


def test_names_of_the_lexicon_are_shown_to_the_net_where_they_end_with_words() -> None:
    features = Features(("星岭", "汽车"), (), ("Person", "Company"))
    known = (Guess(0, 4, "星岭汽车", "Company", "gazetteer", 3), Guess(5, 6, "人", "Person", "gazetteer", 3))
    rows = features(Page("星岭汽车的人们", ends=[2, 4, 5, 7], known=known))
    assert rows["gaz"].tolist() == [3, 4, 0, 0]


def test_shapes_tell_latin_letters_digits_and_signs_apart() -> None:
    kinds = [shape(word) for word in ("车", "小米", "3", "2025", "abc", "SU", "Model", "SU7", " ", "％")]
    assert len(set(kinds)) == len(kinds)


def test_a_missing_model_is_named() -> None:
    with pytest.raises(OntologyError, match=r"names\.onnx: cannot be read"):
        Tagger(Path("nowhere") / "names.onnx")


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(OntologyError, match="no model"):
        Tagger(path)


def test_a_line_end_is_no_part_of_a_name() -> None:
    text = "云岚智算宣布上市\n\n云岚智算成立于2015年\n林知远出任总经理"
    found = {(one.start, text[one.start : one.end]) for one in tagger().tag(page(text))}
    assert not any("\n" in name for _, name in found)
    assert (text.rindex("云岚智算"), "云岚智算") in found
    assert (text.index("林知远"), "林知远") in found
