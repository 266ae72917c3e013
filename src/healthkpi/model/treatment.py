"""How units that did not report are treated: left out, taken as zero, or with their last figures carried forward."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from healthkpi.model.period import Period
from healthkpi.text import Text


class Treatment(StrEnum):
    """What stands for a figure that is missing."""

    LEFT_OUT = "left out"  # neither in the numerator nor in the denominator
    ZERO = "zero"  # in the denominator, with nothing in the numerator
    CARRIED = "carried"  # with its own last figures, where the field is a stock or cumulative

    @property
    def label(self) -> Text:
        """The treatment in words."""
        return _LABELS[self]


_LABELS: Mapping[Treatment, Text] = {
    Treatment.LEFT_OUT: Text("剔除", "left out"),
    Treatment.ZERO: Text("按0计", "taken as zero"),
    Treatment.CARRIED: Text("沿用上次", "carried forward"),
}


COMPARE = "compare"
TREATMENT_WORDS: Mapping[str, Treatment] = {
    "left-out": Treatment.LEFT_OUT,
    "剔除": Treatment.LEFT_OUT,
    "zero": Treatment.ZERO,
    "按零": Treatment.ZERO,
    "按0": Treatment.ZERO,
    "按0计": Treatment.ZERO,
    "carried": Treatment.CARRIED,
    "沿用": Treatment.CARRIED,
    "沿用上次": Treatment.CARRIED,
    "沿用上期": Treatment.CARRIED,
}
COMPARE_WORDS = (COMPARE, "并列")


@dataclass(frozen=True, slots=True)
class Filled:
    """A missing figure for which another stands; `carried_from` and `rows` say whose and where it was found."""

    unit: str
    treatment: Treatment
    numerator: Fraction | None  # None where it is suppressed
    carried_from: Period | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFilled:
    """A unit that stays left out under the treatment asked for, and why."""

    unit: str
    reason: Text
