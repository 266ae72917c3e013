"""A superior's blank table: which of its cells are to hold which figure of which units."""

from dataclasses import dataclass
from enum import StrEnum

from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.text import Text


class Measure(StrEnum):
    """What of an indicator a cell asks for."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    TARGET = "target"
    REACHED = "reached"
    VERDICT = "verdict"
    GAP = "gap"
    RANK = "rank"
    POINTS = "points"

    @property
    def label(self) -> Text:
        """As a placeholder and a message call it."""
        return _LABELS[self]


_LABELS = {
    Measure.VALUE: Text("完成值", "value"),
    Measure.NUMERATOR: Text("分子", "numerator"),
    Measure.DENOMINATOR: Text("分母", "denominator"),
    Measure.TARGET: Text("目标", "target"),
    Measure.REACHED: Text("是否达标", "reached"),
    Measure.VERDICT: Text("判定", "verdict"),
    Measure.GAP: Text("差额", "gap"),
    Measure.RANK: Text("名次", "place"),
    Measure.POINTS: Text("得分", "points"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of an indicator."""

    indicator: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a heading asks for, in the unit that it says; `any_of` must all come to the same figure to be taken."""

    any_of: tuple[Asked, ...]
    heading: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row for a unit, which may be listed at several levels; the whole area where `is_whole`.

    `is_sum`: it calls itself 合计, so it is the whole area only if every unit has a row.
    """

    units: tuple[tuple[str, str], ...]
    name: str
    is_whole: bool = False
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell to be filled with a figure; rows and columns of the sheet, from 0."""

    sheet: str
    row: int
    column: int
    wanted: Wanted
    line: Line
    has_placeholder: bool = False
    is_spaces: bool = False  # a text in which nothing can be seen


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cell whose words hold placeholders: each with what it asks for, None for a word such as {{年}}."""

    sheet: str
    row: int
    column: int
    words: str
    asked: tuple[tuple[str, Wanted | None, Line | None], ...]


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A row or a column that is left blank, with the reason."""

    place: Place
    words: str
    reason: Text
    is_row: bool


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """The time that a sheet says its figures are of; None where year or month is left for a person to write."""

    place: Place
    words: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Blank:
    """What was recognised in the sheets of one workbook."""

    slots: tuple[Slot, ...]
    sentences: tuple[Sentence, ...]
    unrecognised: tuple[Unrecognised, ...]
    lines: tuple[Line, ...]
    times: tuple[TimeSaid, ...]
