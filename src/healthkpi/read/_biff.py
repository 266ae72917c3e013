"""What calamine does not tell of an .xls: the formats of numbers, error cells, hidden rows (MS-XLS 2.4)."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from healthkpi.model.grid import CellError, Uncalculated
from healthkpi.read._ole2 import read_stream
from healthkpi.read._xlsx_styles import Styles, styles_of

_BOF, _EOF, _DATE_1904, _SHEET = 0x0809, 0x000A, 0x0022, 0x0085
_FORMAT, _STYLE = 0x041E, 0x00E0
_NUMBER, _RK, _MULRK, _FORMULA, _BOOL_OR_ERROR, _ROW = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205, 0x0208
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
# A formula that says "calculate me when opened" and holds a zero was written by a program.
_CALCULATE_ON_OPEN = 0x0002


@dataclass(slots=True)
class SheetMarks:
    """By row and column: the style of a number, and what stands there instead of a value."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    instead: dict[tuple[int, int], CellError | Uncalculated] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def read_marks(data: bytes) -> tuple[Styles, list[SheetMarks]] | None:
    """The styles, and the marks of each sheet in order; None where the file is older or unlike its kind."""
    try:
        stream = read_stream(data, "Workbook", "Book")
        globals_ = _Globals(stream)
        return globals_.styles(), [_read_sheet(stream, start) for start in globals_.starts]
    except (ValueError, struct.error, IndexError):
        return None


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, up to its end; parts inside it (charts) are passed over."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        position += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, body


class _Globals:
    """The first part of the stream: sheets, formats and styles."""

    def __init__(self, stream: bytes) -> None:
        self.starts: list[int] = []
        self._formats: dict[int, str] = {}
        self._used: list[int] = []
        self._from_1904 = False
        kind, _, version = struct.unpack_from("<HHH", stream)
        if kind != _BOF or version not in (0x0500, 0x0600):
            raise ValueError("older than Excel 5")
        self._is_5 = version == 0x0500
        for kind, body in _records(stream, 0):
            self._read(kind, body)

    def _read(self, kind: int, body: bytes) -> None:
        if kind == _SHEET:
            self.starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = self._code(body[2:])
        elif kind == _STYLE:
            self._used.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _DATE_1904:
            self._from_1904 = body[:1] == b"\1"

    def _code(self, body: bytes) -> str:
        if self._is_5:
            return body[1:].decode("latin-1")
        is_wide = body[2] & 1
        return body[3:].decode("utf-16-le" if is_wide else "latin-1", "replace")

    def styles(self) -> Styles:
        return styles_of(self._used, self._formats, self._from_1904)


def _read_sheet(stream: bytes, start: int) -> SheetMarks:
    marks = SheetMarks()
    for kind, body in _records(stream, start):
        if kind in _READ:
            _READ[kind](marks, body)
    return marks


def _read_number(marks: SheetMarks, body: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    marks.styles[row, column] = style


def _read_numbers(marks: SheetMarks, body: bytes) -> None:
    row, first = struct.unpack_from("<HH", body)
    for offset, (style, _) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
        marks.styles[row, first + offset] = style


def _read_formula(marks: SheetMarks, body: bytes) -> None:
    row, column, style, kind, code, is_no_number, flags = struct.unpack_from("<HHHBxBxxxHH", body)
    if is_no_number != 0xFFFF:
        marks.styles[row, column] = style
        if flags & _CALCULATE_ON_OPEN and not any(body[6:14]):
            marks.instead[row, column] = Uncalculated("=…")
    elif kind == 2:
        marks.instead[row, column] = _error(code)


def _read_bool_or_error(marks: SheetMarks, body: bytes) -> None:
    row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
    if is_error:
        marks.instead[row, column] = _error(code)


def _read_row(marks: SheetMarks, body: bytes) -> None:
    row, flags = struct.unpack_from("<H10xH", body)
    if flags & 0x20:
        marks.hidden_rows.add(row)


def _error(code: int) -> CellError:
    return CellError(_ERRORS.get(code, "#N/A"))


_READ: dict[int, Callable[[SheetMarks, bytes], None]] = {
    _NUMBER: _read_number,
    _RK: _read_number,
    _MULRK: _read_numbers,
    _FORMULA: _read_formula,
    _BOOL_OR_ERROR: _read_bool_or_error,
    _ROW: _read_row,
}
