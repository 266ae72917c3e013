"""How a figure came about, step by step down to its cells; and what a finding's code means."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from rich.text import Text as Styled

from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.model.correction import Edit
from healthkpi.model.finding import declared_codes
from healthkpi.model.judgement import Judgement
from healthkpi.model.scorecard import CellUsed, IndicatorResult, Scorecard, Side, UnitResult
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Value, ValueStatus
from healthkpi.present._cells import change_cell, period_text
from healthkpi.present._corrections import accepted_lines, correction_said, effect_said
from healthkpi.present._figures import (
    clean,
    counts_text,
    decimal_string,
    gap_text,
    number_text,
    rounded,
    target_text,
    value_text,
)
from healthkpi.present._layout import (
    MARKS,
    assumed_said,
    basis_said,
    chance_said,
    compared_verdict,
    finding_line,
    gap_unit,
    named,
    reading_said,
    remarks,
    shown_value,
)
from healthkpi.present._missing import treatment_said
from healthkpi.present._scores import points_text, score_line, total_formula, total_said
from healthkpi.text import Language, Text, joined

MOST_CELLS = 40
_SIDES = {
    Side.NUMERATOR: Text("分子", "numerator"),
    Side.DENOMINATOR: Text("分母", "denominator"),
    Side.BASELINE: Text("基期", "baseline"),
    Side.CARRIED: Text("沿用", "carried forward"),
    Side.LEFT_OUT: Text("未计入", "left out"),
}


def explanation_lines(
    scorecard: Scorecard,
    result: IndicatorResult,
    unit: UnitResult,
    cells: Sequence[CellUsed],
    treated: Sequence[tuple[Treatment, UnitResult]],
    language: Language,
) -> Iterator[Styled]:
    """Clause, cells, sums, rate, target, judgement, findings: in the order they follow from each other."""

    def said(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    value = unit.value.value
    corrected = {str(each.edit.place): each.edit for each in scorecard.corrections.applied}
    yield Styled(f"{result.name.say(language)} · {clean(unit.value.unit)}", style="bold")
    for at, quote in result.clauses:
        yield Styled(said(f"依据  {at}“{quote}”", f'clause  {at} "{quote}"'))
    yield from _choice_lines(result, language)
    for side in Side:
        yield from _cells(side, [cell for cell in cells if cell.side is side], corrected, language)
    yield from _failing(value, language)
    for line in _sum_lines(value, result, unit, language):
        yield Styled(line)
    yield from _below_lines(result, unit, language)
    label = Text("缺报  ", "missing  ").say(language)
    yield Styled(label + clean(treatment_said(scorecard.missing, result, unit, treated).say(language)))
    yield from _verdict_lines(result, unit, language)
    yield from _correction_lines(scorecard, result, unit, language)
    yield from _time_lines(result, unit, language)
    yield from _chance_lines(result, unit, language)
    yield from _total_lines(scorecard, result, unit, language)
    yield from _finding_lines(scorecard, {str(cell.place) for cell in cells}, language)
    for source in (*scorecard.sources, *scorecard.corrections.files):
        yield Styled(
            said("来源  ", "source  ") + f"{clean(source.name)}  SHA-256 {source.sha256[:16]}…", style="dim"
        )


def _choice_lines(result: IndicatorResult, language: Language) -> Iterator[Styled]:
    """What is not as the document has it, and how the text was read."""
    choice, read = Text("口径  ", "choice  ").say(language), Text("读法  ", "reading  ").say(language)
    for each in (basis_said(result), assumed_said(result)):
        if each is not None:
            yield Styled(choice + each.say(language))
    reading = reading_said(result)
    if reading is not None:
        yield Styled(reading.say(language))
    elif result.reading is not None:
        yield Styled(read + result.reading.say(language))


def _total_lines(
    scorecard: Scorecard, result: IndicatorResult, unit: UnitResult, language: Language
) -> Iterator[Styled]:
    """The scorecards of this unit that the indicator has a weight in."""
    label = Text("计分表  ", "scorecard  ").say(language)
    for total in scorecard.totals:
        is_here = (total.level, total.unit) == (unit.value.level, unit.value.unit)
        if is_here and result.id in total.rule.weights:
            points = points_text(total.points, total.rule.full)
            said = joined(
                [each for each in (points, total_said(total), total_formula(total.rule)) if each.zh]
            )
            yield Styled(label + clean(f"{total.rule.name.say(language)} {said.say(language)}"))


def code_lines(code: str, language: Language) -> Iterator[Styled]:
    """What a finding's code means and what to do; every module that declares codes must have been imported."""
    codes = declared_codes()
    if code not in codes:
        near = find_similar(code, codes)
        zh, en = (f"；是不是 {near}？", f"; did you mean {near}?") if near else ("", "")
        raise UsageError(Text(f"没有代码 {code}{zh}", f"there is no code {code}{en}"))
    found = codes[code]
    yield Styled(f"{found.id} ({found.severity})", style="bold")
    yield Styled(found.message.say(language))
    yield Styled(found.explanation.say(language))


