"""Numbers that several rows or columns share: a merged cell with one figure says nothing of each."""

from collections import Counter
from collections.abc import Sequence

from healthkpi.model.finding import Severity, declare
from healthkpi.model.grid import CellValue
from healthkpi.model.table import Matched, Origin
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, without_value

SHARED_NUMBER = declare(
    "HK218",
    Severity.ERROR,
    Text(
        "“{shown}”在合并的单元格里，几格共用一个数，分不清各是多少；按缺报处理",
        '"{shown}" stands in a merged cell, one figure for several; treated as missing',
    ),
    Text(
        "几个单位（或几列）的数合并成了一格。把它算给每一个就重复了，算给第一个也不对，所以都按缺报处理。请取消合并，分别填数。",
        "One figure was written across several units or columns. Given to each it would count several times, given to the "
        "first it would be wrong, so it is missing for all. Unmerge the cells and write each figure.",
    ),
)


def shared_rows(name: str, sheets: Sequence[tuple[Matched, Sequence[Origin]]]) -> frozenset[int]:
    """The rows of the table whose number stands in one merged cell with that of another row or field."""
    corners: Counter[tuple[int, tuple[int, int]]] = Counter()
    for sheet, rows in sheets:
        grid, columns = sheet.grid, sheet.columns.values()
        if grid.merged and name in sheet.columns:
            corners.update((id(grid), grid.corner(row.row, each)) for row in rows for each in columns)
    if not corners:
        return frozenset()
    origins = (origin for _, rows in sheets for origin in rows)
    return frozenset(
        row
        for row, origin in enumerate(origins)
        if name in origin.matched.columns and corners[_corner(origin, name)] > 1
    )


def doubt_of_shared(cell: CellValue) -> Doubt | None:
    """The doubt about a figure that others share; a blank or a dash says the same of each."""
    return Doubt(SHARED_NUMBER, {"shown": cell}) if without_value(cell) is None else None


def _corner(origin: Origin, name: str) -> tuple[int, tuple[int, int]]:
    grid = origin.matched.grid
    return id(grid), grid.corner(origin.row, origin.matched.columns[name])
