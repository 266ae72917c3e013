"""A correction with its trail: what stood in a cell, what holds instead, who said so, and what that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from healthkpi.errors import InputError
from healthkpi.model.finding import Acceptance, Finding
from healthkpi.model.grid import CellValue, Grid, Source
from healthkpi.model.judgement import Judgement
from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.model.value import Value


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a row of the corrections file points: at a cell, or at a field of a unit. Empty is what it does not say."""

    file: str = ""
    sheet: str = ""
    cell: tuple[int, int] | None = None
    table: str = ""
    unit: str = ""
    field: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the corrections file: what stands there, what holds instead, and on whose word.

    `new` is None where the cell is to be blank; `strikes` where the row of the cell is to count for nothing.
    """

    place: Place
    aim: Aim
    old: CellValue
    new: CellValue
    new_as_written: str
    reason: str
    who: str
    when: date
    strikes: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """One row of the corrections file that accepts a finding; `old` is what its cell must hold, if the row says so."""

    aim: Aim
    code: str
    acceptance: Acceptance
    old: CellValue = None


@dataclass(frozen=True, slots=True)
class Late:
    """One row of the corrections file that declares a file which came late, or was sent anew, after its period was locked."""

    place: Place
    file: str
    reason: str
    who: str
    when: date


@dataclass(frozen=True, slots=True)
class Noted:
    """All that the corrections files say, and what is wrong with the rest of their rows."""

    corrections: tuple[Correction, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    errors: tuple[InputError, ...] = ()
    late: tuple[Late, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.corrections or self.accepted or self.errors or self.late)


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of one file, by its path: two files may have one name. Rows and columns are the sheet's own."""

    path: Path
    sheet: str | None
    row: int
    column: int


def spot_at(grid: Grid, row: int, column: int) -> Spot:
    """The cell that holds the value of a position: of merged cells the one on the top left."""
    row, column = grid.corner(row, column)
    if grid.transposed:
        row, column = column, row
    return Spot(grid.source.path, grid.sheet, row, column)


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction whose cell is found; `value` is put there. `old` and `new` are …, where they are nobody's business."""

    correction: Correction
    spot: Spot
    place: Place
    old: str
    new: str
    value: CellValue
    unit: str | None = None
    field: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value and what is thought of it, with or without a correction."""

    value: Value
    judgement: Judgement
    is_judged: bool
    place: int | None = None  # among the units of its level


@dataclass(frozen=True, slots=True)
class Effect:
    """What an indicator comes to for a unit before and after; None where it is not listed at all."""

    indicator: str
    level: str
    unit: str
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """A correction as it was applied; `effects` against all the others without this one, None where not reckoned."""

    edit: Edit
    effects: tuple[Effect, ...] | None


@dataclass(frozen=True, slots=True)
class Trail:
    """Every correction that was applied, what all of them together changed, and those that were not applied."""

    applied: Sequence[AppliedCorrection] = ()
    together: tuple[Effect, ...] = ()
    files: tuple[Source, ...] = ()
    refused: tuple[Finding, ...] = ()  # what the cell of each contradicts
    late: tuple[Late, ...] = ()  # of files that came this time


NO_CORRECTIONS = Trail()
