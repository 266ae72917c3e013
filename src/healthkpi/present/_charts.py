"""Which figures of a report are worth drawing, apart from the format that draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from healthkpi.model.judgement import Verdict
from healthkpi.model.quantity import FACTOR_OF_UNIT
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import ValueStatus
from healthkpi.present._cells import level_below, period_text, unit_words
from healthkpi.present._figures import (
    DECIMALS,
    MOST_DECIMALS,
    clean,
    number_text,
    rounded,
    target_text,
    with_unit,
)
from healthkpi.present._layout import ANSWERED_FIRST, JUDGED_GOOD
from healthkpi.present._report import Report
from healthkpi.present._standing import Standing, standings
from healthkpi.text import Language, Text

OVERVIEW = Text("完成情况", "How it stands")
# More bars cannot be told apart on a page; the first and the last are drawn.
MOST_BARS, FIRST_AND_LAST = 40, 15
NO_FIGURE = Text("无数", "no figure")
_WHY_NONE = {
    ValueStatus.MISSING: Text("未报", "not reported"),
    ValueStatus.SUPPRESSED: Text("隐去", "hidden"),
}
FEWEST_POINTS, FEWEST_VERDICTS = 3, 2
# Some charts are looked at, twenty are not.
MOST_RANKINGS, MOST_TRENDS = 6, 2
# As many names as can be read along the foot of one chart.
MOST_TASKS, FEWEST_TASKS = 10, 2
GOOD_NAME, SHORT_NAME = Text("达到目标", "Reached"), Text("未达到目标", "Below the target")


class Look(StrEnum):
    """How a series is drawn; never by colour alone."""

    GOOD = "good"
    SHORT = "short"
    PLAIN = "plain"
    LINE = "line"
    LIMIT = "limit"
    MARK = "mark"  # a limit of each bar's own


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers, one a category; none where there is nothing to draw."""

    name: Text
    numbers: tuple[Fraction | None, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its title, what stands along its foot and what that is, and its series in one unit."""

    title: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: str
    along: Text

    # Two, or as many as no figure needs to look like a limit that it is not equal to.
    decimals: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decimals", _decimals(self.series))

    def said(self, number: Fraction) -> Text:
        """A figure as it stands beside the chart."""
        if self.unit in FACTOR_OF_UNIT:
            return with_unit(rounded(number, self.decimals), self.unit)
        return number_text(number, self.unit)


def _decimals(series: Sequence[Series]) -> int:
    limits = [each.numbers for each in series if each.look in {Look.LIMIT, Look.MARK}]
    bars = [each.numbers for each in series if each.look not in {Look.LIMIT, Look.MARK}]
    pairs = [(a, b) for line in limits for bar in bars for a, b in zip(line, bar, strict=True)]
    near = [(a, b) for a, b in pairs if a is not None and b is not None and a != b]
    enough = (
        many
        for many in range(DECIMALS, MOST_DECIMALS)
        if all(rounded(a, many) != rounded(b, many) for a, b in near)
    )
    return next(enough, MOST_DECIMALS)


def ranking_charts(report: Report) -> list[Chart]:
    """The first indicators with places; none in a report for one unit."""
    if report.unit is not None:
        return []
    charts = (ranking_chart(report, result) for result in report.scorecard.supplied)
    return [chart for chart in charts if chart is not None][:MOST_RANKINGS]


def trends_of_lagging(report: Report) -> list[Chart]:
    """What has been behind for long, the worst first; none in a report for one unit."""
    supplied = report.scorecard.supplied
    behind = [result for verdict in ANSWERED_FIRST for result in supplied if result.verdict is verdict]
    charts = (trend_chart(result) for result in behind if report.unit is None)
    return [chart for chart in charts if chart is not None][:MOST_TRENDS]


def target_charts(report: Report) -> list[Chart]:
    """What is measured beside what is asked for; a chart holds the rates of one unit of measure, so many as fit."""
    by_unit: dict[str, list[tuple[Standing, Fraction]]] = {}
    for standing in standings(report):
        limit = _limit(standing.units) if len(standing.units) == 1 else None
        has_value = limit is not None and _amount(standing.units[0]) is not None
        if limit is not None and has_value and standing.result.unit in FACTOR_OF_UNIT:
            by_unit.setdefault(standing.result.unit, []).append((standing, limit))
    return [
        _target_chart(unit, part, 0 if len(tasks) <= MOST_TASKS else number)
        for unit, tasks in by_unit.items()
        if len(tasks) >= FEWEST_TASKS
        for number, part in enumerate(_parts(tasks), start=1)
    ]


def _parts(tasks: Sequence[tuple[Standing, Fraction]]) -> Iterator[Sequence[tuple[Standing, Fraction]]]:
    """As few parts as hold them, none much shorter than another."""
    count = -(-len(tasks) // MOST_TASKS)
    ends = [len(tasks) * part // count for part in range(count + 1)]
    yield from (tasks[start:end] for start, end in pairwise(ends))


def _target_chart(unit: str, tasks: Sequence[tuple[Standing, Fraction]], number: int) -> Chart:
    units = [standing.units[0] for standing, _ in tasks]
    good = tuple(_amount(each) if _is_good(each) else None for each in units)
    short = tuple(None if _is_good(each) else _amount(each) for each in units)
    bars = (Series(GOOD_NAME, good, Look.GOOD), Series(SHORT_NAME, short, Look.SHORT))
    counted = f"（{unit}，之{number}）" if number else f"（{unit}）"
    counted_en = f" ({unit}, part {number})" if number else f" ({unit})"
    return Chart(
        Text(f"各项指标完成值与目标{counted}", f"Value and target of each indicator{counted_en}"),
        tuple(standing.result.name for standing, _ in tasks),
        (
            *(each for each in bars if any(amount is not None for amount in each.numbers)),
            Series(Text("目标", "Target"), tuple(limit for _, limit in tasks), Look.MARK),
        ),
        unit,
        Text("指标", "Indicator"),
    )


def described(chart: Chart, language: Language) -> str:
    """What somebody is told who cannot see it."""
    parts = []
    for series in chart.series:
        name = clean(series.name.say(language))
        told = [
            f"{category.say(language)} {chart.said(number).say(language)}"
            for category, number in zip(chart.categories, series.numbers, strict=True)
            if number is not None
        ]
        parts.append(name if series.look is Look.LIMIT else f"{name}: {', '.join(told)}")
    return clean(f"{chart.title.say(language)}. {'; '.join(parts)}")


def overview_chart(report: Report) -> Chart | None:
    """How many tasks have which verdict."""
    found = standings(report)
    counts = [(verdict, sum(each.verdict is verdict for each in found)) for verdict in Verdict]
    shown = [(verdict, count) for verdict, count in counts if count]
    if len(shown) < FEWEST_VERDICTS:
        return None
    numbers = tuple(Fraction(count) for _, count in shown)
    return Chart(
        OVERVIEW,
        tuple(verdict.label for verdict, _ in shown),
        (Series(Text("项数", "Tasks"), numbers, Look.PLAIN),),
        "",
        Text("判定", "Verdict"),
    )


def ranking_chart(report: Report, result: IndicatorResult) -> Chart | None:
    """The units of one indicator from the first place to the last, beside the target."""
    groups = level_below(report, result)
    units = sorted(groups[0], key=_order) if groups else []
    if not any(unit.rank is not None and unit.rank.place is not None for unit in units):
        return None
    left_out = len(units) > MOST_BARS
    shown: list[UnitResult | None] = [*units]
    if left_out:
        shown = [*units[:FIRST_AND_LAST], None, *units[-FIRST_AND_LAST:]]
    limit = _limit(units)
    good = tuple(_amount(unit) if unit is not None and _is_good(unit) else None for unit in shown)
    short = tuple(_amount(unit) if unit is not None and not _is_good(unit) else None for unit in shown)
    has_target = any(unit.judgement.target is not None for unit in units)
    bars = (
        (
            Series(GOOD_NAME, good, Look.GOOD),
            Series(SHORT_NAME, short, Look.SHORT),
        )
        if has_target
        else (
            Series(
                result.name, tuple(_amount(unit) if unit is not None else None for unit in shown), Look.PLAIN
            ),
        )
    )
    return Chart(
        Text(f"{result.name.zh}（分单位）", f"{result.name.en} by unit"),
        tuple(_category(report, unit) for unit in shown),
        (
            *(each for each in bars if any(number is not None for number in each.numbers)),
            *_limit_series(units, limit, len(shown), result.unit),
        ),
        result.unit,
        Text("单位", "Unit"),
    )


def trend_chart(result: IndicatorResult) -> Chart | None:
    """The value of the whole over time, beside the target."""
    unit = result.judged[0] if len(result.judged) == 1 else None
    points = unit.series if unit is not None else ()
    if unit is None or sum(point.value.amount is not None for point in points) < FEWEST_POINTS:
        return None
    values = Series(Text("完成值", "Value"), tuple(point.value.amount for point in points), Look.LINE)
    return Chart(
        Text(f"{result.name.zh}（各期）", f"{result.name.en} over time"),
        tuple(period_text(point.period) for point in points),
        (values, *_limit_series([unit], _limit([unit]), len(points), result.unit)),
        result.unit,
        Text("期间", "Period"),
    )


def _order(unit: UnitResult) -> tuple[bool, bool, int]:
    place = unit.rank.place if unit.rank is not None else None
    return unit.value.value.amount is None, place is None, place or 0


def _category(report: Report, unit: UnitResult | None) -> Text:
    if unit is None:
        return Text("……", "...")
    name = unit_words(report, unit)
    why = _WHY_NONE.get(unit.value.value.status, NO_FIGURE)
    if unit.value.value.amount is not None:
        return name
    return Text(f"{name.zh}（{why.zh}）", f"{name.en} ({why.en})")


def _amount(unit: UnitResult) -> Fraction | None:
    return unit.value.value.amount


def _is_good(unit: UnitResult) -> bool:
    if unit.judgement.reached is None:
        return unit.judgement.verdict in JUDGED_GOOD
    return unit.judgement.reached


def _limit(units: Sequence[UnitResult]) -> Fraction | None:
    """The one bound that all share; none where a range has two ends or units differ."""
    bounds = set()
    for unit in units:
        target = unit.judgement.target
        if target is None:
            continue
        low, high = target.acceptable.low, target.acceptable.high
        bounds.add(low if high is None else high if low is None else None)
    return bounds.pop() if len(bounds) == 1 else None


def _limit_series(
    units: Sequence[UnitResult], limit: Fraction | None, count: int, unit: str
) -> Iterator[Series]:
    target = next((each.judgement.target for each in units if each.judgement.target is not None), None)
    if limit is not None and target is not None:
        said = target_text(target, unit)
        yield Series(Text(f"目标{said.zh}", f"target {said.en}"), (limit,) * count, Look.LIMIT)
