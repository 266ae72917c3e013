"""Tidy: cells into values by what their field is. Missing stays missing; every doubt is a finding with its cell."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import cast

import pandas as pd

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Field, FieldType, Table
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Finding
from healthkpi.model.grid import HIDDEN, CellValue
from healthkpi.model.period import Period
from healthkpi.model.table import Matched, Origin, StatTable, by_sheet
from healthkpi.text import Text
from healthkpi.tidy._dates import WithoutYear, read_date, with_year_of
from healthkpi.tidy._flags import read_flag
from healthkpi.tidy._keys import find_doubles, rows_with_key
from healthkpi.tidy._numbers import exact, exact_column, number_column, read_number
from healthkpi.tidy._periods import read_periods
from healthkpi.tidy._rate_scale import rate_factors, settle_scales
from healthkpi.tidy._reading import Doubt, Missing, OwnUnit
from healthkpi.tidy._shared import doubt_of_shared, shared_rows
from healthkpi.tidy._texts import read_code, read_text
from healthkpi.tidy._units import leave_out_strangers, read_unit

Reader = Callable[[CellValue, Field], object]

# A column of yes and no or of names holds few different cells; each is read once.
DISTINCT_CELLS = 4096

_AMOUNTS = frozenset({FieldType.NUMBER, FieldType.PERCENT})
_EXACT = (int, Fraction)
_PLAIN_NUMBERS = {Decimal}
_SAY_MORE = frozenset({Doubt, Missing, OwnUnit, WithoutYear})

_READERS: Mapping[FieldType, Reader] = {
    FieldType.NUMBER: read_number,
    FieldType.PERCENT: read_number,
    FieldType.FLAG: read_flag,
    FieldType.DATE: read_date,
    FieldType.TEXT: read_text,
    FieldType.CODE: read_code,
    FieldType.UNIT: read_text,
    FieldType.PERIOD: read_text,
}


def tidy_tables(matched: Sequence[Matched], policy: Policy) -> dict[str, StatTable]:
    """One table a definition, from all the sheets that hold it, in the order they were given."""
    by_table: dict[str, list[Matched]] = {}
    for each in matched:
        by_table.setdefault(each.table, []).append(each)
    return {name: tidy_table(name, sheets, policy) for name, sheets in by_table.items()}


def tidy_table(name: str, sheets: Sequence[Matched], policy: Policy) -> StatTable:
    """The tidy rows of one table."""
    table = policy.tables[name]
    findings = [finding for sheet in sheets for finding in sheet.findings]
    origins = tuple(Origin(sheet, row) for sheet in sheets for row in sheet.rows)
    origins, keyless = rows_with_key(origins, table)
    origins, strangers = leave_out_strangers(origins, table, UnitNames(policy))
    periods, timeless, unread = read_periods(table, origins)
    frame, doubts = _read_columns(name, policy, origins, periods)
    findings += doubts
    doubtful, doubles = find_doubles(table, frame, periods, origins)
    findings += [*keyless, *strangers, *unread, *doubles]
    return StatTable(name, frame, origins, periods, doubtful | timeless, tuple(findings))


def times_held(matched: Sequence[Matched], policy: Policy) -> frozenset[tuple[str, Period]]:
    """Every table with every time that its rows are for."""
    return frozenset(
        (each.table, period)
        for each in matched
        for period in read_periods(policy.tables[each.table], [Origin(each, row) for row in each.rows])[0]
        if period is not None
    )


def _read_columns(
    name: str, policy: Policy, origins: Sequence[Origin], periods: Sequence[Period | None]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Every column by the type of its field; then the rates, which need the columns that they are made of."""
    table, units = policy.tables[name], UnitNames(policy)
    fields, sheets = table.fields, by_sheet(origins)
    held = [(sheet.columns_of([origin.row for origin in rows]), len(rows)) for sheet, rows in sheets]
    read = {
        each: _Column(each, table, _units_of(_READERS[field.type], units), origins, periods)
        for each, field in fields.items()
    }
    for each, column in read.items():
        parts = (columns[each] if each in columns else (None,) * count for columns, count in held)
        column.take([*chain.from_iterable(parts)], shared_rows(each, sheets) if column.is_amount else ())
        if any(each in sheet.factors for sheet, _ in sheets):
            column.multiply()
    frame = pd.DataFrame(
        {each: _column(fields[each], column.cells) for each, column in read.items()},
        index=pd.RangeIndex(len(origins)),
        copy=False,
    )
    unsigned = {each: read[each].unsigned for each in rate_factors(policy, name) if read[each].unsigned}
    rates, doubts = settle_scales(policy, name, frame, unsigned, origins)
    frame = frame.assign(**{each: number_column(values) for each, values in rates.items()})
    return frame, [*(finding for column in read.values() for finding in column.findings), *doubts]


