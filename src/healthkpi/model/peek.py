"""What a look at a file shows: its cells, what was recognised in them and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.model.finding import Finding
from healthkpi.model.grid import Grid, Workbook
from healthkpi.model.period import Period
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A heading, and the field it is taken for; `address` is its column, of a transposed table its row."""

    address: str
    heading: str
    field: str | None = None
    factor: Fraction | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table as it was recognised; where `is_used` is false, the one that the sheet is nearest to."""

    name: Text
    is_used: bool
    header: Text
    columns: tuple[SeenColumn, ...]
    unknown: tuple[SeenColumn, ...]
    twice: Mapping[str, tuple[str, ...]]
    missing: tuple[tuple[str, str | None], ...]
    row_count: int = 0
    totals: Text | None = None
    notes: Text | None = None
    column_numbers: Text | None = None
    period: Period | None = None
    is_transposed: bool = False
    rows_say_period: bool = False


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet, and the tables in it; `hidden` cells hold what may not be shown."""

    grid: Grid
    tables: tuple[SeenTable, ...]
    hidden_cells: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """A policy, and how many of its tables the files hold."""

    policy: str
    title: Text
    tables: int
    shows_area: bool


@dataclass(frozen=True, slots=True)
class Peek:
    """A look at some files: every sheet, the policies they fit, and what was assumed while reading."""

    workbooks: tuple[Workbook, ...]
    sheets: tuple[SeenSheet, ...]
    policy: str | None
    fits: tuple[Fit, ...]
    findings: tuple[Finding, ...]

    @property
    def is_of_use(self) -> bool:
        """Whether anything fits."""
        return any(fit.tables for fit in self.fits)
