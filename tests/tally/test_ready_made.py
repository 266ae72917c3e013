"""Counts that a sheet holds ready-made stand in for rows that are not there, and are compared with rows that are."""

from fractions import Fraction

import pytest
from tests.making import amounts, area_value, indicator, make_policy, sheet, tallied, tidied

from healthkpi.model.scorecard import Side
from healthkpi.model.value import ValueStatus
from healthkpi.tally.trace import Trace

TABLES = """\
clinics:
  name: {zh: 卫生室台账, en: Clinics}
  row: {zh: 一所卫生室, en: one clinic}
  key: 卫生室
  fields:
    乡镇: {type: unit, en: township, level: township, optional: true}
    卫生室: {type: unit, en: clinic, level: clinic}
    类别: {type: text, en: kind, optional: true}
    达标: {type: flag, en: up to standard}
    达标数: {type: number, en: clinics up to standard, unit: 所, over_time: stock, optional: true}
    卫生室总数: {type: number, en: clinics, unit: 所, over_time: stock, optional: true}
"""
STANDARD = indicator("""
kind: proportion
table: clinics
where: 类别 = "公办"
meets: {达标: 达标}
reported: {numerator: 达标数, denominator: 卫生室总数}
better: higher
""")
KINDS = indicator("""
kind: count
table: clinics
distinct: 类别
unit: 种
better: higher
reported: {numerator: 达标数}
""")
READY_MADE = "卫生室总数 达标数\n20 14"
LIST = "卫生室 类别 达标\n一室 公办 是\n二室 公办 否\n三室 民办 是"


def test_a_count_of_the_whole_area_is_taken_where_no_list_is_there():
    value = area_value(make_policy(STANDARD, TABLES), sheet(READY_MADE))

    assert (value.numerator, value.denominator, value.amount) == (14, 20, 70)


def test_counts_of_townships_are_summed_before_dividing():
    by_township = TABLES.replace("key: 卫生室", "key: 乡镇").replace(
        "en: clinic,", "en: clinic, optional: true,"
    )
    by_township = by_township.replace("en: up to standard}", "en: up to standard, optional: true}")
    policy = make_policy(STANDARD, by_township)
    tally = tallied(policy, sheet("乡镇 卫生室总数 达标数\n甲乡 10 9\n乙乡 30 3"), levels=["township"])

    assert amounts(tally.judged) == {"某区": Fraction(9 + 3, 10 + 30) * 100}
    assert amounts(tally.listed) == {"甲乡": 90, "乙乡": 10}


def test_with_the_list_the_count_is_compared_and_enters_no_sum():
    tally = tallied(make_policy(STANDARD, TABLES), sheet(LIST), sheet("卫生室总数 达标数\n2 2"))

    assert amounts(tally.judged) == {"某区": 50}
    told = [(each.code.id, str(each.place), each.message.zh) for each in tally.findings]
    assert told == [("HK310", "表.xlsx[签约]!B2", "达标数：填报 2，逐行计算 1；用逐行计算的")]


def test_a_count_that_agrees_with_the_list_is_not_told():
    tally = tallied(make_policy(STANDARD, TABLES), sheet(LIST), sheet("卫生室总数 达标数\n2 1"))

    assert tally.findings == ()


def test_a_count_stands_in_for_different_values():
    policy = make_policy(KINDS, TABLES)

    assert area_value(policy, sheet(READY_MADE)).amount == 14
    assert area_value(policy, sheet(LIST)).amount == 2


def test_a_count_stands_in_for_the_items_of_a_checklist():
    items = (
        "kind: checklist\ntable: clinics\nitems: {达标: 达标}\nbetter: higher\nreported: {numerator: 达标数}"
    )
    assert area_value(make_policy(indicator(items), TABLES), sheet("达标数\n3")).amount == 3


@pytest.mark.parametrize("numbers", ["20 21", "20 -1"])
def test_a_part_above_its_whole_is_refused_here_too(numbers):
    value = area_value(make_policy(STANDARD, TABLES), sheet(f"卫生室总数 达标数\n{numbers}"))

    assert value.status is ValueStatus.INVALID


def test_a_blank_count_is_missing_and_not_nought():
    value = area_value(make_policy(STANDARD, TABLES), sheet("卫生室总数 达标数\n20 ·"))

    assert value.status is ValueStatus.MISSING


def test_the_cells_of_a_ready_made_figure_are_those_of_the_counts():
    policy = make_policy(STANDARD, TABLES)
    value = area_value(policy, sheet(READY_MADE))

    tables = tidied(policy, sheet(READY_MADE))
    cells = Trace(policy.indicators["signing-coverage"], policy, tables).cells(value)

    assert [(cell.side, str(cell.place)) for cell in cells] == [
        (Side.NUMERATOR, "表.xlsx[签约]!B2"),
        (Side.DENOMINATOR, "表.xlsx[签约]!A2"),
    ]


def test_a_denominator_of_another_table_is_not_needed_where_both_counts_are_there():
    rate = indicator("""
    kind: proportion
    table: clinics
    meets: {达标: 达标}
    denominator: {table: listed, sum: 所数}
    reported: {numerator: 达标数, denominator: 卫生室总数}
    better: higher
    """)
    listed = """\
listed:
  name: {zh: 名录, en: List}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    所数: {type: number, en: clinics, unit: 所, over_time: stock}
"""
    policy = make_policy(rate, TABLES + listed)

    assert area_value(policy, sheet(READY_MADE)).amount == 70
    assert area_value(policy, sheet(LIST)).status is ValueStatus.NOT_SUPPLIED
