"""What every sample workbook is made of: sheets filled from the top down, and files without a clock in them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

STAMP = datetime(2019, 1, 8, 9, 0, 0)  # noqa: DTZ001 # a fixed day, so that no run differs

Cell = str | int | float | datetime | None
Row = Sequence[Cell]

# What a module of this folder offers as WORKBOOKS: the file's name without its ending, and what makes it.
Workbooks = Mapping[str, Callable[[], Workbook]]


def as_percent(part: int, whole: int) -> str:
    """A rate as a clerk types it: two decimals and a percent sign, half-up."""
    hundredths = (part * 20000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def wrong_mean(rates: Iterable[float]) -> str:
    """What the 合计 row often holds: the mean of the rates instead of sum over sum."""
    known = list(rates)
    return f"{sum(known) / len(known):.1f}%"


class Sheet:
    """One sheet, filled from the top down as a bureau's form is."""

    def __init__(self, sheet: Worksheet, widths: Sequence[int]) -> None:
        self.sheet = sheet
        self.row = 0
        self.columns = len(widths)
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width

    def line(self, text: str, *, bold: bool = False, centre: bool = False) -> None:
        """A line of text over the whole width: title, unit line or note."""
        self.row += 1
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns)
        cell = self.sheet.cell(self.row, 1, text)
        cell.font = Font(name="宋体", size=16 if centre else 11, bold=bold)
        cell.alignment = Alignment(horizontal="center" if centre else "left", wrap_text=not centre)

    def title(self, text: str, below: str) -> None:
        """The title and the line below it."""
        self.line(text, bold=True, centre=True)
        self.line(below)

    def header(self, *heads: str | tuple[str, Sequence[str]]) -> None:
        """One header row, or two where a head stands over several columns."""
        deep = any(isinstance(head, tuple) for head in heads)
        top, column = self.row + 1, 0
        for head in heads:
            name, below = head if isinstance(head, tuple) else (head, ())
            self._box(top, column + 1, name, bold=True)
            for offset, sub in enumerate(below, start=1):
                self._box(top + 1, column + offset, sub, bold=True)
            wide = max(len(below), 1)
            low = top if below or not deep else top + 1
            for filler in range(column + 1, column + wide + 1):
                self._border(top, filler)
                self._border(low, filler)
            if wide > 1 or low > top:
                self.sheet.merge_cells(
                    start_row=top, end_row=low, start_column=column + 1, end_column=column + wide
                )
            column += wide
        self.row = top + (1 if deep else 0)

    def rows(self, rows: Iterable[Row], *, percent: Iterable[int] = ()) -> None:
        """Data rows; numbers in the columns `percent` are shown as percentages."""
        shown = set(percent)
        for row in rows:
            self.row += 1
            for column, value in enumerate(row, start=1):
                self._box(self.row, column, value)
                if column in shown and isinstance(value, float):
                    self.sheet.cell(self.row, column).number_format = "0.00%"
                if isinstance(value, datetime):
                    self.sheet.cell(self.row, column).number_format = "yyyy-mm-dd"

    def merge_repeats(self, column: int, first: int) -> None:
        """Merge equal neighbours downwards, as ledgers do with the township."""
        start = first
        for row in range(first + 1, self.row + 2):
            same = (
                row <= self.row and self.sheet.cell(row, column).value == self.sheet.cell(start, column).value
            )
            if same:
                continue
            if row - 1 > start:
                self.sheet.merge_cells(
                    start_row=start, end_row=row - 1, start_column=column, end_column=column
                )
            start = row

    def _box(self, row: int, column: int, value: Cell, *, bold: bool = False) -> None:
        cell = self.sheet.cell(row, column, value)
        cell.font = Font(name="宋体", size=10, bold=bold)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._border(row, column)

    def _border(self, row: int, column: int) -> None:
        thin = Side(style="thin")
        self.sheet.cell(row, column).border = Border(left=thin, right=thin, top=thin, bottom=thin)


def new_book() -> Workbook:
    """An empty workbook, made at the fixed time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = book.properties.lastModifiedBy = "healthkpi"
    book.properties.created = STAMP
    return book


def save(book: Workbook, path: Path) -> None:
    """Save without the clock: openpyxl and zip both write the time of day into a file."""
    raw = io.BytesIO()
    book.save(raw)
    now = book.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    fixed = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            new.writestr(entry, content.replace(now, fixed) if name == "docProps/core.xml" else content)
