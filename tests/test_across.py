"""Names across documents: what is one thing, what is not, and that nothing of it hangs on the order of the documents."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from reading import one

from kg.across import Profile, Rules, Target, Thing, decide, profile, rewrite
from kg.across.bare import Reading
from kg.across.candidates import candidates
from kg.across.likeness import core, initials, shortens, spelling
from kg.across.names import Names
from kg.across.profile import Key
from kg.errors import InputError
from kg.ontology import load
from kg.pipeline import extract
from kg.rdf import NQuads


def local(profiles: list[Profile], name: str, kind: str, rules: Rules | None = None) -> str:
    """What a name becomes."""
    target = decide(profiles, rules).table.get(Key(name, kind))
    return target.local if target else name


def quads(text: str, name: str = "a") -> tuple[str, Profile]:
    facts = extract(text, id=name)
    return NQuads(load())(facts), profile(facts)


# ------------------------------------------------------------ names alone


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Model Y", "ModelY"),
        ("Wi-Fi 6E", "WiFi 6E"),
        ("埃隆·马斯克", "埃隆・马斯克"),
        ("云帆 S", "云帆S"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_spellings_of_one_name(left: str, right: str) -> None:
    assert spelling(left) == spelling(right)


@pytest.mark.parametrize(("left", "right"), [("M.2", "M2"), ("X5+", "X5"), ("云帆", "云凡"), ("1-5", "15")])
def test_spellings_of_two_names(left: str, right: str) -> None:
    assert spelling(left) != spelling(right)


@pytest.mark.parametrize(
    "name", ["云岭集团", "云岭公司", "云岭股份有限公司", "云岭控股集团有限公司", "云岭集团股份有限公司"]
)
def test_the_core_of_a_firm(name: str) -> None:
    assert core(name) == "云岭"


def test_short_forms() -> None:
    assert shortens("北汽", "北京汽车") and initials("PIF", "Public Investment Fund")
    assert not shortens("北汽", "东风汽车") and not shortens("北京汽车", "北汽") and not initials("PIF", "Fund")


# ------------------------------------------------------------ what is one


def test_a_name_and_its_legal_forms_are_one() -> None:
    found = [one("a", "Company:云岭汽车"), one("b", "Company:云岭汽车有限公司"), one("c", "Company:云岭汽车")]
    assert local(found, "云岭汽车有限公司", "Organization") == "云岭汽车"


def test_a_group_and_its_listed_company_are_two() -> None:
    found = [one("a", "Company:云岭集团"), one("b", "Company:云岭股份")]
    assert not decide(found).table


def test_a_group_that_owns_the_firm_is_another() -> None:
    found = [
        one("a", "Company:云岭", "Company:云岭集团", ties=((0, "parentOrganization", 1),)),
        one("b", "Company:云岭"),
    ]
    assert not decide(found).merges


def test_what_is_kept_apart_is_not_joined_through_a_third() -> None:
    found = [one("a", "Company:云岭汽车集团"), one("b", "Company:云岭汽车公司"), one("c", "Company:云岭汽车有限公司")]
    rules = Rules.read(_file("different,云岭汽车集团,云岭汽车公司\n"))
    assert local(found, "云岭汽车集团", "Organization", rules) != local(found, "云岭汽车公司", "Organization", rules)
    assert len(decide(found, rules).merges) == 1


def test_a_group_and_its_listed_company_are_not_joined_through_the_short_name() -> None:
    found = [one("a", "Company:云岭汽车"), one("b", "Company:云岭汽车集团"), one("c", "Company:云岭汽车股份")]
    decisions = decide(found)
    assert len(decisions.merges) == 1 and len(decisions.table) == 1


@pytest.mark.parametrize("name", ["自来水集团", "城投有限公司", "华溪股份"])
def test_a_few_characters_with_a_form_may_be_anybodys(name: str) -> None:
    body = core(name)
    assert not decide(
        [one("a", f"Company:{name}"), one("b", f"Company:{body}"), one("c", f"Company:{body}公司")]
    ).merges


def test_a_foreign_name_in_brackets_is_one_with_the_chinese_one() -> None:
    found = [
        one("a", "Company:云岭", asides=((0, "Yunling"),)),
        one("b", "Company:Yunling"),
        one("c", "Company:云岭"),
    ]
    assert local(found, "Yunling", "Organization") == "云岭"


def test_a_bracket_with_a_thing_of_another_kind_joins_nothing() -> None:
    found = [one("a", "Company:云岭", asides=((0, "Suzhou"),)), one("b", "Place:Suzhou")]
    assert not decide(found).merges


def test_a_short_name_of_two_things_joins_neither() -> None:
    found = [
        one("a", "Company:东方能源信息署", asides=((0, "EIA"),)),
        one("b", "Company:西方环境影响局", asides=((0, "EIA"),)),
        one("c", "Company:EIA"),
    ]
    assert not decide(found).merges


def test_a_model_with_and_without_its_maker_is_one() -> None:
    called = Thing("云帆_Wind_300", "Vehicle", "云帆 Wind 300", ("Wind 300",))
    maker = Thing("云帆", "Company", "云帆", known=True)
    found = [one("a", called, maker), one("b", "Vehicle:Wind 300"), one("c", "Vehicle:Wind 300")]
    assert local(found, "云帆_Wind_300", "Product") == "Wind_300"


def test_a_short_model_name_needs_more_than_one_witness() -> None:
    maker = Thing("云帆", "Company", "云帆", known=True)
    found = [one("a", Thing("云帆X5", "Vehicle", "云帆X5", ("X5",)), maker), one("b", "Vehicle:X5")]
    assert not decide(found).merges


def test_an_explained_short_form_is_one_with_the_long_one() -> None:
    long = Thing("安南省云形材料股份有限公司", "Company", "安南省云形材料股份有限公司", ("云形股份",))
    assert decide([one("a", long), one("b", "Company:云形股份"), one("c", "Company:云形股份")]).merges[0].why == "short"


def test_a_department_is_not_its_firm() -> None:
    long = Thing("云岭客户端", "Company", "云岭客户端", ("云岭",))
    assert not decide([one("a", long), one("b", "Company:云岭")]).merges


def test_a_short_form_with_the_same_people_and_products_is_one() -> None:
    ties = ((1, "worksFor", 0), (2, "manufacturer", 0), (3, "manufacturer", 0))
    people = ("Person:林一山", "Vehicle:Wind 9", "Vehicle:Wind 7")
    found = [one("a", "Company:北海汽车", *people, ties=ties), one("b", "Company:北汽海", *people, ties=ties)]
    assert shortens("北海汽车", "北海汽车制造") and not decide(found).merges
    found = [one("a", "Company:北海汽车", *people, ties=ties), one("b", "Company:北汽", *people, ties=ties)]
    assert [merge.why for merge in decide(found).merges] == ["neighbours"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Company:云岭控股集团有限公司", "Company:云岭集团股份有限公司"),
        ("Product:MAX", "Product:Max"),
        ("Product:F-1", "Product:F1"),
        ("Person:·林", "Person:林"),
        ("Technology:M.2", "Technology:M2"),
        ("Company:Windy", "Place:windy"),
        ("NamedEvent:第一届云岭展", "NamedEvent:第二届云岭展"),
    ],
)
def test_pairs_that_are_two(left: str, right: str) -> None:
    assert not decide([one("a", left), one("b", right), one("c", right)]).merges


def test_a_surname_alone_is_not_enough() -> None:
    found = [one("a", Thing("x", "Person", "乔安·格兰特", ("格兰特",))), one("b", "Person:格兰特")]
    assert not decide(found).merges


def test_classes_of_one_thing_are_put_right_by_nearly_all() -> None:
    found = [one(f"d{n}", "Company:云岭") for n in range(9)] + [one("x", "Media:云岭")]
    assert decide(found).of(found[-1])["云岭"].cls == "Company"
    assert not decide(found[6:]).table


# ------------------------------------------------------------ homonyms


def test_homonyms_of_two_documents_have_two_iris() -> None:
    found = [one("a", "Company:长岭"), one("b", "Company:长岭"), one("c", "Place:长岭")]
    decisions = decide(found)
    assert (decisions.table[Key("长岭", "Place")].local, decisions.counts["homonyms"]) == ("长岭_Place", 1)
    assert not decisions.of(found[0])


def test_the_suffix_of_a_document_gives_way_to_that_of_the_corpus() -> None:
    both = one("a", Thing("长岭", "Place", "长岭"), Thing("长岭_Agent", "Company", "长岭"))
    found = [both, one("b", "Company:长岭")]
    assert {name: target.local for name, target in decide(found).of(both).items()} == {
        "长岭": "长岭_Place",
        "长岭_Agent": "长岭",
    }


def test_a_model_is_one_thing_whether_product_or_technology() -> None:
    assert not decide([one("a", "Software:Deep-V3"), one("b", "Technology:Deep-V3")]).table
    assert decide([one("a", "Product:麒芯"), one("b", "Technology:麒芯")]).counts["homonyms"] == 1


# ------------------------------------------------------------ order, size


def corpus() -> list[Profile]:
    return [
        one("a", "Company:云岭汽车", "Place:长岭", asides=((0, "Yunling Auto"),)),
        one("b", "Company:云岭汽车有限公司", "Company:长岭"),
        one("c", "Company:Yunling Auto", "Vehicle:Wind 300"),
        one("d", "Company:YUNLING AUTO", "Vehicle:Wind300"),
        one("e", "Company:长岭", "Software:WIND 300"),
    ]


def test_the_order_of_the_documents_means_nothing() -> None:
    expected = decide(corpus())
    assert len(expected.merges) == 5
    for seed in range(20):
        shuffled = corpus()
        random.Random(seed).shuffle(shuffled)
        assert decide(shuffled) == expected


def test_names_are_held_once() -> None:
    names = Names(one(f"d{n:05}", "Company:云岭", asides=((0, "Yunling"),)) for n in range(2000))
    name = names[Key("云岭", "Organization")]
    assert (len(names), name.documents, name.told.examples) == (1, 2000, ("d00000", "d00001", "d00002"))
    assert name.asides["Yunling"].count == 2000


def test_a_block_of_many_names_says_nothing() -> None:
    many = [
        one(f"d{n}", "Company:" + "".join(c.upper() if n >> i & 1 else c for i, c in enumerate("wind")))
        for n in range(16)
    ]
    assert not candidates(Names(many))


# ------------------------------------------------------------ the user's word


def _file(words: str, name: str = "links.csv") -> Path:
    import tempfile

    place = Path(tempfile.mkdtemp()) / name
    place.write_text(words, "utf-8")
    return place


def test_pairs_of_csv_and_toml_are_the_same() -> None:
    table = _file('# our own\nsame,北汽,北京汽车\n\ndifferent,"吉利",吉利汽车\n')
    toml = _file('same = [["北汽", "北京汽车"]]\ndifferent = [["吉利", "吉利汽车"]]\n', "links.toml")
    assert Rules.read(table) == Rules.read(toml)


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("l.csv", "same,甲\n", "line 1: two names"),
        ("l.csv", "same,甲,乙\nequal,甲,丙\n", "line 2: 'equal' is not one of same, different"),
        ("l.csv", "same,甲,甲\n", "line 1: both names"),
        ("l.csv", "same,甲,乙\ndifferent,乙,甲\n", "line 2: .* otherwise at .*line 1"),
        ("l.toml", "same = 3\n", "'same' is unknown"),
        ("l.toml", 'same = [["甲"]]\n', "same 1: two names"),
        ("l.toml", "same = [", "is no TOML"),
        ("l.txt", "same,甲,乙\n", "unknown ending"),
    ],
)
def test_bad_lines_are_named(name: str, words: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Rules.read(_file(words, name))


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_bytes(b"same,\xff\xfe")
    for name, message in (("l.csv", "UTF-8"), ("none.csv", "cannot be read")):
        with pytest.raises(InputError, match=message):
            Rules.read(tmp_path / name)


def test_a_pair_that_is_given_is_joined_under_its_first_name() -> None:
    found = [one("a", "Company:北汽"), one("b", "Company:北海车业"), one("c", "Company:北海车业")]
    assert local(found, "北海车业", "Organization", Rules.read(_file("same,北汽,北海车业\n"))) == "北汽"


def test_the_first_name_of_a_pair_is_preferred_although_no_name_of_earlier_pairs_is_there() -> None:
    found = [one("a", "Company:云岭"), one("b", "Company:云岭"), one("c", "Company:青石")]
    rules = Rules.read(_file("same,甲一,甲二\nsame,乙一,乙二\nsame,青石,云岭\n"))
    assert local(found, "云岭", "Organization", rules) == "青石"


def test_the_users_word_is_above_the_general_pairs() -> None:
    user, general = Rules.read(_file("different,甲,乙\n")), Rules.read(_file("same,乙,甲\nsame,丙,丁\n"))
    assert [pair.same for pair in user.over(general).pairs] == [False, True]


# ------------------------------------------------------------ quads

SAID = "泓桥汽车公司总部位于苏州。2024年泓桥汽车公司销量达到30万辆。泓桥汽车公司与江帆科技达成合作，泓桥汽车公司2023年销量为20万辆。"


def _facts(lines: str) -> set[str]:
    nodes = {line.split(" ")[0] for line in lines.splitlines()}
    return {node for node in nodes if any(f"/{kind}-" in node for kind in ("st", "obs", "ev", "chg"))}


def test_quads_read_as_if_the_thing_had_been_called_so() -> None:
    before, told = quads(SAID.replace("泓桥汽车公司", "桥泓车业公司"))
    after, _ = quads(SAID)
    assert "桥泓车业公司" in [thing.id for thing in told.things]
    out = rewrite(before, {"桥泓车业公司": Target("泓桥汽车公司", "泓桥汽车公司")})
    nodes = _facts(out)
    assert nodes and {node for node in nodes if "/obs-" in node} <= _facts(after)
    assert _facts(rewrite(out, {"泓桥汽车公司": Target("桥泓车业公司", "桥泓车业公司")})) == _facts(before) != nodes
    assert '"桥泓车业公司"@zh' in out and "id/桥泓车业公司>" not in out


def test_a_relation_to_itself_is_left_out_with_its_evidence() -> None:
    before, _ = quads("泓桥汽车收购了江帆科技。泓桥汽车持有江帆科技30%的股份。")
    out = rewrite(before, {"江帆科技": Target("泓桥汽车", "泓桥汽车")})
    lines = [line.split(" ") for line in out.splitlines()]
    assert not any(line[0] == line[2] for line in lines)


def test_nothing_to_do_gives_the_quads_as_they_are() -> None:
    before, _ = quads(SAID)
    assert rewrite(before, {}) is before


def test_profiles_that_are_too_many_to_hold_are_read_again() -> None:
    profiles = [
        one(str(number), "Company:云岭汽车", f"Person:张{number}", ties=((1, "worksFor", 0),)) for number in range(5)
    ]
    whole, again = Reading(profiles), Reading(profiles, held=3)
    assert list(whole) == list(again) == list(again)
    assert len(list(again)) == 5 and whole.names.sorted() == again.names.sorted()
