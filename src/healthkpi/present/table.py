"""The scorecard on a terminal: the answer first, then a table that fits the window.

At 150 columns remarks have a column of their own, below that they stand under the table as notes; below 104
counts stand under the value and dates under the target; below 60 every indicator is a short block.
"""

import io
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import Choice, Scorecard
from healthkpi.present._corrections import correction_lines
from healthkpi.present._figures import clean
from healthkpi.present._fold import fold_words
from healthkpi.present._layout import (
    Row,
    alternative_rows,
    answer_line,
    heading,
    indicator_rows,
    level_rows,
    totals_line,
)
from healthkpi.present._page import print_section
from healthkpi.present._report import Report
from healthkpi.present._scores import TotalSection, indicator_score_lines, total_sections
from healthkpi.present._writer import Writer
from healthkpi.present.sections import find_section
from healthkpi.text import Language, Text

NARROW, WIDE, ROOM_FOR_REMARKS = 60, 104, 150
INDENT = 4

# rich draws + and - on any console that is not UTF-8; the line of this box is in GBK too.
_RULE_IN_GBK = Box(str(SIMPLE_HEAD), ascii=True)
# A pipe has no width; a line is cut nowhere.
WIDTH_OF_A_PIPE = 160
BETWEEN_COLUMNS = 3

STYLES = {
    Verdict.MET: "green",
    Verdict.AHEAD: "green",
    Verdict.REACHED: "green",
    Verdict.MISSED: "bold red",
    Verdict.BEHIND: "yellow",
    Verdict.NOT_YET: "yellow",
    Verdict.NOT_JUDGED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.RECORDED: "dim",
}
_INDICATOR = Text("指标", "Indicator")
_UNIT = Text("单位", "Unit")
_VALUE = Text("完成值", "Value")
_COUNTS = Text("分子/分母", "Counts")
_TARGET = Text("目标", "Target")
_VERDICT = Text("判定", "Verdict")
_GAP = Text("差额", "Short by")
_REMARKS = Text("说明", "Remarks")
_CORRECTIONS = Text("更正", "Corrections")
_POINTS = Text("得分", "Points")
_WAY = Text("口径", "Way")
_SIDE_BY_SIDE = {
    Choice.MISSING: (
        Text("缺报三种口径并列", "What is missing, treated in three ways"),
        Text("没有缺报，三种口径结果相同", "Nothing is missing, so all three treatments agree"),
    ),
    Choice.BASIS: (
        Text("人口口径并列", "One population and the other"),
        Text("没有一项指标以这种人口为分母", "No indicator has such a population as its denominator"),
    ),
}


def make_console(*, stderr: bool = False) -> Console:
    """A console for a stream: as wide as its window, as plain as it asks for."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH_OF_A_PIPE
    return _PipeConsole(file=stream, width=width, highlight=False, markup=False, emoji=False)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Counts in a column of their own or under the value; gaps whole or broken at their space."""

    is_wide: bool
    breaks_gaps: bool


# From the most room to the least.
_LAYOUTS = (_Layout(True, False), _Layout(False, False), _Layout(False, True))


class _PipeConsole(Console):
    """rich ends with exit code 1 when the reader goes away; 1 means that a target is missed."""

    def on_broken_pipe(self) -> None:
        """Leave the closed pipe to the exit layer."""
        raise BrokenPipeError


def print_report(console: Console, report: Report, language: Language) -> None:
    """The sections that were asked for; where none were, the scorecard and every unit of the levels asked for."""
    chosen = [find_section(word) for word in report.sections]
    if not chosen:
        print_scorecard(console, report.scorecard, language, report.levels)
        return
    _print_line(console, heading(report.scorecard).say(language))
    for section in chosen:
        console.print()
        print_section(console, section, report, language)


def print_scorecard(
    console: Console, scorecard: Scorecard, language: Language, levels: Sequence[str] = ()
) -> None:
    """The answer, the table, the totals; then, for each level asked for, every unit of it."""
    _print_line(console, answer_line(scorecard).say(language), style="bold")
    console.print()
    _print_line(console, heading(scorecard).say(language))
    _print_rows(console, indicator_rows(scorecard, language), _INDICATOR, language)
    _print_line(console, totals_line(scorecard).say(language))
    _print_corrections(console, scorecard, language)
    _print_scores(console, scorecard, language)
    for level in levels:
        for name, rows in level_rows(scorecard, language, level):
            console.print()
            _print_line(console, name, style="bold")
            _print_rows(console, rows, _UNIT, language)
    for choice in Choice:
        if choice in scorecard.compared:
            _print_alternatives(console, scorecard, choice, language)


