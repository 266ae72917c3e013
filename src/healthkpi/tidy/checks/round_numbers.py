"""Figures that are all full hundreds: estimated, not counted."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import Matched, StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, is_set, rough

UNIT_IS_ROUND = declare(
    "HK324",
    Severity.WARNING,
    Text(
        "{unit}：{count} 个数全是整百，疑似估报",
        "{unit}: all {count} figures are full hundreds; estimated?",
    ),
    Text(
        "数出来的数很少个个都是整百。多半是估计数，或按任务数倒推的。请填报单位按台账重新统计；确是估计的，在备注里写明。",
        "Figures that were counted are seldom all full hundreds. These were probably estimated, or worked out backwards "
        "from the task. Ask the unit to count from its records, or to say in the remarks that they are estimates.",
    ),
)
COLUMN_IS_ROUND = declare(
    "HK325",
    Severity.WARNING,
    Text(
        "“{field}”一列 {count} 个数全是整百，疑似估报",
        "all {count} figures of {field} are full hundreds; estimated?",
    ),
    Text(
        "一列里各单位的数都是整百，多半是估计数，或者是分配下来的任务数填进了实绩列。请对照台账核实这一列。",
        "When every unit has full hundreds in a column, the figures were probably estimated, or a task that was handed "
        "out stands in the column for what was done. Check the column against the records.",
    ),
)
# officer/TABLES.md §0.4, check 7 (全为整十整百): four counts end in 00 by chance once in a hundred million.
FULL = 100
FEWEST_FIGURES_OF_A_UNIT = 4
# One column is often rounded for good reasons (rural residents from a yearbook); a dozen rounded units are not.
FEWEST_FIGURES_OF_A_COLUMN = 12


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        names = [name for name, field in figures.counts(stat).items() if not is_set(name, field)]
        columns = {name: rough(stat.frame[name]) for name in names}
        for matched, rows in stat.rows_by_sheet if names else ():
            # A column in 万人 is rounded by its unit, not by its sender.
            counted = [name for name in names if name in matched.columns and name not in matched.factors]
            if counted:
                values = np.column_stack([columns[name][list(rows)] for name in counted])
                yield from _find_in_sheet(figures, stat, matched, rows, counted, values)


def _find_in_sheet(
    figures: Figures,
    stat: StatTable,
    matched: Matched,
    rows: Sequence[int],
    names: Sequence[str],
    values: NDArray[np.float64],
) -> Iterator[Finding]:
    is_large, is_full = values >= FULL, values % FULL == 0
    is_round = _are_round(is_large, is_full, FEWEST_FIGURES_OF_A_UNIT, axis=1)
    for index in is_round.nonzero()[0].tolist():
        unit = figures.label(stat, rows[index])
        first = names[int(is_large[index].argmax())]
        details = {"unit": unit, "count": int(is_large[index].sum())}
        yield Finding(UNIT_IS_ROUND, stat.origins[rows[index]].place(first), details, unit)
    # What was just said of a unit is not said again of its columns.
    is_large = is_large & ~is_round[:, None]
    for index in _are_round(is_large, is_full, FEWEST_FIGURES_OF_A_COLUMN, axis=0).nonzero()[0].tolist():
        details = {"field": names[index], "count": int(is_large[:, index].sum())}
        yield Finding(COLUMN_IS_ROUND, matched.place(matched.header[-1], names[index]), details)


def _are_round(
    is_large: NDArray[np.bool_], is_full: NDArray[np.bool_], fewest: int, axis: int
) -> NDArray[np.bool_]:
    """Whether enough figures are large enough to tell, and all of those are full."""
    is_enough: NDArray[np.bool_] = is_large.sum(axis=axis) >= fewest
    is_all: NDArray[np.bool_] = np.all(~is_large | is_full, axis=axis)
    return np.logical_and(is_enough, is_all)


CHECK = Check(Text("全是整百数", "All round numbers"), _find)
