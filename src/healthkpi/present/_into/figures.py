"""The figure that a cell of a blank table asks for, and how it stands in the cell's own unit."""

from dataclasses import dataclass
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import Name
from healthkpi.model.blank import Asked, Line, Measure, Wanted
from healthkpi.model.judgement import JudgedTarget
from healthkpi.model.quantity import FACTOR_OF_UNIT, PERCENT, POINTS, base_unit, times_of
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import ValueStatus
from healthkpi.present._figures import target_text
from healthkpi.present._into.number_format import GENERAL, is_percentage
from healthkpi.present._layout import gap_unit, shown_value, verdict_of
from healthkpi.present._report import Report
from healthkpi.text import Text

TWO_DECIMALS, PERCENT_FORMAT = "0.00", "0.00%"
YES, NO = Text("是", "yes"), Text("否", "no")
NO_FIGURE = Text(
    "没有数（未报、缺数或本次没有数据）", "no figure (not reported, blank, or no data this time)"
)
DIFFERENT = Text(
    "可指几项指标，数不相同：{names}", "it could be several indicators, whose figures differ: {names}"
)
OTHER_UNIT = Text(
    "表上写的单位是“{said}”，这个数是“{unit}”，换算不了",
    'the table says "{said}", the figure is in "{unit}": they cannot be converted',
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in its unit, or words."""

    number: Fraction | None = None
    unit: str = ""
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """What is written: a number and, where the cell has no format of its own, the format it needs; or words."""

    number: Fraction | None = None
    format: str | None = None
    words: Text | None = None


def find_figure(report: Report, wanted: Wanted, line: Line) -> Figure | Text:
    """The one figure that is meant; else why there is none."""
    found: dict[Asked, Figure] = {}
    for asked in wanted.any_of:
        result = next((each for each in report.scorecard.supplied if each.id == asked.indicator), None)
        unit = _unit_result(report, result, line) if result is not None else None
        figure = _figure(report.policy, result, unit, asked.measure) if result and unit else None
        if figure is not None:
            found[asked] = figure
    if not found:
        return NO_FIGURE
    if len({(each.number, each.words) for each in found.values()}) > 1:
        names = [report.policy.indicators[asked.indicator].name for asked in found]
        return DIFFERENT.format(
            names=Text("、".join(each.zh for each in names), ", ".join(each.en for each in names))
        )
    return next(iter(found.values()))


def unit_result(report: Report, wanted: Wanted, line: Line) -> UnitResult | None:
    """The result that a figure is of."""
    for result in report.scorecard.supplied:
        if result.id in {asked.indicator for asked in wanted.any_of}:
            return _unit_result(report, result, line)
    return None


def _unit_result(report: Report, result: IndicatorResult, line: Line) -> UnitResult | None:
    if line.is_whole:
        area = report.scorecard.area.zh
        return next((each for each in result.results if each.value.unit == area), None)
    by_key = {each.key: each for each in result.results}
    return next((by_key[key] for key in line.units if key in by_key), None)


def _figure(policy: Policy, result: IndicatorResult, unit: UnitResult, measure: Measure) -> Figure | None:
    if measure is Measure.TARGET:
        return _target(unit.judgement.target, result.unit)
    if measure is Measure.RANK:
        return _plain_number(unit.rank.place if unit.rank is not None else None)
    if measure is Measure.POINTS:
        return _plain_number(unit.score.points if unit.score is not None else None)
    if measure in {Measure.NUMERATOR, Measure.DENOMINATOR}:
        return _count(policy, result, unit, measure)
    if not unit.value.value.status.has_value or unit.value.value.amount is None:
        return None
    if measure is not Measure.VALUE:
        return _compared(result, unit, measure)
    if result.kind == "attested":
        return Figure(words=shown_value(result, unit.value.value, unit.judgement))
    return Figure(unit.value.value.amount, result.unit)


def _plain_number(number: Fraction | int | None) -> Figure | None:
    return Figure(Fraction(number)) if number is not None else None


def _compared(result: IndicatorResult, unit: UnitResult, measure: Measure) -> Figure | None:
    """What is thought of a value; who reaches the target is short of nothing."""
    judgement = unit.judgement
    if judgement.reached is None:
        return None
    if measure is Measure.REACHED:
        return Figure(words=YES if judgement.reached else NO)
    if measure is Measure.VERDICT:
        return Figure(words=verdict_of(unit).label)
    if judgement.reached:
        return Figure(Fraction(0), gap_unit(result))
    return Figure(judgement.gap.amount, gap_unit(result)) if judgement.gap is not None else None


def _count(policy: Policy, result: IndicatorResult, unit: UnitResult, measure: Measure) -> Figure | None:
    value = unit.value.value
    if not (value.status.has_value or value.status is ValueStatus.ZERO_DENOMINATOR):
        return None
    number = value.numerator if measure is Measure.NUMERATOR else value.denominator
    measured_in = (
        result.counted_in
        if measure is Measure.NUMERATOR
        else _unit_of_denominator(policy, policy.indicators[result.id])
    )
    return Figure(number, measured_in) if number is not None else None


def _unit_of_denominator(policy: Policy, indicator: Indicator) -> str:
    """That of its field, where it is one."""
    side, table = indicator.denominator, indicator.table
    formula = side
    if side is not None and not isinstance(side, Formula):
        formula, table = side.sum, side.table
    own = policy.tables.get(table or "")
    if own is None or not isinstance(formula, Formula) or not isinstance(formula.tree, Name):
        return ""
    field = own.fields.get(formula.tree.name)
    return (field.unit if field is not None else None) or ""


def _target(target: JudgedTarget | None, unit: str) -> Figure | None:
    """A number where the limit is one; a range in words."""
    if target is None:
        return None
    is_one_bound = (target.acceptable.low is None) is not (target.acceptable.high is None)
    if len(target.numbers) == 1 and is_one_bound and target.key != "done":
        return Figure(target.numbers[0], unit)
    return Figure(words=target_text(target, unit))


def in_cell(figure: Figure, said: str | None, number_format: str) -> Put | Text:
    """The figure as the cell wants it: its format comes before the unit of its heading."""
    if figure.number is None:
        return Put(words=figure.words)
    if figure.unit in FACTOR_OF_UNIT:
        return _rate(figure.number / FACTOR_OF_UNIT[figure.unit], figure, said, number_format)
    if is_percentage(number_format):
        if figure.unit == POINTS:
            return Put(figure.number / 100)
        return OTHER_UNIT.format(said="%", unit=figure.unit or "1")
    if said is None or said == figure.unit or (base_unit(said) == said and said not in FACTOR_OF_UNIT):
        return Put(figure.number)
    times = times_of(figure.unit, said)
    if times is None:
        return OTHER_UNIT.format(said=said, unit=figure.unit or "?")
    return Put(figure.number * times)


def _rate(share: Fraction, figure: Figure, said: str | None, number_format: str) -> Put:
    is_free = number_format in GENERAL
    if is_percentage(number_format):
        return Put(share)
    if said in FACTOR_OF_UNIT:
        return Put(share * FACTOR_OF_UNIT[said], TWO_DECIMALS if is_free else None)
    if is_free and figure.unit == PERCENT:
        # Nothing says whether 0.5 or 50 is wanted: a percentage reads the same either way.
        return Put(share, PERCENT_FORMAT)
    return Put(figure.number, TWO_DECIMALS if is_free else None)
