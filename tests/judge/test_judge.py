"""The unrounded value against the target that is due: verdicts, dates, paths and reasons (DESIGN §4, rules 2, 3, 6–9)."""

from datetime import date
from fractions import Fraction

import pytest

from healthkpi.definitions.indicator import Indicator
from healthkpi.judge import SMALL_DENOMINATOR, judge_value
from healthkpi.limits import Better
from healthkpi.model.judgement import Verdict
from healthkpi.model.value import Coverage, Growth, Value, ValueStatus
from making import COVERAGE, indicator, make_policy

END_OF_2018 = date(2018, 12, 31)
MET, MISSED, NOT_JUDGED = Verdict.MET, Verdict.MISSED, Verdict.NOT_JUDGED


def defined(body) -> Indicator:
    return make_policy(indicator(body)).indicators["signing-coverage"]


def share(numerator, denominator, factor=100, status=ValueStatus.OK, **more):
    amount = Fraction(numerator) * factor / denominator
    return Value(status, amount, Fraction(numerator), Fraction(denominator), factor, **more)


def count(number, **more):
    return Value(ValueStatus.OK, Fraction(number), Fraction(number), **more)


def plain(amount, **more):
    return Value(ValueStatus.OK, Fraction(amount), **more)


def verdict(body, value, day=END_OF_2018, **parameters):
    numbers = {name: Fraction(number) for name, number in parameters.items()}
    return judge_value(value, defined(body), day, numbers).verdict


def coverage_with(limit, better="higher"):
    return COVERAGE.replace("at_least: 50%", limit).replace("better: higher", f"better: {better}")


@pytest.mark.parametrize(
    ("signed", "found"), [(9162, MISSED), (9163, MET), (9164, MET)], ids=["one short", "exactly", "one more"]
)
def test_one_person_decides(signed, found):
    assert verdict(COVERAGE, share(signed, 18326)) is found


def test_49_98_percent_is_missed_although_it_shows_as_50_0():
    value = share(8449, 16904)
    assert (f"{float(value.amount):.1f}", verdict(COVERAGE, value)) == ("50.0", MISSED)


def test_29_percent_is_29_percent():
    assert verdict(coverage_with("at_least: 29%"), share(29, 100)) is MET


@pytest.mark.parametrize(
    ("limit", "better", "below", "at", "above"),
    [
        ("at_least: 50%", "higher", MISSED, MET, MET),
        ("more_than: 50%", "higher", MISSED, MISSED, MET),
        ("at_most: 50%", "lower", MET, MET, MISSED),
        ("less_than: 50%", "lower", MET, MISSED, MISSED),
        ("equals: 50%", "neither", MISSED, MET, MISSED),
        ("between: [50%, 60%]", "higher", MISSED, MET, MET),
        ("between: [40%, 50%]", "lower", MET, MET, MISSED),
        ("about: 48%, within: 2%", "lower", MET, MET, MISSED),
        ("about: 52%, within: 2%", "higher", MISSED, MET, MET),
    ],
)
def test_every_limit_is_exact(limit, better, below, at, above):
    million = 10**6
    values = [share(million // 2 + step, million) for step in (-1, 0, 1)]
    assert [verdict(coverage_with(limit, better), value) for value in values] == [below, at, above]


RATE = """
kind: rate
table: signing
numerator: 签约人数
denominator: 常住人口
per: 100000
better: lower
targets:
  - {by: 2018-12-31, at_most: 16/10万}
"""


@pytest.mark.parametrize(("deaths", "births", "found"), [(1, 6250, MET), (1, 6249, MISSED), (1, 6251, MET)])
def test_16_in_100_000_is_reached_exactly(deaths, births, found):
    assert verdict(RATE, share(deaths, births, 100_000)) is found


POINTS = """
kind: change
table: signing
numerator: 签约人数
denominator: 常住人口
rise: {in: points, since: "2013"}
targets:
  - {by: 2018-12-31, at_least: 5个百分点}
"""


def test_from_3_2_to_8_2_is_five_points():
    assert verdict(POINTS, plain(Fraction("8.2") - Fraction("3.2"))) is MET


GROWTH = """
kind: change
table: signing
numerator: 签约人数
rise: {in: percent a year, since: "2013"}
targets:
  - {by: 2018-12-31, at_least: 6%}
"""


@pytest.mark.parametrize(("now", "found"), [(13_382_255_775, MISSED), (13_382_255_776, MET)])
def test_six_percent_a_year_over_five_years_is_exact(now, found):
    growth = Growth(Fraction(now, 10_000_000_000), 5)
    assert verdict(GROWTH, plain(6, growth=growth)) is found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2018, 9, 30), Verdict.REACHED),
        (date(2018, 12, 30), Verdict.REACHED),
        (date(2018, 12, 31), MET),
        (date(2020, 6, 30), MET),
    ],
)
def test_before_its_date_a_target_is_reached_and_from_its_date_it_is_met(day, found):
    assert verdict(COVERAGE, share(60, 100), day) is found


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2018, 12, 30), Verdict.NOT_YET), (date(2018, 12, 31), MISSED), (date(2019, 1, 1), MISSED)],
)
def test_before_its_date_a_target_is_not_yet_and_from_its_date_it_is_missed(day, found):
    assert verdict(COVERAGE, share(40, 100), day) is found


