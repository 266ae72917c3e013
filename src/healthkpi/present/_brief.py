"""The one page for the leader: how it stands, what needs attention, who is first and last, how far the figures hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from healthkpi.model.judgement import Verdict
from healthkpi.present._bulletin import CLOSING, Document, Part, with_table_numbers
from healthkpi.present._cells import verdict_word
from healthkpi.present._first_and_last import first_and_last
from healthkpi.present._layout import choices_said
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Tone, cell, column
from healthkpi.present._standing import EMPTY, Standing, short_cell, standings, target_cell
from healthkpi.present._standing import value_cell as standing_cell
from healthkpi.present.sections.overview import overview_said
from healthkpi.present.sections.quality import SECTION as QUALITY
from healthkpi.text import Text

# What fits on the page beside everything else.
MOST_TASKS, MOST_RANKED = 8, 5
_FIRST = (Verdict.MISSED, Verdict.BEHIND, Verdict.NOT_YET)
_TASKS = (
    column("任务", "Task"),
    column("目标", "Target"),
    column("完成", "Value", is_number=True),
    column("差额", "Short by"),
    column("判定", "Verdict"),
    column("牵头科室", "Office"),
)


def brief(report: Report) -> Document:
    """Parts without anything in them are left out."""
    found = standings(report)
    parts = [
        Part(Text("一、总体情况", "1. On the whole"), _overall(report, found), section="overview"),
        Part(Text("一、需要关注的任务", "1. What needs attention"), tuple(_tasks(found))),
        Part(Text("二、各单位情况", "2. The units"), tuple(_ranked(report))),
        Part(Text("三、数据情况", "3. The data"), tuple(_data(report))),
    ]
    area = report.scorecard.area
    title = Text(
        f"{area.zh}{_month(report)}任务进展情况", f"{area.en}: progress as of {report.scorecard.as_of}"
    )
    return Document(title, (), tuple(with_table_numbers(_numbered(parts))), tuple(map(Line, CLOSING)))


def _overall(report: Report, found: Sequence[Standing]) -> tuple[Line, ...]:
    said = overview_said(report, found) if found else Text("没有可核算的任务。", "There is nothing to count.")
    return (Line(said),)


def _month(report: Report) -> str:
    day = report.scorecard.as_of
    return f"{day.year}年{day.month}月" if day is not None else ""


def _numbered(parts: Sequence[Part]) -> list[Part]:
    """The parts that say something, counted anew."""
    kept = [part for part in parts if part.blocks]
    return [
        replace(part, title=Text(f"{'一二三四'[at]}{part.title.zh[1:]}", f"{at + 1}{part.title.en[1:]}"))
        for at, part in enumerate(kept)
    ]


def _tasks(found: Sequence[Standing]) -> Iterator[Block]:
    behind = [standing for verdict in _FIRST for standing in found if standing.verdict is verdict]
    if not behind:
        return
    yield Grid(_TASKS, [_task(each) for each in behind[:MOST_TASKS]], Text("滞后任务", "Tasks behind"))
    if len(behind) > MOST_TASKS:
        yield Line(
            Text(
                f"共{len(behind)}项，此处列{MOST_TASKS}项，其余见通报。",
                f"{len(behind)} in all, {MOST_TASKS} of them here; the others are in the bulletin.",
            ),
            Tone.QUIET,
        )


def _task(standing: Standing) -> list[Cell]:
    return [
        cell(standing.result.name),
        target_cell(standing),
        standing_cell(standing),
        _short(standing),
        verdict_word(standing.verdict),
        cell(standing.result.responsible or EMPTY),
    ]


def _short(standing: Standing) -> Cell:
    """Where each unit has to, how many do not: the bulletin names them."""
    count = len(standing.falling_short)
    return (
        cell(Text(f"{count}个单位", f"{count} unit{'' if count == 1 else 's'}"))
        if len(standing.units) > 1
        else short_cell(standing)
    )


def _ranked(report: Report) -> Iterator[Block]:
    yield from first_and_last(report, report.scorecard.supplied, MOST_RANKED)


def _data(report: Report) -> Iterator[Block]:
    """The first sentence of the section on the data, and what was chosen for this run."""
    first = next((block for block in QUALITY.make(report) if isinstance(block, Line)), None)
    if first is not None:
        yield Line(first.text)
    chosen = choices_said(report.scorecard)
    yield Line(Text(f"口径：{chosen.zh}。", f"Read as: {chosen.en}."), Tone.QUIET)
