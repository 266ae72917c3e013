"""Compare: a judged value beside its own earlier values, the pace it needs and the other units of its level.

No verdict changes here; what a verdict leaves open (by when, at what pace, whose part) is worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from healthkpi.compare._contribution import contributions
from healthkpi.compare._light import find_light
from healthkpi.compare._pace import find_pace
from healthkpi.compare._ranking import rank_units
from healthkpi.definitions.indicator import Indicator
from healthkpi.model.comparison import Contribution, Past, RankBy
from healthkpi.model.scorecard import IndicatorResult, UnitResult

__all__ = ["compare_result"]


def compare_result(
    result: IndicatorResult,
    indicator: Indicator,
    levels: Sequence[str],
    as_of: date | None,
    past: Past,
    rank_by: RankBy,
) -> IndicatorResult:
    """The same result with changes, series, pace, light, contributions and ranks; `levels` are those of org units."""
    shares = contributions(result.results, indicator)
    units = [_in_time(unit, indicator, as_of, result, past, shares) for unit in result.results]
    ranks = rank_units(units, indicator, levels, rank_by)
    return replace(result, results=tuple(replace(unit, rank=ranks.get(unit.key)) for unit in units))


def _in_time(
    unit: UnitResult,
    indicator: Indicator,
    as_of: date | None,
    result: IndicatorResult,
    past: Past,
    shares: Mapping[tuple[str, str], Contribution],
) -> UnitResult:
    pace = find_pace(unit, indicator, as_of, result.tally.period, past.growing)
    return replace(
        unit,
        changes=past.changes.get(unit.key, ()),
        series=past.series.get(unit.key, ()),
        pace=pace,
        light=find_light(unit.judgement, pace),
        contribution=shares.get(unit.key),
    )
