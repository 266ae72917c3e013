"""What is thought of a value: apart from the value itself and from the findings on its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from healthkpi.limits import Acceptable
from healthkpi.model.frozen import frozen
from healthkpi.text import Text


class Verdict(StrEnum):
    """How a value stands to the target."""

    MET = "met"
    MISSED = "missed"
    AHEAD = "ahead"  # before the date, on or above the path
    BEHIND = "behind"  # before the date, below the path
    REACHED = "reached"  # before the date, without a path
    NOT_YET = "not yet"
    NOT_JUDGED = "not judged"
    NOT_APPLICABLE = "not applicable"
    RECORDED = "recorded"  # shown, without a target

    @property
    def label(self) -> Text:
        """The verdict in words."""
        return VERDICT_LABELS[self]


VERDICT_LABELS: Mapping[Verdict, Text] = {
    Verdict.MET: Text("达标", "met"),
    Verdict.MISSED: Text("未达标", "missed"),
    Verdict.AHEAD: Text("达序时", "ahead"),
    Verdict.BEHIND: Text("滞后", "behind"),
    Verdict.REACHED: Text("已达到", "reached"),
    Verdict.NOT_YET: Text("未达到", "not yet"),
    Verdict.NOT_JUDGED: Text("未判定", "not judged"),
    Verdict.NOT_APPLICABLE: Text("不适用", "n/a"),
    Verdict.RECORDED: Text("仅监测", "recorded"),
}


@frozen
class Gap:
    """How many people, clinics or cases are short; `over`, how many are too many; `allowed`, how many more may be.

    `with_unreported` is the same figure over a denominator that counts units without a numerator.
    """

    amount: Fraction
    allowed: bool = False
    over: bool = False
    with_unreported: Fraction | None = None


@dataclass(frozen=True, slots=True)
class JudgedTarget:
    """The target a value was compared with, its parameters filled in."""

    key: str
    numbers: tuple[Fraction, ...]
    acceptable: Acceptable
    by: date | None
    is_due: bool


@frozen
class Judgement:
    """One verdict with its grounds. `reached` compares value and limit; it knows no dates."""

    verdict: Verdict
    target: JudgedTarget | None = None
    reached: bool | None = None
    gap: Gap | None = None
    expected: Fraction | None = None  # on the path, on the day
    reason: Text | None = None
    remarks: tuple[Text, ...] = ()
