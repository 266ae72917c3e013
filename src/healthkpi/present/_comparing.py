"""A change since an earlier time in words and grids: the last period, last year and a baseline are told alike."""

from collections.abc import Iterator, Sequence

from healthkpi.model.comparison import Change
from healthkpi.model.quantity import PERCENT
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import (
    change_cell,
    chosen_units,
    counted_cell,
    earlier_cell,
    level_below,
    name_with_unit,
    unit_words,
)
from healthkpi.present._figures import rounded
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Tone, cell, column
from healthkpi.text import Text, joined

SAME_UNITS = Text(
    "同口径比较：只比两期都有数的单位；率的差是百分点，不是百分之几",
    "compared like with like: only units with figures at both times; a difference of rates is in points, not per cent",
)
_COLUMNS = (
    column("指标", "Indicator"),
    column("本期", "Now", is_number=True),
    column("基期", "Then", is_number=True),
    column("变化", "Change", is_number=True),
    column("数量变化", "Counted", is_number=True),
    column("同口径", "Compared"),
)
_UNIT_COLUMNS = (column("单位", "Unit"), *_COLUMNS[1:])


def comparison_blocks(report: Report, since: str, when: Text) -> Iterator[Block]:
    """What changed since a time: the whole, then who rose, who fell and who sent the same figures again."""
    compared = [
        (result, unit, change)
        for result in report.scorecard.supplied
        for unit in chosen_units(report, result)
        if (change := unit.change(since)) is not None
    ]
    if compared:
        yield Line(_times(compared))
        rows = [
            _row(result, change, name_with_unit(report, result, unit)) for result, unit, change in compared
        ]
        yield Grid(_COLUMNS, rows)
        yield from _movements(report, since)
        yield Line(SAME_UNITS, Tone.QUIET)
    without = [
        result.name
        for result in report.scorecard.supplied
        if not any(unit.change(since) is not None for unit in result.results) and _is_measured(result)
    ]
    if without:
        names = named([each.zh for each in without]).zh, named([each.en for each in without]).en
        yield Line(
            Text(
                f"没有{when.zh}的数，无从比较：{names[0]}",
                f"no figures of {when.en} to compare with: {names[1]}",
            ),
            Tone.QUIET,
        )


def _times(compared: Sequence[tuple[IndicatorResult, UnitResult, Change]]) -> Text:
    """Which periods are compared: 2018-09 with 2018-08."""
    pairs = dict.fromkeys((result.tally.period, change.period) for result, _, change in compared)
    said = [
        Text(
            f"本期 {now or '不详'}，基期 {then or '表内所填'}",
            f"{now or 'unknown'} with {then or 'the column in the sheet'}",
        )
        for now, then in pairs
    ]
    return joined(said)


def _is_measured(result: IndicatorResult) -> bool:
    """Whether there is a figure that could have been compared."""
    return result.kind not in {"attested", "change"} and any(
        unit.value.value.status.has_value for unit in result.judged
    )


def _row(result: IndicatorResult, change: Change, name: Text) -> list[Cell]:
    counted = change.counted if change.now.denominator is not None else None
    return [
        cell(name),
        earlier_cell(result, change.now),
        earlier_cell(result, change.before),
        _amount(result, change),
        counted_cell(result, counted),
        cell(_compared(change), Tone.QUIET),
    ]


def _amount(result: IndicatorResult, change: Change) -> Cell:
    """A count also has its growth in per cent; a rate has not."""
    found = change_cell(result, change.amount)
    if result.unit == PERCENT or change.now.denominator is not None or change.percent is None:
        return found
    sign = "+" if change.percent > 0 else ""
    percent = f"{sign}{rounded(change.percent, 2)}%"
    return Cell(
        Text(f"{percent}（{found.text.zh}）", f"{percent} ({found.text.en})"), found.number, found.unit
    )


def _compared(change: Change) -> Text:
    if not change.left_out:
        return Text("", "")
    who = named(change.left_out)
    return Text(f"剔除{who.zh}后比较", f"without {who.en}")


def _movements(report: Report, since: str) -> Iterator[Block]:
    for result in report.scorecard.supplied:
        for units in level_below(report, result):
            moved = [(unit, change) for unit in units if (change := unit.change(since)) is not None]
            moved = [each for each in moved if report.unit in {None, each[0].value.unit}]
            if moved and report.levels:
                rows = [_row(result, change, unit_words(report, unit)) for unit, change in moved]
                yield Grid(_UNIT_COLUMNS, rows, result.name)
            yield from _directions(result, moved)


def _directions(result: IndicatorResult, moved: Sequence[tuple[UnitResult, Change]]) -> Iterator[Line]:
    """Who fell and who sent the same again is named, for somebody has to explain it."""
    fell = [each for each in moved if (each[1].amount or 0) < 0]
    still = [unit.value.unit for unit, change in moved if _is_repeated(change)]
    rose = len([each for each in moved if (each[1].amount or 0) > 0])
    parts = [Text(f"上升 {rose} 家", f"{rose} rose")] if rose else []
    if fell:
        said = [_fall(result, unit, change) for unit, change in fell]
        names = joined(said, "、", ", ")
        parts.append(Text(f"下降 {len(fell)} 家：{names.zh}", f"{len(fell)} fell: {names.en}"))
    if still:
        who = named(still)
        parts.append(
            Text(
                f"与上期数完全相同 {len(still)} 家：{who.zh}（是否照抄，请核实）",
                f"{len(still)} with the very same figures: {who.en} (copied? ask)",
            )
        )
    if fell or still:
        words = joined(parts)
        yield Line(Text(f"{result.name.zh}：{words.zh}", f"{result.name.en}: {words.en}"), Tone.WARN)


def _fall(result: IndicatorResult, unit: UnitResult, change: Change) -> Text:
    amount = change_cell(result, change.amount).text
    name = unit.value.unit
    if change.counted is None or change.counted >= 0 or change.now.denominator is None:
        return Text(f"{name} {amount.zh}", f"{name} {amount.en}")
    counted = counted_cell(result, change.counted).text
    return Text(
        f"{name} {amount.zh}（{counted.zh}，数变小了，需说明）",
        f"{name} {amount.en} ({counted.en}: fewer than before, to be explained)",
    )


def _is_repeated(change: Change) -> bool:
    now, before = change.now, change.before
    return (now.numerator, now.denominator) == (before.numerator, before.denominator) and now.amount != 0
