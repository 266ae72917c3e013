"""What a scoring rule and a scorecard may not say, and the scorecard's numbers taken out of their words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from healthkpi.definitions.indicator import Band, ChangeIn, Indicator, Kind, Score
from healthkpi.definitions.policy import Policy, ScorecardWords
from healthkpi.definitions.yaml_nodes import Route
from healthkpi.limits import Better, limits
from healthkpi.model.quantity import Quantity
from healthkpi.model.score import TotalRule
from healthkpi.scores import score_rules
from healthkpi.text import Text

# Where it stands, what is wrong, and whether the key itself is meant.
Problem = tuple[Route, Text, bool]
_EVERYWHERE = frozenset({"full", "rule"})
# What has a value at an earlier time that can be computed from the same rows.
WITH_BASELINE = frozenset({Kind.PROPORTION, Kind.RATE})
_NEVER_NEGATIVE = frozenset(Kind) - {Kind.CHANGE, Kind.DERIVED}
_GAP = Text(
    "分档之间有空档或重叠；上一档的 below 要等于下一档的 from",
    "a gap or an overlap: each below must equal the next from",
)


def score_problems(score: Score, indicator: Indicator, better: Better) -> Iterator[Problem]:
    """Everything wrong with one indicator's `score`, its amounts and names apart."""
    yield from _keys(score, better)
    yield from _numbers(score)
    yield from _fits_indicator(score, indicator, better)
    yield from _line(score, better)
    yield from _bands(score.bands, score, indicator, better)


def scorecard_problems(name: str, words: ScorecardWords, policy: Policy) -> Iterator[Problem]:
    """Everything wrong with one scorecard, unknown names apart."""
    if name in policy.indicators:
        yield (
            (),
            Text(f"“{name}”是指标的编号；换一个名字", f'"{name}" is an indicator; choose another id'),
            True,
        )
    yield from _weights(words)
    for key, ids in (("weights", words.weights), ("gate", words.gate)):
        for each in ids:
            if each in policy.indicators and policy.indicators[each].score is None:
                says = Text(f"指标“{each}”没有 score（计分办法）", f'indicator "{each}" has no "score"')
                yield (key, each), says, True
    for index, each in enumerate(words.veto):
        if each in policy.indicators and not policy.indicators[each].targets:
            says = Text(
                f"指标“{each}”没有目标，不能一票否决",
                f'indicator "{each}" has no target and cannot be a veto',
            )
            yield ("veto", index), says, False
    yield from _gate(words)


def total_rule(policy: Policy, name: str) -> TotalRule:
    """One scorecard as exact numbers."""
    words = policy.words.scorecards[name]
    ids = (*words.weights, *words.veto, *words.gate)
    return TotalRule(
        id=name,
        name=words.name,
        names={each: policy.indicators[each].name for each in ids},
        weights={each: Fraction(weight) for each, weight in words.weights.items()},
        missing=words.missing,
        not_applicable=words.not_applicable,
        level=words.level,
        least_weight=None if words.least_weight is None else Fraction(words.least_weight),
        cap=None if words.cap is None else Fraction(words.cap),
        veto=words.veto,
        veto_total=Fraction(words.veto_total),
        gate={each: Fraction(points) for each, points in words.gate.items()},
        below_gate=None if words.below_gate is None else Fraction(words.below_gate),
    )


def _keys(score: Score, better: Better) -> Iterator[Problem]:
    rule = score_rules()[score.rule]
    given = {"from" if key == "from_" else key for key in score.model_fields_set} - _EVERYWHERE
    needs = set(rule.needs)
    if "when_over" in rule.may and better is Better.LOWER:
        needs.add("when_over")
    for key in sorted(needs - given):
        yield (), Text(f"计分方式 {score.rule} 要写 {key}", f'the rule {score.rule} needs "{key}"'), True
    for key in sorted(given - needs - rule.may):
        homes = ", ".join(other.key for other in score_rules().values() if key in other.needs | other.may)
        yield (
            (key,),
            Text(
                f"{key} 不用于 {score.rule}，只用于：{homes}",
                f'"{key}" does not belong to {score.rule}; it is for: {homes}',
            ),
            True,
        )
    if "when_over" in given and "when_over" in rule.may and better is Better.HIGHER:
        says = Text("when_over 只用于越低越好的指标", '"when_over" is only for what is better lower')
        yield ("when_over",), says, True


def _numbers(score: Score) -> Iterator[Problem]:
    above_zero = Text("要大于 0", "must be above 0")
    if score.full <= 0:
        yield ("full",), above_zero, False
    if score.deduct is not None and score.deduct <= 0:
        yield ("deduct",), above_zero, False
    if isinstance(score.step, Quantity) and score.step.amount <= 0:
        yield ("step",), above_zero, False
    if score.floor is not None and not 0 <= score.floor <= score.full:
        yield ("floor",), Text("要在 0 与满分之间", "must lie between 0 and full marks"), False
    if score.progress_weight is not None and not 0 < score.progress_weight < 1:
        yield ("progress_weight",), Text("要在 0 与 1 之间", "must lie between 0 and 1"), False


