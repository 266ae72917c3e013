"""Counted figures seldom all end in 00."""

from making import grid
from tidy.checks.telling import told, told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "门诊人次", "随访人次"]


def test_four_full_hundreds_of_a_unit_are_told():
    rows = [["甲乡", 28640, 14812, 310, 177], ["乙乡", 9400, 3900, 1200, 500]]
    assert told_in_both("HK324", grid([HEADER, *rows])) == [
        (
            "表.xlsx[签约]!B3",
            "乙乡：4 个数全是整百，疑似估报",
            "乙乡: all 4 figures are full hundreds; estimated?",
        )
    ]


def test_one_counted_figure_speaks_for_the_others():
    assert told("HK324", grid([HEADER, ["乙乡", 9400, 3900, 1200, 501]])) == []


def test_figures_below_a_hundred_neither_prove_nor_refute():
    assert told("HK324", grid([HEADER, ["乙乡", 9400, 3900, 1200, 50]])) == []


def test_money_and_tasks_are_round_on_purpose():
    header = ["乡镇", "常住人口", "签约人数", "门诊人次", "任务数", "经费", "上年签约"]
    assert told("HK324", grid([header, ["乙乡", 9400, 3900, 1200, 500, 30000, 800]])) == []


def rows_with(signed):
    return [[f"第{number}乡", 28641 + number, value] for number, value in enumerate(signed)]


def test_a_column_of_a_dozen_full_hundreds_is_told_at_its_heading():
    rows = rows_with([100 * (number + 2) for number in range(12)])
    assert told_in_both("HK325", grid([HEADER[:3], *rows])) == [
        (
            "表.xlsx[签约]!C1",
            "“签约人数”一列 12 个数全是整百，疑似估报",
            "all 12 figures of 签约人数 are full hundreds; estimated?",
        )
    ]


def test_eleven_round_figures_or_one_that_is_not_are_no_rounded_column():
    assert told("HK325", grid([HEADER[:3], *rows_with([200] * 11)])) == []
    assert told("HK325", grid([HEADER[:3], *rows_with([200] * 12 + [150])])) == []


def test_a_column_in_ten_thousands_is_rounded_by_its_unit():
    rows = [[f"第{number}乡", 2, 14811 + number] for number in range(12)]
    assert told("HK325", grid([["乡镇", "常住人口（万人）", "签约人数"], *rows])) == []


def test_what_is_said_of_the_units_is_not_said_again_of_the_columns():
    rows = [[f"第{number}乡", 9400, 3900, 1200, 500] for number in range(12)]
    sheet = grid([HEADER, *rows])
    assert (len(told("HK324", sheet)), told("HK325", sheet)) == (12, [])
