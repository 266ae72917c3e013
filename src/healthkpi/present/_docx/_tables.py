"""A grid as a table that can be edited: its heading repeated on every page, no row broken between two."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from healthkpi.present._column_widths import column_widths, wished_widths
from healthkpi.present._docx._elements import Element, namespaces, parsed
from healthkpi.present._docx._styles import TABLE_STYLE
from healthkpi.present._figures import clean
from healthkpi.present._section import Cell, Grid, Tone
from healthkpi.text import Language, Text, same

# What would be broken is set in small type.
SIZE, SMALL = 10.5, 9
# A table of more rows belongs into a workbook; of these the first and the last are shown.
MOST_ROWS, FIRST_AND_LAST = 60, 20
MOST_TOGETHER = 12
LEFT_OUT = Text(
    "共{count}行，表中列前{ends}行和后{ends}行，全表见达标情况工作簿。",
    "{count} rows, of which the first and the last {ends} are shown; the workbook has all of them.",
)


def shortened(grid: Grid) -> tuple[Grid, Text | None]:
    """The grid as it is shown, and what is said where that is not all of it."""
    if len(grid.rows) <= MOST_ROWS:
        return grid, None
    gap = [Cell(same("…")) for _ in grid.columns]
    rows = [*grid.rows[:FIRST_AND_LAST], gap, *grid.rows[-FIRST_AND_LAST:]]
    return Grid(grid.columns, rows, grid.title), LEFT_OUT.format(count=len(grid.rows), ends=FIRST_AND_LAST)


def table(grid: Grid, language: Language, width: int, styles: Mapping[str, str]) -> Element:
    """The table of all rows of a grid."""
    words = [[clean(column.name.say(language)) for column in grid.columns]]
    words += [[clean(cell.text.say(language)) for cell in row] for row in grid.rows]
    size = SIZE if sum(wished_widths(words)) <= width / (SIZE * 10) else SMALL
    widths = column_widths(words, width, size)
    keeps = len(words) <= MOST_TOGETHER
    alike = ["right" if column.is_number else "left" for column in grid.columns]
    heading = _row(
        words[0], [_Look(styles["TableHeading"], size, keeps=keeps)] * len(widths), widths, _HEADING
    )
    rows = [
        _row(said, _looks(row, alike, styles["TableText"], size, keeps=keeps and at < len(grid.rows)), widths)
        for at, (said, row) in enumerate(zip(words[1:], grid.rows, strict=True), start=1)
    ]
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    # One piece of markup for all cells: an element by element of thousands of rows takes half a minute.
    return parsed(
        f"<w:tbl {namespaces('w')}><w:tblPr><w:tblStyle w:val={quoteattr(styles[TABLE_STYLE])}/>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{heading}{''.join(rows)}</w:tbl>"
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How one cell is set; what falls short is bold, for a bulletin is printed black on white."""

    style: str
    size: float
    align: str = ""
    is_bold: bool = False
    keeps: bool = False


@functools.cache
def _before_words(look: _Look) -> tuple[str, str]:
    """The markup of a paragraph and of its run: a handful of looks for tens of thousands of cells."""
    keeps = "<w:keepNext/>" if look.keeps else ""
    align = f'<w:jc w:val="{look.align}"/>' if look.align else ""
    half = int(look.size * 2)
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if look.size != SIZE else ""
    bold = "<w:b/>" if look.is_bold else ""
    return (
        f"<w:pPr><w:pStyle w:val={quoteattr(look.style)}/>{keeps}{align}</w:pPr>",
        f"<w:rPr>{bold}{size}</w:rPr>",
    )


def _looks(row: Sequence[Cell], alike: Sequence[str], style: str, size: float, *, keeps: bool) -> list[_Look]:
    return [
        _Look(
            style,
            size,
            "right" if cell.number is not None else align,
            cell.tone in {Tone.BAD, Tone.STRONG},
            keeps,
        )
        for cell, align in zip(row, alike, strict=True)
    ]


_HEADING = "<w:tblHeader/>"


def _cell(words: str, look: _Look, width: int) -> str:
    paragraph, run = _before_words(look)
    said = f'<w:r>{run}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p>{paragraph}{said}</w:p></w:tc>"
    )


def _row(words: Sequence[str], looks: Sequence[_Look], widths: Sequence[int], more: str = "") -> str:
    """One row; words are escaped here and nowhere else."""
    cells = "".join(map(_cell, words, looks, widths))
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"
