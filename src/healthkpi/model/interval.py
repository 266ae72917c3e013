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
    """A confidence interval in the unit of its indicator. Floats: nothing is judged by it.

    `least` and `most` are the values of none and of all, where the figure is a count of either.
    """

    low: float
    high: float
    confidence: Fraction  # in per cent
    method: str
    name: Text
    least: float | None = None
    most: float | None = None

    def against(self, acceptable: Acceptable) -> Chance | None:
        """Whether the interval tells a limit that is reached from one that is missed; None where all or none is asked for."""
        if self._asks_for_all_or_none(acceptable):
            return None
        low, high = _comparing(self.low), _comparing(self.high)
        if acceptable.holds(low) and acceptable.holds(high):
            return Chance.REACHED
        is_below = not replace(acceptable, high=None).holds(high)
        is_above = not replace(acceptable, low=None).holds(low)
        return Chance.MISSED if is_below or is_above else Chance.OPEN

    def _asks_for_all_or_none(self, acceptable: Acceptable) -> bool:
        """One that fails is no chance then, and every interval around all of them would still hold the limit."""
        low, high = acceptable.low, acceptable.high
        all_of_them = low is not None and self.most is not None and low >= self.most
        return all_of_them or (high is not None and self.least is not None and high <= self.least)


def _comparing(end: float) -> Callable[[Fraction], int]:
    exact = Fraction(end)
    return lambda bound: (exact > bound) - (exact < bound)
