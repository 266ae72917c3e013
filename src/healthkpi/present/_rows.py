"""Rows of the tidy tables as sections speak of them: whose they are, for when, and what stood in a cell."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pandas as pd

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType, Table
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.grid import HIDDEN, shown_raw
from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.model.table import Matched, StatTable
from healthkpi.present._figures import clean, limit_text
from healthkpi.present._report import Report
from healthkpi.text import Text, same

BLANK = Text("（空白）", "(blank)")


# Where small counts are hidden, the report holds no rows: what is not shown must not be called absent.
ROWS_HIDDEN = Text(
    "按要求隐去小数（--suppress-below），这一节要看逐行的数，所以不列；要看请去掉这个选项",
    "small counts are hidden (--suppress-below), and this section would show rows; leave the option out to see it",
)


def reporting_level(policy: Policy) -> str | None:
    """The level right below the area: its units are those that report."""
    below = policy.levels[policy.levels.index(policy.area_level) + 1 :]
    return below[0] if below else None


def period_judged(report: Report, stat: StatTable) -> Period | None:
    """The last period of a table that ends by the day; the first later one where there is none."""
    known = sorted(
        {each for each in stat.periods if each is not None}, key=lambda each: (each.end, each.start)
    )
    until = report.scorecard.as_of
    past = [each for each in known if until is None or each.end <= until]
    return past[-1] if past else next(iter(known), None)


def rows_of(stat: StatTable, period: Period | None) -> Iterator[int]:
    """The rows of one period."""
    return (row for row, each in enumerate(stat.periods) if each == period)


def unit_column(table: Table, level: str) -> str | None:
    """The column that says to which unit of a level a row belongs."""
    names = table.fields_of_type(FieldType.UNIT)
    return next((name for name in names if table.fields[name].level == level), None)


def word_at(stat: StatTable, row: int, name: str) -> str:
    """A name in a row; empty where there is none."""
    value = stat.value(row, name)
    return value if isinstance(value, str) else ""


def row_name(stat: StatTable, policy: Policy, row: int) -> str:
    """What names a row of a table, without what is sensitive."""
    table = policy.tables[stat.id]
    names = dict.fromkeys((*table.key, *table.fields_of_type(FieldType.UNIT)))
    return clean(table.label({name: stat.value(row, name) for name in names}, row + 1))


def is_missing(stat: StatTable, row: int, name: str) -> bool:
    """Whether a field has no value in a row."""
    return stat.value(row, name) is None


def written(stat: StatTable, policy: Policy, row: int, name: str) -> Text:
    """A cell as it stood in the sheet; a sensitive one, and what could not be read where rows are people, is never shown."""
    table = policy.tables[stat.id]
    if table.fields[name].sensitive or (not table.may_quote(name) and is_missing(stat, row, name)):
        return same(HIDDEN)
    raw = clean(shown_raw(stat.origins[row].raw(name))).strip()
    return same(raw) if raw else BLANK


def read_as(stat: StatTable, policy: Policy, row: int, name: str) -> tuple[Text, Fraction | None]:
    """What a cell was taken for, in words and as a number."""
    field = policy.tables[stat.id].fields[name]
    if field.sensitive:
        return same(HIDDEN), None
    value = stat.value(row, name)
    if value is None:
        return Text("按缺报", "missing"), None
    if isinstance(value, bool | np.bool_):
        return (Text("是", "yes") if value else Text("否", "no")), None
    if isinstance(value, pd.Timestamp):
        return same(value.date().isoformat()), None
    if isinstance(value, int | np.integer | Fraction):
        number = Fraction(int(value)) if not isinstance(value, Fraction) else value
        if field.type is FieldType.PERCENT:
            return limit_text(number, "%"), number
        return limit_text(number, field.unit or ""), number
    return same(clean(str(value))), None


class Cells:
    """The cells of all tidy rows by their place, to say what a finding is about."""

    def __init__(self, report: Report) -> None:
        self._policy, self._names = report.policy, UnitNames(report.policy)
        self._units: dict[tuple[str, int], str] = {}
        self._on_sheet: dict[str, dict[int, set[str]]] = {}
        self._at: dict[Place, tuple[StatTable, int, str]] = {}
        self._sheets: dict[tuple[str, str | None], Matched] = {}
        for stat in report.tables.values():
            for row, origin in enumerate(stat.origins):
                grid = origin.matched.grid
                self._sheets.setdefault((grid.source.name, grid.sheet), origin.matched)
                for name in origin.matched.columns:
                    self._at.setdefault(origin.place(name), (stat, row, name))

    def at(self, place: Place | None) -> tuple[StatTable, int, str] | None:
        """Table, row and field of a cell; None where no row was read from there."""
        return self._at.get(place) if place is not None else None

    def written(self, place: Place | None) -> Text:
        """Field and words of a cell, those of total rows too; nothing of a column that is no field."""
        found = self.at(place)
        if found is not None:
            stat, row, name = found
            words = written(stat, self._policy, row, name)
            return Text(f"{name} {words.zh}", f"{name} {words.en}")
        sheet = self._sheets.get((place.file, place.sheet)) if place is not None else None
        if (
            sheet is None
            or place is None
            or place.row is None
            or place.column is None
            or sheet.grid.transposed
        ):
            return same("")
        name = next((each for each, at in sheet.columns.items() if at == place.column), "")
        if not name or not self._policy.tables[sheet.table].may_quote(name):
            return same("")
        return same(f"{name} {clean(shown_raw(sheet.grid.cell(place.row, place.column)))}")

    def unit(self, stat: StatTable, row: int) -> str:
        """The unit of the level below the area that a row belongs to, else the unit it names, else nothing."""
        key = stat.id, row
        if key not in self._units:
            self._units[key] = self._find_unit(stat, row)
        return self._units[key]

    def units_of_sheet(self, stat: StatTable, row: int) -> frozenset[str]:
        """The units whose rows stand on the sheet of a row."""
        sheets = self._on_sheet.get(stat.id)
        if sheets is None:
            sheets = self._on_sheet.setdefault(stat.id, {})
            for each, origin in enumerate(stat.origins):
                sheets.setdefault(id(origin.matched), set()).add(self.unit(stat, each))
        return frozenset(sheets[id(stat.origins[row].matched)])

    def above(self, unit: str) -> str:
        """The unit of the level below the area that another name or an institution of it goes by; else itself."""
        below = reporting_level(self._policy)
        return (self._names.find(unit, below) if below is not None else None) or unit

    def _find_unit(self, stat: StatTable, row: int) -> str:
        below, table = reporting_level(self._policy), self._policy.tables[stat.id]
        if below is None:
            return ""
        names = [unit_column(table, below), *table.fields_of_type(FieldType.UNIT)]
        words = [word_at(stat, row, name) for name in names if name is not None]
        listed = (self._names.find(word, below) for word in words if word)
        return next((name for name in listed if name), next(filter(None, words), ""))
