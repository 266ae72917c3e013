"""A sheet for each unit with its own figures only: values, gaps, place, pace, what it must explain, and a receipt for corrections.

With `--unit 口泉乡` one sheet, without it one for every unit of the level below the area. Figures of health centres and clinics
that belong to the unit stand on its sheet; those of other units never do.
"""

from collections.abc import Iterator, Sequence

from healthkpi.model.comparison import PREVIOUS_PERIOD
from healthkpi.model.finding import Severity
from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.table import StatTable
from healthkpi.model.value import Failing
from healthkpi.present._cells import change_cell, count_cell, value_cell, verdict_cell
from healthkpi.present._figures import clean, gap_text, number_text, target_text
from healthkpi.present._layout import gap_unit, named
from healthkpi.present._report import Report
from healthkpi.present._returns import Returns, find_returns, table_name
from healthkpi.present._rows import ROWS_HIDDEN, Cells, reporting_level
from healthkpi.present._section import Block, Cell, Line, Section, Tone, cell, column, filled_grid
from healthkpi.present.sections.findings import findings_of
from healthkpi.text import Text, same

Figure = tuple[IndicatorResult, UnitResult]
_COLUMNS = (
    column("指标", "Indicator"),
    column("目标", "Target"),
    column("完成值", "Value", is_number=True),
    column("判定", "Verdict"),
    column("差额", "Short by"),
    column("名次", "Place"),
    column("较上期", "Change", is_number=True),
    column("每月需", "Needed a month", is_number=True),
)
RECEIPT = (
    Text(
        "更正回执（没有更正的填“无”，{days}）：",
        "Receipt for corrections (write none if there are none, {days}):",
    ),
    Text(
        "  统计表________ 单元格____ 原数________ 更正为________",
        "  table________ cell____ was________ should be________",
    ),
    Text("  依据____________________ 附件____ 份", "  because____________________ with ____ enclosures"),
    Text(
        "  填报人________ 审核人________ 日期________（盖章）",
        "  filled in by________ checked by________ date________ (seal)",
    ),
)
BY_RETURN = Text("收到后退回", "return it on receipt")


def _make(report: Report) -> Iterator[Block]:
    is_one = report.unit is not None and report.unit != report.scorecard.area.zh
    units = [report.unit or ""] if is_one else units_below(report)
    if not units:
        yield Line(Text("没有下一级单位", "there are no units below the area"), Tone.QUIET)
        return
    cells, returns = report.once(Cells), report.once(find_returns)
    own = figures_by_unit(report, cells)
    for unit in units:
        yield from _sheet(report, cells, returns, unit, own.get(unit, ()))


def units_below(report: Report) -> list[str]:
    """Those of the list; without one those that the figures are of."""
    level = reporting_level(report.policy)
    listed = list(report.policy.words.units.get(level, ())) if level is not None else []
    found = (unit.value for result in report.scorecard.supplied for unit in result.results)
    return listed or list(dict.fromkeys(each.unit for each in found if each.level == level))


def _sheet(
    report: Report, cells: Cells, returns: Returns, unit: str, own: Sequence[Figure]
) -> Iterator[Block]:
    card = report.scorecard
    yield Line(
        Text(
            f"反馈单：{unit}（{card.area.zh}，截至 {card.as_of}）",
            f"Feedback: {unit} ({card.area.en}, as of {card.as_of})",
        ),
        Tone.STRONG,
    )
    yield from own_figures(report, cells, returns, unit, own)
    for line in RECEIPT:
        yield Line(line.format(days=BY_RETURN) if "{days}" in line.zh else line)


def own_figures(
    report: Report, cells: Cells, returns: Returns, unit: str, own: Sequence[Figure]
) -> Iterator[Block]:
    """The figures of one unit and what it has to explain."""
    listed = [(result, each) for result, each in own if _is_named(cells, each, unit)]
    if listed:
        yield filled_grid(_COLUMNS, [_row(result, each, unit) for result, each in listed])
    else:
        yield Line(Text("本期没有本单位的数", "no figure of this unit this time"), Tone.WARN)
    yield from _below(own, listed)
    if report.scorecard.suppressed_below is None:
        yield from _to_explain([*_falls(listed), *_doubts(report, cells, returns, unit)])
    else:
        yield Line(ROWS_HIDDEN, Tone.WARN, is_aside=True)


def figures_by_unit(report: Report, cells: Cells) -> dict[str, list[Figure]]:
    """For each unit its own results, and those of the institutions and villages whose rows are its own."""
    own: dict[str, list[Figure]] = {}
    for result in report.scorecard.supplied:
        stat = report.tables.get(report.policy.indicators[result.id].table or "")
        is_each = len(result.judged) > 1
        for each in result.results:
            # The sum of what each clinic must have is no figure of the unit.
            is_sum = not each.is_judged and is_each and each.judgement.verdict is Verdict.RECORDED
            if each.value.unit == report.scorecard.area.zh or is_sum:
                continue
            for unit in _owners(cells, stat, each):
                own.setdefault(unit, []).append((result, each))
    return own


