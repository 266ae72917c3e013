"""A format of the table that shows fewer decimals than figure and verdict need to agree."""

from dataclasses import dataclass, field
from fractions import Fraction

from healthkpi.model.blank import Measure, Slot
from healthkpi.model.place import column_letters
from healthkpi.model.scorecard import UnitResult
from healthkpi.present._figures import clean, is_on_its_side, rounded, value_text
from healthkpi.present._into.figures import Figure, Put
from healthkpi.present._into.number_format import decimals_of, is_percentage
from healthkpi.present._layout import verdict_of
from healthkpi.text import Text

TOO_FEW = Text(
    "“{heading}”的格式是 {format}，小数位数不够：{first} 显示 {shown}，实际 {value}（{verdict}）{more}；格式是原表的，没有改，请加小数位数",
    'the format of "{heading}" is {format}, with too few decimals: {first} shows {shown}, the figure is {value} ({verdict}){more}; '
    "the format is the table's own and was left; give it more decimals",
)
AND_MORE = Text("，这样的共 {count} 格", ", {count} such cells")


@dataclass(slots=True)
class Decimals:
    """The cells whose figure is read on the wrong side of its limit, by heading and format."""

    found: dict[tuple[str, str, str], list[dict[str, Text | str]]] = field(default_factory=dict)

    def see(self, slot: Slot, unit: UnitResult | None, figure: Figure, put: Put, own: str) -> None:
        """One cell that was filled in; `own` is its format where it was given no other."""
        number_format, value = put.format or own, figure.number
        shown = _as_shown(put.number, number_format) if put.number else None
        if shown is None or not put.number or value is None or unit is None:
            return
        is_value = all(asked.measure is Measure.VALUE for asked in slot.wanted.any_of)
        target = unit.judgement.target if is_value else None
        read = Fraction(shown) / _times(number_format) * value / put.number
        if target is None or is_on_its_side(read, unit.value.value, target.acceptable):
            return
        self.found.setdefault((slot.sheet, slot.wanted.heading, number_format), []).append(
            {
                "first": f"{column_letters(slot.column)}{slot.row + 1}",
                "shown": f"{shown}%" if is_percentage(number_format) else shown,
                "value": value_text(unit.value.value, figure.unit, target.acceptable),
                "verdict": verdict_of(unit).label,
            }
        )

    def notes(self) -> list[Text]:
        """A sentence for each column."""
        return [
            TOO_FEW.format(
                heading=clean(heading.strip("{}｛｝")),
                format=clean(number_format),
                more=AND_MORE.format(count=len(cells)) if len(cells) > 1 else "",
                **cells[0],
            )
            for (_, heading, number_format), cells in self.found.items()
        ]


def _as_shown(number: Fraction, number_format: str) -> str | None:
    """The digits that are read in a cell; None where all are shown or the format is not understood."""
    decimals = decimals_of(number_format)
    return rounded(number * _times(number_format), decimals) if decimals is not None else None


def _times(number_format: str) -> int:
    return 100 if is_percentage(number_format) else 1
