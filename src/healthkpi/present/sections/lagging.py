"""Which tasks are behind: target, value, how many are short, and which office answers for it."""

from collections.abc import Callable, Iterator, Sequence

from healthkpi.model.judgement import Verdict
from healthkpi.present._cells import verdict_word
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Column, Grid, Line, Section, Tone, cell, column
from healthkpi.present._standing import (
    EMPTY,
    MOST_NAMED,
    Standing,
    by_cell,
    due_by_now_cell,
    short_cell,
    short_with_unreported_cell,
    standings,
    target_cell,
    value_cell,
)
from healthkpi.text import Text

NOTHING = Text("没有未达标、滞后或尚未达到的任务", "no task is missed, behind or not yet reached")
# A column that stands empty in every row is left out.
_COLUMNS: Sequence[tuple[Column, Callable[[Standing], Cell]]] = (
    (column("任务", "Task"), lambda standing: cell(standing.result.name)),
    (column("目标", "Target"), target_cell),
    (column("期限", "By"), by_cell),
    (column("完成", "Value", is_number=True), value_cell),
    (column("序时应达", "Due by now", is_number=True), due_by_now_cell),
    (column("差额", "Short by"), short_cell),
    (column("含未报单位差额", "With those unreported", is_number=True), short_with_unreported_cell),
    (column("判定", "Verdict"), lambda standing: verdict_word(standing.verdict)),
    (column("牵头科室", "Office"), lambda standing: cell(standing.result.responsible or EMPTY)),
)
# What is behind by the day comes before what has time left and no path to be held against.
_GRIDS = (
    ((Verdict.MISSED, Verdict.BEHIND), Text("未达标和滞后的任务", "Missed and behind")),
    ((Verdict.NOT_YET,), Text("未到期、尚未达到的任务", "Not yet due and not yet reached")),
)


def _make(report: Report) -> Iterator[Block]:
    found = standings(report)
    grids = [_grid(found, verdicts, title) for verdicts, title in _GRIDS]
    yield from (grid for grid in grids if grid.rows)
    yield from _who(found)
    if not any(grid.rows for grid in grids):
        yield Line(NOTHING, Tone.QUIET)


def _grid(found: Sequence[Standing], verdicts: Sequence[Verdict], title: Text) -> Grid:
    members = [standing for verdict in verdicts for standing in found if standing.verdict is verdict]
    made = [(heading, [cell_of(standing) for standing in members]) for heading, cell_of in _COLUMNS]
    kept = [(heading, cells) for heading, cells in made if any(each.text.zh for each in cells)]
    rows = list(zip(*(cells for _, cells in kept), strict=True))
    return Grid([heading for heading, _ in kept], rows, title)


def _who(found: Sequence[Standing]) -> Iterator[Line]:
    """Where each unit is judged and the cell has no room for all that fall short."""
    shown = {verdict for verdicts, _ in _GRIDS for verdict in verdicts}
    for standing in found:
        if standing.verdict in shown and len(standing.falling_short) > MOST_NAMED:
            who, name = named([unit.value.unit for unit in standing.falling_short]), standing.result.name
            yield Line(Text(f"{name.zh}未达到的：{who.zh}", f"{name.en}, below: {who.en}"))


SECTION = Section(Text("滞后", "lagging"), Text("滞后任务", "Tasks behind"), 15, _make)
