"""The values of earlier periods beside the target, oldest first."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from healthkpi.model.comparison import Point
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import change_cell, chosen_units, earlier_cell, name_with_unit, period_text
from healthkpi.present._figures import target_text
from healthkpi.present._report import Report
from healthkpi.present._section import (
    Block,
    Cell,
    Grid,
    Line,
    Section,
    Tone,
    cell,
    column,
    filled_grid,
)
from healthkpi.text import Text

# The line of a bar and the mark of the target; both are in GBK.
BAR, MARK, WIDTH = "━", "│", 30
NONE = Text(
    "只有一期数据，没有趋势；把往期的文件一起给出，或用 --baseline",
    "there is only one period; give the earlier files as well, or --baseline",
)
_COLUMNS = (
    column("期间", "Period"),
    column("完成值", "Value", is_number=True),
    column("较上一行", "Change", is_number=True),
    column("已报", "Reported"),
    column("图（│为目标）", "Bar (│ is the target)"),
)


def _make(report: Report) -> Iterator[Block]:
    found = False
    for result in report.scorecard.supplied:
        for unit in chosen_units(report, result):
            if len(unit.series) > 1:
                found = True
                yield _grid(report, result, unit)
    if not found:
        yield Line(NONE, Tone.QUIET)


def _grid(report: Report, result: IndicatorResult, unit: UnitResult) -> Grid:
    target = unit.judgement.target
    name = name_with_unit(report, result, unit)
    if target is not None:
        limit = target_text(target, result.unit)
        name = Text(f"{name.zh}（目标{limit.zh}）", f"{name.en} (target {limit.en})")
    bound = _bound(unit)
    amounts = [point.value.amount for point in unit.series if point.value.amount is not None]
    top = max([*amounts, *([bound] if bound is not None else [])], default=Fraction(0))
    return filled_grid(_COLUMNS, _rows(result, unit.series, bound, top), name)


def _rows(
    result: IndicatorResult, series: Sequence[Point], bound: Fraction | None, top: Fraction
) -> list[list[Cell]]:
    changes = [None, *(_difference(before, now) for before, now in pairwise(series))]
    return [
        [
            cell(period_text(point.period)),
            earlier_cell(point.value, result.unit),
            change_cell(change, result.unit),
            cell(_reported(point)),
            cell(_bar(point.value.amount, bound, top)),
        ]
        for point, change in zip(series, changes, strict=True)
    ]


def _reported(point: Point) -> str:
    """5/6 where units are missing, so that nobody takes another set of units for a rise."""
    coverage = point.value.coverage
    return f"{coverage.counted}/{coverage.expected}" if coverage.missing else ""


def _difference(before: Point, now: Point) -> Fraction | None:
    """Of the values as they are; who reported may differ, which the section 环比 takes account of."""
    if before.value.amount is None or now.value.amount is None:
        return None
    return now.value.amount - before.value.amount


def _bound(unit: UnitResult) -> Fraction | None:
    target = unit.judgement.target
    if target is None:
        return None
    return target.acceptable.low if target.acceptable.low is not None else target.acceptable.high


def _bar(amount: Fraction | None, bound: Fraction | None, top: Fraction) -> str:
    if amount is None or top <= 0 or amount < 0:
        return ""
    signs = [BAR] * int(amount * WIDTH / top)
    if bound is not None and bound >= 0:
        place = int(bound * WIDTH / top)
        signs += [" "] * (place + 1 - len(signs))
        signs[place] = MARK
    return "".join(signs)


SECTION = Section(Text("趋势", "trend"), Text("趋势", "Trend"), 56, _make)
