"""What each row brings to a value: its numerator, its denominator, and what a blank leaves open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import pandas as pd

from healthkpi.definitions.indicator import Criterion, Elsewhere, Indicator, Kind, SizeClass
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.model.treatment import Filled, NotFilled
from healthkpi.model.value import Failing
from healthkpi.tally._rows import Rows, Tables, latest_period, where_holds

Exact = int | Fraction | None
NUMERATOR, DENOMINATOR = "numerator", "denominator"


@dataclass(frozen=True, slots=True)
class Shared:
    """A figure of another table: the unit through which each row meets it, and its sum for each unit."""

    units: tuple[str, ...]
    sums: Mapping[str, Exact]


@dataclass(frozen=True)
class Parts:
    """Row by row: numerator, denominator (None for counts and amounts), and whether it can enter a sum.

    A side in `elsewhere` stands in another table: the rows of one unit share one figure, counted once in a sum.
    """

    rows: Rows
    numerators: tuple[Exact, ...]
    denominators: tuple[Exact, ...] | None
    impossible: tuple[bool, ...]
    failing: tuple[Failing | None, ...]
    open_where: tuple[bool, ...]
    elsewhere: Mapping[str, "Shared"] = field(default_factory=dict)
    is_ready_made: bool = False
    weights: tuple[Exact, ...] | None = None
    is_mean: bool = False
    filled: Mapping[int, Filled] = field(default_factory=dict)  # by row
    not_filled: Mapping[str, NotFilled] = field(
        default_factory=dict
    )  # by the label of a row, or an absent unit

    @cached_property
    def is_whole(self) -> bool:
        """Whether every row has all it takes, and nothing stands for anything else."""
        is_sound = not any(self.impossible) and not any(self.rows.doubtful)
        known = (value is not None for side in (self.numerators, self.denominators or ()) for value in side)
        return is_sound and not self.filled and not self.rows.stand_ins and all(known)

    @cached_property
    def is_sampled(self) -> bool:
        """Whether an interval asks more of the rows than their sums."""
        is_own = self.denominators is not None and not self.elsewhere
        return is_own and (self.weights is not None or self.is_mean)

    @cached_property
    def all_meet(self) -> bool:
        """Whether no row fails a criterion, nor has one that is open."""
        return not any(self.failing)

    @cached_property
    def _adding(self) -> Mapping[str, tuple[int | Fraction, ...]]:
        """What each row brings to a sum; what is not known brings nothing."""
        sides = {NUMERATOR: self.numerators, DENOMINATOR: self.denominators or ()}
        if self.is_whole:
            return cast(Mapping[str, tuple[int | Fraction, ...]], sides)
        return {side: tuple(value or 0 for value in values) for side, values in sides.items()}

    def sum_of(self, side: str, rows: Sequence[int], none: Sequence[str] = ()) -> Fraction:
        """The sum of the known numerators or denominators of some rows, and of units that have no row of their own."""
        shared = self.elsewhere.get(side)
        if shared is None:
            return Fraction(sum(_of_rows(self._adding[side], rows)))
        units = dict.fromkeys((*(shared.units[row] for row in rows), *none))
        return Fraction(sum(value for unit in units if (value := shared.sums.get(unit)) is not None))

    def is_complete(self, row: int) -> bool:
        """Whether the row has all it takes and contradicts nothing."""
        known = self.numerators[row] is not None
        if self.denominators is not None:
            known = known and self.denominators[row] is not None
        return known and not self.impossible[row] and not self.rows.doubtful[row]


def _of_rows(values: tuple[int | Fraction, ...], rows: Sequence[int]) -> Iterable[int | Fraction]:
    """Rows are in their order; those of a unit mostly follow each other, and are then taken at a stroke."""
    if rows and rows[-1] - rows[0] == len(rows) - 1:
        return values[rows[0] : rows[-1] + 1]
    return map(values.__getitem__, rows)


def parts_of_rows(indicator: Indicator, policy: Policy, tables: Tables, rows: Rows) -> Parts:
    """The parts of every row that the condition does not rule out."""
    if indicator.gather is None:
        rows, open_where = where_holds(rows, indicator.where)
    else:
        open_where = (False,) * len(rows)
    failing: tuple[Failing | None, ...] = (None,) * len(rows)
    elsewhere = {
        side: share(there, rows, policy, tables, indicator)
        for side, there in ((NUMERATOR, indicator.numerator), (DENOMINATOR, indicator.denominator))
        if isinstance(there, Elsewhere)
    }
    if indicator.meets:
        numerators, failing = _meeting(indicator, rows)
    else:
        numerators = _side(indicator.numerator, rows, elsewhere.get(NUMERATOR))
    # What a blank condition leaves open is not met, but stays in the denominator.
    if any(open_where):
        numerators = tuple(
            0 if is_open else value for is_open, value in zip(open_where, numerators, strict=True)
        )
    denominators = _denominators(indicator, rows, elsewhere.get(DENOMINATOR))
    weights = _weights(indicator, rows)
    if weights is not None:
        numerators = _product(numerators, weights)
        denominators = None if denominators is None else _product(denominators, weights)
    impossible = _impossible(indicator, numerators, denominators)
    return Parts(
        rows,
        numerators,
        denominators,
        impossible,
        failing,
        open_where,
        elsewhere,
        weights=weights,
        is_mean=indicator.kind is Kind.MEAN,
    )


def share(side: Elsewhere, rows: Rows, policy: Policy, tables: Tables, indicator: Indicator) -> Shared:
    """A side that stands in another table, for these rows."""
    sums = _sums_elsewhere(side, rows, policy, tables, indicator)
    return Shared(units_shared(side, rows, policy, indicator), sums)


def exact_values(series: pd.Series) -> tuple[Exact, ...]:
    """A number column as exact Python numbers; missing is None."""
    values: list[Any] = series.tolist()
    if not series.hasnans:
        return tuple(values)
    return tuple(None if value is pd.NA or value is None else value for value in values)


def _denominators(indicator: Indicator, rows: Rows, shared: Shared | None) -> tuple[Exact, ...] | None:
    if indicator.denominator is not None:
        return _side(indicator.denominator, rows, shared)
    if indicator.kind is Kind.MEAN:
        return (1,) * len(rows)
    is_share = indicator.kind in {Kind.PROPORTION, Kind.RATE} or (
        indicator.kind is Kind.CHANGE and indicator.meets
    )
    return (1,) * len(rows) if is_share else None


def _side(side: Formula | Elsewhere | None, rows: Rows, shared: Shared | None) -> tuple[Exact, ...]:
    if shared is not None:
        return tuple(shared.sums.get(unit) for unit in shared.units)
    return exact_values(evaluate(side.tree, rows.frame)) if isinstance(side, Formula) else (1,) * len(rows)


def units_shared(side: Elsewhere, rows: Rows, policy: Policy, indicator: Indicator) -> tuple[str, ...]:
    """The unit through which each row meets the other table; one for all where the tables share no level."""
    here, _ = _meeting_columns(side, rows, policy, indicator)
    return tuple(str(unit) for unit in rows.frame[here]) if here is not None else ("",) * len(rows)


def _meeting_columns(
    side: Elsewhere, rows: Rows, policy: Policy, indicator: Indicator
) -> tuple[str | None, str | None]:
    """The columns here and there that name units of the same level."""
    fields, there = policy.tables[str(indicator.table)].fields, policy.tables[side.table].fields
    columns = {each.level: name for name, each in there.items() if each.level is not None}
    for name in rows.frame.columns:
        level = fields[name].level if name in fields else None
        if level is not None and level in columns:
            return name, columns[level]
    return None, None


def _sums_elsewhere(
    side: Elsewhere, rows: Rows, policy: Policy, tables: Tables, indicator: Indicator
) -> dict[str, Exact]:
    """Unit → sum in the other table, of the rows that are there for the same time and contradict no other."""
    if side.table not in tables:
        return {}
    stat = tables[side.table]
    _, there = _meeting_columns(side, rows, policy, indicator)
    until = max((period.end for period in rows.periods if period is not None), default=None)
    period, _ = latest_period(stat, until)
    right_time = [each is None or period is None or each == period for each in stat.periods]
    sure = [row for row, is_now in enumerate(right_time) if is_now and row not in stat.doubtful]
    frame = stat.frame.iloc[sure]
    if side.where is not None:
        frame = frame[evaluate(side.where.tree, frame).fillna(False).astype(bool)]
    names = frame[there].tolist() if there is not None else [""] * len(frame)
    sums: dict[str, Exact] = {}
    for unit, value in zip(names, exact_values(evaluate(side.sum.tree, frame)), strict=True):
        before = sums.get(str(unit), 0)
        sums[str(unit)] = None if before is None or value is None else before + value
    return sums


def _weights(indicator: Indicator, rows: Rows) -> tuple[Exact, ...] | None:
    weight = indicator.sample.weight if indicator.sample else None
    return None if weight is None else exact_values(rows.frame[weight])


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
