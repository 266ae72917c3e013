"""An indicator as the page shows it: a line of the table, and a card with its trend and its units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthkpi.model.comparison import PREVIOUS_PERIOD
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import change_cell, level_below, moved_text, unit_words
from healthkpi.present._figures import clean, gap_text
from healthkpi.present._html.bullet import Scale, bar_style, limit_style
from healthkpi.present._html.figures import Key, light_cell, marked_verdict, scales_of
from healthkpi.present._html.packed import TONE_SIGNS
from healthkpi.present._html.trend import Trend, trend_of
from healthkpi.present._layout import (
    Row,
    gap_unit,
    indicator_row,
    reaching,
    reading_said,
    shown_value,
    unit_row,
    verdict_of,
)
from healthkpi.present._report import Report
from healthkpi.present._section import Cell, Tone
from healthkpi.present._standing import Standing, standings
from healthkpi.text import Language

# More bars than these are not looked at; the script shows the rest on a click.
MANY_BARS, FEW_BARS = 30, 8


@dataclass(frozen=True, slots=True)
class Word:
    """Words with the sign of their tone."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit of an indicator, as a bar beside the others. `style` is empty where nothing is measured."""

    name: str
    number: int | None
    place: str
    moved: str
    style: str
    value: str
    verdict: Word
    gap: str


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator; `share` is (good, all) where many units are judged singly."""

    number: int
    id: str
    name: str
    row: Row
    verdict: Word
    bullet: str
    share: tuple[int, int] | None
    change: str
    light: Word
    clauses: Sequence[tuple[str, str]]
    responsible: str
    reading: str
    trend: Trend | None
    bars: Sequence[Bar]
    bars_in_all: int
    is_task: bool

    @property
    def is_drawn(self) -> bool:
        """Whether there is more to see than its line of the table."""
        return self.trend is not None or bool(self.bars)


def cards_of(report: Report, numbers: Mapping[Key, int], language: Language) -> list[Card]:
    """One for each indicator with data, in the order of the document."""
    order = {result.id: number for number, result in enumerate(report.scorecard.supplied)}
    return [_card(report, each, order[each.result.id], numbers, language) for each in standings(report)]


def _card(
    report: Report, standing: Standing, number: int, numbers: Mapping[Key, int], language: Language
) -> Card:
    result, unit = standing.result, standing.units[0]
    only = unit if len(standing.units) == 1 else None
    row = unit_row(result, only, language) if only is not None else indicator_row(result, language)
    scales = scales_of(result)
    bars = _in_order(_compared(report, result))
    shown = _last(bars) if len(bars) > MANY_BARS else bars
    scale = scales.get(shown[0].value.level) if shown else None
    reading = reading_said(result)
    return Card(
        number=number,
        id=result.id,
        name=clean(result.name.say(language)),
        row=row,
        verdict=_verdict(standing, only, language),
        bullet=_bullet(scales[only.value.level], only) if only is not None else "",
        share=_share(standing) if only is None else None,
        change=_change(result, only, language),
        light=_word(light_cell(only.light), language) if only is not None else Word("", ""),
        clauses=[(clean(at), clean(quote)) for at, quote in result.clauses],
        responsible=result.responsible.say(language) if result.responsible is not None else "",
        reading=clean(reading.say(language)) if reading is not None else "",
        trend=trend_of(result, only, language) if only is not None and not standing.is_task else None,
        bars=[_bar(report, result, each, scale, numbers, language) for each in shown],
        bars_in_all=len(bars),
        is_task=standing.is_task,
    )


def _compared(report: Report, result: IndicatorResult) -> Sequence[UnitResult]:
    """The units side by side: of the level below, else those that are judged singly."""
    groups = level_below(report, result)
    units = groups[0] if groups else result.judged if len(result.judged) > 1 else ()
    return [unit for unit in units if report.unit in {None, unit.value.unit}]


def _in_order(units: Sequence[UnitResult]) -> list[UnitResult]:
    """By place; those without one as they stand, after the others."""
    return sorted(
        units, key=lambda unit: unit.rank.place if unit.rank and unit.rank.place else len(units) + 1
    )


def _last(units: Sequence[UnitResult]) -> Sequence[UnitResult]:
    """Those with the last places; who has none comes after them in the whole list."""
    placed = [unit for unit in units if unit.rank is not None and unit.rank.place is not None]
    return (placed or units)[-FEW_BARS:]


def _bar(
    report: Report,
    result: IndicatorResult,
    unit: UnitResult,
    scale: Scale | None,
    numbers: Mapping[Key, int],
    language: Language,
) -> Bar:
    rank, value = unit.rank, unit.value.value
    is_measured = scale is not None and value.amount is not None
    return Bar(
        name=clean(unit_words(report, unit).say(language)),
        number=numbers.get(unit.key),
        place=str(rank.place) if rank is not None and rank.place is not None else "",
        moved=moved_text(rank).say(language) if rank is not None else "",
        style=_bullet(scale, unit) if is_measured else "",
        value=shown_value(result, value, unit.judgement).say(language),
        verdict=_word(marked_verdict(unit), language),
        gap=gap_text(unit.judgement.gap, gap_unit(result)).say(language) if value.status.has_value else "",
    )


def _bullet(scale: Scale | None, unit: UnitResult) -> str:
    """Bar, ticks and band in one; empty where there is nothing to draw."""
    if scale is None or unit.value.value.amount is None:
        return ""
    return ";".join(filter(None, [bar_style(scale, unit.value.value.amount), limit_style(scale, unit)]))


def _share(standing: Standing) -> tuple[int, int] | None:
    good, count = reaching(standing.units)
    return (good, count) if count else None


def _verdict(standing: Standing, only: UnitResult | None, language: Language) -> Word:
    if only is not None:
        return _word(marked_verdict(only), language)
    worst = next(unit for unit in standing.units if verdict_of(unit) is standing.verdict)
    return _word(marked_verdict(worst), language)


def _change(result: IndicatorResult, only: UnitResult | None, language: Language) -> str:
    change = only.change(PREVIOUS_PERIOD) if only is not None else None
    return change_cell(change.amount if change is not None else None, result.unit).text.say(language)


def _word(cell: Cell, language: Language) -> Word:
    tone = TONE_SIGNS[cell.tone] if cell.tone is not Tone.PLAIN else ""
    return Word(clean(cell.text.say(language)), tone)
