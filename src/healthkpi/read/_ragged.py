"""Rows of a CSV with more or fewer cells than the others: a figure 1,230 without quotes is two cells.

From there on every figure of the row stands one column too far right, which nobody sees in the sums.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.place import Place
from healthkpi.read._rows import Row
from healthkpi.text import Text

TOO_LONG = declare(
    "HK260",
    Severity.ERROR,
    Text(
        "这一行有 {cells} 格，别的行是 {usual} 格，数字可能错了位；这一行的数字都没有用",
        "this row has {cells} cells where the others have {usual}, so its figures may stand in the wrong columns; "
        "none of them was used",
    ),
    Text(
        "CSV 里带千分位的数（1,230）如果没有加引号，会被分成两格，后面的数都错了一列。"
        "请给它加上引号或去掉逗号；最好在 Excel 或 WPS 里另存为 xlsx。",
        "In a CSV a figure such as 1,230 without quotes is two cells, and what follows is one column too far right. "
        "Put quotes around it or take the comma out; best save the table as xlsx in Excel or WPS.",
    ),
)
TOO_SHORT = declare(
    "HK261",
    Severity.WARNING,
    Text(
        "这一行只有 {cells} 格，别的行是 {usual} 格；请核对数字有没有错位",
        "this row has {cells} cells where the others have {usual}; check that its figures stand in the right columns",
    ),
    Text(
        "CSV 的这一行比别的行少了分隔符。若只是末尾空着，没有关系；若中间少了一格，后面的数就错了一列。"
        "请打开文件核对这一行，或在 Excel、WPS 里另存为 xlsx。",
        "This row of the CSV has fewer delimiters than the others. If only its end is blank, that does no harm; if a "
        "cell in the middle is missing, what follows is one column too far left. "
        "Look at the row, or save the table as xlsx in Excel or WPS.",
    ),
)

_FIGURE = re.compile(r"[+-]?[\d,.]*\d[\d,.]*[%‰]?")
# A title, unit line or signature has no more cells than this.
WIDEST_TITLE = 2


def find_ragged(
    name: str, rows: Sequence[Row], widths: Sequence[int]
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows, without the figures of those that are too long, and what is said of them."""
    wide = Counter(width for width in widths if width > WIDEST_TITLE)
    usual = max(wide, key=lambda width: (wide[width], width), default=0)
    too_long = _find_too_long(rows, widths, usual) if usual else frozenset()
    kept = tuple(_without_figures(cells) if row in too_long else cells for row, cells in enumerate(rows))
    return kept, tuple(_tell_ragged(name, rows, widths, usual, too_long))


def _find_too_long(rows: Sequence[Row], widths: Sequence[int], usual: int) -> frozenset[int]:
    # A table of its own begins with a header, which has no figures; its rows are all as wide as that.
    found: set[int] = set()
    for is_longer, run in groupby(range(len(rows)), key=lambda row: widths[row] > usual):
        if is_longer:
            here = list(run)
            is_table = not any(map(_is_figure, rows[here[0]])) and len({widths[row] for row in here}) == 1
            found.update(row for row in here if not is_table and any(map(_is_figure, rows[row])))
    return frozenset(found)


def _tell_ragged(
    name: str, rows: Sequence[Row], widths: Sequence[int], usual: int, too_long: frozenset[int]
) -> Iterator[Finding]:
    for row, cells in enumerate(rows):
        is_short = WIDEST_TITLE < widths[row] < usual and any(map(_is_figure, cells))
        if row in too_long or is_short:
            code = TOO_LONG if row in too_long else TOO_SHORT
            yield Finding(code, Place(name, row=row), {"cells": widths[row], "usual": usual})


def _without_figures(cells: Row) -> Row:
    return tuple(None if _is_figure(cell) else cell for cell in cells)


def _is_figure(cell: object) -> bool:
    return (
        isinstance(cell, str) and _FIGURE.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None
    )
