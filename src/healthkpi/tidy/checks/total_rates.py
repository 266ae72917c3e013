"""The rate in the sheet's own total row, compared with the one that its rows come to."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.kinds import factor_of
from healthkpi.definitions.table import Table
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import Matched, StatTable
from healthkpi.text import Text, same
from healthkpi.tidy.checks._check import Check, Figures
from healthkpi.tidy.checks.totals import is_grand_total, names_of_area, said_in_total

TOTAL_RATE_DIFFERS = declare(
    "HK333",
    Severity.WARNING,
    Text(
        "合计行的“{field}”填 {said}，按各行分子之和÷分母之和是 {computed}{mean}",
        "the total row says {said} for {field}; the sums of its rows make {computed}{mean}",
    ),
    Text(
        "全区的率是分子之和除以分母之和，不是各单位率的平均：人少的乡镇和人多的乡镇不能一样算。判定用复算的率；请改正合计行。",
        "The rate of the whole is the sum of the numerators over the sum of the denominators, not the mean of the rates: "
        "small and large townships do not weigh the same. The recomputed one is judged; mend the total row.",
    ),
)
_IS_THE_MEAN = Text("（填的是各行率的平均）", " (it is the mean of the rates)")
# As for the rates of single rows: two decimals of a percentage, rounded, are never further off.
MAY_DIFFER = Fraction(1, 10)


def _find(figures: Figures) -> Iterator[Finding]:
    area = names_of_area(figures.policy)
    for stat in figures.tables.values():
        rates = _rates_of(figures, stat)
        for matched, rows in stat.rows_by_sheet if rates else ():
            for total_row in matched.total_rows:
                if is_grand_total(matched, total_row, area):
                    for name, indicator in rates.items():
                        table = figures.definition(stat)
                        yield from _compare(table, stat, indicator, name, matched, rows, total_row)


def _rates_of(figures: Figures, stat: StatTable) -> dict[str, Indicator]:
    """The columns of ready-made rates, each with an indicator that says what they are made of in every row."""
    rates: dict[str, Indicator] = {}
    for indicator in figures.policy.indicators.values():
        said = indicator.reported.value if indicator.reported is not None else None
        is_of_rows = indicator.where is None and indicator.gather is None and indicator.change is None
        is_plain = isinstance(indicator.numerator, Formula) and isinstance(indicator.denominator, Formula)
        if indicator.table == stat.id and said is not None and is_of_rows and is_plain:
            rates.setdefault(said, indicator)
    return rates


def _compare(
    table: Table,
    stat: StatTable,
    indicator: Indicator,
    name: str,
    matched: Matched,
    rows: Sequence[int],
    total_row: int,
) -> Iterator[Finding]:
    said = said_in_total(matched, total_row, name, table)
    factor = factor_of(indicator)
    frame = stat.frame.iloc[[row for row in rows if row not in stat.doubtful]]
    computed = _computed(indicator, frame, factor)
    if said is None or computed is None:
        return
    if min(abs(said - computed), abs(said * factor - computed)) > MAY_DIFFER:
        rates = [Fraction(value) for value in frame[name].dropna()]
        mean = sum(rates, Fraction(0)) / len(rates) if rates else None
        is_mean = mean is not None and abs(said - mean) <= MAY_DIFFER
        details = {"field": name, "said": f"{float(said):.2f}", "computed": f"{float(computed):.2f}"}
        mean_said = _IS_THE_MEAN if is_mean else same("")
        yield Finding(TOTAL_RATE_DIFFERS, matched.place(total_row, name), details | {"mean": mean_said})


def _computed(indicator: Indicator, frame: pd.DataFrame, factor: int) -> Fraction | None:
    """The sums of both sides, divided; None where a row lacks one, since the total row may know it."""
    sides = (indicator.numerator, indicator.denominator)
    columns = [evaluate(side.tree, frame) for side in sides if isinstance(side, Formula)]
    if len(columns) != len(sides) or any(column.isna().any() for column in columns):
        return None
    part, whole = (sum((Fraction(value) for value in column), Fraction(0)) for column in columns)
    return part * factor / whole if whole else None


CHECK = Check(Text("合计行的率", "The rate in the total row"), _find)
