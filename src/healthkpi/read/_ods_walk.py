"""Walk through the content.xml of an OpenDocument workbook.

Names are taken with their prefix: the standard prefixes are the only ones that programs write, and value-type
stands twice in a cell, once as office: and once as calcext:, where LibreOffice tells an error.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from healthkpi.model.grid import CellError, CellValue, Share, Span, Uncalculated
from healthkpi.read import _limits
from healthkpi.read._numbers import plain_date, tell_duration, to_decimal

# LibreOffice ends a sheet with one row repeated to the sheet's end; more than that no program writes.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_REPEATED_CELLS = 5_000_000

_BLANKS = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d*)?S)?")
_FORMULA_LANGUAGE = re.compile(r"\w+:(?==)")
_ERROR = re.compile(r"#[A-ZÄÖÜ/0?!.]+[!?A0]?|Err:\d+")
# The cells of another workbook that formulas use are kept as a sheet of this name.
_KEPT_FROM_ELSEWHERE = re.compile(r"'file:.*'#\$?.*", re.DOTALL)
# Notes, pictures and readings of characters lie in the cell but are no part of what it says.
_BESIDE = frozenset({"office:annotation", "table:shapes", "text:ruby-text", "table:tracked-changes"})

Attributes = dict[str, str]


class RepeatsError(Exception):
    """Repeats stand for more cells than any sheet has."""


@dataclass(slots=True)
class Sheet:
    """The filled cells of one sheet."""

    name: str
    is_hidden: bool
    filled: dict[int, dict[int, CellValue]] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    linked: list[tuple[int, int]] = field(default_factory=list)


class ContentWalk:
    """Collects the sheets."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._open: list[str] = []
        self._beside = 0
        self._row = self._column = 0
        self._row_repeat = 1
        self._is_row_hidden = False
        self._cells: dict[int, CellValue] = {}
        self._cell: Attributes | None = None
        self._lines: list[str] = []
        self._line: list[str] | None = None
        self._repeated = 0
        self._spaces = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "style:style": self._start_style,
            "style:table-properties": self._start_table_properties,
            "table:table": self._start_table,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "text:p": self._start_line,
            "text:s": self._write_spaces,
            "text:tab": lambda _: self._write("\t"),
            "text:line-break": lambda _: self._write("\n"),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "text:p": self._end_line,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        """Handle a start tag."""
        self._open.append(tag)
        if _is_beside(tag, self._open[-2:-1]):
            self._beside += 1
        elif self._beside:
            return
        elif tag == "table:covered-table-cell":
            self._skip(attributes)
        elif tag in self._starts:
            self._starts[tag](attributes)

    def end(self, tag: str) -> None:
        """Handle an end tag."""
        self._open.pop()
        if _is_beside(tag, self._open[-1:]):
            self._beside -= 1
        elif not self._beside and tag in self._ends:
            self._ends[tag]()

    def text(self, text: str) -> None:
        """Handle text between tags."""
        if not self._beside:
            self._write(_BLANKS.sub(" ", text))

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")

    def _start_table_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _start_table(self, attributes: Attributes) -> None:
        name = attributes.get("table:name", "")
        if not _KEPT_FROM_ELSEWHERE.fullmatch(name):
            self._sheet = Sheet(name, attributes.get("table:style-name") in self._hidden_styles)
            self.sheets.append(self._sheet)
            _limits.SHEETS.hold(len(self.sheets))
        self._row = 0

    def _end_table(self) -> None:
        self._sheet = None

    def _start_row(self, attributes: Attributes) -> None:
        self._row_repeat = _repeat(attributes, "table:number-rows-repeated", MOST_ROWS)
        self._is_row_hidden = attributes.get("table:visibility", "visible") != "visible"
        self._column = 0
        self._cells = {}

    def _end_row(self) -> None:
        if self._sheet is not None and self._cells:
            self._keep_row(self._sheet)
        self._row += self._row_repeat

    def _keep_row(self, sheet: Sheet) -> None:
        rows = range(self._row, self._row + self._row_repeat)
        if rows.stop > MOST_ROWS:
            raise RepeatsError
        self._count(len(self._cells) * (self._row_repeat - 1))
        sheet.filled.update(dict.fromkeys(rows, self._cells))
        if self._is_row_hidden:
            sheet.hidden_rows.update(rows)

    def _count(self, repeated: int) -> None:
        self._repeated += repeated
        if self._repeated > MOST_REPEATED_CELLS:
            raise RepeatsError

    def _skip(self, attributes: Attributes) -> None:
        self._column += _repeat(attributes, "table:number-columns-repeated", MOST_COLUMNS)

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._lines = []
        self._spaces = 0

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._sheet is None:
            return
        first = self._column
        self._skip(cell)
        value = read_value(cell, "\n".join(self._lines))
        self._merge(self._sheet, cell, first)
        if value is not None:
            columns = range(first, self._column)
            if columns.stop > MOST_COLUMNS:
                raise RepeatsError
            self._count(len(columns) - 1)
            self._cells.update(dict.fromkeys(columns, value))
            if "'file:" in cell.get("table:formula", ""):
                self._sheet.linked.append((self._row, first))

    def _merge(self, sheet: Sheet, cell: Attributes, column: int) -> None:
        columns = _repeat(cell, "table:number-columns-spanned", MOST_COLUMNS)
        rows = _repeat(cell, "table:number-rows-spanned", MOST_ROWS)
        if columns > 1 or rows > 1:
            sheet.merged.append(Span(self._row, column, self._row + rows - 1, column + columns - 1))

    def _start_line(self, _attributes: Attributes) -> None:
        self._line = [] if self._cell is not None else None

    def _end_line(self) -> None:
        if self._line is not None:
            self._lines.append("".join(self._line))
            self._line = None

    def _write_spaces(self, attributes: Attributes) -> None:
        spaces = _repeat(attributes, "text:c", _limits.CHARACTERS.most)
        self._spaces += spaces
        _limits.CHARACTERS.hold(self._spaces)
        self._write(" " * spaces)

    def _write(self, text: str) -> None:
        if self._line is not None:
            self._line.append(text)


