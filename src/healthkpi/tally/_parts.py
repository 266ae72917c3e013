"""What each row brings to a value: its numerator, its denominator, and what a blank leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from healthkpi.definitions.indicator import Criterion, Elsewhere, Indicator, Kind, SizeClass
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.model.value import Failing
from healthkpi.tally._rows import Rows, Tables, where_holds

Exact = int | Fraction | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Row by row: numerator, denominator (None for counts and amounts), and whether it can enter a sum."""

    rows: Rows
    numerators: tuple[Exact, ...]
    denominators: tuple[Exact, ...] | None
    impossible: tuple[bool, ...]
    failing: tuple[Failing | None, ...]
    open_where: tuple[bool, ...]

    def is_complete(self, row: int) -> bool:
        """Whether the row has all it takes and contradicts nothing."""
        known = self.numerators[row] is not None
        if self.denominators is not None:
            known = known and self.denominators[row] is not None
        return known and not self.impossible[row] and not self.rows.doubtful[row]


def parts_of_rows(indicator: Indicator, policy: Policy, tables: Tables, rows: Rows) -> Parts:
    """The parts of every row that the condition does not rule out."""
    if indicator.gather is None:
        rows, open_where = where_holds(rows, indicator.where)
    else:
        open_where = (False,) * len(rows)
    failing: tuple[Failing | None, ...] = (None,) * len(rows)
    if indicator.meets:
        numerators, failing = _meeting(indicator, rows)
    else:
        numerators = _side(indicator.numerator, rows, policy, tables, indicator)
    # What a blank condition leaves open is not met, but stays in the denominator.
    numerators = tuple(0 if is_open else value for is_open, value in zip(open_where, numerators, strict=True))
    denominators = _denominators(indicator, rows, policy, tables)
    numerators, denominators = _weighted(indicator, rows, numerators, denominators)
    if isinstance(indicator.denominator, Elsewhere):
        denominators = _once_a_unit(indicator.denominator, rows, policy, tables, indicator, numerators)
    impossible = _impossible(indicator, numerators, denominators)
    return Parts(rows, numerators, denominators, impossible, failing, open_where)


def exact_values(series: pd.Series) -> tuple[Exact, ...]:
    """A number column as exact Python numbers; missing is None."""
    values: list[Any] = series.tolist()
    return tuple(None if value is pd.NA or value is None else value for value in values)


def _denominators(
    indicator: Indicator, rows: Rows, policy: Policy, tables: Tables
) -> tuple[Exact, ...] | None:
    if indicator.denominator is not None:
        return _side(indicator.denominator, rows, policy, tables, indicator)
    if indicator.kind is Kind.MEAN:
        return (1,) * len(rows)
    is_share = indicator.kind in {Kind.PROPORTION, Kind.RATE} or (
        indicator.kind is Kind.CHANGE and indicator.meets
    )
    return (1,) * len(rows) if is_share else None


def _side(
    side: Formula | Elsewhere | None, rows: Rows, policy: Policy, tables: Tables, indicator: Indicator
) -> tuple[Exact, ...]:
    if side is None:
        return (1,) * len(rows)
    if isinstance(side, Elsewhere):
        return _once_a_unit(side, rows, policy, tables, indicator, None)
    return exact_values(evaluate(side.tree, rows.frame))


def _once_a_unit(
    side: Elsewhere,
    rows: Rows,
    policy: Policy,
    tables: Tables,
    indicator: Indicator,
    partner: Sequence[Exact] | None,
) -> tuple[Exact, ...]:
    """The sum of another table for each unit, brought by one of the unit's rows.

    So that a unit with several rows is counted once. The bearer is the first row whose other side is
    known: a unit that did not report is then not counted at all.
    """
    if side.table not in tables:
        return (None,) * len(rows)
    sums, column = _sums_elsewhere(side, policy, tables, indicator, rows)
    units = [str(unit) for unit in rows.frame[column]] if column else [""] * len(rows)
    bearers: dict[str, int] = {}
    for row, unit in enumerate(units):
        bearer = bearers.setdefault(unit, row)
        if partner is not None and partner[bearer] is None and partner[row] is not None:
            bearers[unit] = row
    return tuple(
        None if unit not in sums else sums[unit] if bearers[unit] == row else 0
        for row, unit in enumerate(units)
    )


