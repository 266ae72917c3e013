"""Columns that hold residents' identity numbers, whether or not a definition names them."""

from collections.abc import Iterator

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Grid
from healthkpi.model.identity import IDENTITY_NUMBER, SHORTEST_IDENTITY_NUMBER
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures

IDENTITY = declare(
    "HK335",
    Severity.WARNING,
    Text(
        "这一列有 {count} 格像身份证号；任何输出都不会出现它们，转发原表前请删去",
        "{count} cells of this column look like identity numbers; no output shows them, take them out before you send the file on",
    ),
    Text(
        "台账里常带居民的身份证号。本工具的屏幕、报告和文件里一律用星号代替，但原来的表仍然有；上报、转发以前请删掉这一列，或只留后四位。",
        "Ledgers often carry residents' identity numbers. Whatever this tool prints or writes has stars in their place, but the "
        "workbook itself still holds them: take the column out before you send it on, or keep the last four digits.",
    ),
)


def _find(figures: Figures) -> Iterator[Finding]:
    grids = {
        id(origin.matched.grid): origin.matched.grid
        for stat in figures.tables.values()
        for origin in stat.origins
    }
    for grid in grids.values():
        for column, (row, count) in _columns(grid).items():
            yield Finding(IDENTITY, grid.place(row, column), {"count": count})


def _columns(grid: Grid) -> dict[int, tuple[int, int]]:
    """By column the first row with a number and how many cells have one."""
    found: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(grid.rows):
        for column, value in enumerate(row):
            # Few cells are long enough; a search in each takes longer than all else here.
            if value is None or len(words := str(value)) < SHORTEST_IDENTITY_NUMBER:
                continue
            if IDENTITY_NUMBER.search(words):
                first, count = found.get(column, (number, 0))
                found[column] = (first, count + 1)
    return found


CHECK = Check(Text("身份证号", "Identity numbers"), _find)
