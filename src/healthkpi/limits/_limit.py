"""What a limit is: numbers of a clause in, a range of acceptable values out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from healthkpi.text import Text


class Better(StrEnum):
    """The direction in which a value improves."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Acceptable:
    """The values that reach a target, from `low` to `high`; None is no bound on that side."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_included: bool = True
    high_included: bool = True

    def holds(self, compare: Callable[[Fraction], int]) -> bool:
        """Whether a value lies inside; `compare` gives the sign of value minus bound, exactly."""
        if self.low is not None and compare(self.low) <= (-1 if self.low_included else 0):
            return False
        return self.high is None or compare(self.high) < (1 if self.high_included else 0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of one target, in the unit of the indicator."""

    numbers: tuple[Fraction, ...]
    within: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Limit:
    """One kind of limit.

    `implies` is the direction the limit itself gives away, so that a definition that says the
    opposite is refused; None where both directions are possible.
    """

    key: str
    sign: Text
    numbers: int
    implies: Better | None
    acceptable: Callable[[Bounds, Better], Acceptable]
    takes_within: bool = False
