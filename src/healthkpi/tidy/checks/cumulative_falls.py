"""A cumulative figure that is smaller than an earlier one of its year."""

from collections.abc import Iterator

from healthkpi.definitions.table import OverTime
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.period import Period
from healthkpi.text import Text
from healthkpi.tidy.checks._check import Check, Figures, exact_columns, shown

FALLS = declare(
    "HK321",
    Severity.WARNING,
    Text(
        "{unit} 的“{field}”累计 {value}，小于 {period} 的 {before}",
        "{field} of {unit}, cumulative, is {value}: less than {before} in {period}",
    ),
    Text(
        "累计数含有当年以前各月，只会增加。变小了，多半是把本月数填成了累计数，或上期多报后没有说明。"
        "请核对两期；订正上期的，请连同上期的表一并重报。",
        "A cumulative figure holds the earlier months of its year and can only grow. A smaller one is usually the "
        "month's own figure, or an earlier one that was too large. Compare both; if the earlier was wrong, send its "
        "sheet again too.",
    ),
)


def _find(figures: Figures) -> Iterator[Finding]:
    for stat in figures.tables.values():
        fields = figures.numbers(stat)
        cumulative = [name for name, field in fields.items() if field.over_time is OverTime.CUMULATIVE]
        if not cumulative:
            continue
        columns = exact_columns(stat, cumulative)
        for row, earlier in figures.earlier_rows(stat, _is_earlier_in_year):
            for name, values in columns.items():
                now, before = values[row], values[earlier]
                if now is not None and before is not None and now < before:
                    unit = figures.label(stat, row)
                    details = {"unit": unit, "field": name, "value": shown(now), "before": shown(before)}
                    place = stat.origins[row].place(name)
                    yield Finding(FALLS, place, {**details, "period": stat.periods[earlier]}, unit)


def _is_earlier_in_year(before: Period, now: Period) -> bool:
    return before.end.year == now.end.year and before.end < now.end


CHECK = Check(Text("累计数变小", "Cumulative figures that fall"), _find)
