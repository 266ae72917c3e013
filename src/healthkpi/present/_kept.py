"""What the history holds, as blocks that every format shows alike: an indicator over time, returns, runs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from healthkpi.model.history import KeptReturn, KeptRun, Lock, Outcome, Trend, TrendLine, TrendPoint
from healthkpi.model.judgement import Verdict
from healthkpi.model.period import Period
from healthkpi.model.value import ValueStatus
from healthkpi.present._cells import period_text, verdict_word
from healthkpi.present._charts import Chart, Look, Series
from healthkpi.present._figures import clean
from healthkpi.present._section import Block, Cell, Column, Line, Tone, cell, column, filled_grid
from healthkpi.text import Text, same

# Eight heights that are in GBK too; a time without a figure is a point.
_HEIGHTS, _NOTHING = "▁▂▃▄▅▆▇█", "·"
# More columns of figures do not fit on a page; the small line shows all.
MOST_PERIODS = 6
MOST_CHARTS = 12
# As one unit names them; the rest is in the small line.
_STATUS = {
    ValueStatus.MISSING: Text("未报", "not reported"),
    ValueStatus.SUPPRESSED: Text("隐去", "hidden"),
}
_OUTCOMES = {
    Outcome.NEW: Text("新增", "new"),
    Outcome.SUPERSEDED: Text("更新", "superseded"),
    Outcome.UNCHANGED: Text("未变", "unchanged"),
    Outcome.REFUSED: Text("锁定未改", "refused"),
}
# So that nobody takes another set of units for a rise.
_PARTIAL = "△"
_SOME_LACK = Text(
    "△ 有单位没有报，是已报单位的数", "△ not all units reported; the figure is of those that did"
)
_NO_RETURN = Text("历史库里还没有报送", "the history holds no return yet")


def trend_blocks(trend: Trend) -> Iterator[Block]:
    """The units one below the other: their line, the last figures, how the last one is judged."""
    periods = trend.periods[-MOST_PERIODS:]
    several = len({(line.policy, line.of) for line in trend.lines}) > 1
    columns = [
        *([column("报送", "Return of")] if several else []),
        column("单位", "Unit"),
        column("走势", "Trend"),
        *(Column(period_text(each), is_number=True) for each in periods),
        column("判定", "Verdict"),
    ]
    rows = [_trend_row(trend, line, periods, several=several) for line in trend.lines]
    yield filled_grid(columns, rows, trend_title(trend))
    if any(point.status == ValueStatus.PARTIAL for line in trend.lines for point in line.points):
        yield Line(_SOME_LACK, Tone.QUIET)
    if len(trend.periods) > MOST_PERIODS:
        first, last = period_text(trend.periods[0]), period_text(trend.periods[-1])
        yield Line(
            Text(
                f"走势从{first.zh}到{last.zh}，共 {len(trend.periods)} 期；表里列出最近 {MOST_PERIODS} 期",
                f"the lines go from {first.en} to {last.en}, {len(trend.periods)} times; the last {MOST_PERIODS} are listed",
            ),
            Tone.QUIET,
        )


def trend_title(trend: Trend) -> Text:
    """What is shown, and in which measure."""
    name = Text(clean(trend.name.zh), clean(trend.name.en))
    return Text(f"{name.zh}（{trend.measure}）", f"{name.en} ({trend.measure})") if trend.measure else name


def _trend_row(trend: Trend, line: TrendLine, periods: Sequence[Period], *, several: bool) -> list[Cell]:
    drawn = chart_of(trend, line)
    at = {point.period: point for point in line.points}
    known = [at.get(period) for period in trend.periods]
    return [
        *([cell(clean(line.of))] if several else []),
        cell(clean(line.unit)),
        cell(small_line([point.value if point is not None else None for point in known])),
        *(_figure(drawn, at.get(period)) for period in periods),
        verdict_word(Verdict(line.points[-1].judgement)),
    ]


def _figure(drawn: Chart, point: TrendPoint | None) -> Cell:
    if point is None:
        return cell("")
    if point.value is None:
        return cell(_STATUS.get(ValueStatus(point.status), Text("—", "-")), Tone.QUIET)
    said = drawn.said(point.value)
    if point.status == ValueStatus.PARTIAL:
        return Cell(Text(f"{said.zh}{_PARTIAL}", f"{said.en}{_PARTIAL}"), point.value, drawn.unit, Tone.WARN)
    return Cell(said, point.value, drawn.unit)


def small_line(numbers: Sequence[Fraction | None]) -> str:
    """A line of one sign a time, the lowest and the highest of the row at the ends of the scale."""
    known = [number for number in numbers if number is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    top = len(_HEIGHTS) - 1
    return "".join(
        _NOTHING if each is None else _HEIGHTS[round(top * (each - low) / span) if span else top // 2]
        for each in numbers
    )


def chart_of(trend: Trend, line: TrendLine) -> Chart:
    """One unit over time, beside the limit that held at each time."""
    values = Series(Text("完成值", "Value"), tuple(point.value for point in line.points), Look.LINE)
    limits = tuple(_limit(point) for point in line.points)
    has_limit = any(limit is not None for limit in limits)
    return Chart(
        Text(f"{clean(line.unit)} {clean(trend.name.zh)}", f"{clean(line.unit)}: {clean(trend.name.en)}"),
        tuple(period_text(point.period) for point in line.points),
        (values, *([Series(Text("目标", "Target"), limits, Look.LIMIT)] if has_limit else [])),
        trend.measure,
        Text("期间", "Period"),
    )


def _limit(point: TrendPoint) -> Fraction | None:
    """The one bound; a range has two and no line."""
    return point.low if point.high is None else point.high if point.low is None else None


def charts_of(trend: Trend) -> list[Chart]:
    """Of those that have a line to draw: what is judged first, then the units in their order."""
    lines = sorted(trend.lines, key=lambda line: not line.is_judged)
    drawn = [line for line in lines if sum(point.value is not None for point in line.points) > 1]
    return [chart_of(trend, line) for line in drawn[:MOST_CHARTS]]


def kept_blocks(returns: Sequence[KeptReturn], runs: Sequence[KeptRun]) -> Iterator[Block]:
    """The returns that are kept, then the newest runs."""
    if not returns:
        yield Line(_NO_RETURN, Tone.QUIET)
    else:
        rows = [_return_row(each) for each in returns]
        yield filled_grid(_RETURN_COLUMNS, rows, Text("报送（现行）", "Returns, as they stand"))
    if runs:
        yield filled_grid(_RUN_COLUMNS, [_run_row(each) for each in runs], Text("运行", "Runs"))


_RETURN_COLUMNS = (
    column("政策", "Policy"),
    column("单位", "Unit"),
    column("期间", "Period"),
    column("核算于", "Scored"),
    column("运行", "Run"),
    column("以前的次数", "Earlier scorings", is_number=True),
    column("锁定", "Locked"),
)
_RUN_COLUMNS = (
    column("运行", "Run"),
    column("结束于", "Finished"),
    *(Column(label, is_number=True) for label in _OUTCOMES.values()),
    column("失败", "Failed", is_number=True),
    column("退出码", "Exit code", is_number=True),
)


def _return_row(kept: KeptReturn) -> list[Cell]:
    return [
        cell(kept.key.policy),
        cell(clean(kept.key.unit)),
        cell(kept.key.period),
        cell(f"{kept.recorded.astimezone():%Y-%m-%d %H:%M}"),
        cell(kept.run),
        _count(kept.earlier),
        cell(lock_said(kept.lock)) if kept.lock is not None else cell(""),
    ]


def lock_said(lock: Lock) -> Text:
    """Who locked it and when."""
    since, by = f"{lock.since.astimezone():%Y-%m-%d}", clean(lock.by)
    why = f"：{clean(lock.why)}" if lock.why else ""
    return Text(f"{by} {since}{why}", f"{by} {since}{why.replace('：', ': ')}")


def _run_row(run: KeptRun) -> list[Cell]:
    return [
        cell(run.id),
        cell(f"{run.finished.astimezone():%Y-%m-%d %H:%M}"),
        *(_count(run.outcomes.get(str(outcome), 0)) for outcome in _OUTCOMES),
        _count(run.failed),
        Cell(same(str(run.exit_code)), Fraction(run.exit_code)),
    ]


def _count(count: int) -> Cell:
    return Cell(same(str(count)), Fraction(count)) if count else cell("")
