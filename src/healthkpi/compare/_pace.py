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


class Pacing:
    """One indicator on its way to a date; what holds for all of its units is found out once."""

    def __init__(
        self, indicator: Indicator, as_of: date | None, period: Period | None, growing: Growing
    ) -> None:
        self.indicator, self.period, self.growing = indicator, period, growing
        self.until: _Until | None = None
        due = due_target(indicator.targets, as_of)
        if due is not None and due.target.by is not None and as_of is not None:
            self.until = _until(due.target.by, as_of, is_even=due.target.path == EVEN)
        is_growing = growing.grows and (growing.within_year or bool(growing.changes))
        self._same_for_all = not is_growing and indicator.kind not in _TASKS

    def pace(self, unit: UnitResult) -> Pace | None:
        """None where there is no date to come or gone by."""
        target, until, value = unit.judgement.target, self.until, unit.value.value
        if target is None or until is None:
            return None
        adds_up = self.indicator.kind in _ADDS_UP and not value.ready_made
        if target.is_due or value.numerator is None or not adds_up:
            return until.days_only
        if self._same_for_all and unit.judgement.gap is None and unit.judgement.expected is None:
            return until.nothing_left
        expected = _expected(unit)
        left, needed = _needed(unit, until.months, self.growing)
        pace = Pace(
            days=until.days,
            elapsed=until.elapsed,
            done=_done(value, target) if self.indicator.kind in _TASKS else None,
            expected=expected,
            behind=None if expected is None else expected - value.numerator,
            left=left,
            months=until.months,
            needed=needed,
        )
        course = _course(unit, self.period, until.by, self.growing)
        return pace if course is None else _projected(pace, course, value, target.acceptable)


@dataclass(frozen=True, slots=True)
class _Until:
    """How far off a date is; `elapsed` is the share of its year that is over, where the path to it is even.

    The paces that say the same of many units are made once.
    """

    by: date
    days: int
    months: int
    elapsed: Fraction | None
    days_only: Pace
    nothing_left: Pace


def _until(by: date, as_of: date, *, is_even: bool) -> _Until:
    """A month that has begun still counts, or nothing could be done in it."""
    start = date(by.year, 1, 1)
    total = whole_months(start, by) if is_even else 0
    elapsed = Fraction(100 * whole_months(start, as_of), total) if total else None
    months = months_until(as_of + timedelta(days=1), by + timedelta(days=1))
    days = (by - as_of).days
    return _Until(by, days, months, elapsed, Pace(days), Pace(days, elapsed=elapsed, months=months))


def _done(value: Value, target: JudgedTarget) -> Fraction | None:
    goal = target.acceptable.low
    return value.amount * 100 / goal if goal and value.amount is not None else None


def _expected(unit: UnitResult) -> Fraction | None:
    """The numerator that is due by now, where the target has a path."""
    value, expected = unit.value.value, unit.judgement.expected
    return None if expected is None else _up(_numerator_at(expected, value, value.denominator), value)


def _needed(unit: UnitResult, months: int, growing: Growing) -> tuple[Fraction | None, Fraction | None]:
    """What is left, and what that takes a month."""
    gap = unit.judgement.gap
    if gap is None or gap.allowed or gap.over:
        return None, None
    if growing.denominator_grows:
        # Every month brings more to cover; what it takes cannot be said from today's denominator.
        return gap.amount, None
    return gap.amount, _up(Fraction(gap.amount.numerator, gap.amount.denominator * months), unit.value.value)


@dataclass(frozen=True, slots=True)
class _Course:
    """How numerator and denominator go on: so much a month, for so many months."""

    recent: Recent
    denominator_a_month: Fraction
    months: int


def _course(unit: UnitResult, period: Period | None, by: date, growing: Growing) -> _Course | None:
    if period is None or not growing.grows or (growing.within_year and by.year != period.end.year):
        return None
    value, change = unit.value.value, growing.changes.get(unit.key)
    if change is None and not growing.within_year:
        return None
    months = whole_months(period.end + timedelta(days=1), by)
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
