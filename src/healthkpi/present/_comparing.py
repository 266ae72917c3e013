"""A change since an earlier time in words and grids: the last period, last year and a baseline are told alike."""

from collections.abc import Iterator, Sequence

from healthkpi.definitions.link import direction_of
from healthkpi.limits import Better
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
    period_text,
    unit_words,
)
from healthkpi.present._figures import rounded
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Line, Tone, cell, column, filled_grid
from healthkpi.text import Text, joined

# Of more units than these nobody reads the names in a sentence; the rows of --level have them all.
MOST_MOVED = 20
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
    column("方向", "Course"),
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
            _row(report, result, change, name_with_unit(report, result, unit))
            for result, unit, change in compared
        ]
        yield filled_grid(_COLUMNS, rows)
        yield from _movements(report, since)
        yield Line(SAME_UNITS, Tone.QUIET)
    without = [
        result.name
        for result in report.scorecard.supplied
        if not any(unit.change(since) is not None for unit in result.results)
        and _is_measured(report, result, since)
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
        Text("本期{now}，基期{then}", "{now} compared with {then}").format(
            now=period_text(now) if now else Text("不详", "an unknown time"),
            then=period_text(then) if then else Text("见表内往期列", "the column of the sheet"),
        )
        for now, then in pairs
    ]
    return joined(said)


def _is_measured(report: Report, result: IndicatorResult, since: str) -> bool:
    """Whether there is a figure that could have been compared."""
    own = report.policy.indicators[result.id].change
    if own is not None:
        return own.since == since
    has_value = any(unit.value.value.status.has_value for unit in result.judged)
    return result.kind != "attested" and has_value


def _row(report: Report, result: IndicatorResult, change: Change, name: Text) -> list[Cell]:
    counted = change.counted if change.now.denominator is not None else None
    return [
        cell(name),
        earlier_cell(change.now, _unit(result, change)),
        earlier_cell(change.before, _unit(result, change)),
        _amount(result, change),
        counted_cell(result, counted),
        cell(*_course(report, result, change)),
        cell(_compared(change), Tone.QUIET),
    ]


def _unit(result: IndicatorResult, change: Change) -> str:
    return result.unit if change.unit is None else change.unit


def _course(report: Report, result: IndicatorResult, change: Change) -> tuple[Text, Tone]:
    """Whether it went the way it should; how far is enough is the target's business."""
    better, amount = direction_of(report.policy.indicators[result.id]), change.amount
    if result.kind == "change" and (own := report.policy.indicators[result.id].change) is not None:
        better = Better.LOWER if report.policy.indicators[result.id].fall is own else Better.HIGHER
    if better is Better.NEITHER or amount is None:
        return Text("", ""), Tone.PLAIN
    if not amount:
        return Text("持平", "same"), Tone.PLAIN
    is_good = (amount > 0) == (better is Better.HIGHER)
    return (Text("好转", "better"), Tone.GOOD) if is_good else (Text("变差", "worse"), Tone.WARN)


def _amount(result: IndicatorResult, change: Change) -> Cell:
    """A count also has its growth in per cent; a rate has not."""
    unit = _unit(result, change)
    found = change_cell(change.amount, unit)
    if unit == PERCENT or change.now.denominator is not None or change.percent is None:
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
                rows = [_row(report, result, change, unit_words(report, unit)) for unit, change in moved]
                yield filled_grid(_UNIT_COLUMNS, rows, result.name)
            yield from _directions(result, moved, direction_of(report.policy.indicators[result.id]))


def _directions(
    result: IndicatorResult, moved: Sequence[tuple[UnitResult, Change]], better: Better
) -> Iterator[Line]:
    """Who went the wrong way and who sent the same again is named, for somebody has to explain it."""
    if result.kind == "change" or better is Better.NEITHER:
        return
    sign = 1 if better is Better.HIGHER else -1
    worse = [each for each in moved if sign * (each[1].amount or 0) < 0]
    improved = sum(1 for _, change in moved if sign * (change.amount or 0) > 0)
    still = [unit.value.unit for unit, change in moved if _is_repeated(change)]
    up, down = (Text("上升", "rose"), Text("下降", "fell"))[::sign]
    parts = [Text(f"{up.zh} {improved} 家", f"{improved} {up.en}")] if improved else []
    if worse:
        shown = worse if len(worse) <= MOST_MOVED else _furthest(worse)
        names = joined([_moved(result, unit, change) for unit, change in shown], "、", ", ")
        most = (
            Text("", "")
            if shown is worse
            else Text(f"，最多的 {MOST_MOVED} 家", f", the {MOST_MOVED} that moved most")
        )
        parts.append(
            Text(
                f"{down.zh} {len(worse)} 家{most.zh}：{names.zh}",
                f"{len(worse)} {down.en}{most.en}: {names.en}",
            )
        )
    if still:
        who = named(still)
        parts.append(
            Text(
                f"与基期数完全相同 {len(still)} 家：{who.zh}（是否照抄，请核实）",
                f"{len(still)} with the very same figures: {who.en} (copied? ask)",
            )
        )
    if worse or still:
        words = joined(parts)
        yield Line(Text(f"{result.name.zh}：{words.zh}", f"{result.name.en}: {words.en}"), Tone.WARN)


def _furthest(moved: Sequence[tuple[UnitResult, Change]]) -> Sequence[tuple[UnitResult, Change]]:
    return sorted(moved, key=lambda each: float(each[1].amount or 0) ** 2, reverse=True)[:MOST_MOVED]


def _moved(result: IndicatorResult, unit: UnitResult, change: Change) -> Text:
    amount = change_cell(change.amount, _unit(result, change)).text
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
    # All of nine families under contract last month are still all of nine.
    is_whole = now.denominator is not None and now.numerator == now.denominator
    same = (now.numerator, now.denominator) == (before.numerator, before.denominator)
    return same and bool(now.numerator) and not is_whole
