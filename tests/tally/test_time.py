"""Months and years: stocks are not summed, flows are; changes compare the same units (DESIGN §4, rules 2, 7, 13)."""

from datetime import date
from fractions import Fraction

import pytest

from healthkpi.model.period import month_of
from healthkpi.model.value import ValueStatus
from healthkpi.tally import tally_indicators
from making import (
    COVERAGE,
    POLICY,
    SIGNING,
    SIGNING_WITH_ROSTER,
    amounts,
    area_value,
    grid,
    indicator,
    make_policy,
    sheet,
    tallied,
    tidied,
)

BIRTHS = """\
births:
  name: {zh: 出生月报, en: Births}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    出生数: {type: number, unit: 人, over_time: flow}
    常住人口: {type: number, unit: 人, over_time: stock}
    本年累计: {type: number, unit: 人, over_time: cumulative, optional: true}
"""
HEADER = ["乡镇", "出生数", "常住人口", "本年累计"]


def month(number, *rows, year=2018):
    return grid([HEADER, *rows], sheet=f"{year}年{number}月")


BIRTH_RATE = """
kind: rate
table: births
numerator: 出生数
denominator: 常住人口
per: 1000
better: higher
over: year to date
"""
THREE_MONTHS = [
    month(1, ["甲乡", 1, 1000, 1], ["乙乡", 4, 2000, 4]),
    month(2, ["甲乡", 2, 1010, 3], ["乙乡", 5, 2010, 9]),
    month(3, ["甲乡", 3, 1020, 6], ["乙乡", 6, 2020, 15]),
]


def value(body, *sheets, tables=BIRTHS, policy=POLICY, **more):
    return area_value(make_policy(indicator(body), tables, policy), *sheets, **more)


def test_flows_are_summed_over_the_months_and_of_stocks_the_last_holds():
    found = value(BIRTH_RATE, *THREE_MONTHS)
    assert (found.numerator, found.denominator) == (1 + 2 + 3 + 4 + 5 + 6, 1020 + 2020)


def test_months_may_come_in_any_order():
    found = value(BIRTH_RATE, *reversed(THREE_MONTHS))
    assert (found.numerator, found.denominator) == (21, 3040)


def test_a_cumulative_count_already_holds_its_earlier_months():
    body = "kind: count\ntable: births\nnumerator: 本年累计\nunit: 人\nbetter: higher\nover: year to date"
    assert value(body, *THREE_MONTHS).amount == 6 + 15


def test_without_a_span_only_the_last_month_counts():
    found = value(BIRTH_RATE.replace("over: year to date\n", ""), *THREE_MONTHS)
    assert (found.numerator, found.denominator) == (3 + 6, 3040)


def test_a_year_to_date_ends_on_the_day_that_is_asked():
    found = value(BIRTH_RATE, *THREE_MONTHS, as_of=date(2018, 2, 28))
    assert (found.numerator, found.denominator) == (1 + 2 + 4 + 5, 1010 + 2010)


def test_a_year_to_date_begins_in_january():
    december = month(12, ["甲乡", 9, 1000, 9], ["乙乡", 9, 1000, 9], year=2017)
    assert value(BIRTH_RATE, december, *THREE_MONTHS).numerator == 21


def test_a_plan_goes_back_to_its_beginning():
    december = month(12, ["甲乡", 9, 1000, 9], ["乙乡", 9, 1000, 9], year=2017)
    assert value(BIRTH_RATE.replace("year to date", "plan"), december, *THREE_MONTHS).numerator == 21 + 18


def test_a_plan_begins_with_its_first_day_and_its_base_year_is_none_of_its_years():
    december = month(12, ["甲乡", 9, 1000, 9], ["乙乡", 9, 1000, 9], year=2017)
    planned = POLICY + "plan: {from: 2018-01-01, to: 2020-12-31}\n"
    body = BIRTH_RATE.replace("year to date", "plan")
    assert value(body, december, *THREE_MONTHS, policy=planned).numerator == 21


def test_a_quarter_is_its_three_months():
    april = month(4, ["甲乡", 7, 1030, 13], ["乙乡", 8, 2030, 23])
    found = value(BIRTH_RATE.replace("year to date", "quarter"), *THREE_MONTHS, april)
    assert found.numerator == 7 + 8


def test_a_blank_month_leaves_its_unit_out_of_the_sum():
    blank = month(2, ["甲乡", None, 1010, 3], ["乙乡", 5, 2010, 9])
    found = value(BIRTH_RATE, THREE_MONTHS[0], blank, THREE_MONTHS[2])
    assert (found.numerator, found.denominator) == (15, 2020)
    assert (found.status, found.coverage.missing) == (ValueStatus.PARTIAL, ("甲乡",))


