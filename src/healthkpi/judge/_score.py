"""Points for one value, by the rule that the bureau declared; no value, no points, and never full marks for it."""

from collections.abc import Mapping
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind, Score
from healthkpi.definitions.link import direction_of
from healthkpi.limits import Acceptable, Better
from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.quantity import Quantity
from healthkpi.model.score import IndicatorScore
from healthkpi.model.value import Value, ValueStatus
from healthkpi.scores import Band, Earlier, Measured, Terms, score_rules
from healthkpi.text import Text

NO_VALUE = Text("没有数，不计分", "no value, so no points")
FOR_THE_WHOLE = Text(
    "要求是对全区的，不给下级单位计分",
    "what is asked is for the whole area; lower units are not scored by it",
)
NO_BASELINE = Text("没有基期的数，进步无从计分", "no figures for the baseline, so progress has no points")
CANNOT = Text(
    "这一计分方式用不了现在的目标或参数", "the rule cannot be used with this target or these parameters"
)
NO_PARAMETER = Text(
    "缺参数“{name}”；用 --set {name}=… 给出", "parameter {name} is not given; use --set {name}=…"
)
MAY_GROW = Text("没有报齐，数还会增加，不计分", "not all have reported and the count may grow, so no points")


def score_value(
    value: Value,
    judgement: Judgement,
    indicator: Indicator,
    parameters: Mapping[str, Fraction],
    *,
    is_comparable: bool,
    earlier: Earlier | None = None,
) -> IndicatorScore | None:
    """The points of one value; None where no score is declared."""
    score = indicator.score
    if score is None:
        return None
    missing = next((name for name in _named(score) if name not in parameters), None)
    terms = _terms(score, indicator, judgement, {**dict.fromkeys(_named(score)), **parameters})
    if judgement.verdict is Verdict.NOT_APPLICABLE:
        return IndicatorScore(score.rule, terms, None, Verdict.NOT_APPLICABLE.label, applies=False)
    reason = _why_not(value, judgement, indicator, is_comparable=is_comparable)
    if reason is None and missing is not None:
        reason = NO_PARAMETER.format(name=missing)
    if reason is None and score.since is not None and earlier is None:
        reason = NO_BASELINE
    if reason is not None or value.amount is None:
        return IndicatorScore(score.rule, terms, None, reason or NO_VALUE)
    points = score_rules()[score.rule].points(terms, _measured(value, value.amount, judgement, earlier))
    is_partial = value.status is ValueStatus.PARTIAL
    return IndicatorScore(
        score.rule, terms, points, CANNOT if points is None else None, is_partial=is_partial
    )


def _why_not(value: Value, judgement: Judgement, indicator: Indicator, *, is_comparable: bool) -> Text | None:
    if not value.status.has_value:
        return value.reason or judgement.reason or NO_VALUE
    if not is_comparable:
        return FOR_THE_WHOLE
    if judgement.verdict is Verdict.NOT_JUDGED:
        return judgement.reason or NO_VALUE
    is_sum = indicator.kind in {Kind.COUNT, Kind.AMOUNT}
    if is_sum and value.status is ValueStatus.PARTIAL and direction_of(indicator) is not Better.HIGHER:
        return MAY_GROW
    return None


def _measured(value: Value, amount: Fraction, judgement: Judgement, earlier: Earlier | None) -> Measured:
    # What was completed after its date reaches the limit and is missed all the same.
    passes = bool(judgement.reached) and judgement.verdict is not Verdict.MISSED
    return Measured(amount, value.compare, passes, earlier)


def _named(score: Score) -> list[str]:
    """The parameters that a score asks for."""
    ends = [end for band in score.bands for end in (band.from_, band.below)]
    return [each for each in (score.from_, score.to, score.step, *ends) if isinstance(each, str)]


def _terms(
    score: Score, indicator: Indicator, judgement: Judgement, parameters: Mapping[str, Fraction | None]
) -> Terms:
    def amount(word: Quantity | str | None) -> Fraction | None:
        return parameters[word] if isinstance(word, str) else word.amount if word is not None else None

    better = direction_of(indicator)
    target = judgement.target.acceptable if judgement.target is not None else None
    return Terms(
        full=Fraction(score.full),
        better=better,
        goal=amount(score.to) if score.to is not None else _goal(target, better),
        start=amount(score.from_),
        step=amount(score.step),
        deduct=None if score.deduct is None else Fraction(score.deduct),
        floor=Fraction(score.floor or 0),
        progress_weight=None if score.progress_weight is None else Fraction(score.progress_weight),
        bands=tuple(Band(amount(e.from_), amount(e.below), Fraction(e.points)) for e in score.bands),
        when_over=score.when_over,
        part_step=score.part_step,
    )


def _goal(acceptable: Acceptable | None, better: Better) -> Fraction | None:
    """The end of the acceptable values on which the target binds."""
    if acceptable is None:
        return None
    return acceptable.high if better is Better.LOWER else acceptable.low
