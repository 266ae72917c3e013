"""What a sheet says around its table: the period in its title, the unit of measure in its unit line."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain

from healthkpi.definitions.table import Table
from healthkpi.match._labels import is_part_of_year, split_unit, time_of
from healthkpi.model.grid import Grid
from healthkpi.model.period import Period, find_period, year_of
from healthkpi.model.quantity import times_of, usual_unit

# 填报单位：口泉乡卫生院 names who reports, not a unit of measure.
_UNIT_LINE = re.compile(r"(?<!填报)(?<!报送)(?<!责任)单位:\s*(?:人民币)?([^\s)]+)")
# An export of 国家统计局 says what all its figures are, with their unit: 指标：地区生产总值(亿元).
_SUBJECT_LINE = re.compile(r"指标:.*")
# When the sheet was filled in or is due says nothing of the time its figures are for.
_DATE_OF_RETURN = re.compile(
    r"(填报|填表|上报|报送|报表|印发|制表|打印|截止)(日期|时间)?[:：].*|每月.*报送.*"
    r"|\d{4}年\d{1,2}月\d{1,2}日(?=印发|制表|填|[之以]?前.*[报填送交])"
)


def sheet_period(grid: Grid, words: Sequence[str], given: Period | None) -> Period | None:
    """The period named in the words above a table, else in the sheet's name, else in the file's, else as given.

    A sheet called 9月 narrows a whole year to that month.
    """
    title = (find_period(without_date_of_return(word)) for word in words)
    names = (find_period(name) for name in (grid.sheet or "", grid.source.path.stem))
    found = next((period for period in chain(title, names) if period is not None), given)
    if found is None or found != year_of(found.start.year) or not is_part_of_year(grid.sheet or ""):
        return found
    return time_of(grid.sheet or "", found.start.year) or found


def without_date_of_return(words: str) -> str:
    """A title without the day on which it is to be sent in or was made."""
    return _DATE_OF_RETURN.sub("", words)


def column_factors(
    table: Table, columns: Mapping[str, int], units: Mapping[int, str], words: Sequence[str]
) -> dict[str, Fraction]:
    """What the numbers of each column are multiplied by, where the sheet uses a multiple of the field's unit."""
    line = units_of_line(words)
    factors = {}
    for name in filter(table.measured.__contains__, columns):
        column, wanted = columns[name], usual_unit(table.measured[name])
        said = units.get(column)
        factor = times_of(said, wanted) if said is not None else _factor_of_line(line, wanted)
        if factor is not None and factor != 1:
            factors[name] = factor
    return factors


def unclear_measures(
    table: Table, columns: Mapping[str, int], units: Mapping[int, str], words: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The fields whose heading says no unit, while the unit line names several that they may be in."""
    line = units_of_line(words)
    unclear = {}
    for name in filter(table.measured.__contains__, columns):
        if columns[name] in units:
            continue
        fitting = {said: times_of(said, usual_unit(table.measured[name])) for said in line}
        if len({factor for factor in fitting.values() if factor is not None}) > 1:
            unclear[name] = tuple(said for said, factor in fitting.items() if factor is not None)
    return unclear


def _factor_of_line(line: tuple[str, ...], wanted: str) -> Fraction | None:
    found = {factor for said in line if (factor := times_of(said, wanted)) is not None}
    # 元 and 万元 in one unit line: the line does not say which column is which.
    return found.pop() if len(found) == 1 else None


def units_of_line(words: Sequence[str]) -> tuple[str, ...]:
    """The units that the line over a table says, 单位：万元、人."""
    for word in words:
        for match in _UNIT_LINE.finditer(unicodedata.normalize("NFKC", word)):
            units = re.split(r"[、,;和]", match[1])
            return tuple(usual_unit(unit) for unit in units)
        _, unit = split_unit(word)
        if unit is not None and _SUBJECT_LINE.fullmatch(unicodedata.normalize("NFKC", word)):
            return (unit,)
    return ()
