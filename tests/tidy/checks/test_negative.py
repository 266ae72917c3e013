"""A count below zero is told; money booked back is not."""

from making import grid
from tidy.checks.telling import told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "经费", "身份证号"]


def test_a_negative_count_is_told_with_its_cell():
    assert told_in_both("HK320", grid([HEADER, ["甲乡", 100, 50], ["乙乡", 200, -5]])) == [
        (
            "表.xlsx[签约]!C3",
            "乙乡 的“签约人数”是 -5：计数不会小于零",
            "签约人数 of 乙乡 is -5: a count cannot be below zero",
        )
    ]


def test_nothing_and_nobody_are_no_negative_count():
    assert told_in_both("HK320", grid([HEADER, ["甲乡", 100, 0], ["乙乡", 200, "—"]])) == []


def test_money_may_be_booked_back():
    assert told_in_both("HK320", grid([HEADER, ["甲乡", 100, 50, -3000]])) == []


def test_a_sensitive_figure_is_never_shown():
    assert told_in_both("HK320", grid([HEADER, ["甲乡", 100, 50, 0, -3]])) == []
