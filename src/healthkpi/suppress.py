"""Suppress: counts of people so small that somebody could be known by them, and what would give them away.

Primary: a numerator of people above 0 and below the limit, or the rest of its denominator. Secondary: where a total is
shown, one hidden unit could be had by subtraction, so the next smallest goes with it until at least two are hidden
that together reach the limit. Verdicts stand; everything that is computed from a hidden count goes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from healthkpi.errors import UsageError
from healthkpi.model.comparison import Pace, Rank
from healthkpi.model.finding import Finding
from healthkpi.model.score import IndicatorScore, Total
from healthkpi.model.scorecard import Choice, IndicatorResult, Scorecard, UnitResult
from healthkpi.model.value import Value, ValueStatus
from healthkpi.text import Text

# What people are counted in; clinics and teams are nobody's secret.
PEOPLE = frozenset("人 例 户 对 名 人次 例次".split())
SMALL = Text("少于 {below}，隐去", "below {below}, suppressed")
WITH_OTHERS = Text("与隐去的小数相关，一并隐去", "hidden with the small counts, which it would give away")
TWO_LEVELS = Text(
    "--suppress-below: 下级只能列一个层级，否则小数可由上一级的合计减出来；少写几个 --by",
    "--suppress-below: list one lower level only, or small counts follow from the totals of the level above; fewer --by",
)

SIDE_BY_SIDE = Text(
    "--suppress-below: 不能与 --missing 并列 同用：两种口径之差就是缺报单位的数",
    "--suppress-below: not together with --missing compare; the difference of two treatments is the figure of who is missing",
)

Key = tuple[str, str]


def suppress_small(scorecard: Scorecard, below: int, of_people: Collection[str]) -> Scorecard:
    """The same scorecard without small counts of people; refuses two lower levels, for subtotals give them away.

    `of_people` are the indicators whose rows are people, whatever they are counted in.
    """
    if Choice.MISSING in scorecard.compared:
        raise UsageError(SIDE_BY_SIDE)
    area = scorecard.area.zh
    results = tuple(
        _suppressed(result, area, below, are_people=result.id in of_people) for result in scorecard.results
    )
    hidden = {(result.id, *unit.key) for result in results for unit in result.results if _is_hidden(unit)}
    return replace(
        scorecard,
        results=results,
        totals=tuple(_without_points(total, hidden) for total in scorecard.totals),
        findings=tuple(_without_figures(finding) for finding in scorecard.findings),
        suppressed_below=below,
    )


def _is_hidden(unit: UnitResult) -> bool:
    return unit.value.value.status is ValueStatus.SUPPRESSED


def _suppressed(result: IndicatorResult, area: str, below: int, *, are_people: bool) -> IndicatorResult:
    if not are_people and result.counted_in not in PEOPLE and result.unit not in PEOPLE:
        return result
    shown = _of_one_level(result.results, area)
    chosen = _chosen(shown, area, below)
    units = tuple(_hidden(unit, chosen[unit.key]) if unit.key in chosen else unit for unit in shown)
    alternatives = tuple(
        replace(each, result=_suppressed(each.result, area, below, are_people=are_people))
        for each in result.alternatives
    )
    return replace(
        result,
        # Series and changes of units have totals of their own, one a period; the whole's stay.
        results=tuple(
            _without_filled(unit if unit.value.unit == area else _without_past(unit)) for unit in units
        ),
        alternatives=alternatives,
    )


def _of_one_level(units: Sequence[UnitResult], area: str) -> Sequence[UnitResult]:
    """The whole and one level below it: where units are judged singly, the levels that are only listed go."""
    if any(unit.is_judged and unit.value.unit != area for unit in units):
        units = [unit for unit in units if unit.is_judged or unit.value.unit == area]
    if len({unit.value.level for unit in units if unit.value.unit != area}) > 1:
        raise UsageError(TWO_LEVELS)
    return units


def _chosen(units: Sequence[UnitResult], area: str, below: int) -> Mapping[Key, Text]:
    """Which units are hidden, and why."""
    small = SMALL.format(below=below)
    chosen = {unit.key: small for unit in units if _is_small(unit.value.value, below)}
    parts = [unit for unit in units if unit.value.unit != area and unit.value.value.status.has_value]
    whole = [unit for unit in units if unit.value.unit == area]
    if whole and not any(unit.key in chosen for unit in whole):
        chosen |= dict.fromkeys(_with_others(parts, chosen, below), WITH_OTHERS)
        if len([unit for unit in parts if unit.key in chosen]) == 1:
            # Nobody is left to go with it: then the total goes.
            chosen |= {unit.key: WITH_OTHERS for unit in whole}
    return chosen


def _is_small(value: Value, below: int) -> bool:
    counts = [value.numerator]
    if value.denominator is not None and value.numerator is not None and value.numerator <= value.denominator:
        counts.append(value.denominator - value.numerator)
    base = value.base is not None and _is_small(value.base, below)
    return value.status.has_value and (
        base or any(count is not None and 0 < count < below for count in counts)
    )


def _with_others(parts: Sequence[UnitResult], chosen: Collection[Key], below: int) -> list[Key]:
    """The smallest of the others, one after the other, until the hidden ones cannot be told apart."""
    hidden = [_counted(unit) for unit in parts if unit.key in chosen]
    if not hidden:
        return []
    others = sorted(
        (unit for unit in parts if unit.key not in chosen), key=lambda each: (_counted(each), each.key)
    )
    added: list[Key] = []
    while others and (len(hidden) < 2 or sum(hidden) < below):
        other = others.pop(0)
        hidden.append(_counted(other))
        added.append(other.key)
    return added


def _counted(unit: UnitResult) -> Fraction:
    return unit.value.value.numerator or Fraction(0)


def _hidden(unit: UnitResult, reason: Text) -> UnitResult:
    """The verdict and the target stay; every figure that the count could be worked out from goes."""
    value = Value(ValueStatus.SUPPRESSED, factor=unit.value.value.factor, reason=reason)
    judgement = replace(unit.judgement, gap=None, expected=None, reason=reason, remarks=())
    pace = None if unit.pace is None else Pace(unit.pace.days)
    return replace(
        unit,
        value=replace(unit.value, value=value),
        judgement=judgement,
        ranges=(),
        interval=None,
        score=None if unit.score is None else _no_points(unit.score),
        pace=pace,
        rank=None if unit.rank is None else Rank(None, reason=reason),
        contribution=None,
        milestones=(),
    )


def _without_filled(unit: UnitResult) -> UnitResult:
    """Who was filled stays said; with what, would be a small count in the clear."""
    value = unit.value.value
    filled = tuple(replace(each, numerator=None) for each in value.filled)
    return replace(unit, value=replace(unit.value, value=replace(value, filled=filled)))


def _without_past(unit: UnitResult) -> UnitResult:
    rank = None if unit.rank is None else replace(unit.rank, before=None)
    pace = unit.pace
    if pace is not None:
        pace = replace(
            pace, recent=None, projected=None, projected_value=None, projected_reaches=None, short_then=None
        )
    return replace(unit, changes=(), series=(), rank=rank, pace=pace)


def _no_points(score: IndicatorScore) -> IndicatorScore:
    return replace(score, points=None, reason=WITH_OTHERS)


def _without_points(total: Total, hidden: Collection[tuple[str, str, str]]) -> Total:
    """Points follow from the value, so that a total with a hidden part is hidden too."""
    if not any((name, total.level, total.unit) in hidden for name in total.rule.indicators):
        return total
    parts = tuple(
        replace(part, brings=None, score=None if part.score is None else _no_points(part.score))
        for part in total.parts
    )
    return replace(total, points=None, parts=parts, said=(), reason=WITH_OTHERS)


def _without_figures(finding: Finding) -> Finding:
    """A finding quotes what stood in the cell; the place says where to look."""
    details = {
        name: "…" if any(sign.isdigit() for sign in str(detail)) else detail
        for name, detail in finding.details.items()
    }
    return replace(finding, details=details)
