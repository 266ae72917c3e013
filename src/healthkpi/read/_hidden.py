"""Say that a hidden sheet was read: nobody who opens the file sees it."""

from collections.abc import Iterable

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Grid
from healthkpi.text import Text

HIDDEN_SHEET = declare(
    "HK206",
    Severity.NOTE,
    Text("这张工作表是隐藏的；没有使用", "this sheet is hidden; it was not used"),
    Text(
        "工作表被隐藏，打开文件时看不见，里面常是旧数据或底稿，所以不取它的数。"
        "如果要用它的数据，请取消隐藏。",
        "Nobody who opens the file sees this sheet; hidden sheets often hold old figures or drafts. "
        "Its figures were not used. "
        "If they belong, unhide the sheet.",
    ),
)


def find_hidden(grids: Iterable[Grid]) -> tuple[Finding, ...]:
    """A note for each hidden sheet that holds anything."""
    return tuple(Finding(HIDDEN_SHEET, grid.place()) for grid in grids if grid.hidden and grid.rows)
