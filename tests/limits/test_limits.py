"""Which values a limit accepts: at it, just below it and just above it, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.limits import Acceptable, Better, Bounds, limits

ABOVE, BELOW = Fraction(1, 10**30), -Fraction(1, 10**30)


def accepts(key, numbers, value, better=Better.HIGHER, within=0):
    bounds = Bounds(tuple(Fraction(number) for number in numbers), Fraction(within))
    acceptable = limits()[key].acceptable(bounds, better)
    return acceptable.holds(lambda bound: (value > bound) - (value < bound))


@pytest.mark.parametrize(
    ("key", "below", "at", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
        ("equals", False, True, False),
    ],
)
def test_the_smallest_step_from_the_limit_counts(key, below, at, above):
    fifty = Fraction(50)
    assert [accepts(key, [50], value) for value in (fifty + BELOW, fifty, fifty + ABOVE)] == [
        below,
        at,
        above,
    ]


@pytest.mark.parametrize(
    ("better", "too_few", "lower_end", "upper_end", "too_many"),
    [
        (Better.HIGHER, False, True, True, True),
        (Better.LOWER, True, True, True, False),
        (Better.NEITHER, False, True, True, False),
    ],
)
def test_the_direction_says_which_end_of_a_range_binds(better, too_few, lower_end, upper_end, too_many):
    values = (80 + BELOW, Fraction(80), Fraction(100), 100 + ABOVE)
    found = [accepts("between", [80, 100], value, better) for value in values]
    assert found == [too_few, lower_end, upper_end, too_many]


@pytest.mark.parametrize(
    ("better", "too_low", "low", "high", "too_high"),
    [
        (Better.HIGHER, False, True, True, True),
        (Better.LOWER, True, True, True, False),
        (Better.NEITHER, False, True, True, False),
    ],
)
def test_about_may_be_off_by_its_tolerance_on_the_side_that_counts(better, too_low, low, high, too_high):
    values = (28 + BELOW, Fraction(28), Fraction(32), 32 + ABOVE)
    found = [accepts("about", [30], value, better, within=2) for value in values]
    assert found == [too_low, low, high, too_high]


def test_the_limits_are_those_of_the_language():
    assert set(limits()) == {"at_least", "more_than", "at_most", "less_than", "between", "about", "equals"}


def test_only_a_range_takes_two_numbers():
    assert [key for key, limit in limits().items() if limit.numbers == 2] == ["between"]


@given(st.fractions(), st.fractions(min_value=0))
def test_what_reaches_at_least_still_reaches_it_when_it_rises(value, step):
    assert not accepts("at_least", [50], value) or accepts("at_least", [50], value + step)


@given(st.fractions(), st.fractions(min_value=0))
def test_what_reaches_at_most_still_reaches_it_when_it_falls(value, step):
    assert not accepts("at_most", [50], value) or accepts("at_most", [50], value - step)


@given(st.fractions())
def test_exactly_one_of_below_at_and_above_holds(value):
    assert [accepts(key, [50], value) for key in ("less_than", "equals", "more_than")].count(True) == 1


@given(st.fractions())
def test_without_bounds_everything_is_acceptable(value):
    assert Acceptable().holds(lambda bound: (value > bound) - (value < bound))
