"""The figures of a return as plain data, to be compared with later: of each sheet the rows and columns that were read.

Tables of people are never kept. A sheet is kept once for each time its rows are for, so that a table of twelve months
and the return of one of them do not hold that month twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.grid import CellError, CellValue, Grid, Share, Source, Span, Uncalculated
from healthkpi.model.identity import IDENTITY_NUMBER, may_hold_identity
from healthkpi.model.period import Period
from healthkpi.model.run import Document
from healthkpi.model.table import Matched, StatTable

_Cells = dict[tuple[int, int], CellValue]


def kept_sheets(
    tables: Mapping[str, StatTable], policy: Policy, sources: Sequence[Source]
) -> tuple[dict[str, Any], ...]:
    """The figures of the files of a return, as they were corrected and confirmed; not those of earlier ones beside them."""
    return tuple(
        sheet
        for name, stat in tables.items()
        if not is_of_people(policy.tables[name])
        for sheet in _sheets_of(stat, policy.tables[name], frozenset(sources))
    )


def is_of_people(table: Table) -> bool:
    """Whether a table has anything that must not be shown; then none of it is kept."""
    return any(field.sensitive for field in table.fields.values())


def _sheets_of(stat: StatTable, table: Table, sources: frozenset[Source]) -> Iterator[dict[str, Any]]:
    parts: dict[tuple[int, Period], list[int]] = {}
    for row, (origin, period) in enumerate(zip(stat.origins, stat.periods, strict=True)):
        if period is not None and origin.matched.grid.source in sources:
            parts.setdefault((id(origin.matched), period), []).append(row)
    for (_, period), rows in parts.items():
        yield _sheet(stat, table, period, rows)


def _sheet(stat: StatTable, table: Table, period: Period, rows: Sequence[int]) -> dict[str, Any]:
    matched = stat.origins[rows[0]].matched
    grid, source = matched.grid, matched.grid.source
    cells = _cells(stat, table, rows)
    return {
        "table": stat.id,
        "of": _said(period),
        "source": {
            "name": source.name,
            "format": source.format,
            "sha256": source.sha256,
            "size": source.size,
        },
        "sheet": grid.sheet,
        "transposed": grid.transposed,
        "header": list(matched.header),
        "columns": dict(matched.columns),
        "rows": [stat.origins[row].row for row in rows],
        "labels": [_label(stat, table, row) for row in rows],
        "factors": {name: str(factor) for name, factor in matched.factors.items()},
        "period": _said(matched.period) if matched.period is not None else None,
        "period_column": matched.period_column,
        "merged": [
            [span.top, span.left, span.bottom, span.right] for span in grid.merged if _holds(span, cells)
        ],
        "cells": [[*place, written(cells[place])] for place in sorted(cells)],
    }


def _label(stat: StatTable, table: Table, row: int) -> str:
    """What names a row in words, to find it again where it has moved."""
    return table.label({name: stat.value(row, name) for name in table.naming}, stat.origins[row].row + 1)


def _cells(stat: StatTable, table: Table, rows: Sequence[int]) -> _Cells:
    """By position what stands in the columns that were read; a unit by the name it was recognised as."""
    matched = stat.origins[rows[0]].matched
    grid, units = matched.grid, frozenset(table.fields_of_type(FieldType.UNIT))
    columns = [(column, stat.values(name), name in units) for name, column in matched.columns.items()]
    found: _Cells = {}
    for row in rows:
        at = stat.origins[row].row
        for column, values, is_unit in columns:
            value = values[row]
            place = grid.corner(at, column) if grid.merged else (at, column)
            if is_unit and isinstance(value, str):
                found[place] = value
            elif value is not None or not _is_shared(grid, at, column):
                found[place] = _without_identity(grid.cell(*place))
        if matched.period_column is not None:
            place = grid.corner(at, matched.period_column)
            found[place] = grid.cell(*place)
    return {place: value for place, value in found.items() if value is not None}


def _is_shared(grid: Grid, row: int, column: int) -> bool:
    """One figure for several rows says nothing of each; without the others it would look like that of the first."""
    return any(span.top < span.bottom and _covers(span, row, column) for span in grid.merged)


def _without_identity(value: CellValue) -> CellValue:
    """A person's number that slipped into some column is nobody's to keep."""
    words = str(value)
    return None if may_hold_identity(words) and IDENTITY_NUMBER.search(words) else value


def _holds(span: Span, cells: _Cells) -> bool:
    return any(_covers(span, row, column) for row, column in cells)


def _covers(span: Span, row: int, column: int) -> bool:
    return span.top <= row <= span.bottom and span.left <= column <= span.right


def _said(period: Period) -> dict[str, str]:
    return {"label": str(period), "start": period.start.isoformat(), "end": period.end.isoformat()}


def period_said(said: Mapping[str, str]) -> Period:
    """A period as a kept sheet has it."""
    return Period(date.fromisoformat(said["start"]), date.fromisoformat(said["end"]))


def matched_of(sheet: Document, run: str) -> Matched:
    """The sheet again, its cells where they stood."""
    source = sheet["source"]
    grid = Grid(
        # There is no such file here: what is written cannot be written over it.
        Source(
            Path("history", run, source["name"]),
            source["name"],
            source["format"],
            source["sha256"],
            source["size"],
        ),
        sheet["sheet"],
        _rows(sheet["cells"]),
        merged=tuple(Span(*each) for each in sheet["merged"]),
        transposed=sheet["transposed"],
    )
    return Matched(
        sheet["table"],
        grid,
        tuple(sheet["header"]),
        sheet["columns"],
        tuple(sheet["rows"]),
        factors={field: Fraction(factor) for field, factor in sheet["factors"].items()},
        period=period_said(sheet["period"]) if sheet["period"] is not None else None,
        period_column=sheet["period_column"],
        is_recalled=True,
    )


def _rows(cells: Sequence[Sequence[Any]]) -> tuple[tuple[CellValue, ...], ...]:
    rows: dict[int, dict[int, CellValue]] = {}
    for row, column, value in cells:
        rows.setdefault(row, {})[column] = read_written(value)
    return tuple(
        tuple(rows[row].get(column) for column in range(max(rows[row]) + 1)) if row in rows else ()
        for row in range(max(rows, default=-1) + 1)
    )


# How each kind of cell is written; text, blanks and true or false are as they are.
_KINDS: Mapping[str, type] = {
    "number": Decimal,
    "share": Share,
    "moment": datetime,
    "day": date,
    "time": time,
    "error": CellError,
    "formula": Uncalculated,
}


def written(value: CellValue) -> object:
    """A cell as JSON, exact and of its kind."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return {"number": str(value)}
    kind = next(name for name, known in _KINDS.items() if isinstance(value, known))
    if isinstance(value, Share):
        return {kind: str(value.of_one)}
    if isinstance(value, CellError):
        return {kind: value.shown}
    if isinstance(value, Uncalculated):
        return {kind: value.formula}
    return {kind: value.isoformat()}


def read_written(value: Any) -> CellValue:
    """The cell again."""
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return] # JSON: text, true, false or nothing, as it was written
    ((kind, words),) = value.items()
    known: Any = _KINDS[kind]
    if known in {datetime, date, time}:
        return known.fromisoformat(words)  # type: ignore[no-any-return] # which of the three is known by its kind only
    return Share(Decimal(words)) if known is Share else known(words)
