"""The one rule by which lexicon, shapes and tagger become one list of names."""

from __future__ import annotations

import pytest

from kg.model import Cleaned, Document
from kg.ontology import load
from kg.recognise import Recogniser
from kg.recognise.agree import GOOD, LEAST, Named, agree, named
from kg.recognise.guess import Guess, Page
from kg.recognise.tagger import Tagged

TEXT = "云驰S7由星岭汽车在云浦制造，云驰S7今天上市"


def tagged(name: str, cls: str, sure: float = 1.0, *, nth: int = 0) -> Tagged:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(name, start + 1)
    return Tagged(start, start + len(name), cls, sure, 1.0)


def guess(name: str, cls: str, rule: str, strength: int = 2) -> Guess:
    start = TEXT.index(name)
    return Guess(start, start + len(name), name, cls, rule, strength)


def joined(names: list[Tagged], guesses: list[Guess]) -> list[tuple[str, str, str, int]]:
    return sorted((one.name, one.cls, one.rule, one.strength) for one in agree(Page(TEXT), names, guesses))


def test_the_lexicon_keeps_its_class_and_its_preferred_name() -> None:
    known = Guess(5, 9, "星岭", "Company", "gazetteer", 3)
    assert joined([tagged("星岭汽车", "Vehicle")], [known]) == [("星岭", "Company", "gazetteer", 3)]


def test_a_shape_takes_the_class_of_the_tagger_and_counts_as_good() -> None:
    found = joined([tagged("星岭汽车", "Company")], [guess("星岭汽车", "Vehicle", "shape:odd", 1)])
    assert found == [("星岭汽车", "Company", "shape:odd", 2)]


def test_a_shape_keeps_its_class_where_the_tagger_is_in_doubt() -> None:
    found = joined([tagged("星岭汽车", "Company", LEAST - 0.1)], [guess("星岭汽车", "Vehicle", "shape:odd", 1)])
    assert found == [("星岭汽车", "Vehicle", "shape:odd", 2)]


def test_a_shape_whose_head_tells_its_class_keeps_it() -> None:
    found = joined([tagged("星岭汽车", "Vehicle")], [guess("星岭汽车", "Company", "shape:legal", 2)])
    assert found == [("星岭汽车", "Company", "shape:legal", 2)]


def test_a_work_in_brackets_takes_the_class_of_the_tagger_but_a_standard_keeps_its_own() -> None:
    said = [tagged("星岭汽车", "Media")]
    assert joined(said, [guess("星岭汽车", "Work", "title")]) == [("星岭汽车", "Media", "title", 2)]
    assert joined(said, [guess("星岭汽车", "Standard", "title")]) == [("星岭汽车", "Standard", "title", 2)]


def test_a_guess_that_the_tagger_does_not_see_stands_if_its_kind_is_sure() -> None:
    stands, falls = guess("云浦", "Place", "gazetteer", 3), guess("星岭汽车", "Company", "shape:odd", 1)
    assert joined([], [stands, falls]) == [("云浦", "Place", "gazetteer", 3)]


def test_of_rivals_both_stand_and_the_longest_is_chosen_later() -> None:
    found = joined([tagged("星岭", "Company")], [guess("星岭汽车", "Company", "gazetteer", 3)])
    assert found == [("星岭", "Company", "tagger", 2), ("星岭汽车", "Company", "gazetteer", 3)]


def test_a_weak_guess_yields_to_another_name_of_the_tagger() -> None:
    assert joined([tagged("星岭", "Company")], [guess("星岭汽车", "Company", "product:brand", 1)]) == [
        ("星岭", "Company", "tagger", 2)
    ]


def test_a_job_title_is_no_name_and_takes_its_words_from_others() -> None:
    assert joined([tagged("制造", "JobTitle")], [guess("制造", "Industry", "gazetteer", 3)]) == []