def _print_corrections(console: Console, scorecard: Scorecard, language: Language) -> None:
    """Who corrected what, and what that changed; nothing where nothing was corrected."""
    lines = list(correction_lines(scorecard))
    if lines:
        console.print()
        _print_line(console, _CORRECTIONS.say(language), style="bold")
    for said, is_effect in lines:
        _print_line(console, ("    " if is_effect else "  ") + said.say(language), "dim" if is_effect else "")


def _print_alternatives(console: Console, scorecard: Scorecard, choice: Choice, language: Language) -> None:
    """The results under each way of a choice; a sentence where they are the same."""
    title, same = _SIDE_BY_SIDE[choice]
    sections = alternative_rows(scorecard, choice, language)
    console.print()
    _print_line(console, (title if sections else same).say(language), style="bold")
    for name, rows in sections:
        console.print()
        _print_line(console, name)
        _print_rows(console, rows, _WAY, language)


def _print_scores(console: Console, scorecard: Scorecard, language: Language) -> None:
    """The points of each indicator with their formula, then the scorecards unit by unit; nothing where none is declared."""
    lines = indicator_score_lines(scorecard, language)
    if lines:
        console.print()
        _print_line(console, _POINTS.say(language), style="bold")
    for line in lines:
        _print_line(console, f"  {line}")
    for section in total_sections(scorecard, language):
        console.print()
        _print_line(console, section.name, style="bold")
        _print_line(console, section.formula)
        _print_totals(console, section, language)


def _print_totals(console: Console, section: TotalSection, language: Language) -> None:
    """A column an indicator where there is room; else a short block a unit."""
    table = Table(box=_RULE_IN_GBK, show_edge=False, pad_edge=False, header_style="bold")
    headings = (_UNIT.say(language), _POINTS.say(language), *section.indicators)
    rows = [(row.unit, row.points, *row.parts) for row in section.rows]
    for index, column in enumerate(zip(headings, *rows, strict=True)):
        figures = [words for cell in column[1:] for words in cell.split()] if index else list(column[:1])
        width = max(cell_len(words) for words in (*figures, "    "))
        table.add_column(column[0], justify="right" if index else "left", overflow="fold", min_width=width)
    table.add_column(_REMARKS.say(language), overflow="fold", min_width=20)
    if console.width >= NARROW and _least_width(table) <= console.width:
        for row, cells in zip(section.rows, rows, strict=True):
            table.add_row(*(Styled(cell) for cell in cells), Styled(row.said, style="dim"))
        console.print(table)
        return
    for row in section.rows:
        console.print(Styled(f"{row.unit} {row.points}", overflow="fold"))
        parts = zip(section.indicators, row.parts, strict=True)
        for words in (*(f"{name} {points}" for name, points in parts), row.said):
            if words:
                console.print(Padding(Styled(words, style="dim", overflow="fold"), (0, 0, 0, INDENT)))


def _print_line(console: Console, words: str, style: str = "") -> None:
    """A line of words. In a pipe it stays one line: a pipe has lines, not widths."""
    console.print(Styled(clean(words), style=style, overflow="fold"), soft_wrap=not console.is_terminal)


def _print_rows(console: Console, rows: Sequence[Row], first: Text, language: Language) -> None:
    # Beside the figures remarks would be columns of single words, so they stand below, each once.
    has_room = console.width >= ROOM_FOR_REMARKS
    said = dict.fromkeys(row.remarks for row in rows if row.remarks and not has_room)
    notes = {words: number for number, words in enumerate(said, start=1)}
    if not rows:
        return
    for layout in _LAYOUTS if console.width >= WIDE else _LAYOUTS[1:]:
        table = _fact_table(rows, notes, first, language, layout, has_room=has_room)
        # A table that does not fit would be cropped, digits and all.
        if console.width >= NARROW and _least_width(table) <= console.width:
            console.print(table)
            _print_notes(console, notes)
            return
    for row in rows:
        _print_block(console, row, language)


