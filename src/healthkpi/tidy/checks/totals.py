"""The sheet's own total row, compared with the sum of its rows."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.table import Matched, StatTable
from healthkpi.text import Text
from healthkpi.tidy._numbers import read_number
from healthkpi.tidy._reading import OwnUnit
from healthkpi.tidy.checks._check import Check, Figures, known_figures, shown

TOTAL_DIFFERS = declare(
    "HK302",
    Severity.WARNING,
    Text(
        "合计行的“{field}”是 {said}，各行之和是 {sum}",
        "the total row says {said} for {field}; its rows sum to {sum}",
    ),
    Text(
        "汇总按各行之和算，不用合计行。两者不等，说明有一行填错、漏报，或合计没有更新。",
        "The sums are made from the rows, not from the total row. A difference means a wrong or missing row, or an old total.",
    ),
)

_GRAND_TOTAL = re.compile(r"(合计|总计|共计|全区|全县|全市|全省|total|grandtotal)(\(.*\))?")
_ALL = ("全区", "全县", "全市", "全省")


def _find(figures: Figures) -> Iterator[Finding]:
    area = names_of_area(figures.policy)
    for stat in figures.tables.values():
        for matched, rows in stat.rows_by_sheet:
            for total_row in matched.total_rows:
                if is_grand_total(matched, total_row, area):
                    yield from _compare(figures.definition(stat), stat, matched, rows, total_row)


def names_of_area(policy: Policy) -> tuple[str, ...]:
    """What a total row may be called besides 合计."""
    area = policy.words.area
    return (area.name.zh, area.name.en, *area.aliases)


def is_grand_total(matched: Matched, row: int, area: Sequence[str]) -> bool:
    """Whether the row is the total of all rows; a subtotal, a part or a mean is not."""
    words = (fold_name(cell) for cell in matched.grid.rows[row] if isinstance(cell, str))
    whole = {fold_name(name) for name in (*area, *_ALL)}
    return any(_GRAND_TOTAL.fullmatch(word) or word.removesuffix("合计") in whole for word in words)


def fold_name(word: str) -> str:
    """The form in which the names of totals are compared."""
    return fold(word).rstrip(":")


def _compare(
    table: Table, stat: StatTable, matched: Matched, rows: Sequence[int], total_row: int
) -> Iterator[Finding]:
    """A finding for each column whose total is not the sum of its rows; columns with a gap are not compared."""
    for name in table.fields_of_type(FieldType.NUMBER):
        said = said_in_total(matched, total_row, name, table)
        values = known_figures(stat, name, rows) if said is not None else None
        if said is None or values is None:
            continue
        total = sum(values)
        if said != total:
            details = {"field": name, "said": shown(said), "sum": shown(total)}
            yield Finding(TOTAL_DIFFERS, matched.place(total_row, name), details)


def said_in_total(matched: Matched, row: int, name: str, table: Table) -> Fraction | None:
    """The figure of a total row in the unit of its field; None where it says none."""
    number = read_number(matched.cell(row, name), table.fields[name])
    if isinstance(number, OwnUnit):
        return number.number
    return number * matched.factors.get(name, Fraction(1)) if isinstance(number, Fraction) else None


CHECK = Check(Text("合计行与各行之和", "The total row and the sum of its rows"), _find)
