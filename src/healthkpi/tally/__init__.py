"""Tally: numerators and denominators at the finest unit, summed upwards, divided last.

What cannot be added up (different values, items that must hold everywhere, gathered rows) is computed at
the level it is wanted for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.kinds import factor_of
from healthkpi.definitions.needed_tables import needed_tables
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Roster
from healthkpi.definitions.targets import due_target
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.expression.evaluate import evaluate
from healthkpi.expression.tree import names_in
from healthkpi.model.comparison import Change
from healthkpi.model.finding import Finding
from healthkpi.model.period import Period
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Tally, UnitValue, Value, ValueStatus
from healthkpi.tally._change import at_both, baseline_frame, baseline_period, changed_value, years_since
from healthkpi.tally._doubts import doubts_of_parts
from healthkpi.tally._groups import Group, groups_of_each, groups_of_level, whole_area
from healthkpi.tally._ledger import ledger_values
from healthkpi.tally._parts import Parts, exact_values, parts_of_rows
from healthkpi.tally._ready_made import (
    are_all_counted,
    differences,
    is_counted_already,
    is_denominator_elsewhere,
    named_fields,
    ready_made_parts,
)
from healthkpi.tally._rows import Rows, Tables, gather_rows, latest_period, select_rows, where_holds
from healthkpi.tally._rules import check_rows
from healthkpi.tally._treatment import treat_missing
from healthkpi.tally._values import (
    distinct_value,
    items_value,
    ready_made_value,
    refuse_above_whole,
    sum_value,
)
from healthkpi.text import Text

__all__ = [
    "NOT_SUPPLIED",
    "EarlierRows",
    "IndicatorRows",
    "check_tables",
    "tables_of",
    "tally_indicators",
]

NOT_SUPPLIED = Text("本次没有这张表", "its table was not among the inputs")
BASIS_NOT_SUPPLIED = Text(
    "按{basis}要“{table}”，本次没有",
    "for the {basis} the table {table} is needed, and it was not among the inputs",
)
COLUMN_MISSING = Text("表里没有“{column}”这一列", "the table has no column {column}")
Measure = Callable[[Group], Value]
Key = tuple[str, str]  # level and unit


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """Where the figures of an earlier time stand: in rows of another period, or in other columns of the same rows."""

    period: Period | None = None
    frame: pd.DataFrame | None = None


def tally_indicators(
    policy: Policy,
    tables: Tables,
    as_of: date | None,
    levels: Sequence[str] = (),
    only: Sequence[str] = (),
    missing: Treatment = Treatment.LEFT_OUT,
) -> tuple[Tally, ...]:
    """What every indicator (or those named in `only`) comes to.

    `levels` are the lower levels to list besides the one the verdict falls on; `missing` says what stands for figures that
    nobody reported.
    """
    wanted = [name for name in policy.indicators if not only or name in only]
    sources = _with_sources(policy, wanted)
    tallies = {name: _tally(name, policy, tables, as_of, levels, missing) for name in sources}
    for name in wanted:
        _derive(name, policy, tallies)
    return tuple(tallies[name] for name in wanted)


def check_tables(policy: Policy, tables: Tables) -> tuple[Finding, ...]:
    """What each table's own checks find."""
    return tuple(finding for stat in tables.values() for finding in check_rows(stat, policy, tables))


def tables_of(policy: Policy, indicators: Sequence[str]) -> frozenset[str]:
    """The tables that some indicators need; every table where none is named, for checks and lists read them too."""
    if not indicators:
        return frozenset(policy.tables)
    names = _with_sources(policy, list(indicators))
    needed = {table for name in names for table in needed_tables(policy.indicators[name])}
    # A roster may stand in a table of its own.
    rosters = (policy.tables[name].roster for name in needed if name in policy.tables)
    return frozenset(needed | {roster.table for roster in rosters if isinstance(roster, Roster)})


def _with_sources(policy: Policy, wanted: Sequence[str]) -> list[str]:
    """The wanted indicators and those that derived ones are made of."""
    names = list(wanted)
    for name in names:
        formula = policy.indicators[name].formula
        names += [source for source in names_in(formula.tree) if source not in names] if formula else []
    return names


