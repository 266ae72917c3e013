"""Where something stands: a cell of a sheet, or a line of a file."""

from functools import cache

from healthkpi.model.frozen import frozen


@frozen
class Place:
    """A file, and as far as it is known the sheet, row and column; rows and columns count from 0."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """`九月.xlsx[签约]!F5`, the way a spreadsheet user points at a cell."""
        where = self.file if self.sheet is None else f"{self.file}[{self.sheet}]"
        address = self.address
        return f"{where}!{address}" if address else where

    @property
    def address(self) -> str:
        """`F5`; only the row or the column where the other is not known; empty where neither is."""
        return address_of(self.row, self.column)


def address_of(row: int | None, column: int | None) -> str:
    """What a spreadsheet calls a position."""
    return ("" if column is None else column_letters(column)) + ("" if row is None else str(row + 1))


@cache
def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
