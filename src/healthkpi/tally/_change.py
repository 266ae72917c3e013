"""How much a value has risen or fallen since an earlier time, on the units that are there at both times."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Change, ChangeIn, Indicator
from healthkpi.definitions.table import Table
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.model.value import Growth, Value, ValueStatus
from healthkpi.tally._groups import Group
from healthkpi.tally._parts import Parts
from healthkpi.tally._values import sum_value
from healthkpi.text import Text

NO_BASELINE = Text("没有{since}的数据，无从比较", "no figures for {since} to compare with")
BASE_IS_ZERO = Text("基期为 0，没有增长率", "the baseline is 0, so there is no growth rate")
_SINCE = {
    "previous year": Text("上年同期", "the same time last year"),
    "previous period": Text("上一期", "the previous period"),
    "previous survey": Text("上一次调查", "the previous survey"),
    "start of year": Text("年初", "the start of the year"),
}
Regroup = Callable[[Parts, Group], Group | None]


def baseline_period(stat: StatTable, period: Period | None, since: str) -> Period | None:
    """The period of the table that a change is measured from, if the table has rows for it."""
    known = stat.times
    if period is None:
        return None
    if since == "previous year":
        return next((each for each in known if _is_a_year_before(each, period)), None)
    if since == "start of year":
        return _last_before(known, date(period.end.year, 1, 1))
    if since.isdigit():
        return next(
            (each for each in reversed(known) if each.end.year == int(since) and each != period), None
        )
    named = [each for each in known if str(each) == since and each != period]
    return named[0] if named else _previous(known, period) if since in _SINCE else None


def baseline_frame(stat: StatTable, table: Table, since: str) -> pd.DataFrame | None:
    """The table with each field replaced by the column that holds its earlier value; None where no column does."""
    earlier = {
        field.earlier.field: name
        for name, field in table.fields.items()
        if field.earlier is not None and field.earlier.at == since
    }
    if not earlier or all(stat.frame[name].isna().all() for name in earlier.values()):
        return None
    return stat.frame.assign(**{field: stat.frame[column] for field, column in earlier.items()})


def changed_value(
    indicator: Indicator,
    now: Parts,
    base: Parts | None,
    group: Group,
    factor: int,
    years: int,
    regroup: Regroup,
) -> Value:
    """The change of a group: both times summed over the rows that are complete at both."""
    change = indicator.change
    if change is None:
        raise ValueError("a change needs rise or fall")
    base_group = regroup(base, group) if base is not None else None
    if base is None or base_group is None:
        value = sum_value(now, group, factor)
        reason = NO_BASELINE.format(since=_SINCE.get(change.since, change.since))
        return replace(value, status=ValueStatus.MISSING, amount=None, reason=reason)
    value, before = at_both(indicator, now, group, base, base_group, factor)
    if not value.status.has_value or not before.status.has_value:
        worse = before if value.status.has_value else value
        return replace(value, status=worse.status, amount=None, base=before, reason=worse.reason)
    return _changed(indicator, change, replace(value, base=before), before, years)


def at_both(
    indicator: Indicator, now: Parts, group: Group, base: Parts, base_group: Group, factor: int
) -> tuple[Value, Value]:
    """Now and then, both summed over the rows that are complete at both times."""
    both = _units_at_both(indicator, now, group, base, base_group)
    return sum_value(now, group, factor, both), sum_value(base, base_group, factor, both)


def _units_at_both(
    indicator: Indicator, now: Parts, group: Group, base: Parts, base_group: Group
) -> frozenset[str] | None:
    """The rows to compare. Two surveys ask different people, so nobody is looked for in both."""
    if indicator.sample is not None:
        return None
    return _complete_labels(now, group) & _complete_labels(base, base_group)


def _complete_labels(parts: Parts, group: Group) -> frozenset[str]:
    return frozenset(parts.rows.labels[row] for row in group.rows if parts.is_complete(row))


def _changed(indicator: Indicator, change: Change, value: Value, before: Value, years: int) -> Value:
    now, then = value.amount, before.amount
    if now is None or then is None:
        raise ValueError("a change is measured between two values")
    if indicator.fall is not None:
        now, then = then, now
    if change.in_ in {ChangeIn.POINTS, ChangeIn.NUMBER}:
        return replace(value, amount=now - then)
    start = before.amount
    if not start:
        return replace(value, status=ValueStatus.ZERO_DENOMINATOR, amount=None, reason=BASE_IS_ZERO)
    if change.in_ is ChangeIn.PERCENT:
        return replace(value, amount=(now - then) * 100 / start)
    growth = Growth(now / then, years)
    return replace(value, amount=_yearly_percent(growth), growth=growth)


def _yearly_percent(growth: Growth) -> Fraction:
    """The yearly average to show, to 30 digits; comparisons use the Growth itself and take no root."""
    if growth.ratio <= 0 or growth.years < 1:
        return Fraction(-100)
    with localcontext() as context:
        context.prec = 40
        ratio = Decimal(growth.ratio.numerator) / Decimal(growth.ratio.denominator)
        return Fraction((ratio ** (Decimal(1) / growth.years) - 1) * 100)


def years_since(period: Period | None, base: Period | None, since: str) -> int:
    """The number of years that a yearly average is taken over."""
    if period is None:
        return 1
    start = base.end.year if base is not None else int(since) if since.isdigit() else period.end.year - 1
    return max(1, period.end.year - start)


def _is_a_year_before(each: Period, period: Period) -> bool:
    starts = (each.start.year + 1, each.start.month) == (period.start.year, period.start.month)
    return starts and (each.end.year + 1, each.end.month) == (period.end.year, period.end.month)


def _previous(known: Sequence[Period], period: Period) -> Period | None:
    """January to August before January to September; else the last one that was over before this one began."""
    growing = [each for each in known if each.start == period.start and each.end < period.end]
    return growing[-1] if growing else _last_before(known, period.start)


def _last_before(known: Sequence[Period], day: date) -> Period | None:
    return next((each for each in reversed(known) if each.end < day), None)
