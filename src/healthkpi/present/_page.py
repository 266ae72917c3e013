"""Sections on a terminal: grids as wide as their words where the window has room, else short blocks."""

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from healthkpi.present._figures import clean
from healthkpi.present._fold import fold_words
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Grid, Line, Section, Tone, said
from healthkpi.text import Language

INDENT = 4
LEAST_WORDS = 12
# rich draws + and - on any console that is not UTF-8; the line of this box is in GBK too.
RULE_IN_GBK = Box(str(SIMPLE_HEAD), ascii=True)
BETWEEN_COLUMNS = 3
STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.QUIET: "dim",
    Tone.GOOD: "green",
    Tone.WARN: "yellow",
    Tone.BAD: "bold red",
}


def print_section(console: Console, section: Section, report: Report, language: Language) -> None:
    """The title and the blocks, one after the other."""
    console.print(Styled(section.title.say(language), style="bold"))
    for block in section.make(report):
        print_block(console, block, language)


def print_block(console: Console, block: Block, language: Language) -> None:
    """A line, or a grid as wide as its words."""
    if isinstance(block, Line):
        words = clean(block.text.say(language))
        # In a pipe it stays one line: a pipe has lines, not widths.
        words = fold_words(words, console.width) if console.is_terminal else words
        console.print(Styled(words, style=STYLES[block.tone]), soft_wrap=not console.is_terminal)
        return
    if block.title is not None:
        console.print(Styled(clean(block.title.say(language)), style="bold"))
    table = _table(block, language)
    if _least_width(table) <= console.width:
        console.print(table)
    else:
        _print_rows(console, block, language)


def _table(grid: Grid, language: Language) -> Table:
    """Figures are never broken; words may be, down to a dozen signs a line."""
    table = Table(box=RULE_IN_GBK, show_edge=False, pad_edge=False, header_style="bold")
    rows = [[clean(words) for words in said(row, language)] for row in grid.rows]
    for index, column in enumerate(grid.columns):
        name = column.name.say(language)
        cells = [row[index] for row in rows]
        longest = max(map(cell_len, [name, *cells]))
        whole = max(map(cell_len, [*name.split(), *cells]), default=0)
        least = whole if column.is_number else min(longest, LEAST_WORDS)
        table.add_column(
            name, justify="right" if column.is_number else "left", overflow="fold", min_width=max(least, 2)
        )
    for row, words in zip(grid.rows, rows, strict=True):
        table.add_row(*(Styled(each, style=STYLES[cell.tone]) for cell, each in zip(row, words, strict=True)))
    return table


def _least_width(table: Table) -> int:
    widths = [column.min_width or 0 for column in table.columns]
    return sum(widths) + BETWEEN_COLUMNS * (len(widths) - 1)


def _print_rows(console: Console, grid: Grid, language: Language) -> None:
    """Too narrow for columns: the first cell as a head, each other one with its heading below."""
    for row in grid.rows:
        words = [clean(each) for each in said(row, language)]
        console.print(Styled(words[0], style="bold", overflow="fold"))
        for column, each, styled in list(zip(grid.columns, words, row, strict=True))[1:]:
            if each:
                line = Styled(
                    f"{column.name.say(language)} {each}", style=STYLES[styled.tone], overflow="fold"
                )
                console.print(Padding(line, (0, 0, 0, INDENT)))
