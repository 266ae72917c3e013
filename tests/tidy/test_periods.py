"""The column that says which time each row is for."""

from datetime import date
from decimal import Decimal

import pytest

from healthkpi.model.period import month_of, quarter_of, year_of
from making import grid, make_policy, tidied

TABLES = """\
visits:
  name: {zh: 诊疗月报, en: Visits}
  row: {zh: 一个乡镇一个月, en: one township and month}
  key: [所属期, 乡镇]
  fields:
    所属期: {type: period}
    乡镇: {type: unit, level: township}
    人次: {type: number, unit: 人次, over_time: flow}
"""


def periods_of(*cells, title="诊疗月报（2018年9月）"):
    rows = [[title], ["所属期", "乡镇", "人次"], *([cell, "甲乡", 10] for cell in cells)]
    table = tidied(make_policy(tables=TABLES), grid(rows, sheet="页"))["visits"]
    told = [(each.code.id, str(each.place)) for each in table.findings if each.code.id.startswith("HK24")]
    return table, told


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2018年9月", month_of(2018, 9)),
        ("二〇一八年九月", month_of(2018, 9)),
        ("2018年第三季度", quarter_of(2018, 3)),
        (2018, year_of(2018)),
        (201809, month_of(2018, 9)),
        ("20180928", month_of(2018, 9)),
        (43371, month_of(2018, 9)),
        (date(2018, 9, 28), month_of(2018, 9)),
        ("2018.10", month_of(2018, 10)),
        (Decimal("2018.2"), month_of(2018, 2)),
    ],
)
def test_a_period_is_read_in_every_writing(cell, period):
    table, told = periods_of(cell)
    assert (table.periods, told) == ((period,), [])


@pytest.mark.parametrize("cell", [Decimal("2018.1"), "2018.1"])
def test_october_that_a_spreadsheet_made_january_is_in_no_sum(cell):
    table, told = periods_of(cell)
    assert (table.periods, told) == ((None,), [("HK249", "表.xlsx[页]!A3")])
    assert table.doubtful == {0}


def test_a_month_without_a_year_is_of_the_year_of_its_sheet_and_told_once():
    table, told = periods_of("8月", "九月", "九月")
    assert table.periods == (month_of(2018, 8), month_of(2018, 9), month_of(2018, 9))
    assert told == [("HK247", "表.xlsx[页]!A3"), ("HK247", "表.xlsx[页]!A4")]


@pytest.mark.parametrize(("cell", "title"), [("10月", "诊疗月报（2018年9月）"), ("9月", "诊疗月报")])
def test_a_month_of_which_the_year_is_unknown_is_in_no_sum(cell, title):
    table, told = periods_of(cell, title=title)
    assert (table.periods, told) == ((None,), [("HK248", "表.xlsx[页]!A3")])
