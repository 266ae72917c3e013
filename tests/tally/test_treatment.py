"""What stands for missing figures: nothing, zero, or the unit's last ones (DESIGN §4, rule 5)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.judge import judge_value
from healthkpi.model.judgement import Verdict
from healthkpi.model.period import month_of
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import ValueStatus
from making import COVERAGE, SIGNING_WITH_ROSTER, by_unit, grid, indicator, make_policy, tallied

LEFT_OUT, ZERO, CARRIED = Treatment
HEADER = ["乡镇", "常住人口", "签约人数"]
ROSTER = ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡")
REPORTED = [
    ["平旺乡", 28640, 14812],
    ["西韩岭乡", 35210, 17930],
    ["口泉乡", 41875, 19620],
    ["云冈镇", 18326, 9163],
    ["高山镇", 16904, 8449],
]
SEPTEMBER = [*REPORTED, ["鸦儿崖乡", 9450, None]]
AUGUST = [*([unit, people, signed - 100] for unit, people, signed in REPORTED), ["鸦儿崖乡", 9450, 4102]]


def of_month(number, rows, year=2018, header=HEADER):
    return grid([header, *rows], sheet=f"{year}年{number}月签约")


def policy(body=COVERAGE, tables=SIGNING_WITH_ROSTER, units=ROSTER):
    from making import POLICY

    listed = ", ".join(f"{unit}: []" for unit in units)
    before, _, after = POLICY.partition("  township: {甲乡: [甲, 甲乡卫生院], 乙乡: [乙], 丙镇: [丙]}")
    return make_policy(indicator(body), tables, f"{before}  township: {{{listed}}}{after}")


def area(missing, *sheets, **more):
    return tallied(policy(**more), *sheets, as_of=date(2018, 9, 30), missing=missing).judged[0].value


def reasons(value):
    return {each.unit: each.reason.en for each in value.not_filled}


@pytest.mark.parametrize(
    ("missing", "numerator", "denominator", "shown"),
    [
        (LEFT_OUT, 69974, 140955, 49.64),
        (ZERO, 69974, 140955 + 9450, 46.52),
        (CARRIED, 69974 + 4102, 140955 + 9450, 49.25),
    ],
)
def test_the_three_results_of_a_blank_numerator(missing, numerator, denominator, shown):
    value = area(missing, of_month(8, AUGUST), of_month(9, SEPTEMBER))
    assert (value.numerator, value.denominator) == (numerator, denominator)
    assert round(float(value.amount), 2) == shown
    assert (value.status, value.coverage.expected, value.coverage.missing) == ("partial", 6, ("鸦儿崖乡",))


def test_the_value_names_who_is_filled_and_from_when():
    assert area(LEFT_OUT, of_month(8, AUGUST), of_month(9, SEPTEMBER)).filled == ()
    (zero,) = area(ZERO, of_month(8, AUGUST), of_month(9, SEPTEMBER)).filled
    (carried,) = area(CARRIED, of_month(8, AUGUST), of_month(9, SEPTEMBER)).filled
    assert (zero.unit, zero.numerator, zero.carried_from) == ("鸦儿崖乡", 0, None)
    assert (carried.unit, carried.numerator, carried.carried_from) == ("鸦儿崖乡", 4102, month_of(2018, 8))


def test_a_unit_without_a_row_is_not_taken_as_zero_of_an_unknown_denominator():
    value = area(ZERO, of_month(9, REPORTED))
    assert (value.numerator, value.denominator, value.filled) == (69974, 140955, ())
    assert reasons(value) == {"鸦儿崖乡": "its denominator is not known"}


def test_a_unit_without_a_row_is_carried_with_both_its_figures():
    value = area(CARRIED, of_month(8, AUGUST), of_month(9, REPORTED))
    assert (value.numerator, value.denominator) == (69974 + 4102, 140955 + 9450)
    assert value.coverage.missing == ("鸦儿崖乡",)


def test_a_blank_denominator_is_never_taken_as_zero_and_can_be_carried():
    rows = [*REPORTED, ["鸦儿崖乡", None, None]]
    assert reasons(area(ZERO, of_month(9, rows))) == {"鸦儿崖乡": "its denominator is not known"}
    value = area(CARRIED, of_month(8, AUGUST), of_month(9, rows))
    assert (value.numerator, value.denominator) == (69974 + 4102, 140955 + 9450)


def test_a_numerator_of_now_is_kept_where_only_the_denominator_is_carried():
    rows = [*REPORTED, ["鸦儿崖乡", None, 4200]]
    value = area(CARRIED, of_month(8, AUGUST), of_month(9, rows))
    assert (value.numerator, value.denominator) == (69974 + 4200, 140955 + 9450)


def test_the_last_month_in_which_the_unit_reported_is_carried():
    july = of_month(7, [["鸦儿崖乡", 9400, 4000]])
    value = area(CARRIED, july, of_month(8, SEPTEMBER), of_month(9, SEPTEMBER))
    assert value.numerator == 69974 + 4000
    assert [each.carried_from for each in value.filled] == [month_of(2018, 7)]


def test_later_figures_are_not_carried_backward():
    tally = tallied(
        policy(), of_month(8, SEPTEMBER), of_month(9, AUGUST), as_of=date(2018, 8, 31), missing=CARRIED
    )
    assert reasons(tally.judged[0].value) == {"鸦儿崖乡": "there is no earlier figure of it"}


def test_what_is_entered_and_is_no_number_is_not_replaced():
    rows = [*REPORTED, ["鸦儿崖乡", 9450, "960人左右"]]
    for missing in (ZERO, CARRIED):
        value = area(missing, of_month(8, AUGUST), of_month(9, rows))
        assert value.numerator == 69974
        assert reasons(value) == {"鸦儿崖乡": "something is entered that is no number; correct it first"}


def test_two_rows_of_one_unit_are_not_replaced():
    rows = [*REPORTED, ["鸦儿崖乡", 9450, 4000], ["鸦儿崖乡", 9450, 4100]]
    value = area(CARRIED, of_month(8, AUGUST), of_month(9, rows))
    assert value.numerator == 69974
    assert reasons(value) == {"鸦儿崖乡": "its figures contradict themselves; correct them first"}


def test_two_rows_of_then_are_not_carried():
    august = of_month(8, [*AUGUST, ["鸦儿崖乡", 9450, 4000]])
    assert area(CARRIED, august, of_month(9, SEPTEMBER)).numerator == 69974


def test_a_numerator_above_the_denominator_of_now_is_not_carried():
    rows = [*REPORTED, ["鸦儿崖乡", 4000, None]]
    value = area(CARRIED, of_month(8, AUGUST), of_month(9, rows))
    assert reasons(value) == {"鸦儿崖乡": "its last numerator exceeds its denominator of now"}


def test_a_rate_without_counts_is_neither_zeroed_nor_replaced():
    body = COVERAGE + "reported: {value: 签约率}\n"
    header = [*HEADER, "签约率"]
    now = of_month(9, [*([*row, None] for row in REPORTED), ["鸦儿崖乡", 9450, None, "43.4%"]], header=header)
    for missing in (ZERO, CARRIED):
        value = area(missing, of_month(8, AUGUST), now, body=body)
        assert value.numerator == 69974
        assert reasons(value) == {"鸦儿崖乡": "only a rate is entered, without its counts"}


def test_the_listed_unit_shows_the_figure_that_stands_for_it():
    sheets = of_month(8, AUGUST), of_month(9, SEPTEMBER)
    for missing, amount in ((ZERO, Fraction(0)), (CARRIED, Fraction(4102 * 100, 9450))):
        tally = tallied(policy(), *sheets, as_of=date(2018, 9, 30), levels=["township"], missing=missing)
        unit = by_unit(tally.listed)["鸦儿崖乡"]
        assert (unit.amount, unit.status, unit.coverage.missing) == (amount, "partial", ("鸦儿崖乡",))
        assert [each.unit for each in unit.filled] == ["鸦儿崖乡"]


def test_a_unit_without_a_row_is_listed_once():
    sheets = of_month(8, AUGUST), of_month(9, REPORTED)
    tally = tallied(policy(), *sheets, as_of=date(2018, 9, 30), levels=["township"], missing=CARRIED)
    units = [each.unit for each in tally.listed]
    assert sorted(units) == sorted(ROSTER)
    assert by_unit(tally.listed)["鸦儿崖乡"].amount == Fraction(4102 * 100, 9450)


def test_each_township_is_judged_on_the_figure_that_stands_for_it():
    body = COVERAGE + "each: township\n"
    tally = tallied(policy(body), of_month(8, AUGUST), of_month(9, REPORTED), missing=CARRIED)
    assert by_unit(tally.judged)["鸦儿崖乡"].amount == Fraction(4102 * 100, 9450)
    assert len(tally.judged) == 6


COUNTS = """\
deaths:
  name: {zh: 死亡表, en: Deaths}
  row: {zh: 一个乡镇, en: one township}
  sheets: [死亡]
  key: 乡镇
  roster: township
  fields:
    乡镇: {type: unit, level: township}
    死亡数: {type: number, unit: 例, over_time: flow}
    累计死亡: {type: number, unit: 例, over_time: cumulative, optional: true}
    外县死亡: {type: number, unit: 例, over_time: flow, optional: true}
