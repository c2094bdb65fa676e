"""The stages between names and facts: assembling, naming, references, frames, variants, resolution, the whole flow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.model import Document, Facts, Marks, Mention, Quantity, Sentence, Span, Time, lineage, plain
from kg.naming import Namer
from kg.ontology import load, with_examples
from kg.pipeline import Extractor
from kg.variants import base

ISSUED = date(2026, 2, 12)


@pytest.fixture(scope="module")
def extract() -> Extractor:
    return Extractor(with_examples(load()))


def read(extract: Extractor, text: str) -> Facts:
    return extract(Document("x", text, issued=ISSUED))


def relations(facts: Facts) -> set[str]:
    return {str(relation) for relation in facts.relations if relation.stance == "Asserted"}


# ---------------------------------------------------------------- the nouns


def test_numbers_are_written_in_plain_digits() -> None:
    assert [plain(Decimal(words)) for words in ("1.30E+5", "0.50", "100", "-3.0")] == ["130000", "0.5", "100", "-3"]


def test_a_range_shows_both_ends() -> None:
    quantity = Quantity(Span(0, 3), "2~3", None, "元", "between", Decimal(2), Decimal("3.50"))
    assert quantity.number == "2~3.5"


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [("2025", None, "2025"), ("2025-01-01", "2025-03-31", "2025-01-01/2025-03-31"), (None, None, None)],
)
def test_a_time_gives_its_period(start: str | None, end: str | None, period: str | None) -> None:
    assert Time(Span(0, 1), "x", start, end).period == period


def test_lineage_ends_at_a_root() -> None:
    assert lineage("Company") == ("Company", "Organization", "Agent")


# ---------------------------------------------------------------- assembling


def test_each_mark_lies_in_the_clause_where_it_starts() -> None:
    mentions = tuple(Mention(Span(at, at + 2), "XX", f"n{at}", "Company", "t") for at in (0, 4, 9))
    clauses = assemble(
        [Sentence(Span(0, 8), (Span(0, 3), Span(4, 8))), Sentence(Span(9, 12), (Span(9, 12),))], Marks(mentions)
    )
    assert [[m.name for m in clause.mentions] for clause in clauses] == [["n0"], ["n4"], ["n9"]]
    assert [clause.opens for clause in clauses] == [True, False, True]


# ---------------------------------------------------------------- naming


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


def test_a_bracket_of_another_family_defines_nothing() -> None:
    text = "远海集团（王启明）"
    assert renamed(text, ("远海集团", "远海集团", "Company"), ("王启明", "王启明", "Person")) == ["远海集团", "王启明"]


# ---------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车今天开会。该公司收购了澄海动力。", "澄海动力 acquirer 极曜汽车"),
        ("极曜汽车今天开会，公司收购了澄海动力。", "澄海动力 acquirer 极曜汽车"),
        ("极曜汽车发布极曜X7。新车搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
        ("极曜X7今天亮相。它基于天衡架构。", "极曜X7 basedOn 天衡架构"),
        ("极曜X7今天亮相，搭载激光雷达。", "极曜X7 hasComponent 激光雷达"),
        ("初代极曜X7基于400V平台，而新一代车型升级到800V高压平台。", "新一代极曜X7 basedOn 800V高压平台"),
        ("初代极曜X7基于400V平台，而新一代车型升级到800V平台。", "初代极曜X7 basedOn 400V平台"),
    ],
)
def test_references_lead_to_what_was_named(extract: Extractor, text: str, fact: str) -> None:
    assert fact in relations(read(extract, text))


def test_a_word_that_only_begins_like_a_reference_is_none(extract: Extractor) -> None:
    assert not [m for m in read(extract, "极曜汽车开会，公司债规模扩大，其他企业观望。").mentions if m.refers]


def test_a_reference_keeps_the_words_that_stand_there(extract: Extractor) -> None:
    mention = next(m for m in read(extract, "极曜汽车开会，该公司收购了澄海动力。").mentions if m.refers)
    assert (mention.text, mention.name) == ("该公司", "极曜汽车")


def test_a_clause_keeps_the_time_that_was_left_open(extract: Extractor) -> None:
    event = read(extract, "2025年8月16日，极曜汽车发布极曜X7。").events[0]
    assert event.time is not None and event.time.period == "2025-08-16"


# ---------------------------------------------------------------- frames


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("极曜X7搭载激光雷达和空气悬架。", {"极曜X7 hasComponent 激光雷达", "极曜X7 hasComponent 空气悬架"}),
        ("极曜汽车旗下极曜X7上市。", {"极曜X7 manufacturer 极曜汽车"}),
        ("澄海动力被远海集团收购。", {"澄海动力 acquirer 远海集团"}),
        ("极曜汽车召开发布会。", set()),
    ],
)
def test_frames_fill_their_slots(extract: Extractor, text: str, facts: set[str]) -> None:
    assert facts <= relations(read(extract, text)) and (facts or not relations(read(extract, text)))


def test_a_frame_says_what_it_lacked(extract: Extractor) -> None:
    refusals = read(extract, "远海集团持有股份。").refusals
    assert any(refusal.rule == "shareholder-holds" and "slot 'subject'" in refusal.reason for refusal in refusals)


# ---------------------------------------------------------------- variants, kinds, names inside names


@pytest.mark.parametrize(
    ("name", "named", "found"),
    [
        ("初代SU7", set(), ("SU7", 1)),
        ("2024款X9", set(), ("X9", 20240)),
        ("E9 PRO", {"E9"}, ("E9", None)),
        ("E9 PRO", set(), None),
        ("Model Y", set(), None),
    ],
)
def test_the_base_of_a_variant(name: str, named: set[str], found: tuple[str, int | None] | None) -> None:
    assert base(name, named) == found


def test_the_newer_generation_replaces_the_older(extract: Extractor) -> None:
    found = relations(read(extract, "新一代极曜X7上市，初代极曜X7停产。"))
    assert {
        "新一代极曜X7 successorOf 初代极曜X7",
        "新一代极曜X7 variantOf 极曜X7",
        "初代极曜X7 variantOf 极曜X7",
    } <= found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("极曜X7是一款中型纯电SUV。", "中型纯电SUV"),
        ("增程式电动车极曜X7今天上市。", "增程式电动车"),
        ("极曜X7 插电混动 MPV上市。", "插电混动MPV"),
        ("汽车不是手机，极曜X7卖得慢。", None),
        ("极曜X7是手机市场的搅局者。", None),
    ],
)
def test_the_kind_of_a_product(extract: Extractor, text: str, kind: str | None) -> None:
    found = [
        str(r.object) for r in read(extract, text).relations if r.property == "category" and r.stance == "Asserted"
    ]
    assert found == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("极曜汽车工厂今天开放。", "极曜汽车工厂 owner 极曜汽车"),
        ("小米汽车今天开业。", "小米汽车 parentOrganization 小米"),
    ],
)
def test_a_company_inside_a_name(extract: Extractor, text: str, fact: str) -> None:
    assert fact in relations(read(extract, text))


# ---------------------------------------------------------------- resolution


def test_every_mention_of_a_fact_carries_its_entity(extract: Extractor) -> None:
    facts = read(extract, "极曜汽车发布极曜X7，新车搭载激光雷达。")
    ids = {entity.id for entity in facts.entities}
    assert ids and all(r.subject.entity in ids for r in facts.relations)


def test_an_event_told_again_takes_its_date(extract: Extractor) -> None:
    facts = read(extract, "极曜X7于2026年1月8日停产。\n极曜X7停产引起热议。")
    assert {event.time.period for event in facts.events if event.time} == {"2026-01-08"} and len(facts.events) == 2


def test_a_homonym_of_another_family_gets_another_iri(extract: Extractor) -> None:
    from kg.model import Reading
    from kg.resolve import resolve

    mentions = tuple(
        Mention(Span(at, at + 2), "理想", "理想", cls, "t")
        for at, cls in ((0, "Company"), (5, "Company"), (9, "Product"))
    )
    facts = resolve(Reading(Document("x", "理想"), "理想", (), mentions), (), (), (), (), ())
    assert [(entity.id, entity.cls) for entity in facts.entities] == [("理想", "Company"), ("理想_Product", "Product")]


# ---------------------------------------------------------------- the flow


def test_facts_are_the_same_in_traditional_characters(extract: Extractor) -> None:
    assert "澄海动力 acquirer 远海集团" in relations(
        read(extract, "遠海集團宣布收購澄海動力，這筆交易已經獲得監管機構批准。")
    )


def test_the_extractor_keeps_nothing_of_the_document_before(extract: Extractor) -> None:
    first = read(extract, "极曜汽车收购了澄海动力。")
    read(extract, "王启明出任北辰科技CEO，该公司任命李思远。")
    assert read(extract, "极曜汽车收购了澄海动力。") == first


@given(
    st.text(
        alphabet=st.sampled_from("小米汽车发布SU7，。12万辆年的、“”《》()？如果不是\n 8月\u200f\ud800,."), max_size=80
    )
)
def test_any_text_is_read_and_every_span_lies_within_it(text: str) -> None:
    facts = _EXTRACT(Document("x", text, issued=ISSUED))
    for mention in facts.mentions:
        assert mention.span.of(text) == mention.text
    for fact in (*facts.relations, *facts.observations, *facts.events, *facts.changes):
        assert 0 <= fact.evidence.span.start < fact.evidence.span.end <= len(text)


_EXTRACT = Extractor(load())


# ---------------------------------------------------------------- the ontology folder


def broken(tmp_path: Path, file: str, text: str) -> str:
    """The message that loading a copy of the ontology gives, with one file replaced."""
    import shutil

    from kg.errors import OntologyError

    folder = tmp_path / "ontology"
    shutil.copytree(load().folder, folder)
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(OntologyError) as caught:
        Extractor(load(folder))
    return str(caught.value)


FRAME = '[[frame]]\nname = "f"\nrelation = "maker"\ntrigger = ["造"]\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FRAME, "'maker' is no relation"),
        ('[[frame]]\nname = "f"\nrelation = "manufacturer"\nrejects = ["c"]\n', "needs 'accepts' and 'rejects'"),
        ("[[frame]]\nname = f\n", "not valid TOML"),
        ('[[frame]]\nname = "f"\ncolour = "red"\n', "unknown key 'colour'"),
        ('[[frame]]\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n', "'name' must be a string"),
        ('frame = "f"\n', "must be written as [[frame]]"),
        ("frame = [1]\n", "is no table"),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Car"] }\n',
            "class 'Car' is unknown",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], side = "left" }\n',
            "side 'left' is unknown",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], reach = "far" }\n',
            "'reach' must be a number",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
            'subject = { is = ["Product"], many = "yes" }\n',
            "'many' must be true or false",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\nsubject = 3\n',
            "'subject' must be a table",
        ),
        (
            '[[frame]]\nname = "maker-verb"\nrelation = "manufacturer"\naccepts = [["a", "b"]]\nrejects = ["c"]\n',
            "the name is taken",
        ),
        (
            '[[frame]]\nname = "f"\nrelation = "manufacturer"\ntrigger = "造"\naccepts = [["a", "b"]]\nrejects = ["c"]\n',
            "'trigger' must be a list of strings",
        ),
    ],
)
def test_a_wrong_rule_is_named_with_its_file_and_cure(tmp_path: Path, text: str, words: str) -> None:
    message = broken(tmp_path, "rules/zz.toml", text)
    assert "zz.toml" in message and words in message and message.count(".") >= 2


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    import shutil

    from kg.errors import OntologyError

    folder = tmp_path / "ontology"
    shutil.copytree(load().folder, folder)
    (folder / "rules" / "zz.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match="not UTF-8"):
        load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    from kg.errors import OntologyError

    with pytest.raises(OntologyError, match="cannot be read"):
        load(tmp_path)


def test_the_examples_are_known_only_where_asked() -> None:
    plainly = load()
    assert not any(name.name == "极曜X7" for name in plainly.names)
    assert any(name.name == "极曜X7" for name in with_examples(plainly).names)
    assert replace(with_examples(plainly), names=plainly.names) == plainly
