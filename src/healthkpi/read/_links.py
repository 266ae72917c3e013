"""Say that a sheet takes figures from another workbook, which is never opened."""

from collections.abc import Iterator, Sequence

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Grid
from healthkpi.text import Text

EXTERNAL_LINK = declare(
    "HK205",
    Severity.WARNING,
    Text(
        "{count} 个单元格引用了别的工作簿；使用的是上次保存时的数值",
        "cells with a formula that refers to another workbook: {count}; the values of the last save are used",
    ),
    Text(
        "这张表的公式引用了另一个文件，工具从不打开那个文件，只用保存在本表里的数值，它可能已经过时。"
        "请在 Excel 或 WPS 里更新链接并保存，或把这些单元格粘贴为数值。",
        "Formulas of this sheet take figures from another file. That file is never opened: the values saved "
        "in this sheet are used, and they may be out of date. "
        "Update the links in Excel or WPS and save, or paste those cells as values.",
    ),
)


def find_links(grid: Grid, cells: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """One warning for a sheet, at the first of these cells."""
    if cells:
        yield Finding(EXTERNAL_LINK, grid.place(*cells[0]), {"count": len(cells)})