"""
DEATHS = "kind: count\ntable: deaths\nnumerator: 死亡数\nunit: 例\nbetter: lower\ntargets: [{by: 2018-12-31, at_most: 5}]\n"
SINCE_JANUARY = DEATHS.replace("numerator: 死亡数", "numerator: 累计死亡")
THREE = ("甲乡", "乙乡", "丙镇")


def deaths(number, *rows, header=("乡镇", "死亡数", "累计死亡"), year=2018):
    return grid([list(header), *rows], sheet=f"{year}年{number}月死亡")


def count(missing, *sheets, body=DEATHS):
    return area(missing, *sheets, body=body, tables=COUNTS, units=THREE)


def test_a_count_takes_a_unit_without_a_row_as_nothing():
    value = count(ZERO, deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6]))
    assert (value.numerator, value.coverage.missing) == (1 + 2 + 0, ("丙镇",))
    assert [(each.unit, each.numerator) for each in value.filled] == [("丙镇", 0)]


def test_a_count_with_an_upper_end_is_judged_once_the_missing_were_declared_to_be_nothing():
    sheet, plan = deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6]), policy(DEATHS, COUNTS, THREE)
    verdicts = {}
    for missing in (LEFT_OUT, ZERO):
        tally = tallied(plan, sheet, as_of=date(2018, 12, 31), missing=missing)
        verdicts[missing] = judge_value(
            tally.judged[0].value, plan.indicators["signing-coverage"], date(2018, 12, 31), {}
        ).verdict
    assert verdicts == {LEFT_OUT: Verdict.NOT_JUDGED, ZERO: Verdict.MET}


def test_a_flow_of_another_month_is_not_this_months():
    value = count(CARRIED, deaths(8, ["丙镇", 9, 9]), deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6]))
    assert (value.numerator, value.filled) == (3, ())
    assert reasons(value) == {
        "丙镇": "死亡数 is neither a stock nor cumulative: another month's is not this one's"
    }


def test_a_cumulative_figure_is_carried_within_its_year():
    sheets = deaths(8, ["丙镇", 1, 5]), deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6])
    assert count(CARRIED, *sheets, body=SINCE_JANUARY).numerator == 4 + 6 + 5


def test_a_cumulative_figure_is_not_carried_into_a_new_year():
    sheets = deaths(12, ["丙镇", 1, 5], year=2017), deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6])
    value = count(CARRIED, *sheets, body=SINCE_JANUARY)
    assert value.numerator == 4 + 6
    assert reasons(value) == {
        "丙镇": "a cumulative figure begins with the year, and this year has no earlier one"
    }


def test_of_a_sum_over_months_only_the_missing_month_is_nothing():
    body = DEATHS + "over: year to date\n"
    sheets = (
        deaths(8, ["甲乡", 3, 3], ["乙乡", 1, 1], ["丙镇", 2, 2]),
        deaths(9, ["甲乡", 1, 4], ["丙镇", None, 2]),
    )
    assert count(LEFT_OUT, *sheets, body=body).numerator == 3 + 1
    # 乙乡 has no row in September, 丙镇 a blank: what they reported in August stays.
    assert count(ZERO, *sheets, body=body).numerator == (3 + 1) + (1 + 0) + (2 + 0)


def test_of_a_sum_of_two_fields_only_the_blank_one_is_nothing():
    body = DEATHS.replace("numerator: 死亡数", "numerator: 死亡数 + 外县死亡")
    sheet = deaths(
        9, ["甲乡", 1, 1], ["乙乡", 2, None], ["丙镇", 3, 0], header=("乡镇", "死亡数", "外县死亡")
    )
    assert count(ZERO, sheet, body=body).numerator == (1 + 1) + (2 + 0) + (3 + 0)


def test_a_difference_that_is_half_reported_is_not_taken_as_nothing():
    body = DEATHS.replace("numerator: 死亡数", "numerator: 死亡数 - 外县死亡")
    sheet = deaths(
        9, ["甲乡", 1, 1], ["乙乡", 2, None], ["丙镇", None, None], header=("乡镇", "死亡数", "外县死亡")
    )
    value = count(ZERO, sheet, body=body)
    assert value.numerator == 0
    assert [each.unit for each in value.filled] == ["丙镇"]
    assert list(reasons(value)) == ["乙乡"]


POPULATION = (
    COUNTS
    + """\