def _tally(
    name: str,
    policy: Policy,
    tables: Tables,
    as_of: date | None,
    levels: Sequence[str],
    missing: Treatment,
) -> Tally:
    indicator = policy.indicators[name]
    counted = are_all_counted(indicator, tables) and (
        not is_denominator_elsewhere(indicator) or set(needed_tables(indicator)) <= set(tables)
    )
    absent = [] if counted else [table for table in needed_tables(indicator) if table not in tables]
    if absent or indicator.kind is Kind.DERIVED:
        reason = _why_not_supplied(absent, policy)
        return _unevaluated(name, indicator, policy, Value(ValueStatus.NOT_SUPPLIED, reason=reason))
    due = due_target(indicator.targets, as_of)
    period, only_later = latest_period(tables[needed_tables(indicator)[0]], due.data_until if due else as_of)
    if indicator.table is None:
        values = ledger_values(indicator, policy, tables[TASK_LEDGER], period)
        return Tally(name, values, (), period, only_later)
    column = None if counted else _missing_column(indicator, policy, tables)
    if column is not None:
        reason = COLUMN_MISSING.format(column=column)
        return _unevaluated(name, indicator, policy, Value(ValueStatus.MISSING, reason=reason))
    tally = IndicatorRows(name, indicator, policy, tables, period).tally(levels, missing)
    has_rows = len(tables[str(indicator.table)].origins) > 0
    return replace(tally, only_later_data=only_later, is_evaluated=has_rows)


def _why_not_supplied(absent: Sequence[str], policy: Policy) -> Text:
    basis = policy.words.bases[policy.basis] if policy.basis is not None else None
    if basis is None or list(absent) != [basis.by.table]:
        return NOT_SUPPLIED
    return BASIS_NOT_SUPPLIED.format(basis=basis.name, table=policy.tables[basis.by.table].name)


def _unevaluated(name: str, indicator: Indicator, policy: Policy, value: Value) -> Tally:
    return replace(_all(name, indicator, policy, value), is_evaluated=False)


def _all(
    name: str, indicator: Indicator, policy: Policy, value: Value, period: Period | None = None
) -> Tally:
    area = UnitValue(policy.level_of(indicator), policy.words.area.name.zh, value)
    return Tally(name, (area,), (), period)


def _missing_column(indicator: Indicator, policy: Policy, tables: Tables) -> str | None:
    """A field that the indicator names and that none of the sheets has a column for."""
    stat = tables[str(indicator.table)]
    present = stat.fields_held if stat.origins else policy.tables[stat.id].fields
    ready_made = indicator.reported.value if indicator.reported is not None else None
    if ready_made is not None and ready_made in present:
        return None
    return next(
        (name for name in named_fields(indicator) if name in stat.frame and name not in present), None
    )


