"""The rate in the total row against the sums, and subtotals against their rows."""

import pytest

from healthkpi.tidy.checks import run_checks
from making import COVERAGE, SIGNING, grid, indicator, make_policy, tidied

HEADER = ["乡镇", "常住人口", "签约人数", "签约率"]
REPORTED = indicator(COVERAGE + "reported: {value: 签约率}\n")
ROWS = [["甲乡", 100, 50, "50%"], ["乙乡", 200, 80, "40%"], ["丙镇", 300, 100, "33.3%"]]


def told(code, *rows, definitions=REPORTED):
    policy = make_policy(definitions, tables=SIGNING)
    found = run_checks(tidied(policy, grid([HEADER, *rows])), policy)
    return [(each.place.address, each.message.en) for each in found if each.code.id == code]


@pytest.mark.parametrize("counts", [(600, 230), (None, None)])
def test_a_mean_of_rates_in_the_total_row_is_told(counts):
    # (50 + 40 + 33.3) / 3 = 41.1, but 230 / 600 = 38.33
    assert told("HK333", *ROWS, ["合计", *counts, "41.1%"]) == [
        (
            "D5",
            "the total row says 41.10 for 签约率; the sums of its rows make 38.33 (it is the mean of the rates)",
        )
    ]


def test_a_wrong_rate_that_is_no_mean_is_told_without_that_guess():
    assert told("HK333", *ROWS, ["合计", 600, 230, "45%"]) == [
        ("D5", "the total row says 45.00 for 签约率; the sums of its rows make 38.33")
    ]


@pytest.mark.parametrize("rate", ["38.3%", "38.33", "0.3833", None, "—"])
def test_a_right_rate_in_the_total_row_is_not_told(rate):
    assert told("HK333", *ROWS, ["合计", 600, 230, rate]) == []


def test_the_rate_over_a_gap_is_not_compared():
    assert told("HK333", *ROWS[:2], ["丙镇", 300, None, None], ["合计", 600, 230, "41.1%"]) == []


def test_the_rate_of_a_subtotal_is_not_that_of_the_whole():
    assert told("HK333", ROWS[0], ["小计", 100, 50, "50%"], *ROWS[1:], ["合计", 600, 230, "38.3%"]) == []


def test_a_rate_of_some_rows_only_is_not_compared():
    where = indicator(COVERAGE + "reported: {value: 签约率}\nwhere: 常住人口 > 150\n")
    assert told("HK333", *ROWS, ["合计", 600, 230, "41.1%"], definitions=where) == []


def test_a_subtotal_is_compared_with_the_rows_above_it():
    rows = [*ROWS[:2], ["小计", 300, 131, None], ROWS[2], ["小 计", 300, 100, None], ["合计", 600, 230, None]]
    assert told("HK334", *rows) == [("C4", "the subtotal says 131 for 签约人数; its 2 rows sum to 130")]


def test_a_subtotal_is_compared_with_the_rows_below_it_where_it_stands_over_them():
    rows = [
        ["合计", 600, 230, None],
        ["山区小计", 300, 131, None],
        *ROWS[:2],
        ["川区小计", 300, 100, None],
        ROWS[2],
    ]
    assert told("HK334", *rows) == [("C3", "the subtotal says 131 for 签约人数; its 2 rows sum to 130")]


def test_a_subtotal_that_agrees_nowhere_is_of_something_else():
    assert told("HK334", *ROWS, ["小计", 7, 3, None]) == []
