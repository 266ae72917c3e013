"""The same indicators at earlier times: what changed, on the units that are there at both times, and the series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from healthkpi.definitions.counting import counted_in
from healthkpi.definitions.indicator import Elsewhere, Indicator, Kind
from healthkpi.definitions.kinds import unit_before_change
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import OverTime, Table
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import names_in
from healthkpi.model.comparison import PREVIOUS_PERIOD, Change, Growing, Point
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.model.value import Tally
from healthkpi.scores import Earlier
from healthkpi.tally import EarlierRows, IndicatorRows, Key
from healthkpi.tally._change import baseline_frame, baseline_period

EarlierValues = Mapping[tuple[str, str, str], Earlier]
Tables = Mapping[str, StatTable]

# The pace of three months is neither one good month nor last winter.
RECENT_MONTHS = 3
MOST_POINTS = 13  # a year and the month that it began with


def earlier_values(
    policy: Policy, tables: Tables, tallies: Iterable[Tally], levels: Sequence[str]
) -> EarlierValues:
    """By indicator, level and unit, for every indicator that is scored by its progress."""
    found = {}
    for tally in tallies:
        indicator = policy.indicators[tally.indicator]
        since = indicator.score.since if indicator.score is not None else None
        if since is None:
            continue
        for (level, unit), changes in changes_since(policy, tables, tally, levels, [since]).items():
            for change in changes:
                if change.before.amount is not None and change.now.amount is not None:
                    found[tally.indicator, level, unit] = Earlier(change.before.amount, change.now.amount)
    return found


def changes_since(
    policy: Policy, tables: Tables, tally: Tally, levels: Sequence[str], times: Sequence[str]
) -> dict[Key, tuple[Change, ...]]:
    """For each unit of a tally its change since each of `times` that the tables hold figures of."""
    indicator = policy.indicators[tally.indicator]
    if indicator.change is not None and indicator.change.since in times:
        return _its_own_changes(indicator, policy, tally)
    if not _is_compared(indicator, tally, tables):
        return {}
    stat, table = tables[str(indicator.table)], policy.tables[str(indicator.table)]
    rows: dict[str, EarlierRows] = {}
    for since in times:
        found = _earlier_rows(indicator, stat, table, tally.period, since)
        is_new = found is not None and (
            found.period is None or found.period not in {e.period for e in rows.values()}
        )
        if found is not None and is_new:
            rows[since] = found
    return _changes(policy, tables, tally, levels, rows)


def recent_growth(policy: Policy, tables: Tables, tally: Tally, levels: Sequence[str]) -> Growing:
    """How the figures of an indicator grow, and the change over the last months for each unit."""
    indicator = policy.indicators[tally.indicator]
    if tally.period is None or not _is_compared(indicator, tally, tables):
        return Growing()
    over_time = _over_time(indicator.numerator, indicator, policy, tally.period)
    if over_time is None:
        return Growing()
    stat, table = tables[str(indicator.table)], policy.tables[str(indicator.table)]
    within_year = over_time is OverTime.CUMULATIVE
    rows, months = _recent_rows(indicator, stat, table, tally.period, within_year=within_year)
    changes = _changes(policy, tables, tally, levels, {"recent": rows}) if rows is not None else {}
    return Growing(
        grows=True,
        within_year=within_year,
        denominator_grows=_denominator_grows(indicator, policy, tally.period),
        months=months,
        changes={key: each[0] for key, each in changes.items()},
    )


def series(
    policy: Policy, tables: Tables, tally: Tally, levels: Sequence[str]
) -> dict[Key, tuple[Point, ...]]:
    """The values of the periods like the one that was judged, oldest first, itself last."""
    indicator = policy.indicators[tally.indicator]
    period = tally.period
    if period is None or indicator.table is None or indicator.table not in tables or not tally.is_evaluated:
        return {}
    earlier = _alike_before(tables[indicator.table], period)[-MOST_POINTS + 1 :]
    found: dict[Key, list[Point]] = {}
    for each in earlier:
        past = IndicatorRows(tally.indicator, indicator, policy, tables, each).tally(levels)
        for unit in (*past.judged, *past.listed):
            found.setdefault((unit.level, unit.unit), []).append(Point(each, unit.value))
    for unit in (*tally.judged, *tally.listed):
        if earlier:
            found.setdefault((unit.level, unit.unit), []).append(Point(period, unit.value))
    return {key: tuple(points) for key, points in found.items()}


def _denominator_grows(indicator: Indicator, policy: Policy, period: Period) -> bool:
    """Whether the denominator is of the same making, so that it will be larger at the end of the year too."""
    if indicator.denominator is None:
        return False
    return _over_time(indicator.denominator, indicator, policy, period) is OverTime.CUMULATIVE


def _over_time(
    side: Formula | Elsewhere | None, indicator: Indicator, policy: Policy, period: Period
) -> OverTime | None:
    if indicator.gather is not None:
        return None
    if side is None:
        return OverTime.STOCK  # rows are counted, as they stand at the end of the period
    table = side.table if isinstance(side, Elsewhere) else str(indicator.table)
    formula = side.sum if isinstance(side, Elsewhere) else side
    kinds = {policy.tables[table].fields[name].over_time for name in names_in(formula.tree)}
    if OverTime.CUMULATIVE in kinds:
        return OverTime.CUMULATIVE
    if OverTime.FLOW in kinds:
        from_new_year = (period.start.month, period.start.day) == (1, 1)
        is_added_up = indicator.over == "year to date" or (indicator.over is None and from_new_year)
        return OverTime.CUMULATIVE if is_added_up else OverTime.STOCK if indicator.over == "plan" else None
    return OverTime.STOCK if kinds == {OverTime.STOCK} or not kinds else None


def _is_compared(indicator: Indicator, tally: Tally, tables: Tables) -> bool:
    """Whether there are sums to compare; a change is a comparison already."""
    if indicator.table is None or indicator.table not in tables or not tally.is_evaluated:
        return False
    return indicator.kind is not Kind.CHANGE and indicator.distinct is None and not indicator.items


def _changes(
    policy: Policy, tables: Tables, tally: Tally, levels: Sequence[str], times: Mapping[str, EarlierRows]
) -> dict[Key, tuple[Change, ...]]:
    if not times:
        return {}
    rows = IndicatorRows(tally.indicator, policy.indicators[tally.indicator], policy, tables, tally.period)
    found: dict[Key, tuple[Change, ...]] = {}
    for key, change in rows.compared(levels, times):
        found[key] = (*found.get(key, ()), change)
    return found


def _its_own_changes(indicator: Indicator, policy: Policy, tally: Tally) -> dict[Key, tuple[Change, ...]]:
    """An indicator that is a change has both times in its value."""
    found: dict[Key, tuple[Change, ...]] = {}
    measure = unit_before_change(indicator) or counted_in(indicator, policy)
    since = indicator.change.since if indicator.change is not None else ""
    for unit in (*tally.judged, *tally.listed):
        value = unit.value
        if value.base is None or value.numerator is None or not value.status.has_value:
            continue
        amount = value.numerator * value.factor / (value.denominator or 1)
        now = replace(value, amount=amount, base=None, growth=None)
        found[unit.level, unit.unit] = (
            Change(since, None, now, value.base, value.coverage.missing, measure),
        )
    return found


def _earlier_rows(
    indicator: Indicator, stat: StatTable, table: Table, period: Period | None, since: str
) -> EarlierRows | None:
    if since == PREVIOUS_PERIOD and period is not None:
        before = [each for each in _alike_before(stat, period) if _is_last_time(each, period)]
        base = before[-1] if before else None
    else:
        base = baseline_period(stat, period, since)
    if base is not None:
        return EarlierRows(base)
    held = {f.earlier.field for f in table.fields.values() if f.earlier is not None and f.earlier.at == since}
    frame = baseline_frame(stat, table, since) if _summed_fields(indicator) <= held else None
    return None if frame is None else EarlierRows(None, frame)


def _summed_fields(indicator: Indicator) -> set[str]:
    """The columns of its own table that the value is made of; today's figure must not stand in for an earlier one."""
    sides = (indicator.numerator, indicator.denominator)
    names = {name for side in sides if isinstance(side, Formula) for name in names_in(side.tree)}
    if indicator.meets or any(isinstance(side, Elsewhere) for side in sides) or not names:
        return {"*"}
    return names