class IndicatorRows:
    """One indicator over the rows of its table."""

    def __init__(
        self, name: str, indicator: Indicator, policy: Policy, tables: Tables, period: Period | None
    ) -> None:
        self.name, self.indicator, self.policy, self.tables, self.period = (
            name,
            indicator,
            policy,
            tables,
            period,
        )
        self.stat, self.table = tables[str(indicator.table)], policy.tables[str(indicator.table)]
        self.factor = factor_of(indicator)

    def tally(self, levels: Sequence[str], missing: Treatment = Treatment.LEFT_OUT) -> Tally:
        """The judged and the listed values, with the doubts about the rows they are made of."""
        rows = self._select(self.period)
        reported = self._parts(rows)
        parts = treat_missing(
            self.indicator, self.policy, self.stat, reported, missing, self._earlier_parts(missing)
        )
        measure = _told(self._measure(parts), parts)
        indicator, policy = self.indicator, self.policy
        area = whole_area(policy, indicator, parts.rows)
        groups = self._judged_groups(parts.rows, area)
        judged = tuple(UnitValue(group.level, group.unit, measure(group)) for group in groups)
        listed = [UnitValue(area.level, area.unit, measure(area))] if indicator.each else []
        for level in levels:
            if level not in {area.level, *(group.level for group in groups)}:
                below = groups_of_level(policy, self.table, parts.rows, level)
                listed += [UnitValue(level, group.unit, measure(group)) for group in below]
        doubts = (
            *doubts_of_parts(indicator, reported, self.stat, self.factor),
            *self._differences(rows, lambda: measure(area)),
        )
        return Tally(self.name, judged, tuple(listed), self.period, findings=doubts)

    def _earlier_parts(self, missing: Treatment) -> Iterator[tuple[Period, Parts]]:
        """The parts of every earlier period, the last first, where figures are carried forward from them."""
        if missing is not Treatment.CARRIED or self.period is None:
            return
        end = self.period.end
        for period in (each for each in reversed(self.stat.times) if each.end < end):
            yield period, self._parts(self._select(period))

    def compared(
        self, levels: Sequence[str], times: Mapping[str, EarlierRows]
    ) -> Iterator[tuple[Key, Change]]:
        """The same units now and at earlier times, for every group that `tally` would make."""
        parts = self._parts(self._select(self.period))
        area = whole_area(self.policy, self.indicator, parts.rows)
        groups = {
            (group.level, group.unit): group for group in (*self._judged_groups(parts.rows, area), area)
        }
        for level in levels:
            below = groups_of_level(self.policy, self.table, parts.rows, level)
            groups = {(group.level, group.unit): group for group in below} | groups
        for since, earlier in times.items():
            base = self._parts(self._select(earlier.period or self.period, earlier.frame))
            for key, group in groups.items():
                change = self._change_of(parts, group, base, since, earlier.period)
                if change is not None:
                    yield key, change

    def _change_of(
        self, now: Parts, group: Group, base: Parts, since: str, period: Period | None
    ) -> Change | None:
        base_group = self._same_group(base, group)
        if base_group is None:
            return None
        value, before = at_both(self.indicator, now, group, base, base_group, self.factor)
        if not (value.status.has_value and before.status.has_value):
            value = self._or_ready_made(now, group, value)
            before = self._or_ready_made(base, base_group, before)
        if value.amount is None or before.amount is None:
            return None
        labels = dict.fromkeys(now.rows.labels[row] for row in group.rows)
        labels |= dict.fromkeys(base.rows.labels[row] for row in base_group.rows)
        inside = {now.rows.labels[row] for row in group.rows if now.is_complete(row)}
        inside &= {base.rows.labels[row] for row in base_group.rows if base.is_complete(row)}
        left_out = tuple(label for label in labels if label not in inside)
        return Change(since, period, value, before, () if value.ready_made else left_out)

    def _differences(self, rows: Rows, value: Callable[[], Value]) -> Iterable[Finding]:
        """Where the sheets hold the rows and their count as well, whether the two agree."""
        counted = is_counted_already(self.indicator, rows.frame)
        if all(counted) or not any(counted):
            return ()
        return differences(self.indicator, rows.kept(counted), value(), self.stat)

    def _judged_groups(self, rows: Rows, area: Group) -> tuple[Group, ...]:
        indicator, policy = self.indicator, self.policy
        if indicator.each:
            return groups_of_each(policy, indicator, self.table, rows) or (area,)
        if policy.level_of(indicator) != policy.area_level:
            return groups_of_level(policy, self.table, rows, policy.level_of(indicator)) or (area,)
        return (area,)

    def _select(self, period: Period | None, frame: pd.DataFrame | None = None) -> Rows:
        return select_rows(self.indicator, self.policy, self.tables, period, frame)

    def _parts(self, rows: Rows) -> Parts:
        counted = is_counted_already(self.indicator, rows.frame)
        if counted and all(counted):
            return ready_made_parts(self.indicator, self.policy, self.tables, rows)
        # Of rows and a count of them the rows are used, or everything would count twice.
        rows = rows.kept([not each for each in counted])
        gather, where = self.indicator.gather, self.indicator.where
        if gather is not None:
            # A condition on a single row rules out rows before they are gathered.
            rows, _ = where_holds(rows, where)
            rows = gather_rows(rows, gather, self.policy, self.table)
        return parts_of_rows(self.indicator, self.policy, self.tables, rows)

    def _measure(self, parts: Parts) -> Measure:
        """How a group of rows becomes a value, by what the indicator is."""
        indicator = self.indicator
        if indicator.distinct is not None and not parts.is_ready_made:
            different: list[Any] = evaluate(indicator.distinct.tree, parts.rows.frame).tolist()
            return lambda group: distinct_value(different, parts, group)
        if isinstance(indicator.items, dict) and indicator.items and not parts.is_ready_made:
            answers = {
                name: evaluate(f.tree, parts.rows.frame).tolist() for name, f in indicator.items.items()
            }
            return lambda group: items_value(answers, parts.rows, group)
        if indicator.change is not None:
            return self._change(parts, indicator.change.since)
        if indicator.kind is Kind.PROPORTION:
            return lambda group: self._or_ready_made(
                parts, group, refuse_above_whole(self._sum(parts, group))
            )
        return lambda group: self._or_ready_made(parts, group, self._sum(parts, group))

    def _sum(self, parts: Parts, group: Group) -> Value:
        return sum_value(parts, group, self.factor)

    def _or_ready_made(self, parts: Parts, group: Group, value: Value) -> Value:
        if value.status is not ValueStatus.MISSING:
            return value
        return ready_made_value(self.indicator, parts.rows, group) or value

    def _change(self, now: Parts, since: str) -> Measure:
        period = baseline_period(self.stat, self.period, since)
        base = None
        if period is not None:
            base = self._parts(self._select(period))
        elif (frame := baseline_frame(self.stat, self.table, since)) is not None:
            base = self._parts(self._select(self.period, frame))
        years = years_since(self.period, period, since)
        return lambda group: changed_value(
            self.indicator, now, base, group, self.factor, years, self._same_group
        )

    def _same_group(self, base: Parts, group: Group) -> Group | None:
        """The rows of the baseline that make the same unit."""
        if group.unit == self.policy.words.area.name.zh:
            everyone = range(len(base.rows))
            return Group.of(base.rows, group.level, group.unit, everyone, group.absent, group.none)
        groups = groups_of_level(self.policy, self.table, base.rows, group.level)
        groups += (
            groups_of_each(self.policy, self.indicator, self.table, base.rows) if self.indicator.each else ()
        )
        return next((each for each in groups if each.unit == group.unit), None)


