"""What a workbook for the superior holds: a sheet a question, each made of the same lines and grids as a section."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.model.comparison import PREVIOUS_PERIOD
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.score import Total
from healthkpi.model.scorecard import IndicatorResult, Side, UnitResult
from healthkpi.model.value import ValueStatus
from healthkpi.present._cells import (
    change_cell,
    count_cell,
    tally_cell,
    unit_words,
    verdict_cell,
    verdict_word,
)
from healthkpi.present._charts import Chart, ranking_charts, target_charts, trends_of_lagging
from healthkpi.present._conditions import conditions
from healthkpi.present._figures import clean
from healthkpi.present._layout import chance_said, heading, reading_said, remarks, totals_line, verdict_of
from healthkpi.present._report import Report
from healthkpi.present._rows import Cells
from healthkpi.present._scores import points_text, total_formula, total_said
from healthkpi.present._section import Block, Cell, Column, Grid, Line, Tone, cell, column, filled_grid
from healthkpi.present._standing import (
    EMPTY,
    Standing,
    by_cell,
    due_by_now_cell,
    short_cell,
    short_with_unreported_cell,
    standings,
    target_cell,
    value_cell,
)
from healthkpi.present.sections import find_section, sections
from healthkpi.present.sections.findings import finding_row, findings_of
from healthkpi.text import Text, joined

Made = Iterable[Block | Chart]
Field = tuple[Column, Callable[[Report, Standing], Cell]]

_SIDES = {
    Side.NUMERATOR: Text("分子", "numerator"),
    Side.DENOMINATOR: Text("分母", "denominator"),
    Side.BASELINE: Text("基期", "baseline"),
    Side.CARRIED: Text("沿用", "carried forward"),
    Side.LEFT_OUT: Text("未计入", "left out"),
}
_SEVERITIES = {
    Severity.ERROR: cell(Text("错误，没有用上", "error, not used"), Tone.BAD),
    Severity.WARNING: cell(Text("疑问，用了", "warning, used"), Tone.WARN),
    Severity.NOTE: cell(Text("说明", "note"), Tone.QUIET),
}
_FINDING_COLUMNS = (
    column("性质", "Kind"),
    column("代码", "Code"),
    column("位置", "Place"),
    column("单位", "Unit"),
    column("原文", "As written"),
    column("读成", "Read as"),
    column("问题", "What is wrong"),
    column("怎么办", "What to do"),
    column("认可", "Accepted"),
)
_SOURCE_COLUMNS = (
    column("指标", "Indicator"),
    column("单位", "Unit"),
    column("完成值", "Value", is_number=True),
    column("部分", "Part"),
    column("列", "Field"),
    column("来源单元格", "Cells"),
)
_SILENT_COLUMNS = (
    column("指标", "Indicator"),
    column("统计表", "Table"),
    column("未报的单位", "Unit"),
    column("情况", "What is known"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name on the tab, its title, what stands in it from the top."""

    name: Text
    title: Text
    blocks: tuple[Block | Chart, ...]


def sheets_of(report: Report) -> list[Sheet]:
    """A sheet for each section asked for, else those of a report; on each the conditions its figures hold under."""
    chosen = [find_section(word) for word in report.sections]
    made: list[tuple[Text, Text, Made]] = [(each.name, each.title, each.make(report)) for each in chosen]
    if not chosen:
        made = [(name, title, make(report)) for name, title, make in _SHEETS]
    top = Line(heading(report.scorecard), Tone.QUIET)
    sheets = [Sheet(name, title, (top, *blocks)) for name, title, blocks in made]
    return [sheet for sheet in sheets if len(sheet.blocks) > 1]


def _summary(report: Report) -> Iterator[Block]:
    yield Line(totals_line(report.scorecard))
    yield _grid(report, _SUMMARY, standings(report))


def _charts(report: Report) -> Iterator[Chart]:
    """Values beside targets, then who stands where, then what has been behind for long."""
    yield from target_charts(report)
    yield from ranking_charts(report)
    yield from trends_of_lagging(report)


def chart_grid(chart: Chart) -> Grid:
    """The figures that a chart draws, one row for each name along its foot."""
    columns = [Column(chart.along), *(Column(series.name, is_number=True) for series in chart.series)]
    numbers = zip(*(series.numbers for series in chart.series), strict=True)
    rows = [
        [cell(_cleaned(name)), *(drawn_cell(chart, number) for number in row)]
        for name, row in zip(chart.categories, numbers, strict=True)
    ]
    return Grid(columns, rows, chart.title)


def drawn_cell(chart: Chart, number: Fraction | None) -> Cell:
    """A figure of a chart, or nothing."""
    return cell(EMPTY) if number is None else Cell(chart.said(number), number, chart.unit)


def _one(standing: Standing) -> UnitResult | None:
    return standing.units[0] if len(standing.units) == 1 else None


