"""Read the tables of a web page: many reporting systems export one and call it .xls."""

import re
from html.parser import HTMLParser

from healthkpi.model.grid import Grid, Span, Workbook
from healthkpi.read import _limits, _sniff
from healthkpi.read._decode import decode_text, note_encoding
from healthkpi.read._raised import write_raised, write_struck
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out

# What browsers allow a cell to span (HTML standard, 4.9.11).
MOST_COLUMNS_SPANNED, MOST_ROWS_SPANNED = 1000, 65_534

_BLANKS = re.compile(r"[ \t\r\n\f]+")


def recognises_html(content: Content) -> bool:
    """Markup of a page or a table, whatever the file is called."""
    return (
        not content.members and _sniff.is_html(content.data) and not _sniff.is_spreadsheet_2003(content.data)
    )


def read_html(content: Content) -> Workbook:
    """Each outermost table as a grid; all cells are text, as the page shows them."""
    source = content.source("html")
    text, encoding = decode_text(content)
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    grids = []
    for number, table in enumerate(parser.tables, start=1):
        rows = lay_out(table.filled)
        sheet = None if len(parser.tables) == 1 else str(number)
        grids.append(Grid(source, sheet, rows, clip_spans(table.spans, rows)))
    return Workbook(source, tuple(grids), note_encoding(content, encoding))


class _Table:
    """Cells placed as a browser places them, around those that span several rows."""

    def __init__(self) -> None:
        self.filled: dict[int, dict[int, str]] = {}
        self.spans: list[Span] = []
        self._row = self._column = -1
        self._place = (0, 0)
        # For each column the last row that a cell from above reaches.
        self._reached: dict[int, int] = {}
        self._spanned = 0

    def begin_row(self) -> None:
        self._row += 1
        self._column = -1
        _limits.ROWS.hold(self._row + 1)

    def begin_cell(self, rows: int, columns: int) -> None:
        """Take the next place that no cell from above reaches into."""
        if self._row < 0:
            self.begin_row()
        left = self._column + 1
        while self._reached.get(left, -1) >= self._row:
            left += 1
        self._place = (self._row, left)
        self._column = left + columns - 1
        _limits.COLUMNS.hold(self._column + 1)
        if rows > 1 or columns > 1:
            self._reach(Span(self._row, left, self._row + rows - 1, self._column))

    def _reach(self, span: Span) -> None:
        self.spans.append(span)
        self._spanned += span.right - span.left + 1
        _limits.MERGED.hold(self._spanned)
        for column in range(span.left, span.right + 1):
            self._reached[column] = span.bottom

    def end_cell(self, text: str) -> None:
        row, column = self._place
        if text:
            self.filled.setdefault(row, {})[column] = text


_STRUCK = frozenset({"s", "strike", "del"})


class _TableParser(HTMLParser):
    """Collects the outermost tables; a table inside a cell is part of the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._depth = 0
        self._pieces: list[str] | None = None
        self._is_silent = self._is_raised = self._is_struck = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table()
        elif tag in ("script", "style"):
            self._is_silent = True
        elif tag == "sup":
            self._is_raised = True
        elif tag in _STRUCK:
            self._is_struck = True
        elif tag == "br" and self._pieces is not None:
            self._pieces.append("\v")
        elif self._depth == 1:
            self._begin_part(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._is_silent = False
        elif tag == "sup":
            self._is_raised = False
        elif tag in _STRUCK:
            self._is_struck = False
        elif tag == "table" and self._depth:
            self._end_table()
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._pieces is None or self._is_silent:
            return
        if self._is_raised:
            write_raised(self._pieces, data)
        elif self._is_struck:
            write_struck(self._pieces, data)
        else:
            self._pieces.append(data)

    def close(self) -> None:
        """A page that breaks off keeps what it showed."""
        super().close()
        self._end_cell()

    def _begin_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self.tables.append(_Table())
            _limits.SHEETS.hold(len(self.tables))

    def _end_table(self) -> None:
        if self._depth == 1:
            self._end_cell()
        self._depth -= 1

    def _begin_part(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif tag in ("td", "th"):
            # End tags of cells may be left out.
            self._end_cell()
            rows = _read_span(attributes.get("rowspan"), MOST_ROWS_SPANNED)
            self.tables[-1].begin_cell(rows, _read_span(attributes.get("colspan"), MOST_COLUMNS_SPANNED))
            self._pieces = []

    def _end_cell(self) -> None:
        self._is_raised = self._is_struck = False
        if self._pieces is not None:
            lines = _BLANKS.sub(" ", "".join(self._pieces)).split("\v")
            self.tables[-1].end_cell("\n".join(line.strip(" ") for line in lines).strip("\n"))
            self._pieces = None


def _read_span(written: str | None, most: int) -> int:
    digits = (written or "").strip()
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 9
    return min(max(int(digits), 1), most) if is_number else 1


READER = Reader("html", recognises_html, read_html, {"html": (".html", ".htm")})
