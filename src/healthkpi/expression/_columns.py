"""Exact columns with missing values: what evaluate.py builds on.

A number column is Int64 where every value is whole and fits, otherwise objects that are Fractions or pd.NA.
No float is ever made: 29 / 100 * 100 must not fall below 29, and a sum must not wrap around at 2**63.
"""

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

LARGEST = 2**63 - 1

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def is_date(column: pd.Series) -> bool:
    """Whether the column holds dates."""
    return pd.api.types.is_datetime64_any_dtype(column.dtype)


def is_number(column: pd.Series) -> bool:
    """Whether the column holds exact numbers."""
    return column.dtype == object or column.dtype == "Int64"


def read_column(column: pd.Series) -> pd.Series:
    """A column as it is calculated with; one that follows none of the conventions is our own bug."""
    if is_date(column) or column.dtype in ("Int64", "boolean", "string"):
        return column
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean")
    if pd.api.types.is_integer_dtype(column.dtype):
        return column.astype("Int64")
    if isinstance(column.dtype, (pd.StringDtype, pd.CategoricalDtype)):
        return column.astype("string")
    if column.dtype == object:
        return settle(_read_number(value) for value in column)
    raise TypeError(f"column {column.name!r} is {column.dtype}, and no exact number, text, flag or date")


def _read_number(value: Any) -> Any:
    if isinstance(value, (int, Fraction)):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    if pd.isna(value):
        return pd.NA
    raise TypeError(f"{value!r} is no exact number")


def settle(values: Iterable[Any]) -> pd.Series:
    """Int64 where all are whole and fit, otherwise Fractions."""
    listed = list(values)
    # Asked of the numerator, because abs() of a Fraction makes another one for every row.
    if all(value is pd.NA or (value.denominator == 1 and _fits(value.numerator)) for value in listed):
        whole = [value if value is pd.NA else int(value) for value in listed]
        return pd.Series(pd.array(whole, dtype="Int64"))
    return pd.Series([Fraction(value) if type(value) is int else value for value in listed], dtype=object)


def _fits(whole: int) -> bool:
    return -LARGEST <= whole <= LARGEST


def fill_column(value: Any, dtype: Any, length: int) -> pd.Series:
    """The same value in every row."""
    return repeat(pd.Series([value], dtype=dtype), length)


def fill_number(value: Fraction, length: int) -> pd.Series:
    """The same number in every row."""
    return repeat(settle([value]), length)


def repeat(column: pd.Series, length: int) -> pd.Series:
    """A column of one value, made as long as the others."""
    repeated: pd.Series = column.repeat(length).reset_index(drop=True)
    return repeated


def calculate(sign: str, left: pd.Series, right: pd.Series) -> pd.Series:
    """One of + - * /; missing where a side is, and where there is nothing to divide by."""
    if sign == "/":
        return settle(map(_divide, left.tolist(), right.tolist()))
    apply = SIGNS[sign]
    if _is_whole(left, right) and largest_result(sign, left, right) <= LARGEST:
        whole: pd.Series = apply(left, right)
        return whole
    return settle(map(apply, left.tolist(), right.tolist()))


def largest_result(sign: str, left: pd.Series, right: pd.Series) -> int:
    """How far from zero a result can lie, counted in Python's integers, which do not wrap around."""
    ends = largest_of(left), largest_of(right)
    return ends[0] * ends[1] if sign == "*" else ends[0] + ends[1]


def largest_of(column: pd.Series) -> int:
    """How far from zero the whole numbers of a column lie."""
    present = column.dropna()
    return max(abs(int(present.min())), abs(int(present.max()))) if len(present) else 0


def _is_whole(*columns: pd.Series) -> bool:
    return all(column.dtype == "Int64" for column in columns)


def _divide(numerator: Any, denominator: Any) -> Any:
    if numerator is pd.NA or denominator is pd.NA or denominator == 0:
        return pd.NA
    return Fraction(numerator, denominator)


def compare(sign: str, left: pd.Series, right: pd.Series) -> pd.Series:
    """Yes, no, or missing where a side is."""
    left, right = make_alike([left, right])
    apply = SIGNS[sign]
    if left.dtype == object:
        found = pd.Series(list(map(apply, left.tolist(), right.tolist())), dtype="boolean")
    else:
        found = apply(left, right).astype("boolean")
    # Dates say "no" of a missing one, where the answer is not known.
    return found.mask(left.isna() | right.isna(), pd.NA)


def make_alike(columns: list[pd.Series]) -> list[pd.Series]:
    """Of one dtype: ISO texts beside dates become dates, whole numbers beside fractions become objects."""
    if any(is_date(column) for column in columns):
        return [read_dates(column) for column in columns]
    if any(column.dtype == object for column in columns):
        return [column.astype(object) for column in columns]
    return columns


def read_dates(column: pd.Series) -> pd.Series:
    """Dates in one unit of time; ISO texts are read."""
    dates = column if is_date(column) else pd.to_datetime(column, format="%Y-%m-%d")
    return dates.astype("datetime64[us]")


def choose(condition: pd.Series, yes: pd.Series, no: pd.Series) -> pd.Series:
    """One or the other, row by row, and missing where the condition is: a blank is not a no."""
    yes, no = make_alike([yes, no])
    result = yes.where(condition.fillna(False).astype(bool), no)
    result = result.mask(condition.isna(), pd.NaT if is_date(result) else pd.NA)
    return settle(result) if result.dtype == object else result


def blank_like(column: pd.Series) -> pd.Series:
    """As many missing values of the same dtype."""
    return column.mask(pd.Series(True, index=column.index), pd.NaT if is_date(column) else pd.NA)


def known(column: pd.Series) -> pd.Series:
    """Where a value is not missing."""
    return column.notna().astype("boolean")
