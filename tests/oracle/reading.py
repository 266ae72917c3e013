"""Read the returns of 云冈区 in the plainest way: no code of the product, and nothing recognised that is not spelt out here."""

import unicodedata
from pathlib import Path

import openpyxl

TOWNSHIPS = ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡")


def read_number(cell: object) -> int | None:
    """A whole number however it is typed; everything else is missing."""
    word = unicodedata.normalize("NFKC", str(cell)).replace(",", "").strip()
    return int(word) if word.isdecimal() else None


def read_township(cell: object) -> str | None:
    """The township whose name begins with what stands there, 卫生院 or not."""
    word = str(cell or "").removesuffix("卫生院")
    found = [name for name in TOWNSHIPS if len(word) > 1 and name.startswith(word)]
    return found[0] if found else None


def read_columns(path: Path, sheet: str | None, *columns: int) -> dict[str, tuple[int | None, ...]]:
    """Of each township the numbers in these columns, counted from 1; rows of anything else are passed over."""
    book = openpyxl.load_workbook(path)
    rows = book[sheet] if sheet else book.worksheets[0]
    found = {}
    for row in rows.iter_rows():
        names = [name for cell in row[:2] if (name := read_township(cell.value))]
        if names:
            found[names[0]] = tuple(read_number(row[column - 1].value) for column in columns)
    return found


def read_signing(path: Path, sheet: str | None = None) -> dict[str, tuple[int | None, int | None]]:
    """Residents under contract and residents, by township."""
    return {name: (signed, people) for name, (people, signed) in read_columns(path, sheet, 3, 4).items()}


def read_screening(path: Path, sheet: str | None = None) -> list[int]:
    """Women screened in each month so far, in the whole district."""
    months = read_columns(path, sheet, *range(4, 16)).values()
    return [sum(of_month) for of_month in zip(*months, strict=True) if None not in of_month]
