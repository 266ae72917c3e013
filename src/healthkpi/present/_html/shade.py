"""How far a figure is from its limit, as a shade of the map of units and indicators."""

from fractions import Fraction

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import UnitResult
from healthkpi.present._layout import JUDGED_GOOD, verdict_of
from healthkpi.text import Text

# In per cent of the limit itself: 47.5 % is 5 % short of 50 %. A choice for the eye; no verdict follows from it.
NEAR, FAR = Fraction(5), Fraction(20)
REACHED, CLOSE, SHORT, DISTANT, UNKNOWN, RECORDED = "r", "s1", "s2", "s3", "k", "o"
LEGEND = (
    (REACHED, "√", Text("达到", "reached")),
    (CLOSE, "△", Text(f"差距在目标的 {NEAR}% 以内", f"short by up to {NEAR}% of the target")),
    (SHORT, "△", Text(f"差 {NEAR}%～{FAR}%，或未完成", f"short by {NEAR} to {FAR}%, or not done")),
    (DISTANT, "△", Text(f"差 {FAR}% 以上", f"short by more than {FAR}%")),
    (UNKNOWN, "●", Text("未报或不能判断", "unreported or undecided")),
    (RECORDED, "-", Text("没有目标或不适用", "no target or not applicable")),
)


def shade_of(unit: UnitResult) -> str:
    """The shade of one figure."""
    verdict = verdict_of(unit)
    if verdict in JUDGED_GOOD:
        return REACHED
    if verdict is Verdict.NOT_JUDGED:
        return UNKNOWN
    if unit.judgement.reached is not False:
        return RECORDED if verdict in {Verdict.RECORDED, Verdict.NOT_APPLICABLE} else SHORT
    away = distance(unit)
    if away is None:
        return SHORT
    return CLOSE if away <= NEAR else SHORT if away <= FAR else DISTANT


def distance(unit: UnitResult) -> Fraction | None:
    """How far outside the acceptable values, in per cent of the limit; None where the limit is 0 or no number."""
    amount, target = unit.value.value.amount, unit.judgement.target
    if amount is None or target is None or target.key == "done":
        return None
    low, high = target.acceptable.low, target.acceptable.high
    bound = low if low is not None and amount <= low else high
    return abs(amount - bound) * 100 / abs(bound) if bound else None
