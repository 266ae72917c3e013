"""From the cells of a sheet to an interval: what is counted, weighted, measured, missing."""

from fractions import Fraction

import pytest

from healthkpi.chance import find_interval, methods
from healthkpi.chance.exact_poisson import poisson_ends
from healthkpi.chance.newcombe import newcombe_ends
from healthkpi.chance.wilson import wilson_ends
from healthkpi.definitions.indicator import Kind
from healthkpi.errors import HealthKpiError
from healthkpi.judge import judge_value
from healthkpi.model.interval import Chance
from healthkpi.model.period import parse_period
from healthkpi.tally import tally_indicators
from making import COVERAGE, SIGNING, area_value, grid, indicator, make_policy, tidied

from .test_published_values import counted

HEADER = ["乡镇", "常住人口", "签约人数"]
TWO = [["甲乡", 400, 180], ["乙乡", 600, 319]]
WEIGHTED = SIGNING.replace("签约率: {type: percent, en: rate, optional: true}", "权重: {type: number}")
RATE = "kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: 100000\nbetter: lower\n"
MEAN = "kind: mean\ntable: signing\nnumerator: 签约人数\nbetter: lower\n"


def interval(body, rows, tables=SIGNING, header=HEADER, confidence=95):
    policy = make_policy(indicator(body), tables)
    value = area_value(policy, grid([header, *rows]))
    return find_interval(value, policy.indicators["signing-coverage"], policy, Fraction(confidence))


def ends(found):
    return found.low, found.high


def percent(pair):
    return pytest.approx(tuple(100 * each for each in pair), rel=1e-12)


def test_a_proportion_has_wilsons_interval_of_the_sums():
    # 180 + 319 = 499 of 400 + 600 = 1 000: 46.81 % to 52.99 %.
    found = interval(COVERAGE, TWO)
    assert ends(found) == pytest.approx((46.8073488750724, 52.9934164766247), rel=1e-12)
    assert (found.method, found.confidence) == ("wilson", 95)


def test_ten_events_are_byars_and_nine_are_exact():
    methods_of = {events: interval(RATE, [["甲乡", 50000, events]]).method for events in (0, 9, 10)}
    assert methods_of == {0: "exact poisson", 9: "exact poisson", 10: "byar"}


def test_no_event_has_an_upper_end():
    # −ln 0.025 = 3.688879… events among 6 250: 59.02 per 100 000.
    found = interval(RATE, [["甲乡", 6250, 0]])
    assert ends(found) == (0.0, pytest.approx(59.022071265823, rel=1e-12))


@pytest.mark.parametrize(
    "row", [["甲乡", None, 10], ["甲乡", 100, None], ["甲乡", None, None], ["甲乡", 0, 0]], ids=str
)
@pytest.mark.parametrize("body", [COVERAGE, RATE], ids=["proportion", "rate"])
def test_without_counts_or_people_there_is_no_interval(body, row):
    assert interval(body, [row]) is None


def test_a_ready_made_rate_has_no_interval():
    body = COVERAGE + "reported: {value: 签约率}\n"
    assert interval(body, [["甲乡", "49.9%"]], header=["乡镇", "签约率"]) is None


def test_a_ratio_a_count_and_a_yearly_growth_have_none():
    ratio = "kind: ratio\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nbetter: higher\n"
    count = "kind: count\ntable: signing\nnumerator: 签约人数\nbetter: higher\n"
    assert [interval(body, TWO) for body in (ratio, count)] == [None, None]


def test_a_design_effect_of_two_halves_the_people():
    # 499 of 1 000 with a design effect of 2 is as uncertain as 249.5 of 500.
    found = interval(COVERAGE + "sample: {design_effect: 2}\n", TWO)
    assert ends(found) == percent(wilson_ends(249.5, 500, 0.95))


def test_a_design_effect_of_two_halves_the_events_of_a_rate():
    # 12 among 1 000 000 are worth 6 among 500 000, and six are few.
    found = interval(RATE + "sample: {design_effect: 2}\n", [["甲乡", 1000000, 12]])
    low, high = poisson_ends(6, 0.95)
    assert ends(found) == pytest.approx((low / 5, high / 5), rel=1e-12)
    assert found.method == "exact poisson"


