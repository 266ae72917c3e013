"""Evaluate a checked expression over the rows of a table, or over groups of rows.

Missing stays missing: and/or, comparisons and case follow three-valued logic. What a column may hold is in
_columns.py. No row and no group is visited by Python where the column is Int64, boolean or a date.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from healthkpi.expression._columns import (
    LARGEST,
    blank_like,
    calculate,
    choose,
    compare,
    fill_column,
    fill_number,
    is_date,
    known,
    largest_of,
    make_alike,
    read_column,
    read_dates,
    settle,
)
from healthkpi.expression.functions import FUNCTIONS
from healthkpi.expression.tree import (
    And,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Expression,
    Membership,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Truth,
    Words,
    names_in,
    parts_of,
    walk,
)
from healthkpi.expression.write import write

MICROSECONDS_IN_HOUR = 3_600_000_000


def evaluate(expression: Expression, frame: pd.DataFrame) -> pd.Series:
    """One value for each row, under the index of the frame."""
    if _is_numbered(frame):
        columns = {name: read_column(frame[name]) for name in names_in(expression)}
        return _Rows(columns, len(frame)).value(expression).rename(None)
    columns = {name: read_column(frame[name].reset_index(drop=True)) for name in names_in(expression)}
    result = _Rows(columns, len(frame)).value(expression)
    return result.set_axis(frame.index).rename(None)


def _is_numbered(frame: pd.DataFrame) -> bool:
    """Whether its rows count from 0, as nearly always: numbering them anew takes longer than adding up ten."""
    index = frame.index
    return isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)


def evaluate_groups(expression: Expression, frame: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """One value for each group, in the order of the group labels; `groups` labels the rows, in their order.

    Rows without a label belong to no group. Where the labels are categorical every category has a value, so
    that a roster's absent unit shows: no rows count 0 and add up to 0, have no least, most or every, and `any`
    is no.
    """
    grouping = _Grouping.of(groups)
    sums = {write(node): node for node in walk(expression) if _is_aggregate(node)}
    made = {name: _aggregate(call, frame, grouping) for name, call in sums.items() if isinstance(call, Call)}
    result = _Rows(made, len(grouping.labels)).value(_name_aggregates(expression))
    return result.set_axis(grouping.labels)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns that names stand for, all of one length and numbered from 0."""

    columns: dict[str, pd.Series]
    length: int

    def value(self, expression: Expression) -> pd.Series:
        """The column of one node."""
        match expression:
            case Number(value):
                return fill_number(value, self.length)
            case Words(value):
                return fill_column(value, "string", self.length)
            case Truth(value):
                return fill_column(value, "boolean", self.length)
            case Name(name):
                return self.columns[name]
            case Case():
                return self.case(expression)
            case Call(function, arguments):
                return ROW_FUNCTIONS[function]([self.value(argument) for argument in arguments])
        return self.operation(expression)

    def operation(
        self, expression: Negative | Arithmetic | Comparison | And | Or | Not | Membership
    ) -> pd.Series:
        """The column of an operator."""
        match expression:
            case Negative(operand):
                return _negate(self.value(operand))
            case Arithmetic(sign, left, right):
                return calculate(sign, self.value(left), self.value(right))
            case Comparison():
                return self.comparison(expression)
            case And(operands):
                return reduce(lambda left, right: left & right, map(self.value, operands))
            case Or(operands):
                return reduce(lambda left, right: left | right, map(self.value, operands))
            case Not(operand):
                return ~self.value(operand)
            case Membership():
                return self.membership(expression)

    def comparison(self, node: Comparison) -> pd.Series:
        """Every neighbouring pair must hold."""
        values = [self.value(operand) for operand in node.operands]
        pairs = zip(node.operators, values, values[1:], strict=False)
        return reduce(lambda left, right: left & right, [compare(*pair) for pair in pairs])

    def membership(self, node: Membership) -> pd.Series:
        """Equal to one of the options; a missing option leaves it open, as it does in SQL."""
        value = self.value(node.value)
        texts = [option.value for option in node.options if isinstance(option, Words)]
        if value.dtype == "string" and len(texts) == len(node.options):
            within = _is_one_of(value, texts)
        else:
            found = [compare("=", value, self.value(option)) for option in node.options]
            within = reduce(lambda left, right: left | right, found)
        return ~within if node.negated else within

    def case(self, node: Case) -> pd.Series:
        """The first branch decides, so the branches are laid over one another from the last."""
        values = [self.value(value) for _, value in node.branches]
        result = blank_like(values[-1]) if node.otherwise is None else self.value(node.otherwise)
        for (condition, _), value in zip(reversed(node.branches), reversed(values), strict=True):
            result = choose(self.value(condition), value, result)
        return result


def _is_one_of(column: pd.Series, texts: list[str]) -> pd.Series:
    """One look-up for each row, however long the list."""
    return column.isin(texts).astype("boolean").mask(column.isna(), pd.NA)


