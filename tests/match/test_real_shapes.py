"""Official files that nobody here made: where their tables stand, and the figures that their publishers print."""

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from healthkpi.match import match_workbooks
from healthkpi.model.period import year_of
from healthkpi.model.value import ValueStatus
from healthkpi.read import read_workbooks
from healthkpi.tally import tally_indicators
from healthkpi.tidy import tidy_tables
from making import indicator, make_policy

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
    少年人口: {type: number, aliases: [0-14岁人口数(人口抽样调查)], optional: true}
    总抚养比: {type: percent, aliases: [总抚养比(人口抽样调查)(%)], optional: true}
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


HEPATITIS = """\
hepatitis:
  name: {zh: 乙肝, en: Hepatitis B}
  row: {zh: 一个机构, en: one trust}
  key: PCT code
  fields:
    PCT code: {type: code}
    PCT name: {type: unit, level: clinic}
    Hep B denominator: {type: number}
    HepB12: {type: percent}
    Hep B 24m denominator: {type: number}
    HepB 24m: {type: percent}
"""
HEPATITIS_12 = indicator("""
    kind: proportion
    table: hepatitis
    numerator: HepB12 * 「Hep B denominator」 / 100
    denominator: 「Hep B denominator」
    better: higher
""")
TABLE_6 = """\
coverage:
  name: {zh: 接种, en: Coverage}
  row: {zh: 一个地方, en: one place}
  sheets: [Table_6]
  key: Code
  fields:
    Code: {type: code}
    Local authority: {type: text}
    Region name: {type: text}
    Children: {type: number, aliases: [Number of children who reached 24 months in reporting quarter]}
    MMR1: {type: percent, aliases: [Coverage at 24 months MMR1 (%)]}
"""
INCIDENCE = """\
incidence:
  name: {zh: 发病, en: Incidence}
  row: {zh: 一个地区的一组人, en: one group of one place}
  key: [Area Code, Age, Category, Time period]
  fields:
    Indicator Name: {type: text}
    Area Code: {type: code}
    Area Name: {type: text}
    Area Type: {type: text}
    Age: {type: text}
    Category: {type: text, optional: true}
    Time period: {type: period}
    Count: {type: number, over_time: flow}
    Denominator: {type: number, over_time: stock}
    Value: {type: percent, unit: /10万}
"""
INCIDENCE_OF = indicator("""
    kind: rate
    per: 100000
    table: incidence
    where: 「Area Type」 = "AREA" and Age = "All ages" and is_blank(Category)
    numerator: Count
    denominator: Denominator
    better: lower
""")
RATES = """\
rates:
  name: {zh: 率, en: Rates}
  row: {zh: 一个地方, en: one area}
  sheets: [testdata_Rate, testdata_Prop]
  key: [Area, multiplier, statistic]
  fields:
    Area: {type: text}
    Numerator: {type: number}
    Denominator: {type: number}
    value: {type: number}
    statistic: {type: text}
    multiplier: {type: number}
"""


def rows_of(file, tables, sheets):
    """The rows of one sheet as plain values; what is missing is None."""
    frame = read(file, tables, sheets).frame
    return [
        {name: None if value is pd.NA else value for name, value in zip(frame, row, strict=True)}
        for row in frame.astype(object).itertuples(index=False)
    ]


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


def test_the_dependency_ratio_of_all_17_years_is_the_published_one():
    frame = read("nbs_jiangsu/江苏人口.csv", POPULATION).frame
    recomputed = [
        Fraction(100 * (int(young) + int(old)), int(working))
        for young, old, working in zip(
            frame["少年人口"], frame["老年人口"], frame["劳动年龄人口"], strict=True
        )
    ]

    # Published with one decimal: 47.1 for 2022 is (12 345 + 15 586) ÷ 59 292.
    assert [(ratio * 10 + Fraction(1, 2)).__floor__() for ratio in recomputed] == [
        published * 10 for published in frame["总抚养比"]
    ]
    assert len(recomputed) == 17


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


def test_a_zero_denominator_is_no_value_where_the_source_prints_nought():
    policy = make_policy(HEPATITIS_12, tables=HEPATITIS)
    workbooks = read_workbooks([Path(SHARED) / "real_data" / "ukhsa_cover" / "2013_2014_Q1.xls"])
    tables = tidy_tables(match_workbooks(workbooks, policy), policy)
    (tally,) = tally_indicators(policy, tables, None, ("clinic",))
    statuses = [unit.value.status for unit in tally.listed]
    # 36 denominators of 0; 28 rows of MISSING DATA and one of NUMERATOR ONLY
    assert statuses.count(ValueStatus.ZERO_DENOMINATOR) == 36
    assert statuses.count(ValueStatus.MISSING) == 29


def test_an_ods_with_four_lines_above_its_header():
    rows = rows_of("ukhsa_cover/2024_2025_Q4.ods", TABLE_6, ("Table_6",))
    (england,) = [row for row in rows if row["Region name"] == "England"]
    assert len(rows) == 161
    # as published: 140 203 children reached 24 months, MMR1 88.8 %
    assert (england["Children"], england["MMR1"]) == (140_203, Fraction("88.8"))


def test_852_rates_of_which_ten_are_blank_and_all_others_are_reproduced():
    rows = rows_of("fingertips/indicators-CountyUA.data.csv", INCIDENCE, ())
    rates = [
        (Fraction(row["Count"]) * 100_000 / Fraction(row["Denominator"]), row["Value"])
        for row in rows
        if row["Value"] is not None
    ]
    assert (len(rows), len(rates)) == (852, 842)
    assert all(abs(computed - published) < Fraction(1, 10**6) for computed, published in rates)


@pytest.mark.parametrize("area", ["Country", "Region"])
def test_england_is_the_sum_of_its_regions_and_neither_is_added_to_the_other(area):
    policy = make_policy(INCIDENCE_OF.replace("AREA", area), tables=INCIDENCE)
    workbooks = read_workbooks([Path(SHARED) / "real_data" / "fingertips" / "indicators-CountyUA.data.csv"])
    tables = tidy_tables(match_workbooks(workbooks, policy), policy)
    (tally,) = tally_indicators(policy, tables, date(2015, 12, 31))
    value = tally.judged[0].value
    # England, all ages, 2015, as published: 51 897 / 54 786 327 = 94.7261896 per 100 000
    assert (value.numerator, value.denominator) == (51_897, 54_786_327)


def test_rates_of_the_method_package_and_rows_that_lack_a_side():
    rows = rows_of("PHEindicatormethods/testdata_Rate.xlsx", RATES, ("testdata_Rate",))
    known = [row for row in rows if row["Numerator"] is not None and row["Denominator"]]
    assert all(
        abs(Fraction(row["Numerator"]) * row["multiplier"] / row["Denominator"] - Fraction(row["value"]))
        < Fraction(1, 10**6)
        for row in known
        if row["value"] is not None
    )
    (area_7,) = [row for row in rows if row["Area"] == "Area7" and row["multiplier"] == 100]
    assert (area_7["Numerator"], area_7["Denominator"]) == (222, 3215)
    assert round(float(area_7["value"]), 6) == 6.905132
    assert [row["value"] for row in rows if row["Area"] in {"Area09", "Area10", "Area11"}] == [None] * 3
