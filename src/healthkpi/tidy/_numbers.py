"""Numbers as officers write them: 28,640 · １２９４０ · 1.96万 · 300人次 · 三百 · 51.7% · 百分之八十五 · 8成5."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import cast

import numpy as np
import pandas as pd

from healthkpi.definitions.table import Field, FieldType
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellValue, Share
from healthkpi.model.numerals import NUMERAL, parse_numeral
from healthkpi.model.quantity import FACTOR_OF_UNIT, base_unit, times_of, usual_unit
from healthkpi.tidy._no_single_number import doubt_of_time, doubt_of_words
from healthkpi.tidy._reading import SUPPRESSED, Doubt, Missing, OwnUnit, not_a_number, without_value

_NUMBER = re.compile(
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>%|‰|/10万|[万亿]?(?:m2|[^\d\s.,%‰+-]{0,4}))"
)
_TIMES = ("万", "亿")
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
_EXACT = (int, Fraction)
_WHOLE_OR_MISSING = frozenset({int, type(None)})

_GROUPS_OF_THREE = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
# A spreadsheet hides the apostrophe that makes a text of digits; a program that exports it does not.
_TEXT_MARK = re.compile(r"^['‘’`](?=\d)")
_UNIT_IN_BRACKETS = re.compile(r"(?<=[\d万亿])\(([^()\d]{1,5})\)$")
_OUT_OF = re.compile(r"(?P<whole>百|千|万|十万)分之(?P<part>.+)")
_SIGN_OF = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万"}
_TENTHS = re.compile(
    r"(?P<tenths>\d(?P<point>\.\d+)?|10|[一二两三四五六七八九十])成(?(point)|(?P<more>[\d一二三四五六七八九])?)"
)
# Up to thirty-one it may be a day: 1/12 is one of twelve, or 12 January.
_ONE_IN = re.compile(r"1/(\d{3,})")


def read_number(value: CellValue, field: Field) -> Fraction | OwnUnit | Missing | Doubt:
    """The exact number in the unit of the field; a rate in the unit its field says (per cent if none)."""
    nothing = without_value(value)
    if isinstance(value, str) and half_width(value) in field.zero_words:
        return Fraction(0)
    if nothing is not None:
        return nothing
    if isinstance(value, Share):
        return _read_share(value, field)
    if isinstance(value, Decimal):
        return Fraction(value)
    if isinstance(value, str):
        return _read_words(value, field)
    return doubt_of_time(value) if isinstance(value, date | time) else not_a_number(str(value))


def is_rate(field: Field) -> bool:
    """Whether the field holds rates, of which 85.7 and 0.857 may be the same."""
    return field.type is FieldType.PERCENT or usual_unit(field.unit or "") in FACTOR_OF_UNIT


def factor_of_rate(field: Field) -> int:
    """What a share of one is multiplied by to be in the unit of a rate."""
    return FACTOR_OF_UNIT.get(usual_unit(field.unit or ""), 100)


def number_column(values: Sequence[object]) -> pd.Series:
    """Int64 where every value is whole and fits, else exact Fractions; missing is NA."""
    whole = _whole_numbers(values)
    array = _int64(whole) if whole is not None else None
    if array is not None:
        return pd.Series(array)
    fractions = (Fraction(value) if type(value) is int else value for value in values)
    return pd.Series([pd.NA if value is None else value for value in fractions], dtype="object")


def _whole_numbers(values: Sequence[object]) -> Sequence[int | None] | None:
    """The values, where each is whole or missing."""
    if set(map(type, values)) <= _WHOLE_OR_MISSING:
        return cast("Sequence[int | None]", values)
    if all(value.denominator == 1 for value in values if isinstance(value, _EXACT)):
        return [value.numerator if isinstance(value, _EXACT) else None for value in values]
    return None


def _int64(whole: Sequence[int | None]) -> pd.arrays.IntegerArray | None:
    """What pandas makes of the same list, without its looking at each value for a type; None where one does not fit."""
    is_missing = np.array([value is None for value in whole], dtype=bool)
    known = [value or 0 for value in whole] if is_missing.any() else whole
    try:
        return pd.arrays.IntegerArray(np.array(known, dtype="int64"), is_missing)
    except OverflowError:
        return None


def exact(number: Decimal) -> int | Fraction:
    """The number of a cell; whole numbers, which nearly all are, as they are."""
    top, bottom = number.as_integer_ratio()
    return top if bottom == 1 else Fraction(top, bottom)


def exact_column(numbers: Sequence[Decimal]) -> list[int | Fraction]:
    """The same of a column of nothing but numbers."""
    ratios = map(Decimal.as_integer_ratio, numbers)
    return [top if bottom == 1 else Fraction(top, bottom) for top, bottom in ratios]


def _read_share(share: Share, field: Field) -> OwnUnit | Doubt:
    if is_rate(field):
        return OwnUnit(Fraction(share.of_one) * factor_of_rate(field))
    return not_a_number(f"{(share.of_one * 100).normalize():f}%")


def _read_words(value: str, field: Field) -> Fraction | OwnUnit | Doubt:
    # Folding would make 1201 of 120①: a footnote's number is not part of the figure.
    if any(unicodedata.category(sign) == "No" for sign in value.replace("m²", "m2")):
        return not_a_number(value.strip())
    word = _plain_spelling(half_width(value))
    if re.fullmatch(r"[<≤]\d+", word):
        return Doubt(SUPPRESSED, {"shown": value.strip()})
    read = _read_plain(word, field)
    return read if read is not None else doubt_of_words(value.strip(), word, lambda w: _read_plain(w, field))


def _plain_spelling(word: str) -> str:
    """Without the spaces of 12 000, the apostrophe of '0356 and the brackets of 1.2(万元); 3 5 keeps its space."""
    word = _GROUPS_OF_THREE.sub(lambda match: match[0].replace(" ", ""), _TEXT_MARK.sub("", word, count=1))
    word = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", word)
    return _UNIT_IN_BRACKETS.sub(r"\1", word).replace("−", "-")


