"""Rows and their keys: a row without one cannot be counted, two rows with the same one contradict each other."""

from collections.abc import Sequence

import pandas as pd

from healthkpi.definitions.table import Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.period import Period
from healthkpi.model.table import Matched, Origin, by_sheet
from healthkpi.text import Text
from healthkpi.tidy._reading import MISSING, without_value

NO_KEY = declare(
    "HK213",
    Severity.ERROR,
    Text("这一行没有“{key}”；不计入", "this row has no {key}; left out"),
    Text(
        "没有名称的行不知道属于谁，所以不计入。若是上一行的续行，请合并或补上名称。",
        "A row without a name belongs to nobody and is left out. Write the name, or merge the cell with the one above.",
    ),
)
TWO_ROWS = declare(
    "HK301",
    Severity.ERROR,
    Text(
        "“{key}”有 {count} 行（{places}）；改正前不计入汇总",
        "{key} has {count} rows ({places}); in no sum until one is removed",
    ),
    Text(
        "同一单位同一时期有两行，不能相加，也不能默取其一。请删去一行，或写订正。",
        "Two rows for one unit and period cannot be added, nor may one be chosen silently. Remove one.",
    ),
)


def rows_with_key(origins: Sequence[Origin], table: Table) -> tuple[tuple[Origin, ...], list[Finding]]:
    """The rows whose key is there; of the others those that hold anything else are told."""
    needed = [name for name in table.key if not table.fields[name].optional]
    kept, findings = [], []
    for sheet, rows in by_sheet(origins):
        # A sheet without any key column is the whole area's own: its rows have no names.
        keys = needed if any(name in sheet.columns for name in needed) else []
        blanks = _blanks(sheet, rows, keys)
        for origin, blank in zip(rows, blanks, strict=True):
            if not blank:
                kept.append(origin)
            elif any(_holds_value(origin, name) for name in table.fields if name not in keys):
                findings.append(Finding(NO_KEY, origin.place(blank[0]), {"key": blank[0]}))
    return tuple(kept), findings


def _blanks(sheet: Matched, rows: Sequence[Origin], keys: Sequence[str]) -> list[list[str]]:
    """By row those of the keys that say nothing."""
    blanks: list[list[str]] = [[] for _ in rows]
    at = [each.row for each in rows]
    for name in keys:
        for blank, cell in zip(blanks, sheet.cells(at, name), strict=True):
            if without_value(cell) is not None:
                blank.append(name)
    return blanks


def _holds_value(origin: Origin, name: str) -> bool:
    column = origin.matched.columns.get(name)
    return column is not None and without_value(origin.matched.grid.cell(origin.row, column)) is not MISSING


def find_doubles(
    table: Table, frame: pd.DataFrame, periods: Sequence[Period | None], origins: Sequence[Origin]
) -> tuple[frozenset[int], list[Finding]]:
    """The rows that share their key and period with another row."""
    columns = [_or_nothing(frame[name]) for name in table.key]
    if len(set(zip(*columns, strict=True))) == len(frame):
        return frozenset(), []  # no two rows are called alike, whatever their periods
    rows_of: dict[tuple[object, ...], list[int]] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if any(part is not None for part in key):
            rows_of.setdefault((*("" if part is None else part for part in key), periods[row]), []).append(
                row
            )
    doubtful: set[int] = set()
    findings = []
    for key, rows in rows_of.items():
        if len(rows) == 1:
            continue
        doubtful.update(rows)
        places = ", ".join(str(origins[row].place(table.key[0])) for row in rows)
        name = table.label(dict(zip(table.key, key, strict=False)), rows[0] + 1)
        details = {"key": name, "count": len(rows), "places": places}
        findings.append(Finding(TWO_ROWS, origins[rows[0]].place(table.key[0]), details))
    return frozenset(doubtful), findings


def _or_nothing(column: pd.Series) -> list[object]:
    """The values of a column, None where one is missing."""
    return [
        None if is_missing else value
        for value, is_missing in zip(column.tolist(), column.isna().tolist(), strict=True)
    ]
