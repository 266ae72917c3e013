"""What holds of judging whatever the figures are."""

import functools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.judge import judge_value
from healthkpi.model.judgement import Verdict

from .test_judge import END_OF_2018, coverage_with, defined, share

LIMITS = {
    "at_least": ("at_least: {0}%", "higher"),
    "more_than": ("more_than: {0}%", "higher"),
    "at_most": ("at_most: {0}%", "lower"),
    "less_than": ("less_than: {0}%", "lower"),
}
PERCENT = ("0", "0.1", "16", "29", "33.3", "50", "66.67", "99.9", "100")


@functools.cache
def limit_of(name, percent):
    words, better = LIMITS[name]
    return defined(coverage_with(words.format(percent), better))


def judged(name, percent, numerator, denominator):
    return judge_value(share(numerator, denominator), limit_of(name, percent), END_OF_2018, {})


def is_met(name, percent, numerator, denominator):
    return judged(name, percent, numerator, denominator).verdict is Verdict.MET


ANY_LIMIT, ANY_PERCENT = st.sampled_from(list(LIMITS)), st.sampled_from(PERCENT)
WHOLE = st.integers(1, 10**7)


@given(ANY_LIMIT, ANY_PERCENT, WHOLE, st.data())
def test_getting_better_never_turns_met_into_missed(name, percent, denominator, data):
    worse, better = sorted(data.draw(st.tuples(*[st.integers(0, denominator)] * 2)))
    if LIMITS[name][1] == "lower":
        worse, better = better, worse
    assert not is_met(name, percent, worse, denominator) or is_met(name, percent, better, denominator)


@given(ANY_LIMIT, ANY_PERCENT, WHOLE, st.data())
def test_the_verdict_agrees_with_plain_fractions(name, percent, denominator, data):
    numerator = data.draw(st.integers(0, denominator))
    value, bound = Fraction(numerator, denominator), Fraction(percent) / 100
    said = {
        "at_least": value >= bound,
        "more_than": value > bound,
        "at_most": value <= bound,
        "less_than": value < bound,
    }
    assert is_met(name, percent, numerator, denominator) is said[name]


@given(ANY_LIMIT, ANY_PERCENT, WHOLE, st.integers(1, 1000), st.data())
def test_scaling_both_sides_changes_no_verdict(name, percent, denominator, times, data):
    numerator = data.draw(st.integers(0, denominator))
    assert is_met(name, percent, numerator, denominator) is is_met(
        name, percent, numerator * times, denominator * times
    )


@pytest.mark.parametrize("name", ["at_least", "more_than"])
@given(ANY_PERCENT, WHOLE, st.data())
def test_adding_the_gap_suffices_and_one_less_does_not(name, percent, denominator, data):
    numerator = data.draw(st.integers(0, denominator))
    judgement = judged(name, percent, numerator, denominator)
    if judgement.verdict is Verdict.MET:
        assert judgement.gap is None
    else:
        needed = numerator + judgement.gap.amount
        assert is_met(name, percent, needed, denominator)
        assert not is_met(name, percent, needed - 1, denominator)


@pytest.mark.parametrize("name", ["at_most", "less_than"])
@given(ANY_PERCENT, WHOLE, st.data())
def test_what_is_allowed_keeps_the_limit_and_one_more_does_not(name, percent, denominator, data):
    numerator = data.draw(st.integers(0, denominator))
    found = judged(name, percent, numerator, denominator).gap
    most = numerator + (found.amount if found.allowed else -found.amount)
    assert is_met(name, percent, most, denominator)
    assert not is_met(name, percent, most + 1, denominator)
    assert found.allowed is is_met(name, percent, numerator, denominator)


@given(ANY_PERCENT, WHOLE, st.data())
@settings(max_examples=50)
def test_a_limit_and_its_opposite_never_agree(percent, denominator, data):
    numerator = data.draw(st.integers(0, denominator))
    assert is_met("at_least", percent, numerator, denominator) is not is_met(
        "less_than", percent, numerator, denominator
    )