WEIGHED = [["甲乡", 10, 5, "1.5"], ["乙乡", 10, 2, 3]]


def test_unequal_weights_cost_people():
    # Kish: (1.5×10 + 3×10)² ÷ (1.5²×10 + 3²×10) = 2025 ÷ 112.5 = 18 of the 20; (7.5 + 6) ÷ 45 = 30 %, so 5.4 of 18.
    found = interval(COVERAGE + "sample: {weight: 权重}\n", WEIGHED, WEIGHTED, [*HEADER, "权重"])
    assert ends(found) == percent(wilson_ends(5.4, 18, 0.95))


def test_a_declared_design_effect_stands_for_the_weights_too():
    # 20 people ÷ 1.6 = 12.5; 30 % of them are 3.75.
    body = COVERAGE + "sample: {weight: 权重, design_effect: 1.6}\n"
    found = interval(body, WEIGHED, WEIGHTED, [*HEADER, "权重"])
    assert ends(found) == percent(wilson_ends(3.75, 12.5, 0.95))


def test_weights_all_ten_times_as_large_change_nothing():
    heavier = [[unit, people, signed, str(Fraction(weight) * 10)] for unit, people, signed, weight in WEIGHED]
    body, header = COVERAGE + "sample: {weight: 权重}\n", [*HEADER, "权重"]
    found = interval(body, heavier, WEIGHTED, header)
    assert ends(found) == pytest.approx(ends(interval(body, WEIGHED, WEIGHTED, header)), rel=1e-12)


@pytest.mark.parametrize("effect", ["0", "-1", "NaN"])
def test_a_design_effect_that_is_not_above_zero_is_refused(effect):
    with pytest.raises(HealthKpiError, match="must be above 0"):
        make_policy(indicator(COVERAGE + f"sample: {{design_effect: {effect}}}\n"))


def test_a_mean_has_the_t_interval_of_its_rows():
    # 10, 20, 30: mean 20, standard deviation 10; t(2) = 4.302653 at 95 %: 20 ± 4.302653 × 10 ÷ √3 = 20 ± 24.84138.
    rows = [["甲乡", 1, 10], ["乙乡", 1, 20], ["丙镇", 1, 30]]
    found = interval(MEAN, rows)
    assert ends(found) == pytest.approx((20 - 24.8413771, 20 + 24.8413771), abs=1e-6)


def test_equal_weights_leave_the_mean_as_it_is():
    plain = interval(MEAN, [["甲乡", 1, 10], ["乙乡", 1, 20], ["丙镇", 1, 30]])
    rows = [["甲乡", 1, 10, 2], ["乙乡", 1, 20, 2], ["丙镇", 1, 30, 2]]
    found = interval(MEAN + "sample: {weight: 权重}\n", rows, WEIGHTED, [*HEADER, "权重"])
    assert ends(found) == pytest.approx(ends(plain), rel=1e-12)


def test_one_row_alone_has_no_mean_interval_and_equal_rows_one_without_width():
    assert interval(MEAN, [["甲乡", 1, 10]]) is None
    assert ends(interval(MEAN, [["甲乡", 1, 10], ["乙乡", 1, 10]])) == (10, 10)


def test_people_in_ten_thousands_are_people():
    # 49.9 万人 of 100 万人 are 499 000 of 1 000 000, not half a hundred.
    thousands = SIGNING.replace("unit: 人", "unit: 万人")
    found = interval(COVERAGE, [["甲乡", 100, "49.9"]], thousands)
    assert ends(found) == percent(wilson_ends(499000, 1000000, 0.95))


def test_a_rate_may_be_per_ten_thousand_of_another_unit():
    mixed = SIGNING.replace("en: residents, unit: 人", "en: residents, unit: 万人")
    body = RATE.replace("per: 100000", "per: 100\nunit: /百万人")
    low, high = poisson_ends(9, 0.95)
    # 9 events among 50 of 万人: times 100 ÷ 50.
    assert ends(interval(body, [["甲乡", 50, 9]], mixed)) == pytest.approx((low * 2, high * 2), rel=1e-12)


