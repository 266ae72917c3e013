"""Figures that are all those of the last period, as if last month's return had been copied."""

from collections.abc import Iterator, Mapping, Sequence

from healthkpi.definitions.table import OverTime
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import (
    Check,
    Exact,
    Figures,
    exact_columns,
    is_last_period,
    is_set,
)

COPIED = declare(
    "HK322",
    Severity.WARNING,
    Text(
        "{unit}：{count} 项与 {period} 完全相同，疑似照抄",
        "{unit}: {count} figures are exactly those of {period}; copied?",
    ),
    Text(
        "一个单位的数一个月里一项都没有变，多半是把上期的表改了月份重报。请让填报单位核实；确实没有变化的，在备注里写明。",
        "When not one figure of a unit has changed in a month, last period's return was probably sent again under a "
        "new date. Ask the unit; if nothing changed indeed, say so in the remarks.",
    ),
)
UNCHANGED = declare(
    "HK331",
    Severity.NOTE,
    Text(
        "{rows} 行里有 {count} 行与 {period} 完全相同；照填的数计入",
        "{count} of {rows} rows are exactly those of {period}; taken as they are",
    ),
    Text(
        "这张表只有期末数（人口、编制一类），多半行没有变。基础数据本来变得慢，可以如此；若是进展表，请核实是否照抄了上期。",
        "The sheet holds only stocks (residents, posts …), and most of its rows have not changed. Basic figures change "
        "slowly, so that may be right; if the sheet is about progress, ask whether last period's was sent again.",
    ),
)
# One or two figures stay the same by chance or because little happens; five do not.
FEWEST_SAME_FIGURES = 5
# Of fewer rows each is named.
FEWEST_ROWS_TOLD_TOGETHER = 3


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        earlier = dict(figures.earlier_rows(stat, is_last_period))
        if not earlier:
            continue
        fields = {name: field for name, field in figures.numbers(stat).items() if not is_set(name, field)}
        columns = exact_columns(stat, fields)
        moves = any(field.over_time in {OverTime.FLOW, OverTime.CUMULATIVE} for field in fields.values())
        for _, rows in stat.rows_by_sheet:
            compared = [(row, _same(columns, row, earlier[row])) for row in rows if row in earlier]
            same = {row: count for row, count in compared if count}
            yield from _told(figures, stat, same, earlier, len(rows), moves=moves)


def _told(
    figures: Figures,
    stat: StatTable,
    same: dict[int, int],
    earlier: dict[int, int],
    rows: int,
    *,
    moves: bool,
) -> Iterator[Finding]:
    """Where most rows of a sheet have not changed, the sheet is told once, and not each of them."""
    if len(same) >= FEWEST_ROWS_TOLD_TOGETHER and len(same) * 2 > rows:
        row = next(iter(same))
        place, period = stat.origins[row].matched.grid.place(), stat.periods[earlier[row]]
        if not moves:
            yield Finding(UNCHANGED, place, {"count": len(same), "rows": rows, "period": period})
            return
        who = Text(f"全表 {rows} 行里的 {len(same)} 行", f"{len(same)} of the {rows} rows")
        yield Finding(COPIED, place, {"unit": who, "count": sum(same.values()), "period": period})
        return
    for row, count in same.items():
        unit = figures.label(stat, row)
        details = {"unit": unit, "count": count, "period": stat.periods[earlier[row]]}
        yield Finding(COPIED, stat.origins[row].matched.grid.place(stat.origins[row].row), details, unit)


def _same(columns: Mapping[str, Sequence[Exact]], row: int, last: int) -> int:
    """How many figures both periods share; 0 where any differs or too few are there to tell."""
    if any(values[row] != values[last] for values in columns.values()):
        return 0
    known = [values[row] for values in columns.values() if values[row] is not None]
    # Where nothing happens, nothing changes: zeros prove no copying.
    return len(known) if sum(map(bool, known)) >= FEWEST_SAME_FIGURES else 0


CHECK = Check(Text("与上期完全相同", "Identical to the last period"), _find)