def _recent_rows(
    indicator: Indicator, stat: StatTable, table: Table, period: Period, *, within_year: bool
) -> tuple[EarlierRows | None, int]:
    """The last period at least three months back; else the first there is."""
    past = _alike_before(stat, period)
    if within_year:
        past = [each for each in past if each.end.year == period.end.year]
    if past:
        old_enough = [each for each in past if _months_between(each.end, period.end) >= RECENT_MONTHS]
        base = old_enough[-1] if old_enough else past[0]
        return EarlierRows(base), _months_between(base.end, period.end)
    month = period.end.month - RECENT_MONTHS
    by_month = {name for name, field in table.fields.items() if field.months}
    is_held = month >= 1 and _summed_fields(indicator) <= by_month
    frame = _frame_until(stat, table, month) if is_held else None
    return (None, 0) if frame is None else (EarlierRows(None, frame), RECENT_MONTHS)


def _frame_until(stat: StatTable, table: Table, month: int) -> pd.DataFrame | None:
    """The table as it stood at the end of a month, from the columns of the months; None where it has none."""
    sums = {
        name: field.months[:month]
        for name, field in table.fields.items()
        if len(field.months) >= month and not stat.frame[list(field.months[:month])].isna().all(axis=None)
    }
    if not sums:
        return None
    # A month that is blank is not a month of nothing: its row has no figure for that time.
    made = {name: stat.frame[list(columns)].sum(axis=1, skipna=False) for name, columns in sums.items()}
    return stat.frame.assign(**made)


def _alike_before(stat: StatTable, period: Period) -> list[Period]:
    """Earlier periods that are as long, or that began on the same day; a month is not compared with a year."""
    return [each for each in stat.times if each.end < period.end and each.is_like(period)]


def _is_last_time(each: Period, period: Period) -> bool:
    """A month of last year is not the last month, even where nothing lies between."""
    return period.months >= 12 or _months_between(each.end, period.end) < 12


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month
