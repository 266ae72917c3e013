"""Sum first, divide last: the value of a group of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.model.treatment import Filled
from healthkpi.model.value import Coverage, Failing, Value, ValueStatus
from healthkpi.tally._groups import Group
from healthkpi.tally._parts import DENOMINATOR, NUMERATOR, Parts
from healthkpi.tally._rows import Rows
from healthkpi.tally._sampled import sampled_rows
from healthkpi.text import Text

NO_ROWS = Text("没有上报", "nothing was reported")
NOT_COMPLETE = Text("数据不全", "figures are missing")
CONTRADICTION = Text("数据自相矛盾（见问题数据）", "the figures contradict themselves (see the findings)")
NOBODY = Text("没有符合条件的行，没有率", "no row belongs, so there is no rate")
EMPTY_DENOMINATOR = Text("分母为 0，没有率", "the denominator is 0, so there is no rate")


def sum_value(parts: Parts, group: Group, factor: int, only: frozenset[str] | None = None) -> Value:
    """Numerators over denominators, summed over the rows that have both; the others are named.

    `only` limits the sums to rows of these labels: a change compares the same units at both times.
    """
    rows = parts.rows
    is_whole = parts.is_whole and only is None
    entering, left_out, filled = (group, (), ()) if is_whole else _entering(parts, group, only)
    counted, coverage = entering.rows, entering.coverage
    failing = () if parts.all_meet else tuple(filter(None, map(parts.failing.__getitem__, group.rows)))
    if not counted and group.rows:
        return replace(_nothing(parts, group, coverage, failing), left_out=left_out)
    if not counted and (group.absent or rows.is_empty):
        return Value(ValueStatus.MISSING, coverage=coverage, factor=factor, reason=NO_ROWS)
    numerator = parts.sum_of(NUMERATOR, counted, group.none)
    denominator = whole = None
    if parts.denominators is not None:
        denominator = parts.sum_of(DENOMINATOR, counted, group.none)
        whole = denominator
        if not is_whole:
            whole = parts.sum_of(DENOMINATOR, _consistent(parts, group), group.none)
    value = Value(
        ValueStatus.PARTIAL if coverage.missing else ValueStatus.OK,
        _divided(numerator, denominator, factor),
        numerator,
        denominator,
        factor,
        coverage,
        whole,
        rows=entering.sources,
        left_out=left_out,
        failing=failing,
        filled=filled,
        sampled=sampled_rows(parts, counted) if parts.is_sampled and denominator else None,
    )
    if value.amount is not None:
        return value
    reason = EMPTY_DENOMINATOR if counted else NOBODY
    return replace(value, status=ValueStatus.ZERO_DENOMINATOR, reason=reason)


def _entering(
    parts: Parts, group: Group, only: frozenset[str] | None
) -> tuple[Group, tuple[int, ...], tuple[Filled, ...]]:
    """The group of only those rows that have both sides and are among those asked for; what is left out, and what is filled."""
    rows = parts.rows
    counted = [
        row for row in group.rows if parts.is_complete(row) and (only is None or rows.labels[row] in only)
    ]
    inside = set(counted)
    entering = replace(
        group,
        rows=tuple(counted),
        sources=tuple(source for row in counted for source in rows.sources[row]),
        coverage=_coverage(rows, group, [row for row in counted if row not in parts.filled]),
    )
    left_out = tuple(source for row in group.rows if row not in inside for source in rows.sources[row])
    return entering, left_out, tuple(parts.filled[row] for row in counted if row in parts.filled)


def _divided(numerator: Fraction, denominator: Fraction | None, factor: int) -> Fraction | None:
    """In whole numbers, so that it is brought to lowest terms once."""
    if denominator is None:
        return numerator * factor
    if not denominator:
        return None
    top, bottom = numerator.numerator * factor, numerator.denominator * denominator.numerator
    return Fraction(top * denominator.denominator, bottom)


def refuse_above_whole(value: Value) -> Value:
    """A proportion above 100 % is no value but a contradiction."""
    amount = value.amount
    if amount is None or 0 <= amount.numerator <= value.factor * amount.denominator:
        return value
    return replace(value, status=ValueStatus.INVALID, amount=None, reason=CONTRADICTION)


def distinct_value(answers: Sequence[Any], parts: Parts, group: Group) -> Value:
    """How many different answers the rows give that surely belong."""
    rows = parts.rows
    sure = [row for row in group.rows if not rows.doubtful[row] and not parts.open_where[row]]
    coverage = _coverage(rows, group, [row for row in group.rows if not rows.doubtful[row]])
    if not group.rows and (group.absent or rows.is_empty):
        return Value(ValueStatus.MISSING, coverage=coverage, reason=NO_ROWS)
    found = {value for row in sure if not pd.isna(value := answers[row])}
    return _counted(Fraction(len(found)), None, rows, sure, coverage)


def items_value(answers: Mapping[str, Sequence[object]], rows: Rows, group: Group) -> Value:
    """How many of the named items hold in every row of the group; a blank holds nothing and is listed."""
    total = Fraction(len(answers))
    sure = [row for row in group.rows if not rows.doubtful[row]]
    coverage = _coverage(rows, group, sure)
    if not sure:
        status, reason = (
            (ValueStatus.INVALID, CONTRADICTION) if group.rows else (ValueStatus.MISSING, NO_ROWS)
        )
        return Value(status, denominator=total, coverage=coverage, reason=reason)
    holding = {name for name, flags in answers.items() if all(flags[row] is True for row in sure)}
    failing = tuple(
        Failing(
            rows.labels[row],
            rows.sources[row][0] if rows.sources[row] else -1,
            tuple(name for name, flags in answers.items() if flags[row] is False),
            tuple(name for name, flags in answers.items() if flags[row] is pd.NA),
        )
        for row in sure
        if any(flags[row] is not True for flags in answers.values())
    )
    return replace(_counted(Fraction(len(holding)), total, rows, sure, coverage), failing=failing)


def _counted(
    count: Fraction, total: Fraction | None, rows: Rows, sure: Sequence[int], coverage: Coverage
) -> Value:
    sources = tuple(source for row in sure for source in rows.sources[row])
    status = ValueStatus.PARTIAL if coverage.missing else ValueStatus.OK
    return Value(status, count, count, total, coverage=coverage, rows=sources)


def ready_made_value(indicator: Indicator, rows: Rows, group: Group) -> Value | None:
    """The figure that the sheet itself gives for a single row, where its parts are blank."""
    name = indicator.reported.value if indicator.reported else None
    if name is None or len(group.rows) != 1:
        return None
    said = rows.frame[name].iloc[group.rows[0]]
    if pd.isna(said):
        return None
    return Value(
        ValueStatus.OK,
        Fraction(said),
        coverage=Coverage(1),
        ready_made=True,
        rows=rows.sources[group.rows[0]],
    )


def _nothing(parts: Parts, group: Group, coverage: Coverage, failing: tuple[Failing, ...]) -> Value:
    contradicts = any(parts.impossible[row] or parts.rows.doubtful[row] for row in group.rows)
    status, reason = (
        (ValueStatus.INVALID, CONTRADICTION) if contradicts else (ValueStatus.MISSING, NOT_COMPLETE)
    )
    whole = (
        parts.sum_of(DENOMINATOR, _consistent(parts, group), group.none)
        if parts.denominators is not None
        else None
    )
    return Value(status, coverage=coverage, whole_denominator=whole, reason=reason, failing=failing)


def _coverage(rows: Rows, group: Group, counted: Sequence[int]) -> Coverage:
    """Names, not rows: a unit that stands there twice is one unit. A row that stands for an absent unit is nobody's report."""
    inside = set(counted)
    own = [row for row in group.rows if row not in rows.stand_ins]
    names = {rows.labels[row] for row in own}
    missing = dict.fromkeys(rows.labels[row] for row in own if row not in inside)
    return Coverage(len(names) + len(group.absent) + len(group.none), (*missing, *group.absent))


def _consistent(parts: Parts, group: Group) -> list[int]:
    return [row for row in group.rows if not parts.impossible[row] and not parts.rows.doubtful[row]]
