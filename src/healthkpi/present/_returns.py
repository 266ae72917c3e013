"""Who had to send which table, who did, and which cells of it that an indicator needs are blank."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from healthkpi.definitions.needed_fields import Needed, needed_fields
from healthkpi.definitions.table import FieldType, Roster, Table
from healthkpi.model.grid import Grid
from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.model.table import StatTable
from healthkpi.present._report import Report
from healthkpi.present._rows import (
    Cells,
    is_missing,
    period_judged,
    reporting_level,
    row_name,
    rows_of,
    unit_column,
    written,
)
from healthkpi.text import Text

_DAY_OF_RETURN = re.compile(
    r"(?:填报|填表|上报|报送|报出)(?:日期|时间)\s*[:：]\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})"
)
_FIGURES = {FieldType.NUMBER, FieldType.PERCENT, FieldType.FLAG, FieldType.DATE}


@dataclass(frozen=True, slots=True)
class Return:
    """One table of one unit: whether it came, on which day it says it was filled in, and when it came last."""

    table: str
    unit: str
    is_reported: bool
    returned_on: date | None = None
    last: Period | None = None

    def is_late(self, report_by: date | None) -> bool:
        """Whether the sheet says a day after the one it was due by."""
        return (
            self.is_reported
            and report_by is not None
            and self.returned_on is not None
            and self.returned_on > report_by
        )


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that an indicator needs and that holds no value, in a table that did come."""

    table: str
    unit: str
    row: str
    field: str
    place: Place
    written: Text


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns that were due; `assumed` are tables without a roster of their own, `uncounted` those not by unit."""

    returns: tuple[Return, ...]
    blanks: tuple[Blank, ...]
    without_column: tuple[tuple[str, str], ...]  # table and field
    assumed: tuple[str, ...]
    uncounted: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that units had to send."""
        return tuple(dict.fromkeys(each.table for each in self.returns))

    @property
    def units(self) -> tuple[str, ...]:
        """Who had to send them."""
        return tuple(dict.fromkeys(each.unit for each in self.returns))

    @property
    def unreported(self) -> tuple[Return, ...]:
        """Those that did not come."""
        return tuple(each for each in self.returns if not each.is_reported)

    def late(self, report_by: date | None) -> tuple[Return, ...]:
        """Those that came after the day."""
        return tuple(each for each in self.returns if each.is_late(report_by))


def find_returns(report: Report) -> Returns:
    """Table by table, for the period that is judged."""
    returns: list[Return] = []
    blanks: list[Blank] = []
    without: list[tuple[str, str]] = []
    assumed, uncounted = [], []
    cells, needed = report.once(Cells), _needed(report)
    for name, stat in report.tables.items():
        if not _is_asked_about(report, name):
            continue
        units = expected_units(report, stat, cells)
        if not units:
            uncounted.append(name)
            continue
        if report.policy.tables[name].roster is None:
            assumed.append(name)
        period, own = period_judged(report, stat), _rows_by_unit(stat, cells)
        found = [_return(report, stat, cells, unit, own.get(unit, []), period, needed) for unit in units]
        returns += found
        sent = {each.unit for each in found if each.is_reported}
        fields = list(dict.fromkeys(each.field for each in needed if each.table == name))
        without += [(name, field) for field in fields if not _has_column(stat, field)]
        blanks += _blanks(report, stat, cells, sent, fields)
    wanted = report.unit
    return Returns(
        tuple(each for each in returns if wanted in {None, each.unit}),
        tuple(each for each in blanks if wanted in {None, each.unit}),
        tuple(without),
        tuple(assumed),
        tuple(uncounted),
    )


def _is_asked_about(report: Report, table: str) -> bool:
    """A list of the units themselves is no return."""
    rosters = {each.roster.table for each in report.policy.tables.values() if isinstance(each.roster, Roster)}
    return table in report.policy.tables and table not in rosters


