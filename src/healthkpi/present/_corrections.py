"""Corrections as they are told: who corrected what, why, and what it changed; findings that may stand."""

from collections.abc import Iterable, Iterator, Sequence

from healthkpi.model.correction import Edit, Effect, Outcome
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.scorecard import IndicatorResult, Scorecard
from healthkpi.present._figures import clean, counts_text
from healthkpi.present._layout import compared_verdict, finding_line, shown_value
from healthkpi.text import Text, joined, same

MOST_EFFECTS = 6
_NO_EFFECT = Text("影响：本次的结果都没有变", "effect: no result of this run changed")
_NOT_RECKONED = Text(
    "更正有 {count} 条，不逐条算影响，只算合起来的",
    "{count} corrections: the effect is reckoned for all of them together",
)
_NOT_SHOWN = Text(
    "小的人数已隐去，更正的数和影响也不列",
    "small counts are hidden, so neither the figures corrected nor the effect are shown",
)
_STILL_OUT = Text(
    "；认可不等于采用，这个数仍没有算进去", "; accepted is not used: the figure is still in no sum"
)


def correction_said(edit: Edit) -> Text:
    """西韩岭乡 签约人数 1.79万→17930（乡镇更正函），王XX 2018-10-08，九月.xlsx[签约]!D8."""
    correction = edit.correction
    who = clean(" ".join(filter(None, (edit.unit, edit.field))))
    old = same(clean(edit.old)) if edit.old else Text("空白", "blank")
    new = Text("整行作废", "row void") if correction.strikes else same(clean(edit.new))
    signed = clean(f"{correction.when.isoformat()} {correction.who}")
    reason, place = clean(correction.reason), clean(str(edit.place))
    return Text(
        f"{signed}  {who} {old.zh}→{new.zh}（{reason}）  {place}".replace("   ", "  "),
        f"{signed}  {who} {old.en} → {new.en} ({reason})  {place}".replace("   ", "  "),
    )


def effects_said(
    scorecard: Scorecard, effects: Sequence[Effect], label: Text | None = None
) -> Iterator[Text]:
    """One line an indicator: 常住人口签约率 全区 49.62%→49.64%，判定不变."""
    if not effects:
        yield _NO_EFFECT
        return
    by_id = {result.id: result for result in scorecard.results}
    touched = list(dict.fromkeys(effect.indicator for effect in effects))
    head = label or Text("影响：", "effect: ")
    for name in touched[:MOST_EFFECTS]:
        own = [effect_said(scorecard, by_id[name], each) for each in effects if each.indicator == name]
        shown, more = own[:MOST_EFFECTS], len(own) - MOST_EFFECTS
        rest = [Text(f"还有 {more} 个单位", f"{more} more units")] if more > 0 else []
        said = joined([*shown, *rest])
        yield Text(f"{head.zh}{by_id[name].name.zh} {said.zh}", f"{head.en}{by_id[name].name.en}: {said.en}")
    more = len(touched) - MOST_EFFECTS
    if more > 0:
        yield Text(f"{head.zh}还有 {more} 项", f"{head.en}{more} more indicators")


def effect_said(scorecard: Scorecard, result: IndicatorResult, effect: Effect) -> Text:
    """全区 49.62%→49.64%，判定不变；where the figure as shown is the same, its counts."""
    area = scorecard.area
    unit = area if effect.unit == area.zh else same(clean(effect.unit))
    before, after = (_figure(result, each) for each in (effect.before, effect.after))
    if before == after:
        before, after = (_with_counts(result, each) for each in (effect.before, effect.after))
    figure = Text(f"{before.zh}→{after.zh}", f"{before.en} → {after.en}")
    said = [figure] if before != after else [Text(f"{after.zh} 不变", f"{after.en} as before")]
    said += [_verdict(effect), *_rank(effect)]
    words = joined([each for each in said if each.zh], "，", ", ")
    return Text(f"{unit.zh} {words.zh}", f"{unit.en} {words.en}")


def _figure(result: IndicatorResult, outcome: Outcome | None) -> Text:
    if outcome is None:
        return Text("—", "-")
    return shown_value(result, outcome.value, outcome.judgement)


def _with_counts(result: IndicatorResult, outcome: Outcome | None) -> Text:
    figure, counts = _figure(result, outcome), counts_text(outcome.value) if outcome is not None else ""
    return Text(f"{figure.zh}（{counts}）", f"{figure.en} ({counts})") if counts else figure


def _verdict(effect: Effect) -> Text:
    before, after = (_label(each) for each in (effect.before, effect.after))
    if before == after:
        return Text("判定不变", "verdict unchanged")
    return Text(f"{before.zh}→{after.zh}", f"{before.en} → {after.en}")


def _label(outcome: Outcome | None) -> Text:
    if outcome is None:
        return Text("—", "-")
    return (outcome.judgement.verdict if outcome.is_judged else compared_verdict(outcome)).label


def _rank(effect: Effect) -> list[Text]:
    before, after = (each.place if each is not None else None for each in (effect.before, effect.after))
    if before == after:
        return [Text("名次不变", "rank unchanged")] if after is not None else []
    then, now = (str(place) if place is not None else "—" for place in (before, after))
    return [Text(f"名次 {then}→{now}", f"rank {then} → {now}")]


def correction_lines(scorecard: Scorecard) -> Iterator[tuple[Text, bool]]:
    """Every correction with its effect below it, which is the quieter line; then those that were not applied."""
    trail = scorecard.corrections
    for each in trail.applied:
        yield correction_said(each.edit), False
        for line in effects_said(scorecard, each.effects) if each.effects is not None else ():
            yield line, True
    if trail.applied and scorecard.suppressed_below is not None:
        yield _NOT_SHOWN, True
    elif len(trail.applied) > 1:
        if any(each.effects is None for each in trail.applied):
            yield _NOT_RECKONED.format(count=len(trail.applied)), True
        label = Text("合计影响：", "all together: ")
        for line in effects_said(scorecard, trail.together, label):
            yield line, True
    for late in trail.late:
        file, reason = clean(late.file), clean(late.reason)
        signed = clean(f"{late.when.isoformat()} {late.who}")
        yield Text(f"{signed}  补报 {file}（{reason}）", f"{signed}  late: {file} ({reason})"), False
    for finding in trail.refused:
        yield Text(finding_line(finding, "zh"), finding_line(finding, "en")), False


def accepted_lines(findings: Iterable[Finding]) -> Iterator[Text]:
    """What was found and may stand, with the reason."""
    for finding in findings:
        signed = finding.accepted
        if signed is None:
            continue
        still = _STILL_OUT if finding.code.severity is Severity.ERROR else Text("", "")
        reason, who = clean(signed.reason), clean(f"{signed.who} {signed.when.isoformat()}")
        yield Text(
            f"已认可 {finding_line(finding, 'zh')}——{reason}（{who}）{still.zh}",
            f"accepted: {finding_line(finding, 'en')} - {reason} ({who}){still.en}",
        )
