"""A subtotal within the sheet, compared with the rows of its group."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import Matched, StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, known_figures, shown
from healthkpi.tidy.checks.totals import fold_name, is_grand_total, names_of_area, said_in_total

SUBTOTAL_DIFFERS = declare(
    "HK334",
    Severity.WARNING,
    Text(
        "小计行的“{field}”是 {said}，它的 {rows} 行之和是 {sum}",
        "the subtotal says {said} for {field}; its {rows} rows sum to {sum}",
    ),
    Text(
        "小计不进汇总，只与它上面（或下面）各行之和核对。两者不等，说明有一行填错，或小计没有更新。",
        "Subtotals are in no sum; each is compared with the rows above it (or below it). A difference means a wrong row "
        "or an old subtotal.",
    ),
)
_SUBTOTAL = re.compile(r".*(小计|subtotal)(\(.*\))?")


def _find(figures: Figures) -> Iterator[Finding]:
    area = names_of_area(figures.policy)
    for stat in figures.tables.values():
        for matched, rows in stat.rows_by_sheet:
            totals = [row for row in matched.total_rows if _is_subtotal(matched, row)]
            ends = [row for row in matched.total_rows if row in totals or is_grand_total(matched, row, area)]
            if totals:
                group = _Sheet(
                    figures.definition(stat), stat, matched, {stat.origins[row].row: row for row in rows}
                )
                yield from _findings(group, _best_way(group, totals, ends))


@dataclass(frozen=True, slots=True)
class _Sheet:
    table: Table
    stat: StatTable
    matched: Matched
    by_row: Mapping[int, int]  # the row of the grid → the tidy row


@dataclass(frozen=True, slots=True)
class _Compared:
    row: int
    field: str
    said: Fraction
    sum: Fraction
    count: int


def _best_way(sheet: _Sheet, totals: Sequence[int], ends: Sequence[int]) -> list[_Compared]:
    """Subtotals against the rows above them, or below them where that is how the sheet is made."""
    ways = [
        [
            compared
            for total in totals
            for compared in _compare(sheet, total, _group_of(total, ends, sheet.by_row, is_below=is_below))
        ]
        for is_below in (False, True)
    ]
    return max(ways, key=lambda way: sum(each.said == each.sum for each in way))


def _compare(sheet: _Sheet, total: int, group: Sequence[int]) -> Iterator[_Compared]:
    """Each column of a subtotal with what its rows come to, where both are there."""
    for name in sheet.table.fields_of_type(FieldType.NUMBER):
        said = said_in_total(sheet.matched, total, name, sheet.table)
        values = known_figures(sheet.stat, name, group)
        if said is not None and values:
            yield _Compared(total, name, said, Fraction(sum(values)), len(values))


def _findings(sheet: _Sheet, compared: Sequence[_Compared]) -> Iterator[Finding]:
    # A subtotal that agrees nowhere is one of something else.
    if any(each.said == each.sum != 0 for each in compared):
        for each in compared:
            if each.said != each.sum:
                details = {
                    "field": each.field,
                    "said": shown(each.said),
                    "sum": shown(each.sum),
                    "rows": each.count,
                }
                yield Finding(SUBTOTAL_DIFFERS, sheet.matched.place(each.row, each.field), details)


def _is_subtotal(matched: Matched, row: int) -> bool:
    return any(
        _SUBTOTAL.fullmatch(fold_name(cell)) for cell in matched.grid.rows[row] if isinstance(cell, str)
    )


def _group_of(total: int, ends: Sequence[int], by_row: Mapping[int, int], *, is_below: bool) -> list[int]:
    """The rows between a subtotal and the total before it, or the one after it."""
    if is_below:
        last = min((row for row in ends if row > total), default=None)
        return [row for at, row in by_row.items() if at > total and (last is None or at < last)]
    first = max((row for row in ends if row < total), default=-1)
    return [row for at, row in by_row.items() if first < at < total]


CHECK = Check(Text("小计与所辖各行", "Subtotals and their rows"), _find)
