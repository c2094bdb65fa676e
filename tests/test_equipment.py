"""Parts that common words name, in lists behind a verb of equipping."""

from __future__ import annotations

from kg.model import Cleaned, Document, Mention
from kg.ontology import load
from kg.recognise import Recogniser
from kg.recognise.equipment import Equipment, begin, members
from kg.recognise.guess import Guess, Page

RECOGNISE = Recogniser(load(), learned=False)
EQUIPMENT = Equipment(
    {"电机": "Component", "悬架": "Component", "快充": "Feature", "系统": "Technology"}, ["搭载", "支持"]
)


def parts(text: str) -> list[Mention]:
    found = RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions
    return [mention for mention in found if mention.rule.startswith("equipment")]


def names(text: str) -> list[str]:
    return [mention.name for mention in parts(text)]


def named(text: str, *known: Guess) -> list[Guess]:
    found = EQUIPMENT(Page(text), [Guess(0, 4, text[:4], "Vehicle", "product:model"), *known])
    return [guess for guess in found if guess.rule.startswith("equipment")]


def test_each_member_of_a_list_is_named() -> None:
    assert names("云驰S7配备一块悬浮式中控屏、两个环绕扬声器以及全新的电动尾翼。") == [
        "悬浮式中控屏",
        "环绕扬声器",
        "电动尾翼",
    ]


def test_a_measure_belongs_to_the_name_and_stays_a_number() -> None:
    text = "云驰S7配备12.8英寸悬浮式中控屏。"
    marks = RECOGNISE(Cleaned(Document("d", text), text, ()), ())
    assert [(m.text, m.name) for m in marks.mentions][-1] == ("悬浮式中控屏", "12.8英寸悬浮式中控屏")
    assert [quantity.unit for quantity in marks.quantities] == ["英寸"]


def test_a_list_goes_on_behind_a_comma_while_it_holds_parts_only() -> None:
    found = parts("云驰S7采用五连杆后悬架，双腔空气弹簧减震器和打孔制动盘，底盘重心很低。")
    assert [(m.name, m.rule) for m in found] == [
        ("五连杆后悬架", "equipment"),
        ("双腔空气弹簧减震器", "equipment:list"),
        ("打孔制动盘", "equipment:list"),
    ]


def test_a_clause_that_tells_something_is_no_list() -> None:
    assert names("轿车云驰S7搭载双电机，可以控制座椅加热。") == ["双电机"]


def test_abstractions_and_bare_words_are_no_names() -> None:
    assert names("云驰S7采用先进的技术，配备完善的系统、芯片和电池。") == []


def test_a_text_without_products_has_no_parts() -> None:
    assert names("社区食堂配备了环绕扬声器。") == []


def test_what_the_lexicon_names_is_left() -> None:
    assert names("云驰S7搭载激光雷达。") == []


def test_the_maker_is_no_part_of_the_name() -> None:
    text = "纯电轿车云驰S7搭载宁德时代圆柱电池组。"
    found = RECOGNISE(Cleaned(Document("d", text), text, ()), ()).mentions
    assert [mention.name for mention in found][-2:] == ["宁德时代", "圆柱电池组"]


def test_a_name_cut_short_is_made_whole() -> None:
    text = "云驰S7搭载多连杆式独立后悬架"
    assert [one.name for one in named(text, Guess(6, 12, text[6:12], "Component", "tagger"))] == ["多连杆式独立后悬架"]


def test_a_number_that_a_name_took_is_given_back() -> None:
    text = "云驰S7支持120kW液冷快充"
    (guess,) = named(text, Guess(6, 15, text[6:15], "Feature", "tagger"))
    assert (guess.start, guess.name) == (11, "120kW液冷快充")


def test_a_product_in_a_member_is_no_part() -> None:
    text = "云驰S7搭载云岭X3电机"
    assert named(text, Guess(6, 10, text[6:10], "Vehicle", "product:model")) == []


def test_a_firm_whose_name_ends_like_a_part_is_none() -> None:
    text = "云驰S7搭载宁海电机生产的逆变器"
    assert named(text, Guess(6, 10, text[6:10], "Company", "tagger")) == []


def test_what_something_is_not_names_nothing() -> None:
    assert named("云驰S7搭载圆形而不是方形电机") == []


def test_quotes_are_not_cut() -> None:
    text = "“云和海”座椅、尾灯"
    assert [text[first:last] for first, last in members(text, 0, len(text))] == ["“云和海”座椅", "尾灯"]


def test_an_open_quote_reaches_to_the_end() -> None:
    text = "“云和海座椅"
    assert [text[first:last] for first, last in members(text, 0, len(text))] == [text]


def test_the_name_begins_behind_what_counts_and_praises() -> None:
    assert begin("一块更大的全新中控屏", 0, 7) == 7


def test_a_doubtful_name_of_a_listed_part_becomes_a_good_one() -> None:
    text = "云驰S7搭载1.8T悬浮电机"
    found = named(text, Guess(6, 14, text[6:14], "Component", "tagger", 1))
    assert [(one.start, one.name, one.strength) for one in found] == [(6, "1.8T悬浮电机", 2)]


def test_a_member_ends_where_a_bracket_opens() -> None:
    assert [one.name for one in named("云驰S7搭载后桥电机（有裁切）并加持新系统")] == ["后桥电机"]


def test_the_same_as_is_no_and_so_on() -> None:
    assert [one.name for one in named("云驰S7搭载等效双转子电机")] == ["等效双转子电机"]


def test_what_a_part_is_goes_without_saying_what_it_is_of() -> None:
    assert [one.name for one in named("云驰S7支持后悬架为双腔悬架")] == ["双腔悬架"]


def test_a_quoted_word_before_the_part_begins_its_name() -> None:
    assert [one.name for one in named("云驰S7搭载大尺寸超静音“云海”电机")] == ["“云海”电机"]


def test_a_part_may_be_quoted_whole() -> None:
    assert [one.name for one in named("云驰S7搭载“云海双腔悬架”、快充")] == ["云海双腔悬架", "快充"]


def test_the_kind_belongs_to_the_words_not_to_the_name() -> None:
    text = "云驰S7支持极速快充功能"
    assert [(text[one.start : one.end], one.name) for one in named(text)] == [("极速快充功能", "极速快充")]


def test_a_known_kind_behind_a_brand_is_a_part_of_its_own() -> None:
    text = "云驰S7搭载LINGYUN悬架"
    assert [one.name for one in named(text, Guess(13, 15, "悬架", "Component", "gazetteer", 3))] == ["LINGYUN悬架"]


def test_bodies_of_administration_and_works_are_no_parts() -> None:
    assert [one.name for one in named("云驰S7支持综合信息系统、打造车载系统和热管理系统")] == ["热管理系统"]


def test_an_ampersand_between_latin_words_joins_them() -> None:
    assert [one.name for one in named("云驰S7搭载Ling & Yun电机")] == ["Ling & Yun电机"]


def test_praise_behind_the_maker_is_no_part_of_the_name() -> None:
    text = "云驰S7搭载宁海全新双转子电机"
    assert [one.name for one in named(text, Guess(6, 8, "宁海", "Company", "tagger"))] == ["双转子电机"]
