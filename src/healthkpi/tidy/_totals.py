"""The sheet's own total row, compared with the sum of its rows."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import Matched, Origin
from healthkpi.text import Text
from healthkpi.tidy._numbers import read_number

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

_GRAND_TOTAL = ("合计", "总计", "total")


def compare_totals(table: Table, frame: pd.DataFrame, origins: Sequence[Origin]) -> Iterator[Finding]:
    """A finding for each column whose total is not the sum of its rows; columns with a gap are not compared."""
    sheets = {id(origin.matched): origin.matched for origin in origins}
    for matched in sheets.values():
        rows = [index for index, origin in enumerate(origins) if origin.matched is matched]
        for total_row in matched.total_rows:
            if _is_grand_total(matched, total_row):
                yield from _compare(table, frame, matched, rows, total_row)


def _is_grand_total(matched: Matched, row: int) -> bool:
    words = (cell for cell in matched.grid.rows[row] if isinstance(cell, str))
    return any("".join(word.split()).casefold() in _GRAND_TOTAL for word in words)


def _compare(
    table: Table, frame: pd.DataFrame, matched: Matched, rows: Sequence[int], total_row: int
) -> Iterator[Finding]:
    for name in table.fields_of_type(FieldType.NUMBER):
        said = read_number(matched.cell(total_row, name), table.fields[name])
        values = frame[name].iloc[list(rows)]
        if not isinstance(said, Fraction) or values.isna().any():
            continue
        total = sum((Fraction(value) for value in values), Fraction(0))
        said *= matched.factors.get(name, Fraction(1))
        if said != total:
            details = {"field": name, "said": _shown(said), "sum": _shown(total)}
            yield Finding(TOTAL_DIFFERS, matched.place(total_row, name), details)


def _shown(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,.2f}"
