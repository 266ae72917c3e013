"""The records of an .xls of Excel 5 to 2003 (MS-XLS 2.4)."""

import codecs
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from healthkpi.model.grid import CellError, CellValue, Span, Uncalculated
from healthkpi.read import _limits
from healthkpi.read._xlsx_styles import Styles, styles_of

LAST_ROW, LAST_COLUMN = 65_535, 255

_BOF, _EOF, _LOCKED, _DATE_1904, _SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_CONTINUE = b"\x3c\0"
_CODE_PAGE, _FORMAT, _STYLE, _STRINGS = 0x0042, 0x041E, 0x00E0, 0x00FC
_WORKSHEET = 0
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


class PasswordError(Exception):
    """The records are encrypted."""


@dataclass(slots=True)
class Sheet:
    """One worksheet; its cells are read by `read_sheet`."""

    name: str
    start: int
    is_hidden: bool
    filled: dict[int, dict[int, CellValue]] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


# The body of a record, and where in it each continuation begins.
_Record = tuple[int, list[bytes]]


def _records(stream: bytes, position: int, end: int) -> Iterator[_Record]:
    """The records of one part of the stream, up to its end; parts inside it (charts) are passed over."""
    depth = 0
    while position < end:
        kind, length = struct.unpack_from("<HH", stream, position)
        pieces = [stream[position + 4 : position + 4 + length]]
        position += 4 + length
        while stream[position : position + 2] == _CONTINUE:
            (length,) = struct.unpack_from("<H", stream, position + 2)
            pieces.append(stream[position + 4 : position + 4 + length])
            position += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, pieces
    # Cut off: what is missing would look as if nobody had reported it.
    raise ValueError("a part without an end")