def _read_plain(word: str, field: Field) -> Fraction | OwnUnit | None:
    """One number, with or without its unit; None for anything else."""
    one_in = _ONE_IN.fullmatch(word) if is_rate(field) else None
    if one_in is not None:
        return OwnUnit(Fraction(factor_of_rate(field), int(one_in[1])))
    match = _NUMBER.fullmatch(_in_digits(word))
    return (
        None
        if match is None
        else _with_unit(Fraction(match["number"].replace(",", "")), match["unit"], field)
    )


def _in_digits(word: str) -> str:
    """百分之八十五 as 85%, 8成5 as 85%, 三百人 as 300人."""
    out_of = _OUT_OF.fullmatch(word)
    if out_of is not None:
        return _numeral_in_digits(out_of["part"]) + _SIGN_OF[out_of["whole"]]
    tenths = _TENTHS.fullmatch(word)
    if tenths is not None:
        more = _numeral_in_digits(tenths["more"] or "0")
        return f"{Decimal(_numeral_in_digits(tenths['tenths'])) * 10 + int(more):f}%"
    return _numeral_in_digits(word)


def _numeral_in_digits(word: str) -> str:
    numeral = NUMERAL.match(word)
    number = parse_numeral(numeral[0]) if numeral is not None else None
    return word if numeral is None or number is None else f"{number}{word[numeral.end() :]}"


def _with_unit(number: Fraction, unit: str, field: Field) -> Fraction | OwnUnit | None:
    """A number in the unit of its field; None where the unit behind it is of something else."""
    if not unit:
        return number
    written, wanted = usual_unit(unit), usual_unit(field.unit or "")
    if written in FACTOR_OF_UNIT:
        share = number / FACTOR_OF_UNIT[written]
        return OwnUnit(share * factor_of_rate(field)) if is_rate(field) else None
    if written in _TIMES and not is_rate(field):
        # 1.2万 in a column of 万元 is 1.2: the word behind the multiple is left out.
        written += base_unit(wanted)
    factor = times_of(written, wanted)
    if factor is not None:
        return OwnUnit(number * factor)
    if is_rate(field):
        return None
    times, thing = (unit[0], unit[1:]) if unit[0] in _TIMES else ("", unit)
    if thing and not _is_measured(usual_unit(thing), wanted):
        return None
    return OwnUnit(number * (times_of(f"{times}个", "个") or 1)) if times else number


def _is_measured(thing: str, wanted: str) -> bool:
    """Whether a measure word can stand behind a number of this field."""
    if not wanted:
        return thing in _COUNTED
    return thing in {wanted, "个"} or any({thing, wanted} <= alike for alike in _ALIKE)
