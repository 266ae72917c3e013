"""Cells and names that several sections share."""

from collections.abc import Sequence
from fractions import Fraction

from healthkpi.model.comparison import Light, Rank
from healthkpi.model.judgement import Verdict
from healthkpi.model.period import Period, end_of_month
from healthkpi.model.quantity import PERCENT, POINTS
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import Value
from healthkpi.present._figures import number_text, rounded, value_text, with_unit
from healthkpi.present._layout import compared_verdict, shown_value
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, Tone, cell
from healthkpi.text import Text, same

LIGHT_TONES = {Light.GREEN: Tone.GOOD, Light.YELLOW: Tone.WARN, Light.RED: Tone.BAD}
_TONES = {
    Verdict.MET: Tone.GOOD,
    Verdict.AHEAD: Tone.GOOD,
    Verdict.REACHED: Tone.GOOD,
    Verdict.MISSED: Tone.BAD,
    Verdict.BEHIND: Tone.WARN,
    Verdict.NOT_YET: Tone.WARN,
}


def unit_words(report: Report, unit: UnitResult) -> Text:
    """A unit as it is called; the area has a name in both languages."""
    area = report.scorecard.area
    return area if unit.value.unit == area.zh else same(unit.value.unit)


def name_with_unit(report: Report, result: IndicatorResult, unit: UnitResult) -> Text:
    """The indicator, and the unit where it is not the whole area."""
    if unit.value.unit == report.scorecard.area.zh:
        return result.name
    return Text(f"{result.name.zh} {unit.value.unit}", f"{result.name.en}, {unit.value.unit}")


def chosen_units(report: Report, result: IndicatorResult) -> list[UnitResult]:
    """The units a section speaks of: the one asked for; else those judged and those of the levels asked for."""
    if report.unit is not None:
        return [unit for unit in result.results if unit.value.unit == report.unit]
    return [unit for unit in result.results if unit.is_judged or unit.value.level in report.levels]


def level_below(report: Report, result: IndicatorResult) -> list[list[UnitResult]]:
    """The units of each level asked for, else of the highest level that has several."""
    levels = list(report.levels) or [
        each for each in report.policy.levels if each != report.policy.area_level
    ]
    groups = [[unit for unit in result.results if unit.value.level == level] for level in levels]
    found = [group for group in groups if len(group) > 1]
    return found if report.levels else found[:1]


def count_cell(number: Fraction | None, unit: str, tone: Tone = Tone.PLAIN) -> Cell:
    """People, clinics or cases; empty where there is no number."""
    return cell("") if number is None else Cell(number_text(number, unit), number, unit, tone)


def value_cell(result: IndicatorResult, unit: UnitResult) -> Cell:
    """The figure as every output shows it."""
    return Cell(shown_value(result, unit.value.value, unit.judgement), unit.value.value.amount, result.unit)


def earlier_cell(value: Value, unit: str) -> Cell:
    """A figure of another time, without a limit to be shown against."""
    return Cell(value_text(value, unit), value.amount, unit)


def verdict_cell(unit: UnitResult) -> Cell:
    """The verdict in a word."""
    return verdict_word(unit.judgement.verdict if unit.is_judged else compared_verdict(unit))


def verdict_word(verdict: Verdict) -> Cell:
    """A verdict in a word, which its colour only repeats."""
    return cell(verdict.label, _TONES.get(verdict, Tone.QUIET))


def tally_cell(number: int) -> Cell:
    """How many there are of something."""
    return Cell(number_text(Fraction(number)), Fraction(number))


def share_cell(share: Fraction | None) -> Cell:
    """A share in per cent."""
    return cell("") if share is None else Cell(same(f"{rounded(share, 1)}%"), share, PERCENT)


def change_cell(amount: Fraction | None, unit: str) -> Cell:
    """A difference with its sign: of two percentages in points, never in per cent."""
    if amount is None:
        return cell("")
    measure = POINTS if unit == PERCENT else unit
    if measure != POINTS and amount.denominator == 1:
        return _signed_count(amount, measure)
    return Cell(with_unit(signed(rounded(amount, 2)), measure), amount, measure)


def counted_cell(result: IndicatorResult, number: Fraction | None) -> Cell:
    """A difference of counts with its sign."""
    return cell("") if number is None else _signed_count(number, result.counted_in)


def _signed_count(number: Fraction, unit: str) -> Cell:
    words, sign = number_text(number, unit), "+" if number > 0 else ""
    return Cell(Text(sign + words.zh, sign + words.en), number, unit)


def period_text(period: Period) -> Text:
    """2018年9月, 2018年1—9月; the short name of a whole year, quarter or month in English."""
    start, end = period.start, period.end
    months = f"{start.month}月" if period.months == 1 else f"{start.month}—{end.month}月"
    is_in_months = start.day == 1 and period == Period(start, end_of_month(end.year, end.month))
    if str(period) == str(start.year):
        return Text(f"{start.year}年", str(start.year))
    if is_in_months and start.year == end.year:
        one = str(period) if period.months == 1 else f"{start:%Y-%m} to {end:%Y-%m}"
        return Text(f"{start.year}年{months}", one)
    return Text(f"{start}至{end}", f"{start} to {end}")


def signed(digits: str) -> str:
    """+0.50, -0.12, 0.00."""
    return digits if digits.startswith("-") or not digits.strip("0.") else f"+{digits}"


def names_of(units: Sequence[UnitResult]) -> list[str]:
    """What the units are called."""
    return [unit.value.unit for unit in units]


def moved_text(rank: Rank) -> Text:
    """How many places up or down since the last period; empty where there is nothing to compare."""
    if rank.place is None or rank.before is None:
        return Text("", "")
    steps = rank.before - rank.place
    if not steps:
        return Text("持平", "same")
    return Text(f"升{steps}", f"up {steps}") if steps > 0 else Text(f"降{-steps}", f"down {-steps}")
