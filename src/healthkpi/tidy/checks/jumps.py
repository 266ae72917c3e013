"""A figure that has risen or fallen by 30 per cent against the last period."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from healthkpi.definitions.table import Field, OverTime
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.text import Text
from healthkpi.tidy.checks._check import (
    Check,
    Exact,
    Figures,
    exact_columns,
    is_last_period,
    is_set,
    is_year_before,
    shown,
)
from healthkpi.tidy.checks._scale import are_scales_apart

JUMPS = declare(
    "HK323",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”{value}，{period} 是 {before}（{change}）",
        "{field} of {unit} is {value}; in {period} it was {before} ({change})",
    ),
    Text(
        "与上期（累计数与上年同期）相比增减 30% 以上。可能是真的，也可能填错列、多一位少一位，或口径变了。"
        "请问填报单位原因，并在备注或通报里写一句。",
        "The figure has changed by 30 % or more against the last period (a cumulative one against the same months of "
        "last year). That may be true, or a digit or a column is wrong, or it is counted differently now. Ask the "
        "unit why, and note the reason.",
    ),
)
# officer/TABLES.md §0.4, check 6.
LARGEST_USUAL_CHANGE = Fraction(30, 100)
# Counts of about 100 seldom differ by 30 % by chance (two standard deviations); smaller ones do all the time.
SMALLEST_COMPARED = 100


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        latest = stat.times[-1].end if stat.times else None
        for fields, is_before in _comparisons(figures, stat):
            columns = exact_columns(stat, fields)
            for row, earlier in figures.earlier_rows(stat, is_before) if fields else ():
                period = stat.periods[row]
                # Only the return that came in now is questioned, not the whole history.
                if period is not None and period.end == latest:
                    yield from _compare(figures, stat, columns, row, earlier)


def _comparisons(
    figures: Figures, stat: StatTable
) -> Iterator[tuple[list[str], Callable[[Period, Period], bool]]]:
    """Stocks and flows go with the last period; cumulative figures only with the same months of a year before."""
    fields = {name: field for name, field in figures.numbers(stat).items() if not is_set(name, field)}
    yield [name for name, field in fields.items() if _goes_on(field)], is_last_period
    yield [name for name, field in fields.items() if field.over_time is OverTime.CUMULATIVE], is_year_before


def _goes_on(field: Field) -> bool:
    return field.over_time in {OverTime.STOCK, OverTime.FLOW}


def _compare(
    figures: Figures, stat: StatTable, columns: Mapping[str, Sequence[Exact]], row: int, earlier: int
) -> Iterator[Finding]:
    for name, values in columns.items():
        now, before = values[row], values[earlier]
        if now is None or before is None or max(now, before) < SMALLEST_COMPARED or before <= 0:
            continue
        is_large = abs(Fraction(now - before)) >= LARGEST_USUAL_CHANGE * before
        if is_large and not are_scales_apart(now, before):
            unit = figures.label(stat, row)
            details = {"unit": unit, "field": name, "value": shown(now), "before": shown(before)}
            details |= {
                "period": str(stat.periods[earlier]),
                "change": f"{float(Fraction(now - before) / before * 100):+.1f}%",
            }
            yield Finding(JUMPS, stat.origins[row].place(name), details, unit)


CHECK = Check(Text("比上期增减 30% 以上", "Changes of 30 % against the last period"), _find)
