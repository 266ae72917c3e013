"""What is asked of whom: how many to make up and by when, which returns are owed, which figures are to be checked.

Every sentence comes from the figures. Where a date has passed no new one is made up: the office is asked to name it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from healthkpi.model.finding import Severity
from healthkpi.model.judgement import Gap, Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import level_below, unit_words
from healthkpi.present._figures import clean, number_text
from healthkpi.present._layout import gap_unit, named
from healthkpi.present._report import Report
from healthkpi.present._returns import Returns, find_returns, table_name
from healthkpi.present._rows import Cells
from healthkpi.present._section import Block, Line, Section, Tone
from healthkpi.present._standing import Standing, standings
from healthkpi.text import Text, joined, same

# A paragraph of more is read by nobody; the tables of the bulletin have all of them.
MOST_TASKS, MOST_OFFICES, MOST_UNITS = 8, 12, 6
NOTHING = Text("没有要补齐、补报或核对的", "nothing is to be made up, sent or checked")
_OVERDUE = Text(
    "下列{count}项期限已过，仍未达标，请牵头科室督促有关单位尽快补齐，并报送补齐时限。",
    "Past the date and still missed: {count}. The offices see to it that they are made up soon, and name the day.",
)
_RUNNING = Text(
    "下列{count}项尚未到期，请牵头科室按期限推进。",
    "Not yet due: {count}. The offices see to it that they are done by their dates.",
)
_NO_DATE = Text("期限未注明", "no date is given")
_NO_OFFICE = Text("未注明牵头科室的", "Without an office")


def _make(report: Report) -> Iterator[Block]:
    parts = [part for part in (make(report) for make in _PARTS) if part is not None]
    for number, (title, lines) in enumerate(parts):
        yield Line(
            Text(f"（{'一二三四五'[number]}）{title.zh}", f"({number + 1}) {title.en}"),
            Tone.STRONG,
            is_heading=True,
        )
        yield from map(Line, lines)
    if not parts:
        yield Line(NOTHING, Tone.QUIET)


Part = tuple[Text, list[Text]]


def _overdue(report: Report) -> Part | None:
    found = [each for each in standings(report) if each.verdict is Verdict.MISSED and each.is_left_to_do]
    title = Text("到期未达标的，尽快补齐", "Make up what is missed")
    return _of_tasks(report, found, title, _OVERDUE) if found else None


def _running(report: Report) -> Part | None:
    found = [each for each in standings(report) if each.verdict in {Verdict.BEHIND, Verdict.NOT_YET}]
    title = Text("未到期的，按期完成", "Be in time with what is not yet due")
    return _of_tasks(report, found, title, _RUNNING) if found else None


def _of_tasks(report: Report, found: Sequence[Standing], title: Text, said: Text) -> Part:
    return title, [said.format(count=len(found)), *_by_office(report, found)]


def _by_office(report: Report, found: Sequence[Standing]) -> Iterator[Text]:
    """A paragraph for each office, those without one last."""
    offices = list(dict.fromkeys(each.result.responsible for each in found))
    ordered = [*(office for office in offices if office is not None), None]
    shown = [(office, [each for each in found if each.result.responsible == office]) for office in ordered]
    shown = [(office, members) for office, members in shown if members]
    for office, members in shown[:MOST_OFFICES]:
        said = _tasks(report, members)
        who = office or (_NO_OFFICE if len(shown) > 1 else None)
        yield (
            Text(f"{who.zh}：{said.zh}。", f"{who.en}: {said.en}.")
            if who
            else Text(f"{said.zh}。", f"{said.en}.")
        )
    left = sum(len(members) for _, members in shown[MOST_OFFICES:])
    if left:
        yield Text(f"其余{left}项见滞后任务表。", f"{left} more in the table of tasks behind.")


def _tasks(report: Report, members: Sequence[Standing]) -> Text:
    """One after the other; a day that all of them have is said once."""
    shown, more = members[:MOST_TASKS], len(members) - MOST_TASKS
    days = {_due(each) for each in shown}
    day = next(iter(days)) if len(days) == 1 and len(shown) > 1 else None
    said = [_task(report, each, says_when=day is None) for each in shown]
    if day is not None:
        said.append(Text(f"均须于{_day(day)}前完成", f"all by {day}"))
    if more > 0:
        said.append(Text(f"其余{more}项见滞后任务表", f"{more} more in the table of tasks behind"))
    return joined(said, "；", "; ")


def _task(report: Report, standing: Standing, *, says_when: bool) -> Text:
    """The indicator, how much is short and of whom, and by when where there is time."""
    result, short = standing.result, _short(report, standing)
    said = [Text(result.name.zh + short.zh, f"{result.name.en}: {short.en}")]
    if says_when and standing.verdict is not Verdict.MISSED:
        day = _due(standing)
        said.append(_NO_DATE if day is None else Text(f"{_day(day)}前完成", f"by {day}"))
    return joined([*said, *_a_month(standing)], "，", ", ")


def _short(report: Report, standing: Standing) -> Text:
    if len(standing.units) > 1:
        undone = [unit for unit in standing.falling_short if not unit.is_done_late]
        who = _units_said(report, standing.result, undone, is_task=standing.is_task)
        return Text(f"，{who.zh}", who.en)
    if standing.is_task:
        done = "办结" if standing.result.name.zh.endswith("完成") else "完成"
        return Text(f"尚未{done}", "not done")
    unit = standing.units[0]
    if unit.judgement.gap is None:
        return Text("未达到目标", "below the target")
    said = _gap_said(unit.judgement.gap, standing.result)
    below = _below(report, standing.result, unit)
    who = _units_said(report, standing.result, below, is_task=False)
    return Text(f"{said.zh}（{who.zh}）", f"{said.en} ({who.en})") if below else said


def _gap_said(gap: Gap, result: IndicatorResult) -> Text:
    """How many, and how many with those who did not report."""
    amount = number_text(gap.amount, gap_unit(result))
    said = (
        Text(f"超{amount.zh}", f"{amount.en} over")
        if gap.over
        else Text(f"差{amount.zh}", f"{amount.en} short")
    )
    if gap.with_unreported is None:
        return said
    whole = number_text(gap.with_unreported, gap_unit(result))
    return Text(f"{said.zh}，含未报单位差{whole.zh}", f"{said.en}, {whole.en} with those unreported")


def _below(report: Report, result: IndicatorResult, whole: UnitResult) -> list[UnitResult]:
    """The units of the level below that fall short themselves, those with the largest gap first."""
    if report.unit is not None:
        return []
    units = [unit for group in level_below(report, result) for unit in group if unit is not whole]
    short = [unit for unit in units if unit.judgement.reached is False and unit.judgement.gap is not None]
    return sorted(short, key=lambda unit: -unit.judgement.gap.amount if unit.judgement.gap is not None else 0)


def _units_said(
    report: Report, result: IndicatorResult, units: Sequence[UnitResult], *, is_task: bool
) -> Text:
    said = []
    for unit in units[:MOST_UNITS]:
        name, gap = unit_words(report, unit), unit.judgement.gap
        short = Text("", "") if is_task or gap is None else _gap_said(gap, result)
        said.append(Text(clean(name.zh) + short.zh, f"{clean(name.en)} {short.en}".rstrip()))
    who, more = joined(said, "、", ", "), len(units) - MOST_UNITS
    undone = Text("未完成", " not done") if is_task else Text("", "")
    return Text(
        who.zh + (f"等{len(units)}个单位" if more > 0 else "") + undone.zh,
        who.en + (f" and {more} more" if more > 0 else "") + undone.en,
    )


def _due(standing: Standing) -> date | None:
    """The day of a target that is not yet due."""
    if standing.verdict is Verdict.MISSED:
        return None
    days = [unit.judgement.target.by for unit in standing.units if unit.judgement.target is not None]
    return next((each for each in days if each is not None), None)


def _a_month(standing: Standing) -> Iterator[Text]:
    """What it takes a month, where there is time."""
    if standing.verdict is Verdict.MISSED:
        return
    pace = standing.units[0].pace if len(standing.units) == 1 else None
    # Of one clinic in two years nobody makes up a part each month.
    if pace is not None and pace.needed and pace.left is not None and 0 < pace.needed < pace.left:
        needed = number_text(pace.needed, gap_unit(standing.result))
        yield Text(f"每月须完成{needed.zh}", f"{needed.en} a month")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _to_send(report: Report) -> Part | None:
    """Which returns are owed, table by table, and who left cells blank."""
    if report.scorecard.suppressed_below is not None:
        return None
    found = report.once(find_returns)
    lines = [*_owed(report, found), *_blank(found)]
    return (Text("缺报漏报的，抓紧补报", "Send what is owed"), lines) if lines else None


def _owed(report: Report, found: Returns) -> Iterator[Text]:
    due = f"（应于{_day(report.report_by)}前报送）" if report.report_by is not None else ""
    due_en = f" (due by {report.report_by})" if report.report_by is not None else ""
    for table, members in groupby(found.unreported, lambda each: each.table):
        who, name = named([each.unit for each in members], MOST_UNITS), table_name(report, table)
        yield Text(
            f"请{who.zh.replace(' ', '')}补报《{name.zh}》{due}。",
            f"To be sent by {who.en}: {name.en}{due_en}.",
        )


def _blank(found: Returns) -> Iterator[Text]:
    counts: dict[str, int] = {}
    for each in found.blanks:
        counts[each.unit] = counts.get(each.unit, 0) + 1
    if counts:
        who = _counted(counts)
        yield Text(
            f"已报的表中有空白，请补填后重报：{who.zh}。没有发生的填0。",
            f"Cells to be filled in and sent again: {who.en}. Write 0 where there was nothing.",
        )


def _to_check(report: Report) -> Part | None:
    """Who has to check how many cells; which ones stands in the table of findings."""
    cells = report.once(Cells)
    counts: dict[str, int] = {}
    for finding in report.scorecard.open_findings:
        at = cells.at(finding.place)
        # Of a row that only has a number (#7 of a list of patients) the township is asked.
        unit = (cells.unit(at[0], at[1]) if at is not None else "") or finding.unit or ""
        if finding.code.severity is not Severity.NOTE and report.unit in {None, unit}:
            counts[unit] = counts.get(unit, 0) + 1
    if not counts:
        return None
    without = counts.pop("", 0)
    said = []
    if counts:
        who = _counted(counts)
        said.append(
            Text(
                f"请下列单位核对存疑和有误的数据，有出入的书面更正：{who.zh}",
                f"These units check what is doubtful or wrong, and correct it in writing: {who.en}",
            )
        )
    if without:
        said.append(
            Text(
                f"{'另有' if counts else '有'}{without}处在合计、表头或未注明单位处，请填表单位核对",
                f"{without} {'more ' if counts else ''}in totals, headings or without a unit are checked by who filled in "
                "the table",
            )
        )
    whole = joined(said)
    return Text("存疑数据，逐项核实", "Check the doubtful figures"), [Text(f"{whole.zh}。", f"{whole.en}.")]


def _counted(counts: dict[str, int]) -> Text:
    names = sorted(counts.items(), key=lambda each: -each[1])
    shown = [
        Text(f"{clean(name)}（{count}处）", f"{clean(name)} ({count})") for name, count in names[:MOST_UNITS]
    ]
    said, more = joined(shown, "、", ", "), len(names) - MOST_UNITS
    return Text(f"{said.zh}等{len(names)}个单位", f"{said.en} and {more} more") if more > 0 else said


def _to_settle(report: Report) -> Part | None:
    """What could not be judged for want of a figure, a parameter or evidence."""
    found = [each for each in standings(report) if each.verdict is Verdict.NOT_JUDGED]
    if not found:
        return None
    names = joined([each.result.name for each in found[:MOST_TASKS]], "、", ", ")
    more = len(found) - MOST_TASKS
    rest = Text(f"等{len(found)}项", f" and {more} more") if more > 0 else same("")
    said = Text(
        f"{names.zh}{rest.zh}未能判定，请有关科室和单位补齐数据、参数或佐证材料。",
        f"Not judged: {names.en}{rest.en}. What is wanting (figures, parameters, evidence) is to be supplied.",
    )
    return Text("未判定的，补齐依据", "Supply what is needed to judge"), [said]


_PARTS: Sequence[Callable[[Report], Part | None]] = (_overdue, _running, _to_send, _to_check, _to_settle)

SECTION = Section(Text("下步要求", "next steps"), Text("下步要求", "What is asked for"), 65, _make)
