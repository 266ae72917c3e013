"""Where a row of the corrections file points: the one cell it means, or why it means none or several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.expression.errors import did_you_mean
from healthkpi.model.correction import Aim, Spot, spot_at
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid, Workbook, shown_raw
from healthkpi.model.period import Period, month_of, parse_period
from healthkpi.model.place import Place
from healthkpi.model.table import Matched
from healthkpi.text import Text

MOST_CANDIDATES = 5

_NO_SHEET = Text("没有工作表“{sheet}”；有：{sheets}", 'there is no sheet "{sheet}"; there are: {sheets}')
_SEVERAL_SHEETS = Text(
    "“{cell}”可能在这几处：{places}；写明文件和工作表",
    "{cell} may be in {places}; write file and sheet",
)
_NO_ROW = Text(
    "{sheet} 没有第 {row} 行（共 {rows} 行）；核对单元格",
    "{sheet} has no row {row} ({rows} rows); check the cell",
)
_COVERED = Text(
    "{cell} 是合并单元格的一部分，值在 {corner}；写 {corner}，它管合并的每一行",
    "{cell} is part of a merged cell whose value stands in {corner}; write {corner}, it holds for every row merged",
)
_NO_FIELD = Text("没有栏目“{field}”{near}", 'there is no field "{field}"{near}')
_NO_TABLE = Text("没有统计表“{table}”{near}", 'there is no table "{table}"{near}')
_NO_UNIT = Text(
    "“{table}”里没有“{unit}”的行{near}；有：{units}。若是别的时期的更正，请写期间",
    '{table} has no row of "{unit}"{near}; there are: {units}. If the correction is for another time, write its period',
)
_SEVERAL_CELLS = Text(
    "“{unit}”的“{field}”有 {count} 格：{places}；写明单元格（或期间、文件、表）",
    "{field} of {unit} is {count} cells: {places}; write the cell (or period, file, table)",
)
_SHARED = Text(
    "{cell} 是几行合并的一格，分不清哪一行的数；先在表里取消合并、分别填写",
    "{cell} is merged over several rows and the figure of none of them; unmerge it in the workbook and write each",
)
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Found:
    """One cell, in its grid as it was read, with the positions of that grid."""

    grid: Grid
    row: int
    column: int

    @property
    def spot(self) -> Spot:
        """The cell, wherever the grid is looked at from."""
        return spot_at(self.grid, self.row, self.column)

    @property
    def place(self) -> Place:
        """The cell in words."""
        return self.grid.place(*self.grid.corner(self.row, self.column))


# A sentence says why no cell is meant; None is no fault, but a row for files or times that did not come.
Sought = Found | Text | None


def find_cell(aim: Aim, cell: tuple[int, int], workbooks: Sequence[Workbook]) -> Sought:
    """The cell that an address names."""
    row, column = cell
    books = [book for book in workbooks if is_file(aim.file, book)]
    grids = [grid for book in books for grid in book.grids]
    if not grids:
        return None
    chosen = [grid for grid in grids if _is_sheet(aim.sheet, grid)]
    if not chosen:
        names = "、".join(dict.fromkeys(str(grid.sheet) for grid in grids if grid.sheet is not None))
        return _NO_SHEET.format(sheet=aim.sheet, sheets=names or "—") if aim.file or len(books) == 1 else None
    if len(chosen) > 1:
        places = "、".join(str(grid.place(row, column)) for grid in chosen[:MOST_CANDIDATES])
        return _SEVERAL_SHEETS.format(cell=Place("", None, row, column).address, places=places)
    return _within(chosen[0], row, column)


def _within(grid: Grid, row: int, column: int) -> Found | Text:
    if row >= len(grid.rows):
        return _NO_ROW.format(sheet=grid.place(), row=row + 1, rows=len(grid.rows))
    corner = grid.corner(row, column)
    if corner != (row, column):
        return _COVERED.format(cell=grid.place(row, column), corner=grid.place(*corner).address)
    return Found(grid, row, column)


def is_file(said: str, workbook: Workbook) -> bool:
    """Whether a workbook is the one that is said, with or without its folder and ending; any if none is."""
    path, name = workbook.source.path, workbook.source.name
    return not said or fold(said) in {fold(each) for each in (name, path.name, path.stem, Path(name).stem)}


def _is_sheet(said: str, grid: Grid) -> bool:
    """A hidden sheet is meant only by its name."""
    return not grid.hidden if not said else grid.sheet is not None and fold(grid.sheet) == fold(said)


@dataclass(frozen=True, slots=True)
class _Candidate:
    matched: Matched
    row: int
    field: str

    @property
    def found(self) -> Found:
        return Found(self.matched.grid, self.row, self.matched.columns[self.field])


def find_figure(aim: Aim, matched: Sequence[Matched], policy: Policy) -> Sought:
    """The one cell of a field of a unit; None where its table, file or period did not come this time."""
    tables = [name for name in policy.tables if _is_table(aim.table, name, policy)]
    if not tables:
        called = [name for key, table in policy.tables.items() for name in (key, table.name.zh)]
        return _NO_TABLE.format(table=aim.table, near=_near(aim.table, called))
    fields = {name: field for name in tables if (field := _field_called(aim.field, name, policy)) is not None}
    if not fields:
        known = [field for name in tables for field in policy.tables[name].fields]
        return _NO_FIELD.format(field=aim.field, near=_near(aim.field, known))
    here = [each for each in matched if each.table in fields and _is_asked_about(aim, each)]
    here = [each for each in here if fields[each.table] in each.columns]
    rows = [
        _Candidate(each, row, fields[each.table])
        for each in here
        for row in (*each.rows, *each.total_rows)
        if aim.period is None or period_of_row(each, row, policy) == aim.period
    ]
    if not rows:
        return None
    names = UnitNames(policy)
    of_unit = [each for each in rows if is_row_of(each.matched, each.row, aim.unit, policy, names)]
    return _only(of_unit, aim) if of_unit else _no_unit(aim, rows, policy)


def _only(candidates: Sequence[_Candidate], aim: Aim) -> Found | Text:
    spots = {each.found.spot: each for each in candidates}
    if len(spots) > 1:
        places = "、".join(str(each.found.place) for each in list(spots.values())[:MOST_CANDIDATES])
        return _SEVERAL_CELLS.format(unit=aim.unit, field=aim.field, count=len(spots), places=places)
    (chosen,) = spots.values()
    if rows_at(chosen.found.spot, [chosen.matched]) > 1:
        return _SHARED.format(cell=chosen.found.place)
    return chosen.found


def rows_at(spot: Spot, matched: Sequence[Matched]) -> int:
    """How many rows of data a cell stands in: several, where it is merged."""
    lines = {
        (each.grid.sheet, row)
        for each in matched
        for column in each.columns.values()
        for row in each.rows
        if spot_at(each.grid, row, column) == spot
    }
    return len(lines)


def _no_unit(aim: Aim, rows: Sequence[_Candidate], policy: Policy) -> Text:
    table = rows[0].matched.table
    units = list(dict.fromkeys(label_of(each.matched, each.row, policy) for each in rows))
    said = "、".join(units[:MOST_CANDIDATES]) + ("…" if len(units) > MOST_CANDIDATES else "")
    return _NO_UNIT.format(
        table=policy.tables[table].name, unit=aim.unit, near=_near(aim.unit, units), units=said
    )


def _is_table(said: str, name: str, policy: Policy) -> bool:
    table = policy.tables[name]
    return not said or fold(said) in {fold(each) for each in (name, table.name.zh, table.name.en)}


def _field_called(said: str, table: str, policy: Policy) -> str | None:
    """A field by its name, its English name or one of its headings; 常住人口/签约人数 may be said by its own name."""
    for name, field in policy.tables[table].fields.items():
        if fold(said) in {fold(each) for each in (name, field.en or name, *field.aliases)}:
            return name
    return None


def _is_asked_about(aim: Aim, matched: Matched) -> bool:
    source = matched.grid.source
    return is_file(aim.file, Workbook(source, ())) and (not aim.sheet or _is_sheet(aim.sheet, matched.grid))


def period_of_row(matched: Matched, row: int, policy: Policy) -> Period | None:
    """What time a row is for: by its own column, else by its sheet."""
    own = policy.tables[matched.table].fields_of_type(FieldType.PERIOD)
    column = next((matched.columns[name] for name in own if name in matched.columns), matched.period_column)
    if column is None:
        return matched.period
    cell = matched.grid.filled_cell(row, column)
    return month_of(cell.year, cell.month) if isinstance(cell, date) else parse_period(shown_raw(cell))


def is_row_of(matched: Matched, row: int, unit: str, policy: Policy, names: UnitNames) -> bool:
    """Whether a row is a unit's, by any of its names; a total row is that of what stands in it (合计)."""
    table = policy.tables[matched.table]
    wanted = fold(unit)
    if row in matched.total_rows:
        return any(isinstance(cell, str) and fold(cell) == wanted for cell in matched.grid.rows[row])
    for name in dict.fromkeys((*table.key, *table.fields_of_type(FieldType.UNIT))):
        written, level = shown_raw(matched.cell(row, name)), table.fields[name].level
        if fold(written) == wanted:
            return True
        found = names.find(unit, level) if level is not None else None
        if found is not None and level is not None and names.find(written, level) == found:
            return True
    return fold(label_of(matched, row, policy)) == wanted


def label_of(matched: Matched, row: int, policy: Policy) -> str:
    """What names a row, by the names of the roster and without what is sensitive."""
    table, names = policy.tables[matched.table], UnitNames(policy)
    if row in matched.total_rows:
        words = (cell for cell in matched.grid.rows[row] if isinstance(cell, str) and cell.strip())
        return next(words, "合计")
    said = {}
    for name in table.key or tuple(table.fields)[:1]:
        written, level = shown_raw(matched.cell(row, name)), table.fields[name].level
        said[name] = (names.find(written, level) if level is not None else None) or written
    return table.label(said, row + 1)


def _near(said: str, known: Sequence[str]) -> Text:
    near = did_you_mean(said, known) if said else None
    return Text(f"；{near.zh}", f"; {near.en}") if near is not None else _NOTHING


def rows_of_unit(unit: str, matched: Sequence[Matched], policy: Policy) -> Iterator[tuple[Matched, int]]:
    """Every row of a unit, in whatever table."""
    names = UnitNames(policy)
    for each in matched:
        for row in each.rows:
            if is_row_of(each, row, unit, policy, names):
                yield each, row