def _told(measure: Measure, parts: Parts) -> Measure:
    """The same measure; the value also says which of the missing stay left out, and why."""
    if not parts.not_filled:
        return measure

    def measured(group: Group) -> Value:
        value = measure(group)
        reasons = tuple(parts.not_filled[unit] for unit in value.coverage.missing if unit in parts.not_filled)
        return replace(value, not_filled=reasons) if reasons else value

    return measured


def _derive(name: str, policy: Policy, tallies: dict[str, Tally]) -> None:
    """Put the value of a formula in its place, those it is made of first; the linker has ruled out circles."""
    formula = policy.indicators[name].formula
    if formula is not None:
        for source in names_in(formula.tree):
            _derive(source, policy, tallies)
        tallies[name] = _derived(name, policy, tallies)


def _derived(name: str, policy: Policy, tallies: Mapping[str, Tally]) -> Tally:
    """A formula over the values of other indicators, for the area."""
    indicator = policy.indicators[name]
    if indicator.formula is None:
        raise ValueError(f"{name} has no formula")
    sources = {source: tallies[source].judged[0].value for source in names_in(indicator.formula.tree)}
    worst = next((value for value in sources.values() if not value.status.has_value), None)
    if worst is not None:
        tally = _all(name, indicator, policy, Value(worst.status, reason=worst.reason))
        return replace(tally, is_evaluated=all(tallies[source].is_evaluated for source in sources))
    frame = pd.DataFrame(
        {source: pd.Series([value.amount], dtype="object") for source, value in sources.items()}
    )
    amount = exact_values(evaluate(indicator.formula.tree, frame))[0]
    if amount is None:
        return _all(name, indicator, policy, Value(ValueStatus.ZERO_DENOMINATOR))
    partial = any(value.status is ValueStatus.PARTIAL for value in sources.values())
    status = ValueStatus.PARTIAL if partial else ValueStatus.OK
    period = next((tallies[source].period for source in sources), None)
    filled = tuple(dict.fromkeys(each for value in sources.values() for each in value.filled))
    return _all(name, indicator, policy, Value(status, Fraction(amount), filled=filled), period)
