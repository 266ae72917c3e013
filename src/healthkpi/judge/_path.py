"""What should have been reached by a day before the date: 序时进度, or the steps that the definition names."""

import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind, Step, Target
from healthkpi.model.period import whole_months
from healthkpi.model.quantity import Quantity

EVEN = "even"


def expected_by(
    indicator: Indicator, target: Target, as_of: date | None, parameters: Mapping[str, Fraction]
) -> Fraction | None:
    """The value on the path, or None where the target has no path."""
    if target.path is None or as_of is None or target.by is None or target.limit is None:
        return None
    if target.path == EVEN:
        goal = _amount(target.limit.amounts[0], parameters)
        return _even(indicator, target.by, goal, as_of)
    steps = [step for step in target.path if isinstance(step, Step) and step.by <= as_of]
    return _amount(steps[-1].at, parameters) if steps else None


def _even(indicator: Indicator, by: date, goal: Fraction, as_of: date) -> Fraction | None:
    """From nothing at the start of the target's year; whole months only, and whole things are rounded down."""
    start = date(by.year, 1, 1)
    if not whole_months(start, by):
        return None
    expected = goal * whole_months(start, as_of) / whole_months(start, by)
    return Fraction(math.floor(expected)) if indicator.kind in {Kind.COUNT, Kind.CHECKLIST} else expected


def _amount(amount: Quantity | str, parameters: Mapping[str, Fraction]) -> Fraction:
    return parameters[amount] if isinstance(amount, str) else amount.amount
