"""Tidy: cells into values by what their field is. Missing stays missing; every doubt is a finding with its cell."""

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Field, FieldType
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Finding
from healthkpi.model.grid import CellValue
from healthkpi.model.period import Period
from healthkpi.model.table import Matched, Origin, StatTable
from healthkpi.text import Text
from healthkpi.tidy._dates import WithoutYear, read_date, with_year_of
from healthkpi.tidy._flags import read_flag
from healthkpi.tidy._keys import find_doubles, rows_with_key
from healthkpi.tidy._numbers import number_column, read_number
from healthkpi.tidy._periods import read_periods
from healthkpi.tidy._reading import Doubt, Missing, OwnUnit
from healthkpi.tidy._texts import read_code, read_text
from healthkpi.tidy._units import leave_out_strangers, read_unit

Reader = Callable[[CellValue, Field], object]

# A column of yes and no or of names holds few different cells; each is read once.
DISTINCT_CELLS = 4096

# What stands in a message where a field is sensitive.
HIDDEN = "…"

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
    units = UnitNames(policy)
    origins, strangers = leave_out_strangers(origins, table, units)
    periods, timeless, unread = read_periods(table, origins)
    columns = {}
    for field_name, field in table.fields.items():
        values, doubts = _read_column(field_name, field, origins, units, periods)
        columns[field_name] = _column(field, values)
        findings += doubts
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(origins)))
    doubtful, doubles = find_doubles(table, frame, periods, origins)
    findings += [*keyless, *strangers, *unread, *doubles]
    return StatTable(name, frame, origins, periods, doubtful | timeless, tuple(findings))


def _read_column(
    name: str,
    field: Field,
    origins: Sequence[Origin],
    units: UnitNames,
    periods: Sequence[Period | None],
) -> tuple[list[object], list[Finding]]:
    """Every cell of a column as a value; what cannot be read is missing and a finding."""
    reader = _READERS[field.type]
    read = functools.lru_cache(maxsize=DISTINCT_CELLS, typed=True)(lambda cell: reader(cell, field))
    values: list[object] = []
    findings: list[Finding] = []
    for origin, period in zip(origins, periods, strict=True):
        value = read(origin.raw(name))
        if isinstance(value, WithoutYear):
            value = with_year_of(value, period)
        if field.type is FieldType.UNIT and isinstance(value, str) and field.level:
            value = read_unit(value, field.level, units)
        if isinstance(value, Doubt):
            details = _hidden(value.details) if field.sensitive else value.details
            asks = value.questions if not field.sensitive else ()
            findings.append(
                Finding(value.code, origin.place(name), {"field": name, **details}, questions=asks)
            )
            value = value.taken_as
        values.append(_in_unit_of_field(value, name, origin))
    return values, findings


def _hidden(details: Mapping[str, object]) -> dict[str, object]:
    """The details of a sensitive cell without its words; what was perhaps meant is left out."""
    return {name: Text("", "") if isinstance(said, Text) else HIDDEN for name, said in details.items()}


def _in_unit_of_field(value: object, name: str, origin: Origin) -> object:
    """A number times what its heading says, unless the cell says its unit itself."""
    if isinstance(value, Missing):
        return None
    if isinstance(value, OwnUnit):
        return value.number
    factor = origin.matched.factors.get(name)
    return value * factor if factor is not None and isinstance(value, Fraction) else value


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