def test_money_and_machines_are_no_matter_of_chance():
    money = SIGNING.replace("unit: 人", "unit: 万元")
    machines = SIGNING.replace("en: signed, unit: 人", "en: signed, unit: 台")
    assert interval(COVERAGE, TWO, money) is None
    assert interval(RATE, [["甲乡", 50000, 20]], machines) is None


@pytest.mark.parametrize("numerator", ["签约人数 * 2", "签约人数 / 2"])
def test_a_multiplied_count_is_none(numerator):
    body = COVERAGE.replace("numerator: 签约人数", f"numerator: {numerator}")
    assert interval(body, [["甲乡", 1000, 100]]) is None


def test_births_less_deaths_are_no_events_but_what_is_left_of_a_whole_is_counted():
    less = "numerator: 常住人口 - 签约人数"
    assert interval(RATE.replace("numerator: 签约人数", less), [["甲乡", 1000, 100]]) is None
    found = interval(COVERAGE.replace("numerator: 签约人数", less), [["甲乡", 1000, 100]])
    assert ends(found) == percent(wilson_ends(900, 1000, 0.95))


def test_a_figure_too_large_to_be_people_has_none():
    assert interval(COVERAGE, [["甲乡", 10**300, 10**299]]) is None


def against(body, rows, target):
    policy = make_policy(indicator(f"{body}targets: [{{{target}}}]\n"))
    value, defined = area_value(policy, grid([HEADER, *rows])), policy.indicators["signing-coverage"]
    judged = judge_value(value, defined, None, {})
    return find_interval(value, defined, policy, Fraction(95)).against(judged.target.acceptable)


def test_all_of_them_or_none_of_them_is_no_matter_of_chance():
    share = COVERAGE.partition("targets:")[0]
    assert against(share, [["甲乡", 2, 2]], "at_least: 100%") is None
    assert against(share, [["甲乡", 1000, 999]], "at_least: 100%") is None
    assert against(share, [["甲乡", 1000, 999]], "at_least: 99.9%") is Chance.OPEN
    assert against(RATE, [["甲乡", 6250, 0]], "equals: 0/10万") is None
    assert against(RATE, [["甲乡", 6250, 1]], "at_most: 16/10万") is Chance.OPEN


def change_of_survey(direction, sample):
    body = f"kind: change\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\n{direction}: {{in: points, since: previous survey}}\nbetter: higher\n{sample}"
    policy = make_policy(indicator(body))
    years = [
        grid([HEADER, ["甲乡", people, signed]], sheet=f"{year}年")
        for year, people, signed in ((2020, 80, 48), (2025, 70, 56))
    ]
    tables = tidied(policy, *years)
    value = tally_indicators(policy, tables, parse_period("2025").end)[0].judged[0].value
    return find_interval(value, policy.indicators["signing-coverage"], policy, Fraction(95))


def test_a_rise_between_two_surveys_has_newcombes_interval():
    # 56 of 70 less 48 of 80 = 20 points: 5.24 to 33.39; a fall is the same the other way round.
    rise = change_of_survey("rise", "sample: {design_effect: 1}\n")
    assert ends(rise) == percent(newcombe_ends(counted(56, 70), counted(48, 80), 0.95))
    fall = change_of_survey("fall", "sample: {design_effect: 1}\n")
    assert ends(fall) == pytest.approx((-rise.high, -rise.low), rel=1e-12)


def test_a_change_of_one_register_has_none():
    assert change_of_survey("rise", "") is None


def test_of_all_methods_exactly_one_suits():
    assert set(methods()) == {"wilson", "exact poisson", "byar", "student t", "newcombe"}
    for events in (0, 9.5, 10, 1000):
        for kind in (Kind.PROPORTION, Kind.RATE):
            seen = counted(events, 5000)
            suited = [each for each in methods().values() if each.suits(type(seen)(kind, 5000, events))]
            assert len(suited) == 1
