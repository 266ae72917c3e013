"""Which corrections hold: each has one cell, that cell holds the old value, and no other row corrects it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from healthkpi.correct._find import Found, Sought, find_cell, find_figure, label_of, period_of_row, rows_at
from healthkpi.correct._late import late_files
from healthkpi.correct._old import holds
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType
from healthkpi.errors import InputError, Several
from healthkpi.model.correction import Correction, Edit, Noted, Spot
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import HIDDEN, CellValue, Grid, Workbook, shown_raw
from healthkpi.model.place import Place
from healthkpi.model.table import Matched
from healthkpi.text import Text

NOT_APPLIED = declare(
    "HK262",
    Severity.ERROR,
    Text(
        "更正没有采用（{row}）：这一格现在是“{now}”，不是“{old}”",
        'the correction of {row} is not applied: the cell holds "{now}" and not "{old}"',
    ),
    Text(
        "更正表写的原值与表里的不符：表可能换过，或单元格写错了。更正没有采用，数仍按表里的算。请核对位置，把原值改成表里现有的，"
        "或删去这条更正。",
        "The old value of the correction is not what the cell holds: the workbook was sent anew, or the cell is another one. "
        "The correction is not applied and the figure is that of the workbook. Check the place, copy what the cell holds, "
        "or delete the row.",
    ),
)
NO_NEED = declare(
    "HK263",
    Severity.NOTE,
    Text(
        "更正不用再做（{row}）：这一格已经是“{new}”",
        'the correction of {row} has nothing left to do: the cell holds "{new}" already',
    ),
    Text(
        "表里已经改过来了，多半是乡镇重报了。更正表里的这一条可以留着备查，也可以删去。",
        "The workbook was mended, probably sent anew. The row may stay as a record or be deleted.",
    ),
)
WAITING = declare(
    "HK264",
    Severity.NOTE,
    Text(
        "{count} 条不是给这次的文件、表或期间的，没有用（第 {rows} 行）",
        "{count} rows are for files, tables or periods that did not come this time and are not used (rows {rows})",
    ),
    Text(
        "一份更正表可以管几个月。写了文件或期间的，只在那个文件、那个期间用。若本该用上，请核对文件名和期间。",
        "One file may hold the corrections of many months; those that name a file or a period are used for it alone. If one "
        "of these should have been used, check its file name and its period.",
    ),
)
_ROW_SAYS = Text("{place}: {why}", "{place}: {why}")
_TWICE = Text(
    "{place}: {cell} 在 {other} 已经更正过；只留一条",
    "{place}: {cell} is corrected in {other} already; keep one of the two",
)
_STRIKES_NO_UNIT = Text(
    "{place}: “作废”写在单位名称那一格，作废整行；只要这个数不算，写“未报”",
    "{place}: void belongs to the cell with the unit's name and strikes its row; to take out one figure write blank",
)
_STRIKES_SEVERAL = Text(
    "{place}: {cell} 是几行合并的，作废哪一行说不清；写这一行自己的名称格",
    "{place}: {cell} is merged over several rows; name the cell of the one row that is void",
)
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Settled:
    """The corrections to apply, and what is said of the others."""

    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()


def cells_named(noted: Noted, workbooks: Sequence[Workbook]) -> dict[Spot, CellValue]:
    """The cells that are named by their address and hold the old value: they are right before anything is matched."""
    found: dict[Spot, CellValue] = {}
    for each in noted.corrections:
        cell = find_cell(each.aim, each.aim.cell, workbooks) if each.aim.cell is not None else None
        if isinstance(cell, Found) and not each.strikes:
            old = cell.grid.cell(cell.row, cell.column)
            if holds(old, each.old):
                found[cell.spot] = _value(each, old)
    return found


def settle_corrections(
    noted: Noted, workbooks: Sequence[Workbook], matched: Sequence[Sequence[Matched]], policy: Policy
) -> Settled:
    """All corrections with their cells; faults of the file are refused together.

    `matched` are the sheets of now and those of baselines: the latter are asked where the former have no such row.
    """
    every = [each for sheets in matched for each in sheets]
    grids = {(grid.source.path, grid.sheet): grid for book in workbooks for grid in book.grids}
    sought = [(each, _find(each, workbooks, matched, policy)) for each in noted.corrections]
    cells = [(each, found) for each, found in sought if isinstance(found, Found)]
    faults = [
        InputError(_ROW_SAYS.format(place=each.place, why=why))
        for each, why in sought
        if isinstance(why, Text)
    ]
    faults += _corrected_twice(cells)
    for each, found in cells:
        faults += _faults_of_strike(each, found, every, policy)
    if noted.errors or faults:
        raise Several([*noted.errors, *faults])
    told = [_settle(each, found, grids, every, policy) for each, found in cells]
    here = {each.place for each in late_files(noted.late, workbooks)}
    unused = [each.place for each, found in sought if found is None]
    waiting = waiting_rows([*unused, *(each.place for each in noted.late if each.place not in here)])
    findings = (*(each for each in told if isinstance(each, Finding)), *waiting)
    return Settled(tuple(each for each in told if isinstance(each, Edit)), findings)


def _corrected_twice(cells: Iterable[tuple[Correction, Found]]) -> Iterator[InputError]:
    first: dict[Spot, Place] = {}
    for each, found in cells:
        if found.spot in first:
            other = first[found.spot]
            yield InputError(_TWICE.format(place=each.place, cell=found.place, other=other))
        first.setdefault(found.spot, each.place)


def waiting_rows(places: Iterable[Place]) -> list[Finding]:
    """One note a file on the rows that are not for this time."""
    by_sheet: dict[tuple[str, str | None], list[int]] = {}
    for place in places:
        by_sheet.setdefault((place.file, place.sheet), []).append((place.row or 0) + 1)
    return [
        Finding(WAITING, Place(*sheet), {"count": len(rows), "rows": _listed(rows)})
        for sheet, rows in by_sheet.items()
    ]


def _listed(rows: Sequence[int]) -> str:
    shown = ", ".join(str(row) for row in sorted(rows)[:_MOST_ROWS])
    return shown + (" …" if len(rows) > _MOST_ROWS else "")


def _find(
    correction: Correction,
    workbooks: Sequence[Workbook],
    matched: Sequence[Sequence[Matched]],
    policy: Policy,
) -> Sought:
    aim = correction.aim
    if aim.cell is None:
        found = (find_figure(aim, sheets, policy) for sheets in matched)
        return next((each for each in found if each is not None), None)
    cell = find_cell(aim, aim.cell, workbooks)
    if not isinstance(cell, Found) or aim.period is None:
        return cell
    times = {
        period_of_row(each, row, policy)
        for sheets in matched
        for each in sheets
        if _is_sheet_of(each, cell.spot)
        for row in _rows_of(each, cell.spot) or each.rows
    }
    return cell if not times or aim.period in times else None


def _settle(
    correction: Correction,
    found: Found,
    grids: dict[tuple[Path, str | None], Grid],
    matched: Sequence[Matched],
    policy: Policy,
) -> Edit | Finding:
    spot = found.spot
    cell = grids[spot.path, spot.sheet].cell(spot.row, spot.column)
    where = _Where.of(spot, matched, policy)
    old, said, new = (
        where.shown(words)
        for words in (shown_raw(cell), shown_raw(correction.old), correction.new_as_written)
    )
    if holds(cell, correction.old):
        value = cell if correction.strikes else _value(correction, cell)
        return Edit(correction, spot, found.place, old, new, value, where.unit, where.field, where.table)
    if not correction.strikes and holds(cell, correction.new if correction.new is not None else "空白"):
        return Finding(NO_NEED, found.place, {"row": correction.place, "new": new}, where.unit)
    details = {"row": correction.place, "now": old or Text("空白", "blank"), "old": said}
    return Finding(NOT_APPLIED, found.place, details, where.unit)


def _value(correction: Correction, cell: CellValue) -> CellValue:
    """What is put into the cell: a number where a number stood, though the corrections came as text."""
    new = correction.new
    is_plain = isinstance(new, str) and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", new) is not None
    return Decimal(str(new)) if is_plain and isinstance(cell, Decimal) else new


@dataclass(frozen=True, slots=True)
class _Where:
    """What a cell is in a table; its words are shown unless they may be a person's."""

    unit: str | None = None
    field: str | None = None
    table: str | None = None
    is_open: bool = False

    @classmethod
    def of(cls, spot: Spot, matched: Sequence[Matched], policy: Policy) -> "_Where":
        """Below a heading that no definition knows may stand a name; above the rows nothing stands but words."""
        where = cls()
        for each in matched:
            if not _is_sheet_of(each, spot):
                continue
            rows = _rows_of(each, spot)
            if not rows:
                where = where if where.table else cls(is_open=not _is_beside(each, spot))
                continue
            label, column = label_of(each, rows[0], policy), _position(each, spot)[1]
            field = next((name for name, at in each.columns.items() if at == column), None)
            if field is None:
                where = where if where.table else cls(label, None, each.table)
                continue
            return cls(label, field, each.table, not policy.tables[each.table].fields[field].sensitive)
        return where

    def shown(self, words: str) -> str:
        """The words, or what stands for them."""
        return words if self.is_open else HIDDEN


