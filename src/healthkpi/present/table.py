"""The scorecard on a terminal: the answer first, then a table that fits the window.

At 100 columns and more counts and remarks have columns of their own; below that they stand under the name;
below 60 every indicator is a short block.
"""

import io
import os
import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import Scorecard
from healthkpi.present._figures import clean
from healthkpi.present._layout import (
    Row,
    answer_line,
    heading,
    indicator_rows,
    level_rows,
    totals_line,
)
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text

WIDE, NARROW = 104, 60
# A pipe has no width; a line is cut nowhere.
WIDTH_OF_A_PIPE = 160

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


def make_console(*, stderr: bool = False) -> Console:
    """A console for a stream: as wide as its window, as plain as it asks for."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH_OF_A_PIPE
    return _PipeConsole(file=stream, width=width, highlight=False, markup=False, emoji=False)


class _PipeConsole(Console):
    """rich ends with exit code 1 when the reader goes away; 1 means that a target is missed."""

    def on_broken_pipe(self) -> None:
        """Leave the closed pipe to the exit layer."""
        raise BrokenPipeError


def print_scorecard(
    console: Console, scorecard: Scorecard, language: Language, levels: Sequence[str] = ()
) -> None:
    """The answer, the table, the totals; then, for each level asked for, every unit of it."""
    _print_line(console, answer_line(scorecard).say(language), style="bold")
    console.print()
    _print_line(console, heading(scorecard).say(language))
    console.print(_table(indicator_rows(scorecard, language), _INDICATOR, language, console.width))
    _print_line(console, totals_line(scorecard).say(language))
    for level in levels:
        for name, rows in level_rows(scorecard, language, level):
            console.print()
            _print_line(console, name, style="bold")
            console.print(_table(rows, _UNIT, language, console.width))


def _print_line(console: Console, words: str, style: str = "") -> None:
    """A line of words. In a pipe it stays one line: a pipe has lines, not widths."""
    console.print(Styled(clean(words), style=style, overflow="fold"), soft_wrap=not console.is_terminal)


def _table(rows: Sequence[Row], first: Text, language: Language, width: int) -> RenderableType:
    if width < NARROW:
        return Group(*(_block(row, language) for row in rows))
    is_wide = width >= WIDE
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(first.say(language), overflow="fold", ratio=None, min_width=16)
    table.add_column(_VALUE.say(language), justify="right", no_wrap=is_wide, overflow="fold")
    if is_wide:
        table.add_column(_COUNTS.say(language), justify="right", no_wrap=True)
    table.add_column(_TARGET.say(language), overflow="fold", no_wrap=is_wide)
    table.add_column(_VERDICT.say(language), no_wrap=True)
    table.add_column(_GAP.say(language), justify="right", overflow="fold")
    if is_wide:
        table.add_column(_REMARKS.say(language), overflow="fold")
    for row in rows:
        table.add_row(*(_wide(row, language) if is_wide else _middle(row, language)))
    return table


def _wide(row: Row, language: Language) -> list[Styled]:
    target = f"{row.target} ({row.by})" if row.by else row.target
    return [
        _name(row),
        Styled(row.value),
        Styled(row.counts),
        Styled(target),
        _verdict(row, language),
        *_last(row),
    ]


def _last(row: Row) -> list[Styled]:
    return [Styled(row.gap), Styled(row.remarks, style="dim")]


def _middle(row: Row, language: Language) -> list[Styled]:
    name = _name(row)
    if row.remarks:
        name.append(f"\n  {row.remarks}", style="dim")
    value = Styled(row.value)
    if row.counts:
        value.append(f"\n{row.counts}", style="dim")
    target = Styled(row.target)
    if row.by:
        target.append(f"\n{row.by}", style="dim")
    return [name, value, target, _verdict(row, language), Styled(row.gap)]


def _block(row: Row, language: Language) -> Styled:
    """One indicator on a screen too narrow for columns."""
    block = Styled(overflow="fold")
    block.append(f"{row.label(language)} ", style=STYLES[row.verdict])
    block.append(("  " if row.is_unit else "") + row.name)
    facts = [row.value, row.counts, row.target, row.by]
    block.append("\n    " + " ".join(fact for fact in facts if fact))
    if row.gap:
        block.append(f"\n    {_GAP.say(language)} {row.gap}")
    if row.remarks:
        block.append(f"\n    {row.remarks}", style="dim")
    return block


def _name(row: Row) -> Styled:
    return Styled(f"  {row.name}" if row.is_unit else row.name)


def _verdict(row: Row, language: Language) -> Styled:
    return Styled(row.label(language), style=STYLES[row.verdict])


def _render(scorecard: Scorecard, language: Language) -> bytes:
    """As plain text, for a file."""
    page = io.StringIO()
    console = Console(
        file=page, width=WIDTH_OF_A_PIPE, color_system=None, highlight=False, markup=False, emoji=False
    )
    print_scorecard(console, scorecard, language)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).encode() + b"\n"


WRITER = Writer("table", (".txt",), _render)