def expected_units(report: Report, stat: StatTable, cells: Cells) -> tuple[str, ...]:
    """Who has to send a table: its roster; without one each unit below the area, where the table says whose a row is."""
    policy, table = report.policy, report.policy.tables[stat.id]
    below = reporting_level(policy)
    level = below if table.roster is None else _level_of_roster(report, table)
    column = unit_column(table, level) if level is not None else None
    if column is None or level is None or stat.frame[column].isna().all():
        return ()
    if isinstance(table.roster, Roster):
        listed = report.tables.get(table.roster.table)
        units = [] if listed is None else [str(each) for each in listed.frame[table.roster.field].dropna()]
    elif table.roster is None and (table.no_row_means == "none" or table.fields[column].optional):
        return ()
    else:
        units = list(policy.words.units.get(level, ()))
    return tuple(dict.fromkeys(cells.above(unit) for unit in units))


def _level_of_roster(report: Report, table: Table) -> str | None:
    if isinstance(table.roster, Roster):
        return report.policy.tables[table.roster.table].fields[table.roster.field].level
    return table.roster


def _needed(report: Report) -> list[Needed]:
    """The fields of the indicators that were asked about, each once."""
    asked = (report.policy.indicators[result.id] for result in report.scorecard.supplied)
    return list(
        dict.fromkeys(each for indicator in asked for each in needed_fields(indicator, report.policy))
    )


def _rows_by_unit(stat: StatTable, cells: Cells) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row in range(len(stat.origins)):
        rows.setdefault(cells.unit(stat, row), []).append(row)
    return rows


def _return(
    report: Report,
    stat: StatTable,
    cells: Cells,
    unit: str,
    mine: Sequence[int],
    period: Period | None,
    needed: Sequence[Needed],
) -> Return:
    rows = [row for row in mine if stat.periods[row] == period]
    reported = [row for row in rows if _is_filled(report, stat, row, needed)]
    earlier = [each for row in mine if (each := stat.periods[row]) is not None and each != period]
    days = [day for row in reported if (day := _returned_on(stat, cells, row)) is not None]
    return Return(stat.id, unit, bool(reported), max(days, default=None), max(earlier, default=None))


def _is_filled(report: Report, stat: StatTable, row: int, needed: Sequence[Needed]) -> bool:
    """Whether a row says anything but what the bureau may have filled in itself: names and denominators."""
    table, held = report.policy.tables[stat.id], stat.origins[row].matched.columns
    counted = {each.field for each in needed if each.table == stat.id and not each.is_denominator}
    divided = {each.field for each in needed if each.table == stat.id} - counted
    figures = [name for name, field in table.fields.items() if field.type in _FIGURES and name in held]
    own = [name for name in figures if name not in divided] or figures
    return not own or any(not is_missing(stat, row, name) for name in own)


def _returned_on(stat: StatTable, cells: Cells, row: int) -> date | None:
    """The day that a sheet of one unit says it was filled in; that of a sheet of many is the bureau's."""
    is_own = len(cells.units_of_sheet(stat, row)) == 1
    return day_said(stat.origins[row].matched.grid) if is_own else None


def day_said(grid: Grid) -> date | None:
    """填报日期：2018.9.28, wherever on the sheet it stands."""
    for row in grid.rows:
        for value in row:
            found = _DAY_OF_RETURN.search(value) if isinstance(value, str) else None
            if found is not None:
                try:
                    return date(int(found[1]), int(found[2]), int(found[3]))
                except ValueError:
                    continue
    return None


def _has_column(stat: StatTable, field: str) -> bool:
    return any(field in origin.matched.columns for origin in stat.origins)


def _blanks(
    report: Report, stat: StatTable, cells: Cells, sent: set[str], fields: Sequence[str]
) -> Iterator[Blank]:
    """The blank cells of the rows of those who did report, in columns that their sheets have."""
    for row in rows_of(stat, period_judged(report, stat)):
        unit, origin = cells.unit(stat, row), stat.origins[row]
        for field in fields if unit in sent else ():
            if field in origin.matched.columns and is_missing(stat, row, field):
                words = written(stat, report.policy, row, field)
                name = row_name(stat, report.policy, row)
                yield Blank(stat.id, unit, name, field, origin.place(field), words)


def table_name(report: Report, table: str) -> Text:
    """What a table is called."""
    return report.policy.tables[table].name
