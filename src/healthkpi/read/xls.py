"""Read .xls and .et.

Not through calamine: a few changed bytes made it ask for 136 GB and end the process, and it does not tell percent
formats, error cells, formulas never calculated and hidden rows.
"""

from healthkpi.model.grid import Grid, Source, Workbook
from healthkpi.read import _hidden, _sniff
from healthkpi.read._biff import Book, PasswordError, Sheet
from healthkpi.read._ole2 import read_stream
from healthkpi.read._reader import Content, LockedError, Reader
from healthkpi.read._rows import clip_spans, lay_out


def recognises_xls(content: Content) -> bool:
    """The container of Excel 97-2003, also called .et."""
    return _sniff.is_ole2(content.data)


def read_xls(content: Content) -> Workbook:
    """Every worksheet with its values, merged ranges and hidden rows."""
    source = content.source("xls")
    try:
        book = Book(read_stream(content.data, "Workbook", "Book"))
    except PasswordError as problem:
        raise LockedError(content) from problem
    for sheet in book.sheets:
        book.read_sheet(sheet)
    grids = tuple(_make_grid(source, sheet) for sheet in book.sheets)
    return Workbook(source, grids, _hidden.find_hidden(grids))


def _make_grid(source: Source, sheet: Sheet) -> Grid:
    rows = lay_out(sheet.filled)
    hidden_rows = frozenset(row for row in sheet.hidden_rows if row < len(rows))
    return Grid(source, sheet.name, rows, clip_spans(sheet.merged, rows), sheet.is_hidden, hidden_rows)


READER = Reader("xls/et", recognises_xls, read_xls, {"xls": (".xls", ".et", ".xlt", ".ett")})