def _is_sheet_of(matched: Matched, spot: Spot) -> bool:
    return (matched.grid.source.path, matched.grid.sheet) == (spot.path, spot.sheet)


def _position(matched: Matched, spot: Spot) -> tuple[int, int]:
    """Row and column in the grid as it was matched, which may be turned."""
    return (spot.column, spot.row) if matched.grid.transposed else (spot.row, spot.column)


def _rows_of(matched: Matched, spot: Spot) -> list[int]:
    row = _position(matched, spot)[0]
    return [each for each in (*matched.rows, *matched.total_rows) if each == row]


def _is_beside(matched: Matched, spot: Spot) -> bool:
    """Whether a cell stands among the rows of data without being in one."""
    row = _position(matched, spot)[0]
    return bool(matched.rows) and row >= min(matched.rows)


def _faults_of_strike(
    correction: Correction, found: Found, matched: Sequence[Matched], policy: Policy
) -> list[InputError]:
    if not correction.strikes:
        return []
    where = _Where.of(found.spot, matched, policy)
    table = policy.tables.get(where.table or "")
    names_row = table is not None and where.field in {*table.key, *table.fields_of_type(FieldType.UNIT)}
    if not names_row:
        return [InputError(_STRIKES_NO_UNIT.format(place=correction.place))]
    if rows_at(found.spot, matched) > 1:
        return [InputError(_STRIKES_SEVERAL.format(place=correction.place, cell=found.place))]
    return []
