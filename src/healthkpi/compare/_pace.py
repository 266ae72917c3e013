"""By when: what is left, what that takes a month, and where the recent pace leads."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.targets import due_target
from healthkpi.limits import Acceptable
from healthkpi.model.comparison import Growing, Pace, Recent
from healthkpi.model.judgement import JudgedTarget
from healthkpi.model.period import Period, months_until, whole_months
from healthkpi.model.scorecard import UnitResult
from healthkpi.model.value import Value

# What adds up from month to month; a mean or a change does not.
_ADDS_UP = {Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.COUNT, Kind.AMOUNT, Kind.CHECKLIST}
_TASKS = {Kind.COUNT, Kind.AMOUNT, Kind.CHECKLIST}
EVEN = "even"


def find_pace(
    unit: UnitResult, indicator: Indicator, as_of: date | None, period: Period | None, growing: Growing
) -> Pace | None:
    """None where there is no date to come or gone by."""
    target = unit.judgement.target
    if target is None or target.by is None or as_of is None:
        return None
    pace = Pace(days=(target.by - as_of).days)
    value = unit.value.value
    if target.is_due or value.numerator is None or value.ready_made or indicator.kind not in _ADDS_UP:
        return pace
    pace = _against_path(pace, unit, indicator, target, as_of)
    pace = _needed(pace, unit, target.by, as_of, growing)
    course = _course(unit, period, target.by, growing)
    return pace if course is None else _projected(pace, course, value, target.acceptable)


def _against_path(
    pace: Pace, unit: UnitResult, indicator: Indicator, target: JudgedTarget, as_of: date
) -> Pace:
    value, expected = unit.value.value, unit.judgement.expected
    due = due_target(indicator.targets, as_of)
    if due is not None and due.target.path == EVEN and target.by is not None:
        start = date(target.by.year, 1, 1)
        total = whole_months(start, target.by)
        pace = replace(pace, elapsed=Fraction(100 * whole_months(start, as_of), total) if total else None)
    goal = target.acceptable.low
    if indicator.kind in _TASKS and goal and value.amount is not None:
        pace = replace(pace, done=value.amount * 100 / goal)
    if expected is None or value.numerator is None:
        return pace
    due_by_now = _up(_numerator_at(expected, value, value.denominator), value)
    return replace(pace, expected=due_by_now, behind=due_by_now - value.numerator)


def _needed(pace: Pace, unit: UnitResult, by: date, as_of: date, growing: Growing) -> Pace:
    """A month that has begun still counts, or nothing could be done in it."""
    months = months_until(as_of + timedelta(days=1), by + timedelta(days=1))
    gap = unit.judgement.gap
    if gap is None or gap.allowed or gap.over:
        return replace(pace, months=months)
    pace = replace(pace, months=months, left=gap.amount)
    if growing.denominator_grows:
        # Every month brings more to cover; what it takes cannot be said from today's denominator.
        return pace
    return replace(pace, needed=_up(gap.amount / months, unit.value.value))


@dataclass(frozen=True, slots=True)
class _Course:
    """How numerator and denominator go on: so much a month, for so many months."""

    recent: Recent
    denominator_a_month: Fraction
    months: int


def _course(unit: UnitResult, period: Period | None, by: date, growing: Growing) -> _Course | None:
    if period is None or not growing.grows or (growing.within_year and by.year != period.end.year):
        return None
    months = whole_months(period.end + timedelta(days=1), by)
    value, change = unit.value.value, growing.changes.get(unit.key)
    if change is not None and growing.months and change.counted is not None:
        denominator = (change.now.denominator or Fraction(0)) - (change.before.denominator or Fraction(0))
        recent = Recent(change.counted / growing.months, growing.months)
        return _Course(recent, _if_grows(denominator / growing.months, growing), months)
    if growing.within_year and value.numerator is not None:
        so_far = period.end.month
        recent = Recent(value.numerator / so_far, so_far, since_start=True)
        return _Course(recent, _if_grows((value.denominator or Fraction(0)) / so_far, growing), months)
    return None


def _if_grows(a_month: Fraction, growing: Growing) -> Fraction:
    return a_month if growing.denominator_grows else Fraction(0)


def _projected(pace: Pace, course: _Course, value: Value, acceptable: Acceptable) -> Pace:
    if value.numerator is None:
        return replace(pace, recent=course.recent)
    numerator = value.numerator + course.recent.a_month * course.months
    denominator = None
    if value.denominator is not None:
        denominator = value.denominator + course.denominator_a_month * course.months
    # A part is never more than its whole, however fast it grew.
    if denominator is not None and value.factor == 100 and value.numerator <= (value.denominator or 0):
        numerator = min(numerator, denominator)
    numerator = max(Fraction(0), _whole(numerator, value, acceptable))
    amount = numerator * value.factor / denominator if denominator else numerator * value.factor
    reaches = acceptable.holds(lambda bound: (amount > bound) - (amount < bound))
    short = None
    if not reaches and acceptable.low is not None and amount <= acceptable.low:
        short = _up(_numerator_at(acceptable.low, value, denominator), value) - numerator
    return replace(
        pace,
        recent=course.recent,
        projected=numerator,
        projected_value=amount,
        projected_reaches=reaches,
        short_then=short,
    )


def _numerator_at(amount: Fraction, value: Value, denominator: Fraction | None) -> Fraction:
    return amount * (1 if denominator is None else denominator) / value.factor


def _is_whole(value: Value) -> bool:
    return all(part is None or part.denominator == 1 for part in (value.numerator, value.denominator))


def _up(number: Fraction, value: Value) -> Fraction:
    """Whole things are rounded up, so that reaching the figure suffices."""
    return Fraction(math.ceil(number)) if _is_whole(value) else number


def _whole(number: Fraction, value: Value, acceptable: Acceptable) -> Fraction:
    """A projection is rounded to the side that promises less."""
    if not _is_whole(value):
        return number
    return Fraction(math.floor(number) if acceptable.low is not None else math.ceil(number))
