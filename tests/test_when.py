"""Which of the times around its verb an event gets."""

from datetime import date

import pytest

from kg.model import Document, Event
from kg.ontology import load, with_examples
from kg.pipeline import Extractor

ISSUED = date(2026, 3, 5)
EXTRACTOR = Extractor(with_examples(load()), learned=False)


def events(text: str, issued: date | None = ISSUED) -> tuple[Event, ...]:
    return EXTRACTOR(Document("a", text, issued=issued)).events


def dates(text: str, cls: str) -> list[str | None]:
    found = events(text)
    return [event.time.period if event.time else None for event in found if event.cls == cls]


@pytest.mark.parametrize(
    ("text", "cls", "day"),
    [
        ("极曜X7于2025年3月28日正式上市。", "Launch", "2025-03-28"),
        ("2025年8月，极曜汽车在合肥召开大会，正式发布极曜X7。", "Launch", "2025-08"),
        ("8月2日公布的数据显示，极曜汽车成立于2015年。", "Founding", "2015"),
        ("去年，极曜汽车发布极曜X7。", "Launch", "2025"),
        ("截至去年底，极曜汽车2月8日推出的极曜X7已停产，3月1日北辰科技发布北辰X30。", "Launch", "2026-03-01"),
        ("极曜汽车2025年年度股东大会后发布极曜X7。", "Launch", None),
        ("极曜汽车召回2023年3月生产的极曜X7汽车。", "Recall", None),
        ("极曜汽车今天宣布，极曜X7将于4月8日上市。", "Launch", "2026-04-08"),
        ("近日，极曜汽车发布极曜X7。", "Launch", None),
        ("极曜X7是2022年发布的北辰X30的对手。", "Launch", "2022"),
    ],
)  # fmt: skip
def test_the_time_of_an_event(text: str, cls: str, day: str | None) -> None:
    assert day in dates(text, cls) if day else dates(text, cls) and set(dates(text, cls)) == {None}


def test_a_sentence_that_goes_on_is_dated_by_the_one_before() -> None:
    text = "3月2日，极曜汽车公布去年的数据。与此同时，极曜汽车还宣布极曜X7开启预售。"
    assert dates(text, "Presale") == ["2026-03-02"]


@pytest.mark.parametrize(
    "text",
    [
        "3月2日，极曜汽车公布去年的数据。目前极曜X7已开启预售。",
        "3月2日，极曜汽车公布去年的数据。数据好于预期。极曜X7开启预售。",
        "据3月2日公告，极曜汽车去年盈利。极曜X7开启预售。",
    ],
)
def test_what_is_told_of_another_time_is_not(text: str) -> None:
    assert dates(text, "Presale") == [None]


def test_a_day_holds_for_the_sentence_behind_it() -> None:
    assert dates("3月2日，极曜汽车在合肥召开大会。极曜X7开启预售。", "Presale") == ["2026-03-02"]


def test_what_the_first_sentence_announces_is_of_the_day_of_its_date_line() -> None:
    assert dates("新华社合肥3月4日电，极曜汽车宣布推出极曜X7。", "Launch") == ["2026-03-04"]


@pytest.mark.parametrize("words", ["此前宣布推出", "近日宣布推出", "推出"])
def test_what_is_told_as_known_is_not_of_that_day(words: str) -> None:
    assert dates(f"新华社合肥3月4日电，极曜汽车{words}极曜X7。", "Launch") == [None]


def test_without_a_day_of_publication_a_date_line_says_nothing() -> None:
    assert [event.time for event in events("新华社合肥3月4日电，极曜汽车宣布推出极曜X7。", None)] == [None]


def test_an_anniversary_counts_back_and_an_age_dates_nothing() -> None:
    assert dates("今天是极曜汽车成立15周年。", "Founding") == ["2011-03-05"]
    assert dates("今天，成立15年的极曜汽车发布极曜X7。极曜汽车成立15年，员工超过万人。", "Founding")[-1] is None


def test_a_date_borrowed_from_afar_gives_way_to_one_that_stands_with_the_event() -> None:
    far = "3月1日极曜汽车调价，涨幅为一成，市场反应平淡，经销商不多，李思远出任极曜汽车CEO。"
    assert set(dates(f"{far}自3月4日起，李思远出任极曜汽车CEO。", "Appointment")) == {"2026-03-04"}


def test_a_plan_is_dated_by_what_it_comes_to() -> None:
    assert dates("极曜汽车还将推出极曜X7，售价为25万元，计划于2026年9月上市。", "Launch")[0] == "2026-09"


def test_what_is_dated_after_publication_is_planned() -> None:
    found = events("极曜汽车官宣极曜X7将于4月8日正式揭晓。")
    assert {event.status for event in found if event.time} == {"Planned"}


def test_a_period_of_the_sentence_before_dates_nothing() -> None:
    text = "极曜汽车的利润率纪录是在2025年上半年创下的7%。此外，极曜汽车还与北辰科技达成战略合作。"
    assert dates(text, "Partnership") == [None]


def test_a_dated_deed_of_which_only_the_worth_is_opined_is_asserted() -> None:
    found = events("外界认为，2023年1月极曜汽车收购远山汽车奠定了它的地位。")
    assert {event.stance for event in found} == {"Asserted"}


def test_what_is_opined_of_days_to_come_stays_an_opinion() -> None:
    found = events("外界认为，2027年1月极曜汽车收购远山汽车最为合适。")
    assert found and {event.stance for event in found} == {"Opinion"}


def test_what_follows_in_the_first_sentence_is_not_before_it() -> None:
    assert dates("极曜X7开启预售，市场反应热烈，3月2日北辰科技降价。", "Presale") == [None]


def test_a_date_line_that_no_calendar_has_says_nothing() -> None:
    assert dates("新华社合肥13月4日电，极曜汽车宣布推出极曜X7。", "Launch") == [None]
