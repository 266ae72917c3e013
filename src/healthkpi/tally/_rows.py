"""Rows to tally: those of the right time, one a key, and gathered where the definition says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from healthkpi.definitions.indicator import Gather, Indicator
from healthkpi.definitions.link import SPANS
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Field, FieldType, OverTime, Roster, Table, in_words
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate, evaluate_groups
from healthkpi.model.once import Once
from healthkpi.model.period import Period, different, month_of, quarter_of, year_of
from healthkpi.model.table import StatTable

Tables = Mapping[str, StatTable]

# Between the parts of a group; no cell holds it.
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one time. `sources[i]` are the rows of the tidy table that row i is made of."""

    frame: pd.DataFrame
    sources: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    doubtful: tuple[bool, ...]
    periods: tuple[Period | None, ...]
    absent: tuple[str, ...] = ()  # units of the roster that have no row and did not report
    none: tuple[str, ...] = ()  # units of the roster that have no row because they have none of it
    is_empty: bool = False  # nothing was there to begin with, before any condition
    stand_ins: Mapping[int, str] = field(default_factory=dict)  # rows in the place of an absent unit's
    once: Once = field(default_factory=Once, init=False, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.sources)

    def kept(self, mask: Sequence[bool]) -> "Rows":
        """Only the rows of a mask."""
        if all(mask) and not self.stand_ins:
            return self
        chosen = [row for row, keep in enumerate(mask) if keep]
        return Rows(
            self.frame.iloc[chosen].reset_index(drop=True),
            tuple(self.sources[row] for row in chosen),
            tuple(self.labels[row] for row in chosen),
            tuple(self.doubtful[row] for row in chosen),
            tuple(self.periods[row] for row in chosen),
            self.absent,
            self.none,
            self.is_empty,
        )


def latest_period(table: StatTable, until: date | None) -> tuple[Period | None, bool]:
    """The last period that ends by a day; the first later one, and True, where there are only later data."""
    known = table.times
    if not known:
        return None, False
    past = [period for period in known if until is None or period.end <= until]
    return (past[-1], False) if past else (known[0], True)


def select_rows(
    indicator: Indicator,
    policy: Policy,
    tables: Tables,
    period: Period | None,
    frame: pd.DataFrame | None = None,
) -> Rows:
    """The rows of an indicator's table for a period, one a key. `frame` stands in for the table's own (baselines)."""
    name = str(indicator.table)
    stat, table = tables[name], policy.tables[name]
    time = _Time(
        period,
        _span(indicator, policy, period),
        bool(indicator.each),
        next((word for word in indicator.each if word in SPANS), None),
    )
    if frame is None:
        # Nearly all indicators of a table ask for the same rows.
        rows = stat.once(time, lambda: _rows_of(stat, table, time, stat.frame))
    else:
        rows = _rows_of(stat, table, time, frame)
    without = _not_ruled_out(_without_row(policy, table, tables, rows), indicator, policy, rows)
    if not without:
        return rows
    is_none = table.no_row_means == "none"
    return replace(rows, absent=() if is_none else without, none=without if is_none else ())


@dataclass(frozen=True, slots=True)
class _Time:
    """Of which time rows are asked for: a period, or the span that ends with it; singly, or one for each part of the span."""

    period: Period | None
    span: Period | None
    is_each: bool
    parts: str | None


def _rows_of(stat: StatTable, table: Table, time: _Time, frame: pd.DataFrame) -> Rows:
    labels = _labels(table, frame, stat.periods)
    within = _within(stat.periods, time)
    chosen = within if time.is_each else _counted_once(within, stat.periods, time.period)
    rows = Rows(
        frame if len(chosen) == len(frame) else frame.iloc[chosen].reset_index(drop=True),
        tuple((row,) for row in chosen),
        tuple(labels[row] for row in chosen),
        tuple(row in stat.doubtful for row in chosen),
        tuple(stat.periods[row] for row in chosen),
    )
    rows = _one_row_a_key(table, rows, time.parts)
    return rows if len(rows) else replace(rows, is_empty=True)


def where_holds(rows: Rows, where: Formula | None) -> tuple[Rows, tuple[bool, ...]]:
    """Rows for which the condition is not false, and for which of them a blank leaves it open."""
    if where is None:
        return rows, (False,) * len(rows)
    holds = evaluate(where.tree, rows.frame)
    keep = holds.fillna(True).astype(bool).tolist()
    is_open = holds.isna().tolist()
    return rows.kept(keep), tuple(open_ for open_, kept in zip(is_open, keep, strict=True) if kept)


