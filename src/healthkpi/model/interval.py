"""How far a value could lie from what it stands for by chance alone: advice beside the verdict, never the verdict."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from healthkpi.limits import Acceptable
from healthkpi.text import Text


class Chance(StrEnum):
    """Where the limit lies, seen from an interval."""

    REACHED = "reached"  # the whole interval reaches it
    MISSED = "missed"  # the whole interval misses it
    OPEN = "open"  # it lies within


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval in the unit of its indicator. Floats: nothing is judged by it."""

    low: float
    high: float
    confidence: Fraction  # in per cent
    method: str
    name: Text

    def against(self, acceptable: Acceptable) -> Chance:
        """Whether the interval tells a limit that is reached from one that is missed."""
        low, high = _comparing(self.low), _comparing(self.high)
        if acceptable.holds(low) and acceptable.holds(high):
            return Chance.REACHED
        is_below = not replace(acceptable, high=None).holds(high)
        is_above = not replace(acceptable, low=None).holds(low)
        return Chance.MISSED if is_below or is_above else Chance.OPEN


def _comparing(end: float) -> Callable[[Fraction], int]:
    exact = Fraction(end)
    return lambda bound: (exact > bound) - (exact < bound)
