"""One table as it was recognised: its header, its rows, its columns, its period and what was taken for what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.match._blocks import Block
from healthkpi.match._groups import groups_on_first_rows, with_groups
from healthkpi.match._labels import time_of
from healthkpi.match._rows import SortedRows, sort_rows, units_of_measure
from healthkpi.match._surroundings import column_factors, sheet_period
from healthkpi.model.finding import Finding
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid
from healthkpi.model.period import Period
from healthkpi.model.table import Matched

_AMOUNTS = frozenset({FieldType.NUMBER, FieldType.PERCENT})


@dataclass(frozen=True, slots=True)
class Seen:
    """A block of a sheet with its rows sorted, whatever time it is taken to be for.

    `units` are the units of measure said for its columns, `groups` the fields whose names stand on the first row of a
    group only.
    """

    block: Block
    rows: SortedRows
    units: Mapping[int, str]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was seen, as a table of a policy; `units_known` are the folded names of all org units."""

    block: Block
    table: Table
    rows: SortedRows
    units: Mapping[int, str]
    period: Period | None
    units_known: frozenset[str]
    groups: tuple[str, ...] = ()

    @property
    def grid(self) -> Grid:
        """The sheet, or its transposed view."""
        return self.block.grid

    @property
    def unread_times(self) -> tuple[str, ...]:
        """The headings of columns whose year nobody says."""
        spread = self.block.header.spread.values()
        return tuple(
            heading for columns in spread for _, heading in columns if time_of(heading, self.year) is None
        )

    @property
    def has_times(self) -> bool:
        """Whether every row or column says its own time, so that the sheet need not."""
        header, names = self.block.header, self.table.fields_of_type(FieldType.PERIOD)
        return header.period_column is not None or bool(header.spread) or any(map(header.has, names))

    @property
    def year(self) -> int | None:
        """The year that all of the sheet is for."""
        is_one = self.period is not None and self.period.start.year == self.period.end.year
        return self.period.end.year if self.period is not None and is_one else None


def see(block: Block, policy: Policy, units_known: frozenset[str]) -> Seen:
    """Sort the rows of a block."""
    table = policy.tables[block.header.table]
    header, whole = block.header, _names_of_whole(policy, table)
    rows = sort_rows(block.grid, block.area, table, header, whole, units_known)
    units = units_of_measure(block.grid, block.area, table, header, rows)
    groups = groups_on_first_rows(block.grid, table, header, rows.data, rows.totals)
    return Seen(replace(block, grid=with_groups(block.grid, groups)), rows, units, tuple(groups))


def recognise(seen: Seen, policy: Policy, period: Period | None, units_known: frozenset[str]) -> Recognised:
    """Find the period of what was seen; `period` holds where the sheet says none."""
    block = seen.block
    table = policy.tables[block.header.table]
    period = sheet_period(block.grid, block.words, period)
    return Recognised(block, table, seen.rows, seen.units, period, units_known, seen.groups)


def as_matched(found: Recognised, findings: Sequence[Finding]) -> Iterator[Matched]:
    """The table for each of its periods: one, unless a field has a column for every month."""
    own = found.block.header.columns
    times = _filled_times(found)
    if not times:
        yield _with_columns(found, own, found.period, findings)
        return
    now = _main_period(tuple(times), found.period)
    for period, spread in times.items():
        columns = {
            name: column
            for name, column in own.items()
            # 累计 and 年度任务 stand once in the row, so they are told once: with the last month.
            if period == now or found.table.fields[name].type not in _AMOUNTS
        }
        yield _with_columns(found, {**columns, **spread}, period, findings if period == now else ())


def _with_columns(
    found: Recognised, columns: Mapping[str, int], period: Period | None, findings: Sequence[Finding]
) -> Matched:
    header = found.block.header
    return Matched(
        table=header.table,
        grid=found.grid,
        header=header.rows,
        columns=columns,
        rows=tuple(found.rows.data),
        total_rows=tuple(found.rows.totals),
        factors=column_factors(found.table, columns, found.units, found.block.words),
        period_column=header.period_column,
        period=period,
        findings=tuple(findings),
    )


def _filled_times(found: Recognised) -> dict[Period, dict[str, int]]:
    """The periods that have columns of their own and a value in any row, each with its columns, in order."""
    times: dict[Period, dict[str, int]] = {}
    for name, columns in found.block.header.spread.items():
        for column, heading in columns:
            period = time_of(heading, found.year)
            if period is not None and any(_is_filled(found.grid, row, column) for row in found.rows.data):
                times.setdefault(period, {})[name] = column
    return dict(sorted(times.items()))


def _is_filled(grid: Grid, row: int, column: int) -> bool:
    return grid.cell(row, column) not in {None, ""}


def _main_period(periods: Sequence[Period], said: Period | None) -> Period:
    """The last period of a sheet: a sheet for September may have columns up to December."""
    past = [period for period in periods if said is None or period.end <= said.end]
    return max(past or periods, key=lambda each: each.end)


def _names_of_whole(policy: Policy, table: Table) -> frozenset[str]:
    """A row called after the area is a total, unless the area itself is what the table lists.

    In the task ledger it is the office that has to do it.
    """
    area = policy.words.area
    if table is policy.tables.get(TASK_LEDGER) or any(
        field.level == area.level for field in table.fields.values()
    ):
        return frozenset()
    return frozenset(fold(name) for name in (area.name.zh, area.name.en, *area.aliases))


def names_of_units(policy: Policy) -> frozenset[str]:
    """The units of every level, by all their names: none of them is a total, whatever it is called."""
    return frozenset(
        fold(word)
        for units in policy.words.units.values()
        for name, aliases in units.items()
        for word in (name, *aliases)
    )