def _negate(column: pd.Series) -> pd.Series:
    return calculate("-", fill_column(0, "Int64", len(column)), column)


def _first_known(columns: Sequence[pd.Series]) -> pd.Series:
    return reduce(lambda first, second: choose(known(first), first, second), make_alike(list(columns)))


def _absolute(columns: Sequence[pd.Series]) -> pd.Series:
    (column,) = columns
    return choose(compare("<", column, fill_column(0, "Int64", len(column))), _negate(column), column)


def _extreme(sign: str) -> Callable[[Sequence[pd.Series]], pd.Series]:
    def pick(columns: Sequence[pd.Series]) -> pd.Series:
        alike = make_alike(list(columns))
        return reduce(lambda left, right: choose(compare(sign, left, right), left, right), alike)

    return pick


def _is_blank(columns: Sequence[pd.Series]) -> pd.Series:
    return ~known(columns[0])


def _hours(columns: Sequence[pd.Series]) -> pd.Series:
    first, second = (read_dates(column) for column in columns)
    elapsed = second - first
    blank = elapsed.isna()
    # Counted in whole microseconds: dt.total_seconds() would be a float.
    counted = elapsed.astype("timedelta64[us]").astype("int64").astype("Int64").mask(blank, pd.NA)
    return calculate("/", counted, fill_column(MICROSECONDS_IN_HOUR, "Int64", len(counted)))


def _days(columns: Sequence[pd.Series]) -> pd.Series:
    first, second = (read_dates(column).dt.normalize() for column in columns)
    return _part(second - first, "days")


def _months(columns: Sequence[pd.Series]) -> pd.Series:
    first, second = (read_dates(column).dt.normalize() for column in columns)
    return choose(compare("<=", first, second), _months_on(first, second), _negate(_months_on(second, first)))


def _months_on(first: pd.Series, second: pd.Series) -> pd.Series:
    """Whole months from the earlier to the later date.

    A month is full on the same day of a later month, or on its last day where it has no such day (Civil Code
    of the People's Republic of China, art. 202).
    """
    months = (
        (_part(second, "year") - _part(first, "year")) * 12 + _part(second, "month") - _part(first, "month")
    )
    is_short = (_part(second, "day") < _part(first, "day")) & ~second.dt.is_month_end.astype("boolean")
    return calculate("-", months, is_short.astype("Int64"))


def _part(times: pd.Series, part: str) -> pd.Series:
    counted: pd.Series = getattr(times.dt, part).astype("Int64")
    return counted


def _holding(columns: Sequence[pd.Series]) -> pd.Series:
    return reduce(lambda left, right: left + right, [column.astype("Int64") for column in columns])


ROW_FUNCTIONS: dict[str, Callable[[Sequence[pd.Series]], pd.Series]] = {
    "coalesce": _first_known,
    "abs": _absolute,
    "min_of": _extreme("<="),
    "max_of": _extreme(">="),
    "is_blank": _is_blank,
    "hours_between": _hours,
    "days_between": _days,
    "months_between": _months,
    "year_of": lambda columns: _part(read_dates(columns[0]), "year"),
    "quarter_of": lambda columns: _part(read_dates(columns[0]), "quarter"),
    "month_of": lambda columns: _part(read_dates(columns[0]), "month"),
    "holding": _holding,
}


def _is_aggregate(node: Expression) -> bool:
    return isinstance(node, Call) and FUNCTIONS[node.function].aggregate


def _name_aggregates(expression: Expression) -> Expression:
    """The same tree with a name in the place of every aggregate, for the columns made of them."""
    if _is_aggregate(expression):
        return Name(write(expression))
    parts = [_name_aggregates(part) for part in parts_of(expression)]
    match expression:
        case Negative() | Not():
            return replace(expression, operand=parts[0])
        case Arithmetic():
            return replace(expression, left=parts[0], right=parts[1])
        case Comparison() | And() | Or():
            return replace(expression, operands=tuple(parts))
        case Membership():
            return replace(expression, value=parts[0], options=tuple(parts[1:]))
        case Case():
            otherwise = None if expression.otherwise is None else parts.pop()
            return replace(
                expression, branches=tuple(zip(parts[::2], parts[1::2], strict=True)), otherwise=otherwise
            )
        case Call():
            return replace(expression, arguments=tuple(parts))
    return expression


@dataclass(frozen=True, slots=True)
class _Grouping:
    """The group labels in order, and for each row the place of its label among them; -1 for none."""

    labels: pd.Index
    places: NDArray[Any]

    @classmethod
    def of(cls, groups: pd.Series) -> "_Grouping":
        """All categories where there are categories, otherwise the labels that occur."""
        if isinstance(groups.dtype, pd.CategoricalDtype):
            return cls(pd.Index(groups.cat.categories), groups.cat.codes.to_numpy(np.int64))
        places, labels = pd.factorize(groups, sort=True)
        return cls(pd.Index(labels), places.astype(np.int64))

    def count(self, where: pd.Series) -> NDArray[Any]:
        """How many rows of each group are marked."""
        marked = where.to_numpy(bool) & (self.places >= 0)
        return np.bincount(self.places[marked], minlength=len(self.labels))


