"""Folding, bylines and boilerplate: nothing moves, nothing of the story is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import clean as module
from kg.clean import Byline, clean, dated, fold, read_byline
from kg.model import Document

ARTICLE = (
    "原标题：甲公司发布新款电动汽车\n"
    "2023年5月6日 10:20 来源：甲乙财经 作者：王小明\n"
    "甲公司今天在北京发布新款电动汽车，售价２１．５９万元。\n"
    "▲ 图源 甲公司官网\n"
    "公司表示，今年的目标是交付20万辆。\n"
    "点击关注公众号，回复“资料”领取报告\n"
    "新车将于6月上市。\n"
    "（编辑：李大伟）\n"
    "版权声明：本文版权归甲乙财经所有，转载请联系。\n"
    "热门跟贴"
)


def story(text: str) -> list[str]:
    cleaned = clean(Document("d", text))
    return [block.of(cleaned.text) for block in cleaned.blocks]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("ＡＢｃ１２％／．＋－", "ABc12%/.+-", id="full width"),
        pytest.param("，。：；（）！？《》", "，。：；（）！？《》", id="punctuation stays"),
        pytest.param("聯發科與臺積電的手機晶片", "联发科与台积电的手机芯片", id="traditional"),
        pytest.param("乾隆年間的發展，頭髮與乾淨", "乾隆年间的发展，头发与干净", id="words decide"),
        pytest.param("小\u200b米\u202e汽\x07车", "小 米 汽 车", id="unseen"),
        pytest.param("一\t二\n三\r\n", "一\t二\n三\r\n", id="blanks stay"),
        pytest.param("甲\ud800乙", "甲 乙", id="lone surrogate"),
        pytest.param("⼩⽶", "小米", id="radicals"),
        pytest.param("上市。?据悉，真的?", "上市。 据悉，真的?", id="a lost blank"),
        pytest.param("￥100，﹣5", "¥100，-5", id="signs"),
    ],
)
def test_folding(text: str, wanted: str) -> None:
    assert fold(text) == wanted


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=300, deadline=None)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(
    st.lists(st.sampled_from([*ARTICLE.split("\n"), *"聯發科，。\n 　{IMG:1}&nbsp;（）完記者《》"]), max_size=30).map(
        "".join
    )
)
@settings(max_examples=200, deadline=None)
def test_offsets_never_move(text: str) -> None:
    cleaned = clean(Document("d", text))
    assert len(cleaned.text) == len(text)
    last = 0
    for block in cleaned.blocks:
        assert last <= block.start < block.end <= len(text)
        assert block.of(cleaned.text).strip() == block.of(cleaned.text)
        last = block.end


def test_folding_survives_a_converter_that_moves_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"體系\n機": "体系系\n机", "體系": "体系系", "體": "体", "機": "机", "系": "系统"}
    monkeypatch.setattr(module, "_opencc", lambda text: table.get(text, text))
    assert fold("體系\n機") == "体系\n机"


def test_simplified_text_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_opencc", lambda text: pytest.fail("converted"))
    assert fold("甲公司发布新车。") == "甲公司发布新车。"


def test_an_article_keeps_its_story() -> None:
    assert story(ARTICLE) == [
        "甲公司发布新款电动汽车",
        "甲公司今天在北京发布新款电动汽车，售价21.59万元。",
        "公司表示，今年的目标是交付20万辆。",
        "新车将于6月上市。",
    ]


def test_an_article_tells_its_metadata() -> None:
    document = clean(Document("d", ARTICLE)).document
    assert document.title == "甲公司发布新款电动汽车"
    assert document.issued == date(2023, 5, 6)
    assert document.publisher == "甲乙财经"
    assert document.authors == ("王小明",)
    assert document.text == ARTICLE


def test_what_is_known_is_not_overwritten() -> None:
    known = Document("d", ARTICLE, title="甲", issued=date(2020, 1, 1), publisher="乙", authors=("丙",))
    assert clean(known).document == known


@pytest.mark.parametrize(
    ("text", "authors", "publisher"),
    [
        pytest.param("作者 | 王小明 报道 | 甲乙财经\n甲公司上市。", ("王小明",), "甲乙财经", id="bars"),
        pytest.param("文/王小明\n甲公司上市。", ("王小明",), None, id="slash"),
        pytest.param("本报讯（记者 王小明 李大伟）甲公司上市。", ("王小明", "李大伟"), None, id="two reporters"),
        pytest.param("甲公司上市。(责任编辑：王小明 CN001)", (), None, id="an editor is no author"),
        pytest.param("甲公司上市。（小明月）", ("小明月",), None, id="signature"),
        pytest.param("甲公司上市。【来源：甲乙新闻】", (), "甲乙新闻", id="source in brackets"),
        pytest.param("快科技8月17日消息，甲公司上市。", (), "快科技", id="dateline"),
        pytest.param("【TechWeb】8月28日消息，甲公司上市。", (), "TechWeb", id="dateline in brackets"),
        pytest.param("新华社北京8月1日电（记者 王小明）甲公司上市。", ("王小明",), "新华社", id="agency"),
        pytest.param("甲公司上市。作者：xiaoming来源：甲乙界", ("xiaoming",), "甲乙界", id="glued together"),
        pytest.param("甲公司的作者认为，来源可靠。", (), None, id="none"),
    ],
)
def test_who_wrote_it_and_where(text: str, authors: tuple[str, ...], publisher: str | None) -> None:
    document = clean(Document("d", text)).document
    assert (document.authors, document.publisher) == (authors, publisher)
    assert any("甲公司" in block for block in story(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("2023-08-17，正文：甲公司上市。", date(2023, 8, 17), id="crawler"),
        pytest.param("发布时间：2023-08-02 10:02:54\n甲公司上市。", date(2023, 8, 2), id="label"),
        pytest.param("2023年8月1日 10:20 甲公司上市。", date(2023, 8, 1), id="line"),
        pytest.param("[ 2023/08/02 17:05 ]，正文：甲公司上市。", date(2023, 8, 2), id="brackets"),
        pytest.param("23-08-04 11:13，正文：甲公司上市。", date(2023, 8, 4), id="two figures"),
        pytest.param("202308/18 07:10，正文：甲公司上市。", date(2023, 8, 18), id="glued"),
        pytest.param("2023-13-45 10:20，正文：甲公司上市。", None, id="no day of the calendar"),
        pytest.param("2023年8月1日，甲公司上市。", None, id="part of the story"),
        pytest.param("甲公司上市。", None, id="none"),
    ],
)
def test_the_day_of_publication(text: str, wanted: date | None) -> None:
    assert clean(Document("d", text)).document.issued == dated(text) == wanted


@pytest.mark.parametrize(
    ("near", "wanted"),
    [
        pytest.param(date(2023, 9, 1), date(2023, 8, 17), id="this year"),
        pytest.param(date(2023, 3, 1), date(2022, 8, 17), id="last year"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_a_day_without_a_year_is_the_last_such_day(near: date | None, wanted: date | None) -> None:
    assert dated("快科技8月17日消息，甲公司上市。", near) == wanted


def test_a_full_date_counts_before_one_without_a_year() -> None:
    assert Byline(days=("8月17", "2021-01-02")).issued(date(2023, 9, 1)) == date(2021, 1, 2)


def test_a_leap_day_that_the_year_lacks_is_no_day() -> None:
    assert Byline(days=("2月29",)).issued(date(2023, 9, 1)) is None


def test_bylines_are_read_only_in_what_was_taken_out() -> None:
    assert read_byline([]) == Byline()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("甲公司发布声明：否认收购乙公司。", id="statement"),
        pytest.param("甲公司回复问询函，称将关注市场变化。\n乙公司上市。", id="reply"),
        pytest.param("据《甲乙日报》8月1日报道，乙公司上市。", id="reported"),
        pytest.param("甲公司称，版权收入增长三成，来源：自有平台。乙公司上市。", id="source of income"),
        pytest.param("甲公司8月1日消息，新车上市。", id="not an outlet"),
        pytest.param("乙公司推出（含税价）新车（科创板）。", id="brackets"),
    ],
)
def test_the_story_is_not_boilerplate(text: str) -> None:
    assert story(text) == [text]


def test_a_title_ends_where_the_story_begins() -> None:
    text = "原标题：甲公司上半年收入大增IT之家 7 月 31 日消息，据悉，收入增长。"
    cleaned = clean(Document("d", text))
    assert cleaned.document.title == "甲公司上半年收入大增"
    assert story(text) == ["甲公司上半年收入大增", "据悉，收入增长。"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("甲公司正式上市\n今天，甲公司上市。", "甲公司正式上市", id="heading"),
        pytest.param("热门跟贴\n甲公司正式上市\n今天，甲公司上市。", "甲公司正式上市", id="behind boilerplate"),
        pytest.param("今天，甲公司上市。\n股价上涨。", None, id="a sentence"),
        pytest.param("甲公司正式上市", None, id="a lone line"),
        pytest.param("甲" * 61 + "\n今天，甲公司上市。", None, id="too long"),
    ],
)
def test_the_title(text: str, wanted: str | None) -> None:
    assert clean(Document("d", text)).document.title == wanted


def test_the_title_stands_in_the_words_of_the_document() -> None:
    assert clean(Document("d", "標題：聯發科營收創新高\n今天，聯發科發布財報。")).document.title == "聯發科營收創新高"


def test_a_text_of_nothing_but_boilerplate_has_no_blocks() -> None:
    assert clean(Document("d", "热门跟贴\n（完）")).blocks == ()


def test_an_empty_text_is_clean() -> None:
    assert clean(Document("d", "")).blocks == ()


@pytest.mark.parametrize("unit", ["甲公司上市，", "（记者", "责任编辑", " ", "聯發科", "{IMG:1}"])
def test_a_very_long_line_takes_bounded_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert len(clean(Document("d", text)).text) == len(text)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("甲公司营收为120亿\n元，同比增长", "甲公司营收为120亿 元，同比增长"),
        ("甲公司营收增长，\n净利润下降", "甲公司营收增长， 净利润下降"),
        ("甲公司营收增长\n，净利润下降", "甲公司营收增长 ，净利润下降"),
        ("甲公司营收增长\n净利润下降", "甲公司营收增长\n净利润下降"),
        ("甲公司营收增长，\n\n净利润下降", "甲公司营收增长，\n\n净利润下降"),
    ],
)
def test_a_line_end_inside_a_sentence_is_a_blank(text: str, joined: str) -> None:
    assert clean(Document("1", text)).text == joined


def test_words_of_taiwan_become_those_of_the_mainland_where_the_script_is_traditional() -> None:
    text = "雲嵐半導體發表新一代晶片「海岬200」，伺服器廠商採用其軟體"
    assert fold(text) == "云岚半导体发表新一代芯片「海岬200」，服务器厂商采用其软件"
    assert fold("软体沙发和晶片电阻") == "软体沙发和晶片电阻"


def test_a_title_that_ends_like_an_open_sentence_is_not_joined_to_its_date_line() -> None:
    cleaned = clean(
        Document(
            "1",
            "云岚汽车换代，全系标配激光雷达\n2026年2月11日 10:24 来源：车市笔记\n云岚汽车发布新车，售价降至\n18万元。",
        )
    )
    assert (cleaned.document.title, cleaned.document.publisher) == ("云岚汽车换代，全系标配激光雷达", "车市笔记")
    assert "降至 18万元" in cleaned.text
