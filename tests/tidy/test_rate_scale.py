"""0.857, 85.7 and 85.7% in one column of rates: which is meant is settled by the counts of the row, or asked."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.model.grid import Share
from healthkpi.model.value import ValueStatus
from making import COVERAGE, grid, indicator, make_policy, tallied, tidied

REPORTED = make_policy(indicator(COVERAGE + "reported: {value: 签约率}\n"))
NOT_SAID = make_policy(indicator(COVERAGE))
HEADER = ["乡镇", "常住人口", "签约人数", "签约率"]
UNITS = ["甲乡", "乙乡", "丙镇"]


def rates(*rows, policy=REPORTED, more=()):
    """The rates of the rows (residents, signed, rate), and what is told of them."""
    sheet = [HEADER, *([unit, *row] for unit, row in zip(UNITS, rows, strict=False))]
    table = tidied(policy, grid(sheet), *more)["signing"]
    told = [
        (each.code.id, each.place.address) for each in table.findings if each.code.id in {"HK245", "HK246"}
    ]
    return [None if pd.isna(value) else value for value in table.frame["签约率"]], told


def test_a_column_that_mixes_its_scales_is_settled_by_the_counts_of_each_row():
    values, told = rates([1000, 857, "0.857"], [1000, 469, "46.9"], [1000, 517, "51.7%"])
    assert values == [Fraction("85.7"), Fraction("46.9"), Fraction("51.7")]
    assert told == [("HK246", "D2")]


@pytest.mark.parametrize(("signed", "percent"), [(400, 100), (4, 1)])
def test_one_is_all_or_one_in_a_hundred_as_the_counts_say(signed, percent):
    assert rates([400, signed, 1])[0] == [percent]


def test_what_is_settled_is_said_with_an_example():
    sheet = grid([HEADER, ["甲乡", 1000, 857, "0.857"], ["乙乡", 1000, 500, "0.5"]])
    (told,) = (each for each in tidied(REPORTED, sheet)["signing"].findings if each.code.id == "HK246")
    assert told.message.en == (
        "2 figures of 签约率 are shares of one (0.857 is 85.7%), as numerator and denominator of 2 of them show"
    )


def test_the_counts_tell_the_scale_even_of_a_rate_that_is_wrong():
    assert rates([1000, 500, "0.62"])[0] == [62]


def test_a_row_without_counts_follows_the_column_where_that_is_of_one_kind():
    values, _ = rates([1000, 857, "0.857"], [1000, 500, "0.5"], [None, None, "0.469"])
    assert values == [Fraction("85.7"), 50, Fraction("46.9")]


@pytest.mark.parametrize("beside", [[1000, 469, "46.9"], [None, None, "46.9"]])
def test_a_row_without_counts_is_asked_about_where_others_are_per_cent(beside):
    values, told = rates([1000, 857, "0.857"], beside, [None, None, "0.469"])
    assert (values[0], values[2], told[-1]) == (Fraction("85.7"), None, ("HK245", "D4"))


def test_a_row_without_counts_in_a_mixed_column_is_missing_and_told():
    values, told = rates([1000, 857, "0.857"], [1000, 5, "0.5"], [None, None, "0.469"])
    assert (values, told[-1]) == ([Fraction("85.7"), Fraction("0.5"), None], ("HK245", "D4"))


def test_without_counts_a_number_up_to_two_is_missing_and_a_larger_one_is_per_cent():
    values, told = rates([None, None, "0.857"], [None, None, "85.7"], [None, None, "1.2"])
    assert (values, told) == ([None, Fraction("85.7"), None], [("HK245", "D2"), ("HK245", "D4")])


def test_a_rate_that_says_its_sign_is_never_asked_about():
    cells = ["0.857%", Share(Decimal("0.00857")), "0"]
    values, told = rates(*([None, None, cell] for cell in cells))
    assert (values, told) == ([Fraction("0.857"), Fraction("0.857"), 0], [])


def test_counts_that_fit_in_every_row_settle_a_rate_that_no_definition_explains():
    values, told = rates([1000, 857, "0.86"], [1000, 469, "46.9"], policy=NOT_SAID)
    assert (values, told) == ([86, Fraction("46.9")], [("HK246", "D2")])


@pytest.mark.parametrize(
    "rows",
    [
        ([1000, 857, "0.86"],),  # one row may fit by chance
        ([1000, 857, "0.86"], [1000, 469, "0.3"]),
        ([1000, 857, "0.86"], [1000, 469, "30"]),
    ],
)
def test_counts_that_do_not_fit_every_row_settle_nothing(rows):
    assert rates(*rows, policy=NOT_SAID)[0][0] is None


def test_each_sheet_is_settled_by_itself():
    more = grid([HEADER, ["丙镇", None, None, "0.469"]], file="丙镇.xlsx")
    values, told = rates([1000, 857, "0.857"], [1000, 500, "0.5"], more=[more])
    assert (values[-1], told) == (None, [("HK246", "D2"), ("HK245", "D2")])


def test_a_small_rate_per_thousand_is_an_ordinary_one():
    tables = """\
births:
  name: {zh: 出生表, en: Births}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    死亡率: {type: percent, unit: ‰}
"""
    table = tidied(make_policy(tables=tables), grid([["乡镇", "死亡率"], ["甲乡", "0.8"]]))["births"]
    assert table.frame["死亡率"].tolist() == [Fraction("0.8")]


def test_a_ready_made_rate_that_may_be_a_share_gives_no_value():
    tally = tallied(REPORTED, grid([HEADER, ["甲乡", None, None, "0.857"]]))
    assert tally.judged[0].value.status is ValueStatus.MISSING


def test_a_ready_made_rate_below_one_per_cent_with_its_sign_is_used():
    tally = tallied(REPORTED, grid([HEADER, ["甲乡", None, None, "0.8%"]]))
    assert tally.judged[0].value.amount == Fraction("0.8")


def test_a_reported_rate_that_is_a_hundred_times_off_is_told():
    tally = tallied(REPORTED, grid([HEADER, ["甲乡", 1000, 500, "0.5%"]]))
    assert [each.code.id for each in tally.findings] == ["HK304"]


@given(st.lists(st.tuples(st.integers(1, 10_000), st.booleans()), min_size=1, max_size=3))
def test_a_rate_comes_back_however_it_was_written(rows):
    written = [
        [10_000, signed, str(Decimal(signed) / (10_000 if as_share else 100))] for signed, as_share in rows
    ]
    assert rates(*written)[0] == [Fraction(signed, 100) for signed, _ in rows]
