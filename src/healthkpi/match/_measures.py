"""Units of measure in doubt: the sheet speaks of 万元 where no column says so, or counts people in fractions."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from healthkpi.match._recognised import Recognised
from healthkpi.match._surroundings import unclear_measures, units_of_line
from healthkpi.model.grid import CellValue, Grid
from healthkpi.model.quantity import base_unit, times_of, usual_unit
from healthkpi.text import Text

# 每千人 and 元/万人 are parts of a rate, 300万元 is an amount.
_NOT_A_UNIT_BEFORE = r"(?<![\d.,十百千万亿每几数/])"
_MULTIPLES = "(?:千|万|十万|百万|千万|亿)"
_COUNTED = frozenset("人 名 人次 次 例 户 个 所 家 张 件 台 支 对 间 村 项".split())
_FRACTION = re.compile(r"\d+\.\d*[1-9]\d*")
_FEWEST_FRACTIONS = 2


@dataclass(frozen=True, slots=True)
class MeasureInDoubt:
    """A field, the units of measure that its column may be in, and what makes one doubt."""

    field: str
    measures: tuple[str, ...]
    why: Text


def measures_in_doubt(found: Recognised) -> Iterator[MeasureInDoubt]:
    """The fields of which one cannot tell in which unit of measure their numbers are."""
    columns = found.block.header.columns
    unclear = unclear_measures(found.table, columns, found.units, found.block.words)
    for name, measures in unclear.items():
        said = "、".join(measures)
        why = Text(f"单位行写着“{said}”", f"the unit line says {said}")
        yield MeasureInDoubt(name, measures, why)
    measured = found.table.measured
    for name in filter(measured.__contains__, columns):
        if name not in unclear and columns[name] not in found.units:
            yield from _doubt_of(found, name, usual_unit(measured[name]), columns[name])


def _doubt_of(found: Recognised, name: str, unit: str, column: int) -> Iterator[MeasureInDoubt]:
    if any(times_of(said, unit) is not None for said in units_of_line(found.block.words)):
        return
    mentioned = tuple(dict.fromkeys(_mentioned(found, base_unit(unit))))
    others = tuple(each for each in mentioned if each != unit)
    if others:
        said = "、".join(others)
        why = Text(f"表外写着“{said}”，表头没有写", f"{said} stands outside the table and not in its header")
        yield MeasureInDoubt(name, (*others, unit), why)
    elif unit in _COUNTED and _is_mostly_fractions(found, column):
        why = Text("数多是小数", "most of its numbers are fractions")
        yield MeasureInDoubt(name, (f"万{unit}", unit), why)


def _mentioned(found: Recognised, base: str) -> Iterator[str]:
    """The multiples of a unit that title, notes and names speak of."""
    wanted = re.compile(rf"{_NOT_A_UNIT_BEFORE}({_MULTIPLES}{re.escape(base)})(?!次)")
    for words in _words_around(found):
        yield from wanted.findall(unicodedata.normalize("NFKC", words))


def _words_around(found: Recognised) -> Iterator[str]:
    yield from found.block.words
    yield from (found.grid.sheet or "", found.grid.source.path.stem)
    for row in found.rows.notes:
        yield from (cell for cell in found.grid.rows[row] if isinstance(cell, str))


def _is_mostly_fractions(found: Recognised, column: int) -> bool:
    numbers = [word for row in found.rows.data if (word := _number(found.grid, row, column)) is not None]
    fractions = [word for word in numbers if _FRACTION.fullmatch(word)]
    return len(fractions) >= max(_FEWEST_FRACTIONS, (len(numbers) + 1) // 2)


def _number(grid: Grid, row: int, column: int) -> str | None:
    cell: CellValue = grid.cell(row, column)
    word = f"{cell:f}" if isinstance(cell, Decimal) else cell.strip() if isinstance(cell, str) else ""
    return word if re.fullmatch(r"\d+(\.\d+)?", word) else None
