"""Sums that stand in another table, such as the population: each unit's once, at the same time."""

from fractions import Fraction

import pytest

from healthkpi.tally import tally_indicators
from making import amounts, grid, indicator, make_policy, tidied

TABLES = """\
cases:
  name: {zh: 病例表, en: Cases}
  row: {zh: 一个乡镇一种病, en: one disease of one township}
  sheets: [病例]
  key: [乡镇, 病种]
  fields:
    乡镇: {type: unit, level: township}
    病种: {type: text}
    例数: {type: number, unit: 例, over_time: flow}
population:
  name: {zh: 人口表, en: Population}
  row: {zh: 一个乡镇, en: one township}
  sheets: [人口]
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    常住人口: {type: number, unit: 人, over_time: stock}
    户籍人口: {type: number, unit: 人, over_time: stock}
"""
INCIDENCE = """
kind: rate
table: cases
numerator: 例数
denominator: {table: population, sum: 常住人口}
per: 100000
better: lower
"""
CASES = [
    ["乡镇", "病种", "例数"],
    ["甲乡", "肺结核", 3],
    ["甲乡", "乙肝", 1],
    ["乙乡", "肺结核", 4],
    ["乙乡", "乙肝", 2],
]
PEOPLE = [["乡镇", "常住人口", "户籍人口"], ["甲乡", 1000, 900], ["乙乡", 4000, 3500]]


def incidence(*sheets, more="", levels=()):
    policy = make_policy(indicator(INCIDENCE + more), TABLES)
    return tally_indicators(policy, tidied(policy, *sheets), None, levels)[0]


def cases(rows=CASES, name="病例"):
    return grid(rows, sheet=name)


def people(rows=PEOPLE, name="人口"):
    return grid(rows, sheet=name)


def test_a_unit_with_several_rows_brings_its_population_once():
    value = incidence(cases(), people()).judged[0].value
    assert (value.numerator, value.denominator) == (10, 5000)
    assert value.amount == Fraction(10 * 100_000, 5000)


def test_rows_that_are_ruled_out_bring_no_second_population():
    value = incidence(cases(), people(), more='where: 病种 = "乙肝"').judged[0].value
    assert (value.numerator, value.denominator) == (3, 5000)


def test_each_township_has_its_own_population():
    tally = incidence(cases(), people(), levels=["township"])
    assert amounts(tally.listed) == {"甲乡": 400, "乙乡": 150}


def test_each_disease_has_the_population_of_all_townships():
    tally = incidence(cases(), people(), more="each: 病种")
    assert amounts(tally.judged) == {"肺结核": 140, "乙肝": 60}


def test_a_unit_that_the_other_table_does_not_list_is_left_out_and_named():
    value = incidence(cases(), people(PEOPLE[:2])).judged[0].value
    assert (value.numerator, value.denominator) == (4, 1000)
    assert set(value.coverage.missing) == {"乙乡 肺结核", "乙乡 乙肝"}


def test_a_unit_without_a_case_reported_brings_no_population():
    rows = [*CASES[:3], ["乙乡", "肺结核", None], ["乙乡", "乙肝", None]]
    value = incidence(cases(rows), people()).judged[0].value
    assert (value.numerator, value.denominator) == (4, 1000)


def test_a_unit_whose_first_row_is_blank_still_brings_its_population():
    rows = [CASES[0], ["甲乡", "肺结核", None], ["甲乡", "乙肝", 1]]
    value = incidence(cases(rows), people()).judged[0].value
    assert (value.numerator, value.denominator) == (1, 1000)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_populations_of_two_years_are_not_added(order):
    sheets = [people(name="2017年人口"), people(name="2018年人口")]
    value = incidence(cases(name="2018年病例"), *(sheets[place] for place in order)).judged[0].value
    assert value.denominator == 5000


def test_a_population_that_stands_there_twice_is_not_added():
    value = incidence(cases(), people([*PEOPLE, ["甲乡", 1100, 900]])).judged[0].value
    assert value.denominator == 4000


def test_a_condition_on_the_other_table_holds_there():
    tables = TABLES.replace("    户籍人口", "    农村: {type: flag}\n    户籍人口")
    body = INCIDENCE.replace("sum: 常住人口", "where: 农村, sum: 常住人口")
    policy = make_policy(indicator(body), tables)
    rows = [["乡镇", "常住人口", "户籍人口", "农村"], ["甲乡", 1000, 1, "是"], ["乙乡", 4000, 1, "否"]]
    value = tally_indicators(policy, tidied(policy, cases(), people(rows)), None)[0].judged[0].value
    assert (value.numerator, value.denominator) == (4, 1000)


def test_without_the_other_table_the_indicator_is_not_supplied():
    assert incidence(cases()).judged[0].value.status == "not supplied"


def test_a_sum_of_another_table_above_its_whole_is_a_contradiction():
    body = """
kind: proportion
table: cases
numerator: {table: population, sum: 常住人口}
denominator: 例数
better: higher
"""
    policy = make_policy(indicator(body), TABLES)
    value = tally_indicators(policy, tidied(policy, cases(), people()), None)[0].judged[0].value
    assert (value.amount, value.status) == (None, "invalid")


LISTED = TABLES.replace(
    "  key: [乡镇, 病种]\n", "  key: [乡镇, 病种]\n  roster: township\n  no_row_means: none\n"
)
DEATHS = "kind: count\ntable: cases\nnumerator: 例数\nunit: 例\nbetter: lower\n"


def listed(body, *sheets):
    policy = make_policy(indicator(body), LISTED)
    return tally_indicators(policy, tidied(policy, *sheets), None)[0]


def test_where_no_row_means_none_an_absent_township_is_not_missing():
    value = listed(DEATHS, cases()).judged[0].value
    assert (value.amount, value.status, value.coverage.missing) == (10, "ok", ())


def test_where_no_row_means_none_each_absent_township_has_none():
    assert amounts(listed(DEATHS + "each: township\n", cases()).judged) == {"甲乡": 4, "乙乡": 6, "丙镇": 0}


def test_where_no_row_means_none_an_absent_township_still_brings_its_population():
    value = listed(INCIDENCE, cases(), people([*PEOPLE, ["丙镇", 5000, 4000]])).judged[0].value
    assert (value.numerator, value.denominator, value.status) == (10, 10_000, "ok")