def test_reached_knows_no_dates():
    judgements = [
        judge_value(share(60, 100), defined(COVERAGE), day, {}) for day in (date(2018, 1, 1), END_OF_2018)
    ]
    assert [judgement.reached for judgement in judgements] == [True, True]


MILESTONES = COVERAGE.replace(
    "  - {by: 2018-12-31, at_least: 50%}",
    "  - {by: 2017-06-01, at_least: 30%}\n  - {by: 2017-09-01, at_least: 50%}\n  - {by: 2017-12-01, at_least: 80%}",
)


@pytest.mark.parametrize(
    ("day", "percent", "found"),
    [
        ("2017-05-31", 30, Verdict.REACHED),
        ("2017-05-31", 29, Verdict.NOT_YET),
        ("2017-06-01", 30, MET),
        ("2017-08-31", 30, MET),
        ("2017-09-01", 30, MISSED),
        ("2017-10-31", 50, MET),
        ("2017-12-01", 79, MISSED),
        ("2025-01-01", 80, MET),
    ],
)
def test_of_several_milestones_the_last_one_past_holds(day, percent, found):
    assert verdict(MILESTONES, share(percent, 100), date.fromisoformat(day)) is found


def test_only_later_data_are_remarked():
    judgement = judge_value(share(60, 100), defined(COVERAGE), END_OF_2018, {}, only_later_data=True)
    assert [remark.en for remark in judgement.remarks] == ["there are only data from after that day"]


def test_without_a_day_nothing_is_judged():
    judgement = judge_value(share(60, 100), defined(COVERAGE), None, {})
    assert (judgement.verdict, judgement.reason.en) == (
        NOT_JUDGED,
        "the date of the data is not known; give --as-of or --period",
    )


def test_a_target_without_a_date_is_judged_without_a_day():
    assert verdict(COVERAGE.replace("by: 2018-12-31, ", ""), share(60, 100), None) is MET


def test_without_a_target_a_value_is_recorded():
    body = COVERAGE[: COVERAGE.index("targets")]
    assert verdict(body, share(60, 100)) is Verdict.RECORDED
    assert verdict(body, Value(ValueStatus.MISSING)) is NOT_JUDGED


@pytest.mark.parametrize("status", [each for each in ValueStatus if not each.has_value])
@pytest.mark.parametrize("day", [date(2018, 9, 30), END_OF_2018])
def test_what_has_no_value_is_never_judged(status, day):
    assert verdict(COVERAGE, Value(status), day) is NOT_JUDGED


def test_a_partial_value_is_judged():
    assert verdict(COVERAGE, share(60, 100, status=ValueStatus.PARTIAL)) is MET


