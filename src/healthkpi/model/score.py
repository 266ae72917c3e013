"""Points: the fourth thing beside value, findings and judgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.scores import Terms
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """The points of one value. Without points there is a reason; that is neither 0 nor full marks."""

    rule: str
    terms: Terms
    points: Fraction | None
    reason: Text | None = None
    applies: bool = True  # False where the indicator is not applicable to the unit
    is_partial: bool = False  # the value it is for has not everybody in it


@dataclass(frozen=True, slots=True)
class TotalRule:
    """How a scorecard adds up: the names of its indicators by id, and what its definition declares."""

    id: str
    name: Text
    names: Mapping[str, Text]
    weights: Mapping[str, Fraction]
    missing: str
    not_applicable: str
    level: str | None = None
    least_weight: Fraction | None = None
    cap: Fraction | None = None
    veto: tuple[str, ...] = ()
    veto_total: Fraction = Fraction(0)
    gate: Mapping[str, Fraction] | None = None
    below_gate: Fraction | None = None

    @property
    def full(self) -> Fraction:
        """All weights together, whether or not they make 100."""
        return sum(self.weights.values(), Fraction(0))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that it asks about, weighted or not."""
        return tuple(dict.fromkeys((*self.weights, *self.veto, *(self.gate or ()))))


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator brings to a total: weight × points ÷ full marks; None where it has no points."""

    indicator: str
    weight: Fraction
    score: IndicatorScore | None
    brings: Fraction | None
    counts: bool  # False where it is left out of the weights as well


@dataclass(frozen=True, slots=True)
class Total:
    """The points of one unit by one scorecard. `covered` is the weight of the indicators that have points."""

    rule: TotalRule
    level: str
    unit: str
    points: Fraction | None
    covered: Fraction
    parts: tuple[Part, ...]
    said: tuple[Text, ...] = ()  # veto and gate first, then what is missing
    reason: Text | None = None
