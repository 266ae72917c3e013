"""Read .xls, .et and .xlsb through calamine.

For .xls what calamine does not tell is read beside it (_biff). Of .xlsb is lost: whether a number is shown as a
percentage, error cells (they come as blanks), formulas never calculated, hidden rows, merged ranges. HK207 says so.
"""

import io
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import CellValue, Grid, Source, Span, Workbook
from healthkpi.model.place import Place
from healthkpi.read import _hidden, _sniff
from healthkpi.read._biff import SheetMarks, read_marks
from healthkpi.read._numbers import plain_date, tell_duration
from healthkpi.read._reader import Content, LockedError, Reader
from healthkpi.read._rows import clip_spans, trim_rows
from healthkpi.read._xlsx_styles import Styles
from healthkpi.text import Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

T = TypeVar("T")

PLAIN = Styles(frozenset(), frozenset(), frozenset(), from_1904=False)

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


def recognises_other_workbook(content: Content) -> bool:
    """Excel 97-2003 (also as .et) and the binary .xlsb."""
    return _find_format(content) is not None


def _find_format(content: Content) -> str | None:
    if _sniff.is_ole2(content.data):
        return "xls"
    return "xlsb" if "xl/workbook.bin" in content.members else None


def read_other_workbook(content: Content) -> Workbook:
    """Every worksheet with its values, and its merged ranges where calamine gives them."""
    source = content.source(_find_format(content) or "")
    grids, is_plain = _panic_safely(lambda: _read_sheets(source, content))
    notes = (Finding(PLAIN_VALUES, Place(source.name), {"format": source.format}),) if is_plain else ()
    return Workbook(source, grids, (*notes, *_hidden.find_hidden(grids)))


def _panic_safely(read: Callable[[], T]) -> T:
    # A panic of a Rust library is a BaseException, so that `except Exception` lets it through.
    try:
        return read()
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise ValueError(str(problem)) from problem
        raise


def _read_sheets(source: Source, content: Content) -> tuple[tuple[Grid, ...], bool]:
    """The grids, and whether their values are all that is known of them."""
    workbook = _open_workbook(content)
    sheets = workbook.sheets_metadata
    marks = read_marks(content.data) if source.format == "xls" else None
    is_plain = marks is None or len(marks[1]) != len(sheets)
    styles, of_sheets = (PLAIN, [SheetMarks()] * len(sheets)) if marks is None or is_plain else marks
    grids = tuple(
        _make_grid(source, workbook.get_sheet_by_name(sheet.name), _is_hidden(sheet), styles, of_sheet)
        for sheet, of_sheet in zip(sheets, of_sheets, strict=True)
        if _last_word(sheet.typ) == "WorkSheet"
    )
    return grids, is_plain


def _is_hidden(sheet: "SheetMetadata") -> bool:
    return _last_word(sheet.visible) != "Visible"


def _open_workbook(content: Content) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content.data))
    except PasswordError as problem:
        raise LockedError(content) from problem


def _last_word(kind: object) -> str:
    # Its enumerations are not Python's own: they have neither a name nor a value.
    return str(kind).rpartition(".")[2]


def _make_grid(
    source: Source, sheet: "CalamineSheet", is_hidden: bool, styles: Styles, marks: SheetMarks
) -> Grid:
    # Blank rows and columns before the data are kept: they are part of every address.
    values = sheet.to_python(skip_empty_area=False)
    rows = trim_rows(_read_row(row, cells, styles, marks) for row, cells in enumerate(values))
    spans = [Span(*first, *last) for first, last in _merged_ranges(sheet)]
    hidden_rows = frozenset(row for row in marks.hidden_rows if row < len(rows))
    return Grid(source, sheet.name, rows, clip_spans(spans, rows), is_hidden, hidden_rows)


def _read_row(row: int, cells: Sequence[object], styles: Styles, marks: SheetMarks) -> list[CellValue]:
    return [
        marks.instead.get((row, column)) or _to_cell(value, styles, marks.styles.get((row, column), -1))
        for column, value in enumerate(cells)
    ]


def _merged_ranges(sheet: "CalamineSheet") -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    return sheet.merged_cell_ranges or ()


def _to_cell(value: object, styles: Styles = PLAIN, style: int = -1) -> CellValue:
    if value == "":
        return None
    # bool before numbers: True is an int.
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return styles.read_number(value, style)
    if isinstance(value, timedelta):
        return tell_duration(value)
    return plain_date(value) if isinstance(value, date | time) else str(value)


_SUFFIXES = {"xls": (".xls", ".et", ".xlt", ".ett"), "xlsb": (".xlsb",)}

READER = Reader("xls/et/xlsb", recognises_other_workbook, read_other_workbook, _SUFFIXES)
