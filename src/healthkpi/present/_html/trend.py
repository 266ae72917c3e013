"""Lines of earlier values: a chart with axis, labels and the target, and a small line of few signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import earlier_cell, period_text
from healthkpi.present._figures import target_text
from healthkpi.text import Language, Text

WIDTH, TOP, BOTTOM, LEFT, RIGHT = 520, 26, 130, 34, 486
# More labels than these run into each other at this width.
MOST_LABELS = 7
CLEAR = 24  # the room that a figure takes over its dot
SMALL = 20  # the height of a small line


@dataclass(frozen=True, slots=True)
class Dot:
    """One period on the chart; `y` is None where it has no value."""

    x: int
    y: int | None
    period: str
    value: str
    is_labelled: bool
    label_y: int = 0


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart ready to be drawn. `lines` are broken where a period has no value."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    limits: tuple[int, ...]
    limit_said: str
    limit_is_left: bool

    @property
    def said(self) -> str:
        """The chart in words, for those who do not see it."""
        return ", ".join(f"{dot.period} {dot.value}" for dot in self.dots)


def trend_of(result: IndicatorResult, unit: UnitResult, language: Language) -> Trend | None:
    """The chart of a series; None where there is one value at most."""
    target = unit.judgement.target
    return drawn_trend(
        [point.value.amount for point in unit.series],
        [(period_text(point.period), earlier_cell(point.value, result.unit).text) for point in unit.series],
        _bounds(unit),
        target_text(target, result.unit) if target is not None else None,
        language,
    )


def drawn_trend(
    amounts: Sequence[Fraction | None],
    words: Sequence[tuple[Text, Text]],
    bounds: list[Fraction],
    target: Text | None,
    language: Language,
) -> Trend | None:
    """The chart of some values, each with its time and itself in words; None where there is one value at most."""
    if sum(amount is not None for amount in amounts) < 2:
        return None
    low, high = _range([each for each in amounts if each is not None] + bounds)
    ys = [None if each is None else _height(each, low, high) for each in amounts]
    limits = tuple(_height(each, low, high) for each in bounds)
    xs = [LEFT + (RIGHT - LEFT) * index // (len(ys) - 1) for index in range(len(ys))]
    step = -(-len(ys) // MOST_LABELS)
    dots = tuple(
        Dot(
            x,
            y,
            time.say(language),
            said.say(language),
            (len(ys) - 1 - index) % step == 0,
            _label_y(y, limits) if y is not None else 0,
        )
        for index, (x, y, (time, said)) in enumerate(zip(xs, ys, words, strict=True))
    )
    target_said = target.say(language) if target is not None else ""
    return Trend(dots, _lines(dots), limits, target_said, _is_free_at_left(ys, limits))


def small_line(unit: UnitResult) -> str:
    """The heights of a series, `-` where there is none: `4 9 - 16`; empty where there is one value at most."""
    amounts = [point.value.amount for point in unit.series]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span = high - low
    return " ".join(
        "-" if each is None else str(round(SMALL * (each - low) / span) if span else SMALL // 2)
        for each in amounts
    )


def _bounds(unit: UnitResult) -> list[Fraction]:
    target = unit.judgement.target
    if target is None or target.key == "done":
        return []
    return [each for each in (target.acceptable.low, target.acceptable.high) if each is not None]


def _range(numbers: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Not from 0: a line shows how values move, and its labels say where they are."""
    low, high = min(numbers), max(numbers)
    room = (high - low) / 8 or abs(high) / 8 or Fraction(1)
    return low - room, high + room


def _height(number: Fraction, low: Fraction, high: Fraction) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * (number - low) / (high - low))


def _label_y(y: int, limits: Sequence[int]) -> int:
    """Above the dot; below it where the line of the target would run through the figure."""
    is_crossed = any(y - CLEAR < limit < y - 2 for limit in limits)
    return y + 19 if is_crossed and y + 19 < BOTTOM else y - 9


def _is_free_at_left(ys: Sequence[int | None], limits: Sequence[int]) -> bool:
    """The words of the target stand at the end where the values are further from it."""
    if not limits or ys[0] is None or ys[-1] is None:
        return ys[0] is None
    return abs(ys[0] - limits[0]) > abs(ys[-1] - limits[0])


def _lines(dots: Sequence[Dot]) -> tuple[str, ...]:
    runs = (list(run) for is_there, run in groupby(dots, lambda dot: dot.y is not None) if is_there)
    return tuple(" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs)
