"""A statistics table on its way: where it was found in a grid, and then its tidy rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, cast

from healthkpi.model.finding import Finding
from healthkpi.model.frozen import frozen
from healthkpi.model.grid import CellValue, Grid, Source
from healthkpi.model.once import Once
from healthkpi.model.period import Period, different
from healthkpi.model.place import Place

if TYPE_CHECKING:
    # The model must not bring pandas to `healthkpi --help`.
    import pandas as pd


@frozen
class Matched:
    """Where a table stands in a grid: its header, which column is which field, which rows are data.

    `factors` says what a number of a column is multiplied by to be in the unit of its field: 10 000
    where the sheet says 万元 and the field is in 元. `is_recalled` where the figures are not from a file that was given
    but were kept in the history.
    """

    table: str
    grid: Grid
    header: tuple[int, ...]
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    total_rows: tuple[int, ...] = ()
    factors: Mapping[str, Fraction] = field(default_factory=dict)
    period: Period | None = None
    period_column: int | None = None
    is_recalled: bool = False
    findings: tuple[Finding, ...] = ()

    def place(self, row: int, name: str) -> Place:
        """Where the value of a field stands in a row of the grid."""
        return self.grid.place(row, self.columns.get(name))

    def cell(self, row: int, name: str) -> CellValue:
        """What stands there, as it was read; a merged key is the value of its rectangle."""
        column = self.columns.get(name)
        return None if column is None else self.grid.filled_cell(row, column)

    def cells(self, rows: Sequence[int], name: str) -> list[CellValue]:
        """The same of some rows of the grid."""
        column = self.columns.get(name)
        return [None] * len(rows) if column is None else self.grid.filled_cells(rows, column)

    def columns_of(self, rows: Sequence[int]) -> dict[str, Sequence[CellValue]]:
        """The same of every field that has a column."""
        cells = self.grid.filled_columns(rows, tuple(self.columns.values()))
        return dict(zip(self.columns, cells, strict=True))


@frozen
class Origin:
    """Which row of which grid a tidy row comes from."""

    matched: Matched
    row: int

    def place(self, name: str) -> Place:
        """The cell a value comes from."""
        return self.matched.place(self.row, name)

    def raw(self, name: str) -> CellValue:
        """The value as it was read."""
        return self.matched.cell(self.row, name)


def by_sheet(origins: Sequence[Origin]) -> list[tuple[Matched, list[Origin]]]:
    """The rows of each sheet, as they follow each other."""
    groups = (list(group) for _, group in groupby(origins, key=lambda origin: id(origin.matched)))
    return [(group[0].matched, group) for group in groups]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of one sheet that follow each other, both ends included; `where` is the file and the sheet."""

    matched: Matched
    first: int
    last: int
    where: str


@dataclass(frozen=True)
class StatTable:
    """The tidy rows of one table, from all the sheets that hold it.

    `frame` has a column a field: numbers as Int64 where all are whole, else exact Fractions; text as
    `string`; flags as `boolean`; dates as datetime64. Missing is missing. Row i comes from `origins[i]`
    and is for `periods[i]`. Rows in `doubtful` contradict another row of the same key and enter no sum.
    """

    id: str
    frame: "pd.DataFrame"
    origins: tuple[Origin, ...]
    periods: tuple[Period | None, ...]
    doubtful: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()
    # Cell by cell out of a frame takes pandas ten times as long. Not copied by `replace`, for it belongs to this frame.
    once: Once = field(default_factory=Once, init=False, compare=False, repr=False)

    def value(self, row: int, name: str) -> object:
        """The value of a field in a row; None where it is missing, or no sheet has the field."""
        return self.values(name)[row]

    def values(self, name: str) -> Sequence[object]:
        """The same of every row."""
        return self.once(("values", name), lambda: self._listed(name))

    def _listed(self, name: str) -> list[object]:
        if name not in self.frame:
            return [None] * len(self.frame)
        column = self.frame[name]
        if not column.hasnans:
            return cast(list[object], column.tolist())
        return [
            None if is_missing else value
            for value, is_missing in zip(column.tolist(), column.isna().tolist(), strict=True)
        ]

    @cached_property
    def sheets(self) -> tuple[Matched, ...]:
        """The sheets that the rows come from, each once."""
        return tuple({id(origin.matched): origin.matched for origin in self.origins}.values())

    @cached_property
    def rows_by_sheet(self) -> tuple[tuple[Matched, tuple[int, ...]], ...]:
        """The rows of each sheet."""
        rows: dict[int, list[int]] = {id(sheet): [] for sheet in self.sheets}
        for row, origin in enumerate(self.origins):
            rows[id(origin.matched)].append(row)
        return tuple((sheet, tuple(rows[id(sheet)])) for sheet in self.sheets)

    @cached_property
    def fields_held(self) -> frozenset[str]:
        """The fields that any of the sheets has a column for."""
        return frozenset(name for sheet in self.sheets for name in sheet.columns)

    @cached_property
    def times(self) -> tuple[Period, ...]:
        """The periods that the rows are for, the one that ends first before the others."""
        known = (period for period in different(self.periods) if period is not None)
        return tuple(sorted(known, key=lambda each: (each.end, each.start)))

    def stretches(self, rows: tuple[int, ...]) -> tuple[Stretch, ...]:
        """Where some rows stand, in as few pieces as there are."""
        return self.once(("stretches", rows), lambda: tuple(self._stretches(rows)))

    def _stretches(self, rows: Sequence[int]) -> Iterator[Stretch]:
        runs: list[tuple[Matched, list[int]]] = []
        for origin in map(self.origins.__getitem__, rows):
            matched, there = runs[-1] if runs else (None, [])
            if origin.matched is matched and origin.row == there[-1] + 1:
                there.append(origin.row)
            else:
                runs.append((origin.matched, [origin.row]))
        for matched, there in runs:
            yield Stretch(matched, there[0], there[-1], str(matched.grid.place()))

    @property
    def as_given(self) -> "StatTable":
        """Only the rows of files that were given: what is told of a return is not told of those before it."""
        rows = [row for row, origin in enumerate(self.origins) if not origin.matched.is_recalled]
        if len(rows) == len(self.origins):
            return self
        return replace(
            self,
            frame=self.frame.iloc[rows].reset_index(drop=True),
            origins=tuple(self.origins[row] for row in rows),
            periods=tuple(self.periods[row] for row in rows),
            doubtful=frozenset(at for at, row in enumerate(rows) if row in self.doubtful),
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files the rows come from."""
        return tuple(dict.fromkeys(sheet.grid.source for sheet in self.sheets))
