"""Counts that a sheet holds ready-made, in place of the rows that they are counted from."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Criterion, Elsewhere, Indicator, Kind, SizeClass
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import names_in
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.table import StatTable
from healthkpi.model.value import Value, ValueStatus
from healthkpi.tally._parts import DENOMINATOR, Exact, Parts, Shared, exact_values, share
from healthkpi.tally._rows import Rows, Tables
from healthkpi.text import Text

COUNT_DIFFERS = declare(
    "HK310",
    Severity.WARNING,
    Text(
        "{field}：填报 {said}，逐行计算 {computed}；用逐行计算的",
        "{field}: reported {said}, counted from the rows {computed}; the rows are used",
    ),
    Text(
        "表里既有逐行的明细，又有填好的合计数，两者不等。判定用明细；请核对明细是否齐全。",
        "The rows themselves and a ready-made count are both there, and they differ. The rows are judged; see whether "
        "they are complete.",
    ),
)


def named_fields(indicator: Indicator) -> list[str]:
    """The fields of its table that an indicator is computed from."""
    formulas: list[object] = [indicator.where, indicator.numerator, indicator.denominator, indicator.distinct]
    for criterion in indicator.meets.values():
        formulas += formulas_of(criterion)
    if isinstance(indicator.items, dict):
        formulas += indicator.items.values()
    if indicator.gather is not None:
        formulas += [indicator.gather.where, *indicator.gather.make.values()]
    trees = [formula.tree for formula in formulas if isinstance(formula, Formula)]
    return [name for tree in trees for name in names_in(tree)]


def formulas_of(criterion: Criterion) -> Iterator[Formula]:
    """The expressions of a criterion, of all its size classes."""
    if isinstance(criterion, Formula):
        yield criterion
        return
    for size_class in (criterion,) if isinstance(criterion, SizeClass) else criterion:
        yield from (
            each for each in (size_class.when, size_class.need, size_class.otherwise) if each is not None
        )


def reported_counts(indicator: Indicator) -> tuple[str, ...]:
    """The fields of a ready-made numerator and denominator; nothing where the definition names none."""
    reported = indicator.reported
    if reported is None or reported.numerator is None:
        return ()
    return (
        (reported.numerator,) if reported.denominator is None else (reported.numerator, reported.denominator)
    )


def is_counted_already(indicator: Indicator, frame: pd.DataFrame) -> list[bool]:
    """Which rows hold the counts ready-made and nothing that they are counted from."""
    counts = reported_counts(indicator)
    if not counts or not all(frame[name].notna().any() for name in counts):
        return [False] * len(frame)
    own = [name for name in named_fields(indicator) if name in frame and name not in counts]
    holds: pd.Series = frame[list(counts)].notna().all(axis=1) & frame[own].isna().all(axis=1)
    return holds.tolist()


def is_denominator_elsewhere(indicator: Indicator) -> bool:
    """Whether a ready-made numerator still needs the denominator of another table."""
    reported = indicator.reported
    is_alone = reported is None or reported.denominator is None
    return is_alone and isinstance(indicator.denominator, Elsewhere)


def are_all_counted(indicator: Indicator, tables: Tables) -> bool:
    """Whether the table of an indicator has rows, and ready-made counts in each of them."""
    stat = tables.get(indicator.table or "")
    counted = is_counted_already(indicator, stat.frame) if stat is not None else []
    return bool(counted) and all(counted)


def ready_made_parts(indicator: Indicator, policy: Policy, tables: Tables, rows: Rows) -> Parts:
    """The parts of rows that hold them ready-made."""
    numerator, *denominator = reported_counts(indicator)
    tops = exact_values(rows.frame[numerator])
    bottoms: tuple[Exact, ...] | None = exact_values(rows.frame[denominator[0]]) if denominator else None
    elsewhere: dict[str, Shared] = {}
    side = indicator.denominator
    if is_denominator_elsewhere(indicator) and isinstance(side, Elsewhere):
        elsewhere = {DENOMINATOR: share(side, rows, policy, tables, indicator)}
        bottoms = tuple(elsewhere[DENOMINATOR].sums.get(unit) for unit in elsewhere[DENOMINATOR].units)
    pairs = zip(tops, bottoms or (None,) * len(tops), strict=True)
    is_share = indicator.kind is Kind.PROPORTION and not elsewhere
    impossible = tuple(
        is_share and top is not None and bottom is not None and not 0 <= top <= bottom
        for top, bottom in pairs
    )
    nothing = (None,) * len(rows)
    return Parts(
        rows, tops, bottoms, impossible, nothing, (False,) * len(rows), elsewhere, is_ready_made=True
    )


def differences(indicator: Indicator, summaries: Rows, value: Value, stat: StatTable) -> Iterator[Finding]:
    """A ready-made count of the whole area that is not what its rows come to."""
    if len(summaries) != 1 or value.status is not ValueStatus.OK:
        return
    computed = dict(zip(reported_counts(indicator), (value.numerator, value.denominator), strict=False))
    for field, count in computed.items():
        said = Fraction(summaries.frame[field].iloc[0])
        if count is not None and said != count:
            place = stat.origins[summaries.sources[0][0]].place(field)
            details = {"field": field, "said": f"{float(said):g}", "computed": f"{float(count):g}"}
            yield Finding(COUNT_DIFFERS, place, details)
