"""The points of a unit over all indicators of a scorecard: weights, what is missing, cap, gate and veto."""

from collections.abc import Mapping
from fractions import Fraction

from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.score import IndicatorScore, Part, Total, TotalRule
from healthkpi.text import Text, joined

VETOED = Text("一票否决：{names}未达标", "veto: {names} missed")
VETO_OPEN = Text("一票否决项没有结果：{names}", "the veto cannot be settled: {names} has no result")
BELOW_GATE = Text(
    "未过门槛：{names}，总分至多 {most}", "below the gate: {names}; the total is at most {most}"
)
GATE_OPEN = Text("门槛没有结果：{names}", "the gate cannot be settled: {names} has no points")
LACKING = Text("{name}：{reason}（{done}）", "{name}: {reason} ({done})")
PARTIAL = Text("没有报齐：{names}", "not all have reported: {names}")
NOTHING = Text("没有一项有分", "no indicator has points")
TOO_LITTLE = Text("有分的权重不足 {least}", "less than {least} of weight has points")
_DONE = {
    "block": Text("不给总分", "no total"),
    "zero": Text("记 0 分", "taken as 0"),
    "leave out": Text("不计，其余分摊权重", "left out, its weight goes to the others"),
}
NO_RESULT = Text("没有这个单位的数", "no figure for this unit")

Results = Mapping[str, tuple[IndicatorScore | None, Judgement]]


def total_points(rule: TotalRule, level: str, unit: str, results: Results) -> Total:
    """The total of one unit; `results` are its scores and judgements by indicator."""
    parts = tuple(_part(rule, name, weight, results) for name, weight in rule.weights.items())
    covered = sum((part.weight for part in parts if _has_points(part)), Fraction(0))
    reason = _why_not(rule, parts, covered)
    points = None if reason is not None else _sum(rule, parts)
    below, gate_open = _gate(rule, results)
    said = []
    if below:
        said.append(BELOW_GATE.format(names=_named(rule, below), most=rule.below_gate))
        points = None if points is None else min(points, rule.below_gate or Fraction(0))
    if gate_open:
        points, reason = None, reason or GATE_OPEN.format(names=_named(rule, gate_open))
    partial = [part.indicator for part in parts if part.score is not None and part.score.is_partial]
    if partial:
        said.append(PARTIAL.format(names=_named(rule, partial)))
    said += [_lacking(rule, part) for part in parts if not _has_points(part)]
    total = Total(rule, level, unit, points, covered, parts, tuple(said), reason)
    return _with_veto(total, results)


def _part(rule: TotalRule, name: str, weight: Fraction, results: Results) -> Part:
    score = results[name][0] if name in results else None
    if score is not None and score.points is not None:
        return Part(name, weight, score, weight * score.points / score.terms.full, counts=True)
    done = _rule_for(rule, score)
    return Part(name, weight, score, Fraction(0) if done == "zero" else None, counts=done != "leave out")


def _rule_for(rule: TotalRule, score: IndicatorScore | None) -> str:
    return rule.missing if score is None or score.applies else rule.not_applicable


def _has_points(part: Part) -> bool:
    return part.score is not None and part.score.points is not None


def _why_not(rule: TotalRule, parts: tuple[Part, ...], covered: Fraction) -> Text | None:
    if not covered:
        return NOTHING
    blocking = [part.indicator for part in parts if part.counts and part.brings is None]
    if blocking:
        return Text("缺 {names}", "without {names}").format(names=_named(rule, blocking))
    if rule.least_weight is not None and covered < rule.least_weight:
        return TOO_LITTLE.format(least=rule.least_weight)
    return None


def _sum(rule: TotalRule, parts: tuple[Part, ...]) -> Fraction:
    """Weights of what was left out are shared by the others in proportion."""
    kept = sum((part.weight for part in parts if part.counts), Fraction(0))
    total = sum((part.brings or Fraction(0) for part in parts), Fraction(0)) * rule.full / kept
    return total if rule.cap is None else min(total, rule.cap)


def _gate(rule: TotalRule, results: Results) -> tuple[list[str], list[str]]:
    """Which indicators are below the gate, and which leave it open."""
    below, is_open = [], []
    for name, least in (rule.gate or {}).items():
        score = results[name][0] if name in results else None
        if score is None or (score.points is None and score.applies):
            is_open.append(name)
        elif score.points is not None and score.points < least:
            below.append(name)
    return below, is_open


def _with_veto(total: Total, results: Results) -> Total:
    """A veto stands whatever else is missing; what has no result neither triggers nor clears one."""
    rule = total.rule
    judgements = {name: results[name][1] if name in results else None for name in rule.veto}
    hit = [name for name, judgement in judgements.items() if judgement and _is_missed(judgement)]
    is_open = [name for name, judgement in judgements.items() if judgement is None or _is_open(judgement)]
    points, said, reason = total.points, list(total.said), total.reason
    if is_open:
        said.insert(0, VETO_OPEN.format(names=_named(rule, is_open)))
    if hit:
        said.insert(0, VETOED.format(names=_named(rule, hit)))
        known = rule.veto_total if points is None else min(points, rule.veto_total)
        points = known if points is not None or not rule.veto_total else None
        reason = reason if points is None else None
    elif is_open:
        points, reason = None, reason or VETO_OPEN.format(names=_named(rule, is_open))
    return Total(rule, total.level, total.unit, points, total.covered, total.parts, tuple(said), reason)


def _is_missed(judgement: Judgement) -> bool:
    """Lower units are only compared: below a limit whose date has come is missed."""
    is_due = judgement.target is not None and judgement.target.is_due
    return judgement.verdict is Verdict.MISSED or (is_due and judgement.reached is False)


def _is_open(judgement: Judgement) -> bool:
    return judgement.reached is None and judgement.verdict is not Verdict.NOT_APPLICABLE


def _lacking(rule: TotalRule, part: Part) -> Text:
    reason = part.score.reason if part.score is not None else None
    done = _DONE[_rule_for(rule, part.score)]
    return LACKING.format(name=rule.names[part.indicator], reason=reason or NO_RESULT, done=done)


def _named(rule: TotalRule, names: list[str]) -> Text:
    return joined([rule.names[name] for name in names], "、", ", ")