population:
  name: {zh: 人口表, en: Population}
  row: {zh: 一个乡镇, en: one township}
  sheets: [人口]
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    常住人口: {type: number, unit: 人, over_time: stock}
"""
)
MORTALITY = """
kind: rate
table: deaths
numerator: 累计死亡
denominator: {table: population, sum: 常住人口}
per: 1000
better: lower
"""


@pytest.mark.parametrize(("missing", "numerator"), [(ZERO, 4 + 6 + 0), (CARRIED, 4 + 6 + 5)])
def test_a_denominator_of_another_table_is_that_of_the_unit(missing, numerator):
    people = grid([["乡镇", "常住人口"], ["甲乡", 1000], ["乙乡", 2000], ["丙镇", 4000]], sheet="人口")
    sheets = deaths(8, ["丙镇", 1, 5]), deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6]), people
    value = area(missing, *sheets, body=MORTALITY, tables=POPULATION, units=THREE)
    assert (value.numerator, value.denominator) == (numerator, 1000 + 2000 + 4000)


def test_a_unit_that_the_other_table_does_not_list_stays_left_out():
    people = grid([["乡镇", "常住人口"], ["甲乡", 1000], ["乙乡", 2000]], sheet="人口")
    sheets = deaths(8, ["丙镇", 1, 5]), deaths(9, ["甲乡", 1, 4], ["乙乡", 2, 6]), people
    for missing in (ZERO, CARRIED):
        value = area(missing, *sheets, body=MORTALITY, tables=POPULATION, units=THREE)
        assert (value.numerator, value.denominator) == (10, 3000)
        assert reasons(value) == {"丙镇": "its denominator is not known"}


def test_a_blank_criterion_stays_to_be_checked():
    tables = SIGNING_WITH_ROSTER.replace("    签约率", "    合格: {type: flag}\n    签约率")
    body = "kind: proportion\ntable: signing\nmeets: {合格: 合格}\nbetter: higher\n"
    rows = [["甲乡", 1, 1, "是"], ["乙乡", 1, 1, None]]
    for missing in Treatment:
        value = area(
            missing,
            of_month(9, rows, header=[*HEADER, "合格"]),
            body=body,
            tables=tables,
            units=("甲乡", "乙乡"),
        )
        assert (value.numerator, value.denominator, value.filled) == (1, 2, ())
        assert [each.label for each in value.failing] == ["乙乡"]


@pytest.mark.parametrize(
    "body",
    [
        COVERAGE.replace("kind: proportion", "kind: change").replace("50%", "1个百分点")
        + "rise: {in: points, since: previous period}\n",
        "kind: count\ntable: signing\ngather: {by: 乡镇, make: {签了: sum(签约人数)}}\nmeets: {都签: 签了 > 0}\nunit: 个\nbetter: higher\n",
        "kind: count\ntable: signing\ndistinct: 签约人数\nunit: 种\nbetter: higher\n",
    ],
)
def test_changes_gathered_rows_and_different_values_are_left_out_whatever_is_asked(body):
    sheets = of_month(8, AUGUST), of_month(9, REPORTED)
    left_out = area(LEFT_OUT, *sheets, body=body)
    for missing in (ZERO, CARRIED):
        value = area(missing, *sheets, body=body)
        assert (value.amount, value.numerator) == (left_out.amount, left_out.numerator)
        assert set(reasons(value).values()) == {
            "what is missing is always left out of this kind of indicator"
        }


SOME = settings(max_examples=25, deadline=None)
TOWNSHIP = st.integers(1, 10**5).flatmap(
    lambda people: st.tuples(st.just(people), st.one_of(st.none(), st.integers(0, people)))
)


@st.composite
def months(draw):
    """Two months of the same townships; in the first all have reported."""
    now = [draw(TOWNSHIP) for _ in range(draw(st.integers(1, 5)))]
    units = [f"第{number}乡" for number in range(len(now))]
    then = [
        [unit, people, draw(st.integers(0, people))] for unit, (people, _) in zip(units, now, strict=True)
    ]
    return then, [[unit, people, signed] for unit, (people, signed) in zip(units, now, strict=True)]


def of(missing, then, now):
    units = tuple(row[0] for row in now)
    return area(missing, of_month(8, then), of_month(9, now), units=units)


@given(months())
@SOME
def test_left_out_is_the_sum_of_those_who_reported(both):
    then, now = both
    known = [row for row in now if row[2] is not None]
    value = of(LEFT_OUT, then, now)
    assert (value.numerator or 0) == sum(row[2] for row in known)
    assert value.coverage.missing == tuple(row[0] for row in now if row[2] is None)


@given(months())
@SOME
def test_zero_and_carried_agree_with_a_sum_in_plain_python(both):
    then, now = both
    whole = sum(row[1] for row in now)
    zero = sum(row[2] or 0 for row in now)
    carried = sum(was[2] if row[2] is None else row[2] for was, row in zip(then, now, strict=True))
    assert of(ZERO, then, now).amount == Fraction(zero * 100, whole)
    assert of(CARRIED, then, now).amount == Fraction(carried * 100, whole)


@given(months())
@SOME
def test_zero_is_never_above_left_out_for_a_share(both):
    then, now = both
    left_out = of(LEFT_OUT, then, now)
    if left_out.status is not ValueStatus.MISSING:
        assert of(ZERO, then, now).amount <= left_out.amount


@given(months())
@SOME
def test_where_nobody_reported_what_is_carried_is_last_months(both):
    then, _ = both
    silent = [[unit, people, None] for unit, people, _ in then]
    assert of(CARRIED, then, silent).amount == of(LEFT_OUT, [], then).amount
