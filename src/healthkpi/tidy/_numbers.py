"""Numbers as officers write them: 28,640 · １２９４０ · 1.96万 · 300人次 · 51.7%."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.table import Field, FieldType
from healthkpi.model.grid import CellValue, Share
from healthkpi.model.quantity import FACTOR_OF_UNIT, times_of, usual_unit
from healthkpi.tidy._reading import NOT_A_NUMBER, SUPPRESSED, Doubt, Missing, OwnUnit, folded, without_value

_NUMBER = re.compile(
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>%|‰|/10万|[万亿]?(?:m2|[^\d\s.,%‰+-]{0,4}))"
)
_TIMES = {"万": 10_000, "亿": 100_000_000}
# Measure words for the same things; 个 goes with anything that is counted.
_ALIKE = (
    frozenset({"人", "名", "位"}),
    frozenset({"人次", "次", "例次"}),
    frozenset({"个", "所", "家", "处", "间"}),
    frozenset({"台", "件", "套"}),
    frozenset({"平方米", "平"}),
)
_COUNTED = frozenset(
    "人 名 位 人次 次 例 户 个 所 家 处 间 张 件 台 套 支 对 岁 项 种 村 元 床 平方米 平 分钟 小时 天".split()
)
INT64 = range(-(2**63), 2**63)


def read_number(value: CellValue, field: Field) -> Fraction | OwnUnit | Missing | Doubt:
    """The exact number in the unit of the field; a rate in the unit its field says (per cent if none)."""
    nothing = without_value(value)
    if isinstance(value, str) and folded(value) in field.zero_words:
        return Fraction(0)
    if nothing is not None:
        return nothing
    if isinstance(value, Share):
        return OwnUnit(Fraction(value.of_one) * _factor(field))
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


def _read_words(value: str, field: Field) -> Fraction | OwnUnit | Doubt:
    # Folding would make 1201 of 120①: a footnote's number is not part of the figure.
    if any(unicodedata.category(sign) == "No" for sign in value.replace("m²", "m2")):
        return Doubt(NOT_A_NUMBER, {"shown": value.strip()})
    word = folded(value).replace(" ", "")
    if re.fullmatch(r"[<≤]\d+", word):
        return Doubt(SUPPRESSED, {"shown": value.strip()})
    match = _NUMBER.fullmatch(word)
    read = (
        _with_unit(Fraction(match["number"].replace(",", "")), match["unit"], field)
        if match is not None
        else None
    )
    return Doubt(NOT_A_NUMBER, {"shown": value.strip()}) if read is None else read


def _with_unit(number: Fraction, unit: str, field: Field) -> Fraction | OwnUnit | None:
    """A number in the unit of its field; None where the unit behind it is of something else."""
    if not unit:
        return number
    written, wanted = usual_unit(unit), usual_unit(field.unit or "")
    if written in FACTOR_OF_UNIT:
        return OwnUnit(number / FACTOR_OF_UNIT[written] * _factor(field))
    factor = times_of(written, wanted) if wanted else None
    if factor is not None:
        return OwnUnit(number * factor)
    times, thing = _TIMES.get(unit[0], 1), unit[1:] if unit[0] in _TIMES else unit
    if thing and not _is_measured(usual_unit(thing), wanted):
        return None
    return OwnUnit(number * times) if times != 1 else number


def _is_measured(thing: str, wanted: str) -> bool:
    """Whether a measure word can stand behind a number of this field."""
    if not wanted:
        return thing in _COUNTED
    return thing in {wanted, "个"} or any({thing, wanted} <= alike for alike in _ALIKE)


def _factor(field: Field) -> int:
    """What a share of one is multiplied by to be in the unit of the field; a plain number keeps it."""
    unit = usual_unit(field.unit or "")
    if unit in FACTOR_OF_UNIT:
        return FACTOR_OF_UNIT[unit]
    return 100 if field.type is FieldType.PERCENT else 1
