"""Every figure of every unit, for the page of a unit and the map of units and indicators."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from healthkpi.model.comparison import PREVIOUS_PERIOD, PREVIOUS_YEAR, Light, Pace, Rank
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import (
    LIGHT_TONES,
    change_cell,
    count_cell,
    moved_text,
    value_cell,
    verdict_cell,
)
from healthkpi.present._figures import clean, counts_text, gap_text, target_text
from healthkpi.present._html.bullet import Scale, bar_ends, limit_style, scale_of
from healthkpi.present._html.packed import by_column, packed_cell, packed_words
from healthkpi.present._html.trend import small_line
from healthkpi.present._layout import MARKS, gap_unit, remarks, verdict_of
from healthkpi.present._report import Report
from healthkpi.present._rows import Cells
from healthkpi.present._section import Cell, Tone, cell
from healthkpi.text import Language, Text

# The columns of a unit's page, in the order of `_row`; the chart and the source cells are drawn from what follows.
COLUMNS = (
    Text("完成值", "Value"),
    Text("分子/分母", "Counts"),
    Text("目标", "Target"),
    Text("判定", "Verdict"),
    Text("差额", "Short by"),
    Text("名次", "Place"),
    Text("位次变化", "Moved"),
    Text("较上期", "On the last period"),
    Text("较上年", "On last year"),
    Text("每月需", "Needed a month"),
    Text("近期每月", "Recent a month"),
    Text("照此到期", "Then at the date"),
    Text("灯", "Light"),
    Text("说明", "Remarks"),
)
SEVERITIES = {
    Severity.ERROR: (Text("错误", "error"), Tone.BAD),
    Severity.WARNING: (Text("疑问", "warning"), Tone.WARN),
    Severity.NOTE: (Text("说明", "note"), Tone.QUIET),
}
# No name of a field, a file or a sheet holds it.
BETWEEN = "|"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """One result of a unit beside the indicator and the scale it is drawn on."""

    number: int
    result: IndicatorResult
    unit: UnitResult
    scale: Scale | None


def units_of(report: Report) -> dict[Key, list[Listed]]:
    """The units below the area by level and name, highest level first, each with its results."""
    found: dict[Key, list[Listed]] = {}
    for number, result in enumerate(report.scorecard.supplied):
        scales = scales_of(result)
        for unit in result.results:
            if _is_wanted(report, unit):
                listed = Listed(number, result, unit, scales[unit.value.level])
                found.setdefault(unit.key, []).append(listed)
    levels = list(report.scorecard.levels)
    order = {level: place for place, level in enumerate(levels)}
    return dict(sorted(found.items(), key=lambda each: order.get(each[0][0], len(levels))))


def scales_of(result: IndicatorResult) -> dict[str, Scale | None]:
    """One scale for each level: counts of a district would leave no bar for a township."""
    if result.kind == "attested":
        return {unit.value.level: None for unit in result.results}
    levels = dict.fromkeys(unit.value.level for unit in result.results)
    return {
        level: scale_of([unit for unit in result.results if unit.value.level == level], result.unit)
        for level in levels
    }


def _is_wanted(report: Report, unit: UnitResult) -> bool:
    if report.unit is not None:
        return unit.value.unit == report.unit
    return unit.value.unit != report.scorecard.area.zh


def packed_units(report: Report, units: Mapping[Key, Sequence[Listed]], language: Language) -> list[Any]:
    """The units with how many rows each has and its findings, for the script."""
    found = findings_by_unit(report, language)
    return [
        {
            "name": clean(name),
            "level": level_said(report, level).say(language),
            "count": len(rows),
            "findings": found.get(name, []),
        }
        for (level, name), rows in units.items()
    ]


def packed_rows(units: Mapping[Key, Sequence[Listed]], language: Language) -> list[list[Any]]:
    """The rows of all units, one after the other, by column."""
    return by_column([_row(listed, language) for rows in units.values() for listed in rows])


def level_said(report: Report, level: str) -> Text:
    """The name of a level; groups and rows that are judged singly belong to none."""
    return report.scorecard.levels.get(level, Text("逐个判定的", "judged one by one"))


def _row(listed: Listed, language: Language) -> list[Any]:
    """Indicator, bar, limit, small line, source cells, then the columns."""
    result, unit, scale = listed.result, listed.unit, listed.scale
    return [
        listed.number,
        bar_ends(scale, unit.value.value.amount) if scale else "",
        limit_style(scale, unit) if scale else "",
        small_line(unit),
        _sources(unit),
        *(packed_cell(each, language) for each in _cells(result, unit)),
    ]


def _cells(result: IndicatorResult, unit: UnitResult) -> Iterator[Cell]:
    value, judgement, rank = unit.value.value, unit.judgement, unit.rank or Rank(None)
    pace, counted = unit.pace or Pace(0), gap_unit(result)
    year, last = unit.change(PREVIOUS_YEAR), unit.change(PREVIOUS_PERIOD)
    yield value_cell(result, unit)
    yield cell(counts_text(value))
    yield cell(target_said(result, unit))
    yield marked_verdict(unit)
    yield cell(gap_text(judgement.gap, counted) if value.status.has_value else "")
    yield cell(f"{rank.place}/{rank.of}" if rank.place is not None else "")
    yield cell(moved_text(rank))
    yield change_cell(last.amount if last is not None else None, result.unit)
    yield change_cell(year.amount if year is not None else None, result.unit)
    yield count_cell(pace.needed, counted)
    yield count_cell(pace.recent.a_month if pace.recent is not None else None, counted)
    yield count_cell(pace.projected, counted)
    yield light_cell(unit.light)
    yield cell(remarks(result, unit), Tone.QUIET)


def target_said(result: IndicatorResult, unit: UnitResult) -> Text:
    """The limit and its day."""
    target = unit.judgement.target
    if target is None:
        return Text("", "")
    said = target_text(target, result.unit)
    return said if target.by is None else Text(f"{said.zh}（{target.by}）", f"{said.en} ({target.by})")


def marked_verdict(unit: UnitResult) -> Cell:
    """Mark and word: the colour alone says nothing."""
    said, mark = verdict_cell(unit), MARKS[verdict_of(unit)]
    return cell(Text(f"{mark}{said.text.zh}", f"{mark} {said.text.en}"), said.tone)


def light_cell(light: Light | None) -> Cell:
    """The traffic light in a word."""
    return cell(light.label, LIGHT_TONES[light]) if light is not None else cell("")


def _sources(unit: UnitResult) -> list[str]:
    """Fields with their sheets, which are the same for many units, and apart from them the cells."""
    found = [(each.field, *each.cells.rpartition("!")) for each in unit.ranges]
    places = [f"{field} {sheet}{mark}" for field, sheet, mark, _ in found]
    return [clean(BETWEEN.join(places)), clean(BETWEEN.join(cells for *_, cells in found))] if found else []


def findings_by_unit(report: Report, language: Language) -> dict[str, list[list[str]]]:
    """What was found at the cells of each unit: place, code, how bad, what is written there, what is wrong."""
    cells, found = report.once(Cells), dict[str, list[list[str]]]()
    for finding in report.scorecard.findings:
        for unit in _about(cells, finding):
            found.setdefault(unit, []).append(_found(cells, finding, language))
    return found


def _about(cells: Cells, finding: Finding) -> Iterable[str]:
    """The unit that it names and the unit to which its row belongs: a clinic, and the township above it."""
    at = cells.at(finding.place)
    names = [finding.unit or "", cells.unit(at[0], at[1]) if at is not None else ""]
    return dict.fromkeys(name for name in names if name)


def _found(cells: Cells, finding: Finding, language: Language) -> list[str]:
    words, tone = SEVERITIES[finding.code.severity]
    return [
        clean(str(finding.place)) if finding.place else "",
        finding.code.id,
        packed_words(words.say(language), tone),
        clean(cells.written(finding.place).say(language)),
        clean(finding.message.say(language)),
    ]
