"""What a bulletin has room for of the long lists; all of them are in the workbook, and it is said in which sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from healthkpi.model.scorecard import IndicatorResult
from healthkpi.present._charts import MOST_RANKINGS
from healthkpi.present._first_and_last import first_and_last
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Column, Grid, Line, Tone, cell, column, filled_grid
from healthkpi.present._standing import FALLING_SHORT
from healthkpi.present.sections import gap, sections
from healthkpi.present.sections.basis import METHOD_COLUMNS, method_row
from healthkpi.present.sections.ranking import ranked, ranking_of
from healthkpi.text import Text

# About two pages of a table, one of sentences.
MOST_ROWS, MOST_LINES = 60, 12
MOST_PLACES = 30
REST = Text(
    "共{count}行，此处列{shown}行，其余见达标情况工作簿“{sheet}”表。",
    "{count} rows, {shown} of them here; the others are in the workbook, sheet {sheet}.",
)
REST_OF_LINES = Text(
    "另有{count}条，见达标情况工作簿“{sheet}”表。", "{count} more are in the workbook, sheet {sheet}."
)
SUMMARY, UNITS = Text("汇总", "Summary"), Text("各单位", "Units")
METHOD, NOT_REPORTED = Text("口径说明", "Method"), Text("未报", "Not reported")
_NAMED = column("指标", "Indicator")


def tasks_behind(report: Report) -> Iterator[Block]:
    """The first of them, those that are missed before those that still have time."""
    for block in sections()["lagging"].make(report):
        yield from few_rows(block, SUMMARY, MOST_ROWS) if isinstance(block, Grid) else [block]


def rankings(report: Report) -> Iterator[Block]:
    """The places of some indicators, those that fall short before others; of the rest who is first and who is last."""
    ordered = sorted(ranked(report), key=lambda result: result.verdict not in FALLING_SHORT)
    whole, rest = ordered[:MOST_RANKINGS], ordered[MOST_RANKINGS:]
    made = list(ranking_of(report, whole))
    yield from (block for block in made if isinstance(block, Grid))
    if rest:
        yield from first_and_last(report, rest, MOST_PLACES)
        yield Line(
            Text(
                f"另{len(rest)}项只列首末位，全部名次见达标情况工作簿“{UNITS.zh}”表。",
                f"Of {len(rest)} more only the first and the last; all places are in the workbook, sheet {UNITS.en}.",
            ),
            Tone.QUIET,
        )
    yield from (block for block in made if isinstance(block, Line))


def shortfalls(report: Report) -> Iterator[Block]:
    """Who is short and by how much, in one table; the rows that lack a criterion in another."""
    measured = [result for result in report.scorecard.supplied if result.kind != "attested"]
    title = Text("未达标单位及差额", "Units below their targets")
    yield from _together(measured, [gap.short_rows(report, each) for each in measured], gap.COLUMNS, title)
    said = [
        replace(line, text=Text(f"{result.name.zh}：{line.text.zh}", f"{result.name.en}: {line.text.en}"))
        for result in measured
        if report.unit is None
        for line in gap.with_unreported(result)
    ]
    yield from few_lines(said, UNITS)
    listed = [gap.candidate_rows(each) if report.unit is None else [] for each in measured]
    title = Text(
        "未达标的机构和所缺条件（差得少的在前）", "Rows that fall short, those that lack least first"
    )
    yield from _together(measured, listed, gap.CANDIDATE_COLUMNS, title)


def _together(
    results: Sequence[IndicatorResult],
    rows: Sequence[Sequence[Sequence[Cell]]],
    columns: Sequence[Column],
    title: Text,
) -> Iterator[Block]:
    """The rows of several indicators in one table: the first of each, as many as there is room for."""
    found = [(result, each) for result, each in zip(results, rows, strict=True) if each]
    count = sum(len(each) for _, each in found)
    most = _of_each([len(each) for _, each in found], MOST_ROWS)
    shown = [[cell(result.name), *row] for result, each in found for row in each[:most]][:MOST_ROWS]
    if shown:
        yield filled_grid([_NAMED, *columns], shown, title)
    if len(shown) < count:
        yield Line(REST.format(count=count, shown=len(shown), sheet=UNITS), Tone.QUIET)


def _of_each(counts: Sequence[int], room: int) -> int:
    """How many rows each may have, so that all of them have some."""
    fitting = [most for most in range(1, room + 1) if sum(min(count, most) for count in counts) <= room]
    return max(fitting, default=1)


def method(report: Report) -> Iterator[Block]:
    """How the figures of the tasks behind, and those that were read in a way of the bureau's choosing, were made."""
    supplied = report.scorecard.supplied
    told = [each for each in supplied if each.verdict in FALLING_SHORT or each.chosen_reading is not None]
    shown = list(supplied) if len(supplied) <= MOST_LINES else told[: MOST_ROWS // 2]
    if shown:
        title = Text("计算口径", "How the figures were made")
        yield filled_grid(METHOD_COLUMNS, [method_row(report, each) for each in shown], title)
    if len(shown) < len(supplied):
        yield Line(
            Text(
                f"此处列未达标和滞后的{len(shown)}项，全部{len(supplied)}项见达标情况工作簿“{METHOD.zh}”表。",
                f"Here are {len(shown)} that are missed or behind; all {len(supplied)} are in the workbook, sheet {METHOD.en}.",
            ),
            Tone.QUIET,
        )
    yield from (block for block in sections()["basis"].make(report) if isinstance(block, Line))


def returns(report: Report) -> Iterator[Block]:
    """Who did not send what; the blanks as far as there is room."""
    lines: list[Line] = []
    for block in sections()["returns"].make(report):
        if isinstance(block, Line) and block.tone is not Tone.QUIET and not block.is_aside:
            lines.append(block)
            continue
        yield from few_lines(lines, NOT_REPORTED)
        lines = []
        yield from few_rows(block, NOT_REPORTED) if isinstance(block, Grid) else [block]
    yield from few_lines(lines, NOT_REPORTED)


def few_lines(lines: Sequence[Line], sheet: Text) -> Iterator[Line]:
    """As many as are read, and how many more."""
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield Line(REST_OF_LINES.format(count=len(lines) - MOST_LINES, sheet=sheet), Tone.QUIET)


def few_rows(grid: Grid, sheet: Text, most: int = MOST_ROWS // 2) -> Iterator[Block]:
    """The first rows, and how many there are."""
    yield Grid(grid.columns, grid.rows[:most], grid.title, grid.about)
    if len(grid.rows) > most:
        yield Line(REST.format(count=len(grid.rows), shown=most, sheet=sheet), Tone.QUIET)
