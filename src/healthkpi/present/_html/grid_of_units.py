"""Units × indicators on one map: who falls short where, at one look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthkpi.present._figures import clean
from healthkpi.present._html.figures import Key, Listed, level_said
from healthkpi.present._html.shade import REACHED, RECORDED, UNKNOWN, shade_of
from healthkpi.present._layout import MARKS, shown_value, verdict_of
from healthkpi.present._report import Report
from healthkpi.text import Language

# With more columns than these only the marks fit; the figure is then told by the script.
MOST_WITH_FIGURES = 12


@dataclass(frozen=True, slots=True)
class MapCell:
    """One figure: its shade, and what stands in it."""

    shade: str
    words: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One unit with its counts and a cell for each column; None where it has no such figure."""

    number: int
    name: str
    reached: int
    short: int
    unknown: int
    cells: Sequence[MapCell | None]


@dataclass(frozen=True, slots=True)
class UnitMap:
    """The map of one level. `columns` are numbers and names of indicators."""

    level: str
    columns: Sequence[tuple[int, str]]
    rows: Sequence[MapRow]
    is_wide: bool


def maps_of(
    report: Report, units: Mapping[Key, Sequence[Listed]], numbers: Mapping[Key, int], language: Language
) -> list[UnitMap]:
    """One map for each level that has several units."""
    levels = dict.fromkeys(level for level, _ in units)
    grouped = {level: {key: rows for key, rows in units.items() if key[0] == level} for level in levels}
    return [
        _map(report, level, group, numbers, language)
        for level, group in grouped.items()
        if len(group) > 1 or report.unit is not None
    ]


def _map(
    report: Report,
    level: str,
    group: Mapping[Key, Sequence[Listed]],
    numbers: Mapping[Key, int],
    language: Language,
) -> UnitMap:
    results = {listed.number: listed.result for rows in group.values() for listed in rows}
    # Where nobody has a target nobody falls short: such figures are on the pages of the units.
    told = {each.number for rows in group.values() for each in rows if shade_of(each.unit) != RECORDED}
    columns = [(number, clean(results[number].name.say(language))) for number in sorted(told or results)]
    is_wide = len(columns) > MOST_WITH_FIGURES
    order = [number for number, _ in columns]
    rows = [
        _row(numbers[key], key[1], listed, order, language, is_wide=is_wide) for key, listed in group.items()
    ]
    return UnitMap(level_said(report, level).say(language), columns, rows, is_wide)


def _row(
    number: int,
    name: str,
    listed: Sequence[Listed],
    order: Sequence[int],
    language: Language,
    *,
    is_wide: bool,
) -> MapRow:
    by_number = {each.number: each for each in listed}
    cells = [
        _cell(by_number[each], language, is_wide=is_wide) if each in by_number else None for each in order
    ]
    counts = Counter(cell.shade for cell in cells if cell is not None)
    short = counts.total() - counts[REACHED] - counts[UNKNOWN] - counts[RECORDED]
    return MapRow(number, clean(name), counts[REACHED], short, counts[UNKNOWN], cells)


def _cell(listed: Listed, language: Language, *, is_wide: bool) -> MapCell:
    unit, shade = listed.unit, shade_of(listed.unit)
    mark = MARKS[verdict_of(unit)]
    if is_wide or unit.value.value.amount is None:
        return MapCell(shade, mark)
    value = shown_value(listed.result, unit.value.value, unit.judgement).say(language)
    return MapCell(shade, value if shade == RECORDED else f"{mark}{value}")