def test_a_doubtful_name_is_no_name_and_a_fair_one_is_weak() -> None:
    assert joined([tagged("云浦", "Place", LEAST - 0.01)], []) == []
    assert joined([tagged("云浦", "Place", (LEAST + GOOD) / 2)], []) == [("云浦", "Place", "tagger", 1)]


def test_a_name_has_one_class_and_the_surest_of_its_places_speaks_for_all() -> None:
    names = [tagged("云驰S7", "Vehicle", 0.9), tagged("云驰S7", "Device", 0.4, nth=1)]
    assert named(Page(TEXT), names) == {"云驰S7": Named("Vehicle", 0.9)}
    assert joined(names, []) == [("云驰S7", "Vehicle", "tagger", 2)] * 2


def test_a_description_is_no_part_of_a_legal_name() -> None:
    text = "动力电池企业云驰科技有限公司"
    tagged = [Tagged(6, 14, "Company", 0.9, 0.9)]
    found = agree(Page(text), tagged, [Guess(0, 14, text, "Company", "shape:legal", 2)])
    assert [guess.name for guess in found] == ["云驰科技有限公司"]


def test_a_bare_legal_form_is_no_name() -> None:
    text = "股份有限公司的区别"
    assert agree(Page(text), [Tagged(0, 6, "Company", 0.9, 0.9)], []) == []


def test_a_post_is_no_part_of_a_body() -> None:
    text = "星岭汽车市场部副总监与星岭汽车中国事务总监"
    names = [Tagged(0, 10, "Company", 1.0, 1.0), Tagged(11, 21, "Company", 1.0, 1.0)]
    assert [one.name for one in agree(Page(text), names, [])] == ["星岭汽车市场部"]


def test_what_the_tagger_names_is_mended_at_its_edges() -> None:
    text = "星岭智造与院长兼星岭云浦有限公司和星岭汽车-W，免去李原公司职务"
    places = [(0, 3), (5, 16), (17, 23), (26, 30)]
    found = agree(Page(text), [Tagged(*place, "Company", 1.0, 1.0) for place in places], [])
    assert [(text[one.start : one.end], one.name, one.cls) for one in found] == [
        ("星岭智造", "星岭智造", "Company"),
        ("星岭云浦有限公司", "星岭云浦有限公司", "Company"),
        ("星岭汽车-W", "星岭汽车", "Company"),
        ("李原", "李原", "Person"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云岚资本合伙人宋清和认为，市场会变大", "宋清和"),
        ("云岚资本合伙人宋清和李原认为，市场会变大", "宋清"),
        ("云岚科技首席执行官秦以柔在电话会上表示", "秦以柔"),
        ("云岚科技首席执行官林知远和王立表示", "林知远"),
    ],
)
def test_a_small_word_before_a_verb_of_speaking_ends_a_name(text: str, name: str) -> None:
    marks = Recogniser(load())(Cleaned(Document("d", text), text, ()), ())
    assert name in [mention.name for mention in marks.mentions]


def test_what_a_word_before_the_quotation_marks_says_holds_everywhere() -> None:
    text = "云岚半导体发布新一代推理芯片“海岬200”。海岬200的算力达到820TOPS，海岬200将于四季度量产。"
    marks = Recogniser(load())(Cleaned(Document("d", text), text, ()), ())
    assert [mention.cls for mention in marks.mentions if mention.name == "海岬200"] == ["Component"] * 3


def test_what_is_quoted_is_no_name() -> None:
    text = "云岚汽车总裁表示，公司“没有隐瞒缺陷”，手机“卖得很好”。"
    marks = Recogniser(load())(Cleaned(Document("d", text), text, ()), ())
    assert not {"没有隐瞒缺陷", "卖得很好"} & {mention.name for mention in marks.mentions}


def test_a_lone_surname_is_no_person() -> None:
    names = [Tagged(0, 1, "Person", 1.0, 1.0), Tagged(7, 8, "Person", 1.0, 1.0)]
    assert [one.name for one in agree(Page("陶以平退休，由王某接任"), names, [])] == ["王"]
