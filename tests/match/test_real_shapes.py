"""Official files that nobody here made: where their tables stand, and the figures that their publishers print."""

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.match import match_workbooks
from healthkpi.model.period import year_of
from healthkpi.read import read_workbooks
from healthkpi.tidy import tidy_tables
from making import make_policy

SHARED = os.environ.get("HEALTHKPI_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")

POPULATION = """\
population:
  name: {zh: 人口, en: Population}
  row: {zh: 一年, en: one year}
  key: 年份
  fields:
    年份: {type: period}
    劳动年龄人口: {type: number, aliases: [15-64岁人口数(人口抽样调查)]}
    老年人口: {type: number, aliases: [65岁及以上人口数(人口抽样调查)]}
    老年抚养比: {type: percent, aliases: [老年人口抚养比(人口抽样调查)(%)], optional: true}
"""
VITAL = """\
vital:
  name: {zh: 出生死亡, en: Births and deaths}
  row: {zh: 一年, en: one year}
  key: 年份
  fields:
    年份: {type: period}
    出生率: {type: percent, unit: ‰, aliases: [人口出生率(‰)]}
    死亡率: {type: percent, unit: ‰, aliases: [人口死亡率(‰)]}
    自然增长率: {type: percent, unit: ‰, aliases: [人口自然增长率(‰)]}
"""
PRODUCT = """\
product:
  name: {zh: 生产总值, en: Product}
  row: {zh: 一个地区, en: one place}
  key: 地区
  fields:
    地区: {type: unit, level: clinic}
    生产总值: {type: number, unit: 亿元, across: periods}
"""
COVERAGE = """\
coverage:
  name: {zh: 接种, en: Coverage}
  row: {zh: 一个机构, en: one trust}
  sheets: [12m-AT]
  key: PCT code
  fields:
    AT Name: {type: text}
    PCT code: {type: code}
    PCT name: {type: unit, level: clinic}
    No. Children: {type: number}
    MenC %: {type: percent, optional: true}
"""
ANTIGEN = """\
coverage:
  name: {zh: 接种率, en: Coverage}
  row: {zh: 一个国家, en: one country}
  sheets: [IPV1]
  key: Cname
  fields:
    Cname: {type: unit, level: clinic}
    Vaccine: {type: text}
    coverage: {type: percent, across: periods}
"""


def read(file, tables, sheets=()):
    policy = make_policy(tables=tables)
    workbooks = read_workbooks([Path(SHARED) / "real_data" / file])
    found = [each for each in match_workbooks(workbooks, policy) if not sheets or each.grid.sheet in sheets]
    (stat,) = tidy_tables(found, policy).values()
    return stat


def test_indicators_on_the_left_and_years_across():
    stat = read("nbs_jiangsu/江苏人口.csv", POPULATION)
    newest = stat.frame.iloc[stat.periods.index(year_of(2022))]
    # 老年人口抚养比 2022 as published: 26.3
    assert len(stat.frame) == 17
    assert Fraction(int(newest["老年人口"]), int(newest["劳动年龄人口"])) == Fraction(15_586, 59_292)
    assert stat.origins[0].place("老年人口").address == "B8"


def test_a_negative_rate_and_blank_years_of_a_transposed_table():
    stat = read("nbs_jiangsu/江苏出生死亡.csv", VITAL)
    by_year = dict(zip(stat.periods, stat.frame["自然增长率"], strict=True))
    assert by_year[year_of(2022)] == Fraction("5.23") - Fraction("7.04") == Fraction("-1.81")
    assert [period.start.year for period, value in by_year.items() if not isinstance(value, Fraction)] == [
        2023,
        2020,
    ]


@pytest.mark.parametrize(
    ("file", "places", "years"),
    [
        ("nbs_exports/主要城市年度数据.xls", 36, 5),
        ("nbs_exports/分省年度数据.xls", 31, 5),
        ("nbs_exports/RenJiyi_分省年度数据.csv", 31, 20),
    ],
)
def test_years_across_with_footnotes_below(file, places, years):
    stat = read(file, PRODUCT)
    assert {each.matched.header for each in stat.origins} == {(3,)}
    assert (len(set(stat.frame["地区"])), len(set(stat.periods))) >= (places, years - 1)
    assert len(set(stat.frame["地区"])) == places


def test_a_year_that_most_cities_left_blank_is_missing():
    stat = read("nbs_exports/主要城市年度数据.xls", PRODUCT)
    newest = [
        value
        for value, period in zip(stat.frame["生产总值"], stat.periods, strict=True)
        if period == year_of(2019)
    ]
    assert (len(newest), sum(not isinstance(value, Fraction) for value in newest)) == (36, 32)


def test_subtotals_of_a_sheet_below_another_table_are_left_out():
    stat = read("ukhsa_cover/2013_2014_Q1.xls", COVERAGE, sheets=("12m-AT",))
    assert {each.matched.header for each in stat.origins} == {(12,)}
    # England as published: 169 010; with the subtotals it would be 338 020.
    assert sum(stat.frame["No. Children"].dropna()) == 169_010


def test_a_country_in_rows_and_years_in_columns():
    stat = read("wuenic/reported_20170712.xls", ANTIGEN)
    assert {each.matched.grid.sheet for each in stat.origins} == {"IPV1"}
    assert max(period.end for period in stat.periods) == date(2016, 12, 31)
    albania = {
        period.start.year: value
        for name, value, period in zip(stat.frame["Cname"], stat.frame["coverage"], stat.periods, strict=True)
        if name == "Albania"
    }
    assert [albania[year] for year in (2014, 2015, 2016)] == [99, 99, 99]
    (told,) = [
        finding for finding in stat.findings if finding.place is not None and finding.place.address == "G5"
    ]
    assert told.code.id == "HK244"
