"""What an indicator comes to for one unit, kept apart from what is thought of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from healthkpi.model.finding import Finding
from healthkpi.model.frozen import frozen
from healthkpi.model.period import Period
from healthkpi.model.treatment import Filled, NotFilled
from healthkpi.text import Text


class ValueStatus(StrEnum):
    """Whether there is a value, and how whole it is."""

    OK = "ok"
    PARTIAL = "partial"  # a value, but some units or rows are not in it
    MISSING = "missing"
    ZERO_DENOMINATOR = "zero denominator"
    INVALID = "invalid"  # the figures contradict themselves
    SUPPRESSED = "suppressed"
    NOT_SUPPLIED = "not supplied"  # the table was not among the inputs

    @property
    def has_value(self) -> bool:
        """Whether there is an amount to judge."""
        return self is ValueStatus.OK or self is ValueStatus.PARTIAL


@dataclass(frozen=True, slots=True)
class Growth:
    """A yearly average growth: `ratio` is now over then, over `years` years. Compared without taking a root."""

    ratio: Fraction
    years: int

    def compare(self, percent: Fraction) -> int:
        """The sign of (yearly growth in per cent − percent): now ÷ then against (1 + percent/100) ^ years."""
        return _sign(self.ratio - (1 + percent / 100) ** self.years)


@frozen
class Coverage:
    """Who is in a value: how many units or rows it needs, and which of them are not in it."""

    expected: int = 0
    missing: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        """How many are in it."""
        return self.expected - len(self.missing)


@dataclass(frozen=True, slots=True)
class Failing:
    """A row that does not meet every criterion, and one that a blank leaves open (待核)."""

    label: str
    row: int
    failed: tuple[str, ...]
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampled:
    """What only an interval asks of the rows of a survey or a mean.

    `people` is the denominator without weights, `effective` how many equal weights it is worth (Kish), `variance` that
    of the rows of a mean; None of a single row.
    """

    people: Fraction
    effective: Fraction
    variance: Fraction | None = None


@frozen
class Value:
    """An exact value, in the unit of its indicator, with all that went into it.

    `rows` are the rows of the tidy table that entered the sums, `left_out` those that could not.
    `whole_denominator` also counts units that reported a denominator and no numerator. What is `filled` is in the sums and
    still missing from the coverage.
    """

    status: ValueStatus
    amount: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    factor: int = 1
    coverage: Coverage = field(default_factory=Coverage)
    whole_denominator: Fraction | None = None
    base: "Value | None" = None
    growth: Growth | None = None
    done_on: date | None = None
    ready_made: bool = False
    reason: Text | None = None
    rows: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    failing: tuple[Failing, ...] = ()
    sampled: Sampled | None = None
    filled: tuple[Filled, ...] = ()
    not_filled: tuple[NotFilled, ...] = ()

    def compare(self, bound: Fraction) -> int:
        """The sign of value minus bound, exactly."""
        if self.growth is not None:
            return self.growth.compare(bound)
        if self.amount is None:
            raise ValueError(f"a value that is {self.status} cannot be compared")
        # Crosswise in whole numbers: a difference of fractions would first be brought to lowest terms.
        here, there = self.amount.numerator * bound.denominator, bound.numerator * self.amount.denominator
        return (here > there) - (here < there)


@frozen
class UnitValue:
    """The value of one unit: of the area, of one unit of a level, or of one group of an `each`."""

    level: str
    unit: str
    value: Value


@dataclass(frozen=True, slots=True)
class Tally:
    """What one indicator comes to, for the whole area and for the units below it.

    `judged` are the values the verdict falls on; `listed` those of lower levels. `is_evaluated` is False where
    there was nothing to evaluate: no table, no such column, no rows.
    """

    indicator: str
    judged: tuple[UnitValue, ...]
    listed: tuple[UnitValue, ...] = ()
    period: Period | None = None
    only_later_data: bool = False
    is_evaluated: bool = True
    findings: tuple[Finding, ...] = ()
    criteria: Mapping[str, str] = field(default_factory=dict)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
