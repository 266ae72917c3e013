"""Judge: the unrounded value against the target that is due, compared exactly.

The same function computes the verdict and says why; `explain` asks no other.
"""

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind, Target
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.link import direction_of
from healthkpi.definitions.targets import DueTarget, due_target
from healthkpi.judge._gap import measure_gap
from healthkpi.judge._path import expected_by
from healthkpi.judge._score import score_value
from healthkpi.judge._total import total_points
from healthkpi.limits import Acceptable, Bounds, limits
from healthkpi.model.judgement import Gap, JudgedTarget, Judgement, Verdict
from healthkpi.model.quantity import Quantity
from healthkpi.model.value import Value, ValueStatus
from healthkpi.text import Text

__all__ = ["Judge", "Parameters", "judge_value", "score_value", "total_points"]

Parameters = Mapping[str, Fraction]

NO_DAY = Text(
    "不知道数据是哪天的；用 --as-of 或 --period 指定",
    "the date of the data is not known; give --as-of or --period",
)
NO_PARAMETER = Text(
    "缺参数“{name}”；用 --set {name}=… 给出", "parameter {name} is not given; use --set {name}=…"
)
LATER_DATA = Text("只有该日以后的数据", "there are only data from after that day")
DONE_LATE = Text("{day} 才完成，迟于期限", "done on {day}, after the deadline")
NOT_ALL_REPORTED = Text(
    "还有 {count} 个没有数，没有数不等于零", "no figure from {count} of them, and no figure is not zero"
)
SMALL = Text("基数小，一例之差 {step}", "small base: one case moves it by {step}")

_SHARES = {Kind.PROPORTION, Kind.RATE}
# Below this a single case moves a percentage by more than three points.
SMALL_DENOMINATOR = 30


def judge_value(
    value: Value,
    indicator: Indicator,
    as_of: date | None,
    parameters: Parameters,
    *,
    only_later_data: bool = False,
) -> Judgement:
    """The verdict on one value, with its target, gap and reasons."""
    return Judge(indicator, as_of, parameters, only_later_data=only_later_data).judge(value)


class Judge:
    """One indicator on one day; what holds for all of its values is found out once."""

    def __init__(
        self,
        indicator: Indicator,
        as_of: date | None,
        parameters: Parameters,
        *,
        only_later_data: bool = False,
    ) -> None:
        self.indicator, self.only_later_data = indicator, only_later_data
        self.due = due_target(indicator.targets, as_of)
        self.why_not = _why_not(self.due, parameters)
        self.is_share, self.unit = indicator.kind in _SHARES, unit_of(indicator)
        self.target: JudgedTarget | None = None
        self.path: Acceptable | None = None
        self.expected: Fraction | None = None
        if self.due is not None and self.why_not is None:
            self.target = _judged_target(self.due, indicator, parameters)
            self.expected = expected_by(indicator, self.due.target, as_of, parameters)
        if self.target is not None and self.expected is not None:
            self.path = _side(self.target.acceptable, self.expected)
        self._alike: dict[tuple[Verdict, bool], Judgement] = {}

    def judge(self, value: Value) -> Judgement:
        """The verdict on one of its values."""
        remarks = self._remarks(value)
        if not self.indicator.targets:
            verdict = Verdict.RECORDED if value.status.has_value else Verdict.NOT_JUDGED
            return Judgement(verdict, reason=value.reason, remarks=remarks)
        if value.status is ValueStatus.NOT_SUPPLIED:
            return Judgement(Verdict.NOT_JUDGED, reason=value.reason)
        if self.due is None or self.target is None:
            return Judgement(Verdict.NOT_JUDGED, reason=self.why_not, remarks=remarks)
        if not value.status.has_value:
            verdict = _without_value(value, self.indicator)
            return Judgement(verdict, self.target, reason=value.reason, remarks=remarks)
        judgement = self._compared(value, self.due, self.target)
        return replace(judgement, remarks=(*judgement.remarks, *remarks)) if remarks else judgement

    def _compared(self, value: Value, due: DueTarget, target: JudgedTarget) -> Judgement:
        reached = target.acceptable.holds(value.compare)
        unknown = _unknown(value) if value.coverage.missing else ()
        if reached and unknown and _may_still_grow(self.indicator, target.acceptable):
            reason = NOT_ALL_REPORTED.format(count=len(unknown))
            return Judgement(Verdict.NOT_JUDGED, target, reason=reason)
        gap = measure_gap(value, target.acceptable, self.indicator, reached=reached)
        if due.is_due:
            late = _done_late(value, due.target)
            verdict = Verdict.MET if reached and late is None else Verdict.MISSED
            return self._judgement(target, verdict, gap, late, reached=reached)
        if self.path is None:
            verdict = Verdict.REACHED if reached else Verdict.NOT_YET
            return self._judgement(target, verdict, gap, reached=reached)
        verdict = Verdict.AHEAD if self.path.holds(value.compare) else Verdict.BEHIND
        return Judgement(verdict, target, reached, gap, self.expected)

    def _judgement(
        self,
        target: JudgedTarget,
        verdict: Verdict,
        gap: Gap | None,
        late: Text | None = None,
        *,
        reached: bool,
    ) -> Judgement:
        if gap is not None or late is not None:
            return Judgement(verdict, target, reached, gap, remarks=(late,) if late else ())
        # It says the same of every value.
        if (verdict, reached) not in self._alike:
            self._alike[verdict, reached] = Judgement(verdict, target, reached)
        return self._alike[verdict, reached]

    def _remarks(self, value: Value) -> tuple[Text, ...]:
        later = (LATER_DATA,) if self.only_later_data else ()
        whole = value.denominator
        if not self.is_share or whole is None or not value.status.has_value:
            return later
        cases, parts = whole.numerator, whole.denominator
        if not cases or cases >= SMALL_DENOMINATOR * parts:
            return later
        return (*later, _small(value.factor * parts, cases, self.unit))


