"""The same figure of the same unit in two tables agrees to within five per cent."""

import pytest

from making import grid
from tidy.checks.telling import told, told_in_both

POPULATION = """\
population:
  name: {zh: 人口表, en: Population}
  row: {zh: 一个乡镇, en: one township}
  sheets: [人口]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    常住人口: {type: number, en: residents, unit: 人, over_time: stock}
    户籍人口: {type: number, en: registered, unit: 人, over_time: stock}
    体检人数: {type: number, en: check-ups, unit: 人, over_time: cumulative, optional: true}
signing:
  name: {zh: 签约表, en: Signing}
  row: {zh: 一个乡镇, en: one township}
  sheets: [签约]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    常住人口: {type: number, en: residents, unit: 人, over_time: stock}
    签约人数: {type: number, en: signed, unit: 人, over_time: stock}
    体检人数: {type: number, en: check-ups, unit: 人, over_time: cumulative, optional: true}
"""


def population(residents, examined=None, month=9):
    rows = [["乡镇", "常住人口", "户籍人口", "体检人数"], ["甲乡", residents, 1, examined]]
    return grid(rows, sheet=f"人口2018年{month}月")


def signing(residents, examined=None, month=9):
    rows = [["乡镇", "常住人口", "签约人数", "体检人数"], ["甲乡", residents, 1, examined]]
    return grid(rows, sheet=f"签约2018年{month}月")


def test_more_than_five_per_cent_is_told_with_both_cells():
    assert told_in_both("HK328", signing(1051), population(1000), tables=POPULATION) == [
        (
            "表.xlsx[签约2018年9月]!B2",
            "甲乡 的“常住人口”是 1,051，“人口表”里是 1,000（表.xlsx[人口2018年9月]!B2），相差 5.1%",
            "常住人口 of 甲乡 is 1,051, but 1,000 in Population (表.xlsx[人口2018年9月]!B2): 5.1% apart",
        )
    ]


@pytest.mark.parametrize("residents", [1050, 950, None])
def test_five_per_cent_is_not(residents):
    assert told("HK328", signing(residents), population(1000), tables=POPULATION) == []


def test_the_population_of_an_earlier_time_is_compared_all_the_same():
    assert len(told("HK328", signing(1100), population(1000, month=1), tables=POPULATION)) == 1


def test_what_adds_up_over_time_is_compared_within_the_same_time_only():
    assert told("HK328", signing(1000, 90, 9), population(1000, 70, 8), tables=POPULATION) == []
    assert len(told("HK328", signing(1000, 90, 9), population(1000, 70, 9), tables=POPULATION)) == 1


def test_a_table_of_another_level_is_another_thing():
    tables = POPULATION.replace(
        "    乡镇: {type: unit, en: township, level: township}\n    常住人口: {type: number, en: residents, unit: 人, over_time: stock}\n    签约",
        "    乡镇: {type: unit, en: clinic, level: clinic}\n    常住人口: {type: number, en: residents, unit: 人, over_time: stock}\n    签约",
    )
    assert tables != POPULATION
    assert told("HK328", signing(2000), population(1000), tables=tables) == []
