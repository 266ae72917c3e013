"""Corrections applied: cells before the sheets are matched, rows that are void after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from healthkpi.model.correction import Edit, Spot, spot_at
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.model.table import Matched


def values_of(edits: Iterable[Edit]) -> dict[Spot, CellValue]:
    """What each corrected cell holds; a row that is void keeps its cells."""
    return {each.spot: each.value for each in edits if not each.correction.strikes}


def with_cells(workbooks: Sequence[Workbook], values: Mapping[Spot, CellValue]) -> tuple[Workbook, ...]:
    """The workbooks as if the cells had been edited."""
    return tuple(
        replace(workbook, grids=tuple(_with_cells(grid, values) for grid in workbook.grids))
        for workbook in workbooks
    )


def _with_cells(grid: Grid, values: Mapping[Spot, CellValue]) -> Grid:
    here = {
        (spot.row, spot.column): value
        for spot, value in values.items()
        if (spot.path, spot.sheet) == (grid.source.path, grid.sheet)
    }
    if not here:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row, column), value in here.items():
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return replace(grid, rows=tuple(tuple(row) for row in rows))


def strike_rows(matched: Sequence[Matched], edits: Iterable[Edit]) -> tuple[Matched, ...]:
    """The tables without the rows that were declared void."""
    void = {each.spot for each in edits if each.correction.strikes}
    return tuple(_without(each, void) for each in matched) if void else tuple(matched)


def _without(matched: Matched, void: set[Spot]) -> Matched:
    kept = tuple(
        row
        for row in matched.rows
        if not any(spot_at(matched.grid, row, column) in void for column in matched.columns.values())
    )
    return matched if len(kept) == len(matched.rows) else replace(matched, rows=kept)