def test_a_month_without_a_row_leaves_its_unit_out_of_the_sum():
    lacking = month(2, ["乙乡", 5, 2010, 9])
    found = value(BIRTH_RATE, THREE_MONTHS[0], lacking, THREE_MONTHS[2])
    assert (found.status, found.coverage.missing) == (ValueStatus.PARTIAL, ("甲乡",))


def test_a_stock_of_an_earlier_month_does_not_stand_in_for_the_last_one():
    lacking = month(3, ["乙乡", 6, 2020, 15])
    found = value(BIRTH_RATE, *THREE_MONTHS[:2], lacking)
    assert (found.denominator, found.coverage.missing) == (2020, ("甲乡",))


def test_each_month_is_judged_singly():
    body = BIRTH_RATE.replace("over: year to date", "each: month")
    assert amounts(tallied(make_policy(indicator(body), BIRTHS), *THREE_MONTHS).judged) == {
        "2018-01": Fraction(5 * 1000, 3000),
        "2018-02": Fraction(7 * 1000, 3020),
        "2018-03": Fraction(9 * 1000, 3040),
    }


def test_each_quarter_sums_its_flows_only():
    body = "kind: count\ntable: births\nnumerator: 出生数\nunit: 人\nbetter: higher\neach: quarter"
    april = month(4, ["甲乡", 7, 1030, 13], ["乙乡", 8, 2030, 23])
    tally = tallied(make_policy(indicator(body), BIRTHS), *THREE_MONTHS, april)
    assert amounts(tally.judged) == {"2018Q1": 21, "2018Q2": 15}


def test_each_quarter_does_not_sum_its_stocks():
    body = BIRTH_RATE.replace("over: year to date", "each: quarter")
    tally = tallied(make_policy(indicator(body), BIRTHS), *THREE_MONTHS)
    assert amounts(tally.judged) == {"2018Q1": Fraction(21 * 1000, 3040)}


MILESTONES = COVERAGE.replace(
    "  - {by: 2018-12-31, at_least: 50%}",
    "  - {by: 2018-06-30, at_least: 30%}\n  - {by: 2018-12-31, at_least: 50%}",
)


def signed(number, count, year=2018):
    return grid([["乡镇", "常住人口", "签约人数"], ["甲乡", 100, count]], sheet=f"{year}年{number}月")


MONTHS = [signed(5, 25), signed(6, 31), signed(9, 45)]


@pytest.mark.parametrize(
    ("day", "amount", "period", "only_later"),
    [
        ("2018-05-31", 25, month_of(2018, 5), False),
        ("2018-06-29", 25, month_of(2018, 5), False),
        ("2018-06-30", 31, month_of(2018, 6), False),
        ("2018-10-31", 31, month_of(2018, 6), False),
        ("2018-12-31", 45, month_of(2018, 9), False),
        ("2019-06-30", 45, month_of(2018, 9), False),
        ("2018-04-30", 25, month_of(2018, 5), True),
    ],
)
def test_a_milestone_is_judged_with_the_last_data_that_end_by_its_date(day, amount, period, only_later):
    tally = tallied(make_policy(indicator(MILESTONES)), *MONTHS, as_of=date.fromisoformat(day))
    assert (tally.judged[0].value.amount, tally.period, tally.only_later_data) == (amount, period, only_later)


def test_only_later_data_are_said():
    tally = tallied(make_policy(indicator(MILESTONES)), signed(9, 45), as_of=date(2018, 9, 30))
    assert (tally.judged[0].value.amount, tally.only_later_data) == (45, True)


VISITS = """\
visits:
  name: {zh: 诊疗表, en: Visits}
  row: {zh: 一个乡镇, en: one township}
  sheets: [诊疗]
  key: 乡镇
  fields:
    年份: {type: period, optional: true}
    乡镇: {type: unit, level: township}
    门急诊: {type: number, unit: 人次}
    总诊疗: {type: number, unit: 人次}
    上年门急诊: {type: number, unit: 人次, earlier: {field: 门急诊, at: previous year}, optional: true}
    2015年门急诊: {type: number, unit: 人次, earlier: {field: 门急诊, at: "2015"}, optional: true}
"""


def rise(in_, since, more="", direction="rise"):
    return (
        f"kind: change\ntable: visits\nnumerator: 门急诊\n{direction}: {{in: {in_}, since: {since}}}\n"
        f"unit: {'人次' if in_ == 'number' else 'null'}\n{more}"
    ).replace("unit: null\n", "")


