"""Which rows below a header are data, which are totals, and which are neither."""

import re
from collections.abc import Sequence

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Header
from healthkpi.match._labels import fold
from healthkpi.model.grid import CellValue, Grid

_TOTAL = re.compile(
    r"(合计|总计|小计|累计|共计|全区|全县|全市|全省|平均|total|subtotal|grandtotal)(\(.*\))?:?|其中:?.*"
    r"|.+(合计|小计|平均|total)"
)
_NOTE = re.compile(r"(注|说明|备注|填报|审核|制表|单位负责人|负责人|数据来源|填表|\*|notes?:|sources?:).*")
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁戊己庚辛]|\(?\d{1,2}\)?(=.*)?|[\[(]?\d{1,2}[\])]?")


def sort_rows(
    grid: Grid, table: Table, header: Header, area: frozenset[str]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The data rows and the total rows, by their number in the grid; `area` are folded names of the whole."""
    keys = {header.columns[name] for name in table.key if name in header.columns}
    units = {header.columns[name] for name in table.fields_of_type(FieldType.UNIT) if name in header.columns}
    data: list[int] = []
    totals: list[int] = []
    for row in range(header.rows[-1] + 1, len(grid.rows)):
        cells = [cell for cell in grid.rows[row] if cell is not None and cell != ""]
        if not cells or _is_note(cells) or _is_one_sentence(grid, row, keys):
            continue
        # Only right below the header: further down a row of small numbers is data.
        if not data and not totals and _is_column_numbers(cells):
            continue
        if _is_total(grid, row, keys | units, area):
            totals.append(row)
        else:
            data.append(row)
    return tuple(data), tuple(totals)


def _is_column_numbers(cells: Sequence[CellValue]) -> bool:
    """The row 甲 乙 1 2 3=2/1 under many Chinese headers."""
    if len(cells) == 1 or fold(str(cells[0])) not in {"甲", "1", "(1)", "[1]"}:
        return False
    words = [fold(str(cell)) for cell in cells]
    numbers = [int(number[0]) for word in words if (number := re.match(r"\d+", word.lstrip("([")))]
    in_order = numbers == list(range(1, len(numbers) + 1))
    return in_order and all(_COLUMN_NUMBER.fullmatch(word) for word in words)


def _is_note(cells: Sequence[CellValue]) -> bool:
    """Notes and signatures under a table: a sentence of its own, or a line that begins like one."""
    first = cells[0]
    if not isinstance(first, str):
        return False
    return _NOTE.fullmatch(fold(first)) is not None and (len(cells) <= 3 or len(first) > 20)


def _is_one_sentence(grid: Grid, row: int, keys: set[int]) -> bool:
    """A row of one cell is a note, unless it is the name of a unit that left the rest blank."""
    filled = [column for column, cell in enumerate(grid.rows[row]) if cell not in {None, ""}]
    return len(filled) == 1 and (filled[0] not in keys or grid.is_spread(row, filled[0]))


def _is_total(grid: Grid, row: int, columns: set[int], area: frozenset[str]) -> bool:
    """Whether the row says 合计 in its first cell, or where its unit is named; there the area's name says it too."""
    first = next((column for column, cell in enumerate(grid.rows[row]) if cell is not None), 0)
    words = {column: grid.cell(row, column) for column in columns | {first}}
    told = {column: fold(word) for column, word in words.items() if isinstance(word, str)}
    return any(
        _TOTAL.fullmatch(word) or (word in area and column in columns) for column, word in told.items()
    )