class Book:
    """The first part of the stream: sheets, formats, styles and shared strings."""

    def __init__(self, stream: bytes) -> None:
        self.sheets: list[Sheet] = []
        self.strings: list[str] = []
        self.encoding = "cp1252"
        self._stream = stream
        self._formats: dict[int, str] = {}
        self._used: list[int] = []
        self._from_1904 = False
        kind, _, version = struct.unpack_from("<HHH", stream)
        if kind != _BOF or version not in (0x0500, 0x0600):
            raise ValueError("older than Excel 5")
        self.is_5 = version == 0x0500
        for kind, pieces in _records(stream, 0, len(stream)):
            self._read(kind, pieces)
        self.styles: Styles = styles_of(self._used, self._formats, self._from_1904)

    def read_sheet(self, sheet: Sheet) -> None:
        """Fill a sheet with its cells."""
        walk = _SheetWalk(self, sheet)
        for kind, pieces in _records(self._stream, sheet.start, self._end_of(sheet)):
            walk.read(kind, pieces)

    def _end_of(self, sheet: Sheet) -> int:
        # Sheets that claim the same part of the stream would have it read again and again.
        starts = [other.start for other in self.sheets]
        if starts.count(sheet.start) > 1:
            raise ValueError("two sheets in one place")
        return min((start for start in starts if start > sheet.start), default=len(self._stream))

    def words(self, body: bytes, size: int) -> str:
        """A text whose length is written in so many bytes before it."""
        length = int.from_bytes(body[:size], "little")
        if self.is_5:
            return body[size : size + length].decode(self.encoding, "replace")
        reader = _Reader([body])
        reader.position = size
        return reader.string(length)

    def _read(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind == _LOCKED:
            raise PasswordError
        if kind == _SHEET and body[5] == _WORKSHEET:
            name = self.words(body[6:], 1)
            self.sheets.append(Sheet(name, struct.unpack_from("<I", body)[0], body[4] & 3 != 0))
            _limits.SHEETS.hold(len(self.sheets))
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = self.words(body[2:], 1 if self.is_5 else 2)
        elif kind == _STYLE:
            self._used.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _DATE_1904:
            self._from_1904 = body[:1] == b"\1"
        elif kind == _CODE_PAGE:
            self._set_code_page(*struct.unpack_from("<H", body))
        elif kind == _STRINGS:
            self.strings = list(_read_strings(pieces))

    def _set_code_page(self, number: int) -> None:
        name = "gb18030" if number == 936 else f"cp{number}"
        try:
            self.encoding = codecs.lookup(name).name
        except LookupError:
            # 1200 says UTF-16, which needs no code page; 32768 and 32769 are those of old Macs.
            self.encoding = "cp1252"


def _read_strings(pieces: list[bytes]) -> Iterator[str]:
    reader = _Reader([pieces[0][8:], *pieces[1:]])
    (count,) = struct.unpack_from("<I", pieces[0], 4)
    for _ in range(count):
        if reader.is_at_end():
            return
        (length,) = struct.unpack("<H", reader.take(2))
        yield reader.string(length)


class _Reader:
    """Reads through a record and its continuations; a text that is cut says again how wide it is."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.piece = self.position = 0

    def is_at_end(self) -> bool:
        while self.piece < len(self.pieces) and self.position >= len(self.pieces[self.piece]):
            self.piece, self.position = self.piece + 1, 0
        return self.piece >= len(self.pieces)

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self.is_at_end():
                raise ValueError("a record that ends too soon")
            more = self.pieces[self.piece][self.position : self.position + size - len(taken)]
            self.position += len(more)
            taken += more
        return taken

    def string(self, length: int) -> str:
        (flags,) = self.take(1)
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        text = self._characters(length, flags & 1)
        self.skip(4 * runs + more)
        return text

    def skip(self, size: int) -> None:
        """Pass over formatting and readings, which may be long."""
        while size > 0:
            if self.is_at_end():
                raise ValueError("a record that ends too soon")
            step = min(size, len(self.pieces[self.piece]) - self.position)
            self.position += step
            size -= step

    def _characters(self, length: int, is_wide: int) -> str:
        text = ""
        while len(text) < length:
            if self.is_at_end():
                raise ValueError("a text that ends too soon")
            piece = self.pieces[self.piece]
            if self.position == 0 and text:
                is_wide = piece[0] & 1
                self.position = 1
            width = 2 if is_wide else 1
            chunk = piece[self.position : self.position + (length - len(text)) * width]
            if len(chunk) < width:
                raise ValueError("half a character")
            self.position += len(chunk)
            # Character by character of 16 bits: a pair counts as two, and may be cut in the middle.
            text += "".join(map(chr, memoryview(chunk).cast("H" if is_wide else "B")))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _SheetWalk:
    """Fills one sheet from its records."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        # The formula whose text follows in a record of its own.
        self._waiting: tuple[int, int] | None = None
        self._readers: dict[int, Callable[[bytes], None]] = {
            0x0203: self._read_number,
            0x027E: self._read_rk,
            0x00BD: self._read_rks,
            0x0006: self._read_formula,
            0x0205: self._read_bool_or_error,
            0x00FD: self._read_shared,
            0x0208: self._read_row,
            0x00E5: self._read_merged,
        }

    def read(self, kind: int, pieces: list[bytes]) -> None:
        """Handle one record."""
        if kind in self._readers:
            self._readers[kind](pieces[0])
        elif kind in (0x0204, 0x00D6):
            self._read_label(pieces)
        elif kind == 0x0207 and self._waiting is not None:
            self._put(*self._waiting, self._text(pieces) or None)
            self._waiting = None

    def _put(self, row: int, column: int, value: CellValue) -> None:
        if column > LAST_COLUMN:
            raise ValueError("outside the sheet")
        if value is not None:
            self.sheet.filled.setdefault(row, {})[column] = value

    def _put_number(self, row: int, column: int, style: int, number: float) -> None:
        self._put(row, column, self.book.styles.read_number(number, style))

    def _text(self, pieces: list[bytes]) -> str:
        if self.book.is_5:
            return self.book.words(b"".join(pieces), 2)
        reader = _Reader(pieces)
        (length,) = struct.unpack("<H", reader.take(2))
        return reader.string(length)

    def _read_number(self, body: bytes) -> None:
        self._put_number(*struct.unpack_from("<HHHd", body))

    def _read_rk(self, body: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHI", body)
        self._put_number(row, column, style, unpack_number(packed))

    def _read_rks(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for offset, (style, packed) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
            self._put_number(row, first + offset, style, unpack_number(packed))

    def _read_formula(self, body: bytes) -> None:
        row, column, style, kind, code, is_no_number, flags = struct.unpack_from("<HHHBxBxxxHH", body)
        if is_no_number != 0xFFFF:
            if flags & _CALCULATE_ON_OPEN and not any(body[6:14]):
                self._put(row, column, Uncalculated("=…"))
            else:
                self._put_number(row, column, style, *struct.unpack_from("<d", body, 6))
        elif kind == 0:
            self._waiting = (row, column)
        elif kind in (1, 2):
            self._put(row, column, bool(code) if kind == 1 else error_of(code))

    def _read_bool_or_error(self, body: bytes) -> None:
        row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
        self._put(row, column, error_of(code) if is_error else bool(code))

    def _read_shared(self, body: bytes) -> None:
        row, column, _, number = struct.unpack_from("<HHHI", body)
        self._put(row, column, self.book.strings[number] or None)

    def _read_label(self, pieces: list[bytes]) -> None:
        row, column, _ = struct.unpack_from("<HHH", pieces[0])
        self._put(row, column, self._text([pieces[0][6:], *pieces[1:]]) or None)

    def _read_row(self, body: bytes) -> None:
        row, flags = struct.unpack_from("<H10xH", body)
        if flags & 0x20:
            self.sheet.hidden_rows.add(row)

    def _read_merged(self, body: bytes) -> None:
        count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)
        for top, bottom, left, right in struct.iter_unpack("<HHHH", body[2 : 2 + 8 * count]):
            self.sheet.merged.append(Span(top, left, bottom, right))


def unpack_number(packed: int) -> float:
    """A number in 30 bits: whole or the upper half of a float, perhaps times a hundred."""
    if packed & 2:
        whole = (packed ^ 0x80000000) - 0x80000000
        number: float = whole >> 2
    else:
        (number,) = struct.unpack("<d", bytes(4) + struct.pack("<I", packed & 0xFFFFFFFC))
    return number / 100 if packed & 1 else number


def error_of(code: int) -> CellError:
    """The error as Excel shows it."""
    return CellError(_ERRORS.get(code, "#N/A"))
