"""Which figures of a report are worth drawing, apart from the format that draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import ValueStatus
from healthkpi.present._cells import level_below, period_text, unit_words
from healthkpi.present._figures import target_text
from healthkpi.present._layout import JUDGED_GOOD
from healthkpi.present._report import Report
from healthkpi.present._standing import standings
from healthkpi.text import Text

OVERVIEW = Text("完成情况", "How it stands")
# More bars cannot be told apart on a page; the first and the last are drawn.
MOST_BARS, FIRST_AND_LAST = 40, 15
NO_FIGURE = Text("无数", "no figure")
_WHY_NONE = {
    ValueStatus.MISSING: Text("未报", "not reported"),
    ValueStatus.SUPPRESSED: Text("隐去", "hidden"),
}
FEWEST_POINTS, FEWEST_VERDICTS = 3, 2


class Look(StrEnum):
    """How a series is drawn; never by colour alone."""

    GOOD = "good"
    SHORT = "short"
    PLAIN = "plain"
    LINE = "line"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers, one a category; none where there is nothing to draw."""

    name: Text
    numbers: tuple[Fraction | None, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its title, what stands along its foot, and its series in one unit."""

    title: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: str


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
            Series(Text("达到目标", "Reached"), good, Look.GOOD),
            Series(Text("未达到目标", "Below the target"), short, Look.SHORT),
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
