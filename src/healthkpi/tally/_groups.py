"""Which rows make one value: the whole area, a unit of a level, a row, a group of an `each`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.link import ROW, SPANS
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.tally._rows import Rows, span_name


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one value. `absent` are units that should have a row in it and did not report one; `none` are
    units whose missing row says that they have nothing to report.
    """

    level: str
    unit: str
    rows: tuple[int, ...]
    absent: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


def whole_area(policy: Policy, indicator: Indicator, rows: Rows) -> Group:
    """All rows together."""
    level = policy.level_of(indicator)
    return Group(level, policy.words.area.name.zh, tuple(range(len(rows))), rows.absent, rows.none)


def groups_of_each(policy: Policy, indicator: Indicator, table: Table, rows: Rows) -> tuple[Group, ...]:
    """The groups each of which must pass singly."""
    words = indicator.each
    if words == (ROW,):
        single = tuple(Group(ROW, label, (row,)) for row, label in enumerate(rows.labels))
        return _with_absent(single, rows) + _rowless(ROW, rows)
    columns = [_group_names(word, policy, table, rows) for word in words]
    level = words[0] if len(words) == 1 else " × ".join(words)
    groups: dict[str, list[int]] = {}
    for row, names in enumerate(zip(*columns, strict=True)):
        if all(names):
            groups.setdefault(" ".join(names), []).append(row)
    found = _with_absent((Group(level, name, tuple(members)) for name, members in groups.items()), rows)
    is_roster_level = any(word in policy.levels for word in words)
    return found + (_rowless(level, rows) if is_roster_level else ())


def groups_of_level(policy: Policy, table: Table, rows: Rows, level: str) -> tuple[Group, ...]:
    """The units of a level, those of the roster that sent nothing included; nothing where the rows do not know it."""
    column = column_of_level(table, rows, level)
    if column is None:
        return ()
    groups: dict[str, list[int]] = {}
    for row, unit in enumerate(rows.frame[column].tolist()):
        if isinstance(unit, str):
            groups.setdefault(unit, []).append(row)
    found = _with_absent((Group(level, unit, tuple(members)) for unit, members in groups.items()), rows)
    listed = set(policy.words.units.get(level, ()))
    if not _is_roster_level(table, level):
        return found
    return found + tuple(group for group in _rowless(level, rows) if not listed or group.unit in listed)


def column_of_level(table: Table, rows: Rows, level: str) -> str | None:
    """The column that names the unit of a level in these rows."""
    names = (
        name for name, field in table.fields.items() if field.level == level and name in rows.frame.columns
    )
    return next(names, None)


def _is_roster_level(table: Table, level: str) -> bool:
    if isinstance(table.roster, str):
        return table.roster == level
    return table.roster is not None


def _rowless(level: str, rows: Rows) -> tuple[Group, ...]:
    """A group for each unit of the roster that has no row, and none that stands for it."""
    replaced = set(rows.stand_ins.values())
    silent = tuple(Group(level, unit, (), absent=(unit,)) for unit in rows.absent if unit not in replaced)
    return silent + tuple(Group(level, unit, (), none=(unit,)) for unit in rows.none)


def _with_absent(groups: Iterable[Group], rows: Rows) -> tuple[Group, ...]:
    """The same groups; where a row stands for an absent unit, the unit is still absent."""
    return tuple(
        replace(group, absent=tuple(dict.fromkeys(filter(None, map(rows.stand_ins.get, group.rows)))))
        for group in groups
    )


def _group_names(word: str, policy: Policy, table: Table, rows: Rows) -> Sequence[str]:
    if word == ROW:
        return rows.labels
    if word in SPANS:
        return [span_name(word, period) for period in rows.periods]
    column = column_of_level(table, rows, word) if word in policy.levels else word
    if column is None:
        return [""] * len(rows)
    if rows.frame[column].isna().all():
        # A sheet that names no units at all still lists them, one a row; their sum would pass for each of them.
        return rows.labels
    return ["" if pd.isna(value) else str(value) for value in rows.frame[column].tolist()]
