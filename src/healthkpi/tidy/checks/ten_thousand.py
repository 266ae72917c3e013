"""A figure ten thousand times too large or too small: 元 in a column of 万元, 万人 in a column of 人."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median

import numpy as np

from healthkpi.definitions.table import Field
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, exact_columns, is_count, rough, shown, value_at
from healthkpi.tidy.checks._scale import TEN_THOUSAND, are_scales_apart

FAR_FROM_OTHERS = declare(
    "HK326",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”是 {value}，其余 {count} 个单位的中位数是 {usual}：疑为{units}之差，改成 {proposal}？",
        "{field} of {unit} is {value}, the median of the other {count} is {usual}: {units} mixed up? {proposal} instead?",
    ),
    Text(
        "比同列其他单位大（小）约一万倍，多半是计量单位填错：表头是“元”而填了“万元”的数，或表头是“人”而填了“万人”的数。"
        "这个数照样进入了合计，合计因此差得很远。请按表头的单位改填。",
        "The figure is about ten thousand times the others of its column, or a ten-thousandth of them: it was "
        "probably written in 万元 where the heading says 元, or in 万人 where it says 人. It is in the sums, which are "
        "far off because of it. Write it in the unit of the heading.",
    ),
)
FAR_FROM_LAST = declare(
    "HK327",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”是 {value}，{period} 是 {usual}：疑为{units}之差，改成 {proposal}？",
        "{field} of {unit} is {value}, in {period} it was {usual}: {units} mixed up? {proposal} instead?",
    ),
    Text(
        "比本单位上一期大（小）约一万倍，多半是这一期或上一期的计量单位填错（元与万元、人与万人）。请对照表头的单位改填。",
        "The figure is about ten thousand times the unit's own of the earlier period, or a ten-thousandth of it. One "
        "of the two was probably written in another unit of measure (元 or 万元, 人 or 万人). Compare with the heading.",
    ),
)
# A median of fewer others says little.
FEWEST_OTHERS = 3
# Whole counts below ten are simply small: a township may have signed three families.
SMALLEST_TELLING_COUNT = 10
# Where the others themselves lie further apart than this, hospitals stand beside clinics and nothing is usual.
WIDEST_SPREAD_OF_OTHERS = 100


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        told: set[tuple[int, str]] = set()
        for finding, row, name in _far_from_others(figures, stat):
            told.add((row, name))
            yield finding
        fields = figures.numbers(stat)
        columns = exact_columns(stat, fields)
        for row, earlier in figures.earlier_rows(stat, _is_before):
            for name, values in columns.items():
                now, before = values[row], values[earlier]
                if now is None or before is None or (row, name) in told:
                    continue
                if are_scales_apart(now, before) and _is_telling(now, fields[name]):
                    details = {"period": stat.periods[earlier]}
                    yield _finding(figures, stat, row, name, Fraction(now), Fraction(before), details)


def _is_before(before: Period, now: Period) -> bool:
    return before.end < now.end


def _far_from_others(figures: Figures, stat: StatTable) -> Iterator[tuple[Finding, int, str]]:
    of_period: dict[Period | None, list[int]] = {}
    for row, period in enumerate(stat.periods):
        of_period.setdefault(period, []).append(row)
    by_period = [np.array(rows) for rows in of_period.values()]
    for name, field in figures.numbers(stat).items():
        column = rough(stat.frame[name])
        for rows in by_period:
            values = column[rows]
            is_present = values > 0
            present = values[is_present]
            middle = np.median(present) if len(present) > FEWEST_OTHERS else 0
            # A median of floats is enough to leave nearly all columns alone.
            if middle and not np.all((present / middle > 1e-3) & (present / middle < 1e3)):
                yield from _compare(figures, stat, name, field, rows[is_present].tolist())


def _compare(
    figures: Figures, stat: StatTable, name: str, field: Field, rows: Sequence[int]
) -> Iterator[tuple[Finding, int, str]]:
    values = {row: value for row in rows if (value := value_at(stat, name, row)) is not None}
    usual = Fraction(median(values.values()))
    apart = [row for row, value in values.items() if are_scales_apart(value, usual)]
    others = [value for row, value in values.items() if row not in apart]
    if len(others) < FEWEST_OTHERS or max(others) > WIDEST_SPREAD_OF_OTHERS * min(others):
        return
    usual = Fraction(median(others))
    for row in apart:
        if are_scales_apart(values[row], usual) and _is_telling(values[row], field):
            details = {"count": len(others)}
            yield _finding(figures, stat, row, name, values[row], usual, details), row, name


def _is_telling(value: int | Fraction, field: Field) -> bool:
    return not is_count(field) or value.denominator > 1 or value >= SMALLEST_TELLING_COUNT


def _finding(
    figures: Figures,
    stat: StatTable,
    row: int,
    name: str,
    value: Fraction,
    usual: Fraction,
    more: Mapping[str, object],
) -> Finding:
    unit, measure = figures.label(stat, row), (figures.numbers(stat)[name].unit or "").removeprefix("万")
    proposal = value / TEN_THOUSAND if value > usual else value * TEN_THOUSAND
    details = {"unit": unit, "field": name, "value": shown(value), "usual": shown(usual)}
    details |= {"units": f"{measure}/万{measure}", "proposal": shown(proposal)}
    code = FAR_FROM_OTHERS if "count" in more else FAR_FROM_LAST
    return Finding(code, stat.origins[row].place(name), {**details, **more}, unit)


CHECK = Check(Text("量级差一万倍", "A factor of ten thousand"), _find)
