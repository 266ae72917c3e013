"""Which rows below a header are data, which are totals, and which are neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Area, Header
from healthkpi.match._labels import fold
from healthkpi.model.grid import CellValue, Grid
from healthkpi.model.quantity import usual_unit

_TOTAL = re.compile(
    r"(合计|总计|小计|累计|共计|汇总|总数|总|计|全区|全县|全市|全省|平均|均值|合計|total|subtotal|grandtotal|sum)"
    r"(\(.*\))?:?|其中:?.*|.+(合计|小计|总计|平均|均值|total)|.+\(合计\)|(上年同期|上月|同比|环比|增减|目标).*"
)
_NOTE = re.compile(r"(注|说明|备注|填报|审核|制表|单位负责人|负责人|数据来源|填表|notes?:|sources?:).*")
# What a single cell says that is not the name of a unit: a numbered note, a signature, a day, a sentence.
_ALONE = re.compile(
    r"[*※].*|[(（]?(盖章|签字|签章).*|.*[:：。;；].*|\d+[.、].*|(\d{4}|[〇零一二三四五六七八九十]{4})年.*日|.*(电话|盖章|签字)"
)
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁戊己庚辛]|\(?\d{1,2}\)?(=.*)?|[\[(]?\d{1,2}[\])]?")


# Beside the units of a transposed table stand columns that are none of them.
_BESIDE_UNITS = frozenset(
    "单位 计量单位 备注 说明 目标 目标值 年度目标 年度任务 序号 编号 代码 排名 责任科室 unit".split()
)
_UNITS_OF_MEASURE = frozenset("单位 计量单位 unit".split())


@dataclass(frozen=True, slots=True)
class SortedRows:
    """What the rows below a header are, by their number in the grid."""

    data: tuple[int, ...]
    totals: tuple[int, ...]
    notes: tuple[int, ...]
    numbers: tuple[int, ...]  # 甲 乙 1 2 3=2/1


def sort_rows(grid: Grid, area: Area, table: Table, header: Header, whole: frozenset[str]) -> SortedRows:
    """Each row of an area that is not blank; `whole` are folded names of what the totals are for."""
    keys = {header.columns[name] for name in table.key if name in header.columns}
    units = {header.columns[name] for name in table.fields_of_type(FieldType.UNIT) if name in header.columns}
    data: list[int] = []
    totals: list[int] = []
    notes: list[int] = []
    numbers: list[int] = []
    for row in range(area.top, area.bottom):
        cells = [cell for cell in grid.rows[row][area.left : area.right] if cell is not None and cell != ""]
        if not cells:
            continue
        is_alone = len(cells) == 1 and _is_one_sentence(grid, area, row, keys)
        if is_alone or _is_note(cells) or _is_beside_units(grid, row, keys):
            notes.append(row)
        # Only right below the header: further down a row of small numbers is data.
        elif not data and not totals and _is_column_numbers(cells):
            numbers.append(row)
        elif _is_total(grid, area, row, keys | units, whole):
            totals.append(row)
        else:
            data.append(row)
    return SortedRows(tuple(data), tuple(totals), tuple(notes), tuple(numbers))


def units_of_measure(grid: Grid, area: Area, table: Table, header: Header) -> dict[int, str]:
    """The units of a header, and of a transposed table those in its column 单位."""
    units = dict(header.units)
    keys = {header.columns[name] for name in table.key if name in header.columns}
    for row in range(area.top, area.bottom) if grid.transposed else ():
        if any(_word(grid, row, column) in _UNITS_OF_MEASURE for column in keys):
            said = {column: grid.filled_cell(row, column) for column in header.columns.values()}
            units = {
                column: usual_unit(word) for column, word in said.items() if isinstance(word, str)
            } | units
    return units


def _is_beside_units(grid: Grid, row: int, keys: set[int]) -> bool:
    return grid.transposed and any(_word(grid, row, column) in _BESIDE_UNITS for column in keys)


def _word(grid: Grid, row: int, column: int) -> str:
    return fold(str(grid.filled_cell(row, column)))


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


def _is_one_sentence(grid: Grid, area: Area, row: int, keys: set[int]) -> bool:
    """A row of one cell is a note, unless it is the name of a unit that left the rest blank."""
    column = next(each for each in range(area.left, area.right) if grid.cell(row, each) not in {None, ""})
    cell = grid.cell(row, column)
    is_spoken = isinstance(cell, str) and _ALONE.fullmatch(fold(cell)) is not None
    return is_spoken or column not in keys or grid.is_spread(row, column)


def _is_total(grid: Grid, area: Area, row: int, columns: set[int], whole: frozenset[str]) -> bool:
    """Whether the row says 合计 in its first cell, or where its unit is named; there the area's name says it too."""
    filled = (column for column in range(area.left, area.right) if grid.cell(row, column) is not None)
    words = {column: grid.cell(row, column) for column in columns | {next(filled, area.left)}}
    told = {column: fold(word) for column, word in words.items() if isinstance(word, str)}
    return any(
        _TOTAL.fullmatch(word) or (word in whole and column in columns) for column, word in told.items()
    )
