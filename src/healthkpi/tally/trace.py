"""From a value back to the cells it was made of."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import pandas as pd

from healthkpi.definitions.indicator import Elsewhere, Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.definitions.task_ledger import DONE, DONE_ON, EVIDENCE, TASK_LEDGER
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.expression.tree import names_in
from healthkpi.model.grid import HIDDEN, shown_raw
from healthkpi.model.scorecard import CellRange, CellUsed, Side
from healthkpi.model.table import Origin, StatTable
from healthkpi.model.value import Value
from healthkpi.tally._doubts import row_label
from healthkpi.tally._ready_made import (
    formulas_of,
    is_counted_already,
    is_denominator_elsewhere,
    reported_counts,
)
from healthkpi.tally._rows import Tables
from healthkpi.text import Text, same

Cell = tuple[StatTable, int, str, Side]


class Trace:
    """Where the figures of one indicator stand; what holds for all of its values is found out once."""

    def __init__(self, indicator: Indicator, policy: Policy, tables: Tables) -> None:
        self.indicator, self.policy, self.tables = indicator, policy, tables
        self._stat = tables.get(indicator.table or TASK_LEDGER)
        self._counted = is_counted_already(indicator, self._stat.frame) if self._stat is not None else []
        self._has_whole_ready_made = not is_denominator_elsewhere(indicator)
        self._fields = _fields(indicator)
        self._ready_made = _counts(indicator)
        self._elsewhere = tuple(_elsewhere(indicator))

    def cells(self, value: Value) -> tuple[CellUsed, ...]:
        """Every cell of the numerator and the denominator of a value, row by row."""
        return tuple(
            _cell_used(stat, self.policy, row, field, side) for stat, row, field, side in self._of(value)
        )

    def ranges(self, value: Value) -> tuple[CellRange, ...]:
        """The same cells, one short range a column and run of rows."""
        columns: dict[tuple[Side, str], list[Origin]] = {}
        for stat, row, field, side in self._of(value):
            columns.setdefault((side, field), []).append(stat.origins[row])
        return tuple(
            CellRange(side, field, _runs(origins, field)) for (side, field), origins in columns.items()
        )

    def _of(self, value: Value) -> Iterator[Cell]:
        stat = self._stat
        if stat is None:
            return
        is_ready_made = bool(value.rows) and all(self._counted[row] for row in value.rows)
        fields = self._ready_made if is_ready_made else self._fields
        for side, names in fields.items():
            yield from _cells_of_rows(stat, value.rows, names, side)
        is_whole = is_ready_made and self._has_whole_ready_made
        for side, elsewhere in () if is_whole else self._elsewhere:
            yield from _cells_elsewhere(elsewhere, side, self.indicator, self.policy, self.tables, value)
        every = tuple(dict.fromkeys(name for names in fields.values() for name in names))
        if value.base is not None:
            rows, then = _baseline(self.indicator, self.policy.tables[stat.id], value, value.base, every)
            yield from _cells_of_rows(stat, rows, then, Side.BASELINE)
        carried = [row for each in value.filled for row in each.rows]
        yield from _cells_of_rows(stat, carried, every, Side.CARRIED)
        yield from _cells_of_rows(stat, value.left_out, every, Side.LEFT_OUT)


def _cell_used(stat: StatTable, policy: Policy, row: int, field: str, side: Side) -> CellUsed:
    origin, label = stat.origins[row], row_label(stat, policy, row)
    table, read = policy.tables[stat.id], _shown_read(stat, field, row)
    if table.fields[field].sensitive:
        return CellUsed(origin.place(field), field, HIDDEN, same(HIDDEN), side, label)
    is_quoted = table.may_quote(field) or bool(read.en)
    raw = shown_raw(origin.raw(field)) if is_quoted or origin.raw(field) is None else HIDDEN
    return CellUsed(origin.place(field), field, raw, read, side, label)


def _cells_of_rows(stat: StatTable, rows: Sequence[int], names: Sequence[str], side: Side) -> Iterator[Cell]:
    for row in rows:
        yield from ((stat, row, name, side) for name in names if name in stat.origins[row].matched.columns)


def _baseline(
    indicator: Indicator, table: Table, value: Value, base: Value, names: Sequence[str]
) -> tuple[Sequence[int], Sequence[str]]:
    """The rows and fields of the baseline: rows of another time, or other columns of the same rows."""
    if base.rows != value.rows or indicator.change is None:
        return base.rows, names
    since = indicator.change.since
    earlier = {
        field.earlier.field: name
        for name, field in table.fields.items()
        if field.earlier is not None and field.earlier.at == since
    }
    return base.rows, [earlier.get(name, name) for name in names]


def _counts(indicator: Indicator) -> dict[Side, tuple[str, ...]]:
    """The fields that hold the figures ready-made."""
    sides = (Side.NUMERATOR, Side.DENOMINATOR)
    return {side: (name,) for side, name in zip(sides, reported_counts(indicator), strict=False)}


def _fields(indicator: Indicator) -> dict[Side, tuple[str, ...]]:
    """The fields of each side, in the order the definition names them."""
    if indicator.table is None:
        return {Side.NUMERATOR: (DONE, DONE_ON, EVIDENCE)}
    top: list[object] = [indicator.numerator]
    for criterion in indicator.meets.values():
        top += formulas_of(criterion)
    if isinstance(indicator.items, dict):
        top += indicator.items.values()
    if indicator.gather is not None:
        top = list(indicator.gather.make.values())
    top_names = _names([*top, indicator.distinct])
    bottom_names = _names([indicator.denominator]) if indicator.gather is None else []
    return {
        Side.NUMERATOR: tuple(dict.fromkeys(top_names)),
        Side.DENOMINATOR: tuple(dict.fromkeys(bottom_names)),
    }


def _names(formulas: Sequence[object]) -> list[str]:
    return [name for formula in formulas if isinstance(formula, Formula) for name in names_in(formula.tree)]


def _elsewhere(indicator: Indicator) -> Iterator[tuple[Side, Elsewhere]]:
    if isinstance(indicator.numerator, Elsewhere):
        yield Side.NUMERATOR, indicator.numerator
    if isinstance(indicator.denominator, Elsewhere):
        yield Side.DENOMINATOR, indicator.denominator


def _cells_elsewhere(
    side: Elsewhere, which: Side, indicator: Indicator, policy: Policy, tables: Tables, value: Value
) -> Iterator[Cell]:
    """The cells of another table, for the units that are in the value."""
    if side.table not in tables:
        return
    stat, here = tables[side.table], tables[str(indicator.table)]
    levels = {field.level: name for name, field in policy.tables[side.table].fields.items() if field.level}
    fields = policy.tables[here.id].fields
    column = next((name for name, field in fields.items() if field.level and field.level in levels), None)
    level = fields[column].level if column else None
    units = {here.value(row, column) for row in value.rows} if column else set()
    units |= {each.unit for each in value.filled}
    holds = evaluate(side.where.tree, stat.frame).fillna(False).tolist() if side.where is not None else None
    for row in range(len(stat.origins)):
        if holds is not None and not holds[row]:
            continue
        if level is not None and stat.value(row, levels[level]) not in units:
            continue
        yield from ((stat, row, field, which) for field in names_in(side.sum.tree))


def _shown_read(stat: StatTable, field: str, row: int) -> Text:
    value = stat.value(row, field)
    if value is None:
        return same("")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Fraction):
        return same(f"{float(value):g}")
    return same(value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value))


def _runs(origins: Sequence[Origin], field: str) -> str:
    """`D6:D10, D12`, with the file and sheet named once for each grid."""
    parts = []
    for _, members in groupby(origins, key=lambda origin: id(origin.matched)):
        found = list(members)
        matched = found[0].matched
        runs = [list(run) for _, run in groupby(enumerate(found), key=lambda pair: pair[1].row - pair[0])]
        names = [_run_named(run[0][1], run[-1][1], field) for run in runs]
        parts.append(f"{matched.grid.place()}!{', '.join(names)}")
    return "; ".join(parts)


def _run_named(first: Origin, last: Origin, field: str) -> str:
    start = first.place(field).address
    return start if first is last else f"{start}:{last.place(field).address}"
