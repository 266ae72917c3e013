"""Days as officers write them: 2018.9.28 · 2018年9月28日 · 20180928 · 43371 · 18.9.28; a month alone is its last day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from healthkpi.definitions.table import Field
from healthkpi.model.finding import Severity, declare
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellValue
from healthkpi.model.numerals import with_digits
from healthkpi.model.period import Period, end_of_month, parse_period
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, Missing, without_value

NOT_A_DATE = declare(
    "HK211",
    Severity.ERROR,
    Text("“{shown}”不是日期；按缺报处理", '"{shown}" is not a date; treated as missing'),
    Text(
        "请写成 2018-09-28。不存在的日子（9 月 31 日）也读不出。",
        "Write 2018-09-28. A day that does not exist cannot be read either.",
    ),
)
YEAR_TAKEN = declare(
    "HK247",
    Severity.WARNING,
    Text("“{shown}”没有写全年份，按 {day} 读", '"{shown}" does not say its whole year; read as {day}'),
    Text(
        "“九月底”的年份取自本表的所属期；“18.9.28”按年、月、日读。不对的，请写成 2018-09-28。",
        "The year of 九月底 is that of the table's period; 18.9.28 is read as year, month, day. If that is wrong, write "
        "2018-09-28.",
    ),
)
YEAR_UNKNOWN = declare(
    "HK248",
    Severity.ERROR,
    Text("“{shown}”没有写年份，看不出是哪一年；不计入", '"{shown}" does not say of which year; not counted'),
    Text(
        "年份取自本表的所属期。本表没有所属期、跨了年，或这一天在所属期之后（去年的，还是将来的？），就不猜。请写成 2018-09-28。",
        "The year is that of the table's period. Where there is no period, where it spans two years, or where the day "
        "is after it (last year's, or still to come?) nothing is guessed. Write 2018-09-28.",
    ),
)
JANUARY_OR_OCTOBER = declare(
    "HK249",
    Severity.ERROR,
    Text(
        "“{shown}”是 1 月，还是末尾的 0 被表格软件去掉了的 10 月？不计入",
        '"{shown}" is January, or October whose last zero the spreadsheet dropped; not counted',
    ),
    Text(
        "在表格里键入 2018.10，软件会当成数，存为 2018.1。请写成 2018-01 或 2018-10。",
        "Typed into a spreadsheet, 2018.10 is a number and becomes 2018.1. Write 2018-01 or 2018-10.",
    ),
)

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"(\d{2})(?:([-./])(\d{1,2})\2|年(\d{1,2})月)(\d{1,2})[日号]?")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})月(?:(\d{1,2})[日号]?|份|底|末)?")
_CLOCK = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})(?:日\s*|\s+|T)(\d{1,2}):(\d{2})(?::(\d{2}))?")
_MONTH_WITHOUT_ZERO = re.compile(r"\d{4}\.1")
_SERIAL = re.compile(r"\d{5}")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
_SERIAL_ZERO = date(1899, 12, 30)
_LAST_YEAR_OF_2000 = 68  # as POSIX reads two digits


@dataclass(frozen=True, slots=True)
class WithoutYear:
    """A day that needs its year from the sheet; without a day it is the end of the month."""

    shown: str
    month: int
    day: int | None


def read_date(value: CellValue, _field: Field | None = None) -> date | WithoutYear | Missing | Doubt:
    """The day a cell names."""
    nothing = without_value(value)
    if nothing is not None:
        return nothing
    if isinstance(value, date):
        return value
    shown = str(value).strip()
    day = _read_words(shown, with_digits(half_width(shown)))
    return day if day is not None else Doubt(NOT_A_DATE, {"shown": shown})


def with_year_of(partial: WithoutYear, period: Period | None) -> Doubt:
    """The day in the year of its sheet; one that is after the sheet's time may be of another year."""
    if period is None or period.start.year != period.end.year:
        return Doubt(YEAR_UNKNOWN, {"shown": partial.shown})
    year = period.start.year
    if date(year, partial.month, 1) > period.end:
        return Doubt(YEAR_UNKNOWN, {"shown": partial.shown})
    day = _day(year, partial.month, partial.day) if partial.day else end_of_month(year, partial.month)
    return _taken(partial.shown, day)


def _taken(shown: str, day: date | None) -> Doubt:
    if day is None:
        return Doubt(NOT_A_DATE, {"shown": shown})
    return Doubt(YEAR_TAKEN, {"shown": shown, "day": day.isoformat()}, taken_as=day)


def _read_words(shown: str, words: str) -> date | WithoutYear | Doubt | None:
    clock = _CLOCK.fullmatch(words)
    if clock is not None:
        return _moment(clock)
    words = "".join(words.split())
    if _MONTH_WITHOUT_ZERO.fullmatch(words):
        return Doubt(JANUARY_OR_OCTOBER, {"shown": shown})
    if _SERIAL.fullmatch(words):
        return _read_serial(int(words))
    return _read_day(words) or _read_short_day(shown, words) or _read_month(words)


def _read_serial(number: int) -> date | None:
    """A day as a spreadsheet counts it."""
    return _SERIAL_ZERO + timedelta(days=number) if _FIRST_SERIAL < number < _LAST_SERIAL else None


def _read_day(words: str) -> date | None:
    match = _DAY.fullmatch(words)
    return _day(*(int(part) for part in match.groups() if part is not None)) if match is not None else None


def _read_short_day(shown: str, words: str) -> WithoutYear | Doubt | None:
    """18.9.28, and 9月28日 without any year."""
    match = _DAY_OF_YEAR.fullmatch(words)
    if match is not None:
        month, day = int(match[1]), int(match[2]) if match[2] else None
        # A leap year: whether the sheet's year has this day shows when the year is known.
        return WithoutYear(shown, month, day) if _day(2000, month, day or 1) is not None else None
    match = _SHORT_DAY.fullmatch(words)
    if match is None:
        return None
    year = int(match[1])
    century = 2000 if year <= _LAST_YEAR_OF_2000 else 1900
    return _taken(shown, _day(century + year, int(match[3] or match[4]), int(match[5])))


def _read_month(words: str) -> date | None:
    period = parse_period(words) if ":" not in words else None
    return period.end if period is not None else None


def _day(year: int, month: int, day: int) -> date | None:
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
