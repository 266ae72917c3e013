"""The same table for the same time twice in one file: which one is used."""

import re
from collections.abc import Sequence

from healthkpi.definitions.policy import Policy
from healthkpi.match._blocks import named_by_sheet
from healthkpi.match._labels import fold, is_part_of_year, time_of
from healthkpi.match._recognised import Recognised
from healthkpi.model.period import find_period

_OLD = re.compile(r"旧|备份|副本|作废|草稿|原稿|去年|上年|old|backup|copy|draft|\(\d+\)", re.IGNORECASE)


def find_copies(found: Sequence[Recognised], policy: Policy) -> dict[int, int]:
    """Which of these is left out for which other, by their place in the sequence."""
    keys = [_keys(each) for each in found]
    left_out: dict[int, int] = {}
    order = sorted(range(len(found)), key=lambda index: _rank(found[index], policy))
    used: list[int] = []
    for index in order:
        same = [other for other in used if _is_copy(found[index], found[other], keys[index], keys[other])]
        if same:
            left_out[index] = same[0]
        else:
            used.append(index)
    return left_out


def _rank(found: Recognised, policy: Policy) -> tuple[bool, bool, bool]:
    """The best first; of equals the one that comes first."""
    return (
        _contradicts(found),
        _OLD.search(fold(found.grid.sheet or "")) is not None,
        not named_by_sheet(found.grid, policy, found.block.header.table),
    )


def _contradicts(found: Recognised) -> bool:
    """Whether the sheet's name says another time than its title, as last month's sheet with this month's title."""
    said = find_period(found.grid.sheet or "") or time_of(found.grid.sheet or "", found.year)
    here = found.period
    return said is not None and here is not None and (said.end < here.start or here.end < said.start)


def _is_copy(one: Recognised, other: Recognised, keys: frozenset[object], others: frozenset[object]) -> bool:
    """Half the rows of the smaller name the same; six townships on six sheets are no copies."""
    if one.block.header.table != other.block.header.table or one.period != other.period:
        return False
    if one.period is None and one.grid.sheet != other.grid.sheet and _are_months(one, other):
        return False
    smaller = min(len(keys), len(others))
    return smaller > 0 and 2 * len(keys & others) >= smaller


def _are_months(one: Recognised, other: Recognised) -> bool:
    return all(is_part_of_year(each.grid.sheet or "") for each in (one, other))


def _keys(found: Recognised) -> frozenset[object]:
    header, grid = found.block.header, found.grid
    columns = [header.columns[name] for name in found.table.key if name in header.columns]
    columns += [header.period_column] if header.period_column is not None else []
    columns = columns or sorted(header.columns.values())
    rows = (tuple(fold(str(grid.filled_cell(row, column))) for column in columns) for row in found.rows.data)
    return frozenset(rows)
