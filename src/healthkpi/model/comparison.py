"""What a value is beside others: earlier times, the pace that is needed, the other units of its level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from healthkpi.model.frozen import frozen
from healthkpi.model.period import Period
from healthkpi.model.value import Value
from healthkpi.text import Text

PREVIOUS_PERIOD = "previous period"
PREVIOUS_YEAR = "previous year"


@dataclass(frozen=True, slots=True)
class Change:
    """One value at two times, both over the units that are complete at both; `left_out` are the others.

    `since` is "previous period", "previous year" or the name of a period; `period` is None where a column of
    the same sheet holds the earlier figure.
    """

    since: str
    period: Period | None
    now: Value
    before: Value
    left_out: tuple[str, ...] = ()
    unit: str | None = None  # of both values, where the indicator's own unit is that of a change

    @property
    def amount(self) -> Fraction | None:
        """Now less before, in the unit of the value: points for a percentage, never per cent."""
        if self.now.amount is None or self.before.amount is None:
            return None
        return self.now.amount - self.before.amount

    @property
    def counted(self) -> Fraction | None:
        """By how many the numerator has changed."""
        if self.now.numerator is None or self.before.numerator is None:
            return None
        return self.now.numerator - self.before.numerator

    @property
    def percent(self) -> Fraction | None:
        """The change as a share of the earlier value; None where that is not above 0."""
        if self.amount is None or self.before.amount is None or self.before.amount <= 0:
            return None
        return self.amount * 100 / self.before.amount


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period of a series."""

    period: Period
    value: Value


class Light(StrEnum):
    """How urgent a target is."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def label(self) -> Text:
        """The colour in a word."""
        return _LIGHTS[self]


_LIGHTS = {Light.GREEN: Text("绿", "green"), Light.YELLOW: Text("黄", "yellow"), Light.RED: Text("红", "red")}


@dataclass(frozen=True, slots=True)
class Growing:
    """How the figures of an indicator grow from month to month; nothing is known where `grows` is False.

    `changes` is the growth of each (level, unit) over the last `months`, empty where no earlier figures are at hand.
    """

    grows: bool = False
    within_year: bool = False  # it begins each year at nothing
    denominator_grows: bool = False
    months: int = 0
    changes: Mapping[tuple[str, str], Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recent:
    """By how much a numerator has grown a month; `months` are those it is averaged over.

    `since_start` where the months are those of the year so far, because nothing earlier is there to compare with.
    """

    a_month: Fraction
    months: int
    since_start: bool = False


@frozen
class Pace:
    """What is left before the date, and where the recent pace leads.

    Counts are in what the numerator counts. `elapsed` and `done` are shares of the target's time and of its
    number; `behind` is how many are lacking to the even path (negative: ahead of it).
    """

    days: int  # until the date; negative: overdue
    elapsed: Fraction | None = None
    done: Fraction | None = None
    expected: Fraction | None = None
    behind: Fraction | None = None
    left: Fraction | None = None
    months: int | None = None
    needed: Fraction | None = None
    recent: Recent | None = None
    projected: Fraction | None = None  # the numerator at the date
    projected_value: Fraction | None = None
    projected_reaches: bool | None = None
    short_then: Fraction | None = None


class RankBy(StrEnum):
    """What units are put in order by."""

    VALUE = "value"
    GAP = "gap"
    PROGRESS = "progress"

    @property
    def label(self) -> Text:
        """The order in words."""
        return _RANKED_BY[self]


_RANKED_BY = {
    RankBy.VALUE: Text("完成值", "value"),
    RankBy.GAP: Text("差额", "gap"),
    RankBy.PROGRESS: Text("较上期变化", "change since the last period"),
}


@frozen
class Rank:
    """The place among the units of one level; equals share one. None, with the reason, where no place is given.

    `last_times` is how many periods in a row, this one included, the unit has been last.
    """

    place: int | None
    of: int = 0
    before: int | None = None
    last_times: int = 0
    reason: Text | None = None


@frozen
class Contribution:
    """What one unit adds to the gap of the whole, in what the numerator counts.

    `balance` is exact and may be negative (more than its share is done): balances of all units sum to that of the
    whole. `short` is the unit's own gap. Shares are in per cent, of the shortfalls of all units and of the whole's
    gap over every denominator that is known. Where `is_unreported`, `short` is all that the unit needs.
    """

    balance: Fraction
    short: Fraction
    of_shortfalls: Fraction | None
    of_whole: Fraction | None
    is_unreported: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What the tables hold of the times before the one that was judged, by level and unit."""

    changes: Mapping[tuple[str, str], tuple[Change, ...]] = field(default_factory=dict)
    growing: Growing = field(default_factory=Growing)
    series: Mapping[tuple[str, str], tuple[Point, ...]] = field(default_factory=dict)
