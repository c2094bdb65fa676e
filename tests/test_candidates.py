"""Names that look like one and are two, and those that are one all the same."""

from __future__ import annotations

import pytest
from reading import one

from kg.across import Thing, decide, profile
from kg.across.likeness import core
from kg.pipeline import extract


@pytest.mark.parametrize(
    ("bare", "firm"),
    [
        ("Organization:云岭联赛", "Company:云岭联赛有限责任公司"),
        ("Media:云岭时报", "Company:云岭时报集团"),
    ],
)
def test_a_firm_is_not_the_league_or_the_paper_of_its_name(bare: str, firm: str) -> None:
    cls, _, label = bare.partition(":")
    found = [one(str(place), Thing(label, cls, label, known=True)) for place in range(3)]
    assert not decide([*found, one("b", firm)]).merges


def test_the_listed_company_has_a_number_and_its_group_has_none() -> None:
    listed = one("a", "Company:云岭煤电", asides=((0, "600123"),))
    group, whole = one("b", "Company:云岭煤电集团有限公司"), one("c", "Company:云岭煤电股份有限公司")
    assert not decide([listed, group]).merges
    assert len(decide([listed, whole]).merges) == 1
    assert len(decide([one("a", "Company:云岭煤电"), group]).merges) == 1
    assert len(decide([listed, one("b", "Company:云岭煤电集团", asides=((0, "600123"),))]).merges) == 1


def test_the_number_of_a_share_stands_behind_the_name() -> None:
    found = profile(extract("海康威视(002415.SZ)发布财报。宁德时代（300750）上涨。", id="a"))
    assert {words for _, words in found.asides} == {"002415", "300750"}


def test_names_in_full_of_a_group_and_of_a_firm_below_are_two() -> None:
    found = [one("a", "Company:云岭市政工程有限公司"), one("b", "Company:云岭市政工程集团有限公司")]
    assert not decide(found).merges
    turned = [one("a", "Company:云岭市政工程有限责任公司"), one("b", "Company:云岭市政工程股份有限公司")]
    assert len(decide(turned).merges) == 1


def test_a_holding_is_not_the_group_beside_it() -> None:
    group = Thing("云岭电脑", "Company", "云岭电脑", ("云岭电脑集团",), known=True)
    assert not decide([one("a", group), one("b", "Company:云岭电脑控股有限公司")]).merges


@pytest.mark.parametrize("firm", ["某物业管理有限公司", "（中国）有限公司", "中国物流股份有限公司"])
def test_a_firm_without_a_name_of_its_own_is_nobody(firm: str) -> None:
    industry = one("c", "Industry:物流")
    assert not decide([one("a", f"Company:{firm}"), one("b", f"Company:{core(firm)}"), industry]).merges


def test_what_many_hold_under_one_name_is_not_one() -> None:
    held = [one("a", "NamedEvent:“七一”主题活动"), one("b", "NamedEvent:七一主题活动")]
    named = [one("a", "NamedEvent:“云岭杯”大赛"), one("b", "NamedEvent:云岭杯大赛")]
    assert not decide(held).merges and len(decide(named).merges) == 1


@pytest.mark.parametrize(
    ("long", "short", "said", "merged"),
    [
        ("里奥·瓦尔德斯", "瓦尔德斯", 3, True),
        ("里奥·瓦尔德", "瓦尔德", 3, False),
        ("里奥·瓦尔德", "瓦尔德", 5, True),
    ],
)
def test_a_short_surname_needs_more_witnesses(long: str, short: str, said: int, merged: bool) -> None:
    full = [one(str(place), Thing(long, "Person", long, (short,))) for place in range(said)]
    assert bool(decide([*full, one("z", f"Person:{short}")]).merges) is merged


def test_a_surname_of_several_people_stands_for_none() -> None:
    full = [one(str(place), Thing("里奥·瓦尔德斯", "Person", "里奥·瓦尔德斯", ("瓦尔德斯",))) for place in range(3)]
    assert not decide([*full, one("y", "Person:安娜·瓦尔德斯"), one("z", "Person:瓦尔德斯")]).merges


def test_a_foreign_full_name_is_not_a_surname_of_several_people() -> None:
    told = one("a", "Person:瓦尔德斯", asides=((0, "Leo Valdes"),))
    found = [told, one("b", "Person:Leo Valdes")]
    others = [one("c", "Person:安娜·瓦尔德斯"), one("d", "Person:本·瓦尔德斯")]
    assert len(decide(found).merges) == 1 and not decide([*found, *others]).merges


@pytest.mark.parametrize(
    ("chinese", "foreign", "documents", "merged"),
    [
        ("云岭数据公司", "YD", 1, False),
        ("云岭数据公司", "YD", 3, True),
        ("云岭数据公司", "Yunling Data", 1, True),
        ("云岭数据公司", "data", 1, False),
    ],
)
def test_a_few_letters_need_more_witnesses(chinese: str, foreign: str, documents: int, merged: bool) -> None:
    told = [one(str(place), f"Company:{chinese}", asides=((0, foreign),)) for place in range(documents)]
    assert bool(decide([*told, one("z", f"Company:{foreign}")]).merges) is merged


def test_a_word_that_many_names_end_in_is_no_translation() -> None:
    told = [one("a", "Media:新闻网", asides=((0, "Politia"),)), one("b", "Media:Politia")]
    others = [one(f"c{place}", f"Media:{name}新闻网") for place, name in enumerate("东南西北中上下")]
    assert len(decide(told).merges) == 1 and not decide([*told, *others]).merges


def test_a_word_and_an_abbreviation_of_its_letters_are_two() -> None:
    assert not decide([one("a", "Technology:MAP"), one("b", "Technology:Map")]).merges
    assert len(decide([one("a", "Technology:MAPLE"), one("b", "Technology:Maple")]).merges) == 1


@pytest.mark.parametrize(("left", "right"), [("LTD.", "Ltd."), ("TOP10", "Top10"), ("ALPHA", "Alpha")])
def test_what_is_the_form_of_a_firm_or_of_any_release_is_no_name(left: str, right: str) -> None:
    assert not decide([one("a", f"Company:{left}"), one("b", f"Company:{right}")]).merges


def test_a_navy_is_not_the_firm_that_builds_its_ships() -> None:
    assert not decide([one("a", "Government:云岭海军"), one("b", "Company:云岭海军集团")]).merges
