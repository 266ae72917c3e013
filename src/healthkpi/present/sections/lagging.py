"""Which tasks are behind: target, value, how many are short, and which office answers for it."""

from collections.abc import Iterator, Sequence

from healthkpi.model.judgement import Verdict
from healthkpi.present._cells import verdict_word
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.present._standing import (
    EMPTY,
    Standing,
    by_cell,
    short_cell,
    standings,
    target_cell,
    value_cell,
)
from healthkpi.text import Text

NOTHING = Text("没有未达标、滞后或尚未达到的任务", "no task is missed, behind or not yet reached")
_COLUMNS = (
    column("任务", "Task"),
    column("目标", "Target"),
    column("期限", "By"),
    column("完成", "Value", is_number=True),
    column("差额", "Short by", is_number=True),
    column("判定", "Verdict"),
    column("牵头科室", "Office"),
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
    rows = [_row(standing) for verdict in verdicts for standing in found if standing.verdict is verdict]
    return Grid(_COLUMNS, rows, title)


def _row(standing: Standing) -> list[Cell]:
    return [
        cell(standing.result.name),
        target_cell(standing),
        by_cell(standing),
        value_cell(standing),
        short_cell(standing),
        verdict_word(standing.verdict),
        cell(standing.result.responsible or EMPTY),
    ]


def _who(found: Sequence[Standing]) -> Iterator[Line]:
    """Where each unit is judged, which of them fall short."""
    shown = {verdict for verdicts, _ in _GRIDS for verdict in verdicts}
    for standing in found:
        if standing.verdict in shown and len(standing.units) > 1:
            who, name = named([unit.value.unit for unit in standing.falling_short]), standing.result.name
            yield Line(Text(f"{name.zh}未达到的：{who.zh}", f"{name.en}, below: {who.en}"))


SECTION = Section(Text("滞后", "lagging"), Text("滞后任务", "Tasks behind"), 15, _make)
