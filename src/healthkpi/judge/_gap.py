"""How far a value is from its target, in people, clinics or cases, rounded so that reaching it suffices."""

import math
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.limits import Acceptable
from healthkpi.model.judgement import Gap
from healthkpi.model.value import Value

# What is counted in whole things; money, areas and changes are not.
_COUNTING = {Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.COUNT, Kind.CHECKLIST}


def measure_gap(value: Value, acceptable: Acceptable, indicator: Indicator, *, reached: bool) -> Gap | None:
    """What is short of the lower bound, or too much above the upper one, or still allowed below it."""
    if value.numerator is None or value.amount is None:
        return None
    if indicator.kind not in _COUNTING or value.ready_made:
        return _plain_gap(value.amount, acceptable)
    # The denominator of a checklist is the length of the list, not what the value is divided by.
    whole = None if indicator.kind is Kind.CHECKLIST else value.denominator
    return _counted_gap(value, value.numerator, whole, acceptable, reached=reached)


def _counted_gap(
    value: Value, numerator: Fraction, whole: Fraction | None, acceptable: Acceptable, *, reached: bool
) -> Gap | None:
    if not reached and acceptable.low is not None and value.compare(acceptable.low) <= 0:
        short = _needed(acceptable, value, whole) - numerator
        return Gap(short, with_unreported=_short_with_unreported(acceptable, value, numerator, whole))
    if acceptable.high is not None:
        room = _allowed(acceptable, value, whole) - numerator
        return Gap(abs(room), allowed=room >= 0, over=room < 0)
    return None


def _short_with_unreported(
    acceptable: Acceptable, value: Value, numerator: Fraction, whole: Fraction | None
) -> Fraction | None:
    if whole is None or value.whole_denominator in {None, whole}:
        return None
    return _needed(acceptable, value, value.whole_denominator) - numerator


def _needed(acceptable: Acceptable, value: Value, denominator: Fraction | None) -> Fraction:
    """The least numerator that reaches the lower bound."""
    exact = _numerator_at(acceptable.low, value, denominator)
    if not _is_whole(value):
        return exact
    least = math.ceil(exact)
    return Fraction(least + 1 if least == exact and not acceptable.low_included else least)


def _allowed(acceptable: Acceptable, value: Value, denominator: Fraction | None) -> Fraction:
    """The greatest numerator that keeps the upper bound."""
    exact = _numerator_at(acceptable.high, value, denominator)
    if not _is_whole(value):
        return exact
    most = math.floor(exact)
    return Fraction(most - 1 if most == exact and not acceptable.high_included else most)


def _numerator_at(bound: Fraction | None, value: Value, denominator: Fraction | None) -> Fraction:
    if bound is None:
        raise ValueError("there is no bound on this side")
    whole = 1 if denominator is None else denominator
    # In whole numbers, so that it is brought to lowest terms once.
    return Fraction(bound.numerator * whole.numerator, bound.denominator * whole.denominator * value.factor)


def _is_whole(value: Value) -> bool:
    """Whether whole things are counted: money and areas come in parts."""
    parts = (value.numerator, value.denominator)
    return all(part is None or part.denominator == 1 for part in parts)


def _plain_gap(amount: Fraction, acceptable: Acceptable) -> Gap | None:
    if acceptable.low is not None and amount < acceptable.low:
        return Gap(acceptable.low - amount)
    if acceptable.high is not None and amount > acceptable.high:
        return Gap(amount - acceptable.high, over=True)
    return None