def gather_rows(rows: Rows, gather: Gather, policy: Policy, table: Table) -> Rows:
    """One row per …, over the roster, with what is made of its rows."""
    by = list(gather.by)
    labels = [
        _SEPARATOR.join(str(part) for part in parts) for parts in rows.frame[by].itertuples(index=False)
    ]
    order = list(dict.fromkeys(labels))
    fits = _fitting(rows, gather.where)
    chosen = [row for row, label in enumerate(labels) if fits[row]]
    # All units are categories, so that one whose rows do not fit counts none of them instead of vanishing.
    groups = pd.Series(pd.Categorical([labels[row] for row in chosen], categories=order))
    frame = rows.frame.iloc[chosen].reset_index(drop=True)
    made = {name: evaluate_groups(formula.tree, frame, groups) for name, formula in gather.make.items()}
    members = {label: [row for row, each in enumerate(labels) if each == label] for label in order}
    first = [members[label][0] for label in order]
    frame = rows.frame[by].iloc[first].reset_index(drop=True)
    for name, series in made.items():
        frame[name] = series.reindex(order).reset_index(drop=True)
    gathered = Rows(
        frame,
        tuple(tuple(source for row in members[label] for source in rows.sources[row]) for label in order),
        tuple(label.replace(_SEPARATOR, " ") for label in order),
        tuple(any(rows.doubtful[row] for row in members[label]) for label in order),
        tuple(rows.periods[row] for row in first),
        rows.absent,
        rows.none,
        rows.is_empty,
    )
    return _with_none(gathered, gather, policy, table)


def _fitting(rows: Rows, where: Formula | None) -> list[bool]:
    """Which rows are gathered: what a blank leaves open is not met."""
    if where is None:
        return [True] * len(rows)
    return evaluate(where.tree, rows.frame).fillna(False).astype(bool).tolist()


def _with_none(rows: Rows, gather: Gather, policy: Policy, table: Table) -> Rows:
    """A row of nothing for each unit of the roster that sent none, where no row means none."""
    column = roster_column(policy, table)
    if column is None or gather.by != (column,) or not rows.none:
        return rows
    empty = pd.DataFrame({name: _nothing(rows.frame[name], len(rows.none)) for name in gather.make})
    empty.insert(0, column, pd.Series(rows.none, dtype=rows.frame[column].dtype))
    count = len(rows.none)
    return Rows(
        pd.concat([rows.frame, empty], ignore_index=True),
        rows.sources + ((),) * count,
        rows.labels + rows.none,
        rows.doubtful + (False,) * count,
        rows.periods + (None,) * count,
    )


def _nothing(like: pd.Series, count: int) -> pd.Series:
    if like.dtype == "boolean":
        return pd.Series([False] * count, dtype="boolean")
    zero: object = Fraction(0) if like.dtype == "object" else 0
    return pd.Series([zero] * count, dtype=like.dtype)


def roster_column(policy: Policy, table: Table) -> str | None:
    """The column whose units the roster lists."""
    if isinstance(table.roster, Roster):
        wanted = policy.tables[table.roster.table].fields[table.roster.field].level
    else:
        wanted = table.roster
    return next((name for name, field in table.fields.items() if wanted and field.level == wanted), None)


def _without_row(policy: Policy, table: Table, tables: Tables, rows: Rows) -> tuple[str, ...]:
    column, roster = roster_column(policy, table), _roster(policy, table, tables)
    if column is None or not roster or (len(rows) and rows.frame[column].isna().all()):
        return ()
    present = set(rows.frame[column].dropna())
    return tuple(unit for unit in roster if unit not in present)


def _not_ruled_out(
    units: tuple[str, ...], indicator: Indicator, policy: Policy, rows: Rows
) -> tuple[str, ...]:
    """The units that may belong: nobody waits for one that the condition rules out by its name alone."""
    column = roster_column(policy, policy.tables[str(indicator.table)])
    if indicator.where is None or not units or column is None:
        return units
    frame = rows.frame.iloc[:0].reindex(range(len(units)))
    frame[column] = pd.Series(units, dtype=rows.frame[column].dtype)
    belongs = evaluate(indicator.where.tree, frame).fillna(True).tolist()
    return tuple(unit for unit, may in zip(units, belongs, strict=True) if may)


def _roster(policy: Policy, table: Table, tables: Tables) -> tuple[str, ...]:
    if isinstance(table.roster, str):
        return tuple(policy.words.units.get(table.roster, ()))
    if table.roster is None or table.roster.table not in tables:
        return ()
    listed = tables[table.roster.table].frame[table.roster.field].dropna()
    return tuple(dict.fromkeys(str(unit) for unit in listed))


def _labels(table: Table, frame: pd.DataFrame, periods: Sequence[Period | None]) -> list[str]:
    """What names each row; where nothing does, its number among the rows of its period."""
    names = table.key or tuple(table.fields)[:1]
    naming = [name for name in table.naming if name in names]
    columns = [frame[name].tolist() for name in naming]
    words = [in_words(each) for each in zip(*columns, strict=True)] if columns else [""] * len(frame)
    if all(words):
        return words
    seen: Counter[Period | None] = Counter()
    labels = []
    for said, period in zip(words, periods, strict=True):
        seen[period] += 1
        labels.append(said or f"#{seen[period]}")
    return labels