def visits(*rows, name="诊疗", header=("乡镇", "门急诊", "总诊疗")):
    return grid([list(header), *rows], sheet=name)


def change(body, *sheets, tables=VISITS):
    return area_value(make_policy(indicator(body), tables), *sheets)


NOW_AND_THEN = [
    visits(["甲乡", 110, 1000], ["乙乡", 230, 1000], name="2018年9月诊疗"),
    visits(["甲乡", 100, 1000], ["乙乡", 200, 1000], name="2017年9月诊疗"),
]


@pytest.mark.parametrize(
    ("in_", "amount"), [("number", 40), ("percent", Fraction(40 * 100, 300))], ids=["number", "percent"]
)
def test_a_rise_is_between_the_sums_of_both_years(in_, amount):
    found = change(rise(in_, "previous year"), *NOW_AND_THEN)
    assert (found.amount, found.numerator, found.base.numerator) == (amount, 340, 300)


def test_a_fall_is_a_rise_the_other_way():
    found = change(rise("percent", "previous year", direction="fall"), *NOW_AND_THEN)
    assert found.amount == -Fraction(40 * 100, 300)


def test_points_are_not_per_cent():
    body = rise("points", "previous year", "denominator: 总诊疗\n")
    # 340 ÷ 2000 = 17 %, 300 ÷ 2000 = 15 %
    assert change(body, *NOW_AND_THEN).amount == 2


def test_a_rise_from_3_2_to_8_2_percent_is_five_points_exactly():
    body = rise("points", "previous year", "denominator: 总诊疗\n")
    found = change(
        body,
        visits(["甲乡", 82, 1000], name="2018年诊疗"),
        visits(["甲乡", 32, 1000], name="2017年诊疗"),
    )
    assert found.amount == 5


def test_only_units_that_are_there_at_both_times_are_compared():
    found = change(
        rise("number", "previous year"),
        visits(["甲乡", 110, 1000], ["乙乡", 230, 1000], name="2018年9月诊疗"),
        visits(["甲乡", 100, 1000], ["丙镇", 900, 1000], name="2017年9月诊疗"),
    )
    assert (found.amount, found.status, found.coverage.missing) == (10, ValueStatus.PARTIAL, ("乙乡",))


def test_a_unit_that_was_blank_then_is_not_compared_now():
    found = change(
        rise("number", "previous year"),
        NOW_AND_THEN[0],
        visits(["甲乡", 100, 1000], ["乙乡", "未报", 1000], name="2017年9月诊疗"),
    )
    assert (found.amount, found.coverage.missing) == (10, ("乙乡",))


def test_the_previous_year_may_stand_in_a_column_of_years():
    header = ("年份", "乡镇", "门急诊", "总诊疗")
    tables = VISITS.replace("key: 乡镇", "key: [年份, 乡镇]")
    sheet = visits([2017, "甲乡", 100, 1000], [2018, "甲乡", 110, 1000], header=header)
    assert change(rise("percent", "previous year"), sheet, tables=tables).amount == 10


def test_the_previous_year_may_stand_in_a_column_beside():
    header = ("乡镇", "门急诊", "总诊疗", "上年门急诊")
    sheet = visits(["甲乡", 110, 1000, 100], ["乙乡", 230, 1000, None], header=header, name="2018年9月诊疗")
    found = change(rise("percent", "previous year"), sheet)
    assert (found.amount, found.coverage.missing) == (10, ("乙乡",))


def test_an_earlier_year_may_stand_in_a_column_beside():
    header = ("乡镇", "门急诊", "总诊疗", "2015年门急诊")
    sheet = visits(["甲乡", 110, 1000, 100], header=header, name="2018年诊疗")
    assert change(rise("percent", '"2015"'), sheet).amount == 10


def test_without_a_baseline_nothing_is_compared():
    found = change(rise("percent", "previous year"), NOW_AND_THEN[0])
    assert (found.amount, found.status) == (None, ValueStatus.MISSING)
    assert found.reason.en == "no figures for the same time last year to compare with"


def test_another_month_of_last_year_is_no_baseline():
    august = visits(["甲乡", 100, 1000], name="2017年8月诊疗")
    assert change(rise("percent", "previous year"), NOW_AND_THEN[0], august).status is ValueStatus.MISSING


def test_a_baseline_of_zero_has_no_growth_rate():
    then = visits(["甲乡", 0, 1000], ["乙乡", 0, 1000], name="2017年9月诊疗")
    found = change(rise("percent", "previous year"), NOW_AND_THEN[0], then)
    assert (found.amount, found.status) == (None, ValueStatus.ZERO_DENOMINATOR)