def _owners(cells: Cells, stat: StatTable | None, each: UnitResult) -> set[str]:
    """The unit that a result is of, by its name, and the one that all its rows belong to."""
    rows = each.value.value.rows if stat is not None else ()
    of_rows = {cells.unit(stat, row) for row in rows} if stat is not None else set()
    return {each.value.unit, cells.above(each.value.unit), *(of_rows if len(of_rows) == 1 else ())}


def _is_named(cells: Cells, each: UnitResult, unit: str) -> bool:
    return unit in {each.value.unit, cells.above(each.value.unit)}


def _row(result: IndicatorResult, each: UnitResult, unit: str) -> list[Cell]:
    target, gap = each.judgement.target, each.judgement.gap
    name = result.name
    if each.value.unit != unit:
        name = Text(f"{name.zh}（{each.value.unit}）", f"{name.en} ({each.value.unit})")
    change, pace = each.change(PREVIOUS_PERIOD), each.pace
    short = gap_text(gap, gap_unit(result)) if each.value.value.status.has_value else Text("", "")
    return [
        cell(name),
        cell(target_text(target, result.unit) if target is not None else Text("", "")),
        value_cell(result, each),
        verdict_cell(each),
        Cell(short, gap.amount if gap is not None and short.zh else None, gap_unit(result)),
        cell(_place(each)),
        change_cell(change.amount if change is not None else None, result.unit),
        count_cell(pace.needed if pace is not None else None, gap_unit(result)),
    ]


def _place(each: UnitResult) -> Text:
    rank = each.rank
    if rank is None or rank.place is None:
        return Text("", "")
    return Text(f"第 {rank.place}（共 {rank.of}）", f"{rank.place} of {rank.of}")


def _below(
    own: Sequence[tuple[IndicatorResult, UnitResult]], listed: Sequence[tuple[IndicatorResult, UnitResult]]
) -> Iterator[Line]:
    """The villages and institutions of the unit that fall short, and the rows that lack a criterion."""
    short: dict[Text, list[Text]] = {}
    is_listed = {(result.id, each.key) for result, each in listed}
    for result, each in own:
        if (result.id, each.key) not in is_listed and each.judgement.reached is False:
            short.setdefault(result.name, []).append(same(each.value.unit))
    for result, each in listed:
        rows = [_with_reasons(one) for one in each.value.value.failing]
        if rows and result.kind != "checklist":
            short.setdefault(result.name, []).extend(rows)
    for name, units in short.items():
        zh = "、".join(clean(each.zh) for each in units)
        en = named([each.en for each in units])
        yield Line(
            Text(
                f"{name.zh}，没有达到的 {len(units)} 个：{zh}", f"{name.en}, {len(units)} fall short: {en.en}"
            ),
            Tone.WARN,
        )


def _with_reasons(row: Failing) -> Text:
    reasons = (*row.failed, *row.open)
    return Text(f"{row.label}（{'、'.join(reasons)}）", f"{row.label} ({', '.join(reasons)})")


def _falls(listed: Sequence[tuple[IndicatorResult, UnitResult]]) -> Iterator[Text]:
    """Counts that went down where more is wanted."""
    for result, each in listed:
        change, target = each.change(PREVIOUS_PERIOD), each.judgement.target
        if change is None or change.counted is None or target is None or target.acceptable.low is None:
            continue
        if change.counted < 0:
            fewer = number_text(-change.counted, result.counted_in)
            yield Text(
                f"{result.name.zh}：较上期减少 {fewer.zh}",
                f"{result.name.en}: {fewer.en} fewer than the last period",
            )


def _doubts(report: Report, cells: Cells, returns: Returns, unit: str) -> Iterator[Text]:
    """Tables that did not come, blanks, and figures that look wrong."""
    for each in returns.unreported:
        if each.unit == unit:
            name = table_name(report, each.table)
            yield Text(f"没有报《{name.zh}》", f"{name.en} did not come")
    blanks = [blank for blank in returns.blanks if blank.unit == unit]
    for blank in blanks:
        place, words = clean(str(blank.place)), blank.written
        yield Text(
            f"{place} “{blank.field}”没有数：{words.zh}",
            f'{place} "{blank.field}" holds no figure: {words.en}',
        )
    for finding in findings_of(report, cells, unit):
        place = clean(str(finding.place)) if finding.place else ""
        if finding.code.severity is not Severity.NOTE:
            yield Text(
                f"{place} {clean(finding.message.zh)}".strip(), f"{place} {clean(finding.message.en)}".strip()
            )


def _to_explain(said: Sequence[Text]) -> Iterator[Line]:
    if not said:
        yield Line(Text("没有要说明的", "nothing to explain"), Tone.GOOD)
        return
    yield Line(
        Text(f"请说明或更正（{len(said)} 处）：", f"To explain or correct ({len(said)}):"), Tone.STRONG
    )
    for number, words in enumerate(said, start=1):
        yield Line(Text(f"  {number}. {words.zh}", f"  {number}. {words.en}"), Tone.WARN)


SECTION = Section(Text("反馈单", "feedback"), Text("反馈单", "Feedback to units"), 100, _make)
