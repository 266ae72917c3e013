"""Each method gives what its author, or the usual table, printed."""

import pytest

from healthkpi.chance._method import Observed
from healthkpi.chance._quantiles import gamma_quantile, normal_quantile, student_quantile
from healthkpi.chance.byar import byar_ends
from healthkpi.chance.exact_poisson import poisson_ends
from healthkpi.chance.newcombe import newcombe_ends
from healthkpi.chance.student_t import student_ends
from healthkpi.chance.wilson import wilson_ends
from healthkpi.definitions.indicator import Kind


def counted(events, people):
    return Observed(Kind.CHANGE, people, events)


# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998) 857, table I.
@pytest.mark.parametrize(
    ("events", "people", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_what_newcombe_printed(events, people, low, high):
    assert wilson_ends(events, people, 0.95) == pytest.approx((low, high), abs=0.00005)


# R. G. Newcombe, Interval estimation for the difference between independent proportions, ibid. 873, table II, method 10.
@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_a_difference_of_two_surveys_is_what_newcombe_printed(now, before, low, high):
    assert newcombe_ends(counted(*now), counted(*before), 0.95) == pytest.approx((low, high), abs=0.00005)


# Pearson and Hartley, Biometrika Tables for Statisticians I, table 40 (from Garwood 1936), two-sided 95 %.
@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.69), (1, 0.0253, 5.57), (5, 1.62, 11.67), (9, 4.12, 17.08)]
)
def test_few_events_have_garwoods_limits(events, low, high):
    assert poisson_ends(events, 0.95) == pytest.approx((low, high), abs=0.0051)


# PHEindicatormethods 2.1.0, test data of byars_lower and byars_upper.
@pytest.mark.parametrize(
    ("events", "confidence", "low", "high"),
    [(65, 0.95, 50.1631877104595, 82.8491385459398), (10, 0.998, 2.91631837469569, 24.1937249278805)],
)
def test_byars_limits_are_those_of_phe(events, confidence, low, high):
    assert byar_ends(events, confidence) == pytest.approx((low, high), rel=1e-12)


# The usual table of t: the two columns for 95 % and 99.8 % two-sided (Fisher and Yates, table III).
@pytest.mark.parametrize(
    ("degrees", "at_95", "at_998"),
    [(1, 12.706, 318.309), (2, 4.303, 22.327), (5, 2.571, 5.893), (10, 2.228, 4.144), (30, 2.042, 3.385)],
)
def test_t_is_that_of_the_usual_table(degrees, at_95, at_998):
    assert student_quantile(0.95, degrees) == pytest.approx(at_95, abs=0.0005)
    assert student_quantile(0.998, degrees) == pytest.approx(at_998, abs=0.0005)


def test_with_two_degrees_t_has_a_closed_form():
    # t = a √2 / √(1 − a²) for the probability a between −t and t: 0.6 √2 / 0.8.
    assert student_quantile(0.6, 2) == pytest.approx(0.6 * 2**0.5 / 0.8, rel=1e-14)


# scipy 1.17.1, stats.t.ppf: on both sides of where the finite sum hands over to the expansion.
@pytest.mark.parametrize(
    ("confidence", "degrees", "t"),
    [
        (0.95, 999, 1.9623414611334493),
        (0.998, 999, 3.098410361753312),
        (0.95, 1000, 1.9623390808264083),
        (0.998, 1000, 3.0984021639129233),
        (0.95, 1001, 1.9623367052808798),
        (0.998, 1001, 3.0983939824913977),
        (0.95, 1002, 1.9623343344825908),
        (0.998, 1002, 3.0983858174394605),
        (0.95, 20000, 1.9600826051581348),
        (0.998, 20000, 3.0906398618543305),
    ],
)
def test_many_rows_come_near_the_normal_quantile_as_they_should(confidence, degrees, t):
    assert student_quantile(confidence, degrees) == pytest.approx(t, rel=1e-11)


def test_a_gamma_variable_of_shape_one_is_exponential():
    # Shape 1: 1 − exp(−x) = p, so x = −ln(1 − p); ln 20 = 2.99573….
    assert gamma_quantile(0.95, 1) == pytest.approx(2.995732273553991, rel=1e-14)


def test_the_normal_quantiles_are_those_everybody_knows():
    assert (normal_quantile(0.975), normal_quantile(0.999)) == pytest.approx(
        (1.959963984540054, 3.090232306167813), rel=1e-14
    )


def test_eight_rows_have_the_t_interval_of_phe():
    # PHEindicatormethods 2.1.0, test data of phe_mean, Area1: 53.704345 ± t(7) × 20.9755752577093 / √8.
    rows = Observed(Kind.MEAN, 8, 0, 53.704345, 20.9755752577093**2, 8)
    assert student_ends(rows, 0.95) == pytest.approx((36.1683252413365, 71.2403647586635), rel=1e-12)
