"""What a value was at the baseline, for scores that count progress."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from healthkpi.definitions.indicator import Change, ChangeIn, Indicator, Kind
from healthkpi.definitions.policy import Policy
from healthkpi.model.table import StatTable
from healthkpi.scores import Earlier
from healthkpi.tally import tally_indicators

EarlierValues = Mapping[tuple[str, str, str], Earlier]


def earlier_values(
    policy: Policy,
    tables: Mapping[str, StatTable],
    as_of: date | None,
    levels: Sequence[str],
    only: Sequence[str],
) -> EarlierValues:
    """By indicator, level and unit, for every indicator that is scored by its progress."""
    changes = {
        name: _as_change(indicator)
        for name, indicator in policy.indicators.items()
        if (not only or name in only) and indicator.score is not None and indicator.score.since is not None
    }
    if not changes:
        return {}
    measured = replace(policy, indicators={**policy.indicators, **changes})
    found = {}
    for tally in tally_indicators(measured, tables, as_of, levels, tuple(changes)):
        for unit in (*tally.judged, *tally.listed):
            rise, base = unit.value.amount, unit.value.base
            if rise is not None and base is not None and base.amount is not None:
                found[tally.indicator, unit.level, unit.unit] = Earlier(base.amount, base.amount + rise)
    return found


def _as_change(indicator: Indicator) -> Indicator:
    """The same indicator measured as a change, so that both times are compared as every change is."""
    since = indicator.score.since if indicator.score is not None else None
    rise = Change.model_validate({"in": ChangeIn.NUMBER, "since": since})
    return indicator.model_copy(update={"kind": Kind.CHANGE, "rise": rise})
