"""The time that a blank table says its figures are of, in its title or in the name of the sheet."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from healthkpi.match._labels import is_part_of_year, time_of
from healthkpi.match._surroundings import without_date_of_return
from healthkpi.model.blank import TimeSaid
from healthkpi.model.grid import CellValue, Grid
from healthkpi.model.numerals import with_digits
from healthkpi.model.period import Period, find_period, year_of

_YEAR = re.compile(r"(19|20)\d\d")
# 6月, 1-6月, 二季度 in a title without a year; not a deadline (10月5日前), an age (12月龄) or 3个月.
_PART = re.compile(
    r"(?<![\d.个])(0?1月?[-—~至到])?(1[0-2]|0?[1-9])月(?!\d+日|龄)|[一二三四1-4]季度|[上下]半年"
)
# ____年____月, 2018年  月; where a day follows it is the day of a signature.
_LEFT_OPEN = re.compile(r"((^|[_×\s])年[_×\s]*\d{0,2}[_×\s]*月|年[_×\s]+月|[_×]年|[_×]月)(?![_×\s\d]*日)")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def time_said(
    grid: Grid, cells: Iterable[tuple[int, int, CellValue]], periods: Sequence[Period]
) -> Iterator[TimeSaid]:
    """The first period above the table, else in the sheet's name; and whether her own year or month is open.

    `periods` are those of the figures: a title without a year is of theirs.
    """
    found = None
    for row, column, cell in cells:
        period = _period(cell, periods)
        if found is None and period is not None:
            found = TimeSaid(grid.place(row, column), _words(cell), period)
        if isinstance(cell, str) and _is_open(cell, period):
            yield TimeSaid(grid.place(row, column), _words(cell), None)
    name = grid.sheet or ""
    if found is None or (found.period == _year(found.period) and is_part_of_year(name)):
        years = {found.period.end.year} if found and found.period else {each.end.year for each in periods}
        period = find_period(name) or (time_of(name, years.pop()) if len(years) == 1 else None)
        found = TimeSaid(grid.place(), name, period) if period is not None else found
    if found is not None:
        yield found


def _period(cell: CellValue, periods: Sequence[Period]) -> Period | None:
    """Of one cell; a day alone that comes after the figures is the day on which the table was made."""
    words = _words(cell)
    said = find_period(without_date_of_return(words))
    if said is not None:
        is_after = all(said.start > each.end for each in periods)
        is_day = _DAY.fullmatch("".join(words.split())) is not None
        return None if is_after and is_day else said
    years = {each.end.year for each in periods}
    folded = with_digits("".join(unicodedata.normalize("NFKC", without_date_of_return(words)).split()))
    part = _PART.search(folded)
    if part is None or _YEAR.search(folded) or len(years) != 1:
        return None
    return find_period(f"{years.pop()}年{part[0]}")


def _words(cell: CellValue) -> str:
    """A cell that holds the first of a month shows the month."""
    if not isinstance(cell, date):
        return cell.strip() if isinstance(cell, str) else ""
    month = f"{cell.year}年{cell.month}月"
    return month if cell.day == 1 else f"{month}{cell.day}日"


def _is_open(words: str, period: Period | None) -> bool:
    bare = unicodedata.normalize("NFKC", without_date_of_return(words))
    return (period is None or period == _year(period)) and _LEFT_OPEN.search(bare) is not None


def _year(period: Period | None) -> Period | None:
    return year_of(period.start.year) if period is not None else None
