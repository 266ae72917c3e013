"""The checks that tables.yaml demands of every row: which rows fail them."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Elsewhere
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.rule import Rule
from healthkpi.definitions.table import shared_unit
from healthkpi.expression.evaluate import evaluate
from healthkpi.expression.tree import Arithmetic, Call, Comparison, Expression, Number, names_in
from healthkpi.expression.write import say
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.quantity import Quantity
from healthkpi.model.table import StatTable
from healthkpi.tally._doubts import row_label
from healthkpi.tally._parts import exact_values
from healthkpi.text import Text

Tables = Mapping[str, StatTable]

_FAILS = Text("{unit}：{rule}", "{unit}: {rule}")
_EXPLAINED = Text(
    "tables.yaml 的 checks 写明每行应满足的关系，这一行不满足。先核对这一行的几个数（明细与汇总的，两张表都看），改正后重算；"
    "若是关系本身定得不对，改 tables.yaml。",
    "`checks` in tables.yaml demands a relation of every row, and this row fails it. Compare the figures of the row "
    "(where a list stands against its summary, of both tables) and run again; if the relation itself is wrong, "
    "change tables.yaml.",
)
# One code a severity, so that a script can tell them apart by their codes.
CODES = {
    Severity.WARNING: declare("HK306", Severity.WARNING, _FAILS, _EXPLAINED),
    Severity.ERROR: declare("HK340", Severity.ERROR, _FAILS, _EXPLAINED),
    Severity.NOTE: declare("HK341", Severity.NOTE, _FAILS, _EXPLAINED),
}
Key = tuple[str, date | None]


def check_rows(stat: StatTable, policy: Policy, tables: Tables) -> Iterator[Finding]:
    """The checks of a table that a row fails; a blank fails none."""
    for rule in policy.tables[stat.id].checks:
        if all(detail.table in tables for detail in rule.detail.values()):
            yield from _check(rule, stat, policy, tables)


def _check(rule: Rule, stat: StatTable, policy: Policy, tables: Tables) -> Iterator[Finding]:
    frame = _with_details(rule, stat, policy, tables)
    holds = evaluate(widened(rule.check.tree, rule.tolerance), frame)
    failing = holds.index[holds.fillna(True).eq(False)]
    name = next((name for name in names_in(rule.check.tree) if name in stat.frame), "")
    for row in failing:
        said = _said(rule, stat, policy, frame.loc[[row]])
        unit = row_label(stat, policy, row)
        yield Finding(CODES[rule.severity], stat.origins[row].place(name), {"unit": unit, "rule": said}, unit)


def widened(tree: Expression, tolerance: Quantity | None) -> Expression:
    """A comparison of two numbers that also holds where they miss it by no more than the tolerance."""
    if tolerance is None or not isinstance(tree, Comparison):
        return tree
    (left, right), (sign,) = tree.operands, tree.operators
    slack: Expression = Number(tolerance.amount)
    if tolerance.unit is not None:
        slack = Arithmetic("*", Number(tolerance.amount / 100), Call("abs", (right,)))
    low, high = Arithmetic("-", right, slack), Arithmetic("+", right, slack)
    if sign == "=":
        return Comparison((low, left, high), ("<=", "<="))
    return Comparison((left, high if sign in {"<", "<="} else low), (sign,))


def _with_details(rule: Rule, stat: StatTable, policy: Policy, tables: Tables) -> pd.DataFrame:
    """The rows with one more column for each sum over another table."""
    made = {name: _sums(detail, stat, policy, tables) for name, detail in rule.detail.items()}
    return stat.frame.assign(**made) if made else stat.frame


def _sums(detail: Elsewhere, stat: StatTable, policy: Policy, tables: Tables) -> pd.Series:
    """What the rows of the same unit and time in another table come to.

    A unit without rows there has sent no list, unless the table says that no row means none.
    """
    there, table = tables[detail.table], policy.tables[detail.table]
    columns = shared_unit(policy.tables[stat.id], table)
    if columns is None:
        raise ValueError(f"{stat.id} and {detail.table} share no unit")
    sums = _sums_by_unit(detail, there, columns[1])
    absent = Fraction(0) if table.no_row_means == "none" else pd.NA
    has_periods = any(period is not None for period in there.periods)
    keys = zip(stat.frame[columns[0]], stat.periods, strict=True)
    found = [
        sums.get((str(unit), period.end if period and has_periods else None), absent) for unit, period in keys
    ]
    return pd.Series(found, index=stat.frame.index, dtype="object")


def _sums_by_unit(detail: Elsewhere, there: StatTable, column: str) -> dict[Key, object]:
    """Unit and last day → sum; missing where a row is open, cannot be added or contradicts another."""
    values = exact_values(evaluate(detail.sum.tree, there.frame))
    belongs: list[bool | None] = [True] * len(values)
    if detail.where is not None:
        answers = evaluate(detail.where.tree, there.frame)
        belongs = [None if pd.isna(answer) else bool(answer) for answer in answers]
    sums: dict[Key, object] = {}
    for row, unit in enumerate(there.frame[column]):
        period, is_in = there.periods[row], belongs[row]
        key = (str(unit), period.end if period is not None else None)
        before, value = sums.get(key, Fraction(0)), values[row]
        if is_in is None or row in there.doubtful or (is_in and value is None):
            sums[key] = pd.NA
        elif isinstance(before, Fraction):
            sums[key] = before + (value or 0) if is_in else before
    return sums


def _said(rule: Rule, stat: StatTable, policy: Policy, row: pd.DataFrame) -> Text:
    """The rule's own words, else the expression; and the two figures that were compared."""
    tree = rule.check.tree
    slack = ""
    if rule.tolerance is not None:
        slack = f" ± {float(rule.tolerance.amount):g}{rule.tolerance.unit or ''}"
    said = rule.says or Text(f"不满足“{say(tree, 'zh')}{slack}”", f"{say(tree, 'en')}{slack} does not hold")
    figures = _compared(tree, row) if _may_be_shown(tree, stat, policy) else ()
    if len(figures) != 2:
        return said
    return Text(f"{said.zh}（{figures[0]}，{figures[1]}）", f"{said.en} ({figures[0]}, {figures[1]})")


def _may_be_shown(tree: Expression, stat: StatTable, policy: Policy) -> bool:
    fields = policy.tables[stat.id].fields
    return not any(fields[name].sensitive for name in names_in(tree) if name in fields)


def _compared(tree: Expression, row: pd.DataFrame) -> tuple[str, ...]:
    """Both sides of a comparison of numbers, as they stand in this row; a number written in the check is known."""
    if not isinstance(tree, Comparison) or any(not names_in(operand) for operand in tree.operands):
        return ()
    columns = [evaluate(operand, row) for operand in tree.operands]
    if any(column.dtype not in ("Int64", object) for column in columns):
        return ()
    values = [exact_values(column)[0] for column in columns]
    return tuple(_shown(Fraction(value)) for value in values if value is not None)


def _shown(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,g}"