def _span(indicator: Indicator, policy: Policy, period: Period | None) -> Period | None:
    """The span of time whose rows go together; None for just the rows of the period itself."""
    if period is None:
        return None
    over = indicator.over or ("year to date" if set(indicator.each) & set(SPANS) else None)
    if over == "month":
        return month_of(period.end.year, period.end.month)
    if over == "quarter":
        return quarter_of(period.end.year, (period.end.month + 2) // 3)
    if over == "year to date":
        return Period(year_of(period.end.year).start, period.end)
    return _plan_until(policy, period) if over == "plan" else None


def _plan_until(policy: Policy, period: Period) -> Period | None:
    """From the plan's first day, so that the base year is none of its years; a period before it is on its own."""
    start = policy.words.plan.start if policy.words.plan is not None else date.min
    return Period(start, period.end) if start <= period.end else None


def _within(periods: Sequence[Period | None], time: _Time) -> list[int]:
    known = different(periods)
    fitting = {each for each in known if _is_within(each, time.period, time.span)}
    if len(fitting) == len(known):
        return list(range(len(periods)))
    return [row for row, each in enumerate(periods) if each in fitting]


def _is_within(each: Period | None, period: Period | None, span: Period | None) -> bool:
    if each is None or period is None:
        return True
    return each == period if span is None else span.start <= each.start and each.end <= span.end


def _counted_once(rows: list[int], periods: Sequence[Period | None], period: Period | None) -> list[int]:
    """Without periods that others hold already: January to September has January to August in it, and both are not summed.

    What ends with the period that is judged stays whatever it overlaps; of two the longer does.
    """
    held = {each for each in different(map(periods.__getitem__, rows)) if each is not None}
    kept: list[Period] = []
    for each in sorted(
        held, key=lambda each: (period is None or each.end != period.end, -each.months, each.start)
    ):
        if not any(each.start <= other.end and other.start <= each.end for other in kept):
            kept.append(each)
    if len(kept) == len(held):
        return rows
    return [row for row in rows if periods[row] is None or periods[row] in kept]


def _one_row_a_key(table: Table, rows: Rows, span: str | None) -> Rows:
    """Several periods of one key as one row (a row a span, where each span is judged).

    Flows are summed, and only if no period lacks its row; of stocks and cumulative counts the last holds, and
    only if it is there: a month that was not reported is neither a month of nothing nor last month again.
    """
    if len(different(rows.periods)) <= 1:
        return rows
    order = sorted(range(len(rows)), key=lambda row: _sort_key(rows.periods[row]))
    groups: dict[tuple[str, str], list[int]] = {}
    times: dict[str, set[Period | None]] = {}
    for row in order:
        name = span_name(span, rows.periods[row])
        groups.setdefault((rows.labels[row], name), []).append(row)
        times.setdefault(name, set()).add(rows.periods[row])
    members = list(groups.values())
    lacking = [_lacks(rows, group, times[name]) for (_, name), group in groups.items()]
    columns = {
        name: _merged(table.fields[name], rows.frame[name], members, lacking) for name in rows.frame.columns
    }
    return Rows(
        pd.DataFrame(columns),
        tuple(tuple(source for row in group for source in rows.sources[row]) for group in members),
        tuple(label for label, _ in groups),
        tuple(any(rows.doubtful[row] for row in group) for group in members),
        tuple(rows.periods[group[-1]] for group in members),
    )


def span_name(span: str | None, period: Period | None) -> str:
    """The month, quarter or year a period belongs to; empty where no span is asked for."""
    if span is None or period is None:
        return ""
    year, month = period.end.year, period.end.month
    spans = {
        "month": month_of(year, month),
        "quarter": quarter_of(year, (month + 2) // 3),
        "year": year_of(year),
    }
    return str(spans[span])


def _sort_key(period: Period | None) -> tuple[date, date]:
    return (date.min, date.min) if period is None else (period.end, period.start)


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Whether a key lacks a row for any of the periods, and for the last of them."""

    any_period: bool
    last_period: bool


def _lacks(rows: Rows, group: Sequence[int], times: set[Period | None]) -> _Lacking:
    own = {rows.periods[row] for row in group}
    return _Lacking(own != times, max(times, key=_sort_key) not in own)


def _merged(
    field: Field, values: pd.Series, groups: Sequence[Sequence[int]], lacking: Sequence[_Lacking]
) -> pd.Series:
    listed: list[Any] = values.tolist()
    if field.type is not FieldType.NUMBER:
        return pd.Series([listed[group[-1]] for group in groups], dtype=values.dtype)
    is_flow = field.over_time is OverTime.FLOW
    merged = [
        _flow([listed[row] for row in group], lack) if is_flow else _last(listed[group[-1]], lack)
        for group, lack in zip(groups, lacking, strict=True)
    ]
    return pd.Series(merged, dtype=values.dtype)


def _flow(values: list[Any], lack: _Lacking) -> Any:
    return pd.NA if lack.any_period or any(pd.isna(value) for value in values) else sum(values)


def _last(value: Any, lack: _Lacking) -> Any:
    return pd.NA if lack.last_period else value
