"""What each unit adds to the gap of the whole."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.limits import Acceptable
from healthkpi.model.comparison import Contribution
from healthkpi.model.judgement import Gap
from healthkpi.model.scorecard import UnitResult
from healthkpi.model.value import Value, ValueStatus

Key = tuple[str, str]
_NOTHING = Fraction(0)
# One limit holds for the whole and for its parts only where something is divided.
_DIVIDED = {Kind.PROPORTION, Kind.RATE, Kind.RATIO}


def contributions(units: Sequence[UnitResult], indicator: Indicator) -> Mapping[Key, Contribution]:
    """By level and unit, for the units below one judged whole; empty where there is no such whole."""
    judged = [unit for unit in units if unit.is_judged]
    if len(judged) != 1 or indicator.kind not in _DIVIDED or judged[0].judgement.target is None:
        return {}
    whole, acceptable = judged[0], judged[0].judgement.target.acceptable
    if (acceptable.low is None) == (acceptable.high is None) or whole.value.value.ready_made:
        return {}
    found: dict[Key, Contribution] = {}
    for level in dict.fromkeys(unit.value.level for unit in units if not unit.is_judged):
        members = [unit for unit in units if not unit.is_judged and unit.value.level == level]
        found |= _of_level(members, acceptable, whole)
    return found


def _of_level(
    units: Sequence[UnitResult], acceptable: Acceptable, area: UnitResult
) -> dict[Key, Contribution]:
    whole, factor = _whole_gap(area.judgement.gap), area.value.value.factor
    found, total = {}, _NOTHING
    for unit in units:
        is_silent = not unit.value.value.status.has_value
        balance = _balance(unit.value.value, acceptable, factor, is_silent=is_silent)
        short = _short(unit, balance)
        if short and not is_silent:
            total += short
        if balance is not None:
            found[unit.key] = balance, short, is_silent
    return {
        key: Contribution(
            balance,
            short,
            _percent(short, total) if total and not is_silent else None,
            # More than the whole is no part of it: others have done more than their share.
            _percent(short, whole) if whole and short <= whole else None,
            is_unreported=is_silent,
        )
        for key, (balance, short, is_silent) in found.items()
    }


def _percent(part: Fraction, whole: Fraction) -> Fraction:
    """In whole numbers, so that it is brought to lowest terms once."""
    return part and Fraction(part.numerator * 100 * whole.denominator, part.denominator * whole.numerator)


def _whole_gap(gap: Gap | None) -> Fraction | None:
    """The gap over every denominator that is known, so that a unit that sent nothing has its part in it."""
    if gap is None or gap.allowed:
        return None
    return gap.with_unreported if gap.with_unreported is not None else gap.amount


def _balance(value: Value, acceptable: Acceptable, factor: int, *, is_silent: bool) -> Fraction | None:
    """What the limit asks for less what is there; the other way round where less is better."""
    if is_silent and value.status is not ValueStatus.MISSING:
        return None
    denominator = value.whole_denominator if is_silent else value.denominator
    numerator = _NOTHING if is_silent else value.numerator
    if denominator is None or numerator is None:
        return None
    if acceptable.low is not None:
        return _lacking(acceptable.low, denominator, factor, numerator)
    if acceptable.high is None or is_silent:
        return None
    return -_lacking(acceptable.high, denominator, factor, numerator)


def _lacking(bound: Fraction, denominator: Fraction, factor: int, numerator: Fraction) -> Fraction:
    """bound × denominator ÷ factor − numerator, in whole numbers, so that it is brought to lowest terms once."""
    (limit, of), (whole, of_whole), (part, of_part) = map(
        Fraction.as_integer_ratio, (bound, denominator, numerator)
    )
    parts = of * of_whole * factor
    return Fraction(limit * whole * of_part - part * parts, parts * of_part)


def _short(unit: UnitResult, balance: Fraction | None) -> Fraction:
    gap = unit.judgement.gap
    if gap is not None:
        return _NOTHING if gap.allowed else gap.amount
    if balance is None or balance.numerator <= 0:
        return _NOTHING
    return Fraction(math.ceil(balance))
