"""Read a large worksheet several times as fast, where it is written the way Excel, WPS and openpyxl write it.

Not through calamine, which is as fast but does not tell percent formats, error cells and hidden rows. Whatever
looks unusual sends the whole sheet back to the walk, which understands every form; nothing is decided here.
"""

import re
from decimal import Decimal

from healthkpi.model.grid import CellValue, Span
from healthkpi.read._kept import keep_small
from healthkpi.read._xlsx_sheet import LAST_COLUMN, LAST_ROW, SheetWalk, read_column
from healthkpi.read._xlsx_styles import read_styles
from healthkpi.read._xml import is_other_encoding, walk_xml

# Comments, CDATA and instructions may hide or break cells; a prefix makes a cell of another name.
_ODD_MARKUP = re.compile(rb"<(?:[!?]|\w+:c[ />])")
_SIGNS_OF_ODD_MARKUP = (b"!", b"?", b":c")
_ROW_START = re.compile(rb"\s*<row ([^<>]*)>")
_ROW_END = b"</row>"
_ROW_NUMBER = re.compile(rb'(?:^|\s)r="([0-9]{1,7})"')
_ROW_HIDDEN = re.compile(rb'(?:^|\s)hidden="(?:1|true)"')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}+)([0-9]++)"((?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+)'
    rb"(?:/>|>(<f[^<>]*?(?:/>|>[^<]*+</f>))?+(?:<v>([^<]*+)</v>|<v ?/>|<is><t[^<>]*+>([^<]*+)</t></is>)?+</c>)"
)
_INLINE = "inlineStr"
_STYLE = re.compile(rb' s="([0-9]+)"')
_KIND = re.compile(rb' t="([A-Za-z]+)"')


class _UnusualError(Exception):
    """Something the walk must look at."""


def scan_sheet(xml: bytes, walk: SheetWalk) -> bool:
    """Fill the walk with the sheet; False, and a walk to be thrown away, where anything is unusual."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or end < 0 or is_other_encoding(xml[:start]):
        return False
    try:
        _Scan(walk).scan_rows(xml[start + len(b"<sheetData>") : end])
    except _UnusualError:
        return False
    merged = _merged_beside(xml[:start] + xml[end + len(b"</sheetData>") :])
    walk.merged += merged or ()
    return merged is not None


@keep_small
def _merged_beside(parts: bytes) -> tuple[Span, ...] | None:
    """The merged rectangles that are told beside the rows; None where there are cells as well."""
    walk = SheetWalk([], read_styles((), False))
    walk_xml(parts, walk.start, walk.end)
    return None if walk.filled or walk.hidden_rows or walk.linked else tuple(walk.merged)


class _Values(dict[bytes, CellValue]):
    """What the cells of one style and kind hold, by their text as it is written; each text is read once."""

    def __init__(self, walk: SheetWalk, attributes: bytes) -> None:
        style, kind = _STYLE.search(attributes), _KIND.search(attributes)
        self.style = int(style[1]) if style else 0
        self.kind = kind[1].decode() if kind else "n"
        self._walk = walk
        self._is_count = self.kind == "n" and self.style not in walk.styles.special
        self._is_shared = self.kind == "s"

    def __missing__(self, text: bytes) -> CellValue:
        # Nearly all cells of a return are counts or shared texts.
        if self._is_count and text.isdigit():
            value: CellValue = Decimal(int(text))
        elif self._is_shared and text.isdigit():
            value = self._walk.shared_text(int(text))
        else:
            value = self._read(text)
        self[text] = value
        return value

    def _read(self, text: bytes) -> CellValue:
        # The kind and the tag must say the same.
        if self.kind == _INLINE:
            raise _UnusualError
        return self._walk.read_value(_unescape(text), self.kind, self.style)

    def read_inline(self, text: bytes) -> CellValue:
        """What a text that stands in the cell itself says."""
        if self.kind != _INLINE:
            raise _UnusualError
        return self._walk.read_value(_unescape(text), self.kind, self.style)


class _Kinds(dict[bytes, _Values]):
    """The values of a sheet, by the style and kind of their cells."""

    def __init__(self, walk: SheetWalk) -> None:
        self._walk = walk

    def __missing__(self, attributes: bytes) -> _Values:
        self[attributes] = values = _Values(self._walk, attributes)
        return values


class _Columns(dict[bytes, int]):
    """The number of each column, by its letters."""

    def __missing__(self, letters: bytes) -> int:
        column = read_column(letters.decode())
        if column > LAST_COLUMN:
            raise _UnusualError
        self[letters] = column
        return column


class _Scan:
    """One pass over the rows, with what it has already read once."""

    def __init__(self, walk: SheetWalk) -> None:
        self.walk = walk
        self.columns = _Columns()
        self.kinds = _Kinds(walk)

    def scan_rows(self, rows: bytes) -> None:
        # These are found at once, and hardly any sheet holds one of them.
        if any(sign in rows for sign in _SIGNS_OF_ODD_MARKUP) and _ODD_MARKUP.search(rows):
            raise _UnusualError
        position = 0
        while start := _ROW_START.match(rows, position):
            is_blank = start[1].endswith(b"/")
            end = start.end() if is_blank else rows.find(_ROW_END, start.end())
            if end < 0:
                raise _UnusualError
            self._scan_row(start[1], rows[start.end() : end])
            position = end if is_blank else end + len(_ROW_END)
        if rows[position:].strip():
            raise _UnusualError

    def _scan_row(self, attributes: bytes, cells: bytes) -> None:
        number = _ROW_NUMBER.search(attributes)
        row = int(number[1]) - 1 if number else -1
        if number is None or not 0 <= row <= LAST_ROW or row in self.walk.filled:
            raise _UnusualError
        if _ROW_HIDDEN.search(attributes):
            self.walk.hidden_rows.add(row)
        filled = self._scan_cells(number[1], cells)
        if filled:
            self.walk.filled[row] = filled

    def _scan_cells(self, number: bytes, cells: bytes) -> dict[int, CellValue]:
        filled: dict[int, CellValue] = {}
        found = _CELL.findall(cells)
        # What the pattern does not know is no match, so it is missing in the count.
        if len(found) != cells.count(b"<c"):
            raise _UnusualError
        columns, kinds = self.columns, self.kinds
        for letters, digits, attributes, formula, text, inline in found:
            if digits != number:
                raise _UnusualError
            if formula:
                _refuse_unusual_formula(formula, text)
            if text:
                value = kinds[attributes][text]
            else:
                value = kinds[attributes].read_inline(inline) if inline else None
            # A shared string may be empty.
            if value is not None:
                filled[columns[letters]] = value
        return filled


def _refuse_unusual_formula(formula: bytes, text: bytes) -> None:
    # No value: never calculated. A bracket: perhaps another workbook.
    if not text or b"[" in formula:
        raise _UnusualError


def _unescape(text: bytes) -> str:
    if b"&#" in text or b"\r" in text:
        raise _UnusualError
    plain = text.decode()
    if "&" in plain:
        # The ampersand last: &amp;lt; is the text &lt;.
        for entity, character in (
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", '"'),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ):
            plain = plain.replace(entity, character)
    return plain
