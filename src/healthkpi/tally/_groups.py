"""Which rows make one value: the whole area, a unit of a level, a row, a group of an `each`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.link import ROW, SPANS
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.model.value import Coverage
from healthkpi.tally._rows import Rows, span_name


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one value. `absent` are units that should have a row in it and did not report one; `none` are
    units whose missing row says that they have nothing to report.

    `sources` are the rows of the tidy table behind them, `coverage` is who is in the value where every row is.
    """

    level: str
    unit: str
    rows: tuple[int, ...]
    absent: tuple[str, ...]
    none: tuple[str, ...]
    sources: tuple[int, ...]
    coverage: Coverage

    @staticmethod
    def of(
        rows: Rows,
        level: str,
        unit: str,
        members: Iterable[int],
        absent: tuple[str, ...] = (),
        none: tuple[str, ...] = (),
    ) -> "Group":
        """With what its rows are made of and how many names they have."""
        members = tuple(members)
        names = len({rows.labels[row] for row in members}) + len(absent) + len(none)
        sources = tuple(source for row in members for source in rows.sources[row])
        return Group(level, unit, members, absent, none, sources, Coverage(names, absent))


def whole_area(policy: Policy, indicator: Indicator, rows: Rows) -> Group:
    """All rows together."""
    key = policy.level_of(indicator), policy.words.area.name.zh
    return rows.once(key, lambda: Group.of(rows, *key, range(len(rows)), rows.absent, rows.none))


def groups_of_each(policy: Policy, indicator: Indicator, table: Table, rows: Rows) -> tuple[Group, ...]:
    """The groups each of which must pass singly."""
    words = indicator.each
    if words == (ROW,):
        single = tuple(_reporting(rows, ROW, label, (row,)) for row, label in enumerate(rows.labels))
        return single + _rowless(ROW, rows)
    columns = [_group_names(word, policy, table, rows) for word in words]
    level = words[0] if len(words) == 1 else " × ".join(words)
    groups: dict[str, list[int]] = {}
    for row, names in enumerate(zip(*columns, strict=True)):
        if all(names):
            groups.setdefault(" ".join(names), []).append(row)
    found = tuple(_reporting(rows, level, name, members) for name, members in groups.items())
    is_roster_level = any(word in policy.levels for word in words)
    return found + (_rowless(level, rows) if is_roster_level else ())


def groups_of_level(policy: Policy, table: Table, rows: Rows, level: str) -> tuple[Group, ...]:
    """The units of a level, those of the roster that sent nothing included; nothing where the rows do not know it."""
    return rows.once(level, lambda: _groups_of_level(policy, table, rows, level))


def _groups_of_level(policy: Policy, table: Table, rows: Rows, level: str) -> tuple[Group, ...]:
    column = column_of_level(table, rows, level)
    if column is None:
        return ()
    groups: dict[str, list[int]] = {}
    for row, unit in enumerate(rows.frame[column].tolist()):
        if isinstance(unit, str):
            groups.setdefault(unit, []).append(row)
    found = tuple(_reporting(rows, level, unit, members) for unit, members in groups.items())
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
    units = (unit for unit in rows.absent if unit not in replaced)
    silent = tuple(Group.of(rows, level, unit, (), absent=(unit,)) for unit in units)
    return silent + tuple(Group.of(rows, level, unit, (), none=(unit,)) for unit in rows.none)


def _reporting(rows: Rows, level: str, unit: str, members: Sequence[int]) -> Group:
    """A group of rows that are there; where one stands for an absent unit, the unit is still absent."""
    absent = tuple(dict.fromkeys(filter(None, map(rows.stand_ins.get, members)))) if rows.stand_ins else ()
    return Group.of(rows, level, unit, members, absent)


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