def _units_of(reader: Reader, units: UnitNames) -> Reader:
    """A reader that also looks the names of org units up in their roster."""

    def read(cell: CellValue, field: Field) -> object:
        value = reader(cell, field)
        is_name = field.type is FieldType.UNIT and isinstance(value, str)
        return read_unit(str(value), field.level, units) if is_name and field.level else value

    return read


class _Column:
    """A column on its way from cells to values; what cannot be read is missing and a finding.

    `unsigned` are the rows with a number that says no unit of its own.
    """

    def __init__(
        self,
        name: str,
        table: Table,
        reader: Reader,
        origins: Sequence[Origin],
        periods: Sequence[Period | None],
    ) -> None:
        field = table.fields[name]
        self.name, self.may_quote, self.is_amount = name, table.may_quote(name), field.type in _AMOUNTS
        self.origins, self.periods = origins, periods
        self.read = functools.lru_cache(maxsize=DISTINCT_CELLS, typed=True)(lambda cell: reader(cell, field))
        self.cells: list[object] = []
        self.findings: list[Finding] = []
        self.unsigned: Sequence[int] = ()

    def take(self, cells: Sequence[CellValue], shared: Iterable[int]) -> None:
        """The cell of each row; in the `shared` ones the figure is that of others as well."""
        if self.is_amount and not shared and set(map(type, cells)) == _PLAIN_NUMBERS:
            # Nearly all columns: plain numbers, which say nothing but themselves.
            self.cells += exact_column(cast("Sequence[Decimal]", cells))
            self.unsigned = range(len(cells))
        else:
            self._take_each(cells, shared)

    def _take_each(self, cells: Sequence[CellValue], shared: Iterable[int]) -> None:
        takes_number = self.is_amount
        values = [
            exact(cell) if takes_number and type(cell) is Decimal else self.read(cell) for cell in cells
        ]
        for row in shared:
            values[row] = doubt_of_shared(cells[row]) or values[row]
        telling = [row for row, value in enumerate(values) if type(value) in _SAY_MORE]
        for row in telling:
            values[row] = self._settled(values[row], row)
        if self.is_amount:
            self.unsigned = [row for row, value in enumerate(values) if isinstance(value, _EXACT)]
        for row in telling:
            values[row] = _without_unit(values[row])
        self.cells = values

    def multiply(self) -> None:
        """Numbers that say no unit themselves are in that of their sheet."""
        for row in self.unsigned:
            number, factor = self.cells[row], self.origins[row].matched.factors.get(self.name)
            if factor is not None and isinstance(number, _EXACT):
                self.cells[row] = number * factor

    def _settled(self, value: object, row: int) -> object:
        """What is taken of a value; what gives reason to doubt it is told."""
        if isinstance(value, WithoutYear):
            value = with_year_of(value, self.periods[row])
        if not isinstance(value, Doubt):
            return value
        details = value.details if self.may_quote else _hidden(value.details)
        asks = value.questions if self.may_quote else ()
        place = self.origins[row].place(self.name)
        self.findings.append(Finding(value.code, place, {"field": self.name, **details}, questions=asks))
        return value.taken_as


def _hidden(details: Mapping[str, object]) -> dict[str, object]:
    """The details of a sensitive cell without its words; what was perhaps meant is left out."""
    return {name: Text("", "") if isinstance(said, Text) else HIDDEN for name, said in details.items()}


def _without_unit(value: object) -> object:
    """The number of a cell that says its unit itself; None for one that says nothing."""
    if isinstance(value, OwnUnit):
        return value.number
    return None if isinstance(value, Missing) else value


def _column(field: Field, values: list[object]) -> pd.Series:
    if field.type in {FieldType.NUMBER, FieldType.PERCENT}:
        return number_column(values)
    if field.type is FieldType.FLAG:
        return pd.Series(values, dtype="boolean")
    if field.type is FieldType.DATE:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[us]")
    return pd.Series(values, dtype="string")


def last_day(periods: Sequence[Period | None]) -> date | None:
    """The end of the latest period of the data."""
    return max((period.end for period in periods if period is not None), default=None)
