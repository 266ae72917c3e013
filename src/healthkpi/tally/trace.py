"""From a value back to the cells it was made of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from healthkpi.definitions.indicator import Elsewhere, Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.definitions.task_ledger import DONE, DONE_ON, EVIDENCE, TASK_LEDGER
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.expression.tree import names_in
from healthkpi.model.grid import HIDDEN, shown_raw
from healthkpi.model.place import column_letters
from healthkpi.model.scorecard import CellRange, CellUsed, Side
from healthkpi.model.table import Matched, StatTable, Stretch
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


class _Block(NamedTuple):
    """The cells of some fields in some rows of a table; those of a field that a sheet has no column for are told only where `is_all`."""

    stat: StatTable
    rows: tuple[int, ...]
    fields: Sequence[str]
    side: Side
    is_all: bool = False

    def held(self, matched: Matched) -> Sequence[str]:
        """The fields whose cells are told of a sheet."""
        return self.fields if self.is_all else [name for name in self.fields if name in matched.columns]

    def columns(self) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """The runs of rows in which each field is told; one that the first sheet lacks comes after the others."""
        stretches = self.stat.stretches(self.rows)
        holding = {
            field: [at for at, each in enumerate(stretches) if self.is_all or field in each.matched.columns]
            for field in self.fields
        }
        for field in sorted(filter(holding.__getitem__, self.fields), key=lambda each: holding[each][0]):
            yield field, [stretches[at] for at in holding[field]]


class _There:
    """The rows of another table that a side is summed over, by the units through which they are met."""

    def __init__(
        self, side: Elsewhere, which: Side, indicator: Indicator, policy: Policy, tables: Tables
    ) -> None:
        self.stat, self.here = tables[side.table], tables[str(indicator.table)]
        self.fields, self.side = tuple(names_in(side.sum.tree)), which
        there, fields = policy.tables[side.table].fields, policy.tables[self.here.id].fields
        levels: dict[str | None, str] = {each.level: name for name, each in there.items() if each.level}
        self.column = next(
            (name for name, each in fields.items() if each.level and each.level in levels), None
        )
        self.rows = tuple(range(len(self.stat.origins)))
        if side.where is not None:
            holds = evaluate(side.where.tree, self.stat.frame).fillna(False).tolist()
            self.rows = tuple(row for row in self.rows if holds[row])
        self.by_unit: dict[object, list[int]] = {}
        if self.column is not None:
            units = self.stat.values(levels[fields[self.column].level])
            for row in self.rows:
                self.by_unit.setdefault(units[row], []).append(row)

    def block(self, value: Value) -> _Block:
        """The cells for the units that are in a value; all, where the tables share no unit."""
        rows = self.rows
        if self.column is not None:
            units = {self.here.value(row, self.column) for row in value.rows}
            units |= {each.unit for each in value.filled}
            rows = tuple(sorted(row for unit in units for row in self.by_unit.get(unit, ())))
        return _Block(self.stat, rows, self.fields, self.side, is_all=True)


class Trace:
    """Where the figures of one indicator stand; what holds for all of its values is found out once."""

    def __init__(self, indicator: Indicator, policy: Policy, tables: Tables) -> None:
        self.indicator, self.policy, self.tables = indicator, policy, tables
        self._stat = tables.get(indicator.table or TASK_LEDGER)
        self._counted = is_counted_already(indicator, self._stat.frame) if self._stat is not None else []
        self._has_counted = any(self._counted)
        self._has_whole_ready_made = not is_denominator_elsewhere(indicator)
        self._fields = _fields(indicator)
        self._each_field = tuple((side, name) for side, names in self._fields.items() for name in names)
        self._ready_made = _counts(indicator)

    def cells(self, value: Value) -> tuple[CellUsed, ...]:
        """Every cell of the numerator and the denominator of a value, row by row."""
        return tuple(
            _cell_used(block.stat, self.policy, row, field, block.side)
            for block in self._of(value)
            for row in block.rows
            for field in block.held(block.stat.origins[row].matched)
        )

    def ranges(self, value: Value) -> tuple[CellRange, ...]:
        """The same cells, one short range a column and run of rows."""
        stretch = self._only_stretch(value)
        if stretch is not None:
            held = stretch.matched.columns
            return tuple(
                CellRange(side, field, _of_stretch(stretch, field))
                for side, field in self._each_field
                if field in held
            )
        columns: dict[tuple[Side, str], list[Stretch]] = {}
        for block in self._of(value):
            for field, stretches in block.columns():
                columns.setdefault((block.side, field), []).extend(stretches)
        return tuple(CellRange(*of, _named(stretches, of[1])) for of, stretches in columns.items())

    def _only_stretch(self, value: Value) -> Stretch | None:
        """The one run of rows that all cells of a value stand in, as nearly always."""
        if self._stat is None or self._has_counted or self._elsewhere:
            return None
        if value.left_out or value.filled or value.base is not None:
            return None
        stretches = self._stat.stretches(value.rows)
        return stretches[0] if len(stretches) == 1 else None

    @cached_property
    def _elsewhere(self) -> tuple[_There, ...]:
        return tuple(
            _There(there, side, self.indicator, self.policy, self.tables)
            for side, there in _elsewhere(self.indicator)
            if there.table in self.tables
        )

    def _of(self, value: Value) -> Iterator[_Block]:
        stat = self._stat
        if stat is None:
            return
        is_ready_made = self._has_counted and bool(value.rows) and all(self._counted[r] for r in value.rows)
        fields = self._ready_made if is_ready_made else self._fields
        for side, names in fields.items():
            yield _Block(stat, value.rows, names, side)
        is_whole = is_ready_made and self._has_whole_ready_made
        for there in () if is_whole else self._elsewhere:
            yield there.block(value)
        if value.base is None and not value.filled and not value.left_out:
            return
        every = tuple(dict.fromkeys(name for names in fields.values() for name in names))
        if value.base is not None:
            rows, then = _baseline(self.indicator, self.policy.tables[stat.id], value, value.base, every)
            yield _Block(stat, rows, then, Side.BASELINE)
        if value.filled:
            carried = tuple(row for each in value.filled for row in each.rows)
            yield _Block(stat, carried, every, Side.CARRIED)
        if value.left_out:
            yield _Block(stat, value.left_out, every, Side.LEFT_OUT)


def _cell_used(stat: StatTable, policy: Policy, row: int, field: str, side: Side) -> CellUsed:
    origin, label = stat.origins[row], row_label(stat, policy, row)
    table, read = policy.tables[stat.id], _shown_read(stat, field, row)
    if table.fields[field].sensitive:
        return CellUsed(origin.place(field), field, HIDDEN, same(HIDDEN), side, label)
    is_quoted = table.may_quote(field) or bool(read.en)
    raw = shown_raw(origin.raw(field)) if is_quoted or origin.raw(field) is None else HIDDEN
    return CellUsed(origin.place(field), field, raw, read, side, label)


def _baseline(
    indicator: Indicator, table: Table, value: Value, base: Value, names: Sequence[str]
) -> tuple[tuple[int, ...], Sequence[str]]:
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


def _shown_read(stat: StatTable, field: str, row: int) -> Text:
    value = stat.value(row, field)
    if value is None:
        return same("")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Fraction):
        return same(f"{float(value):g}")
    return same(value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value))


def _named(stretches: Sequence[Stretch], field: str) -> str:
    """`D6:D10, D12`, with the file and sheet named once for each grid."""
    if len({id(each.matched) for each in stretches}) == len(stretches):
        return "; ".join([_of_stretch(each, field) for each in stretches])
    parts = []
    for _, members in groupby(_joined(stretches), key=lambda stretch: id(stretch.matched)):
        found = list(members)
        names = [_addresses(stretch, field) for stretch in found]
        parts.append(f"{found[0].where}!{', '.join(names)}")
    return "; ".join(parts)


def _of_stretch(stretch: Stretch, field: str) -> str:
    column = stretch.matched.columns.get(field)
    if column is None or stretch.matched.grid.transposed or stretch.first == stretch.last:
        return f"{stretch.where}!{_addresses(stretch, field)}"
    # Nearly all, and many thousands of them.
    letters = column_letters(column)
    return f"{stretch.where}!{letters}{stretch.first + 1}:{letters}{stretch.last + 1}"


def _joined(stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    """With those as one that only a sheet without the field stands between."""
    joined = list(stretches[:1])
    for each in stretches[1:]:
        before = joined[-1]
        if each.matched is before.matched and each.first == before.last + 1:
            joined[-1] = replace(before, last=each.last)
        else:
            joined.append(each)
    return joined


def _addresses(stretch: Stretch, field: str) -> str:
    grid, column = stretch.matched.grid, stretch.matched.columns.get(field)
    first = grid.address(stretch.first, column)
    return first if stretch.first == stretch.last else f"{first}:{grid.address(stretch.last, column)}"
