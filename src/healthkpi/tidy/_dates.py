"""Days as officers write them: 2018.9.28 · 2018年9月28日 · 20180928 · 43371; a month alone is its last day."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from healthkpi.definitions.table import Field
from healthkpi.model.finding import Severity, declare
from healthkpi.model.grid import CellValue
from healthkpi.model.period import parse_period
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, Missing, folded, without_value

NOT_A_DATE = declare(
    "HK211",
    Severity.ERROR,
    Text("“{shown}”不是日期；按缺报处理", '"{shown}" is not a date; treated as missing'),
    Text(
        "请写成 2018-09-28。不存在的日子（9 月 31 日）也读不出。",
        "Write 2018-09-28. A day that does not exist cannot be read either.",
    ),
)

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_CLOCK = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})(?:日\s*|\s+|T)(\d{1,2}):(\d{2})(?::(\d{2}))?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
_SERIAL_ZERO = date(1899, 12, 30)


def read_date(value: CellValue, _field: Field) -> date | Missing | Doubt:
    """The day a cell names."""
    nothing = without_value(value)
    if nothing is not None:
        return nothing
    if isinstance(value, date):
        return value
    day = _read_serial(value) if isinstance(value, Decimal) else _read_words(folded(str(value)))
    return day if day is not None else Doubt(NOT_A_DATE, {"shown": str(value).strip()})


def _read_serial(number: Decimal) -> date | None:
    """A day as a spreadsheet counts it, or its eight digits. 2018.1 may be January or October: nobody knows."""
    if number % 1:
        return None
    if _FIRST_SERIAL < number < _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(number))
    return _read_words(f"{number:f}")


def _read_words(words: str) -> date | None:
    clock = _CLOCK.fullmatch(words)
    if clock is not None:
        return _moment(clock)
    match = _DAY.fullmatch("".join(words.split()))
    if match is None:
        period = parse_period(words) if ":" not in words else None
        return period.end if period is not None else None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(clock: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(part) for part in clock.groups(default="0"))
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a clock on a form has no zone
    except ValueError:
        return None
