"""Figures that are all those of the last period, as if last month's return had been copied."""

from collections.abc import Iterator

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, is_last_period, is_set, rows_by_sheet, value_at

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
# One or two figures stay the same by chance or because little happens; five do not.
FEWEST_SAME_FIGURES = 5
# With one or two rows "the whole sheet" says no more than the units do.
FEWEST_ROWS_OF_A_SHEET = 3


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        earlier = dict(figures.earlier_rows(stat, is_last_period))
        for _, rows in rows_by_sheet(stat) if earlier else ():
            compared = {row: earlier[row] for row in rows if row in earlier}
            same = {
                row: count for row, last in compared.items() if (count := _same(figures, stat, row, last))
            }
            yield from _told(figures, stat, same, earlier, is_whole=len(same) == len(rows))


def _told(
    figures: Figures, stat: StatTable, same: dict[int, int], earlier: dict[int, int], *, is_whole: bool
) -> Iterator[Finding]:
    """A sheet that is a copy from top to bottom is told once, not once a unit."""
    if is_whole and len(same) >= FEWEST_ROWS_OF_A_SHEET:
        row = next(iter(same))
        all_units = Text(f"全表 {len(same)} 行", f"all {len(same)} rows")
        details = {"unit": all_units, "count": sum(same.values()), "period": stat.periods[earlier[row]]}
        yield Finding(COPIED, stat.origins[row].matched.grid.place(), details)
        return
    for row, count in same.items():
        unit = figures.label(stat, row)
        details = {"unit": unit, "count": count, "period": stat.periods[earlier[row]]}
        yield Finding(COPIED, stat.origins[row].matched.grid.place(stat.origins[row].row), details, unit)


def _same(figures: Figures, stat: StatTable, row: int, last: int) -> int:
    """How many figures both periods share; 0 where any differs or too few are there to tell."""
    names = [name for name, field in figures.numbers(stat).items() if not is_set(name, field)]
    pairs = [(value_at(stat, name, row), value_at(stat, name, last)) for name in names]
    known = [now for now, before in pairs if now is not None or before is not None]
    # Where nothing happens, nothing changes: zeros prove no copying.
    telling = sum(1 for now in known if now)
    return len(known) if telling >= FEWEST_SAME_FIGURES and all(a == b for a, b in pairs) else 0


CHECK = Check(Text("与上期完全相同", "Identical to the last period"), _find)
