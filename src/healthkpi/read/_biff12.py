"""The records of the binary parts of an .xlsb (MS-XLSB 2.1.4)."""

import struct
from collections.abc import Callable, Iterator

from healthkpi.model.grid import CellValue, Span
from healthkpi.read import _limits
from healthkpi.read._biff import error_of, unpack_number
from healthkpi.read._xlsx_styles import Styles, styles_of

_ROW, _FORMAT, _STYLE = 0, 44, 47
_BEGIN_STYLES, _END_STYLES = 617, 618
_SHEET, _PROPERTIES, _STRING, _MERGED = 156, 153, 19, 176
_HIDDEN_ROW = 0x10


def read_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record of a part."""
    position = 0
    while position < len(part):
        kind, position = _read_number(part, position, 2)
        length, position = _read_number(part, position, 4)
        if position + length > len(part):
            raise ValueError("a record that ends too soon")
        yield kind, part[position : position + length]
        position += length


def _read_number(part: bytes, position: int, most: int) -> tuple[int, int]:
    """Seven bits of each byte, the lowest first; the eighth says that one more follows."""
    number = 0
    for index in range(most):
        byte = part[position]
        position += 1
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return number, position


def read_words(body: bytes, position: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", body, position)
    # A text that is not there has the length of all ones.
    length = 0 if length == 0xFFFFFFFF else length
    end = position + 4 + 2 * length
    if end > len(body):
        raise ValueError("a text that ends too soon")
    return body[position + 4 : end].decode("utf-16-le", "replace"), end


def list_sheets(workbook: bytes) -> Iterator[tuple[str, str, bool]]:
    """Relation, name, and whether it is hidden, of each sheet."""
    for kind, body in read_records(workbook):
        if kind == _SHEET:
            (state,) = struct.unpack_from("<I", body)
            relation, position = read_words(body, 8)
            yield relation, read_words(body, position)[0], state != 0


def counts_from_1904(workbook: bytes) -> bool:
    """Whether dates begin in 1904."""
    return any(kind == _PROPERTIES and body[0] & 1 for kind, body in read_records(workbook))


def read_strings(part: bytes) -> list[str]:
    """The shared strings."""
    strings = []
    for kind, body in read_records(part):
        if kind == _STRING:
            strings.append(read_words(body, 1)[0])
            _limits.STRINGS.hold(len(strings))
    return strings


def read_styles(part: bytes, from_1904: bool) -> Styles:
    """The styles that cells name; those of names for styles are beside the point."""
    formats: dict[int, str] = {}
    used: list[int] = []
    is_of_cells = False
    for kind, body in read_records(part):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = read_words(body, 2)[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            is_of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and is_of_cells:
            used.append(struct.unpack_from("<H", body, 2)[0])
    return styles_of(used, formats, from_1904)


class SheetWalk:
    """Collects the filled cells, merged ranges and hidden rows of one sheet."""

    def __init__(self, strings: list[str], styles: Styles) -> None:
        self.filled: dict[int, dict[int, CellValue]] = {}
        self.merged: list[Span] = []
        self.hidden_rows: set[int] = set()
        self._strings = strings
        self._styles = styles
        self._row = -1
        # By kind of record: a cell and, where it has one, the result of its formula.
        self._values: dict[int, Callable[[bytes, int], CellValue]] = {
            2: self._read_packed,
            3: _read_error,
            4: _read_bool,
            5: self._read_number,
            6: _read_words,
            7: self._read_shared,
            8: _read_words,
            9: self._read_number,
            10: _read_bool,
            11: _read_error,
            62: _read_rich,
        }

    def read(self, part: bytes) -> None:
        """Go through the records of the sheet."""
        for kind, body in read_records(part):
            if kind == _ROW:
                self._start_row(body)
            elif kind in self._values:
                self._put(kind, body)
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<4I", body)
                self.merged.append(Span(top, left, bottom, right))

    def _start_row(self, body: bytes) -> None:
        (self._row,) = struct.unpack_from("<I", body)
        _limits.ROWS.hold(self._row + 1)
        if body[11] & _HIDDEN_ROW:
            self.hidden_rows.add(self._row)

    def _put(self, kind: int, body: bytes) -> None:
        column, style = struct.unpack_from("<II", body)
        _limits.COLUMNS.hold(column + 1)
        if self._row < 0:
            raise ValueError("a cell outside the rows")
        value = self._values[kind](body, style & 0xFFFFFF)
        if value is not None:
            self.filled.setdefault(self._row, {})[column] = value

    def _read_packed(self, body: bytes, style: int) -> CellValue:
        return self._styles.read_number(unpack_number(*struct.unpack_from("<I", body, 8)), style)

    def _read_number(self, body: bytes, style: int) -> CellValue:
        return self._styles.read_number(struct.unpack_from("<d", body, 8)[0], style)

    def _read_shared(self, body: bytes, _style: int) -> CellValue:
        return self._strings[struct.unpack_from("<I", body, 8)[0]] or None


def _read_error(body: bytes, _style: int) -> CellValue:
    return error_of(body[8])


def _read_bool(body: bytes, _style: int) -> CellValue:
    return body[8] != 0


def _read_words(body: bytes, _style: int) -> CellValue:
    return read_words(body, 8)[0] or None


def _read_rich(body: bytes, _style: int) -> CellValue:
    # One byte says what stands behind the text: fonts and readings.
    return read_words(body, 9)[0] or None