@pytest.mark.parametrize(
    ("since", "then"),
    [
        ("previous period", "2018年8月诊疗"),
        ("previous survey", "2016年诊疗"),
        ("start of year", "2017年12月诊疗"),
        ('"2015"', "2015年12月诊疗"),
    ],
)
def test_a_baseline_is_found_by_its_words(since, then):
    found = change(rise("number", since), NOW_AND_THEN[0], visits(["甲乡", 100, 1000], name=then))
    assert found.amount == 10


def test_the_previous_period_is_the_nearest_one():
    sheets = [
        visits(["甲乡", count, 1000], name=f"2018年{number}月诊疗")
        for number, count in ((7, 70), (8, 80), (9, 90))
    ]
    assert change(rise("number", "previous period"), *sheets).amount == 10


def test_the_previous_period_of_january_to_september_is_january_to_august():
    sheets = [
        visits(["甲乡", count, 1000], name=f"2018年1-{number}月诊疗") for number, count in ((8, 80), (9, 90))
    ]
    assert change(rise("number", "previous period"), *sheets).amount == 10


def test_a_yearly_growth_is_geometric_and_compared_without_a_root():
    found = change(
        rise("percent a year", '"2020"'),
        visits(["甲乡", 13_382_255_776, 1], name="2025年诊疗"),
        visits(["甲乡", 10_000_000_000, 1], name="2020年诊疗"),
    )
    assert (found.growth.ratio, found.growth.years) == (Fraction("1.3382255776"), 5)
    assert found.compare(Fraction(6)) == 0


def test_a_survey_compares_two_samples_and_not_the_same_people():
    tables = """\
literacy:
  name: {zh: 素养监测, en: Survey}
  row: {zh: 一人, en: one person}
  key: 编号
  fields:
    编号: {type: code}
    具备: {type: flag}
"""
    body = "kind: change\ntable: literacy\nmeets: {具备: 具备}\nrise: {in: points, since: '2020'}\nsample: {design_effect: 1.8}"
    then = grid([["编号", "具备"], ["A1", "是"], ["A2", "否"], ["A3", "否"], ["A4", "否"]], sheet="2020年")
    now = grid([["编号", "具备"], ["B1", "是"], ["B2", "否"]], sheet="2025年")
    assert change(body, now, then, tables=tables).amount == 25


def test_each_township_is_compared_with_itself():
    body = rise("number", "previous year", "each: township\n")
    tally = tallied(make_policy(indicator(body), VISITS), *NOW_AND_THEN)
    assert amounts(tally.judged) == {"甲乡": 10, "乙乡": 30}


def test_each_row_is_compared_with_itself():
    body = rise("number", "previous year", "each: row\n")
    tally = tallied(make_policy(indicator(body), VISITS), *NOW_AND_THEN)
    assert amounts(tally.judged) == {"甲乡": 10, "乙乡": 30}


def test_rows_without_a_period_are_always_there():
    policy = make_policy(indicator(COVERAGE), SIGNING)
    table = tidied(policy, grid([["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50]]))
    tally = tally_indicators(policy, table, date(2018, 9, 30))[0]
    assert (tally.judged[0].value.amount, tally.period) == (50, None)


def test_of_several_months_each_township_is_asked_for_the_last():
    policy = make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER)
    full = [["甲乡", 100, 50], ["乙乡", 100, 50], ["丙镇", 100, 50]]
    header = ["乡镇", "常住人口", "签约人数"]
    sheets = [grid([header, *full], sheet="2018年8月"), grid([header, *full[:2]], sheet="2018年9月")]
    assert area_value(policy, *sheets).coverage.missing == ("丙镇",)


def test_quarters_with_a_bulletin_are_counted_from_its_days():
    tables = """\
bulletins:
  name: {zh: 通报台账, en: Bulletins}
  row: {zh: 一次通报, en: one bulletin}
  key: 通报日期
  fields:
    通报日期: {type: date, en: day}
    文号: {type: text, en: number}
"""
    body = "kind: count\ntable: bulletins\ndistinct: 季度(通报日期)\nunit: 季度\nbetter: higher"
    text = "通报日期 文号\n2017-03-30 一号\n2017-05-02 二号\n2017-06-30 三号\n2017-12-29 四号"

    # Four bulletins, but two of them in the second quarter and none in the third.
    assert area_value(make_policy(indicator(body), tables), sheet(text)).amount == 3
