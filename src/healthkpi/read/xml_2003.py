"""Read "XML spreadsheet 2003", which reporting systems export and call .xls."""

import io
import re
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal

from healthkpi.model.grid import CellError, CellValue, Grid, Share, Source, Span, Uncalculated, Workbook
from healthkpi.read import _hidden, _hostile, _limits, _sniff, _xml
from healthkpi.read._decode import decode_text, note_encoding
from healthkpi.read._numbers import plain_date, to_decimal
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out
from healthkpi.read._xlsx_styles import is_percent

LAST_ROW = 1_048_575

# It may declare GB2312, which the parser does not know.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Excel names formats here in English, whatever its language.
_PERCENT = "Percent"
# A time of day is written as one of this day.
_DAY_ZERO = "1899-12-31"


def recognises_xml_2003(content: Content) -> bool:
    """The namespace that Excel 2003 gave its XML."""
    return not content.members and _sniff.is_spreadsheet_2003(content.data)


def read_xml_2003(content: Content) -> Workbook:
    """Every worksheet with its values, merged ranges and hidden rows."""
    source = content.source("xml")
    walk = _Walk(source)
    text, encoding = decode_text(content)
    try:
        _xml.walk_xml(io.BytesIO(_DECLARATION.sub("", text).encode()), walk.start, walk.end, walk.text)
    except _xml.DocumentTypeError as problem:
        raise _hostile.refuse_document_type(content, "xml") from problem
    findings = (*note_encoding(content, encoding), *_hidden.find_hidden(walk.grids))
    return Workbook(source, tuple(walk.grids), findings)


class _Sheet:
    """One worksheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_hidden = False
        self.filled: dict[int, dict[int, CellValue]] = {}
        self.merged: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.row = self.column = -1
        # How far the last cell reaches to the right, and for how many more rows the last row speaks.
        self.across = self.down = 0

    def grid(self, source: Source) -> Grid:
        rows = lay_out(self.filled)
        hidden_rows = frozenset(row for row in self.hidden_rows if row < len(rows))
        return Grid(source, self.name, rows, clip_spans(self.merged, rows), self.is_hidden, hidden_rows)


class _Walk:
    """Collects the worksheets."""

    def __init__(self, source: Source) -> None:
        self.grids: list[Grid] = []
        self._source = source
        self._sheet: _Sheet | None = None
        self._style = ""
        self._percents: set[str] = set()
        self._row_style: str | None = None
        self._cell: dict[str, str] | None = None
        self._kind: str | None = None
        self._value: CellValue = None
        self._text: list[str] | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "Style": self._start_style,
            "NumberFormat": self._start_format,
            "Worksheet": self._start_sheet,
            "Row": self._start_row,
            "Cell": self._start_cell,
            "Data": self._start_data,
            "Visible": self._start_visible,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "Worksheet": self._end_sheet,
            "Cell": self._end_cell,
            "Data": self._end_data,
            "Visible": self._end_visible,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _xml.local_name(tag)
        if name in self._starts:
            self._starts[name]({_xml.local_name(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        name = _xml.local_name(tag)
        if name in self._ends:
            self._ends[name]()

    def text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("ID", "")
        if attributes.get("Parent") in self._percents:
            self._percents.add(self._style)

    def _start_format(self, attributes: dict[str, str]) -> None:
        code = attributes.get("Format", "")
        change = self._percents.add if code == _PERCENT or is_percent(code) else self._percents.discard
        change(self._style)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._sheet = _Sheet(attributes.get("Name", ""))
        _limits.SHEETS.hold(len(self.grids) + 1)

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self.grids.append(self._sheet.grid(self._source))
        self._sheet = None

    def _start_visible(self, _attributes: dict[str, str]) -> None:
        self._text = []

    def _end_visible(self) -> None:
        if self._sheet is not None and "".join(self._text or ()).strip() in (
            "SheetHidden",
            "SheetVeryHidden",
        ):
            self._sheet.is_hidden = True
        self._text = None

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._sheet is None:
            return
        sheet = self._sheet
        last = sheet.row + sheet.down
        sheet.row = _place(attributes, last + 1, _limits.ROWS)
        # For Excel a fault, too; and rows that go back could hide the same million rows a million times.
        if sheet.row <= last:
            raise ValueError("a row that goes back")
        sheet.down = _number(attributes, "Span")
        sheet.column, sheet.across = -1, 0
        self._row_style = attributes.get("StyleID")
        if attributes.get("Hidden") == "1":
            sheet.hidden_rows.update(range(sheet.row, min(sheet.row + sheet.down, LAST_ROW) + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._value, self._kind = attributes, None, None
        if self._sheet is not None:
            sheet = self._sheet
            sheet.column = _place(attributes, sheet.column + sheet.across + 1, _limits.COLUMNS)
            sheet.across, down = _number(attributes, "MergeAcross"), _number(attributes, "MergeDown")
            if sheet.across or down:
                right = sheet.column + sheet.across
                sheet.merged.append(Span(sheet.row, sheet.column, sheet.row + down, right))

    def _start_data(self, attributes: dict[str, str]) -> None:
        # A note has data of its own, without a kind.
        self._kind = attributes.get("Type")
        self._text = [] if self._kind else None

    def _end_data(self) -> None:
        if self._text is not None and self._cell is not None:
            style = self._cell.get("StyleID") or self._row_style
            self._value = _read("".join(self._text), self._kind or "String", style in self._percents)
        self._text = None

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._sheet is None:
            return
        if self._value is None and self._kind is None and cell.get("Formula"):
            self._value = Uncalculated(cell["Formula"])
        if self._value is not None:
            self._sheet.filled.setdefault(self._sheet.row, {})[self._sheet.column] = self._value


def _place(attributes: dict[str, str], following: int, limit: _limits.Limit) -> int:
    place = int(attributes["Index"]) - 1 if "Index" in attributes else following
    if place < 0:
        raise ValueError("outside the sheet")
    limit.hold(place + 1)
    return place


def _number(attributes: dict[str, str], key: str) -> int:
    return min(int(attributes.get(key, "0")), LAST_ROW)


def _read(text: str, kind: str, is_share: bool) -> CellValue:
    if kind == "Number":
        number = to_decimal(int(text) if text.lstrip("-").isdecimal() else float(text))
        return Share(number) if is_share and isinstance(number, Decimal) else number
    if kind == "DateTime":
        return _read_moment(text)
    if kind == "Boolean":
        return text.strip() == "1"
    return CellError(text) if kind == "Error" else text or None


def _read_moment(text: str) -> CellValue:
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    is_time = text.startswith(_DAY_ZERO) and moment.time() != time()
    return moment.time() if is_time else plain_date(moment)


READER = Reader("xml 2003", recognises_xml_2003, read_xml_2003, {"xml": (".xml",)})
