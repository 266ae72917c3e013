"""Read .xlsb through calamine.

What calamine does not tell and is lost here: whether a number is shown as a percentage, error cells (they
come as blanks), formulas never calculated, hidden rows, merged ranges. HK207 says so.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import CellValue, Grid, Source, Workbook
from healthkpi.model.place import Place
from healthkpi.read import _hidden
from healthkpi.read._numbers import plain_date, tell_duration, to_decimal
from healthkpi.read._reader import Content, LockedError, Reader
from healthkpi.read._rows import trim_rows
from healthkpi.read._xlsb_extent import refuse_spread
from healthkpi.text import Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

PLAIN_VALUES = declare(
    "HK207",
    Severity.NOTE,
    Text(
        "{format} 格式只能读出数值：百分比格式、错误值和未计算的公式看不出来",
        "only plain values can be read from {format}: percent formats, error cells and "
        "uncalculated formulas are not seen",
    ),
    Text(
        "从这种格式里读不出单元格的显示格式：显示 51.7% 的单元格读作 0.517，错误值和没算过的公式读作空白。"
        "如果表里有百分比或公式，请在 Excel 或 WPS 里另存为 xlsx 后再用。",
        "How a cell is formatted cannot be read from this format: a cell that shows 51.7% is read as 0.517, "
        "and errors and formulas that were never calculated are read as blank. "
        "If the table holds percentages or formulas, save it as xlsx in Excel or WPS first.",
    ),
)


def recognises_xlsb(content: Content) -> bool:
    """A zip archive with a workbook of binary parts."""
    return "xl/workbook.bin" in content.members


def read_xlsb(content: Content) -> Workbook:
    """Every worksheet with its values."""
    source = content.source("xlsb")
    refuse_spread(content.data)
    grids = _panic_safely(lambda: tuple(_read_sheets(source, content)))
    note = Finding(PLAIN_VALUES, Place(source.name), {"format": source.format})
    return Workbook(source, grids, (note, *_hidden.find_hidden(grids)))


def _panic_safely(read: Callable[[], tuple[Grid, ...]]) -> tuple[Grid, ...]:
    # A panic of a Rust library is a BaseException, so that `except Exception` lets it through.
    try:
        return read()
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise ValueError(str(problem)) from problem
        raise


def _read_sheets(source: Source, content: Content) -> Iterator[Grid]:
    workbook = _open_workbook(content)
    for sheet in workbook.sheets_metadata:
        if _last_word(sheet.typ) == "WorkSheet":
            is_hidden = _last_word(sheet.visible) != "Visible"
            yield _make_grid(source, workbook.get_sheet_by_name(sheet.name), is_hidden)


def _open_workbook(content: Content) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content.data))
    except PasswordError as problem:
        raise LockedError(content) from problem


def _last_word(kind: object) -> str:
    # Its enumerations are not Python's own: they have neither a name nor a value.
    return str(kind).rpartition(".")[2]


def _make_grid(source: Source, sheet: "CalamineSheet", is_hidden: bool) -> Grid:
    # Blank rows and columns before the data are kept: they are part of every address.
    rows = trim_rows([_to_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False))
    return Grid(source, sheet.name, rows, hidden=is_hidden)


def _to_cell(value: object) -> CellValue:
    if value == "":
        return None
    # bool before numbers: True is an int.
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return to_decimal(value)
    if isinstance(value, timedelta):
        return tell_duration(value)
    return plain_date(value) if isinstance(value, date | time) else str(value)


READER = Reader("xlsb", recognises_xlsb, read_xlsb, {"xlsb": (".xlsb",)})
