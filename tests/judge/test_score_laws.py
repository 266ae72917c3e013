"""What holds of points whatever the figures are: never fewer for a better value, never below 0 or above full marks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.limits import Better
from healthkpi.scores import Band, Earlier, Measured, Terms, score_rules

NUMBER = st.fractions(-200, 200, max_denominator=1000)
ABOVE_ZERO = st.fractions(Fraction(1, 100), 200, max_denominator=1000)
FULL = st.fractions(Fraction(1, 10), 100, max_denominator=10)
BETTER = st.sampled_from([Better.HIGHER, Better.LOWER])


@st.composite
def terms(draw):
    """Terms that a definition may hold: those that contradict the direction are refused at load."""
    full, better = draw(FULL), draw(BETTER)
    low, high = sorted(draw(st.tuples(ABOVE_ZERO, ABOVE_ZERO).filter(lambda ends: ends[0] != ends[1])))
    start, goal = (low, high) if better is Better.HIGHER else (high, low)
    return Terms(
        full=full,
        better=better,
        goal=goal,
        start=start,
        step=draw(ABOVE_ZERO),
        deduct=draw(ABOVE_ZERO),
        floor=draw(st.fractions(0, full)),
        progress_weight=draw(st.fractions(Fraction(1, 100), Fraction(99, 100))),
        bands=draw(bands(full, better)),
        when_over=draw(st.sampled_from(["ratio", "excess"])),
        part_step=draw(st.sampled_from(["exact", "whole", "started"])),
    )


@st.composite
def bands(draw, full, better):
    starts = sorted(draw(st.sets(NUMBER, max_size=5)))
    points = st.lists(st.fractions(0, full), min_size=len(starts) + 1, max_size=len(starts) + 1)
    ordered = sorted(draw(points), reverse=better is Better.LOWER)
    return tuple(
        Band(start, below, number)
        for start, below, number in zip([None, *starts], [*starts, None], ordered, strict=True)
    )


def points(rule, terms, value, before):
    measured = Measured(
        value,
        lambda bound: (value > bound) - (value < bound),
        # A target that is one number, reached on its better side.
        (value >= terms.goal) if terms.better is Better.HIGHER else (value <= terms.goal),
        Earlier(before, value),
    )
    return score_rules()[rule].points(terms, measured)


@pytest.mark.parametrize("rule", score_rules())
@given(terms=terms(), value=NUMBER, before=NUMBER)
def test_points_lie_between_0_and_full_marks(rule, terms, value, before):
    assert 0 <= points(rule, terms, value, before) <= terms.full


@pytest.mark.parametrize("rule", score_rules())
@given(terms=terms(), values=st.tuples(NUMBER, NUMBER), before=NUMBER)
def test_a_better_value_never_has_fewer_points(rule, terms, values, before):
    worse, better = sorted(values, reverse=terms.better is Better.LOWER)
    assert points(rule, terms, worse, before) <= points(rule, terms, better, before)


@pytest.mark.parametrize("rule", ["proportional", "linear", "deduct", "pass", "level and progress"])
@given(terms=terms(), beyond=st.fractions(0, 100), before=NUMBER)
def test_the_goal_and_all_beyond_it_has_full_marks(rule, terms, beyond, before):
    value = terms.goal - beyond if terms.better is Better.LOWER else terms.goal + beyond
    assert points(rule, terms, value, before) == terms.full
