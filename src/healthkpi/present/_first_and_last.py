"""Who is first and who is last of each indicator, in one table."""

from collections.abc import Iterable, Iterator, Sequence

from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import level_below, unit_words, value_cell
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, Grid, cell, column
from healthkpi.text import Text, joined

MOST_NAMES = 3
_COLUMNS = (
    column("指标", "Indicator"),
    column("第一", "First"),
    column("末位", "Last"),
    column("无数", "No figure"),
)
TITLE = Text("首末位", "First and last")


def first_and_last(report: Report, results: Iterable[IndicatorResult], most: int) -> Iterator[Grid]:
    """The grid of at most so many indicators, where any has places."""
    rows = [row for result in results for row in _places(report, result)]
    if rows:
        yield Grid(_COLUMNS, rows[:most], TITLE)


def _places(report: Report, result: IndicatorResult) -> Iterator[list[Cell]]:
    """Nobody is first or last where all share a place."""
    for units in level_below(report, result):
        placed = [unit for unit in units if unit.rank is not None and unit.rank.place is not None]
        places = [unit.rank.place for unit in placed if unit.rank is not None and unit.rank.place is not None]
        if placed and min(places) < max(places):
            silent = [unit for unit in units if unit.value.value.amount is None]
            yield [
                cell(result.name),
                cell(_said(report, result, placed, min(places))),
                cell(_said(report, result, placed, max(places))),
                cell(_names([unit_words(report, unit) for unit in silent])),
            ]


def _said(report: Report, result: IndicatorResult, units: Sequence[UnitResult], place: int) -> Text:
    there = [unit for unit in units if unit.rank is not None and unit.rank.place == place]
    names, value = _names([unit_words(report, unit) for unit in there]), value_cell(result, there[0]).text
    return Text(f"{names.zh} {value.zh}", f"{names.en} {value.en}")


def _names(names: Sequence[Text]) -> Text:
    shown = joined(list(names[:MOST_NAMES]), "、", ", ")
    more = len(names) > MOST_NAMES
    return Text(f"{shown.zh}等{len(names)}个", f"{shown.en} and more ({len(names)})") if more else shown
