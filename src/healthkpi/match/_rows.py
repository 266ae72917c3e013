"""Which rows below a header are data, which are totals, and which are neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Header
from healthkpi.match._headings import Area
from healthkpi.match._labels import is_number, unit_alone
from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue, Grid
from healthkpi.model.quantity import usual_unit

_TOTAL = re.compile(
    r"(总?合计|总计|小计|累计|共计)(数|栏|值|\d.*)?(\(.*\))?:?|[∑σ]|(汇总|总数|总和|总共|总|共|计|全体|全区|全县|全市|全省|平均|均值|合計|total|subtotal|grandtotal|sum|承前页|过次页)"
    r"(\(.*\))?:?|其中:?.*|.+\(合计\)"
)
# —合计—, 【合计】: how it is set off says nothing.
_SET_OFF = "-—*#【】[]·_=~"
_PART = re.compile(r"其中")
# A task may well be called so: 人均经费达到全省平均.
_TOTAL_OF_GROUP = ("合计", "小计", "总计", "平均", "均值", "total")
# What stands where a unit is named and is none: a rate of the rows above, another time's figures, what was asked for.
_NO_UNIT = re.compile(
    r"占比.*|占.*(%|比|比例|比重|率)|比例|百分比|.{0,12}率(\(.*\))?|(平均|中位)(数|值)|"
    r"(最高|最低|最大|最小)值?|(较|比)(上|去|年初).*|(上年|上月|上季|上期|去年)(同期|末|底)?(数|值|率|完成.*|累计)?|"
    r"(本|当)(年|月|期|季|页)(数|止?累计|新增|完成.*)?|(同比|环比).*|(增减|增幅|增长)(数|率|%)?(\(.*\))?|"
    r"(年度|全年)?(目标|任务|计划|要求)(值|数|任务)?|排名|名次|位次|差(额|距|值)|缺口|(实际)?完成(值|数|情况|比例)"
)
_NOTE = re.compile(r"(注|说明|备注|填报|审核|制表|单位负责人|负责人|数据来源|填表|notes?:|sources?:).*")
# What a single cell says that is not the name of a unit: a numbered note, a signature, a day, a sentence.
_ALONE = re.compile(
    r"[*※].*|[(（]?(盖章|签字|签章).*|.*[:：。;；].*|\d+[.、].*|(\d{4}|[〇零一二三四五六七八九十]{4})年.*日|.*(电话|盖章|签字)"
)
# A name behind a colon; 08:00 is a time of day.
_SIGNED = re.compile(r"(?<!\d):")
_COLUMN_NUMBER = re.compile(r"[甲乙丙丁戊己庚辛]|[\[(]?\d{1,2}[\])]?(=.*)?|[a-z](=.*)?|[-—/]")
_FIRST_COLUMN_NUMBERS = frozenset({"甲", "1", "(1)", "[1]", "a"})
# What the row of column numbers or of codes calls itself.
_CALLED_COLUMN_NUMBERS = frozenset("栏次 栏号 列次 列号 栏目 行次 代码 指标代码 编号 项目代码".split())
_CODE = re.compile(r"[a-z]{0,3}\d{1,6}")

# Beside the units of a transposed table stand columns that are none of them.
_BESIDE_UNITS = frozenset(
    "单位 计量单位 备注 说明 目标 目标值 年度目标 年度任务 序号 编号 代码 排名 责任科室 unit".split()
)
_UNITS_OF_MEASURE = frozenset("单位 计量单位 unit".split())
_WITHOUT_UNIT = frozenset("— —— - -- – /".split())


@dataclass(frozen=True, slots=True)
class SortedRows:
    """What the rows below a header are, by their number in the grid."""

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # 甲 乙 1 2 3=2/1
    units: list[int] = field(default_factory=list)  # 人 人 %


def says_no_unit(word: str) -> bool:
    """Whether a word stands where names of units do and is none: 合计, 注：…, a signature."""
    folded = fold(word)
    return folded.endswith(_TOTAL_OF_GROUP) or any(each.fullmatch(folded) for each in (_TOTAL, _NOTE))


def sort_rows(
    grid: Grid, area: Area, table: Table, header: Header, whole: frozenset[str], known: frozenset[str]
) -> SortedRows:
    """Each row of an area that is not blank; `whole` are folded names of what the totals are for, `known` of units."""
    names = _Names(
        keys={header.columns[name] for name in table.key if name in header.columns},
        units=_columns_of(table, header, FieldType.UNIT),
        texts=_columns_of(table, header, FieldType.TEXT),
        whole=whole,
        known=known,
    )
    sorted_rows = SortedRows()
    for row in range(area.top, area.bottom):
        # A nought is filled, an empty text is not; comparing each number with a text takes long.
        cells = [
            cell
            for cell in grid.rows[row][area.left : area.right]
            if cell or (cell is not None and not isinstance(cell, str))
        ]
        if not cells:
            continue
        # Only right below the header: further down a row of small numbers is data.
        is_first = not sorted_rows.data and not sorted_rows.totals
        is_alone = len(cells) == 1 and _is_one_sentence(grid, area, row, names.keys)
        if is_first and _says_units(cells):
            sorted_rows.units.append(row)
        elif is_alone or _is_note(cells) or (grid.transposed and _is_beside_units(grid, row, names.keys)):
            sorted_rows.notes.append(row)
        elif is_first and is_column_numbers(cells):
            sorted_rows.numbers.append(row)
        elif _is_total(grid, area, row, names) or _goes_on_as_part(grid, row, names, sorted_rows):
            sorted_rows.totals.append(row)
        else:
            sorted_rows.data.append(row)
    if not sorted_rows.data and not sorted_rows.totals and not names.keys:
        # 1 of 2, all that a sheet says of the whole area, looks like the numbers of its columns.
        return replace(sorted_rows, data=sorted_rows.numbers, numbers=[])
    return sorted_rows


@lru_cache(maxsize=1024)
def _says_total(word: str, names_unit: bool, is_task: bool) -> bool:
    """Whether a folded word where a unit or a task is named means the sum of others; a county stands in each of its rows."""
    if _TOTAL.fullmatch(word) or (names_unit and _NO_UNIT.fullmatch(word)):
        return True
    return not is_task and word.endswith(_TOTAL_OF_GROUP)


@dataclass(frozen=True)
class _Names:
    """Where the rows of a table are named, and folded names: of the whole area, and of units that are no totals."""

    keys: set[int]
    units: set[int]
    texts: set[int]
    whole: frozenset[str]
    known: frozenset[str]

    def is_total(self, column: int, word: str) -> bool:
        """Whether a word in a column says that the row is none of its units."""
        if word in self.whole and column in self.columns:
            return True
        return _says_total(word, column in self.units, column in self.tasks)

    @cached_property
    def columns(self) -> set[int]:
        """Those in which a row is named."""
        return self.keys | self.units

    @cached_property
    def tasks(self) -> set[int]:
        """Those in which a row is named by a text of its own."""
        return self.keys & self.texts


def _columns_of(table: Table, header: Header, wanted: FieldType) -> set[int]:
    return {header.columns[name] for name in table.fields_of_type(wanted) if name in header.columns}


def units_of_measure(
    grid: Grid, area: Area, table: Table, header: Header, rows: SortedRows
) -> dict[int, str]:
    """The units of a header, else of a row below it; of a transposed table those in its column 单位."""
    units = dict(header.units)
    keys = {header.columns[name] for name in table.key if name in header.columns}
    beside = (
        row for row in range(area.top, area.bottom) if grid.transposed and _calls_units(grid, row, keys)
    )
    for row in (*rows.units, *beside):
        said = {column: grid.filled_cell(row, column) for column in header.columns.values()}
        units = {
            column: unit_alone(word) or usual_unit(word)
            for column, word in said.items()
            if isinstance(word, str)
        } | units
    return units


def _calls_units(grid: Grid, row: int, keys: set[int]) -> bool:
    return any(_word(grid, row, column) in _UNITS_OF_MEASURE for column in keys)


def _says_units(cells: Sequence[CellValue]) -> bool:
    """A row of units of measure right below a header; it may call itself 计量单位."""
    words = [fold(cell) for cell in cells if isinstance(cell, str)]
    if len(words) < len(cells):
        return False
    rest = words[1:] if words[0] in _UNITS_OF_MEASURE else words
    said = [word for word in rest if word not in _WITHOUT_UNIT]
    return bool(said) and all(unit_alone(word) is not None for word in said)


def _is_beside_units(grid: Grid, row: int, keys: set[int]) -> bool:
    return any(_word(grid, row, column) in _BESIDE_UNITS for column in keys)


def _word(grid: Grid, row: int, column: int) -> str:
    return fold(str(grid.filled_cell(row, column)))


def is_column_numbers(cells: Sequence[CellValue]) -> bool:
    """The row 甲 乙 1 2 3=2/1 under many Chinese headers, and the row of codes."""
    first = fold(str(cells[0]))
    if first not in _CALLED_COLUMN_NUMBERS and (len(cells) == 1 or first not in _FIRST_COLUMN_NUMBERS):
        return False
    words = [fold(str(cell)) for cell in cells]
    if first in _CALLED_COLUMN_NUMBERS:
        return all(_COLUMN_NUMBER.fullmatch(word) or _CODE.fullmatch(word) for word in words[1:])
    numbers = [int(number[0]) for word in words if (number := re.match(r"\d+", word.lstrip("([")))]
    in_order = numbers == list(range(1, len(numbers) + 1))
    return in_order and all(_COLUMN_NUMBER.fullmatch(word) for word in words)


def _is_note(cells: Sequence[CellValue]) -> bool:
    """Notes and signatures under a table: a sentence of its own, or a line that begins like one."""
    first = cells[0]
    if not isinstance(first, str):
        return False
    # 分管领导：张三 | 审核：李四 | 填表人：王五
    if len(cells) > 1 and isinstance(cells[-1], str) and all(map(_is_signed, cells)):
        return True
    return _NOTE.fullmatch(fold(first)) is not None and (len(cells) <= 3 or len(first) > 20)


def _is_signed(cell: CellValue) -> bool:
    return isinstance(cell, str) and _SIGNED.search(fold(cell)) is not None


def _is_one_sentence(grid: Grid, area: Area, row: int, keys: set[int]) -> bool:
    """A row of one cell is a note, unless it names a unit that left the rest blank or is the area's only figure."""
    column = next(each for each in range(area.left, area.right) if grid.cell(row, each) not in {None, ""})
    cell = grid.cell(row, column)
    if not keys and is_number(cell):
        return False
    is_spoken = isinstance(cell, str) and _ALONE.fullmatch(fold(cell)) is not None
    return is_spoken or column not in keys or grid.is_spread(row, column)


