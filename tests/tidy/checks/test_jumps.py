"""A change of 30 per cent against the last period is told, of counts large enough to tell."""

import pytest

from making import grid
from tidy.checks.telling import told, told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "门诊人次", "体检人数", "任务数"]


def month(number, *figures, year=2018):
    return grid([HEADER, ["甲乡", *figures]], sheet=f"{year}年{number}月")


@pytest.mark.parametrize(("now", "change"), [(1300, "+30.0%"), (700, "-30.0%"), (0, "-100.0%")])
def test_thirty_per_cent_is_told(now, change):
    assert told_in_both("HK323", month(8, 5000, 100, 1000, 1, 1), month(9, 5000, 100, now, 1, 1)) == [
        (
            "表.xlsx[2018年9月]!D2",
            f"甲乡 的“门诊人次”{now:,}，2018-08 是 1,000（{change}）",
            f"门诊人次 of 甲乡 is {now:,}; in 2018-08 it was 1,000 ({change})",
        )
    ]


@pytest.mark.parametrize("now", [1299, 701])
def test_a_little_less_is_not(now):
    assert told("HK323", month(8, 5000, 100, 1000, 1, 1), month(9, 5000, 100, now, 1, 1)) == []


def test_small_counts_jump_by_chance():
    assert told("HK323", month(8, 5000, 100, 40, 1, 1), month(9, 5000, 100, 99, 1, 1)) == []


def test_a_cumulative_figure_grows_with_the_months():
    assert told("HK323", month(1, 5000, 100, 1, 300, 1), month(2, 5000, 100, 1, 600, 1)) == []


def test_a_cumulative_figure_is_compared_with_the_same_months_of_the_year_before():
    sheets = [month(9, 5000, 100, 1, 300, 1, year=2017), month(9, 5000, 100, 1, 600, 1)]
    assert told("HK323", *sheets) == [
        ("表.xlsx[2018年9月]!E2", "体检人数 of 甲乡 is 600; in 2017-09 it was 300 (+100.0%)")
    ]


def test_only_what_came_in_now_is_questioned():
    figures = [
        month(7, 5000, 100, 1000, 1, 1),
        month(8, 5000, 100, 2000, 1, 1),
        month(9, 5000, 100, 2000, 1, 1),
    ]
    assert told("HK323", *figures) == []


def test_a_task_is_set_anew():
    assert told("HK323", month(8, 5000, 100, 1, 1, 500), month(9, 5000, 100, 1, 1, 900)) == []


def test_another_unit_of_measure_is_told_as_that_alone():
    sheets = [month(8, 50000, 100, 1, 1, 1), month(9, 5, 100, 1, 1, 1)]
    assert told("HK323", *sheets) == []
