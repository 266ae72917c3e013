"""The numbers that a document leaves to others: who waits for each, and in which unit it is given."""

from collections.abc import Iterator

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.policy import Policy


def waiting_for(policy: Policy, parameter: str) -> tuple[str, ...]:
    """The indicators that cannot be judged or scored without a parameter."""
    return tuple(name for name, each in policy.indicators.items() if parameter in set(_amounts(each)))


def unit_of_parameter(policy: Policy, parameter: str) -> str:
    """The unit in which a parameter is given: that of the values it is compared with."""
    units = {unit_of(policy.indicators[name]) for name in waiting_for(policy, parameter)}
    return units.pop() if len(units) == 1 else ""


def _amounts(indicator: Indicator) -> Iterator[object]:
    """Every place of a definition where the name of a parameter may stand for a number."""
    for target in indicator.targets:
        yield from target.limit.amounts if target.limit is not None else ()
        yield target.within
        yield from (step.at for step in target.path) if isinstance(target.path, tuple) else ()
    score = indicator.score
    if score is not None:
        yield from (score.from_, score.to, score.step)
        yield from (end for band in score.bands for end in (band.from_, band.below))
