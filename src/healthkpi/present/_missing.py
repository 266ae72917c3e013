"""How what is missing was treated, and what it would be otherwise, in one line."""

from collections.abc import Sequence

from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.treatment import Filled, Treatment
from healthkpi.present._figures import number_text
from healthkpi.present._layout import MARKS, compared_verdict, shown_value
from healthkpi.text import Text, joined

NOTHING = Text("没有缺报", "nothing is missing")
IF = {
    Treatment.LEFT_OUT: Text("若剔除", "if left out"),
    Treatment.ZERO: Text("若按0计", "if taken as zero"),
    Treatment.CARRIED: Text("若沿用上次", "if carried forward"),
}
CANNOT = {
    Treatment.ZERO: Text("不能按0计（{why}）", "cannot be taken as zero ({why})"),
    Treatment.CARRIED: Text("不能沿用上次（{why}）", "cannot be carried forward ({why})"),
}


def treatment_said(
    missing: Treatment,
    result: IndicatorResult,
    unit: UnitResult,
    others: Sequence[tuple[Treatment, UnitResult]],
) -> Text:
    """剔除；若按0计 46.52%；若沿用上次（2018-08）4102 = 49.25%."""
    if not unit.value.value.coverage.missing:
        return joined([missing.label, NOTHING])
    return joined([missing.label, *(_other(each, result, unit, other) for each, other in others)])


def _other(treatment: Treatment, result: IndicatorResult, chosen: UnitResult, other: UnitResult) -> Text:
    value = other.value.value
    if treatment in CANNOT and not value.filled:
        why = joined(list(dict.fromkeys(each.reason for each in value.not_filled)))
        return CANNOT[treatment].format(why=why)
    figure, from_whom = shown_value(result, value, other.judgement), _carried(value.filled)
    verdict = _verdict(other) if _verdict(other) != _verdict(chosen) else Text("", "")
    said = IF[treatment]
    return Text(
        f"{said.zh}{from_whom.zh} {figure.zh}{verdict.zh}", f"{said.en}{from_whom.en} {figure.en}{verdict.en}"
    )


def _carried(filled: Sequence[Filled]) -> Text:
    """From when, and what: of one unit its figure, of several how many they are."""
    times = sorted({each.carried_from for each in filled if each.carried_from is not None})
    if not times:
        return Text("", "")
    when = "、".join(map(str, times))
    if len(filled) > 1 or filled[0].numerator is None:
        return Text(f"（{when}，{len(filled)} 个）=", f" ({when}, {len(filled)} of them) =")
    figure = number_text(filled[0].numerator)
    return Text(f"（{when}）{figure.zh} =", f" ({when}) {figure.en} =")


def _verdict(unit: UnitResult) -> Text:
    verdict = unit.judgement.verdict if unit.is_judged else compared_verdict(unit)
    return Text(f"，{MARKS[verdict]}{verdict.label.zh}", f", {MARKS[verdict]}{verdict.label.en}")
