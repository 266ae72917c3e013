"""What a correction changed: the results with it beside those without it."""

from collections.abc import Sequence

from healthkpi.model.correction import Effect, Outcome
from healthkpi.model.scorecard import IndicatorResult, UnitResult

Key = tuple[str, str, str]


def effects_between(
    before: Sequence[IndicatorResult], after: Sequence[IndicatorResult]
) -> tuple[Effect, ...]:
    """Every value, verdict or rank that differs, those that are judged before those that are only listed."""
    then, now = _by_unit(before), _by_unit(after)
    keys = [*now, *(key for key in then if key not in now)]
    found = (
        Effect(*key, _outcome(then.get(key)), _outcome(now.get(key)))
        for key in keys
        if _outcome(then.get(key)) is not None or _outcome(now.get(key)) is not None
    )
    return tuple(each for each in found if _figures(each.before) != _figures(each.after))


def _by_unit(results: Sequence[IndicatorResult]) -> dict[Key, UnitResult]:
    return {
        (result.id, unit.value.level, unit.value.unit): unit for result in results for unit in result.results
    }


def _outcome(unit: UnitResult | None) -> Outcome | None:
    if unit is None:
        return None
    place = unit.rank.place if unit.rank is not None else None
    return Outcome(unit.value.value, unit.judgement, unit.is_judged, place)


def _figures(outcome: Outcome | None) -> object:
    """What makes a difference to a reader; cells and remarks follow from it."""
    if outcome is None:
        return None
    value, judgement = outcome.value, outcome.judgement
    gap = judgement.gap.amount if judgement.gap is not None else None
    counted = (value.numerator, value.denominator, value.coverage, value.failing)
    return value.status, value.amount, *counted, judgement.verdict, gap, outcome.place
