"""A row that is the sum of its neighbours: a total without the word, so that everything counts twice."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Exact, Figures, exact_columns, rough

SUM_AMONG_ROWS = declare(
    "HK332",
    Severity.WARNING,
    Text(
        "{unit} 的 {count} 列都等于“{first}”到“{last}”之和，像是它们的小计；照数计入，若是小计就重复了：把名称改成“小计”",
        "{count} columns of {unit} are the sums of {first} to {last}: a subtotal? It counts as a row of its own, so "
        "everything may count twice; if so, call it 小计",
    ),
    Text(
        "一行的各个数正好是下面（或上面）几行之和，多半是片区、乡镇的小计，而名称里没有“小计”“合计”，看不出来，于是和明细一起计入了汇总。"
        "是小计的，在名称里写上“小计”；下面几行是“其中”的，在名称前写“其中：”。",
        "Every figure of a row is the sum of the rows below it (or above it): probably the subtotal of a group whose name "
        "does not say so, and it entered the sums beside its parts. If it is one, write 小计 behind its name; if the rows "
        "below are parts of it, write 其中： before theirs.",
    ),
)
# Two columns that agree by chance are one in thousands, if their figures are not tiny.
FEWEST_COLUMNS = 2
SMALLEST_TELLING_SUM = 10
FEWEST_PARTS = 2
SURELY = 1.000001
# Longer lists are of people or things, not of places with subtotals.
LONGEST_LIST = 2000


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        numbers = figures.numbers(stat)
        lists = [rows for _, rows in stat.rows_by_sheet if FEWEST_PARTS < len(rows) <= LONGEST_LIST]
        if len(numbers) < FEWEST_COLUMNS or not lists:
            continue
        columns = list(exact_columns(stat, numbers).values())
        for rows in _that_may_hold_sums(lists, [rough(stat.frame[name]) for name in numbers]):
            own = [[values[row] for row in rows] for values in columns]
            yield from _find_in_sheet(figures, stat, rows, own)


def _that_may_hold_sums(
    lists: Sequence[tuple[int, ...]], columns: Sequence[NDArray[np.float64]]
) -> Iterator[tuple[int, ...]]:
    """Those with a row that the FEWEST_PARTS behind it, or before it, do not surely exceed: floats tell that of all lists at once."""
    order = [row for rows in lists for row in rows]
    list_of = np.repeat(np.arange(len(lists)), [len(rows) for rows in lists])
    figures = np.nan_to_num(np.array(columns)[:, order])
    within = list_of[:-2] == list_of[2:]
    first, second, third = figures[:, :-2], figures[:, 1:-1], figures[:, 2:]
    below = within & ~_surely_exceeded(first, second + third)
    above = within & ~_surely_exceeded(third, first + second)
    yield from (lists[number] for number in np.unique(list_of[:-2][below | above]))


def _surely_exceeded(figures: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a row is less than the sum in any column that tells, by more than floats are off."""
    exceeded = (figures > SMALLEST_TELLING_SUM) & (figures * SURELY < sums)
    return np.asarray(exceeded.any(axis=0))


def _find_in_sheet(
    figures: Figures, stat: StatTable, rows: Sequence[int], columns: Sequence[Sequence[Exact]]
) -> Iterator[Finding]:
    told: dict[int, tuple[int, int, int]] = {}
    for number, parts, count in _sums(columns):
        told.setdefault(number, (*parts, count))
    last = len(rows) - 1
    backwards = [values[::-1] for values in columns]
    for number, (first, end), count in _sums(backwards):
        told.setdefault(last - number, (last - end, last - first, count))
    for number, (first, end, count) in sorted(told.items()):
        origin, unit = stat.origins[rows[number]], figures.label(stat, rows[number])
        details = {"unit": unit, "count": count, "first": figures.label(stat, rows[first])}
        details |= {"last": figures.label(stat, rows[end])}
        yield Finding(SUM_AMONG_ROWS, origin.matched.grid.place(origin.row), details, unit)


def _sums(columns: Sequence[Sequence[Exact]]) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Each row that is the sum of the rows right below it in all its columns: its number, theirs, and how many columns."""
    sums: list[list[int | Fraction]] = [
        list(accumulate((value or 0 for value in values), initial=0)) for values in columns
    ]
    pairs = list(zip(columns, sums, strict=True))
    for number in range(len(columns[0]) - FEWEST_PARTS):
        if _is_exceeded(pairs, number):
            continue
        telling = [at for at, values in enumerate(columns) if (values[number] or 0) >= SMALLEST_TELLING_SUM]
        if len(telling) < FEWEST_COLUMNS:
            continue
        for end in range(number + FEWEST_PARTS, len(columns[0])):
            below = [sums[at][end + 1] - sums[at][number + 1] for at in telling]
            wanted = [columns[at][number] for at in telling]
            if below == wanted and _has_parts(columns[telling[0]][number + 1 : end + 1]):
                yield number, (number + 1, end), len(telling)
                break
            if any(sum_ > (value or 0) for sum_, value in zip(below, wanted, strict=True)):
                break


def _is_exceeded(pairs: Sequence[tuple[Sequence[Exact], Sequence[int | Fraction]]], number: int) -> bool:
    """Whether the fewest rows below it are already more in a column that tells: so it is with nearly all rows."""
    return any(
        SMALLEST_TELLING_SUM <= (values[number] or 0) < sums[number + 1 + FEWEST_PARTS] - sums[number + 1]
        for values, sums in pairs
    )


def _has_parts(values: Sequence[Exact]) -> bool:
    return sum(bool(value) for value in values) >= FEWEST_PARTS


CHECK = Check(Text("像是小计的行", "Rows that are sums of others"), _find)
