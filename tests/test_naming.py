"""One thing, one name within a document."""

from __future__ import annotations

import pytest

import kg
from kg.model import Marks, Mention, Span
from kg.naming import Namer
from kg.ontology import load, with_examples


def renamed(text: str, *found: tuple[str, str, str]) -> list[str]:
    """Names after naming: each of `found` is (words, name, class), at its first place behind the one before."""
    mentions, at = [], 0
    for words, name, cls in found:
        at = text.index(words, at)
        mentions.append(Mention(Span(at, at + len(words)), words, name, cls, "t"))
        at += len(words)
    return [mention.name for mention in Namer(with_examples(load()))(text, Marks(tuple(mentions))).mentions]


def test_spaces_beside_chinese_mean_nothing() -> None:
    assert renamed("初代 X9", ("初代 X9", "初代 X9", "Vehicle")) == ["初代X9"]


def test_spaces_between_latin_words_stay() -> None:
    assert renamed("Model Y", ("Model Y", "Model Y", "Vehicle")) == ["Model Y"]


def test_a_product_with_and_without_its_maker_is_one() -> None:
    text = "北辰科技发布北辰科技Z9，Z9很轻。"
    found = renamed(
        text, ("北辰科技", "北辰科技", "Company"), ("北辰科技Z9", "北辰科技Z9", "Device"), ("Z9", "Z9", "Device")
    )
    assert found == ["北辰科技", "北辰科技Z9", "北辰科技Z9"]


def test_a_bracket_defines_the_short_name() -> None:
    text = "远海新能源股份有限公司（以下简称“远海新能”）上市。"
    found = renamed(
        text, ("远海新能源股份有限公司", "远海新能源股份有限公司", "Company"), ("远海新能", "远海新能", "Company")
    )
    assert found == ["远海新能", "远海新能"]


def test_a_place_in_a_bracket_is_a_part_and_no_name() -> None:
    part = renamed("张家口市（赤城县）降雪。", ("张家口市", "张家口市", "Place"), ("赤城县", "赤城县", "Place"))
    short = renamed("上海北站广场（北站）开放。", ("上海北站广场", "上海北站广场", "Place"), ("北站", "北站", "Place"))
    assert (part, short) == (["张家口市", "赤城县"], ["北站", "北站"])


@pytest.mark.parametrize(
    ("text", "long", "short", "defined"),
    [
        ("云岭通信（云岭）上市。", "云岭通信", "云岭", True),
        ("云岭通信（“云岭”）上市。", "云岭通信", "云岭", True),
        ("云岭通信（云岭，YL.N）上市。", "云岭通信", "云岭", True),
        ("三家通信公司（云岭、星河和远山）上市。", "三家通信公司", "云岭", False),
        ("鸿图实验室（云岭研究新材料的地方）挂牌。", "鸿图实验室", "云岭", False),
        ("远山基金会（云岭联合发起）挂牌。", "远山基金会", "云岭", False),
    ],
)
def test_a_bracket_that_holds_more_than_a_name_defines_nothing(text: str, long: str, short: str, defined: bool) -> None:
    names = renamed(text, (long, long, "Company"), (short, short, "Company"))
    assert (names[0] == short) is defined


def test_where_a_place_lies_is_no_name_for_it() -> None:
    names = renamed("云岭新区（云岭）开工。", ("云岭新区", "云岭新区", "Place"), ("云岭", "云岭", "Place"))
    assert names[0] == "云岭新区"


def test_a_bracket_of_another_family_defines_nothing() -> None:
    text = "远海集团（王启明）"
    assert renamed(text, ("远海集团", "远海集团", "Company"), ("王启明", "王启明", "Person")) == ["远海集团", "王启明"]


def test_a_chip_goes_by_its_model() -> None:
    text = "联发科云岭9300芯片与云岭9300移动平台，和静音芯片、双核处理器不同"
    chips = [
        (words, words, "Component") for words in ("联发科云岭9300芯片", "云岭9300移动平台", "静音芯片", "双核处理器")
    ]
    assert renamed(text, *chips) == ["云岭9300", "云岭9300", "静音芯片", "双核处理器"]


def test_no_maker_is_cut_out_of_a_latin_word() -> None:
    facts = kg.extract("高通推出Snapdragon 8 Gen 3，Snap发布财报，三星采用Snapdragon 8 Gen 3。")
    assert "dragon 8 Gen 3" not in {entity.label for entity in facts.entities}


def firms(text: str, *names: str) -> list[str]:
    return renamed(text, *((name, name, "Company") for name in names))


def test_a_firm_with_and_without_its_form_is_one() -> None:
    text = "泰岭北辰控股集团宣布扩产。泰岭北辰称，泰岭北辰-W今日上涨，泰岭北辰科技有限公司注册于2020年。"
    found = firms(text, "泰岭北辰控股集团", "泰岭北辰", "泰岭北辰-W", "泰岭北辰科技有限公司")
    assert set(found) == {"泰岭北辰"}


def test_a_foreign_firm_with_and_without_its_land_is_one() -> None:
    assert set(firms("美国泰岭北辰公司称，泰岭北辰将裁员。", "美国泰岭北辰公司", "泰岭北辰")) == {"泰岭北辰"}


def test_firms_that_the_text_names_beside_each_other_are_two() -> None:
    assert firms("泰岭北辰旗下泰岭北辰科技有限公司获奖。", "泰岭北辰", "泰岭北辰科技有限公司") == [
        "泰岭北辰",
        "泰岭北辰科技有限公司",
    ]


def test_the_trade_tells_the_firms_of_a_household_name_apart() -> None:
    assert firms("小米今日大涨。北京外，小米新能源科技有限公司成立。", "小米", "小米新能源科技有限公司") == [
        "小米",
        "小米新能源科技有限公司",
    ]


def test_a_standard_goes_by_its_version() -> None:
    text = "支持UFS 3.1闪存、静音内存"
    assert renamed(text, *[(words, words, "Component") for words in ("UFS 3.1闪存", "静音内存")]) == [
        "UFS 3.1",
        "静音内存",
    ]
