"""A count below zero."""

from collections.abc import Iterator

from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, rough, shown, value_at

NEGATIVE = declare(
    "HK320",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”是 {value}：计数不会小于零",
        "{field} of {unit} is {value}: a count cannot be below zero",
    ),
    Text(
        "人数、户数、例数不会是负数。多半是冲减上月的错数，或减号是破折号误打的。算占比时不计入，其他合计照样含着它，因此偏小。"
        "请改成本期的实际数；冲减请改在被冲减的那个月。",
        "People, households and cases are never fewer than none. Usually last month's mistake was booked back here, "
        "or a dash was typed before the number. Proportions leave it out; other sums hold it and are too small. Write "
        "this period's own number, and mend last month's in last month's sheet.",
    ),
)


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        for name in figures.counts(stat):
            for row in (rough(stat.frame[name]) < 0).nonzero()[0].tolist():
                value = value_at(stat, name, row)
                if value is not None:
                    unit = figures.label(stat, row)
                    details = {"unit": unit, "field": name, "value": shown(value)}
                    yield Finding(NEGATIVE, stat.origins[row].place(name), details, unit)


CHECK = Check(Text("计数小于零", "Counts below zero"), _find)
