"""A grid as a table that can be edited: its heading repeated on every page, no row broken between two."""

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn

from healthkpi.present._docx._elements import Element, element, text_run
from healthkpi.present._docx._styles import TABLE_STYLE
from healthkpi.present._docx._widths import column_widths, wished_widths
from healthkpi.present._figures import clean
from healthkpi.present._section import Cell, Grid, Tone
from healthkpi.text import Language, Text, same

# What would be broken is set in small type.
SIZE, SMALL = 10.5, 9
# A table of more rows belongs into a workbook; of these the first and the last are shown.
MOST_ROWS, FIRST_AND_LAST = 60, 20
MOST_TOGETHER = 12
LEFT_OUT = Text(
    "共{count}行，表中列前{ends}行和后{ends}行；全表可另存为 .xlsx",
    "{count} rows, of which the first and the last {ends} are shown; a .xlsx holds all of them",
)


def shortened(grid: Grid) -> tuple[Grid, Text | None]:
    """The grid as it is shown, and what is said where that is not all of it."""
    if len(grid.rows) <= MOST_ROWS:
        return grid, None
    gap = [Cell(same("…")) for _ in grid.columns]
    rows = [*grid.rows[:FIRST_AND_LAST], gap, *grid.rows[-FIRST_AND_LAST:]]
    return Grid(grid.columns, rows, grid.title), LEFT_OUT.format(count=len(grid.rows), ends=FIRST_AND_LAST)


def table(grid: Grid, language: Language, width: int) -> Element:
    """The table of all rows of a grid."""
    words = [[clean(column.name.say(language)) for column in grid.columns]]
    words += [[clean(cell.text.say(language)) for cell in row] for row in grid.rows]
    size = SIZE if sum(wished_widths(words)) <= width / (SIZE * 10) else SMALL
    numbers = [column.is_number for column in grid.columns]
    widths = column_widths(words, width, size)
    tones = [[Tone.PLAIN] * len(widths), *([cell.tone for cell in row] for row in grid.rows)]
    made = element(
        "w:tbl",
        _properties(sum(widths)),
        element("w:tblGrid", *(element("w:gridCol", w=each) for each in widths)),
    )
    for number, (row, tone) in enumerate(zip(words, tones, strict=True)):
        made.append(_row(row, tone, widths, numbers, size=size, is_heading=not number))
    if len(words) <= MOST_TOGETHER:
        _keep_together(made)
    return made


def _keep_together(made: Element) -> None:
    """A short table is not broken between two pages."""
    for row in made.findall(qn("w:tr"))[:-1]:
        for properties in row.iter(qn("w:pPr")):
            properties.insert(1, element("w:keepNext"))


def _properties(width: int) -> Element:
    return element(
        "w:tblPr",
        element("w:tblStyle", val=TABLE_STYLE),
        element("w:tblW", w=width, type="dxa"),
        element("w:jc", val="center"),
        element("w:tblLayout", type="fixed"),
    )


def _row(
    words: Sequence[str],
    tones: Sequence[Tone],
    widths: Sequence[int],
    numbers: Sequence[bool],
    *,
    size: float,
    is_heading: bool,
) -> Element:
    properties = element("w:trPr", element("w:cantSplit"), *([element("w:tblHeader")] if is_heading else []))
    style = "TableHeading" if is_heading else "TableText"
    cells = (
        _cell(
            each,
            style,
            width,
            size=size,
            tone=tone,
            align=None if is_heading else "right" if is_number else "left",
        )
        for each, tone, width, is_number in zip(words, tones, widths, numbers, strict=True)
    )
    return element("w:tr", properties, *cells)


def _cell(words: str, style: str, width: int, *, size: float, tone: Tone, align: str | None) -> Element:
    aligned = [element("w:jc", val=align)] if align is not None else []
    paragraph = element("w:p", element("w:pPr", element("w:pStyle", val=style), *aligned))
    if words:
        paragraph.append(text_run(words, element("w:rPr", *_looks(size, tone))))
    return element(
        "w:tc",
        element("w:tcPr", element("w:tcW", w=width, type="dxa"), element("w:vAlign", val="center")),
        paragraph,
    )


def _looks(size: float, tone: Tone) -> Iterator[Element]:
    """What falls short is bold: a bulletin is printed black on white."""
    if tone in {Tone.BAD, Tone.STRONG}:
        yield element("w:b")
    if size != SIZE:
        yield element("w:sz", val=int(size * 2))
        yield element("w:szCs", val=int(size * 2))
