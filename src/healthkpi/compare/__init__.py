"""Compare: a judged value beside its own earlier values, the pace it needs and the other units of its level.

No verdict changes here; what a verdict leaves open (by when, at what pace, whose part) is worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from healthkpi.compare._contribution import contributions
from healthkpi.compare._light import find_light
from healthkpi.compare._pace import Pacing
from healthkpi.compare._ranking import rank_units
from healthkpi.definitions.indicator import Indicator
from healthkpi.model.comparison import Contribution, Past, Rank, RankBy
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
    ranks = rank_units(result.results, indicator, levels, rank_by, past, shares)
    pace = Pacing(indicator, as_of, result.tally.period, past.growing)
    return replace(result, results=tuple(_beside(unit, past, pace, shares, ranks) for unit in result.results))


def _beside(
    unit: UnitResult,
    past: Past,
    pacing: Pacing,
    shares: Mapping[tuple[str, str], Contribution],
    ranks: Mapping[tuple[str, str], Rank],
) -> UnitResult:
    key, pace = unit.key, pacing.pace(unit)
    return unit.beside(
        past.changes.get(key, ()),
        past.series.get(key, ()),
        pace,
        find_light(unit.judgement, pace),
        ranks.get(key),
        shares.get(key),
    )