def _fits_indicator(score: Score, indicator: Indicator, better: Better) -> Iterator[Problem]:
    rule = score_rules()[score.rule]
    if rule.has_direction and better is Better.NEITHER:
        says = Text(
            f"{score.rule} 要有方向；better: neither 的指标用 pass 或 bands",
            f"{score.rule} needs a direction; with better: neither use pass or bands",
        )
        yield ("rule",), says, False
    is_growth = indicator.change is not None and indicator.change.in_ is ChangeIn.PERCENT_A_YEAR
    if rule.needs_amount and (is_growth or indicator.kind is Kind.ATTESTED):
        says = Text(
            f"{score.rule} 不用于认定事项和年均增长；用 pass（增长也可用 bands）",
            f"{score.rule} is not for attested items and yearly growth; use pass (bands for growth)",
        )
        yield ("rule",), says, False
    if rule.key == "pass" or (rule.goal_is_target and score.to is None):
        yield from _needs_target(score, indicator)
    if score.since is not None and indicator.kind not in WITH_BASELINE:
        says = Text("只有占比和率有可比的基期", "only proportions and rates have a baseline to compare with")
        yield ("rule",), says, False


def _needs_target(score: Score, indicator: Indicator) -> Iterator[Problem]:
    if not indicator.targets:
        yield ("rule",), Text(f"{score.rule} 要有目标（targets）", f'{score.rule} needs "targets"'), False
    for target in indicator.targets if score.rule != "pass" else ():
        limit = limits()[target.limit.key] if target.limit is not None else None
        if limit is not None and target.limit is not None and limit.key in {"more_than", "less_than"}:
            # At the limit itself a proportion would be full marks for a target that is missed.
            says = Text(
                f"{limit.key} 不含限值本身；写上 to: 从多少起得满分",
                f'{limit.key} leaves out the limit itself; write "to", the value from which marks are full',
            )
            yield ("rule",), says, False
        number = target.limit.amounts[0] if target.limit is not None else None
        if score.rule != "deduct" and isinstance(number, Quantity) and number.amount <= 0:
            says = Text(
                "目标不大于 0，不能按比例；用 linear、deduct 或 pass",
                "a target that is not above 0 has no proportion; use linear, deduct or pass",
            )
            yield ("rule",), says, False


def _line(score: Score, better: Better) -> Iterator[Problem]:
    start, goal = score.from_, score.to
    if not isinstance(start, Quantity) or not isinstance(goal, Quantity):
        return
    if start.amount == goal.amount:
        yield ("to",), Text("from 与 to 相同；用 pass", "from and to are the same; use pass"), False
    elif better is not Better.NEITHER and (goal.amount < start.amount) != (better is Better.LOWER):
        says = Text(
            f"from 是 0 分处，to 是满分处；与 better: {better} 矛盾",
            f"no points at from, full marks at to; that contradicts better: {better}",
        )
        yield ("to",), says, False


def _bands(bands: Sequence[Band], score: Score, indicator: Indicator, better: Better) -> Iterator[Problem]:
    if not bands:
        return
    yield from _edges(bands, indicator)
    for index, band in enumerate(bands):
        if not 0 <= band.points <= score.full:
            says = Text("分数要在 0 与满分之间", "points must lie between 0 and full marks")
            yield ("bands", index, "points"), says, False
    for index, (lower, upper) in enumerate(pairwise(bands), start=1):
        falls, rises = upper.points < lower.points, upper.points > lower.points
        if (better is Better.HIGHER and falls) or (better is Better.LOWER and rises):
            says = Text(
                f"更好的值分数反而少；与 better: {better} 矛盾",
                f"a better value has fewer points; that contradicts better: {better}",
            )
            yield ("bands", index, "points"), says, False


def _edges(bands: Sequence[Band], indicator: Indicator) -> Iterator[Problem]:
    first, last = bands[0], bands[-1]
    for index, (band, after) in enumerate(pairwise(bands)):
        if band.below is None or after.from_ is None or band.below != after.from_:
            yield ("bands", index), _GAP, False
    for index, band in enumerate(bands):
        start, end = band.from_, band.below
        if isinstance(start, Quantity) and isinstance(end, Quantity) and start.amount >= end.amount:
            yield ("bands", index), Text("from 要小于 below", "from must be less than below"), False
    starts_at_zero = isinstance(first.from_, Quantity) and first.from_.amount == 0
    if first.from_ is not None and not (starts_at_zero and indicator.kind in _NEVER_NEGATIVE):
        says = Text(
            "第一档不写 from，更小的值也要有分", "the first band has no from: lower values need points too"
        )
        yield ("bands", 0, "from"), says, True
    if last.below is not None:
        says = Text(
            "最后一档不写 below，更大的值也要有分",
            "the last band has no below: higher values need points too",
        )
        yield ("bands", len(bands) - 1, "below"), says, True


def _weights(words: ScorecardWords) -> Iterator[Problem]:
    if not words.weights:
        yield ("weights",), Text("至少要有一个指标", "at least one indicator is wanted"), True
    for name, weight in words.weights.items():
        if weight <= 0:
            yield ("weights", name), Text("权重要大于 0", "a weight must be above 0"), False
    full = sum(words.weights.values())
    for key in ("least_weight", "cap", "below_gate", "veto_total"):
        number = getattr(words, key)
        if number is not None and not 0 <= number <= full:
            says = Text(
                f"要在 0 与权重之和 {full} 之间", f"must lie between 0 and the sum of the weights, {full}"
            )
            yield (key,), says, False


def _gate(words: ScorecardWords) -> Iterator[Problem]:
    if words.gate and words.below_gate is None:
        says = Text(
            "有 gate 就要写 below_gate：未过门槛时总分至多多少",
            'a "gate" needs "below_gate": the most that the total may then be',
        )
        yield ("gate",), says, True
    if words.below_gate is not None and not words.gate:
        yield ("below_gate",), Text("没有 gate", 'there is no "gate"'), True
