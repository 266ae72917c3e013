"""What a sheet says around its table: the period in its title, the unit of measure in its unit line."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Header
from healthkpi.model.grid import Grid
from healthkpi.model.period import Period, find_period
from healthkpi.model.quantity import usual_unit

# 填报单位：口泉乡卫生院 names who reports, not a unit of measure.
_UNIT_LINE = re.compile(r"(?<!填报)(?<!报送)(?<!责任)单位:([^\s)]+)")
_TIMES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DATE_OF_RETURN = re.compile(r"日期|报送|印发|截至|截止")


def sheet_period(grid: Grid, header: Header) -> Period | None:
    """The period named in the title above the header, else in the sheet's name, else in the file's."""
    title = (find_period(words) for words in _words_above(grid, header) if not _DATE_OF_RETURN.search(words))
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


def times_of(said: str, wanted: str) -> Fraction | None:
    """How many of the wanted unit one of the said unit is; None where they do not belong together."""
    if said == wanted:
        return Fraction(1)
    if said[:1] in _TIMES and said[1:] == wanted:
        return Fraction(_TIMES[said[0]])
    if wanted[:1] in _TIMES and wanted[1:] == said:
        return Fraction(1, _TIMES[wanted[0]])
    if said[:1] in _TIMES and wanted[:1] in _TIMES and said[1:] == wanted[1:]:
        return Fraction(_TIMES[said[0]], _TIMES[wanted[0]])
    return None


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
