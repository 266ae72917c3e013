"""From a value to what was observed: counts in ones, at the size that weights and design effect leave them."""

from dataclasses import replace
from fractions import Fraction

from healthkpi.chance._method import Observed
from healthkpi.definitions.indicator import ChangeIn, Elsewhere, Indicator, Kind
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import Arithmetic, Expression, names_in, walk
from healthkpi.model.quantity import PER_MILLE, PERCENT, POINTS, base_unit, times_of, usual_unit
from healthkpi.model.value import Value

# Money, area, time and weight are measured, not counted: one yuan more is no case.
MEASURED = frozenset("元 平方米 小时 工作日 天 床日 年 岁 吨 吨标准煤 千克 公斤 克 升".split())
# Rooms, beds and machines are set up; how many there are for so many people is no matter of chance.
SET_UP = frozenset("间 张 台 辆 套".split())
_RATES = frozenset({PERCENT, PER_MILLE, POINTS, "百分点"})
# No county counts more; floats would overflow on a cell that holds 1e308.
MOST_PEOPLE = 10**15


def observe(value: Value, indicator: Indicator, policy: Policy) -> tuple[Observed, float] | None:
    """What was observed, and what its share, rate or mean is multiplied by to come out in the unit of the value."""
    if not value.status.has_value or value.ready_made:
        return None
    if indicator.kind is Kind.MEAN:
        mean = _mean(value, indicator)
        return None if mean is None else (mean, float(value.factor))
    times = _times_of_sides(indicator, policy)
    counts = None if times is None else _counts(value, indicator, *times)
    if counts is None or times is None:
        return None
    scale = float(value.factor * times[1] / times[0])
    if indicator.kind is not Kind.CHANGE:
        return counts, scale
    change = _change(counts, value, indicator, *times)
    return None if change is None else (change, scale)


def _mean(value: Value, indicator: Indicator) -> Observed | None:
    sampled = value.sampled
    if sampled is None or sampled.variance is None or value.numerator is None or not value.denominator:
        return None
    people = _people(value, indicator)
    if people is None or max(abs(value.numerator), sampled.variance) > MOST_PEOPLE**2:
        return None
    mean = float(value.numerator / value.denominator)
    return Observed(Kind.MEAN, float(people), 0, mean, float(sampled.variance), int(sampled.people))


def _counts(value: Value, indicator: Indicator, times: Fraction, of_times: Fraction) -> Observed | None:
    people = _people(value, indicator)
    if value.numerator is None or not value.denominator or people is None:
        return None
    share = value.numerator * times / (value.denominator * of_times)
    people *= of_times
    if share < 0 or not 0 < people <= MOST_PEOPLE or share * people > MOST_PEOPLE:
        return None
    return Observed(indicator.kind, float(people), float(share * people))


def _change(
    now: Observed, value: Value, indicator: Indicator, times: Fraction, of_times: Fraction
) -> Observed | None:
    """A rise or fall in points between two surveys; what fell is the earlier time less the later."""
    change = indicator.change
    is_survey = change is not None and change.in_ is ChangeIn.POINTS and indicator.sample is not None
    before = _counts(value.base, indicator, times, of_times) if is_survey and value.base else None
    if before is None or max(now.events / now.people, before.events / before.people) > 1:
        return None
    return replace(before, before=now) if indicator.fall is not None else replace(now, before=before)


def _people(value: Value, indicator: Indicator) -> Fraction | None:
    """How many independent answers the denominator is worth.

    A declared design effect covers the weights too. Without one, weights cost what Kish's formula says; where the
    sheet holds only weighted totals they are not known, and there is no interval.
    """
    sample, sampled = indicator.sample, value.sampled
    people = value.denominator if sampled is None else sampled.people
    if people is None or sample is None:
        return people
    if sample.design_effect is not None:
        return people / Fraction(sample.design_effect)
    if sample.weight is not None:
        return None if sampled is None else sampled.effective
    return people


def _times_of_sides(indicator: Indicator, policy: Policy) -> tuple[Fraction, Fraction] | None:
    """How many ones one of the numerator's and of the denominator's unit is: 10 000 for 万人.

    The events of a rate alone decide its interval, so its denominator may be measured: bed days, years at risk.
    """
    reported = indicator.reported
    numerator = _times(indicator.numerator, reported.numerator if reported else None, indicator, policy)
    denominator: Fraction | None = Fraction(1)
    if indicator.kind is not Kind.RATE:
        denominator = _times(
            indicator.denominator, reported.denominator if reported else None, indicator, policy
        )
    return None if numerator is None or denominator is None else (numerator, denominator)


def _times(
    side: Formula | Elsewhere | None, reported: str | None, indicator: Indicator, policy: Policy
) -> Fraction | None:
    """None where the side is no plain count: measured, multiplied, of mixed units, or made by gathering."""
    table = side.table if isinstance(side, Elsewhere) else indicator.table
    formula = side.sum if isinstance(side, Elsewhere) else side
    tree = formula.tree if isinstance(formula, Formula) else None
    if tree is not None and not _only_adds(tree, indicator.kind):
        return None
    names = [*(names_in(tree) if tree is not None else ()), *([reported] if reported else [])]
    fields = policy.tables[table].fields if table is not None and table in policy.tables else {}
    if any(name not in fields for name in names):
        return None
    refused = MEASURED | SET_UP if indicator.kind is Kind.RATE else MEASURED
    units = {usual_unit(unit) for name in names if (unit := fields[name].unit)}
    if any(unit in _RATES or base_unit(unit) in refused for unit in units):
        return None
    times = {times_of(unit, base_unit(unit)) for unit in units} or {Fraction(1)}
    return times.pop() if len(times) == 1 else None


def _only_adds(tree: Expression, kind: Kind) -> bool:
    """Births less deaths are no number of events; a part of a whole may be what is left of it."""
    refused = {"*", "/", "-"} if kind is Kind.RATE else {"*", "/"}
    return not any(isinstance(node, Arithmetic) and node.operator in refused for node in walk(tree))
