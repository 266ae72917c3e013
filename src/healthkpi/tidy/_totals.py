"""The sheet's own total row, compared with the sum of its rows."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.table import FieldType, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import Matched, Origin
from healthkpi.text import Text
from healthkpi.tidy._numbers import read_number
from healthkpi.tidy._reading import OwnUnit, folded

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


def compare_totals(
    table: Table, frame: pd.DataFrame, origins: Sequence[Origin], area: Sequence[str]
) -> Iterator[Finding]:
    """A finding for each column whose total is not the sum of its rows; columns with a gap are not compared."""
    sheets = {id(origin.matched): origin.matched for origin in origins}
    for matched in sheets.values():
        rows = [index for index, origin in enumerate(origins) if origin.matched is matched]
        for total_row in matched.total_rows:
            if _is_grand_total(matched, total_row, area):
                yield from _compare(table, frame, matched, rows, total_row)


def _is_grand_total(matched: Matched, row: int, area: Sequence[str]) -> bool:
    """Whether the row is the total of all rows; a subtotal, a part or a mean is not."""
    words = (_fold(cell) for cell in matched.grid.rows[row] if isinstance(cell, str))
    whole = {_fold(name) for name in (*area, *_ALL)}
    return any(_GRAND_TOTAL.fullmatch(word) or word.removesuffix("合计") in whole for word in words)


def _fold(word: str) -> str:
    return "".join(folded(word).split()).casefold().rstrip(":")


def _compare(
    table: Table, frame: pd.DataFrame, matched: Matched, rows: Sequence[int], total_row: int
) -> Iterator[Finding]:
    for name in table.fields_of_type(FieldType.NUMBER):
        said = _said(matched, total_row, name, table)
        values = frame[name].iloc[list(rows)]
        if said is None or values.isna().any():
            continue
        total = sum((Fraction(value) for value in values), Fraction(0))
        if said != total:
            details = {"field": name, "said": _shown(said), "sum": _shown(total)}
            yield Finding(TOTAL_DIFFERS, matched.place(total_row, name), details)


def _shown(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,.2f}"


def _said(matched: Matched, row: int, name: str, table: Table) -> Fraction | None:
    number = read_number(matched.cell(row, name), table.fields[name])
    if isinstance(number, OwnUnit):
        return number.number
    return number * matched.factors.get(name, Fraction(1)) if isinstance(number, Fraction) else None
