"""A cumulative figure only grows within its year."""

import pytest

from making import grid
from tidy.checks.telling import told, told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "体检人数"]


def month(number, *rows, year=2018):
    return grid([HEADER, *rows], sheet=f"{year}年{number}月")


def test_a_fall_is_told_with_both_figures():
    sheets = [month(8, ["甲乡", 100, 50, 392]), month(9, ["甲乡", 100, 50, 38])]
    assert told_in_both("HK321", *sheets) == [
        (
            "表.xlsx[2018年9月]!D2",
            "甲乡 的“体检人数”累计 38，小于 2018-08 的 392",
            "体检人数 of 甲乡, cumulative, is 38: less than 392 in 2018-08",
        )
    ]


def test_the_order_of_the_sheets_does_not_matter():
    sheets = [month(9, ["甲乡", 100, 50, 38]), month(8, ["甲乡", 100, 50, 392])]
    assert [place for place, _ in told("HK321", *sheets)] == ["表.xlsx[2018年9月]!D2"]


def test_the_same_figure_again_is_no_fall():
    assert told("HK321", month(8, ["甲乡", 100, 50, 392]), month(9, ["甲乡", 100, 50, 392])) == []


def test_a_new_year_begins_again():
    sheets = [month(12, ["甲乡", 100, 50, 520], year=2017), month(1, ["甲乡", 100, 50, 38])]
    assert told("HK321", *sheets) == []


def test_a_stock_may_fall():
    assert told("HK321", month(8, ["甲乡", 100, 50, 1]), month(9, ["甲乡", 100, 40, 1])) == []


@pytest.mark.parametrize("blank", [None, "—"])
def test_what_was_not_reported_has_not_fallen(blank):
    assert told("HK321", month(8, ["甲乡", 100, 50, 392]), month(9, ["甲乡", 100, 50, blank])) == []


def test_a_column_of_months_is_as_good_as_a_sheet_a_month():
    tables = (
        "returns:\n  name: 月报\n  row: 一个乡镇\n  key: [乡镇, 月份]\n  fields:\n"
        "    乡镇: {type: unit, level: township}\n    月份: {type: period}\n"
        "    体检人数: {type: number, unit: 人, over_time: cumulative}\n"
    )
    rows = [["甲乡", "2018年8月", 392], ["乙乡", "2018年8月", 10], ["甲乡", "2018年9月", 391]]
    sheet = grid([["乡镇", "月份", "体检人数"], *rows])
    assert told("HK321", sheet, tables=tables) == [
        ("表.xlsx[签约]!C4", "体检人数 of 甲乡, cumulative, is 391: less than 392 in 2018-08")
    ]