def _why_not(due: DueTarget | None, parameters: Parameters) -> Text | None:
    """Why no value can be judged on the day."""
    if due is None:
        return NO_DAY
    missing = _missing_parameter(due.target, parameters)
    return NO_PARAMETER.format(name=missing) if missing is not None else None


def _may_still_grow(indicator: Indicator, acceptable: Acceptable) -> bool:
    """Whether a count that has an upper end is good only as long as nobody asks those who did not report."""
    return indicator.kind in {Kind.COUNT, Kind.AMOUNT} and acceptable.high is not None


def _unknown(value: Value) -> list[str]:
    """Who is in the value with no figure at all, not even one that was chosen to stand for it."""
    filled = {each.unit for each in value.filled}
    return [unit for unit in value.coverage.missing if unit not in filled]


def _without_value(value: Value, indicator: Indicator) -> Verdict:
    nobody = value.status is ValueStatus.ZERO_DENOMINATOR and indicator.if_none == "not applicable"
    return Verdict.NOT_APPLICABLE if nobody else Verdict.NOT_JUDGED


def _side(acceptable: Acceptable, expected: Fraction) -> Acceptable:
    """The path is kept on the side that the target binds on."""
    return Acceptable(low=expected) if acceptable.low is not None else Acceptable(high=expected)


def _done_late(value: Value, target: Target) -> Text | None:
    if value.done_on is None or target.by is None or value.done_on <= target.by:
        return None
    return DONE_LATE.format(day=value.done_on.isoformat())


def _judged_target(due: DueTarget, indicator: Indicator, parameters: Parameters) -> JudgedTarget:
    target = due.target
    if target.limit is None:
        # An attested item is done or it is not.
        return JudgedTarget("done", (), Acceptable(low=Fraction(1)), target.by, due.is_due)
    limit = limits()[target.limit.key]
    numbers = tuple(_amount(amount, parameters) for amount in target.limit.amounts)
    within = _amount(target.within, parameters) if target.within is not None else Fraction(0)
    acceptable = limit.acceptable(Bounds(numbers, within), direction_of(indicator))
    return JudgedTarget(limit.key, numbers, acceptable, target.by, due.is_due)


def _missing_parameter(target: Target, parameters: Parameters) -> str | None:
    steps = (step.at for step in target.path) if isinstance(target.path, tuple) else ()
    amounts = (*(target.limit.amounts if target.limit else ()), target.within, *steps)
    names = (amount for amount in amounts if isinstance(amount, str))
    return next((name for name in names if name not in parameters), None)


def _amount(amount: Quantity | str, parameters: Parameters) -> Fraction:
    return parameters[amount] if isinstance(amount, str) else amount.amount


@functools.lru_cache(maxsize=1024)
def _small(cases: int, whole: int, unit: str) -> Text:
    """What one case of so few comes to."""
    return SMALL.format(step=f"{float(Fraction(cases, whole)):.1f}{unit}")
