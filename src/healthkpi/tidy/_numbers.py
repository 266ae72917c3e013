"""Numbers as officers write them: 28,640 · １２９４０ · 1.96万 · 300人次 · 51.7%."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.table import Field, FieldType
from healthkpi.model.grid import CellValue, Share
from healthkpi.model.quantity import FACTOR_OF_UNIT, PERCENT, usual_unit
from healthkpi.tidy._reading import NOT_A_NUMBER, SUPPRESSED, Doubt, Missing, folded, without_value

_NUMBER = re.compile(
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<times>[万亿])?(?P<unit>%|‰|/10万|m2|[^\d\s.,%‰+-]{0,4})"
)
_TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}
# Words counted things are written with; anything else behind a number (左右, 余, 以上) is not part of it.
_MEASURE_WORDS = frozenset(
    "人 人次 例 户 个 所 家 间 张 件 支 对 岁 次 台 项 种 村 元 床 名 平方米 平米 平 ㎡ m2 分钟 小时 天".split()
)
INT64 = range(-(2**63), 2**63)


def read_number(value: CellValue, field: Field) -> Fraction | Missing | Doubt:
    """The exact number in the unit of the field; a rate in the unit its field says (per cent if none)."""
    nothing = without_value(value)
    if isinstance(value, str) and folded(value) in field.zero_words:
        return Fraction(0)
    if nothing is not None:
        return nothing
    if isinstance(value, Share):
        return Fraction(value.of_one) * (_factor(field) if field.type is FieldType.PERCENT else 1)
    if isinstance(value, Decimal):
        return Fraction(value)
    if isinstance(value, str):
        return _read_words(value, field)
    return Doubt(NOT_A_NUMBER, {"shown": str(value)})


def number_column(values: Sequence[object]) -> pd.Series:
    """Int64 where every value is whole and fits, else exact Fractions; missing is NA."""
    known = [value for value in values if isinstance(value, Fraction)]
    if all(value.denominator == 1 and value.numerator in INT64 for value in known):
        whole = [value.numerator if isinstance(value, Fraction) else pd.NA for value in values]
        return pd.Series(whole, dtype="Int64")
    return pd.Series([pd.NA if value is None else value for value in values], dtype="object")


def _read_words(value: str, field: Field) -> Fraction | Doubt:
    word = folded(value).replace(" ", "")
    if re.fullmatch(r"[<≤]\d+", word):
        return Doubt(SUPPRESSED, {"shown": value.strip()})
    match = _NUMBER.fullmatch(word)
    if match is None or not _fits(match["unit"], field):
        return Doubt(NOT_A_NUMBER, {"shown": value.strip()})
    number = Fraction(match["number"].replace(",", "")) * _TIMES[match["times"]]
    written = usual_unit(match["unit"]) if match["unit"] else ""
    if written in FACTOR_OF_UNIT:
        share = number / FACTOR_OF_UNIT[written]
        return share * (_factor(field) if field.type is FieldType.PERCENT else 1)
    return number


def _fits(unit: str, field: Field) -> bool:
    if unit in {"%", "‰", "/10万"}:
        return True
    return (
        unit == ""
        or unit in _MEASURE_WORDS
        or (field.unit is not None and usual_unit(unit) == usual_unit(field.unit))
    )


def _factor(field: Field) -> int:
    return FACTOR_OF_UNIT.get(usual_unit(field.unit or PERCENT), 100)