def _aggregate(call: Call, frame: pd.DataFrame, grouping: _Grouping) -> pd.Series:
    if not call.arguments:
        every_row = pd.Series(True, index=range(len(frame)))
        return pd.Series(grouping.count(every_row), dtype="Int64")
    column = evaluate(call.arguments[0], frame).reset_index(drop=True)
    return AGGREGATES[call.function](column, grouping)


def _sum(column: pd.Series, grouping: _Grouping) -> pd.Series:
    dtype = np.int64 if _fits_when_summed(column) else object
    sums = np.zeros(len(grouping.labels), dtype=dtype)
    return _accumulate(np.add, sums, column, grouping)


def _fits_when_summed(column: pd.Series) -> bool:
    return column.dtype == "Int64" and largest_of(column) * len(column) <= LARGEST


def _accumulate(gather: np.ufunc, start: NDArray[Any], column: pd.Series, grouping: _Grouping) -> pd.Series:
    """Number by number into the groups; one missing number makes its group missing."""
    here = column.notna().to_numpy(bool) & (grouping.places >= 0)
    gather.at(start, grouping.places[here], column[here].to_numpy(start.dtype))
    incomplete = grouping.count(column.isna()) > 0
    if start.dtype == object:
        return settle(pd.NA if missing else value for value, missing in zip(start, incomplete, strict=True))
    return pd.Series(start, dtype="Int64").mask(incomplete, pd.NA)


def _count(column: pd.Series, grouping: _Grouping) -> pd.Series:
    return pd.Series(grouping.count(column.fillna(False)), dtype="Int64")


def _outermost(column: pd.Series, grouping: _Grouping, *, largest: bool) -> pd.Series:
    """The last or first row of each group when sorted by value; missing where a value of the group is."""
    by_value = column.dropna().sort_values(ascending=largest)
    places = pd.Series(grouping.places).loc[by_value.index]
    last = ~places.duplicated(keep="last") & (places >= 0)
    found = by_value[last].set_axis(places[last]).reindex(range(len(grouping.labels)))
    complete = pd.Series(grouping.count(column.isna()) == 0)
    result = found.where(complete, pd.NaT if is_date(column) else pd.NA)
    return read_column(result)


def _every(column: pd.Series, grouping: _Grouping) -> pd.Series:
    """One no decides; no rows decide nothing, because nothing found is never a pass."""
    refuted = pd.Series(grouping.count(~column.fillna(True)) > 0)
    held = pd.Series(grouping.count(column.fillna(False)) > 0)
    is_open = (grouping.count(column.isna()) > 0) | ~held
    return pd.Series(True, index=refuted.index, dtype="boolean").mask(is_open, pd.NA).mask(refuted, False)


def _any(column: pd.Series, grouping: _Grouping) -> pd.Series:
    """One yes decides."""
    held = grouping.count(column.fillna(False)) > 0
    is_open = grouping.count(column.isna()) > 0
    return pd.Series(False, index=range(len(held)), dtype="boolean").mask(is_open, pd.NA).mask(held, True)


def _distinct(column: pd.Series, grouping: _Grouping) -> pd.Series:
    """Different values; missing is none of them."""
    pairs = pd.DataFrame({"place": grouping.places, "value": column})
    return pd.Series(grouping.count(column.notna() & ~pairs.duplicated()), dtype="Int64")


def _variation(column: pd.Series, grouping: _Grouping) -> pd.Series:
    """Standard deviation over mean, to 30 digits; missing where a value is, and where there is no mean to speak of."""
    exact = [pd.NA if pd.isna(value) else Fraction(value) for value in column.tolist()]
    numbers = pd.Series(exact, dtype=object)
    sums, squares = _sum(numbers, grouping), _sum(numbers * numbers, grouping)
    counts = grouping.count(column.notna())
    parts = zip(counts.tolist(), sums.tolist(), squares.tolist(), strict=True)
    return settle(_spread(*part) for part in parts)


def _spread(count: int, total: Any, squares: Any) -> Any:
    if count == 0 or pd.isna(total) or not total:
        return pd.NA
    # (σ/μ)² = n·Σx² / (Σx)² − 1, exactly; only the root is rounded.
    square = count * Fraction(squares) / Fraction(total) ** 2 - 1
    with localcontext() as context:
        context.prec = 30
        return Fraction((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())


AGGREGATES: dict[str, Callable[[pd.Series, _Grouping], pd.Series]] = {
    "sum": _sum,
    "count": _count,
    "least": lambda column, grouping: _outermost(column, grouping, largest=False),
    "most": lambda column, grouping: _outermost(column, grouping, largest=True),
    "every": _every,
    "any": _any,
    "distinct": _distinct,
    "variation": _variation,
}
