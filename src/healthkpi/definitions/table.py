"""What a statistics table holds: its rows, its fields, and what must be true of them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from numbers import Number
from typing import Literal

from pydantic import Field as Key

from healthkpi.definitions.rule import Rules
from healthkpi.definitions.words import Definition, Named, Words
from healthkpi.expression.value_type import ValueType


class FieldType(StrEnum):
    """What the cells of a field mean."""

    NUMBER = "number"
    PERCENT = "percent"  # a ready-made rate; 51.7%, 51.7 and 0.517 are settled by recomputing
    FLAG = "flag"
    TEXT = "text"
    CODE = "code"  # text whose leading zeros count
    DATE = "date"
    UNIT = "unit"  # the name of an org unit at a level
    PERIOD = "period"

    @property
    def value_type(self) -> ValueType:
        """What the field is in an expression."""
        return _VALUE_TYPES.get(self, ValueType.TEXT)


_VALUE_TYPES = {
    FieldType.NUMBER: ValueType.NUMBER,
    FieldType.PERCENT: ValueType.NUMBER,
    FieldType.FLAG: ValueType.FLAG,
    FieldType.DATE: ValueType.DATE,
}


class OverTime(StrEnum):
    """How values of several periods go together."""

    STOCK = "stock"  # the last one counts: population, clinics, posts
    FLOW = "flow"  # they are summed: visits, births
    CUMULATIVE = "cumulative"  # each already holds the earlier ones of its year


class Earlier(Definition):
    """This column holds the value of another field at an earlier time (上年同期, 2017年在编)."""

    field: str = Key(description="the field whose earlier value it holds / 是哪一列的往期值")
    at: str = Key(description="previous year · previous period · a year such as 2017 / 上年、上期或年份")


class Field(Definition):
    """One column of a table."""

    type: FieldType = Key(description="what its cells mean, see below / 单元格的含义，见下")
    en: str | None = Key(None, description="English name / 英文名")
    unit: str | None = Key(None, description="unit of measure / 计量单位")
    level: str | None = Key(None, description="for type unit: which level its units are / 单位所属层级")
    aliases: Words = Key(
        (), description="other headings for the same column; 上级表头/下级表头 for two header rows / 别名"
    )
    over_time: OverTime | None = Key(None, description="stock, flow or cumulative / 时点数、时期数、累计数")
    zero_words: Words = Key((), description="words that mean 0 in this column / 本列中表示 0 的词")
    sensitive: bool = Key(False, description="never shown, only counted / 敏感，只计数")
    earlier: Earlier | None = Key(
        None, description="the column holds another field's earlier value / 另一列的往期值"
    )
    months: Words = Key(
        (),
        description="the fields of January, February … that this cumulative one adds up; the pace of the last months"
        " is taken from them / 逐月的列，依次为1月、2月……；近几个月的速度由此得出",
    )
    across: Literal["periods"] | None = Key(
        None,
        description="periods: columns headed 1月 … 12月, 一季度, 2016年 each hold this field for that time / "
        "按月、季、年横排，每列是这一字段的一期",
    )
    optional: bool = Key(False, description="a sheet without this column is still this table / 可缺的列")


class Roster(Definition):
    """The units that have to report, where they are listed in another table."""

    table: str = Key(description="the table that lists the units / 名单所在的表")
    field: str = Key(description="the field with their names / 单位名称列")


class Table(Definition):
    """One statistics table as it is sent in."""

    name: Named = Key(description="what it is called / 表名")
    row: Named = Key(description="what one row is / 一行是什么")
    key: Words = Key(
        (), description="the fields that name a row; two rows with the same key are a finding / 主键"
    )
    sheets: Words = Key(
        (), description="words in the sheet's name that speak for this table / 工作表名里的词"
    )
    roster: str | Roster | None = Key(
        None, description="who must report: a level, or {table, field} / 应报单位名单"
    )
    no_row_means: Literal["not reported", "none"] = Key(
        "not reported", description="an absent unit / 没有行的单位"
    )
    opened: str | None = Key(
        None,
        description="the field with the day a row came up, such as a gap that must be closed / 发现日期列",
    )
    closed: str | None = Key(
        None, description="the field with the day it was closed; blank: still open / 销号日期列；空白即未销号"
    )
    fields: dict[str, Field] = Key(description="its columns, by name / 各列")
    checks: Rules = Key(
        (),
        description="what must hold in every row: an expression, or one with its tolerance, severity and words / 行内校验：式子，或带容差、轻重和说法",
    )

    def label(self, values: Mapping[str, object], number: int) -> str:
        """What names a row in words: its key, without the period and what is sensitive; else its number."""
        return in_words(map(values.get, self.naming)) or f"#{number}"

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """The fields that name a row."""
        names = tuple(name for name in self.key or tuple(self.fields)[:1] if self._may_name(name))
        units = self.fields_of_type(FieldType.UNIT)
        is_coded = units and all(self.fields[name].type is FieldType.CODE for name in names)
        # A code says less than the name beside it.
        return (units[-1],) if is_coded else names

    def _may_name(self, name: str) -> bool:
        field = self.fields[name]
        return field.type is not FieldType.PERIOD and not field.sensitive

    @property
    def is_of_people(self) -> bool:
        """Whether a row can be told apart only by what must not be shown."""
        sensitive = [name for name, field in self.fields.items() if field.sensitive]
        return any(name in self.key for name in sensitive) or (bool(sensitive) and not self.key)

    def may_quote(self, name: str) -> bool:
        """Whether a message may say what stands in a cell: where rows are people, a name may have slipped into any column."""
        field = self.fields[name]
        return not field.sensitive and (not self.is_of_people or field.type is FieldType.UNIT)

    def fields_of_type(self, wanted: FieldType) -> tuple[str, ...]:
        """The names of all fields of a type, in order."""
        return self._by_type.get(wanted, ())

    @cached_property
    def _by_type(self) -> Mapping[FieldType, tuple[str, ...]]:
        return {
            wanted: tuple(name for name, field in self.fields.items() if field.type is wanted)
            for wanted in FieldType
        }

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The fields whose column a sheet of the table has to have."""
        return tuple(name for name, field in self.fields.items() if not field.optional)

    @cached_property
    def measured(self) -> Mapping[str, str]:
        """The numbers that are in a unit of measure, each with its unit as the definition writes it."""
        numbers = ((name, self.fields[name].unit) for name in self.fields_of_type(FieldType.NUMBER))
        return {name: unit for name, unit in numbers if unit is not None}

    @cached_property
    def fields_across(self) -> tuple[str, ...]:
        """The fields that have a column for each period."""
        return tuple(name for name, field in self.fields.items() if field.across)

    @cached_property
    def headings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each field with the headings that its column may have."""
        return tuple((name, (name, *field.aliases)) for name, field in self.fields.items())


def in_words(parts: Iterable[object]) -> str:
    """The parts of a key that are there, as one name."""
    # The missing values of pandas are neither.
    return " ".join([str(part) for part in parts if isinstance(part, (str, Number)) and part != ""])


def shared_unit(here: Table, there: Table) -> tuple[str, str] | None:
    """The columns of two tables that name units of one level, by which their rows belong together."""
    levels = {there.fields[name].level: name for name in reversed(there.fields_of_type(FieldType.UNIT))}
    ours = here.fields_of_type(FieldType.UNIT)
    return next(
        ((name, levels[here.fields[name].level]) for name in ours if here.fields[name].level in levels), None
    )
