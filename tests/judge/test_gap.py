"""How many people, clinics or cases are short or still allowed (DESIGN §4, rule 11; QUESTIONS.md, 2)."""

from fractions import Fraction

import pytest

from healthkpi.judge import judge_value
from making import COVERAGE, area_value, grid, indicator, make_policy

from .test_judge import END_OF_2018, GROWTH, RATE, SCREENING, count, coverage_with, defined, plain, share


def gap(body, value):
    return judge_value(value, defined(body), END_OF_2018, {}).gap


QUESTIONS = {
    "口泉乡": (19620, 41875, 1318),
    "高山镇": (8449, 16904, 3),
    "全区已报": (69974, 140955, 504),
    "村卫生室": (151, 186, 17),
}


@pytest.mark.parametrize(("signed", "people", "short"), QUESTIONS.values(), ids=QUESTIONS)
def test_so_many_are_short(signed, people, short):
    body = coverage_with("at_least: 90%") if people == 186 else COVERAGE
    found = gap(body, share(signed, people))
    assert (found.amount, found.allowed) == (short, False)


def test_with_those_who_did_not_report_it_is_a_second_figure():
    # 鸦儿崖乡 reported 9450 residents and nobody signed: ceil(150405 × 50 %) − 69974
    found = gap(COVERAGE, share(69974, 140955, whole_denominator=Fraction(150405)))
    assert (found.amount, found.with_unreported) == (504, 5229)


def test_where_all_reported_there_is_no_second_figure():
    assert gap(COVERAGE, share(40, 100, whole_denominator=Fraction(100))).with_unreported is None


def test_what_is_reached_has_no_gap():
    assert gap(COVERAGE, share(50, 100)) is None


@pytest.mark.parametrize(
    ("deaths", "births", "amount", "allowed"),
    [
        (0, 4200, 0, True),  # 16/10万 of 4200 is 0.67: not one
        (1, 4200, 1, False),
        (0, 6250, 1, True),
        (1, 6250, 0, True),
        (2, 6250, 1, False),
        (0, 100_000, 16, True),
        (10, 100_000, 6, True),
        (18, 100_000, 2, False),
    ],
)
def test_where_lower_is_better_it_says_how_many_more_are_allowed(deaths, births, amount, allowed):
    found = gap(RATE, share(deaths, births, 100_000))
    assert (found.amount, found.allowed) == (amount, allowed)


@pytest.mark.parametrize(
    ("limit", "signed", "people", "short"),
    [
        ("at_least: 50%", 49, 100, 1),
        ("more_than: 50%", 49, 100, 2),
        ("more_than: 50%", 50, 100, 1),
        ("more_than: 50%", 50, 101, 1),
        ("at_least: 100%", 5583, 5588, 5),
        ("at_least: 33.3%", 0, 10, 4),
    ],
)
def test_the_gap_is_rounded_up_so_that_it_suffices(limit, signed, people, short):
    assert gap(coverage_with(limit), share(signed, people)).amount == short


@pytest.mark.parametrize(
    ("limit", "signed", "amount", "allowed"),
    [("at_most: 50%", 40, 10, True), ("less_than: 50%", 40, 9, True), ("less_than: 50%", 50, 1, False)],
)
def test_the_limit_itself_is_allowed_where_it_is_included(limit, signed, amount, allowed):
    found = gap(coverage_with(limit, "lower"), share(signed, 100))
    assert (found.amount, found.allowed) == (amount, allowed)


def test_a_count_is_short_of_so_many():
    assert gap(SCREENING, count(1302)).amount == 573


def test_zero_gaps_left_allow_none():
    body = SCREENING.replace("at_least: 1875人, path: even", "equals: 0人").replace(
        "targets", "better: lower\ntargets"
    )
    assert (gap(body, count(1)).amount, gap(body, count(1)).allowed) == (1, False)


def test_a_range_is_missed_from_below_or_from_above():
    body = coverage_with("between: [40%, 60%]", "neither")
    below, above = gap(body, share(35, 100)), gap(body, share(65, 100))
    assert (below.amount, below.allowed, above.amount, above.allowed) == (5, False, 5, False)


def test_money_is_not_rounded():
    body = """
kind: amount
table: signing
numerator: 签约人数
unit: 万元
better: higher
targets: [{by: 2018-12-31, at_least: 100万元}]
"""
    assert gap(body, count("99.25")).amount == Fraction("0.75")


def test_a_share_of_money_is_not_rounded():
    assert gap(COVERAGE, share(Fraction("10.5"), Fraction("30.5"))).amount == Fraction("4.75")


def test_a_checklist_is_short_of_items_and_not_of_a_share():
    body = "kind: checklist\nitems: [甲事, 乙事, 丙事]\nbetter: higher\ntargets: [{at_least: 3项}]"
    value = count(1, denominator=Fraction(3))
    assert gap(body, value).amount == 2


def test_growth_that_is_missed_is_short_in_per_cent():
    assert gap(GROWTH, plain(5, numerator=Fraction(1))).amount == 1


@pytest.mark.parametrize(("percent", "years"), [(5, 3), (6, 5), (7, 7), ("0.1", 12)])
def test_growth_that_is_exactly_reached_has_no_gap(percent, years):
    yearly = 1 + Fraction(percent) / 100
    body = GROWTH.replace("2013", str(2018 - years)).replace("6%", f"{percent}%")
    rows = [["乡镇", "常住人口", "签约人数"]]
    now = grid([*rows, ["甲乡", 1, str((10**40 * yearly**years).numerator)]], sheet="2018年")
    then = grid([*rows, ["甲乡", 1, str(10**40)]], sheet=f"{2018 - years}年")
    value = area_value(make_policy(indicator(body)), now, then)
    assert (value.compare(Fraction(percent)), gap(body, value)) == (0, None)
