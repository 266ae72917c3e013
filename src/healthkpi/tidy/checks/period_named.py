"""The period that the title names, against the names of the sheet and the file and the day of the return."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue
from healthkpi.model.period import Period, find_period
from healthkpi.model.place import Place
from healthkpi.model.table import Matched
from healthkpi.text import Text, same
from healthkpi.tidy.checks._check import Check, Figures

NAMES_DISAGREE = declare(
    "HK329",
    Severity.WARNING,
    Text(
        "标题写的是 {period}，{where}“{name}”是 {other}；按标题算",
        "the title says {period}, the {where} {name} says {other}; the title is taken",
    ),
    Text(
        "标题与文件名、工作表名的时间对不上，多半是拿上期或上年的表来填，标题忘了改。标题错了，这些数就算进了别的月份。"
        "请先看数是哪一期的，再改标题或文件名。",
        "Title and name disagree about the time: the sheet was probably made from last month's or last year's, and the "
        "title was not changed. Then the figures are counted for the wrong time. See which period they are for, and "
        "mend the title or the name.",
    ),
)
RETURNED_ON = declare(
    "HK330",
    Severity.WARNING,
    Text(
        "填报日期 {day} 与标题的 {period} 对不上",
        "the day of the return, {day}, does not go with {period} in the title",
    ),
    Text(
        "填报日期早于报告期，或晚了半年以上，多半是拿旧表来填：标题没有改，或日期没有改。请核实这张表是哪一期的。",
        "The return was filled in before its period began, or more than half a year after its end. Probably an old "
        "sheet was used again and either the title or the date was not changed. See which period it is for.",
    ),
)
# Monthly returns are due within days, yearly ones within a quarter; half a year later it is another period's.
LATEST_RETURN = timedelta(days=183)

_RETURN = re.compile(r"(?:填报|填表|上报|报送|制表)(?:日期|时间)[:：]?")
_DAY = re.compile(r"((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})")
# The end of an earlier year in a title says when a stock was counted, not which period the sheet is for.
_END_OF_YEAR = re.compile(r"\d{4}年?[底末]")
_MONTH_ALONE = re.compile(
    r"(?<![\d一二三四五六七八九十年.-])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d)"
)
_CHINESE = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"十一": 11, "十二": 12}


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        for matched, _ in stat.rows_by_sheet:
            title = _title(matched)
            if title is not None:
                yield from _against_names(matched, *title)
            if matched.period is not None:
                yield from _against_return(matched, matched.period)


def _title(matched: Matched) -> tuple[Place, Period] | None:
    """The cell above the header that names the period, if it is the one the sheet is read for."""
    for place, words in _cells_above(matched):
        if isinstance(words, str) and not _RETURN.search(words) and not _END_OF_YEAR.search(words):
            period = find_period(words)
            if period is not None:
                return (place, period) if period == matched.period else None
    return None


def _cells_above(matched: Matched) -> Iterator[tuple[Place, CellValue]]:
    for row, cells in enumerate(matched.grid.rows[: matched.header[0]]):
        for column, cell in enumerate(cells):
            yield matched.grid.place(row, column), cell


def _against_names(matched: Matched, place: Place, period: Period) -> Iterator[Finding]:
    names = (
        (Text("工作表名", "sheet name"), matched.grid.sheet or ""),
        (Text("文件名", "file name"), matched.grid.source.path.stem),
    )
    for where, name in names:
        other = _other_period(name, period)
        if other is not None:
            details = {"period": period, "where": where, "name": name, "other": other}
            yield Finding(NAMES_DISAGREE, place, details)


def _other_period(name: str, period: Period) -> Text | None:
    """What a name says of the time, where it is a span of the same length and another one."""
    named = find_period(name)
    if named is not None:
        # A year's workbook holds monthly sheets and last year's population: only like is compared with like.
        is_other = named.months == period.months and named != period and not _END_OF_YEAR.search(name)
        return same(str(named)) if is_other else None
    months = {_month_number(month) for month in _MONTH_ALONE.findall(unicodedata.normalize("NFKC", name))}
    if len(months) != 1 or months == {period.end.month} or not _ends_with_a_month(period):
        return None
    month = months.pop()
    return Text(f"{month}月", f"month {month}")


def _ends_with_a_month(period: Period) -> bool:
    """Whether a month alone can name the period: one month, or from January on."""
    return period.months == 1 or (period.start.month == 1 and period.months < 12)


def _month_number(words: str) -> int:
    return _CHINESE[words] if words in _CHINESE else int(words)


def _against_return(matched: Matched, period: Period) -> Iterator[Finding]:
    for place, day in _days_of_return(matched):
        if day < period.start or day > period.end + LATEST_RETURN:
            yield Finding(RETURNED_ON, place, {"day": day, "period": period})


def _days_of_return(matched: Matched) -> Iterator[tuple[Place, date]]:
    """The day written behind 填报日期, in the same cell or the next one."""
    waiting = False
    for place, cell in _cells_above(matched):
        if waiting and cell is not None:
            waiting = False
            if isinstance(cell, date):
                yield place, date(cell.year, cell.month, cell.day)
            elif isinstance(cell, str) and (day := _read_day(cell)) is not None:
                yield place, day
        if isinstance(cell, str) and (label := _RETURN.search(folded := fold(cell))) is not None:
            day = _read_day(folded[label.end() :])
            waiting = day is None and not folded[label.end() :]
            if day is not None:
                yield place, day


def _read_day(words: str) -> date | None:
    found = _DAY.match(fold(words))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


CHECK = Check(
    Text("报告期与文件名、填报日期不符", "The period against names and the day of the return"), _find
)
