"""Doubts that only show when figures meet: parts above their whole, reported rates, open criteria."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import compress

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import names_in
from healthkpi.model.finding import Code, Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.tally._parts import Parts
from healthkpi.tally._ready_made import formulas_of
from healthkpi.text import Text

PART_ABOVE_WHOLE = declare(
    "HK303",
    Severity.ERROR,
    Text(
        "{unit}：分子 {part} 大于分母 {whole}；不计入汇总",
        "{unit}: the numerator {part} exceeds the denominator {whole}; in no sum",
    ),
    Text(
        "部分不能大于整体。多半是口径不同、填错列或单位不同。改正前这一行不参加汇总。",
        "A part cannot exceed its whole. Usually the two are counted differently or stand in the wrong column.",
    ),
)
NEGATIVE = declare(
    "HK307",
    Severity.ERROR,
    Text(
        "{unit}：占比的分子、分母不能是负数（{part}/{whole}）；不计入汇总",
        "{unit}: a proportion has no negative parts ({part}/{whole}); in no sum",
    ),
    Text(
        "人数、机构数不会是负数。请核对这一行。",
        "People and institutions are not counted below zero. Check the row.",
    ),
)
RATE_DIFFERS = declare(
    "HK304",
    Severity.WARNING,
    Text("{unit}：填报 {said}，复算 {computed}", "{unit}: reported {said}, recomputed {computed}"),
    Text(
        "表里填的率与分子÷分母相差超过 0.1。判定用复算的率；请核对填报的率或分子、分母。",
        "The rate in the sheet differs from numerator ÷ denominator by more than 0.1. The recomputed one is judged.",
    ),
)
LEFT_OPEN = declare(
    "HK305",
    Severity.WARNING,
    Text(
        "待核：{unit} 的“{criteria}”空白，按未达到计",
        "to be checked: {criteria} of {unit} is blank; counted as not met",
    ),
    Text(
        "空白不等于“是”。这一行留在分母里、不进分子，补填后重算。",
        "A blank is not a yes. The row stays in the denominator and out of the numerator until it is filled in.",
    ),
)
# Two decimals of a percentage, rounded, are never further off than this.
REPORTED_MAY_DIFFER = Fraction(1, 10)


def doubts_of_parts(indicator: Indicator, parts: Parts, stat: StatTable, factor: int) -> Iterator[Finding]:
    """What the rows of one indicator give reason to doubt."""
    for row in compress(range(len(parts.impossible)), parts.impossible):
        if parts.denominators is not None:
            details = {"part": _shown(parts.numerators[row]), "whole": _shown(parts.denominators[row])}
            is_negative = min(parts.numerators[row] or 0, parts.denominators[row] or 0) < 0
            code = NEGATIVE if is_negative else PART_ABOVE_WHOLE
            yield _finding(code, parts, row, stat, _first_field(indicator), details)
    yield from _open_rows(indicator, parts, stat)
    if indicator.reported is not None and indicator.reported.value is not None:
        yield from _reported_rates(indicator.reported.value, parts, stat, factor)


def _open_rows(indicator: Indicator, parts: Parts, stat: StatTable) -> Iterator[Finding]:
    for row, failing in enumerate(() if parts.all_meet else parts.failing):
        if failing is not None and failing.open and not failing.failed:
            blank = _blank_field(indicator, failing.open[0], stat, failing.row)
            yield _finding(LEFT_OPEN, parts, row, stat, blank, {"criteria": "、".join(failing.open)})
    for row in compress(range(len(parts.open_where)), parts.open_where):
        if indicator.where is not None:
            names = names_in(indicator.where.tree)
            blank = next((name for name in names if pd.isna(parts.rows.frame[name].iloc[row])), None)
            yield _finding(LEFT_OPEN, parts, row, stat, blank, {"criteria": blank or ""})


def _blank_field(indicator: Indicator, criterion: str, stat: StatTable, row: int) -> str | None:
    """The blank cell that leaves a criterion open."""
    formulas = formulas_of(indicator.meets[criterion])
    names = dict.fromkeys(name for formula in formulas for name in names_in(formula.tree))
    return next(
        (name for name in names if row >= 0 and name in stat.frame and pd.isna(stat.frame[name].iloc[row])),
        None,
    )


def _reported_rates(name: str, parts: Parts, stat: StatTable, factor: int) -> Iterator[Finding]:
    for row, said in enumerate(parts.rows.frame[name].tolist()):
        denominators = parts.denominators
        if denominators is None or not parts.is_complete(row) or not denominators[row] or pd.isna(said):
            continue
        computed = Fraction(parts.numerators[row] or 0) * factor / Fraction(denominators[row] or 1)
        if abs(said - computed) > REPORTED_MAY_DIFFER:
            details = {"said": f"{float(said):.2f}", "computed": f"{float(computed):.2f}"}
            yield _finding(RATE_DIFFERS, parts, row, stat, name, details)


def _finding(
    code: Code, parts: Parts, row: int, stat: StatTable, field: str | None, details: Mapping[str, object]
) -> Finding:
    sources = parts.rows.sources[row]
    place = stat.origins[sources[0]].place(field or "") if sources else None
    unit = parts.rows.labels[row]
    return Finding(code, place, {"unit": unit, **details}, unit)


def _first_field(indicator: Indicator) -> str | None:
    if not isinstance(indicator.numerator, Formula):
        return None
    return next(iter(names_in(indicator.numerator.tree)), None)


def row_label(stat: StatTable, policy: Policy, row: int) -> str:
    """What names a row of a table."""
    table = policy.tables[stat.id]
    return table.label({name: stat.frame[name].iloc[row] for name in table.key}, row + 1)


def _shown(number: int | Fraction | None) -> str:
    exact = Fraction(number or 0)
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,g}"
