"""Numbers with their meaning: metric, bearer, period, status, sign, and what is refused."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.model import Document, Facts, Observation
from kg.observe.rules import Lexicon, bearers, metric_rules
from kg.ontology import load
from kg.pipeline import Extractor

ISSUED = date(2026, 2, 12)


@cache
def extractor() -> Extractor:
    return Extractor(load(), learned=False)


def read(text: str) -> Facts:
    return extractor()(Document("own", text, issued=ISSUED))


def said(text: str) -> list[str]:
    return [str(observation) for observation in read(text).observations]


def one(text: str, metric: str) -> Observation:
    (found,) = [observation for observation in read(text).observations if observation.metric == metric]
    return found


# ------------------------------------------------------------------------------------------------ growth


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("比亚迪7月销量为26万辆,同比增长61%,环比下降3%。", ["比亚迪 yearOnYear 61 %", "比亚迪 monthOnMonth -3 %"]),
        ("比亚迪营收较去年同期增长23%。", ["比亚迪 yearOnYear 23 %"]),
        ("宁德时代的毛利率提升2.1个百分点。", ["宁德时代 growth 2.1 百分点"]),
        (
            "截至收盘,蔚来、理想汽车和小鹏汽车跌超3%。",
            ["蔚来 growth -3 %", "理想汽车 growth -3 %", "小鹏汽车 growth -3 %"],
        ),
        ("华为去年研发投入同比+9%。", ["华为 yearOnYear 9 %"]),
        ("京东的营收实现15%的同比增长。", ["京东 yearOnYear 15 %"]),
        ("比亚迪产量和销量同比分别增长7.3%和9.0%。", ["比亚迪 yearOnYear 7.3 %", "比亚迪 yearOnYear 9 %"]),
    ],
)
def test_growth_has_its_sign_and_bearer(text: str, facts: list[str]) -> None:
    found = said(text)
    assert [fact for fact in facts if fact not in found] == [], found


def test_a_growth_names_the_metric_that_grew() -> None:
    assert one("比亚迪营收为7771亿元,同比增长29%。", "yearOnYear").of_metric == "revenue"
    assert one("比亚迪净利润同比增长34%。", "yearOnYear").of_metric == "netProfit"


def test_a_second_growth_names_the_same_metric() -> None:
    assert one("蔚来7月交付量为2万辆,同比增长90%,环比增长13%。", "monthOnMonth").of_metric == "deliveries"


def test_a_fall_that_is_a_range_is_turned_around() -> None:
    quantity = one("宁德时代营收同比下降5%至8%。", "yearOnYear").quantity
    assert (quantity.minimum, quantity.maximum) == (-8, -5)


# ------------------------------------------------------------------------------------------------ lists


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "比亚迪的营收和净利润分别为7771亿元和402亿元。",
            ["比亚迪 revenue 777100000000 元", "比亚迪 netProfit 40200000000 元"],
        ),
        ("小米SU7、小米YU7的售价分别为21.59万元和25.35万元。", ["小米SU7 price 215900 元", "小米YU7 price 253500 元"]),
        (
            "小米SU7的尺寸为4997×1963×1455mm。",
            ["小米SU7 length 4997 mm", "小米SU7 width 1963 mm", "小米SU7 height 1455 mm"],
        ),
        ("小米SU7提供700km、830km两种续航。", ["小米SU7 range 700 km", "小米SU7 range 830 km"]),
        ("小米SU7和小米YU7均降价1万元。", ["小米SU7 priceChange -10000 元", "小米YU7 priceChange -10000 元"]),
        ("宁德时代的市占率为36.3%,领先比亚迪(16.1%)。", ["宁德时代 marketShare 36.3 %", "比亚迪 marketShare 16.1 %"]),
    ],
)
def test_lists_are_zipped(text: str, facts: list[str]) -> None:
    found = said(text)
    assert [fact for fact in facts if fact not in found] == [], found


# ------------------------------------------------------------------------------------------------ elided words


def test_a_number_takes_metric_unit_and_bearer_of_the_one_before() -> None:
    now = read("2025年,小米汽车工厂接待访客13万人,今年目标20万。").observations[1]
    assert (str(now), now.status) == ("小米汽车工厂 visitors 200000 人", "Target")
    assert now.time is not None and now.time.period == "2026"


def test_a_number_finds_its_bearer_in_the_clause_before() -> None:
    assert "腾讯 transactionAmount 3500000000 元" in said("国家市场监督管理总局通过腾讯并购案,并购金额为35亿元。")


def test_another_currency_is_the_same_metric() -> None:
    assert "微软 revenue 400000000000 元" in said("微软营收为560亿美元(约4000亿元人民币)。")


def test_a_level_after_its_growth_takes_the_metric_that_grew() -> None:
    assert "宁德时代 revenue 139400000000 元" in said("宁德时代营收同比增长76%,达到1394亿元。")


def test_a_level_takes_the_metric_of_the_text_that_grew() -> None:
    assert "宁德时代 metric-装车量 97 GWh" in said("宁德时代装车量同比增长41.5%至97GWh。")


def test_a_fine_is_of_the_one_punished_right_before() -> None:
    facts = said("对阿里巴巴处22万元罚款；对雷军予以警告，并处4万元罚款。")
    assert facts == ["阿里巴巴 fine 220000 元", "雷军 fine 40000 元"]


def test_what_a_law_threatens_is_no_fine() -> None:
    text = "阿里巴巴被罚款10万元。《保险法》规定：有下列行为之一的，由监管机构处三十万元以下的罚款。"
    told = [one for one in read(text).observations if one.stance == "Asserted"]
    assert [str(one) for one in told] == ["阿里巴巴 fine 100000 元"]


def test_numbers_are_dealt_to_the_things_of_the_clause_before() -> None:
    assert said("腾讯、京东披露年报，分别跌1.4%和2.6%。") == ["腾讯 growth -1.4 %", "京东 growth -2.6 %"]


def test_a_price_in_brackets_behind_a_share_is_no_growth() -> None:
    told = said("腾讯(16.14, -0.46, -2.77%)跌3%。")
    assert "腾讯 growth -3 %" in told and not [one for one in told if "0.46" in one or "16.14" in one]


def test_the_price_of_a_class_is_no_price() -> None:
    assert said("iPhone 15上市。在售价超过4万元的高端市场，华为的份额为59%。") == ["华为 marketShare 59 %"]


def test_a_sentence_of_the_whole_firm_is_not_of_its_part() -> None:
    text = "京东公布财报。京东物流的毛利率为3.2%。归属于公司普通股股东的净利润为66亿元。"
    assert said(text) == ["京东物流 grossMargin 3.2 %", "京东 netProfit 6600000000 元"]


def test_one_of_the_first_five_is_no_fifth() -> None:
    assert said("小米排名第二，也是前五名中唯一增长的品牌。") == ["小米 ranking 2 名"]


def test_what_is_recalled_is_not_what_was_made() -> None:
    text = "特斯拉将自今年10月8日起，召回生产日期在2020年3月2日至5月20日期间的部分国产Model 3汽车，共计31500辆。"
    found = one(text, "recalledUnits")
    assert (found.quantity.number, found.time and found.time.period) == ("31500", "2026-10-08")


def test_what_was_made_and_is_recalled_is_recalled() -> None:
    assert "Model 3 recalledUnits 18340 辆" in said("Model 3召回2015年2月3日到2017年4月9日制造的共计18340辆汽车。")


def test_numbers_of_a_list_that_goes_on_in_other_clauses_are_nobodys() -> None:
    assert said("上半年正极材料、铜箔、铝箔产量分别为80万吨，31万吨，22万吨。") == []


def test_a_fine_behind_a_warning_is_of_the_one_warned() -> None:
    assert said("对阿里巴巴罚款25万元；对雷军警告，罚款5万元。") == ["阿里巴巴 fine 250000 元", "雷军 fine 50000 元"]


def test_an_inner_screen_is_no_bound() -> None:
    assert one("iPhone 15配备7.6英寸内屏。", "screenSize").quantity.bound == "exactly"


def test_a_fine_is_of_the_one_who_stands_at_the_head() -> None:
    facts = said("阿里巴巴被罚款12万元；雷军对此负有责任，被予以警告并处罚款2万元。")
    assert facts == ["阿里巴巴 fine 120000 元", "雷军 fine 20000 元"]


def test_a_metric_may_stand_in_the_clause_before() -> None:
    assert "理想汽车 deliveries 30000 辆" in said("理想汽车交付量方面,1月为3万辆。")


@pytest.mark.parametrize("text", ["比亚迪销量增加了1234辆。", "腾讯的月活跃用户达到13亿户,净增1亿户。"])
def test_how_much_more_is_not_how_much(text: str) -> None:
    assert not {"1234", "100000000"} & {observation.quantity.number for observation in read(text).observations}


def test_a_number_with_other_words_before_it_takes_nothing() -> None:
    assert said("蔚来7月交付了2万辆新车,工会组织了3次旅行。") == ["蔚来 deliveries 20000 辆"]


# ------------------------------------------------------------------------------------------------ bearers


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("较Model 3便宜的小米SU7售价为21.59万元。", "小米SU7 price 215900 元"),
        ("据彭博社报道,蔚来净亏损50亿元。", "蔚来 loss 5000000000 元"),
        ("小米公布,定价29.9万元的小米SU7 Max即将上市。", "小米SU7 Max price 299000 元"),
        ("38万小米SU7车主在等待升级。", "小米SU7 owners 380000 人"),
    ],
)
def test_the_bearer_is_whose_number_it_is(text: str, fact: str) -> None:
    assert fact in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "海外市场销量为26万辆。",
        "业内有关车企的平均利润率为4.5%。",
        "房地产开发投资下降了10%。",
        "如果比亚迪销量达到500万辆,对手会更难。",
    ],
)
def test_a_number_of_nobody_that_is_named_is_refused(text: str) -> None:
    assert said(text) == [] or read(text).observations[0].stance != "Asserted"


def test_a_refusal_names_its_reason() -> None:
    refusals = [refusal for refusal in read("那里停着7辆。").refusals if refusal.rule == "observe"]
    assert [refusal.reason for refusal in refusals] == ["no word says what the number measures"]


# ------------------------------------------------------------------------------------------------ stakes


@pytest.mark.parametrize(
    ("text", "held", "holder"),
    [
        ("吉利控股持有沃尔沃78.7%的股份。", "沃尔沃", "吉利控股"),
        ("小鹏汽车公布公告,大众汽车收购小鹏汽车4.99%的股权。", "小鹏汽车", "大众汽车"),
        ("极氪由吉利控股100%控股。", "极氪", "吉利控股"),
    ],
)
def test_a_stake_is_about_the_company_held(text: str, held: str, holder: str) -> None:
    found = one(text, "shareholding")
    assert found.about.name == held
    assert found.holder is not None and found.holder.name.startswith(holder[:2])


def test_shares_and_their_percentage_have_one_bearer() -> None:
    text = "腾讯持有京东3.97亿股,占总股本比例2.56%。"
    assert one(text, "shareholding").about.name == one(text, "shares").about.name == "京东"


# ------------------------------------------------------------------------------------------------ period, status, stance


@pytest.mark.parametrize(
    ("text", "metric", "period"),
    [
        ("比亚迪2025年上半年营收为3712亿元。", "revenue", "2025-01-01/2025-06-30"),
        ("去年,比亚迪营收为7771亿元。", "revenue", "2025"),
        ("2月2日公布的数据显示,蔚来1月交付量为2万辆。", "deliveries", "2026-01"),
        ("小米SU7在2024年3月上市,轴距为3000mm。", "wheelbase", None),
    ],
)
def test_the_period_is_that_of_the_number(text: str, metric: str, period: str | None) -> None:
    time = one(text, metric).time
    assert (time.period if time else None) == period


def test_the_same_time_of_the_year_before() -> None:
    first, second = read("蔚来2025年第二季度净亏损50亿元,去年同期为54亿元。").observations
    assert first.time is not None and first.time.period == "2025-04-01/2025-06-30"
    assert second.time is not None and second.time.period == "2024-04-01/2024-06-30"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("比亚迪今年的销量目标为550万辆。", "Target"),
        ("比亚迪计划今年销售550万辆汽车。", "Target"),
        ("比亚迪预计今年销量达到550万辆。", "Forecast"),
        ("比亚迪去年销量达到460万辆。", "Actual"),
    ],
)
def test_targets_and_forecasts(text: str, status: str) -> None:
    assert one(text, "sales").status == status


def test_what_a_clause_foresees_holds_for_the_next_ones() -> None:
    first, second = read("比亚迪预计,2026年营收将介于8000亿元至9000亿元之间,净利润约400亿元。").observations
    assert (first.status, second.status) == ("Forecast", "Forecast")


def test_what_a_new_thing_will_have_it_has() -> None:
    assert one("小米YU7将提供101kWh的电池。", "batteryCapacity").status == "Actual"


def test_a_year_to_come_is_a_forecast() -> None:
    assert one("2030年,比亚迪的销量为900万辆。", "sales").status == "Forecast"


def test_what_is_foreseen_is_said_and_what_is_supposed_is_not() -> None:
    assert one("比亚迪今年销量可能降到400万辆。", "sales").stance == "Asserted"
    assert one("如果比亚迪今年销量降到400万辆,股价会下跌。", "sales").stance == "Hypothetical"


def test_what_is_conceded_is_said() -> None:
    assert one("即便小米YU7起售价为25.35万元,消费者依然买单。", "startingPrice").stance == "Asserted"


# ------------------------------------------------------------------------------------------------ changes


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("小米SU7起售价从21.59万元涨到22.99万元。", "小米SU7 startingPrice 215900 → 229900"),
        ("江苏银行注册资本由115亿元变更为147亿元。", "江苏银行 registeredCapital 11500000000 → 14700000000"),
        ("2025年,小米汽车工厂接待访客13万人,今年目标20万。", "小米汽车工厂 visitors 130000 → 200000"),
        ("京东一季度总成本为30亿元,去年同期总成本为29亿元。", "京东 cost 2900000000 → 3000000000"),
    ],
)
def test_a_move_from_one_number_to_another(text: str, move: str) -> None:
    assert [str(change) for change in read(text).changes] == [move]


def test_two_numbers_of_different_things_are_no_change() -> None:
    assert read("比亚迪销量为30万辆,特斯拉销量为7万辆。").changes == ()


# ------------------------------------------------------------------------------------------------ numbers without rules


def test_a_metric_in_the_words_of_the_text() -> None:
    assert "小米SU7 metric-百公里能耗值 12.3 kWh" in said("小米SU7的百公里能耗值为12.3kWh。")


def test_a_plain_count_names_the_thing() -> None:
    found = one("小米SU7共推出9款配色。", "count")
    assert (str(found), found.of_thing) == ("小米SU7 count 9 款", "配色")


def test_the_number_in_the_name_of_a_part() -> None:
    assert "小鹏G9 chargeRate 4 C" in said("小鹏G9支持4C超充。")


def test_things_counted_before_their_number() -> None:
    found = one("小鹏汽车表示,新建超充站31座。", "count")
    assert (found.about.name, found.of_thing) == ("小鹏汽车", "超充站")


def test_a_number_without_a_value_is_refused() -> None:
    facts = read("比亚迪推出数款车型。")
    assert facts.observations == ()
    assert "the words name no number" in {refusal.reason for refusal in facts.refusals}


def test_the_end_of_a_period_is_its_last_day() -> None:
    time = one("截至2025年上半年末,江苏银行总资产为4万亿元。", "totalAssets").time
    assert time is not None and time.period == "2025-06-30"


def test_a_time_that_is_compared_with_is_not_the_period() -> None:
    time = one("2025年末,江苏银行总资产较2024年末增长10%。", "growth").time
    assert time is not None and time.start is not None and time.start.startswith("2025")


def test_a_reported_number_takes_the_period_of_the_article() -> None:
    text = "比亚迪公布2025年第二季度财报。比亚迪营收为2009亿元。比亚迪员工总数为90万人。"
    revenue, employees = one(text, "revenue").time, one(text, "employees").time
    assert revenue is not None and revenue.period == "2025-04-01/2025-06-30"
    assert employees is None


def test_evidence_is_the_clause() -> None:
    text = "蔚来营收为10亿元,小鹏汽车交付量为3万辆。"
    spans = [observation.evidence.span.of(text) for observation in read(text).observations]
    assert [span.rstrip(",。") for span in spans] == ["蔚来营收为10亿元", "小鹏汽车交付量为3万辆"]


def test_a_range_between_two_amounts_is_one_number() -> None:
    quantity = one("京东预计收入将介于人民币28亿元至30亿元之间。", "revenue").quantity
    assert (quantity.bound, quantity.minimum, quantity.maximum) == ("between", 2800000000, 3000000000)


def test_words_cut_by_a_time_are_read_from_there() -> None:
    assert "比亚迪 production 4550000 辆" in said("比亚迪去年产销分别完成455万辆和427万辆。")


def test_a_text_without_numbers_says_nothing() -> None:
    assert said("小米汽车发布了新一代SU7。") == []


# ------------------------------------------------------------------------------------------------ the rule file


def write(folder: Path, entry: str) -> Path:
    (folder / "rules").mkdir()
    (folder / "units.toml").write_text('unit = [{ notation = "辆", kind = "count", words = ["辆"] }]', "utf-8")
    path = folder / "rules" / "metrics.toml"
    path.write_text("[groups]\ngoods = ['@count']\n[[metric]]\n" + entry, "utf-8")
    return path


GOOD = 'key = "sales"\nwords = ["销量"]\nunits = ["@goods"]\nbearer = ["Company"]\naccepts = [["甲", "乙"]]\nrejects = ["丙"]\n'


def test_a_rule_is_read_with_its_groups(tmp_path: Path) -> None:
    (rule,) = metric_rules(write(tmp_path, GOOD), frozenset({"sales"}))
    assert (rule.key, rule.units, rule.metric("销量")) == ("sales", frozenset({"辆"}), "sales")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (GOOD.replace('"sales"', '"sails"'), "'sails' is no metric"),
        (GOOD.replace("@goods", "@godds"), "unit group '@godds' is unknown"),
        (GOOD + 'side = "left"\n', "'side' is 'left'"),
        (GOOD + "colour = 1\n", "unknown key 'colour'"),
        (GOOD.replace('rejects = ["丙"]\n', ""), "rejects"),
    ],
)
def test_a_wrong_rule_is_named_with_its_file(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(OntologyError, match=rf"metrics\.toml.*{message}"):
        list(metric_rules(write(tmp_path, entry), frozenset({"sales"})))


def test_outlets_bear_nothing() -> None:
    assert "Media" not in bearers(("Organization",))


def test_words_that_mint_a_metric_name_it() -> None:
    (rule,) = [rule for rule in Lexicon(load()).rules if "换手率" in rule.words]
    assert rule.metric("换手率") == "metric-换手率"


def test_a_product_that_moves_in_money_has_a_new_price() -> None:
    facts = read("小米YU7 Max由32.99万元降至31.99万元。")
    assert [str(one) for one in facts.observations] == ["小米YU7 Max price 329900 元", "小米YU7 Max price 319900 元"]
    assert [str(change) for change in facts.changes] == ["小米YU7 Max price 329900 → 319900"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("蔚来获得投资机构的7亿美元战略投资。", "蔚来 funding 700000000 美元"),
        ("截至收盘,蔚来股价报收于每股3.9美元。", "蔚来 stockPrice 3.9 美元"),
        ("蔚来的营收实现了42%的大幅增长。", "蔚来 growth 42 %"),
        ("蔚来成为全球第三大电动车企业。", "蔚来 ranking 3 名"),
    ],
)
def test_the_words_around_a_number_tell_its_metric(text: str, fact: str) -> None:
    assert fact in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "蔚来拥有5条生产线。",
        "理想L8相比老款功率提升8千瓦。",
        "这2个口岸出口势头良好。",
        "蔚来负债同比增加628亿元。",
        "向台湾提供价值3亿美元的装备。",
    ],
)
def test_what_only_looks_like_a_metric_is_none(text: str) -> None:
    wrong = {"production", "power", "exports", "debt", "price"}
    assert [one.metric for one in read(text).observations if one.metric in wrong] == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("比亚迪实现营收11.9亿元（+12.1%），净利润1.3亿元（-6%）。", ["比亚迪 growth 12.1 %", "比亚迪 growth -6 %"]),
        ("比亚迪实现营收11.9亿元（YoY+12.1%）。", ["比亚迪 yearOnYear 12.1 %"]),
        ("比亚迪实现营收11.9亿元（占比12.1%）。", []),
    ],
)
def test_a_signed_share_in_brackets_is_a_growth(text: str, facts: list[str]) -> None:
    grown = [one for one in read(text).observations if one.metric in {"growth", "yearOnYear", "monthOnMonth"}]
    assert [str(one) for one in grown] == facts
    assert [one.of_metric for one in grown] == ["revenue", "netProfit"][: len(grown)]


def test_what_was_done_to_a_thing_is_no_future() -> None:
    assert one("特斯拉将Model Y的价格下调了5%。", "growth").status == "Actual"


def test_a_word_that_a_number_cuts_into_is_read_from_its_end_on() -> None:
    assert "理想汽车 deliveries 30000 辆" in said("理想汽车连续两个月交付量突破3万辆。")


def test_what_a_share_was_then_is_no_growth_and_of_its_own_time() -> None:
    facts = read("去年比亚迪的市场份额为21%,高于2024年的15%。")
    assert [(str(one), one.time and one.time.period) for one in facts.observations] == [
        ("比亚迪 marketShare 21 %", "2025"),
        ("比亚迪 marketShare 15 %", "2024"),
    ]
    assert [str(change) for change in facts.changes] == ["比亚迪 marketShare 15 → 21"]


def test_a_place_where_things_are_sold_bears_no_number() -> None:
    assert said("比亚迪公布了数据,显示其在巴西的汽车销量为8万辆。") == ["比亚迪 sales 80000 辆"]


def test_what_others_expected_makes_no_forecast_of_what_follows() -> None:
    text = "腾讯去年营收1492亿元,低于市场预期的1516亿元,月活跃账户数13.27亿。"
    assert one(text, "activeUsers").status == "Actual"


def test_a_post_held_since_leaves_no_time_for_what_is_now() -> None:
    assert one("雷军自2010年起任小米集团董事长,目前持有小米24.3%的股份。", "shareholding").time is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("比亚迪每10股派发现金红利11.42元。", ["比亚迪 dividend 11.42 元"]),
        ("雷军在小米集团任职13年,年薪为550万元。", ["雷军 duration 13 年", "雷军 salary 5500000 元"]),
        ("故障涉及进口Model 3共2.8万辆。", []),
        ("京东的经调整EBITDA为4.5亿元。", ["京东 metric-经调整EBITDA 450000000 元"]),
    ],
)
def test_whose_number_and_of_what(text: str, facts: list[str]) -> None:
    assert said(text) == facts


def test_the_days_of_making_are_not_those_of_the_recall() -> None:
    found = one("特斯拉将召回2021年7月15日至11月30日期间生产的Model 3汽车,共计120088辆。", "recalledUnits")
    assert found.time is None
