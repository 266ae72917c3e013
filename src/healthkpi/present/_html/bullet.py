"""A bullet chart: a bar for the value, ticks for the limits, a band for what is acceptable.

It is drawn by the style sheet from a few positions in per cent of its width, so that page and script draw it alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.model.judgement import JudgedTarget
from healthkpi.model.quantity import PERCENT
from healthkpi.model.scorecard import UnitResult

# Air beyond the largest number, so that neither bar nor tick touches the edge.
ROOM = Fraction(11, 10)
WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Scale:
    """What the left and the right edge of a chart stand for."""

    low: float
    high: float

    def place(self, number: Fraction) -> str:
        """Where a number lies, in per cent of the width: for the eye, so a float will do."""
        share = (float(number) - self.low) * 100 / (self.high - self.low)
        return f"{min(max(share, 0.0), 100.0):.1f}".removesuffix(".0")


def scale_of(units: Iterable[UnitResult], unit: str) -> Scale | None:
    """One scale for all that are compared: from 0, and to 100 % where nothing lies above it."""
    numbers = [number for each in units for number in _numbers(each)]
    if not numbers:
        return None
    low, high = min(Fraction(0), *numbers), max(Fraction(0), *numbers)
    if unit == PERCENT and low == 0 and high <= WHOLE:
        return Scale(0.0, float(WHOLE))
    return Scale(float(low * ROOM), float(high * ROOM)) if high > low else None


def _numbers(unit: UnitResult) -> Iterator[Fraction]:
    if unit.value.value.amount is not None:
        yield unit.value.value.amount
        yield from _bounds(unit.judgement.target)


def _bounds(target: JudgedTarget | None) -> list[Fraction]:
    if target is None:
        return []
    return [bound for bound in (target.acceptable.low, target.acceptable.high) if bound is not None]


def bar_ends(scale: Scale, amount: Fraction | None) -> str:
    """From 0 to the value, to either side: `0 49.6`, or only the end where it begins at the edge: `49.6`."""
    if amount is None:
        return ""
    start, end = (scale.place(each) for each in sorted([Fraction(0), amount]))
    return end if start == "0" else f"{start} {end}"


def bar_style(scale: Scale, amount: Fraction) -> str:
    """The same for the style sheet: `--a:0;--b:49.6`."""
    *start, end = bar_ends(scale, amount).split()
    return f"--a:{start[0] if start else 0};--b:{end}"


def limit_style(scale: Scale, unit: UnitResult) -> str:
    """The ticks, the band, and a fine tick where the path stands by now."""
    target, expected = unit.judgement.target, unit.judgement.expected
    bounds = _bounds(target)
    if target is None or not bounds:
        return ""
    parts = [f"--{name}:{scale.place(bound)}" for name, bound in zip("tu", bounds, strict=False)]
    low, high = target.acceptable.low, target.acceptable.high
    parts.append(f"--y:{scale.place(low) if low is not None else 0}")
    parts.append(f"--z:{scale.place(high) if high is not None else 100}")
    if expected is not None:
        parts.append(f"--e:{scale.place(expected)}")
    return ";".join(parts)
