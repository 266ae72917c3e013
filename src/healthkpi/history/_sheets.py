"""The figures of a return as plain data, to be compared with later: of each sheet the rows and columns that were read.

Tables of people are never kept. A sheet is kept once for each time its rows are for, so that a table of twelve months
and the return of one of them do not hold that month twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table, in_words
from healthkpi.history._cells import Cells, may_be_among, read_cells, unless_identity, written_cells
from healthkpi.model.grid import CellValue, Grid, Source, Span
from healthkpi.model.period import Period
from healthkpi.model.run import Document
from healthkpi.model.table import Matched, StatTable


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
    for matched, rows in stat.rows_by_sheet:
        if matched.grid.source in sources:
            for period, of_period in _by_period(stat, rows).items():
                yield _sheet(_Part.of(stat, table, matched, of_period), period)


def _by_period(stat: StatTable, rows: Sequence[int]) -> dict[Period, list[int]]:
    """The rows that are for a time."""
    found: dict[Period, list[int]] = {}
    for period, of_period in groupby(rows, key=stat.periods.__getitem__):
        if period is not None:
            found.setdefault(period, []).extend(of_period)
    return found


@dataclass(frozen=True)
class _Part:
    """The rows of a sheet that are for one time, numbered as in their table."""

    stat: StatTable
    table: Table
    matched: Matched
    rows: Sequence[int]

    at: Sequence[int]  # as the sheet numbers them
    spans: Sequence[Span]  # what is merged in these rows; a title is not

    @classmethod
    def of(cls, stat: StatTable, table: Table, matched: Matched, rows: Sequence[int]) -> "_Part":
        """Some rows of a sheet."""
        at = [stat.origins[row].row for row in rows]
        merged = matched.grid.merged
        spans = [span for span in merged if any(span.top <= row <= span.bottom for row in at)]
        return cls(stat, table, matched, rows, at, spans)

    def labels(self) -> list[str]:
        """What names each row in words, to find it again where it has moved."""
        named = zip(*map(self._values, self.table.naming), self.at, strict=True)
        labels = [in_words(values) or f"#{row + 1}" for *values, row in named]
        if not may_be_among(labels):
            return labels
        return [unless_identity(each) or f"#{row + 1}" for each, row in zip(labels, self.at, strict=True)]

    def columns(self) -> dict[int, Sequence[CellValue]]:
        """By column what stands in these rows, where it was read; a unit by the name it was recognised as."""
        matched = self.matched
        found = self._read_merged() if self.spans else self._read()
        for name in self.table.fields_of_type(FieldType.UNIT):
            if name in matched.columns:
                named = zip(self._values(name), found[matched.columns[name]], strict=True)
                found[matched.columns[name]] = [
                    value if isinstance(value, str) else cell for value, cell in named
                ]
        if self.spans:
            found |= {
                column: self._told(name, column, found[column]) for name, column in matched.columns.items()
            }
        return found

    def _read(self) -> dict[int, Sequence[CellValue]]:
        """Turned once, where nothing is merged: to ask for each cell takes ten times as long."""
        turned = [*zip_longest(*map(self.matched.grid.rows.__getitem__, self.at))]
        blank = (None,) * len(self.at)
        return {column: turned[column] if column < len(turned) else blank for column in self._columns_read}

    def _read_merged(self) -> dict[int, Sequence[CellValue]]:
        """A merged figure in each of its rows."""
        return {column: self.matched.grid.filled_cells(self.at, column) for column in self._columns_read}

    @property
    def _columns_read(self) -> Iterator[int]:
        yield from self.matched.columns.values()
        if self.matched.period_column is not None:
            yield self.matched.period_column

    def _told(self, name: str, column: int, cells: Sequence[CellValue]) -> list[CellValue]:
        """One figure for several rows says nothing of each; without the others it would look like that of the first."""
        read = zip(self.at, self._values(name), cells, strict=True)
        return [None if value is None and self._is_shared(row, column) else cell for row, value, cell in read]

    def _is_shared(self, row: int, column: int) -> bool:
        return any(span.top < span.bottom and _covers(span, row, column) for span in self.spans)

    def at_corners(self) -> Cells:
        """The same cells where they stand, a merged one once."""
        return {
            self.matched.grid.corner(row, column): cell
            for column, cells in self.columns().items()
            for row, cell in zip(self.at, cells, strict=True)
            if cell is not None
        }

    def _values(self, name: str) -> list[object]:
        """Of a field, as tidied."""
        values = self.stat.values(name)
        return [values[row] for row in self.rows]


def _sheet(part: _Part, period: Period) -> dict[str, Any]:
    matched = part.matched
    grid, source = matched.grid, matched.grid.source
    return {
        "table": part.stat.id,
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
        "rows": part.at,
        "labels": part.labels(),
        "factors": {name: str(factor) for name, factor in matched.factors.items()},
        "period": _said(matched.period) if matched.period is not None else None,
        "period_column": matched.period_column,
        **_figures(part),
    }


def _figures(part: _Part) -> dict[str, Any]:
    if not part.spans:
        return {"merged": [], "cells": written_cells(part.at, part.columns())}
    cells = part.at_corners()
    rows, columns = ({place[which] for place in cells} for which in (0, 1))
    by_column = {column: [cells.get((row, column)) for row in rows] for column in columns}
    held = [span for span in part.spans if any(_covers(span, *place) for place in cells)]
    return {
        "merged": [[span.top, span.left, span.bottom, span.right] for span in held],
        "cells": written_cells([*rows], by_column),
    }


def _covers(span: Span, row: int, column: int) -> bool:
    return span.top <= row <= span.bottom and span.left <= column <= span.right


@lru_cache(maxsize=1_000)  # the sheets of a return are for the same few
def _said(period: Period) -> Mapping[str, str]:
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
        _rows(read_cells(sheet["cells"])),
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


def _rows(cells: Cells) -> tuple[tuple[CellValue, ...], ...]:
    rows: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in cells.items():
        rows.setdefault(row, {})[column] = value
    return tuple(
        tuple(rows[row].get(column) for column in range(max(rows[row]) + 1)) if row in rows else ()
        for row in range(max(rows, default=-1) + 1)
    )
