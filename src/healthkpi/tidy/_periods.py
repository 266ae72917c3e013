"""What time each row is for: by its own column, else by its sheet."""

import re
from collections.abc import Sequence
from datetime import date

from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellValue
from healthkpi.model.period import Period, month_of, parse_period
from healthkpi.model.table import Matched, Origin, by_sheet
from healthkpi.text import Text
from healthkpi.tidy._dates import JANUARY_OR_OCTOBER, YEAR_UNKNOWN, WithoutYear, read_date, with_year_of
from healthkpi.tidy._reading import Doubt

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


_MONTH_IN_DIGITS = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")


def read_periods(
    table: Table, origins: Sequence[Origin]
) -> tuple[tuple[Period | None, ...], frozenset[int], list[Finding]]:
    """The period of each row, the rows whose period cannot be told, and a finding for each of those."""
    periods: list[Period | None] = []
    findings: dict[tuple[object, ...], Finding] = {}
    unknown: set[int] = set()
    for sheet, rows in by_sheet(origins):
        column = _period_column(table, sheet)
        if column is None:
            periods += [sheet.period] * len(rows)
            continue
        for origin in rows:
            read = _read_period(sheet.grid.filled_cell(origin.row, column), sheet.period)
            period = read if isinstance(read, Period) else read.taken_as
            if period is None:
                unknown.add(len(periods))
            if isinstance(read, Doubt):
                # 九月 in two hundred rows is told once; a row that is in no sum is told by itself.
                once = (len(periods),) if period is None else (id(sheet), read.details["shown"])
                place = sheet.grid.place(origin.row, column)
                findings.setdefault(once, Finding(read.code, place, read.details))
            periods.append(period if isinstance(period, Period) else None)
    return tuple(periods), frozenset(unknown), list(findings.values())


def _period_column(table: Table, sheet: Matched) -> int | None:
    own = (sheet.columns.get(name) for name in table.fields_of_type(FieldType.PERIOD))
    return next((column for column in own if column is not None), sheet.period_column)


def _read_period(cell: CellValue, sheet: Period | None) -> Period | Doubt:
    """A day stands for its month: a column of dates says which month each row is for."""
    shown = "" if cell is None else str(cell).strip()
    words = half_width(shown)
    month = _MONTH_IN_DIGITS.fullmatch(words)
    if month is not None:
        return month_of(int(month[1]), int(month[2]))
    day = read_date(cell)
    if isinstance(day, WithoutYear):
        day = with_year_of(day, sheet)
    if isinstance(day, Doubt) and isinstance(day.taken_as, date):
        period = month_of(day.taken_as.year, day.taken_as.month)
        return Doubt(day.code, {**day.details, "day": str(period)}, taken_as=period)
    if isinstance(day, Doubt) and day.code in {JANUARY_OR_OCTOBER, YEAR_UNKNOWN}:
        return day
    said = None if isinstance(cell, date) else parse_period(words)
    if said is not None:
        return said
    return month_of(day.year, day.month) if isinstance(day, date) else Doubt(NO_PERIOD, {"shown": shown})