def _least_width(table: Table) -> int:
    """The window a table needs. rich would ask for the longest name, which in Chinese is one word and may be folded."""
    widths = (column.width or column.min_width or 0 for column in table.columns)
    return sum(widths) + BETWEEN_COLUMNS * (len(table.columns) - 1)


def _print_notes(console: Console, notes: Mapping[str, int]) -> None:
    for words, number in notes.items():
        console.print(Styled(fold_words(f"[{number}] {words}", console.width), style="dim", overflow="fold"))
    if notes:
        console.print()


def _fact_table(
    rows: Sequence[Row],
    notes: Mapping[str, int],
    first: Text,
    language: Language,
    layout: _Layout,
    *,
    has_room: bool,
) -> Table:
    """Figures are never broken: their columns are as wide as they need to be, and the name takes the rest."""
    table = Table(box=_RULE_IN_GBK, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(first.say(language), overflow="fold", min_width=16)
    headings = (
        (_VALUE, _COUNTS, _TARGET, _VERDICT, _GAP) if layout.is_wide else (_VALUE, _TARGET, _VERDICT, _GAP)
    )
    figures = [
        [
            *(_facts_in_columns(row) if layout.is_wide else _facts_stacked(row)),
            _verdict(row, language),
            Styled(row.gap),
        ]
        for row in rows
    ]
    for title, column in zip(headings, zip(*figures, strict=True), strict=True):
        name = title.say(language)
        may_break = title is _GAP and layout.breaks_gaps
        words = [line for cell in (Styled(name), *column) for line in cell.plain.split("\n")]
        words = [word for line in words for word in line.split()] if may_break else words
        width = max(cell_len(word) for word in words)
        is_number = title in {_VALUE, _COUNTS, _GAP}
        # Only a width of its own keeps rich from squeezing a column, and from cropping the last one for it.
        table.add_column(
            name,
            justify="right" if is_number else "left",
            no_wrap=not may_break,
            min_width=width,
            width=width if may_break else None,
        )
    if has_room:
        table.add_column(_REMARKS.say(language), overflow="fold", min_width=20)
    for row, cells in zip(rows, figures, strict=True):
        remarks = [Styled(row.remarks, style="dim")] if has_room else []
        table.add_row(_name(row, notes), *cells, *remarks)
    return table


def _facts_in_columns(row: Row) -> list[Styled]:
    target = f"{row.target} ({row.by})" if row.by else row.target
    return [Styled(row.value), Styled(row.counts), Styled(target)]


def _facts_stacked(row: Row) -> list[Styled]:
    return [_below(row.value, row.counts), _below(row.target, row.by)]


def _below(words: str, rest: str) -> Styled:
    """Two facts in one cell, the second quieter and below."""
    cell = Styled(words)
    if rest:
        cell.append(f"\n{rest}", style="dim")
    return cell


def _print_block(console: Console, row: Row, language: Language) -> None:
    """One indicator on a screen too narrow for columns: the verdict and the name, its facts indented below."""
    head = Styled(overflow="fold")
    head.append(f"{row.label(language)} ", style=STYLES[row.verdict])
    console.print(head.append(("  " if row.is_unit else "") + row.name))
    facts = " ".join(fact for fact in (row.value, row.counts, row.target, row.by) if fact)
    gap = f"{_GAP.say(language)} {row.gap}" if row.gap else ""
    remarks = fold_words(row.remarks, console.width - INDENT)
    for words, style in ((facts, ""), (gap, ""), (remarks, "dim")):
        if words:
            console.print(Padding(Styled(words, style=style, overflow="fold"), (0, 0, 0, INDENT)))


def _name(row: Row, notes: Mapping[str, int]) -> Styled:
    name = Styled(f"  {row.name}" if row.is_unit else row.name)
    number = notes.get(row.remarks)
    return name.append(f" [{number}]", style="dim") if number is not None else name


def _verdict(row: Row, language: Language) -> Styled:
    return Styled(row.label(language), style=STYLES[row.verdict])


def _render(report: Report, language: Language) -> bytes:
    """As plain text, for a file."""
    page = io.StringIO()
    console = Console(
        file=page, width=WIDTH_OF_A_PIPE, color_system=None, highlight=False, markup=False, emoji=False
    )
    print_report(console, report, language)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).encode() + b"\n"


WRITER = Writer("table", (".txt",), _render)
