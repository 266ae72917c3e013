"""Spans of time that statistics are for: 2018年, 2018年9月, 2024Q1, 1-9月."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from healthkpi.model.numerals import with_digits

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included. Ordered by start, then end."""

    start: date
    end: date

    def __str__(self) -> str:
        """As short as it can be said: 2018, 2018-09, 2018Q3, else both days."""
        for spoken, period in self._shorthands():
            if period == self:
                return spoken
        return f"{self.start}/{self.end}"

    def _shorthands(self) -> tuple[tuple[str, "Period"], ...]:
        year, month, quarter = self.start.year, self.start.month, (self.start.month + 2) // 3
        return (
            (f"{year}", year_of(year)),
            (f"{year}-{month:02}", month_of(year, month)),
            (f"{year}Q{quarter}", quarter_of(year, quarter)),
        )

    def is_like(self, other: "Period") -> bool:
        """Whether they are as long, or began on the same day; a month is not compared with a year."""
        return self.months == other.months or self.start == other.start

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def year_of(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month_of(year: int, month: int) -> Period:
    """The calendar month."""
    return Period(date(year, month, 1), end_of_month(year, month))


def quarter_of(year: int, quarter: int) -> Period:
    """The calendar quarter, 1 to 4."""
    return Period(date(year, quarter * 3 - 2, 1), end_of_month(year, quarter * 3))


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def whole_months(start: date, day: date) -> int:
    """Months since the first of a month that are over at the end of a day."""
    after = day + timedelta(days=1)
    return max(0, (after.year - start.year) * 12 + after.month - start.month)


def months_until(start: date, end: date) -> int:
    """In how many months from a day on another is reached; at least one, and a month that has begun counts as one."""
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day > start.day)
    return max(1, months)


def parse_period(text: str) -> Period | None:
    """The one period that a short text names: a cell of a period column, `--period`, a year."""
    folded = _folded(text)
    for pattern, make in _WHOLE:
        match = pattern.fullmatch(folded)
        if match is not None:
            return make(match)
    return None


def find_period(text: str) -> Period | None:
    """The most exact period that a title or a file name mentions; None where there is none."""
    folded = _folded(text)
    for pattern, make in _WITHIN:
        match = pattern.search(folded)
        if match is not None:
            return make(match)
    years = set(_YEAR_WITHIN.findall(folded))
    # Two years in one title ("2017年与2018年对比") name no single period.
    return year_of(int(years.pop())) if len(years) == 1 else None


def different(periods: Iterable[Period | None]) -> frozenset[Period | None]:
    """Each once. The rows of a sheet share theirs, so that few of many are compared."""
    return frozenset({id(period): period for period in periods}.values())


def time_of_return(period: Period) -> Period:
    """A calendar year as it is, anything shorter as the month that it ends with: January to September is September's return."""
    end = period.end
    is_year = period == year_of(end.year) or period.months >= 12
    return period if is_year or end != end_of_month(end.year, end.month) else month_of(end.year, end.month)


def parse_day(text: str) -> date | None:
    """A date as a deadline is written; a year alone is its 31 December, a month alone its last day."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", _folded(text))
    if match is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    period = parse_period(text)
    return period.end if period is not None else None


def _folded(text: str) -> str:
    return with_digits("".join(unicodedata.normalize("NFKC", text).split()))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(match: re.Match[str]) -> Period:
    year = int(match["year"])
    return Period(date(year, 1, 1), end_of_month(year, int(match["month"])))


def _month(match: re.Match[str]) -> Period:
    return month_of(int(match["year"]), int(match["month"]))


def _quarter(match: re.Match[str]) -> Period:
    quarter = match["quarter"]
    return quarter_of(int(match["year"]), _QUARTERS[quarter] if quarter in _QUARTERS else int(quarter))


def _half(match: re.Match[str]) -> Period:
    year = int(match["year"])
    if match["half"] == "上":
        return Period(date(year, 1, 1), date(year, 6, 30))
    return Period(date(year, 7, 1), date(year, 12, 31))


def _financial_quarter(match: re.Match[str]) -> Period:
    # "FY2018_19_Q1": a financial year from April to March, as British health statistics write it.
    first = int(match["year"]) * 12 + 3 + 3 * (int(match["quarter"]) - 1)
    return Period(date(first // 12, first % 12 + 1, 1), end_of_month((first + 2) // 12, (first + 2) % 12 + 1))


def _year(match: re.Match[str]) -> Period:
    return year_of(int(match["year"]))


_PATTERNS = (
    (rf"FY{_YEAR}[_/-]\d\d[_ ]?Q(?P<quarter>[1-4])", _financial_quarter),
    (rf"{_YEAR}年?0?1月?[-—~至到]{_MONTH}月(?:份|底|末)?", _months),
    (rf"{_YEAR}年{_MONTH}月(?:份|底|末|\d{{1,2}}日)?", _month),
    (rf"{_YEAR}[-./]{_MONTH}", _month),
    (rf"{_YEAR}年?第?(?P<quarter>[1-4一二三四])季度", _quarter),
    (rf"{_YEAR}[-年]?Q(?P<quarter>[1-4])", _quarter),
    (rf"{_YEAR}年(?P<half>[上下])半年", _half),
    (rf"{_YEAR}年?(?:度|底|末)?", _year),
)
_WHOLE = tuple((re.compile(pattern), make) for pattern, make in _PATTERNS)
_WITHIN = tuple((re.compile(rf"(?<!\d){pattern}(?!\d)"), make) for pattern, make in _PATTERNS[:-1])
_YEAR_WITHIN = re.compile(rf"(?<![\d—~至-]){_YEAR}(?=年)")
