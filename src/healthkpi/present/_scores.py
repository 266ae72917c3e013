"""Points as text, each with the formula it follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from healthkpi.definitions.indicator import Score
from healthkpi.limits import Better
from healthkpi.model.quantity import PERCENT, POINTS, Quantity
from healthkpi.model.score import IndicatorScore, Part, Total, TotalRule
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.present._figures import MOST_DECIMALS, clean, limit_text, number_text, rounded
from healthkpi.scores import Terms, score_rules
from healthkpi.text import Language, Text, joined, same

_NONE = Text("—", "-")
_MISSING = {
    "block": Text("缺指标时不给总分", "no total while an indicator is missing"),
    "zero": Text("缺指标记 0 分、权重照算", "a missing indicator is 0 and keeps its weight"),
    "leave out": Text(
        "缺指标不计，其余分摊权重", "a missing indicator is left out, its weight goes to the others"
    ),
}
_NOT_APPLICABLE = {
    "block": Text("有不适用的不给总分", "no total where one is not applicable"),
    "zero": Text("不适用的记 0 分", "one that is not applicable is 0"),
    "leave out": Text(
        "不适用的不计，其余分摊权重", "one that is not applicable is left out, its weight goes to the others"
    ),
}


def points_text(points: Fraction | None, full: Fraction) -> Text:
    """9.93/10: two decimals, more until points that are short of full marks do not read as full."""
    if points is None:
        return _NONE
    shown = _not_rounded_away(points, full)
    return same(f"{shown}/{number_text(full).en}")


def _not_rounded_away(points: Fraction, full: Fraction) -> str:
    for decimals in range(2, MOST_DECIMALS):
        near = Fraction(rounded(points, decimals))
        if (near == full) == (points == full) and (near == 0) == (points == 0):
            break
    words = rounded(points, decimals)
    return words.rstrip("0").rstrip(".") if "." in words else words


def formula_of(score: IndicatorScore, unit: str) -> Text:
    """The rule in words, with the numbers as they were used."""
    terms = score.terms
    shown = {each.name: getattr(terms, each.name) for each in fields(terms)}
    step_unit = POINTS if unit == PERCENT else unit
    ends = [(band.start, band.below, band.points) for band in terms.bands]
    filled = {
        **{name: number_text(shown[name]) for name in ("full", "floor")},
        **{name: _amount(shown[name], unit) for name in ("goal", "start")},
        "step": _amount(terms.step, step_unit),
        "deduct": _amount(terms.deduct, ""),
        **_weights(terms.progress_weight),
        "bands": joined(
            [_band(_amount(start, unit), _amount(below, unit), points) for start, below, points in ends]
        ),
    }
    return score_rules()[score.rule].formula(terms).format(**filled)


def formula_of_definition(score: Score, better: Better, unit: str) -> Text:
    """The same rule before any parameter is known: parameters by name, the target as such."""
    terms = Terms(Fraction(score.full), better, when_over=score.when_over, part_step=score.part_step)
    step_unit = POINTS if unit == PERCENT else unit
    filled = {
        "full": number_text(terms.full),
        "floor": number_text(Fraction(score.floor or 0)),
        "goal": _word(score.to, unit) if score.to is not None else Text("目标", "the target"),
        "start": _word(score.from_, unit),
        "step": _word(score.step, step_unit),
        "deduct": _amount(None if score.deduct is None else Fraction(score.deduct), ""),
        **_weights(None if score.progress_weight is None else Fraction(score.progress_weight)),
        "bands": joined(
            [_band(_word(e.from_, unit), _word(e.below, unit), Fraction(e.points)) for e in score.bands]
        ),
    }
    return score_rules()[score.rule].formula(terms).format(**filled)


def score_line(score: IndicatorScore, unit: str) -> Text:
    """Points and formula; or why there are none."""
    points, formula = points_text(score.points, score.terms.full), formula_of(score, unit)
    if score.reason is not None:
        return Text(
            f"{points.zh}，{score.reason.zh}（{formula.zh}）",
            f"{points.en}, {score.reason.en} ({formula.en})",
        )
    return Text(f"{points.zh}（{formula.zh}）", f"{points.en} ({formula.en})")


def indicator_score_lines(scorecard: Scorecard, language: Language) -> list[str]:
    """The points of each indicator that is scored; of its other units too, where no scorecard shows them."""
    in_totals = {part.indicator for total in scorecard.totals for part in total.parts}
    lines = []
    for result in scorecard.supplied:
        units = [unit for unit in result.results if unit.score is not None]
        is_only = len(result.judged) == 1
        lines += [_unit_line(result, unit, language, is_only=is_only) for unit in units if unit.is_judged]
        listed = [_unit_points(unit) for unit in units if not unit.is_judged]
        if listed and result.id not in in_totals:
            lines.append("  " + joined(listed).say(language))
    return lines


def _unit_line(result: IndicatorResult, unit: UnitResult, language: Language, *, is_only: bool) -> str:
    name = result.name.say(language)
    whose = "" if is_only else f" {clean(unit.value.unit)}"
    said = score_line(unit.score, result.unit).say(language) if unit.score is not None else ""
    return f"{name}{whose}{Text('：', ': ').say(language)}{said}"


def _unit_points(unit: UnitResult) -> Text:
    points = _NONE if unit.score is None else points_text(unit.score.points, unit.score.terms.full)
    name = clean(unit.value.unit)
    return Text(f"{name} {points.zh}", f"{name} {points.en}")


def total_formula(rule: TotalRule) -> Text:
    """How a scorecard adds up, in words."""
    weights = joined(
        [_weighted(rule.names[name], weight) for name, weight in rule.weights.items()], " + ", " + "
    )
    said = [
        Text("{weights}，各按 权重 × 得分 ÷ 满分", "{weights}, each weight x points / full marks").format(
            weights=weights
        ),
        Text("满分 {full}", "out of {full}").format(full=number_text(rule.full)),
        _MISSING[rule.missing],
        _NOT_APPLICABLE[rule.not_applicable],
        *_conditions(rule),
    ]
    return joined(said)


def _weighted(name: Text, weight: Fraction) -> Text:
    number = number_text(weight)
    return Text(f"{name.zh} {number.zh}", f"{name.en} {number.en}")


def _conditions(rule: TotalRule) -> Iterator[Text]:
    if rule.least_weight is not None:
        least = number_text(rule.least_weight)
        yield Text("有分的权重不足 {least} 不给总分", "no total below {least} of weight with points").format(
            least=least
        )
    if rule.cap is not None:
        yield Text("总分至多 {cap}", "at most {cap}").format(cap=number_text(rule.cap))
    if rule.gate and rule.below_gate is not None:
        gates = [
            Text(
                f"{rule.names[name].zh} {number_text(least).zh} 分",
                f"{rule.names[name].en} {number_text(least).en}",
            )
            for name, least in rule.gate.items()
        ]
        yield Text("门槛：{gates}，不到则总分至多 {most}", "gate: {gates}, else at most {most}").format(
            gates=joined(gates, "、", ", "), most=number_text(rule.below_gate)
        )
    if rule.veto:
        names = joined([rule.names[name] for name in rule.veto], "、", ", ")
        yield Text(
            "一票否决：{names}未达标则总分 {total}", "veto: {names} missed sets the total to {total}"
        ).format(names=names, total=number_text(rule.veto_total))


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One unit's total as finished text."""

    unit: str
    points: str
    parts: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class TotalSection:
    """One scorecard: its name, its formula, its indicators and the totals of its units."""

    name: str
    formula: str
    indicators: tuple[str, ...]
    rows: tuple[TotalRow, ...]


