"""What the number formats of an .xlsx or .xls say about a number: a date, a duration, a share or plainly a number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from healthkpi.model.grid import CellError, CellValue, Share
from healthkpi.read._numbers import plain_date, tell_duration, to_decimal
from healthkpi.read._xml import Element

_BUILT_IN_PERCENT = frozenset({9, 10})
# 27-36 and 50-58 are the dates of Chinese Excel and WPS (yyyy年m月 …), written without a format code
# (ECMA-376 18.8.30).
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_BUILT_IN_DURATIONS = frozenset({46})
# What is quoted, escaped, or stands for a blank is shown as it is: 0"%" holds 51.7 and not 0.517.
_CODE = re.compile(r"00+")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles, by the number a cell names, whose numbers are not plainly numbers."""

    percents: frozenset[int]
    dates: frozenset[int]
    durations: frozenset[int]
    from_1904: bool
    # Styles of zeros alone (000000): the number is a code, and shown with as many digits.
    digits: Mapping[int, int] = field(default_factory=dict)

    @property
    def special(self) -> frozenset[int]:
        """The styles in which a number is more than that."""
        return self.percents | self.dates | self.durations | self.digits.keys()

    def read_number(self, number: float, style: int) -> CellValue:
        """The value that the cell shows."""
        if style in self.dates or style in self.durations:
            return _to_date(number, self.from_1904, style in self.durations)
        decimal = to_decimal(number)
        if isinstance(decimal, CellError):
            return decimal
        if style in self.digits and decimal >= 0 and decimal % 1 == 0:
            return f"{decimal:f}".zfill(self.digits[style])
        return Share(decimal) if style in self.percents else decimal


def read_styles(elements: Iterable[Element], from_1904: bool) -> Styles:
    """The styles of a workbook, from its style sheet."""
    formats: dict[int, str] = {}
    used: list[int] = []
    for parent, name, attributes in elements:
        if parent == "numFmts":
            formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif parent == "cellXfs" and name == "xf":
            used.append(int(attributes.get("numFmtId", 0)))
    return styles_of(used, formats, from_1904)


def styles_of(used: Sequence[int], formats: Mapping[int, str], from_1904: bool) -> Styles:
    """The styles, from the number of the format that each uses and the codes of formats that are not built in."""
    kinds = {number: _kind(number, formats.get(number)) for number in set(used)}
    styles = {kind: frozenset(i for i, number in enumerate(used) if kinds[number] == kind) for kind in _KINDS}
    digits = {
        i: len(code) for i, number in enumerate(used) if _CODE.fullmatch(code := formats.get(number, ""))
    }
    return Styles(styles["percent"], styles["date"], styles["duration"], from_1904, digits)


def is_percent(code: str) -> bool:
    """Whether a format shows a share of one as a percentage."""
    return "%" in _LITERAL.sub("", code)


_KINDS = ("percent", "date", "duration")


def _kind(number: int, code: str | None) -> str:
    if code is not None:
        return _kind_of_code(code)
    if number in _BUILT_IN_PERCENT:
        return "percent"
    if number in _BUILT_IN_DATES:
        return "date"
    return "duration" if number in _BUILT_IN_DURATIONS else "number"


def _kind_of_code(code: str) -> str:
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if is_percent(code):
        return "percent"
    shown = _LITERAL.sub("", code)
    if is_timedelta_format(shown):
        return "duration"
    return "date" if is_date_format(shown) else "number"


def _to_date(number: float, from_1904: bool, is_duration: bool) -> CellValue:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    try:
        value = from_excel(number, epoch, timedelta=is_duration)
    except (OverflowError, ValueError):
        # Excel fills the cell with # where a number is no date.
        return CellError("#####")
    return tell_duration(value) if isinstance(value, timedelta) else plain_date(value)
