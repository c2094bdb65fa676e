"""Names, quantities and times together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Cleaned, Document, Marks, Span
from kg.ontology import load
from kg.recognise import Recogniser
from kg.segment import sentences

RECOGNISE = Recogniser(load())


def marks(text: str, original: str | None = None, **metadata: object) -> Marks:
    document = Document("d", original or text, issued=date(2026, 2, 1), **metadata)  # type: ignore[arg-type]
    blocks = (Span(0, len(text)),)
    return RECOGNISE(Cleaned(document, text, blocks), sentences(text, blocks))


def names(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.cls) for mention in marks(text).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("问界M9售价46.98万元", "问界M9"),
        ("搭载骁龙660处理器的旧款", "骁龙660"),
        ("Mate 60 Pro卖了100万台", "Mate 60 Pro"),
        ("iPhone 15降价500元", "iPhone 15"),
        ("新车基于800V高压平台", "800V高压平台"),
    ],
)
def test_a_sure_name_keeps_its_number(text: str, name: str) -> None:
    assert any(mention.text.startswith(name) for mention in marks(text).mentions)


def test_the_other_numbers_stay() -> None:
    assert [quantity.text for quantity in marks("问界M9售价46.98万元").quantities] == ["46.98万元"]


def test_times_stay_times() -> None:
    assert [time.text for time in marks("雷军2025年3月访问上海").times] == ["2025年3月"]


def test_words_are_those_of_the_original_text() -> None:
    mention = marks("联发科发布芯片", "聯發科發布晶片").mentions[0]
    assert (mention.text, mention.name) == ("聯發科", "联发科")


def test_metadata_names_are_found() -> None:
    found = marks("在星河电讯社看来，销量见顶", publisher="星河电讯社")
    assert [(mention.name, mention.cls) for mention in found.mentions] == [("星河电讯社", "Media")]


def test_authors_are_persons() -> None:
    found = marks("文中数据由蔺舟舟整理", authors=("蔺舟舟",))
    assert [(mention.name, mention.cls) for mention in found.mentions] == [("蔺舟舟", "Person")]


@pytest.mark.parametrize("text", ["", "消费者认为新车价格合适", "车企和市场都在变化", "。。。", "hello world"])
def test_common_nouns_are_no_names(text: str) -> None:
    assert names(text) == []


def test_a_factory_belongs_to_its_owner() -> None:
    assert ("小米汽车工厂", "Facility") in names("去年，小米汽车工厂接待游客13万人")


def test_generations_are_names_of_their_own() -> None:
    assert [name for name, cls in names("初代SU7停产，新款SU7上市，SU7不降价") if cls == "Vehicle"] == [
        "初代SU7",
        "新款SU7",
        "SU7",
    ]


@given(st.text(alphabet="小米汽车SU7雷军表示，。（）《》“”·0123 万元年月在北京有限公司集团技术M9", max_size=60))
def test_marks_never_overlap_and_stand_in_the_text(text: str) -> None:
    found = marks(text)
    spans = sorted(mark.span for kind in (found.mentions, found.quantities, found.times) for mark in kind)
    assert all(first.end <= second.start for first, second in zip(spans, spans[1:], strict=False))
    assert all(mention.text == mention.span.of(text) for mention in found.mentions)


def test_two_readings_are_equal() -> None:
    text = "星岭机器人有限公司（简称“星岭”）CEO林知远表示，《机器人年鉴》出版"
    assert Recogniser(load())(Cleaned(Document("d", text), text, ()), ()) == RECOGNISE(
        Cleaned(Document("d", text), text, ()), ()
    )