def _finding_lines(scorecard: Scorecard, places: Collection[str], language: Language) -> Iterator[Styled]:
    """What was found in the cells; what was accepted says so instead."""
    label = Text("问题  ", "finding  ").say(language)
    for finding in scorecard.findings:
        if str(finding.place) in places:
            accepted = [each.say(language) for each in accepted_lines([finding])]
            yield Styled(label + (accepted[0] if accepted else finding_line(finding, language)))


def _correction_lines(
    scorecard: Scorecard, result: IndicatorResult, unit: UnitResult, language: Language
) -> Iterator[Styled]:
    """The corrections that changed this figure, and what it was without each of them."""
    label = Text("更正  ", "corrected  ").say(language)
    for each in scorecard.corrections.applied:
        key = (result.id, unit.value.level, unit.value.unit)
        effects = [
            effect
            for effect in each.effects or scorecard.corrections.together
            if (effect.indicator, effect.level, effect.unit) == key
        ]
        for effect in effects:
            effected = effect_said(scorecard, result, effect)
            yield Styled(label + correction_said(each.edit).say(language))
            yield Styled("    " + Text("影响：", "effect: ").say(language) + effected.say(language))


def _corrected_said(edit: Edit | None, language: Language) -> str:
    """What stood in a cell before, and on whose word it is another figure now."""
    if edit is None:
        return ""
    correction, old = edit.correction, clean(edit.old) or Text("空白", "blank").say(language)
    signed = clean(f"{correction.who} {correction.when.isoformat()}")
    reason = clean(correction.reason)
    said = Text(f"  （更正：原 {old}；{reason}，{signed}）", f"  (corrected from {old}: {reason}, {signed})")
    return said.say(language)


def _cells(
    side: Side, cells: Sequence[CellUsed], corrected: Mapping[str, Edit], language: Language
) -> Iterator[Styled]:
    if not cells:
        return
    yield Styled(_SIDES[side].say(language))
    for cell in cells[:MOST_CELLS]:
        raw = clean(cell.raw)
        raw = raw or Text("（空白）", "(blank)").say(language)
        read = clean(cell.read.say(language))
        became = f" → {read}" if read not in {raw, ""} else ""
        note = _corrected_said(corrected.get(str(cell.place)), language)
        yield Styled(f"    {clean(cell.unit)}  {cell.field} = {raw}{became}   {clean(str(cell.place))}{note}")
    more = len(cells) - MOST_CELLS
    if more > 0:
        yield Styled("    " + Text(f"……还有 {more} 格", f"… {more} more cells").say(language))


