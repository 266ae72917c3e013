"""What a sheet says around its table: the period in its title, the unit of measure in its unit line."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Header
from healthkpi.model.grid import Grid
from healthkpi.model.period import Period, find_period
from healthkpi.model.quantity import times_of, usual_unit

# 填报单位：口泉乡卫生院 names who reports, not a unit of measure.
_UNIT_LINE = re.compile(r"(?<!填报)(?<!报送)(?<!责任)单位:([^\s)]+)")
# When the sheet was filled in or is due says nothing of the time its figures are for.
_DATE_OF_RETURN = re.compile(
    r"(填报|填表|上报|报送|报表|印发|制表|打印|截止)(日期|时间)?[:：].*|每月.*报送.*"
    r"|\d{4}年\d{1,2}月\d{1,2}日(?=印发|制表|填)"
)


def sheet_period(grid: Grid, header: Header) -> Period | None:
    """The period named in the title above the header, else in the sheet's name, else in the file's."""
    title = (find_period(_DATE_OF_RETURN.sub("", words)) for words in _words_above(grid, header))
    names = (find_period(name) for name in (grid.sheet or "", grid.source.path.stem))
    return next((period for period in (*title, *names) if period is not None), None)


def column_factors(grid: Grid, table: Table, header: Header) -> dict[str, Fraction]:
    """What the numbers of each column are multiplied by, where the sheet uses a multiple of the field's unit."""
    line = _units_of_line(grid, header)
    factors = {}
    for name, column in header.columns.items():
        field = table.fields[name]
        if field.type is not FieldType.NUMBER or field.unit is None:
            continue
        wanted = usual_unit(field.unit)
        said = header.units.get(column)
        factor = times_of(said, wanted) if said is not None else _factor_of_line(line, wanted)
        if factor is not None and factor != 1:
            factors[name] = factor
    return factors


def _factor_of_line(line: tuple[str, ...], wanted: str) -> Fraction | None:
    found = {factor for said in line if (factor := times_of(said, wanted)) is not None}
    # 元 and 万元 in one unit line: the line does not say which column is which.
    return found.pop() if len(found) == 1 else None


def _units_of_line(grid: Grid, header: Header) -> tuple[str, ...]:
    for words in _words_above(grid, header):
        for match in _UNIT_LINE.finditer(unicodedata.normalize("NFKC", words)):
            units = re.split(r"[、,;和]", match[1])
            return tuple(usual_unit(unit) for unit in units)
    return ()


def _words_above(grid: Grid, header: Header) -> Iterator[str]:
    for row in grid.rows[: header.rows[0]]:
        yield from (cell for cell in row if isinstance(cell, str))