@pytest.mark.parametrize(
    ("if_none", "found"), [("not judged", NOT_JUDGED), ("not applicable", Verdict.NOT_APPLICABLE)]
)
def test_an_empty_denominator_is_what_the_definition_says(if_none, found):
    body = COVERAGE + f"if_none: {if_none}\n"
    assert verdict(body, Value(ValueStatus.ZERO_DENOMINATOR)) is found


def test_nothing_reported_is_never_not_applicable():
    assert verdict(COVERAGE + "if_none: not applicable\n", Value(ValueStatus.MISSING)) is NOT_JUDGED


def test_a_parameter_is_the_limit():
    body = coverage_with("at_least: province")
    assert verdict(body, share(60, 100), province=60) is MET
    assert verdict(body, share(60, 100), province=61) is MISSED


def test_a_parameter_that_is_not_given_is_asked_for():
    judgement = judge_value(share(60, 100), defined(coverage_with("at_least: province")), END_OF_2018, {})
    assert (judgement.verdict, judgement.reason.en) == (
        NOT_JUDGED,
        "parameter province is not given; use --set province=…",
    )


def test_a_tolerance_that_is_not_given_is_asked_for():
    judgement = judge_value(
        share(60, 100), defined(coverage_with("about: 50%, within: tolerance", "lower")), END_OF_2018, {}
    )
    assert judgement.reason.zh == "缺参数“tolerance”；用 --set tolerance=… 给出"


def test_a_step_that_is_a_parameter_not_given_is_asked_for():
    body = coverage_with("at_least: 50%, path: [{by: 2018-06-30, at: province}]")
    assert verdict(body, share(40, 100), date(2018, 9, 30)) is NOT_JUDGED


