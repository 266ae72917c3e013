"""How each indicator stands, for the whole or for the one unit that is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from healthkpi.model.judgement import Gap, Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import ValueStatus
from healthkpi.present._cells import count_cell
from healthkpi.present._figures import clean, gap_text, target_text
from healthkpi.present._layout import gap_unit, reaching_said, shown_value, verdict_of
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, cell
from healthkpi.text import Text

EMPTY = Text("", "")
FALLING_SHORT = (Verdict.MISSED, Verdict.BEHIND, Verdict.NOT_YET)
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator with the verdict that is spoken of and the results it falls on."""

    result: IndicatorResult
    units: tuple[UnitResult, ...]
    verdict: Verdict

    @property
    def is_task(self) -> bool:
        """Whether somebody attests it as done, instead of a figure."""
        return self.result.kind == "attested"

    @property
    def falling_short(self) -> tuple[UnitResult, ...]:
        """The units that do not reach the target, where each has to; a task that is not done has no limit to reach."""
        return tuple(
            unit
            for unit in self.units
            if unit.judgement.reached is False or unit.judgement.verdict in FALLING_SHORT
        )

    @property
    def is_left_to_do(self) -> bool:
        """Whether anything is to be made up: not of what was only done after its date."""
        return not all(unit.is_done_late for unit in self.falling_short)


def standings(report: Report) -> list[Standing]:
    """One for each indicator with data; for a unit, those that have a result of it."""
    supplied = report.scorecard.supplied
    if report.unit is None:
        return [Standing(result, result.judged, result.verdict) for result in supplied]
    found = ((result, _of_unit(result, report.unit)) for result in supplied)
    return [Standing(result, (unit,), verdict_of(unit)) for result, unit in found if unit is not None]


def _of_unit(result: IndicatorResult, name: str) -> UnitResult | None:
    return next((unit for unit in result.results if unit.value.unit == name), None)


def value_cell(standing: Standing) -> Cell:
    """The figure; where each unit is judged, how many of them are good."""
    if len(standing.units) == 1:
        unit = standing.units[0]
        value = unit.value.value
        said = shown_value(standing.result, value, unit.judgement)
        number = None if standing.is_task else value.amount
        return Cell(said, number, standing.result.unit)
    return cell(reaching_said(standing.units, Text("{good}/{count} 个达到", "{good} of {count}")))


def target_cell(standing: Standing) -> Cell:
    """The limit in signs; of each unit where each is judged."""
    target = next((unit.judgement.target for unit in standing.units if unit.judgement.target), None)
    if target is None:
        return cell(EMPTY)
    said = target_text(target, standing.result.unit)
    return cell(said if len(standing.units) == 1 else Text(f"各{said.zh}", f"each {said.en}"))


def by_cell(standing: Standing) -> Cell:
    """The day that the target is due."""
    days = [unit.judgement.target.by for unit in standing.units if unit.judgement.target]
    return cell(days[0].isoformat() if days and days[0] is not None else EMPTY)


def due_by_now_cell(standing: Standing) -> Cell:
    """What the path asks for on the day."""
    expected = standing.units[0].judgement.expected if len(standing.units) == 1 else None
    return count_cell(expected, standing.result.unit)


def short_cell(standing: Standing) -> Cell:
    """How many are short; or which units fall short, where each has to reach the target."""
    if len(standing.units) > 1:
        return cell(_who_falls_short(standing))
    gap = _gap(standing)
    counted = gap_unit(standing.result)
    return cell(EMPTY) if gap is None else Cell(gap_text(gap, counted), gap.amount, counted)


def _who_falls_short(standing: Standing) -> Text:
    units = [clean(unit.value.unit) for unit in standing.falling_short]
    if not units:
        return EMPTY
    zh, en = "、".join(units[:MOST_NAMED]), ", ".join(units[:MOST_NAMED])
    more = len(units) - MOST_NAMED
    return Text(f"{zh}等{len(units)}个" if more > 0 else zh, f"{en} and {more} more" if more > 0 else en)


def short_with_unreported_cell(standing: Standing) -> Cell:
    """The same figure over a denominator that counts who reported no numerator."""
    gap = _gap(standing)
    return count_cell(gap.with_unreported if gap is not None else None, gap_unit(standing.result))


def _gap(standing: Standing) -> Gap | None:
    only = standing.units[0] if len(standing.units) == 1 else None
    return only.judgement.gap if only is not None and only.value.value.status.has_value else None


def unreported(found: Iterable[Standing], report: Report) -> dict[str, int]:
    """Which units are missing, and in how many indicators; rows that are no units are left to the remarks."""
    known = {unit.value.unit for result in report.scorecard.results for unit in result.results}
    counts: dict[str, int] = {}
    for standing in found:
        names = [name for unit in standing.units for name in unit.value.value.coverage.missing]
        for name in dict.fromkeys(names):
            if name in known:
                counts[name] = counts.get(name, 0) + 1
    return counts


def is_whole(standing: Standing) -> bool:
    """Whether everybody who belongs is in the figure."""
    values = [unit.value.value for unit in standing.units]
    return not any(value.coverage.missing or value.status is ValueStatus.MISSING for value in values)


def day_said(report: Report) -> Text:
    """截至2018年9月底, or the day itself inside a month."""
    day = report.scorecard.as_of
    if day is None:
        return Text("（日期不详）", "On an unknown day")
    is_last = (day + timedelta(days=1)).day == 1
    end = "底" if is_last else f"{day.day}日"
    return Text(f"截至{day.year}年{day.month}月{end}", f"As of {day.isoformat()}")
