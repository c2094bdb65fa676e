"""Quantities by grammar: value, unit and bound of our own expressions, and what is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import plain
from kg.recognise.quantities import measure, quantities

# words | number | unit | bound; the words stand alone, or between brackets in a text
READ = """
21.59万元 | 215900 | 元 | exactly
13 万人 | 130000 | 人 | exactly
23.25% | 23.25 | % | exactly
1,234.5万元 | 12345000 | 元 | exactly
2.07万亿元 | 2070000000000 | 元 | exactly
3千瓦 | 3 | kW | exactly
350万千瓦 | 3500000 | kW | exactly
1亿2千万 | 120000000 |  | exactly
1万2000辆 | 12000 | 辆 | exactly
4万7926亿日元 | 4792600000000 | 日元 | exactly
三十万辆 | 300000 | 辆 | exactly
两千台 | 2000 | 台 | exactly
一百零五家 | 105 | 家 | exactly
两万五千辆 | 25000 | 辆 | exactly
十五家 | 15 | 家 | exactly
三十万 | 300000 |  | exactly
人民币 840 万元 | 8400000 | 元 | exactly
人民币八十万元 | 800000 | 元 | exactly
840万元人民币 | 8400000 | 元 | exactly
US$30亿 | 3000000000 | 美元 | exactly
￥199 | 199 | 元 | exactly
$12.5 | 12.5 | 美元 | exactly
€300万 | 3000000 | 欧元 | exactly
HK$8.8 | 8.8 | 港元 | exactly
5亿美金 | 500000000 | 美元 | exactly
60万港币 | 600000 | 港元 | exactly
1.2亿欧元 | 120000000 | 欧元 | exactly
40亿韩元 | 4000000000 | 韩元 | exactly
7亿英镑 | 700000000 | 英镑 | exactly
9000万新台币 | 90000000 | 新台币 | exactly
99块钱 | 99 | 元 | exactly
2.5元/股 | 2.5 | 元/股 | exactly
2.5元每股 | 2.5 | 元/股 | exactly
78美元/桶 | 78 | 美元/桶 | exactly
9.8万元/吨 | 98000 | 元/t | exactly
0.6元/度 | 0.6 | 元/kWh | exactly
5.6L/100km | 5.6 | L/100km | exactly
7.2升/百公里 | 7.2 | L/100km | exactly
180Wh/kg | 180 | Wh/kg | exactly
3.1万元/平方米 | 31000 | 元/m² | exactly
265km/h | 265 | km/h | exactly
120公里/小时 | 120 | km/h | exactly
8米/秒 | 8 | m/s | exactly
101 kWh | 101 | kWh | exactly
75度电 | 75 | kWh | exactly
单次充电25.6度 | 25.6 | kWh | exactly
30度 | 30 | ° | exactly
75千瓦时 | 75 | kWh | exactly
20GWh | 20 | GWh | exactly
5000毫安时 | 5000 | mAh | exactly
5000mAh | 5000 | mAh | exactly
400N·m | 400 | N·m | exactly
400牛·米 | 400 | N·m | exactly
400Nm | 400 | N·m | exactly
220kW | 220 | kW | exactly
299马力 | 299 | PS | exactly
508TOPS | 508 | TOPS | exactly
800V | 800 | V | exactly
700公里 | 700 | km | exactly
1.2万公里 | 12000 | km | exactly
15厘米 | 15 | cm | exactly
2890mm | 2890 | mm | exactly
7nm | 7 | nm | exactly
3纳米 | 3 | nm | exactly
14.6英寸 | 14.6 | 英寸 | exactly
2公斤 | 2 | kg | exactly
16GB | 16 | GB | exactly
2.78s | 2.78 | s | exactly
3.5秒 | 3.5 | s | exactly
30分钟 | 30 | min | exactly
48小时 | 48 | h | exactly
15天 | 15 | 天 | exactly
两周 | 2 | 周 | exactly
21个月 | 21 | 个月 | exactly
10年 | 10 | 年 | exactly
一年 | 1 | 年 | exactly
半年 | 0.5 | 年 | exactly
一年半 | 1.5 | 年 | exactly
3个半月 | 3.5 | 个月 | exactly
两个半小时 | 2.5 | h | exactly
1小时30分钟 | 90 | min | exactly
2分26秒 | 146 | s | exactly
十年六个月 | 126 | 个月 | exactly
-20℃ | -20 | ℃ | exactly
零下20℃ | -20 | ℃ | exactly
-1200万元 | -12000000 | 元 | exactly
负30% | -30 | % | exactly
7.8万㎡ | 78000 | m² | exactly
5.5亩 | 5.5 | 亩 | exactly
2.0T | 2 | T | exactly
5C | 5 | C | exactly
三成 | 30 | % | exactly
两成半 | 25 | % | exactly
七八成 | 70~80 | % | between
百分之二十 | 20 | % | exactly
百分之12.5 | 12.5 | % | exactly
三分之一 | 33.33 | % | exactly
四分之三 | 75 | % | exactly
1.2个百分点 | 1.2 | 百分点 | exactly
25个基点 | 25 | 基点 | exactly
3倍 | 3 | 倍 | exactly
一倍 | 1 | 倍 | exactly
翻番 | 100 | % | exactly
翻了两番 | 300 | % | exactly
翻倍 | 100 | % | exactly
一半 | 50 | % | exactly
过半 | 50 | % | moreThan
约13万人 | 130000 | 人 | approximately
近13万人 | 130000 | 人 | approximately
接近50家 | 50 | 家 | approximately
逼近2万元 | 20000 | 元 | approximately
大约 6 公里 | 6 | km | approximately
约为3.2亿元 | 320000000 | 元 | approximately
3万元左右 | 30000 | 元 | approximately
100附近 | 100 |  | approximately
20万级 | 200000 |  | approximately
超过38万辆 | 380000 | 辆 | moreThan
超38万辆 | 380000 | 辆 | moreThan
逾九成 | 90 | % | moreThan
突破万辆 | 10000 | 辆 | moreThan
过百万辆 | 1000000 | 辆 | moreThan
超过了50% | 50 | % | moreThan
30多万元 | 300000 | 元 | moreThan
200余名 | 200 | 名 | moreThan
1300万余元 | 13000000 | 元 | moreThan
千余家 | 1000 | 家 | moreThan
两年多 | 2 | 年 | moreThan
一百多万人 | 1000000 | 人 | moreThan
500+ | 500 |  | moreThan
至少七家 | 7 | 家 | atLeast
不低于3万台 | 30000 | 台 | atLeast
不少于10日 | 10 | 天 | atLeast
10万元以上 | 100000 | 元 | atLeast
5%及以上 | 5 | % | atLeast
上百家 | 100 | 家 | atLeast
不足三成 | 30 | % | lessThan
不到2秒 | 2 | s | lessThan
低于15万元 | 150000 | 元 | lessThan
不超过5% | 5 | % | atMost
不超过公司总股本的1% | 1 | % | atMost
最多8人 | 8 | 人 | atMost
最高优惠6万元 | 60000 | 元 | atMost
30分钟以内 | 30 | min | atMost
三个月内 | 3 | 个月 | atMost
18岁以下 | 18 | 岁 | atMost
高达60% | 60 | % | exactly
达到8万辆 | 80000 | 辆 | exactly
21.98万元起 | 219800 | 元 | exactly
20~30万元 | 200000~300000 | 元 | between
15至17亿 | 1500000000~1700000000 |  | between
20万-30万元 | 200000~300000 | 元 | between
20万元至30万元 | 200000~300000 | 元 | between
1.5到2倍 | 1.5~2 | 倍 | between
8000-1万元 | 8000~10000 | 元 | between
三到六个月 | 3~6 | 个月 | between
两三年 | 2~3 | 年 | between
三四十万元 | 300000~400000 | 元 | between
7、8万元 | 70000~80000 | 元 | between
-40~85℃ | -40~85 | ℃ | between
数十万辆 | 100000 | 辆 | approximately
几十亿元 | 1000000000 | 元 | approximately
十几家 | 10 | 家 | approximately
10几个 | 10 | 个 | approximately
１３万輛 | 130000 | 辆 | exactly
第三名 | 3 | 名 | exactly
第24名 | 24 | 名 | exactly
第10万辆 | 100000 | 辆 | exactly
前三 | 3 | 名 | atMost
逾３．５亿美元 | 350000000 | 美元 | moreThan
超 1.2 万亿日元 | 1200000000000 | 日元 | moreThan
近两百台 | 200 | 台 | approximately
多达四十余家 | 40 | 家 | moreThan
30万公里以内 | 300000 | km | atMost
1,280万平方米 | 12800000 | m² | exactly
每股港币12.6元 | 12.6 | 港元 | exactly
港币2.3亿元 | 230000000 | 港元 | exactly
新台币30亿元 | 3000000000 | 新台币 | exactly
1.2兆元 | 1200000000000 | 元 | exactly
600兆瓦 | 600 | MW | exactly
US$1.5 billion | 1500000000 | 美元 | exactly
$320 million | 320000000 | 美元 | exactly
打八五折 | 8.5 | 折 | exactly
八八折 | 8.8 | 折 | exactly
打9折 | 9 | 折 | exactly
约六成五 | 65 | % | approximately
增长约两倍半 | 2.5 | 倍 | approximately
四分之三以上 | 75 | % | atLeast
降息25个基点 | 25 | 基点 | exactly
不到0.8个百分点 | 0.8 | 百分点 | lessThan
近20GWh | 20 | GWh | approximately
至少508TOPS | 508 | TOPS | atLeast
360Nm | 360 | N·m | exactly
２５６ＧＢ | 256 | GB | exactly
1.6万元/平方米 | 16000 | 元/m² | exactly
十二万八千元 | 128000 | 元 | exactly
两万三千余人 | 23000 | 人 | moreThan
1.5 万 亿元 | 1500000000000 | 元 | exactly
50亿元上下 | 5000000000 | 元 | approximately
三百八十萬輛 | 3800000 | 辆 | exactly
逾百間 | 100 | 间 | moreThan
不低於五億歐元 | 500000000 | 欧元 | atLeast
近８０％ | 80 | % | approximately
6至7万辆 | 60000~70000 | 辆 | between
介于8%到10%之间 | 8~10 | % | between
5.2亿～6亿元 | 520000000~600000000 | 元 | between
六七成 | 60~70 | % | between
一百二十多项 | 120 | 项 | moreThan
15个工作日内 | 15 | 个工作日 | atMost
两个半月左右 | 2.5 | 个月 | approximately
不超过72小时 | 72 | h | atMost
半年以上 | 0.5 | 年 | atLeast
零下30摄氏度 | -30 | ℃ | exactly
12.8L/100km | 12.8 | L/100km | exactly
300余万人次 | 3000000 | 人次 | moreThan
超半数 | 50 | % | moreThan
人民币3,500万 | 35000000 | 元 | exactly
2万亿越南盾 | 2000000000000 | 越南盾 | exactly
约合350亿卢比 | 35000000000 | 卢比 | approximately
3.2吉瓦时 | 3.2 | GWh | exactly
110千伏 | 110 | kV | exactly
800伏 | 800 | V | exactly
5.5英寸 | 5.5 | 英寸 | exactly
1.3亿余元 | 130000000 | 元 | moreThan
将近三分之二 | 66.67 | % | approximately
16吋 | 16 | 英寸 | exactly
3000万港幣 | 30000000 | 港元 | exactly
8000萬英鎊 | 80000000 | 英镑 | exactly
二十餘款 | 20 | 款 | moreThan
不少於12週 | 12 | 周 | atLeast
約三成五 | 35 | % | approximately
超過1.1萬個 | 11000 | 个 | moreThan
""".strip().splitlines()

ROWS = [tuple(field.strip() for field in row.split("|")) for row in READ]

NOTHING = """
SU7发布 iPhone配色 Mate60首销 P7i到店 搭载5G模组 输出4K画面 代码600519 地址http://a.example/b/123
2024款车型 二手车平台 三元锂电池 两部委发文 如今多元化 半导体设备 数据中心 参数公开 人数统计 一家公司 一款新车
前一日 这一年 唯一一家 签约仪式 10:30 第二代 第三方 第九届 第三十九条 十分重要 一起出发 五年计划书店的三星手机 一线城市
千万别买 万一失败 百货商店 二维码 四川 八一厂 九州通 六安 七夕 两会 一带一路 三农 3D打印 4S店 X9 CR-V F-150
""".split()


@pytest.mark.parametrize(("words", "number", "unit", "bound"), ROWS, ids=[row[0] for row in ROWS])
def test_reads(words: str, number: str, unit: str, bound: str) -> None:
    text = f"公告称，{words}。"
    found = quantities(text)
    assert [(one.number or plain(one.minimum or Decimal(0)), one.unit, one.bound) for one in found] == [
        (number, unit, bound)
    ]
    assert found[0].text in text


NONE = [words for words in NOTHING if words not in ("五年计划书店的三星手机", "唯一一家")]


@pytest.mark.parametrize("words", NONE)
def test_reads_no_number_in_a_name_or_word(words: str) -> None:
    assert quantities(f"据悉，{words}。") == ()


def _seen(text: str) -> list[tuple[str, str, str]]:
    return [(one.text, one.number, one.unit) for one in quantities(text)]


def test_the_span_takes_the_bound_and_the_text_does_not() -> None:
    text = "累计交付超过38万辆以上"
    (found,) = quantities(text)
    assert (found.span.of(text), found.text) == ("超过38万辆以上", "38万辆")


@pytest.mark.parametrize("words", ["签约30家", "节约20%", "预约3万人", "附近5家", "不过3万元的差距"])
def test_a_bound_that_is_part_of_another_word_bounds_nothing(words: str) -> None:
    assert [one.bound for one in quantities(words)] == ["exactly"]


@pytest.mark.parametrize(
    "words", ["4930/1820/1480mm", "4930*1820*1480毫米", "4930×1820×1480mm", "4930、1820、1480毫米"]
)
def test_dimensions_are_three_numbers_of_one_unit(words: str) -> None:
    assert [(one.number, one.unit) for one in quantities(words)] == [("4930", "mm"), ("1820", "mm"), ("1480", "mm")]


def test_a_list_hands_its_unit_and_scale_on() -> None:
    assert _seen("分别为4.8、5.2和6.1万辆") == [
        ("4.8", "48000", "辆"),
        ("5.2", "52000", "辆"),
        ("6.1万辆", "61000", "辆"),
    ]


def test_a_move_from_number_to_number_is_no_range() -> None:
    assert _seen("售价从21.59万元涨到22.99万") == [("21.59万元", "215900", "元"), ("22.99万", "229900", "")]
    assert _seen("游客由13万到20万人") == [("13万", "130000", "人"), ("20万人", "200000", "人")]


def test_from_to_is_a_range_where_the_text_leaves_it_open() -> None:
    assert _seen("补贴从1万元到3万元不等") == [("1万元到3万元", "10000~30000", "元")]


def test_a_range_of_losses_runs_from_the_greater_loss() -> None:
    (found,) = quantities("预计净利润为-1.2亿元至-8000万元")
    assert (found.text, found.minimum, found.maximum) == ("-1.2亿元至-8000万元", -120000000, -80000000)


def test_a_bound_reaches_into_no_time() -> None:
    found, when = measure("完成3万上半年目标", date(2023, 8, 15))
    assert ([one.bound for one in found], [one.text for one in when]) == (["exactly"], ["上半年"])


def test_a_falling_pair_is_no_range() -> None:
    assert [one.number for one in quantities("30-20万元")] == ["300000", "200000"]


def test_an_elided_unit_leaves_the_number_without_one() -> None:
    assert _seen("今年目标 20 万") == [("20 万", "200000", "")]


def test_a_time_is_no_quantity_and_a_duration_no_time() -> None:
    found, when = measure("2025年3月起提供10年质保，8月16日10:30截止", date(2025, 9, 1))
    assert [one.text for one in found] == ["10年"]
    assert [one.period for one in when] == ["2025-03", "2025-08-16"]


@pytest.mark.parametrize(
    ("text", "number"), [("销量排名第一。", "1"), ("位居全国第五", "5"), ("跃升至第二位", "2"), ("全球第三大厂商", "3")]
)
def test_ranks_are_ordinals(text: str, number: str) -> None:
    (found,) = quantities(text)
    assert (found.number, found.unit, found.ordinal) == (number, "名", True)


def test_a_point_of_an_argument_is_no_rank() -> None:
    assert quantities("原因有二。第一，成本下降；第二，需求回升。") == ()


def test_a_sensor_size_is_no_length() -> None:
    assert quantities("采用1/1.3英寸传感器") == ()


def test_a_full_width_number_keeps_its_words() -> None:
    (found,) = quantities("售出１３萬輛")
    assert (found.text, found.number) == ("１３萬輛", "130000")


@given(
    st.decimals(min_value="0.01", max_value=9999, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)])
)
def test_any_decimal_reads_back(number: Decimal, scale: tuple[str, int]) -> None:
    words, factor = scale
    (found,) = quantities(f"共{number}{words}元")
    assert found.value == number * factor


ALPHABET = st.text(
    st.sampled_from(
        "0123456789.,-~/%至到约近超一二两三十百千万亿几数半多余年月日个元辆人成倍第前上下 kmWh季Q去今周\n，。"
    )
    | st.characters()
)


@settings(max_examples=300)
@given(ALPHABET)
def test_any_text_gives_ordered_spans_that_hold_their_words(text: str) -> None:
    found, when = measure(text, date(2023, 8, 15))
    for one in found:
        assert one.text in one.span.of(text)
    for time in when:
        assert time.text == time.span.of(text)
    spans = sorted([one.span for one in found] + [time.span for time in when])
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert [one.span for one in found] == sorted(one.span for one in found)