def _numerator(_report: Report, standing: Standing) -> Cell:
    unit = _one(standing)
    return count_cell(unit.value.value.numerator if unit is not None else None, "")


def _denominator(_report: Report, standing: Standing) -> Cell:
    unit = _one(standing)
    return count_cell(unit.value.value.denominator if unit is not None else None, "")


def _remarks(_report: Report, standing: Standing) -> Cell:
    unit = _one(standing)
    said = [_said(standing.result, unit)] if unit is not None else []
    reading = reading_said(standing.result)
    return cell(
        _cleaned(joined([each for each in (*said, reading) if each is not None and each.zh])), Tone.QUIET
    )


def _said(result: IndicatorResult, unit: UnitResult) -> Text:
    chance = chance_said(result, unit)
    return joined([each for each in (remarks(result, unit), chance) if each is not None and each.zh])


def _cleaned(words: Text) -> Text:
    return Text(clean(words.zh), clean(words.en))


_SUMMARY: Sequence[Field] = (
    (column("指标", "Indicator"), lambda _, each: cell(each.result.name)),
    (column("完成值", "Value", is_number=True), lambda _, each: value_cell(each)),
    (column("分子", "Numerator", is_number=True), _numerator),
    (column("分母", "Denominator", is_number=True), _denominator),
    (column("目标", "Target"), lambda _, each: target_cell(each)),
    (column("期限", "By"), lambda _, each: by_cell(each)),
    (column("判定", "Verdict"), lambda _, each: verdict_word(each.verdict)),
    (column("序时应达", "Due by now", is_number=True), lambda _, each: due_by_now_cell(each)),
    (column("差额", "Short by", is_number=True), lambda _, each: short_cell(each)),
    (
        column("含未报单位差额", "With those unreported", is_number=True),
        lambda _, each: short_with_unreported_cell(each),
    ),
    (column("牵头科室", "Office"), lambda _, each: cell(each.result.responsible or EMPTY)),
    (column("说明", "Remarks"), _remarks),
)


def _units(report: Report) -> Iterator[Block]:
    """Every unit of every level, with points and places where there are any."""
    members = [
        Standing(result, (unit,), verdict_of(unit))
        for result in report.scorecard.supplied
        for unit in result.results
        if unit.value.unit != report.scorecard.area.zh and report.unit in {None, unit.value.unit}
    ]
    if members:
        yield _grid(report, _UNITS, members)


def _grid(report: Report, fields: Sequence[Field], members: Sequence[Standing]) -> Grid:
    """Without the columns in which nothing stands: they would make the print of the others small."""
    return filled_grid(
        [heading for heading, _ in fields], [[make(report, each) for _, make in fields] for each in members]
    )


def _place(_report: Report, standing: Standing) -> Cell:
    rank = standing.units[0].rank
    return tally_cell(rank.place) if rank is not None and rank.place is not None else cell(EMPTY)


def _change(_report: Report, standing: Standing) -> Cell:
    change = standing.units[0].change(PREVIOUS_PERIOD)
    return change_cell(change.amount if change is not None else None, standing.result.unit)


def _points(_report: Report, standing: Standing) -> Cell:
    score = standing.units[0].score
    if score is None or score.points is None:
        return cell(EMPTY)
    return Cell(points_text(score.points, score.terms.full), score.points)


_UNITS: Sequence[Field] = (
    (column("指标", "Indicator"), lambda _, each: cell(each.result.name)),
    (column("层级", "Level"), lambda report, each: _level(report, each.units[0])),
    (column("单位", "Unit"), lambda report, each: cell(_cleaned(unit_words(report, each.units[0])))),
    (column("完成值", "Value", is_number=True), lambda _, each: value_cell(each)),
    (column("分子", "Numerator", is_number=True), _numerator),
    (column("分母", "Denominator", is_number=True), _denominator),
    (column("目标", "Target"), lambda _, each: target_cell(each)),
    (column("判定", "Verdict"), lambda _, each: verdict_cell(each.units[0])),
    (column("差额", "Short by", is_number=True), lambda _, each: short_cell(each)),
    (column("名次", "Place", is_number=True), _place),
    (column("较上期", "Change", is_number=True), _change),
    (column("得分", "Points", is_number=True), _points),
    (
        column("说明", "Remarks"),
        lambda _, each: cell(_cleaned(_said(each.result, each.units[0])), Tone.QUIET),
    ),
)


def _level(report: Report, unit: UnitResult) -> Cell:
    return cell(report.scorecard.levels.get(unit.value.level, EMPTY))


def _sources(report: Report) -> Iterator[Block]:
    """The cells of each figure, a line for each field."""
    rows = [
        row
        for result in report.scorecard.supplied
        for unit in result.results
        if unit.ranges and report.unit in {None, unit.value.unit}
        for row in _source_rows(report, result, unit)
    ]
    if rows:
        yield Grid(_SOURCE_COLUMNS, rows)


