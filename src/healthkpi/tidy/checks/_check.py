"""What a check on the figures is, and what checks ask of the tidy tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Field, FieldType, Table
from healthkpi.model.finding import Finding
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.text import Text

Exact = int | Fraction | None

# What is measured and not counted: it may have decimals, and money booked back is negative.
MEASURED_UNITS = frozenset(
    "元 百元 千元 万元 亿元 平方米 平方公里 公里 千米 米 分钟 小时 学时 天 日 工作日 年 岁 度 ℃ 公斤 千克 吨 % ‰ 个百分点 分".split()
)
# A level above sets these; they are round, small or unchanged on purpose.
WORDS_FOR_WHAT_IS_SET = (
    "任务",
    "计划",
    "目标",
    "指标数",
    "下达",
    "标准",
    "应到位",
    "task",
    "target",
    "planned",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that checks look at: every tidy table, and the policy they are for."""

    tables: Mapping[str, StatTable]
    policy: Policy

    def definition(self, stat: StatTable) -> Table:
        """What the policy says of a table."""
        return self.policy.tables[stat.id]

    def numbers(self, stat: StatTable) -> dict[str, Field]:
        """The number fields a finding may show: neither sensitive nor another time's figures."""
        return {
            name: field
            for name, field in self.definition(stat).fields.items()
            if field.type is FieldType.NUMBER and not field.sensitive and field.earlier is None
        }

    def counts(self, stat: StatTable) -> dict[str, Field]:
        """The number fields that count people, visits or things."""
        return {name: field for name, field in self.numbers(stat).items() if is_count(field)}

    def label(self, stat: StatTable, row: int) -> str:
        """What names a row, without the people in it."""
        table = self.definition(stat)
        return table.label({name: stat.frame[name].iloc[row] for name in table.key}, row + 1)

    def earlier_rows(
        self, stat: StatTable, is_before: Callable[[Period, Period], bool]
    ) -> Iterator[tuple[int, int]]:
        """Each row with the row of the same unit for the latest period that `is_before` accepts."""
        if len(stat.times) < 2:
            return
        for history in self._histories(stat):
            for number, (period, row) in enumerate(history):
                before = [each for each in history[:number] if is_before(each[0], period)]
                if before:
                    yield row, before[-1][1]

    def _histories(self, stat: StatTable) -> list[list[tuple[Period, int]]]:
        """The rows of each unit in the order of time; rows that contradict another are left out."""
        fields = self.definition(stat).fields
        keys = [name for name in self.definition(stat).key if fields[name].type is not FieldType.PERIOD]
        names = list(zip(*(stat.frame[name].tolist() for name in keys), strict=True)) if keys else []
        histories: dict[tuple[str, ...], list[tuple[Period, int]]] = {}
        for row, period in enumerate(stat.periods):
            if period is not None and row not in stat.doubtful and keys:
                histories.setdefault(tuple(map(str, names[row])), []).append((period, row))
        return [sorted(history, key=lambda each: each[0].end) for history in histories.values()]


@dataclass(frozen=True, slots=True)
class Check:
    """One check on the figures."""

    name: Text
    run: Callable[[Figures], Iterator[Finding]]


def is_count(field: Field) -> bool:
    """Whether the field counts something: whole and never negative."""
    return field.unit is not None and field.unit not in MEASURED_UNITS and "/" not in field.unit


def is_set(name: str, field: Field) -> bool:
    """Whether somebody sets the figure instead of counting it."""
    return any(word in f"{name} {field.en or ''}" for word in WORDS_FOR_WHAT_IS_SET)


def is_last_period(before: Period, now: Period) -> bool:
    """Whether one period directly precedes another of its kind: August and September, 1-8月 and 1-9月."""
    if before.start == now.start:
        return before.months == now.months - 1
    return before.end + timedelta(days=1) == now.start and before.months == now.months


def is_year_before(before: Period, now: Period) -> bool:
    """Whether one period is the same part of the year before."""
    later = (before.start.replace(year=before.start.year + 1), before.end.year + 1, before.end.month)
    return later == (now.start, now.end.year, now.end.month)


def value_at(stat: StatTable, name: str, row: int) -> Fraction | None:
    """One exact figure; None where it is missing."""
    value = exact_column(stat, name)[row]
    return None if value is None else Fraction(value)


def exact_column(stat: StatTable, name: str) -> Sequence[Exact]:
    """A number column as a plain list, None where a figure is missing."""
    return cast(Sequence[Exact], stat.values(name))


def exact_columns(stat: StatTable, names: Iterable[str]) -> dict[str, Sequence[Exact]]:
    """Number columns as plain lists."""
    return {name: exact_column(stat, name) for name in names}


def known_figures(stat: StatTable, name: str, rows: Sequence[int]) -> list[int | Fraction] | None:
    """The figures of some rows; None where one is missing."""
    column = exact_column(stat, name)
    values = [value for row in rows if (value := column[row]) is not None]
    return values if len(values) == len(rows) else None


def rough(column: pd.Series) -> NDArray[np.float64]:
    """A number column as floats, to look through many rows at once; what is found is then read exactly."""
    if column.dtype == "Int64":
        return column.to_numpy(dtype="float64", na_value=np.nan)
    return np.array([np.nan if pd.isna(value) else float(value) for value in column], dtype="float64")


def shown(number: int | Fraction) -> str:
    """A figure in a message: whole with thousands, else as short as it is exact to two decimals or more."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{float(number):,.2f}" if abs(float(number)) >= 100 else f"{float(number):.6g}"