def _sums_elsewhere(
    side: Elsewhere, policy: Policy, tables: Tables, indicator: Indicator, rows: Rows
) -> tuple[dict[str, Exact], str | None]:
    """Unit → sum in the other table, and the column of our rows that names the unit."""
    stat, there = tables[side.table], policy.tables[side.table]
    here = policy.tables[str(indicator.table)]
    levels = {field.level: name for name, field in there.fields.items() if field.level}
    shared = [
        name for name in rows.frame.columns if name in here.fields and here.fields[name].level in levels
    ]
    column = shared[0] if shared else None
    frame = stat.frame
    if side.where is not None:
        frame = frame[evaluate(side.where.tree, frame).fillna(False).astype(bool)]
    values = exact_values(evaluate(side.sum.tree, frame))
    level = here.fields[column].level if column else None
    names = frame[levels[level]].tolist() if level else [""] * len(frame)
    sums: dict[str, Exact] = {}
    for unit, value in zip(names, values, strict=True):
        before = sums.get(str(unit), 0)
        sums[str(unit)] = None if before is None or value is None else before + value
    return sums, column


def _weighted(
    indicator: Indicator, rows: Rows, numerators: tuple[Exact, ...], denominators: tuple[Exact, ...] | None
) -> tuple[tuple[Exact, ...], tuple[Exact, ...] | None]:
    weight = indicator.sample.weight if indicator.sample else None
    if weight is None:
        return numerators, denominators
    weights = exact_values(rows.frame[weight])
    heavy = _product(numerators, weights)
    return heavy, None if denominators is None else _product(denominators, weights)


def _product(left: Sequence[Exact], right: Sequence[Exact]) -> tuple[Exact, ...]:
    pairs = zip(left, right, strict=True)
    return tuple(None if one is None or other is None else one * other for one, other in pairs)


def _impossible(
    indicator: Indicator, numerators: Sequence[Exact], denominators: Sequence[Exact] | None
) -> tuple[bool, ...]:
    """A part larger than its whole, or a negative count of either."""
    plain = isinstance(indicator.numerator, Formula) and isinstance(indicator.denominator, Formula)
    if indicator.kind is not Kind.PROPORTION or not plain or denominators is None:
        return (False,) * len(numerators)
    pairs = zip(numerators, denominators, strict=True)
    return tuple(
        part is not None and whole is not None and (part > whole or part < 0 or whole < 0)
        for part, whole in pairs
    )


def _meeting(indicator: Indicator, rows: Rows) -> tuple[tuple[Exact, ...], tuple[Failing | None, ...]]:
    """1 for a row that meets all criteria, else 0, with the criteria it fails and those a blank leaves open."""
    flags = {name: _criterion(criterion, rows.frame) for name, criterion in indicator.meets.items()}
    answers: dict[str, list[Any]] = {name: series.tolist() for name, series in flags.items()}
    numerators: list[Exact] = []
    failing: list[Failing | None] = []
    for row in range(len(rows)):
        failed = tuple(name for name, values in answers.items() if values[row] is False)
        unknown = tuple(name for name, values in answers.items() if values[row] is pd.NA)
        numerators.append(0 if failed or unknown else 1)
        source = rows.sources[row][0] if rows.sources[row] else -1
        failing.append(Failing(rows.labels[row], source, failed, unknown) if failed or unknown else None)
    return tuple(numerators), tuple(failing)


def _criterion(criterion: Criterion, frame: pd.DataFrame) -> pd.Series:
    """Whether each row meets it. A blank in `when` leaves the row open: `otherwise` is never taken for it."""
    if isinstance(criterion, Formula):
        return evaluate(criterion.tree, frame)
    if isinstance(criterion, SizeClass):
        when = evaluate(criterion.when.tree, frame)
        need = evaluate(criterion.need.tree, frame)
        if criterion.otherwise is None:
            return need | ~when
        return (when & need) | (~when & evaluate(criterion.otherwise.tree, frame))
    return _classes(criterion, frame)


def _classes(classes: Sequence[SizeClass], frame: pd.DataFrame) -> pd.Series:
    """A row that falls into no class, or into two, is open."""
    count = pd.Series(0, index=frame.index, dtype="Int64")
    met = pd.Series(False, index=frame.index, dtype="boolean")
    for each in classes:
        when = evaluate(each.when.tree, frame)
        count += when.astype("Int64")
        met |= when & evaluate(each.need.tree, frame)
    met[count.ne(1).fillna(True)] = None
    return met
