"""The sheet's own total row, compared with the sum of its rows."""

import pytest

from healthkpi.tidy.checks import run_checks
from making import SIGNING, grid, make_policy, tidied

HEADER = ["乡镇", "常住人口", "签约人数"]


def totals(*rows):
    return totals_of(grid([HEADER, *rows]))


def totals_of(*sheets):
    policy = make_policy(tables=SIGNING)
    found = run_checks(tidied(policy, *sheets), policy)
    return [(str(each.place), each.message.en) for each in found if each.code.id == "HK302"]


@pytest.mark.parametrize("word", ["合计", "总计", "合 计", "Total", "合计：", "全区", "某区", "全区合计"])
def test_the_total_row_is_compared_with_the_sum_of_its_rows(word):
    assert totals(["甲乡", 100, 50], ["乙乡", 200, 80], [word, 300, 131]) == [
        ("表.xlsx[签约]!C4", "the total row says 131 for 签约人数; its rows sum to 130")
    ]


def test_a_total_that_is_right_is_not_told():
    assert totals(["甲乡", 100, 50], ["乙乡", 200, 80], ["合计", 300, 130]) == []


def test_a_total_above_a_gap_is_not_compared():
    assert totals(["甲乡", 100, 50], ["乙乡", 200, None], ["合计", 300, 131]) == []


def test_each_sheet_is_compared_with_its_own_total():
    sheets = [
        grid([HEADER, ["甲乡", 100, 50], ["合计", 100, total]], sheet=f"2018年{month}月")
        for month, total in ((8, 50), (9, 51))
    ]
    assert [place for place, _ in totals_of(*sheets)] == ["表.xlsx[2018年9月]!C3"]


def test_a_subtotal_is_not_taken_for_the_sum_of_the_sheet():
    assert totals(["甲乡", 100, 50], ["小计", 100, 50], ["乙乡", 200, 80], ["合计", 300, 130]) == []


def test_total_and_rows_in_ten_thousands_are_compared_in_the_same_unit():
    rows = [["乡镇", "常住人口（万人）", "签约人数"], ["甲乡", 2, 50], ["合计", 2, 50]]
    assert totals_of(grid(rows)) == []