def _failing(value: Value, language: Language) -> Iterator[Styled]:
    """Which rows fall short of which criteria, and which a blank leaves open."""
    if not value.failing:
        return
    yield Styled(
        Text(f"未达到（{len(value.failing)}）", f"falling short ({len(value.failing)})").say(language)
    )
    for each in value.failing[:MOST_CELLS]:
        failed = (
            [Text(f"不达：{'、'.join(each.failed)}", f"fails: {', '.join(each.failed)}")]
            if each.failed
            else []
        )
        blank = (
            [Text(f"待核：{'、'.join(each.open)}", f"to be checked: {', '.join(each.open)}")]
            if each.open
            else []
        )
        yield Styled("    " + clean(each.label) + "  " + joined([*failed, *blank]).say(language))


def _sum_lines(value: Value, result: IndicatorResult, unit: UnitResult, language: Language) -> Iterator[str]:
    label = Text("计算  ", "value  ").say(language)
    shown = shown_value(result, value, unit.judgement).say(language)
    if value.base is not None and value.base.amount is not None:
        before = value_text(value.base, "").say(language)
        now = number_text(value.numerator, "").say(language) if value.numerator is not None else shown
        if value.denominator is not None and value.numerator is not None:
            ratio = value.numerator * value.factor / value.denominator
            now = number_text(ratio).say(language)
        yield label + Text(f"{before} → {now}，变化 {shown}", f"{before} → {now}, change {shown}").say(
            language
        )
    elif value.numerator is not None and value.denominator:
        factor = f" × {value.factor}" if value.factor != 1 else ""
        numerator, denominator = number_text(value.numerator).en, number_text(value.denominator).en
        exact = decimal_string(value.amount) if value.amount is not None else ""
        division = Text(
            f"{numerator} ÷ {denominator}{factor} = {exact}，显示为 {shown}",
            f"{numerator} / {denominator}{factor} = {exact}, shown as {shown}",
        )
        yield label + (division.say(language) if result.kind != "checklist" else f"{numerator}/{denominator}")
    else:
        yield label + shown
    note = remarks(result, unit).say(language)
    if note:
        yield Text("说明  ", "remarks  ").say(language) + clean(note)


def _below_lines(result: IndicatorResult, unit: UnitResult, language: Language) -> Iterator[Styled]:
    """The next level down, each with its part of the gap; and the mean of its rates, which is not the rate."""
    below = _next_level(result, unit)
    if not below:
        return
    yield Styled(
        Text("下一级（再往下：--unit 单位名）", "one level down (further: --unit NAME)").say(language)
    )
    for each in below:
        value = each.value.value
        counts = f"  {counts_text(value)}" if counts_text(value) else ""
        shown = shown_value(result, value, each.judgement).say(language)
        yield Styled(f"    {clean(each.value.unit)}{counts}  {shown}{_part(result, each).say(language)}")
    mean = _mean_of_rates(result, below)
    if mean is not None:
        label = Text("不采用  ", "not taken  ").say(language)
        figure = value_text(Value(ValueStatus.OK, mean), result.unit)
        yield Styled(
            label
            + Text(
                f"各单位率的简单平均 {figure.zh}：大小单位不能一样算，总率是分子之和除以分母之和",
                f"the plain mean of the rates, {figure.en}: units differ in size; the rate is sum over sum",
            ).say(language),
            style="dim",
        )


def _next_level(result: IndicatorResult, unit: UnitResult) -> list[UnitResult]:
    """The units below a value of the whole; a unit's own rows stand among its cells."""
    if not unit.is_judged or len(result.judged) > 1 or not result.listed:
        return []
    level = result.listed[0].value.level
    return [each for each in result.listed if each.value.level == level]


def _part(result: IndicatorResult, unit: UnitResult) -> Text:
    part = unit.contribution
    if part is None or not part.short:
        return Text("", "")
    short = number_text(part.short, gap_unit(result))
    share = f"{rounded(part.of_whole, 1)}%" if part.of_whole is not None else ""
    whole = Text(f"，占总差额的 {share}", f", {share} of the whole gap") if share else Text("", "")
    return Text(f"  差 {short.zh}{whole.zh}", f"  {short.en} short{whole.en}")


