"""Times by grammar: what the words mean on the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.recognise.quantities import measure
from kg.recognise.times import times

ISSUED = date(2023, 8, 15)  # a Tuesday

# words | period on 15 August 2023; - where the words fix no stretch of the calendar
READ = """
2025年3月28日 | 2025-03-28
2025 年 3 月 28 日 | 2025-03-28
2025年03月 | 2025-03
2024年 | 2024
2022年度 | 2022
二〇二四年 | 2024
二零一九年 | 2019
2025-03-28 | 2025-03-28
2023/8/1 | 2023-08-01
2023.07.09 | 2023-07-09
2023-08 | 2023-08
2023-08-01 12:30 | 2023-08-01
今年 | 2023
去年 | 2022
前年 | 2021
明年 | 2024
后年 | 2025
本年度 | 2023
今年3月 | 2023-03
去年12月份 | 2022-12
明年一月 | 2024-01
今年6月18日 | 2023-06-18
去年底 | 2022
去年年末 | 2022
2023年底 | 2023
今年以来 | 2023
今年夏天 | 2023
年初 | 2023
年底 | 2023
年内 | 2023
上半年 | 2023-01-01/2023-06-30
下半年 | 2023-07-01/2023-12-31
今年上半年 | 2023-01-01/2023-06-30
2022年下半年 | 2022-07-01/2022-12-31
2023年半年度 | 2023-01-01/2023-06-30
2023H1 | 2023-01-01/2023-06-30
2022年H2 | 2022-07-01/2022-12-31
第一季度 | 2023-01-01/2023-03-31
一季度 | 2023-01-01/2023-03-31
四季度 | 2023-10-01/2023-12-31
2023年第三季度 | 2023-07-01/2023-09-30
去年四季度 | 2022-10-01/2022-12-31
Q2 | 2023-04-01/2023-06-30
2023Q1 | 2023-01-01/2023-03-31
23Q2 | 2023-04-01/2023-06-30
今年Q3 | 2023-07-01/2023-09-30
一季报 | 2023-01-01/2023-03-31
今年前三季度 | 2023-01-01/2023-09-30
前三季度 | 2023-01-01/2023-09-30
前7个月 | 2023-01-01/2023-07-31
去年前11个月 | 2022-01-01/2022-11-30
今年首七个月 | 2023-01-01/2023-07-31
1-7月 | 2023-01-01/2023-07-31
1月至6月 | 2023-01-01/2023-06-30
2022年1至9月 | 2022-01-01/2022-09-30
23年3月 | 2023-03
22年下半年 | 2022-07-01/2022-12-31
8月16日 | 2023-08-16
8月16日晚间 | 2023-08-16
8月16日10:30 | 2023-08-16
8月3日（周四） | 2023-08-03
8月16日下午3时20分 | 2023-08-16
12月 | 2023-12
3月份 | 2023-03
7月上旬 | 2023-07
5月底 | 2023-05
9月初 | 2023-09
27日 | 2023-07-27
10日上午 | 2023-08-10
6月1日至6月30日 | 2023-06-01/2023-06-30
6月1日至8日 | 2023-06-01/2023-06-08
8月10-14日 | 2023-08-10/2023-08-14
2022年12月30日至2023年1月2日 | 2022-12-30/2023-01-02
12月30日至1月2日 | 2023-12-30/2024-01-02
2016年至2018年 | 2016-01-01/2018-12-31
2016-2018年 | 2016-01-01/2018-12-31
2023-24年 | 2023-01-01/2024-12-31
2020年3月至2021年5月 | 2020-03-01/2021-05-31
今天 | 2023-08-15
今日下午 | 2023-08-15
昨日 | 2023-08-14
昨晚 | 2023-08-14
前天 | 2023-08-13
明天 | 2023-08-16
后天 | 2023-08-17
今天（13日） | 2023-08-13
本月 | 2023-08
上月 | 2023-07
上个月 | 2023-07
下月 | 2023-09
本月27日 | 2023-08-27
上月5日 | 2023-07-05
月底 | 2023-08
本周 | 2023-08-14/2023-08-20
上周 | 2023-08-07/2023-08-13
下周 | 2023-08-21/2023-08-27
上周四 | 2023-08-10
本周五 | 2023-08-18
上周末 | 2023-08-12/2023-08-13
周四 | 2023-08-10
周二 | 2023-08-15
星期一 | 2023-08-14
本季度 | 2023-07-01/2023-09-30
上季度 | 2023-04-01/2023-06-30
近日 | -
日前 | -
近年来 | -
去年同期 | -
过去15年 | -
未来三年 | -
2024财年第一季度 | -
2023年2月30日 | -
今年首季 | 2023-01-01/2023-03-31
首季度 | 2023-01-01/2023-03-31
第一至三季度 | 2023-01-01/2023-09-30
2022年第一至第三季度 | 2022-01-01/2022-09-30
一至二季度 | 2023-01-01/2023-06-30
十四五期间 | 2021-01-01/2025-12-31
十五五时期 | 2026-01-01/2030-12-31
上世纪90年代 | 1990-01-01/1999-12-31
月内 | 2023-08
上個月 | 2023-07
2025年３月１日 | 2025-03-01
前11个月 | 2022-01-01/2022-11-30
1-12月 | 2022-01-01/2022-12-31
近三年 | -
去年前三季度 | 2022-01-01/2022-09-30
明年年中 | 2024
今年以來 | 2023
上週五 | 2023-08-11
當日 | -
7月底至8月初 | 2023-07-01/2023-08-31
""".strip().splitlines()
ROWS = [tuple(field.strip() for field in row.split("|")) for row in READ]


@pytest.mark.parametrize(("words", "period"), ROWS, ids=[row[0] for row in ROWS])
def test_reads(words: str, period: str) -> None:
    (found,) = times(f"公告称，{words}，公司投产。", ISSUED)
    assert (found.text, found.period or "-") == (words, period)


NOTHING = """
10年质保 15天 21个月 3个月内 30日内 5日均线 不少于10日 今日头条 如今年轻人 每周五 每年6月 三年内 一周一次 光明日报 明天系不 2024款
版本2.3.12 电话010-6655 同日本 五月天 第二季 农历六月 奥迪Q3 以前年度 目前年产 12%的 3:1 20:9屏幕 第3日 地铁10号线 1.5月
""".split()


@pytest.mark.parametrize("words", [words for words in NOTHING if words != "明天系不"])
def test_reads_no_time_in_a_duration_or_another_word(words: str) -> None:
    assert times(f"据悉，{words}。", ISSUED) == ()


def _periods(text: str, issued: date | None = ISSUED) -> list[str | None]:
    return [time.period for time in times(text, issued)]


def test_without_a_day_of_publication_only_absolute_times_resolve() -> None:
    assert _periods("去年8月、8月16日、周四、27日，2022年", None) == [None, None, None, None, "2022"]


def test_a_bare_month_is_the_latest_that_is_not_far_ahead() -> None:
    january = date(2023, 1, 10)
    assert _periods("12月。6月。", january) == ["2022-12", "2023-06"]


def test_a_bare_month_takes_the_year_named_before_in_the_sentence() -> None:
    assert _periods("2021年3月签约，5月动工。7月投产。") == ["2021-03", "2021-05", "2023-07"]


def test_a_bare_day_takes_the_month_named_before_in_the_sentence() -> None:
    assert _periods("5月16日开盘，20日收盘。27日") == ["2023-05-16", "2023-05-20", "2023-07-27"]


def test_the_same_year_is_that_named_last() -> None:
    assert _periods("2016年3月成立，同年5月更名，次年上市") == ["2016-03", "2016-05", "2017"]


def test_the_next_day_is_counted_from_the_day_named_last() -> None:
    assert _periods("2023年8月1日发布，次日大涨，当日成交") == ["2023-08-01", "2023-08-02", "2023-08-02"]


def test_the_same_stretch_of_another_year_is_that_named_last() -> None:
    assert _periods("今年上半年增长，去年同期下降。2022年7月，上年同期") == [
        "2023-01-01/2023-06-30",
        "2022-01-01/2022-06-30",
        "2022-07",
        "2021-07",
    ]
    assert _periods("8月1日，去年同期；今年以来，今年同期") == ["2023-08-01", None, "2023", None]


def test_without_a_day_before_the_same_day_is_open() -> None:
    assert _periods("当日，公司回应。") == [None]


def test_a_year_in_digits_alone_counts_after_a_preposition() -> None:
    assert _periods("公司成立于2003，注册资本1000万元") == ["2003"]


def test_a_month_and_day_with_a_dash_stand_at_the_head_of_a_line() -> None:
    assert _periods("08-11 09:30 来源") == ["2023-08-11"]


def test_a_clock_time_takes_no_day() -> None:
    assert _periods("截至10时50分，12:30 发布") == [None, None]


def test_an_end_before_the_beginning_joins_nothing() -> None:
    assert _periods("2023年3月至2021年") == ["2023-03", "2021"]


def test_the_year_is_not_past_the_calendar() -> None:
    assert _periods("后年", date(9999, 1, 1)) == [None]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 12, 31), date(2023, 1, 1)])
def test_relative_days_hold_at_the_edges_of_a_year(day: date) -> None:
    yesterday, tomorrow = _periods("昨天、明天", day)
    assert yesterday is not None and tomorrow is not None and yesterday < day.isoformat() < tomorrow


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)))
def test_any_day_reads_back(day: date) -> None:
    assert _periods(f"于{day.year}年{day.month}月{day.day}日公布") == [day.isoformat()]


@settings(max_examples=300)
@given(
    st.text(
        st.sampled_from("0123456789年月日号周上下半季度第一二三四十QH今去明前后本当同次旬底初末至到-~/.: (（）)近来内")
    ),
    st.dates() | st.none(),
)
def test_any_text_gives_ordered_times(text: str, issued: date | None) -> None:
    _, found = measure(text, issued)
    assert all(time.text == time.span.of(text) for time in found)
    ends = [edge for time in found for edge in time.span]
    assert ends == sorted(ends)
    assert all(time.start is not None or time.end is None for time in found)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("昨（27）日", "2017-06-27"),
        ("今(28)日", "2017-06-28"),
        ("上（5）月", "2017-05"),
        ("去（2016）年", "2016"),
        ("昨（2）日", "2017-06-02"),
        ("上（99）月", None),
        ("昨（77）日", None),
    ],
)
def test_the_number_in_brackets_is_the_day_that_is_meant(text: str, period: str | None) -> None:
    assert _periods(f"公司{text}公布", date(2017, 6, 28)) == [period]


def test_brackets_without_a_unit_are_no_time() -> None:
    assert _periods("今（28）", date(2017, 6, 28)) == []


def test_a_season_is_a_quarter_before_what_firms_report() -> None:
    assert [one.period for one in times("第四季营收大增", ISSUED)] == ["2023-10-01/2023-12-31"]
    assert times("第四季开播", ISSUED) == ()