def _is_total(grid: Grid, area: Area, row: int, names: _Names) -> bool:
    """Whether the row says 合计 in its first cell, or where its unit is named; there the area's name says it too."""
    cells, first = grid.rows[row], area.left
    while cells[first] is None:
        first += 1
    for column in names.columns if first in names.columns else (first, *names.columns):
        cell = cells[column] if column < len(cells) else None
        word = fold(cell) if isinstance(cell, str) else None
        if word is not None and word not in names.known and names.is_total(column, word.strip(_SET_OFF)):
            return True
    return False


def _goes_on_as_part(grid: Grid, row: int, names: _Names, sorted_rows: SortedRows) -> bool:
    """Whether a row indented below 其中：… is another part of the same row."""
    if not sorted_rows.totals or sorted_rows.totals[-1] < max(sorted_rows.data, default=-1):
        return False
    above = (grid.cell(sorted_rows.totals[-1], column) for column in names.units)
    if not any(isinstance(word, str) and (_PART.match(fold(word)) or _is_indented(word)) for word in above):
        return False
    here = [word for column in names.units if isinstance(word := grid.cell(row, column), str)]
    return any(_is_indented(word) and fold(word) not in names.known for word in here)


def _is_indented(word: str) -> bool:
    return word[:1].isspace()
