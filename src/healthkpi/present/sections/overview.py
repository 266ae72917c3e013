"""How it stands on the whole: how many tasks are done, on their path, behind, missed, not judged."""

from collections.abc import Iterator, Mapping, Sequence

from healthkpi.model.judgement import Verdict
from healthkpi.present._cells import tally_cell, verdict_word
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.present._standing import Standing, day_said, is_whole, standings, unreported
from healthkpi.text import Text, joined, same

NOTHING = Text("没有可核算的任务", "there is nothing to count")
# A value at its target counts as done, before the date as well as after it.
DONE = (Verdict.MET, Verdict.REACHED)
_SAID = (
    (DONE, Text("已完成{count}项", "{count} done")),
    ((Verdict.AHEAD,), Text("达序时{count}项", "{count} on the path")),
    ((Verdict.BEHIND,), Text("滞后{count}项", "{count} behind")),
    ((Verdict.MISSED,), Text("到期未达标{count}项", "{count} missed")),
    ((Verdict.NOT_YET,), Text("未到期尚未达到{count}项", "{count} not yet reached and not yet due")),
    ((Verdict.NOT_JUDGED,), Text("未判定{count}项", "{count} not judged")),
    ((Verdict.RECORDED,), Text("仅监测{count}项", "{count} recorded only")),
    ((Verdict.NOT_APPLICABLE,), Text("不适用{count}项", "{count} not applicable")),
)
_COLUMNS = (
    column("判定", "Verdict"),
    column("项数", "Tasks", is_number=True),
    column("量化指标", "Measured", is_number=True),
    column("办理事项", "To be done", is_number=True),
)
MOST_NAMES = 6


def _make(report: Report) -> Iterator[Block]:
    found = standings(report)
    if not found:
        yield Line(NOTHING, Tone.QUIET)
        return
    yield Line(overview_said(report, found), Tone.STRONG)
    yield Grid(_COLUMNS, list(_rows(found)), Text("完成情况", "How it stands"))
    yield from _not_whole(report, found)


def overview_said(report: Report, found: Sequence[Standing]) -> Text:
    """The one sentence: 截至2018年9月底，38项任务已完成21项，达序时11项，滞后6项."""
    counts = [_SAID[at][1].format(count=count) for at, count in enumerate(_counts(found)) if count]
    said = joined(counts, "，", ", ")
    day, tasks = day_said(report), _tasks_said(found)
    who = same(f"{clean(report.unit)}的") if report.unit is not None else same("")
    for_whom = f" for {clean(report.unit)}" if report.unit is not None else ""
    without = len(report.scorecard.results) - len(report.scorecard.supplied)
    rest_zh = f"；另有{without}项本次没有数据" if without and report.unit is None else ""
    rest_en = f"; {without} more have no data this time" if without and report.unit is None else ""
    return Text(
        f"{day.zh}，{who.zh}{tasks.zh}中，{said.zh}{rest_zh}。",
        f"{day.en}, of {tasks.en}{for_whom}: {said.en}{rest_en}.",
    )


def _counts(found: Sequence[Standing]) -> list[int]:
    return [sum(standing.verdict in verdicts for standing in found) for verdicts, _ in _SAID]


def _tasks_said(found: Sequence[Standing]) -> Text:
    total, tasks = len(found), sum(standing.is_task for standing in found)
    plural = "" if total == 1 else "s"
    if not tasks:
        return Text(f"{total}项量化任务", f"{total} measured task{plural}")
    if tasks == total:
        return Text(f"{total}项办理事项", f"{total} task{plural} to be done")
    measured = total - tasks
    return Text(
        f"{total}项任务（量化指标{measured}项、办理事项{tasks}项）",
        f"{total} tasks ({measured} measured, {tasks} to be done)",
    )


def _rows(found: Sequence[Standing]) -> Iterator[list[Cell]]:
    for verdict in Verdict:
        members = [standing for standing in found if standing.verdict is verdict]
        if members:
            yield [verdict_word(verdict), *_numbers(members)]
    yield [cell(Text("合计", "all"), Tone.STRONG), *_numbers(found)]


def _numbers(members: Sequence[Standing]) -> list[Cell]:
    tasks = sum(standing.is_task for standing in members)
    return [tally_cell(len(members)), tally_cell(len(members) - tasks), tally_cell(tasks)]


def _not_whole(report: Report, found: Sequence[Standing]) -> Iterator[Line]:
    """How many figures lack somebody, and whom."""
    lacking = [standing for standing in found if not is_whole(standing)]
    if not lacking:
        return
    count, who = len(lacking), _whom(unreported(lacking, report))
    yield Line(
        Text(
            f"有{count}项数据不全{f'，其中缺报的有{who.zh}' if who.zh else ''}。",
            f"{count} {'lacks' if count == 1 else 'lack'} figures{f' of {who.en}' if who.en else ''}.",
        ),
        Tone.WARN,
    )


def _whom(counts: Mapping[str, int]) -> Text:
    names = sorted(counts.items(), key=lambda each: -each[1])
    shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    zh = "、".join(f"{clean(name)}（{count}项）" for name, count in shown)
    en = ", ".join(f"{clean(name)} ({count})" for name, count in shown)
    return Text(f"{zh}等{len(names)}个", f"{en} and {more} more") if more > 0 else Text(zh, en)


SECTION = Section(Text("总体", "overview"), Text("总体情况", "On the whole"), 10, _make)