SCREENING = """
kind: count
table: signing
numerator: 签约人数
unit: 人
targets:
  - {by: 2018-12-31, at_least: 1875人, path: even}
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-01-30", 0),
        ("2018-01-31", 156),  # 1875 ÷ 12 = 156.25
        ("2018-09-29", 1250),  # eight whole months
        ("2018-09-30", 1406),  # 1406.25
        ("2018-10-30", 1406),
        ("2018-11-30", 1718),  # 1718.75
        ("2017-12-31", 0),
    ],
)
def test_an_even_path_counts_whole_months_and_rounds_things_down(day, expected):
    judgement = judge_value(count(1302), defined(SCREENING), date.fromisoformat(day), {})
    assert judgement.expected == expected


@pytest.mark.parametrize(
    ("screened", "found"),
    [(1405, Verdict.BEHIND), (1406, Verdict.AHEAD), (1302, Verdict.BEHIND), (1875, Verdict.AHEAD)],
)
def test_the_path_says_ahead_or_behind(screened, found):
    assert verdict(SCREENING, count(screened), date(2018, 9, 30)) is found


def test_on_the_date_the_path_no_longer_counts():
    assert verdict(SCREENING, count(1874)) is MISSED


def test_an_even_path_of_a_percentage_is_not_rounded():
    judgement = judge_value(
        share(40, 100), defined(coverage_with("at_least: 50%, path: even")), date(2018, 5, 31), {}
    )
    assert judgement.expected == Fraction(50 * 5, 12)


def test_an_even_path_to_the_middle_of_the_year():
    body = SCREENING.replace("2018-12-31", "2018-06-30")
    assert judge_value(count(1), defined(body), date(2018, 3, 31), {}).expected == 937  # 937.5


def test_an_even_path_to_the_middle_of_january_does_not_fail():
    body = SCREENING.replace("2018-12-31", "2018-01-15")
    assert judge_value(count(1), defined(body), date(2018, 1, 10), {}).verdict in {
        Verdict.NOT_YET,
        Verdict.AHEAD,
        Verdict.BEHIND,
    }


def test_a_path_that_falls_is_kept_from_above():
    body = SCREENING.replace("at_least", "at_most")
    assert verdict(body, count(1406), date(2018, 9, 30)) is Verdict.AHEAD
    assert verdict(body, count(1407), date(2018, 9, 30)) is Verdict.BEHIND


STEPS = coverage_with("at_least: 50%, path: [{by: 2018-03-31, at: 10%}, {by: 2018-06-30, at: 35%}]")


@pytest.mark.parametrize(
    ("day", "percent", "found"),
    [
        ("2018-03-30", 9, Verdict.NOT_YET),
        ("2018-03-31", 9, Verdict.BEHIND),
        ("2018-03-31", 10, Verdict.AHEAD),
        ("2018-06-29", 10, Verdict.AHEAD),
        ("2018-06-30", 34, Verdict.BEHIND),
        ("2018-11-30", 35, Verdict.AHEAD),
    ],
)
def test_of_the_steps_the_last_one_past_holds(day, percent, found):
    assert verdict(STEPS, share(percent, 100), date.fromisoformat(day)) is found


TASK = "kind: attested\nitem: 某事\ntargets:\n  - {by: 2018-12-31}"


@pytest.mark.parametrize(
    ("done", "done_on", "found"),
    [
        (1, date(2018, 12, 31), MET),
        (1, None, MET),
        (1, date(2019, 1, 1), MISSED),
        (0, None, MISSED),
    ],
)
def test_done_late_is_not_done_in_time(done, done_on, found):
    value = plain(done, done_on=done_on)
    assert verdict(TASK, value, date(2019, 3, 31)) is found


def test_done_late_says_when():
    judgement = judge_value(plain(1, done_on=date(2019, 1, 9)), defined(TASK), date(2019, 3, 31), {})
    assert [remark.en for remark in judgement.remarks] == ["done on 2019-01-09, after the deadline"]


def test_before_its_date_a_task_is_done_or_not_yet():
    assert verdict(TASK, plain(1, done_on=date(2018, 5, 1)), date(2018, 9, 30)) is Verdict.REACHED
    assert verdict(TASK, plain(0), date(2018, 9, 30)) is Verdict.NOT_YET


@pytest.mark.parametrize(("people", "remarked"), [(SMALL_DENOMINATOR - 1, True), (SMALL_DENOMINATOR, False)])
def test_a_small_denominator_is_remarked_and_the_verdict_stands(people, remarked):
    judgement = judge_value(share(people, people), defined(COVERAGE), END_OF_2018, {})
    assert judgement.verdict is MET
    assert bool(judgement.remarks) is remarked


def test_a_small_denominator_says_how_far_one_case_moves_it():
    judgement = judge_value(share(5, 8), defined(COVERAGE), END_OF_2018, {})
    assert [remark.en for remark in judgement.remarks] == ["small base: one case moves it by 12.5%"]


def test_the_direction_is_the_one_of_the_definition():
    assert defined(coverage_with("between: [40%, 50%]", "lower")).better is Better.LOWER


GAPS = """
kind: count
table: signing
numerator: 签约人数
better: lower
targets: [{by: 2018-12-31, LIMIT}]
"""


def partly(number):
    return Value(ValueStatus.PARTIAL, Fraction(number), Fraction(number), coverage=Coverage(3, ("丙镇",)))


@pytest.mark.parametrize("limit", ["equals: 0", "at_most: 2"])
@pytest.mark.parametrize("day", [END_OF_2018, date(2018, 9, 30)])
def test_a_count_within_its_limit_is_not_judged_before_everybody_has_reported(limit, day):
    found = judge_value(partly(0), defined(GAPS.replace("LIMIT", limit)), day, {})
    assert (found.verdict, found.reason.zh) == (NOT_JUDGED, "还有 1 个没有数，没有数不等于零")


def test_a_count_beyond_its_limit_is_missed_whatever_the_others_report():
    assert verdict(GAPS.replace("LIMIT", "at_most: 2"), partly(3)) is MISSED


def test_enough_is_enough_whatever_the_others_report():
    assert verdict(GAPS.replace("LIMIT", "at_least: 2").replace("lower", "higher"), partly(2)) is MET