def _source_rows(report: Report, result: IndicatorResult, unit: UnitResult) -> Iterator[list[Cell]]:
    name, who = cell(result.name), cell(_cleaned(unit_words(report, unit)))
    value = value_cell(Standing(result, (unit,), verdict_of(unit)))
    for each in unit.ranges:
        yield [name, who, value, cell(_SIDES[each.side]), cell(clean(each.field)), cell(clean(each.cells))]


def _method(report: Report) -> Iterator[Block]:
    yield from (Line(each) for each in conditions(report.scorecard, report.policy))
    yield from sections()["basis"].make(report)


def _findings(report: Report) -> Iterator[Block]:
    cells = report.once(Cells)
    found = findings_of(report, cells, report.unit)
    if not found:
        yield Line(Text("没有发现问题", "nothing was found"))
        return
    rows = [
        [
            _SEVERITIES[each.code.severity],
            cell(each.code.id),
            *(replace(said, tone=Tone.PLAIN) for said in finding_row(report, cells, each)),
            cell(each.code.explanation),
            cell(_accepted(each)),
        ]
        for each in found
    ]
    yield Grid(_FINDING_COLUMNS, rows)


def _accepted(finding: Finding) -> str:
    """Why a finding may stand, who says so and when."""
    signed = finding.accepted
    return clean(f"{signed.reason} {signed.who} {signed.when.isoformat()}") if signed is not None else ""


def _silent(report: Report) -> Iterator[Block]:
    """Who is in no sum, and which indicators had no data at all."""
    rows = [row for result in report.scorecard.results for row in _silent_rows(report, result)]
    if rows:
        yield Grid(_SILENT_COLUMNS, rows)
    else:
        yield Line(Text("应报的都报了", "everybody has reported"))


def _silent_rows(report: Report, result: IndicatorResult) -> Iterator[list[Cell]]:
    name, table = cell(result.name), cell(_table_name(report, result))
    if not result.is_supplied:
        if report.unit is None:
            yield [name, table, cell(EMPTY), cell(Text("本次没有数据", "no data this time"))]
        return
    for unit in result.judged:
        value = unit.value.value
        for who in value.coverage.missing:
            if report.unit in {None, who}:
                yield [
                    name,
                    table,
                    cell(clean(who)),
                    cell(Text("未报或缺数", "not reported or blank")),
                ]
        if value.status is ValueStatus.MISSING and not value.coverage.missing:
            why = _cleaned(remarks(result, unit))
            yield [name, table, cell(_cleaned(unit_words(report, unit))), cell(why)]


def _table_name(report: Report, result: IndicatorResult) -> Text:
    """The table that an indicator is counted from; a derived one has none of its own."""
    indicator = report.policy.indicators[result.id]
    table = report.policy.tables.get(indicator.table or TASK_LEDGER)
    return EMPTY if result.kind == "derived" or table is None else table.name


def _totals(report: Report) -> Iterator[Block]:
    """A grid for each scorecard of the policy, the formula above it."""
    by_rule: dict[str, list[Total]] = {}
    for total in report.scorecard.totals:
        if report.unit in {None, total.unit}:
            by_rule.setdefault(total.rule.id, []).append(total)
    for totals in by_rule.values():
        rule = totals[0].rule
        names = [Column(rule.names[name], is_number=True) for name in rule.weights]
        head = [
            column("单位", "Unit"),
            column("总分", "Total", is_number=True),
            *names,
            column("说明", "Remarks"),
        ]
        yield Line(total_formula(rule))
        yield Grid(head, [_total_row(report, total) for total in totals], rule.name)


def _total_row(report: Report, total: Total) -> list[Cell]:
    area = report.scorecard.area
    parts = [
        cell(Text("—", "-"))
        if part.score is None
        else Cell(points_text(part.score.points, part.score.terms.full), part.score.points)
        for part in total.parts
    ]
    return [
        cell(area if total.unit == area.zh else clean(total.unit)),
        Cell(points_text(total.points, total.rule.full), total.points),
        *parts,
        cell(_cleaned(total_said(total)), Tone.QUIET),
    ]


_SHEETS: Sequence[tuple[Text, Text, Callable[[Report], Made]]] = (
    (Text("汇总", "Summary"), Text("各项指标完成情况汇总表", "Every indicator"), _summary),
    (Text("图表", "Charts"), Text("完成值、目标与名次图", "Values, targets and places"), _charts),
    (Text("各单位", "Units"), Text("各单位完成情况表", "Every unit"), _units),
    (Text("得分", "Points"), Text("得分表", "Points"), _totals),
    (Text("明细", "Sources"), Text("各数来源明细表", "The cells behind each figure"), _sources),
    (Text("口径说明", "Method"), Text("计算口径说明", "How the figures were made"), _method),
    (Text("问题数据", "Findings"), Text("问题数据清单", "Findings on the data"), _findings),
    (Text("未报", "Not reported"), Text("未报、缺数情况表", "What is missing"), _silent),
)