def _is_beside(tag: str, around: list[str]) -> bool:
    # A table inside anything but the workbook is a table in a cell, or one that another program feeds.
    if tag == "table:table":
        return around != ["office:spreadsheet"]
    return tag in _BESIDE or tag.startswith("draw:")


def _repeat(attributes: Attributes, key: str, most: int) -> int:
    digits = attributes.get(key, "1")
    times = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else most + 1
    if times > most:
        raise RepeatsError
    return times


def read_value(cell: Attributes, shown: str) -> CellValue:
    """The value of a cell; `shown` is the text inside it."""
    formula = cell.get("table:formula")
    if cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
        return CellError(shown)
    kind = cell.get("office:value-type", "string")
    if kind in _READ:
        key, read = _READ[kind]
        return read(cell[key])
    text = cell.get("office:string-value", shown)
    if not text and formula and "office:value-type" not in cell:
        return Uncalculated(_FORMULA_LANGUAGE.sub("", formula, count=1))
    return text or None


def _read_number(text: str) -> CellValue:
    is_whole = text.lstrip("-").isdecimal()
    return to_decimal(int(text) if is_whole else float(text))


def _read_share(text: str) -> CellValue:
    number = _read_number(text)
    return Share(number) if isinstance(number, Decimal) else number


def _read_date(text: str) -> date | time:
    return plain_date(datetime.fromisoformat(text).replace(tzinfo=None))


def _read_time(text: str) -> CellValue:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    sign, *parts = found.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if sign or span >= timedelta(days=1):
        return tell_duration(-span if sign else span)
    seconds = int(span.total_seconds())
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


_READ: dict[str, tuple[str, Callable[[str], CellValue]]] = {
    "float": ("office:value", _read_number),
    "currency": ("office:value", _read_number),
    "percentage": ("office:value", _read_share),
    "date": ("office:date-value", _read_date),
    "time": ("office:time-value", _read_time),
    "boolean": ("office:boolean-value", lambda text: text == "true"),
}