def _mean_of_rates(result: IndicatorResult, units: Sequence[UnitResult]) -> Fraction | None:
    """What a spreadsheet's AVERAGE would give."""
    amounts = [unit.value.value.amount for unit in units if unit.value.value.amount is not None]
    if result.kind not in {"proportion", "rate", "ratio"} or len(amounts) < 2:
        return None
    return sum(amounts, Fraction(0)) / len(amounts)


def _time_lines(result: IndicatorResult, unit: UnitResult, language: Language) -> Iterator[Styled]:
    """The change since the last period, on the same units, and where the pace leads."""
    for change in unit.changes:
        before = value_text(change.before, change.unit or result.unit)
        amount = change_cell(change.amount, change.unit or result.unit).text
        when = period_text(change.period) if change.period else Text("表内往期列", "the column of the sheet")
        label = Text("比较  ", "compared  ").say(language)
        without = named(change.left_out)
        left_out = (
            Text(f"（剔除{without.zh}）", f" (without {without.en})") if change.left_out else Text("", "")
        )
        yield Styled(
            label
            + Text(
                f"{when.zh} {before.zh}，变化 {amount.zh}{left_out.zh}",
                f"{when.en} {before.en}, change {amount.en}{left_out.en}",
            ).say(language)
        )


def _verdict_lines(result: IndicatorResult, unit: UnitResult, language: Language) -> Iterator[Styled]:
    judgement = unit.judgement
    if judgement.target is not None:
        target = target_text(judgement.target, result.unit).say(language)
        by = (
            judgement.target.by.isoformat() if judgement.target.by else Text("随时", "any time").say(language)
        )
        compared = Text("先比未舍入的值", "the unrounded value is compared").say(language)
        yield Styled(Text("目标  ", "target  ").say(language) + f"{target} ({by}; {compared})")
    why = _why(judgement)
    if why is not None:
        yield Styled(Text("理由  ", "because  ").say(language) + why.say(language))
    verdict = judgement.verdict if unit.is_judged else compared_verdict(unit)
    words = MARKS[verdict] + verdict.label.say(language)
    gap = gap_text(judgement.gap, gap_unit(result)).say(language)
    short = Text(f"，差额 {gap}", f", gap {gap}").say(language) if gap else ""
    listed = "" if unit.is_judged else Text("（只比较，不判定）", " (compared, not judged)").say(language)
    yield Styled(Text("判定  ", "verdict  ").say(language) + words + short + listed, style="bold")
    if unit.score is not None:
        line = score_line(unit.score, result.unit)
        yield Styled(Text("得分  ", "points  ").say(language) + line.say(language), style="bold")


def _chance_lines(result: IndicatorResult, unit: UnitResult, language: Language) -> Iterator[Styled]:
    """The interval below the verdict that it does not change."""
    said = chance_said(result, unit)
    if said is None or unit.interval is None:
        return
    method = unit.interval.name
    advice = Text(f"（{method.zh}；只供参考，不改判定）", f" ({method.en}; advice, no verdict changes)")
    yield Styled(Text("偶然  ", "chance  ").say(language) + said.say(language) + advice.say(language))


def _why(judgement: Judgement) -> Text | None:
    """The two questions a verdict answers: is the limit reached, and is the day there."""
    if judgement.target is None or judgement.reached is None:
        return None
    limit = (
        Text("达到限值", "the limit is reached")
        if judgement.reached
        else Text("没有达到限值", "the limit is not reached")
    )
    if judgement.target.by is None:
        day = Text("目标没有期限，随时判定", "the target has no date and holds at any time")
    elif judgement.target.is_due:
        day = Text("期限已到", "its date has come")
    elif judgement.expected is not None:
        day = Text("期限未到，与序时进度比", "its date has not come, so the path is compared")
    else:
        day = Text("期限未到", "its date has not come")
    return joined([limit, day])
