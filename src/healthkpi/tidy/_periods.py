"""What time each row is for: by its own column, else by its sheet."""

from collections.abc import Sequence
from datetime import date

from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import CellValue
from healthkpi.model.period import Period, month_of, parse_day, parse_period
from healthkpi.model.table import Origin
from healthkpi.text import Text
from healthkpi.tidy._reading import folded

NO_PERIOD = declare(
    "HK217",
    Severity.ERROR,
    Text("“{shown}”看不出是哪一期；这一行不计入汇总", '"{shown}" names no period; the row is in no sum'),
    Text(
        "表里有所属期一列，这一格却空白或读不出，不能当作别的时期。请写成 2018-09、2018Q3 或 2018。",
        "The table has a column for the period and this cell is blank or cannot be read, so the row belongs to no time. "
        "Write 2018-09, 2018Q3 or 2018.",
    ),
)


def read_periods(
    table: Table, origins: Sequence[Origin]
) -> tuple[tuple[Period | None, ...], frozenset[int], list[Finding]]:
    """The period of each row, the rows whose period cannot be told, and a finding for each of those."""
    periods: list[Period | None] = []
    unknown: set[int] = set()
    findings = []
    for row, origin in enumerate(origins):
        column = _period_column(table, origin)
        if column is None:
            periods.append(origin.matched.period)
            continue
        cell = origin.matched.grid.filled_cell(origin.row, column)
        period = _read_period(cell)
        periods.append(period)
        if period is None:
            unknown.add(row)
            shown = "" if cell is None else str(cell).strip()
            findings.append(
                Finding(NO_PERIOD, origin.matched.grid.place(origin.row, column), {"shown": shown})
            )
    return tuple(periods), frozenset(unknown), findings


def _period_column(table: Table, origin: Origin) -> int | None:
    own = (origin.matched.columns.get(name) for name in table.fields_of_type(FieldType.PERIOD))
    return next((column for column in own if column is not None), origin.matched.period_column)


def _read_period(cell: CellValue) -> Period | None:
    """A day stands for its month: a column of dates says which month each row is for."""
    if isinstance(cell, date):
        return month_of(cell.year, cell.month)
    if cell is None:
        return None
    words = folded(str(cell))
    period = parse_period(words)
    day = parse_day(words) if period is None else None
    return month_of(day.year, day.month) if day is not None else period
