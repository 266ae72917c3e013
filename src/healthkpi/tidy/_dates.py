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
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
_SERIAL_ZERO = date(1899, 12, 30)


def read_date(value: CellValue, _field: Field) -> date | Missing | Doubt:
    """The day a cell names."""
    nothing = without_value(value)
    if nothing is not None:
        return nothing
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return value
    if isinstance(value, Decimal) and _FIRST_SERIAL < value < _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(value))
    day = _read_words(folded(str(value)).replace(" ", ""))
    return day if day is not None else Doubt(NOT_A_DATE, {"shown": str(value).strip()})


def _read_words(words: str) -> date | None:
    clock = _read_clock(words)
    if clock is not None:
        return clock
    match = _DAY.fullmatch(words)
    if match is None:
        period = parse_period(words)
        return period.end if period is not None else None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_clock(words: str) -> datetime | None:
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?T?(\d{1,2}):(\d{2})(?::(\d{2}))?", words)
    if match is None:
        return None
    try:
        return datetime(*(int(part) for part in match.groups(default="0")))  # type: ignore[arg-type]  # noqa: DTZ001 - a clock on a form has no zone
    except ValueError:
        return None
