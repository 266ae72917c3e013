"""What every interval must do, whatever the figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.chance._method import Observed
from healthkpi.chance.byar import byar_ends
from healthkpi.chance.exact_poisson import poisson_ends
from healthkpi.chance.newcombe import newcombe_ends
from healthkpi.chance.student_t import student_ends
from healthkpi.chance.wilson import wilson_ends
from healthkpi.definitions.indicator import Kind

PEOPLE = st.integers(1, 10**9)
CONFIDENCE = st.floats(0.5, 0.999)
SHARES = PEOPLE.flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
ROUNDING = 1e-12


def mean_of(mean, deviation, rows):
    return Observed(Kind.MEAN, rows, 0, mean, deviation**2, rows)


@given(SHARES, CONFIDENCE)
def test_the_wilson_interval_holds_the_share_and_stays_between_none_and_all(share, confidence):
    events, people = share
    low, high = wilson_ends(events, people, confidence)
    assert 0 <= low <= events / people <= high <= 1


@given(SHARES, CONFIDENCE)
def test_those_who_do_and_those_who_do_not_are_mirrored(share, confidence):
    events, people = share
    low, high = wilson_ends(events, people, confidence)
    mirrored = wilson_ends(people - events, people, confidence)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=ROUNDING)


@given(SHARES, st.integers(2, 100), CONFIDENCE)
def test_the_same_share_among_more_people_has_a_narrower_interval(share, times, confidence):
    events, people = share
    low, high = wilson_ends(events, people, confidence)
    inner_low, inner_high = wilson_ends(events * times, people * times, confidence)
    assert inner_high - inner_low < (high - low) * (1 + ROUNDING)


@given(SHARES, st.tuples(CONFIDENCE, CONFIDENCE).map(sorted))
def test_more_confidence_is_wider(share, confidences):
    (low, high), (outer_low, outer_high) = (wilson_ends(*share, each) for each in confidences)
    assert outer_low <= low + ROUNDING
    assert outer_high >= high - ROUNDING


@given(st.floats(0.01, 9.99), CONFIDENCE)
def test_the_poisson_interval_holds_the_events(events, confidence):
    low, high = poisson_ends(events, confidence)
    assert 0 < low < events < high


@given(st.integers(10, 10**9), CONFIDENCE)
def test_byars_interval_holds_the_events(events, confidence):
    low, high = byar_ends(events, confidence)
    assert 0 < low < events < high


@given(st.integers(10, 200), st.floats(0.8, 0.999))
def test_byars_approximation_is_close_to_the_exact_interval(events, confidence):
    # Within two per cent from ten events on, which is why the rule changes over there.
    assert byar_ends(events, confidence) == pytest.approx(poisson_ends(events, confidence), rel=0.02)


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(2, 3000), CONFIDENCE)
def test_the_t_interval_lies_evenly_about_the_mean_and_narrows_with_more_rows(
    mean, deviation, rows, confidence
):
    low, high = student_ends(mean_of(mean, deviation, rows), confidence)
    inner_low, inner_high = student_ends(mean_of(mean, deviation, rows + 1), confidence)
    assert high - mean == pytest.approx(mean - low, rel=1e-6)
    assert inner_high - inner_low < high - low


@given(SHARES, SHARES, CONFIDENCE)
def test_two_surveys_the_other_way_round_give_the_opposite_change(now, before, confidence):
    one, other = (Observed(Kind.CHANGE, people, events) for events, people in (now, before))
    low, high = newcombe_ends(one, other, confidence)
    assert newcombe_ends(other, one, confidence) == pytest.approx((-high, -low), abs=ROUNDING)
    assert -1 <= low <= one.events / one.people - other.events / other.people <= high <= 1
