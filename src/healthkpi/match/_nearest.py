"""Of a sheet that holds no table: the one it is nearest to, and what keeps it from being that."""

from dataclasses import dataclass, replace

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.match._header import (
    DEEPEST_HEADER_ROW,
    FEWEST_COLUMNS,
    Header,
    best_of,
    missing_fields,
    missing_key,
    possible_headers,
)
from healthkpi.match._headings import Area
from healthkpi.match._labels import is_number
from healthkpi.model.grid import Grid

# Fewer cells in every row than this are prose.
_FEWEST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A header that is not enough for its table, and the fields that it lacks with what may be meant by them."""

    grid: Grid
    table: Table
    header: Header
    missing: tuple[tuple[str, str | None], ...]

    @property
    def missing_key(self) -> tuple[str, ...]:
        """The fields without which no row has a name."""
        return missing_key(self.table, self.header)

    @property
    def likeness(self) -> float:
        """The share of the needed fields that are there; what is nearly there counts half."""
        needed = self.table.needed
        return (len(needed) - len(self.missing) + self._nearly / 2) / max(1, len(needed))

    @property
    def is_near(self) -> bool:
        """Half of what is needed, and not one column that any table may have; where nothing is missing, nothing can be said."""
        if not self.missing:
            return False
        needed = len(self.table.needed)
        found = needed - len(self.missing) + self._nearly
        return 2 * self.likeness >= 1 and found >= min(needed, FEWEST_COLUMNS)

    @property
    def _nearly(self) -> int:
        return sum(near is not None for _, near in self.missing)


def nearest_table(grid: Grid, policy: Policy) -> Near | None:
    """The table of which a sheet has most columns or headings like them; None if it is like none."""
    area = Area(0, min(len(grid.rows), DEEPEST_HEADER_ROW), 0, grid.width)
    near = [_near(grid, policy, header) for header in _candidates(grid, area, policy)]
    best = max(near, key=lambda each: (each.likeness, each.header.explained), default=None)
    return best if best is not None and best.is_near else None


def _candidates(grid: Grid, area: Area, policy: Policy) -> list[Header]:
    """The best rows for each table, and the first row of words as a header of each."""
    by_table: dict[str, list[Header]] = {}
    for header in possible_headers(grid, area, policy.tables):
        by_table.setdefault(header.table, []).append(header)
    found = [best for headers in by_table.values() if (best := best_of(headers)) is not None]
    words = heading_row(grid)
    if words is not None:
        labels = {column: str(grid.cell(words, column)).strip() for column in _filled(grid, words)}
        plain = Header("", (words,), {}, {}, labels, {})
        found += [replace(plain, table=name) for name in policy.tables if name not in by_table]
    return found


def _near(grid: Grid, policy: Policy, header: Header) -> Near:
    table = policy.tables[header.table]
    return Near(grid, table, header, tuple(missing_fields(table, header)))


def heading_row(grid: Grid) -> int | None:
    """The first row of several words without a number."""
    for row in range(min(len(grid.rows), DEEPEST_HEADER_ROW)):
        filled = _filled(grid, row)
        if len(filled) >= _FEWEST_CELLS and not any(is_number(grid.cell(row, column)) for column in filled):
            return row
    return None


def is_prose(grid: Grid) -> bool:
    """Whether a sheet only says something, as 说明 does."""
    return all(len(_filled(grid, row)) < _FEWEST_CELLS for row in range(len(grid.rows)))


def begins_with_data(grid: Grid) -> bool:
    """Whether the first full row holds numbers already, so that a header is missing."""
    rows = (_filled(grid, row) for row in range(min(len(grid.rows), DEEPEST_HEADER_ROW)))
    full = next(((row, filled) for row, filled in enumerate(rows) if len(filled) >= _FEWEST_CELLS), None)
    return full is not None and any(is_number(grid.cell(full[0], column)) for column in full[1])


def _filled(grid: Grid, row: int) -> list[int]:
    return [column for column, cell in enumerate(grid.rows[row]) if cell not in {None, ""}]