def total_sections(scorecard: Scorecard, language: Language) -> list[TotalSection]:
    """Every scorecard that has totals, in the order of the definition."""
    by_rule: dict[str, list[Total]] = {}
    for total in scorecard.totals:
        by_rule.setdefault(total.rule.id, []).append(total)
    return [_section(scorecard, totals, language) for totals in by_rule.values()]


def _section(scorecard: Scorecard, totals: list[Total], language: Language) -> TotalSection:
    rule = totals[0].rule
    return TotalSection(
        rule.name.say(language),
        total_formula(rule).say(language),
        tuple(rule.names[name].say(language) for name in rule.weights),
        tuple(_row(scorecard, total, language) for total in totals),
    )


def _row(scorecard: Scorecard, total: Total, language: Language) -> TotalRow:
    is_area = total.unit == scorecard.area.zh
    return TotalRow(
        unit=clean(scorecard.area.say(language) if is_area else total.unit),
        points=points_text(total.points, total.rule.full).say(language),
        parts=tuple(_part(part).say(language) for part in total.parts),
        said=clean(total_said(total).say(language)),
    )


def _part(part: Part) -> Text:
    score = part.score
    return _NONE if score is None else points_text(score.points, score.terms.full)


def total_said(total: Total) -> Text:
    """Why there is no total, veto and gate, what is missing, and how much weight is covered."""
    said = list(total.said)
    if total.reason is not None and total.reason not in said:
        said.insert(0, total.reason)
    if total.covered < total.rule.full:
        covered = points_text(total.covered, total.rule.full)
        said.append(Text(f"有分的权重 {covered.zh}", f"weight with points {covered.en}"))
    return joined(said)


def _amount(amount: Fraction | None, unit: str) -> Text:
    return _NONE if amount is None else limit_text(amount, unit)


def _word(word: Quantity | str | None, unit: str) -> Text:
    if isinstance(word, str):
        return Text(f"参数“{word}”", f"parameter {word}")
    return _amount(None if word is None else word.amount, unit)


def _weights(progress: Fraction | None) -> Mapping[str, Text]:
    if progress is None:
        return {}
    return {"progress_weight": limit_text(progress), "level_weight": limit_text(1 - progress)}


def _band(start: Text, below: Text, points: Fraction) -> Text:
    number = number_text(points)
    if start is _NONE and below is _NONE:
        return Text(f"一律 {number.zh} 分", f"{number.en} throughout")
    if start is _NONE:
        return Text(f"不到 {below.zh} 得 {number.zh} 分", f"below {below.en}: {number.en}")
    if below is _NONE:
        return Text(f"{start.zh} 起得 {number.zh} 分", f"from {start.en}: {number.en}")
    return Text(
        f"{start.zh} 起、不到 {below.zh} 得 {number.zh} 分", f"from {start.en}, below {below.en}: {number.en}"
    )
