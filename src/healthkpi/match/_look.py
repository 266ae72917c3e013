"""A sheet as `peek` shows it: every table in it, else the one it is nearest to."""

import re
from collections.abc import Iterator, Sequence

from healthkpi.definitions.policy import Policy
from healthkpi.match._blocks import find_blocks
from healthkpi.match._findings import named_rows
from healthkpi.match._header import Header, missing_fields
from healthkpi.match._labels import split_unit
from healthkpi.match._nearest import Near, is_prose, nearest_table
from healthkpi.match._recognised import Recognised, names_of_units, recognise, see
from healthkpi.match._surroundings import column_factors
from healthkpi.model.grid import Grid
from healthkpi.model.peek import SeenColumn, SeenSheet, SeenTable
from healthkpi.model.period import Period
from healthkpi.text import Text

# A number of an identity card or a mobile telephone is nobody's business, whatever its column is called.
_PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


def look_at(
    grid: Grid,
    policy: Policy,
    period: Period | None = None,
    header_rows: tuple[int, ...] = (),
    policies: Sequence[Policy] = (),
) -> SeenSheet:
    """What one policy recognises in a sheet; what any of the policies calls sensitive is not shown."""
    known = names_of_units(policy)
    found = [
        recognise(see(block, policy, known), policy, period, known)
        for block in find_blocks(grid, policy, header_rows)
    ]
    tables = [_seen(each) for each in found]
    near = None if tables or is_prose(grid) else nearest_table(grid, policy)
    if near is not None:
        tables = [_seen_near(near)]
    return SeenSheet(grid, tuple(tables), frozenset(_sensitive_cells(grid, policies or (policy,))))


def _seen(found: Recognised) -> SeenTable:
    header, grid = found.block.header, found.grid
    factors = column_factors(found.table, header.columns, found.units, found.block.words)
    columns = {
        column: SeenColumn(_address(grid, column), header.labels.get(column, ""), name, factors.get(name))
        for name, column in header.columns.items()
    }
    for name, spread in header.spread.items():
        columns |= {
            column: SeenColumn(_address(grid, column), header.labels[column], name, period=time)
            for column, time in spread
        }

    def said(rows: Sequence[int]) -> Text | None:
        return named_rows(grid, rows) if rows else None

    return SeenTable(
        name=found.table.name,
        is_used=True,
        header=named_rows(grid, header.rows),
        columns=tuple(columns[column] for column in sorted(columns)),
        unknown=_unknown(grid, header),
        twice=_twice(grid, header),
        missing=tuple(missing_fields(found.table, header)),
        row_count=len(found.rows.data),
        totals=said(found.rows.totals),
        notes=said(found.rows.notes),
        column_numbers=said(found.rows.numbers),
        period=found.period,
        is_transposed=grid.transposed,
        rows_say_period=found.has_times,
    )


def _seen_near(near: Near) -> SeenTable:
    header, grid = near.header, near.grid
    columns = tuple(
        SeenColumn(_address(grid, column), header.labels.get(column, ""), name)
        for name, column in sorted(header.columns.items(), key=lambda pair: pair[1])
    )
    return SeenTable(
        name=near.table.name,
        is_used=False,
        header=named_rows(grid, header.rows),
        columns=columns,
        unknown=_unknown(grid, header),
        twice=_twice(grid, header),
        missing=near.missing,
    )


def _unknown(grid: Grid, header: Header) -> tuple[SeenColumn, ...]:
    free = ((column, label) for column, label in header.labels.items() if column not in header.used)
    return tuple(SeenColumn(_address(grid, column), label) for column, label in free)


def _twice(grid: Grid, header: Header) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(_address(grid, column) for column in columns) for name, columns in header.twice.items()
    }


def _address(grid: Grid, column: int) -> str:
    return grid.place(None, column).address


def _sensitive_cells(grid: Grid, policies: Sequence[Policy]) -> Iterator[tuple[int, int]]:
    """The cells below a heading that a definition calls sensitive, and those that hold a personal number."""
    labels = {
        split_unit(label)[0].rsplit("/", 1)[-1]
        for policy in policies
        for table in policy.tables.values()
        for name, field in table.fields.items()
        if field.sensitive
        for label in (name, *field.aliases)
    }
    below: set[int] = set()
    for row, cells in enumerate(grid.rows):
        yield from ((row, column) for column in below if column < len(cells) and cells[column] is not None)
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and split_unit(cell)[0] in labels:
                below.add(column)
            elif cell is not None and _PERSONAL.search(str(cell)):
                yield row, column
