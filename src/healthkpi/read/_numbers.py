"""Numbers, dates and durations as Excel shows them."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from healthkpi.model.grid import CellError

# Below this a float holds every whole number in 15 digits.
_EXACT = 10**15


def to_decimal(number: float) -> Decimal | CellError:
    """The 15 digits that Excel keeps: 0.1 + 0.2 is shown as 0.3, so it is 0.3; whole numbers are exact."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _EXACT):
        return Decimal(int(number))
    if not math.isfinite(number):
        return CellError("#NUM!")
    shown = Decimal(f"{number:.15g}")
    return Decimal(format(shown, "f"))


def plain_date(value: date | time) -> date | time:
    """A moment at midnight is a day."""
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def tell_duration(value: timedelta) -> str:
    """`26:30:00`, as the cell shows it: hours beyond a day fit no other type of cell."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
