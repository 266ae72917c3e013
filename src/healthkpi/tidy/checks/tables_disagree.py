"""The same figure of the same unit in two tables, more than five per cent apart."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from healthkpi.definitions.table import Field, FieldType, OverTime, Table
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, shown, value_at

TABLES_DISAGREE = declare(
    "HK328",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”是 {value}，“{table}”里是 {other}（{place}），相差 {apart}",
        "{field} of {unit} is {value}, but {other} in {table} ({place}): {apart} apart",
    ),
    Text(
        "同一单位的同一个数在两张表里相差 5% 以上，多半是口径不同（常住与户籍、年初与年末）或一张表没有更新。"
        "率的高低随分母走，请先定用哪一张的数。",
        "The same figure of one unit differs by more than 5 % between two tables: counted differently (residents or "
        "registered, start or end of the year), or one table is old. A rate depends on its denominator: settle which holds.",
    ),
)
# officer/TABLES.md §0.4, check 8: 分母与人口库差>5%.
LARGEST_USUAL_DIFFERENCE = Fraction(5, 100)


def _find(figures: Figures) -> Iterator[Finding]:
    # In the order of the definitions, so that the basic figures are what others are compared with.
    tables = [figures.tables[name] for name in figures.policy.tables if name in figures.tables]
    latest = {stat.id: _latest_rows(figures.definition(stat), stat) for stat in tables}
    for first, second in combinations(tables, 2):
        if _level_of(figures.definition(first)) == _level_of(figures.definition(second)) is not None:
            yield from _compare(figures, first, second, latest)


def _level_of(table: Table) -> str | None:
    """The level whose units the rows of a table are, one row each."""
    keys = [table.fields[name] for name in table.key if table.fields[name].type is not FieldType.PERIOD]
    return keys[0].level if len(keys) == 1 and keys[0].type is FieldType.UNIT else None


def _latest_rows(table: Table, stat: StatTable) -> dict[str, int]:
    """The row of each unit for the table's latest period; a unit without one has nothing to compare."""
    key = next((name for name in table.key if table.fields[name].type is FieldType.UNIT), None)
    latest = max((period.end for period in stat.periods if period is not None), default=None)
    units = stat.frame[key].tolist() if key else []
    return {
        str(unit): row
        for row, (unit, period) in enumerate(zip(units, stat.periods, strict=False))
        if row not in stat.doubtful and (period is None or period.end == latest)
    }


def _compare(
    figures: Figures, first: StatTable, second: StatTable, latest: dict[str, dict[str, int]]
) -> Iterator[Finding]:
    fields = figures.numbers(first)
    shared = [name for name, field in figures.numbers(second).items() if _is_same(field, fields.get(name))]
    both = [
        (unit, row, latest[first.id][unit])
        for unit, row in latest[second.id].items()
        if unit in latest[first.id]
    ]
    for unit, row, there in both if shared else ():
        is_same_time = second.periods[row] == first.periods[there]
        for name in shared:
            # A stock is compared as it stands now; what adds up over time only within the same time.
            if not is_same_time and fields[name].over_time is not OverTime.STOCK:
                continue
            value, other = value_at(second, name, row), value_at(first, name, there)
            if value is not None and other and abs(value - other) > LARGEST_USUAL_DIFFERENCE * abs(other):
                details = {"unit": unit, "field": name, "value": shown(value), "other": shown(other)}
                details |= {"apart": f"{float(abs(value - other) / abs(other) * 100):.1f}%"}
                where = {"table": figures.definition(first).name, "place": first.origins[there].place(name)}
                yield Finding(TABLES_DISAGREE, second.origins[row].place(name), details | where, unit)


def _is_same(field: Field, other: Field | None) -> bool:
    """Whether two columns of one name hold the same thing."""
    return other is not None and (field.unit, field.over_time) == (other.unit, other.over_time)


CHECK = Check(Text("表间不一致", "Tables that disagree"), _find)
