"""A unit whose figures are all those of the last period has probably sent the same sheet again."""

from making import grid
from tidy.checks.telling import RETURNS, told, told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "门诊人次", "随访人次", "体检人数", "任务数"]
BEFORE = [["甲乡", 28640, 14812, 310, 77, 901, 50], ["乙乡", 9450, 3941, 120, 31, 400, 20]]


def month(number, *rows):
    return grid([HEADER, *rows], sheet=f"2018年{number}月")


def test_five_equal_figures_are_told_at_the_row():
    sheets = [month(8, *BEFORE), month(9, BEFORE[0], ["乙乡", 9450, 3999, 120, 31, 400, 20])]
    assert told_in_both("HK322", *sheets) == [
        (
            "表.xlsx[2018年9月]!2",
            "甲乡：5 项与 2018-08 完全相同，疑似照抄",
            "甲乡: 5 figures are exactly those of 2018-08; copied?",
        )
    ]


def test_one_figure_that_moved_is_enough():
    sheets = [month(8, BEFORE[0]), month(9, ["甲乡", 28640, 14813, 310, 77, 901, 50])]
    assert told("HK322", *sheets) == []


def test_four_equal_figures_prove_nothing():
    four = ["甲乡", 28640, 14812, 310, 77, None, 50]
    assert told("HK322", month(8, four), month(9, four)) == []


def test_zeros_prove_no_copying():
    zeros = ["甲乡", 28640, 0, 0, 0, 0, 0]
    assert told("HK322", month(8, zeros), month(9, zeros)) == []


def test_a_figure_that_is_new_is_a_change():
    sheets = [month(8, ["甲乡", 28640, 14812, 310, 77, 901, None]), month(9, BEFORE[0])]
    assert len(told("HK322", *sheets)) == 1
    sheets = [month(8, ["甲乡", 28640, 14812, 310, None, 901, 50]), month(9, BEFORE[0])]
    assert told("HK322", *sheets) == []


def test_only_the_last_period_is_copied_from():
    assert told("HK322", month(6, BEFORE[0]), month(9, BEFORE[0])) == []


ROWS = [*BEFORE, ["丙镇", 18326, 9163, 205, 66, 510, 30]]


def test_a_sheet_that_is_mostly_a_copy_is_told_once():
    changed = ["丙镇", 18326, 9163, 206, 66, 510, 30]
    more = ["丁乡", 16904, 8449, 190, 52, 480, 30]
    sheets = [month(8, *ROWS, more), month(9, *ROWS[:2], changed, more)]
    assert told_in_both("HK322", *sheets) == [
        (
            "表.xlsx[2018年9月]",
            "全表 4 行里的 3 行：15 项与 2018-08 完全相同，疑似照抄",
            "3 of the 4 rows: 15 figures are exactly those of 2018-08; copied?",
        )
    ]


def test_basic_figures_that_do_not_change_are_only_noted():
    tables = RETURNS.replace("over_time: flow", "over_time: stock").replace("cumulative", "stock")
    sheets = [month(8, *ROWS), month(9, *ROWS)]
    assert told_in_both("HK331", *sheets, tables=tables) == [
        (
            "表.xlsx[2018年9月]",
            "3 行里有 3 行与 2018-08 完全相同；照填的数计入",
            "3 of 3 rows are exactly those of 2018-08; taken as they are",
        )
    ]
    assert told("HK322", *sheets, tables=tables) == []


def test_one_unit_whose_basic_figures_do_not_change_is_told():
    tables = RETURNS.replace("over_time: flow", "over_time: stock").replace("cumulative", "stock")
    now = [ROWS[0], *([unit, *(figure + 1 for figure in figures)] for unit, *figures in ROWS[1:])]
    assert [place for place, _ in told("HK322", month(8, *ROWS), month(9, *now), tables=tables)] == [
        "表.xlsx[2018年9月]!2"
    ]
