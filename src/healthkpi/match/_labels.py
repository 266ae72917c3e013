"""Headings and names made comparable: width, spaces, line breaks and units in brackets aside."""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue
from healthkpi.model.period import Period, parse_period
from healthkpi.model.quantity import usual_unit

# A bracket is taken for a unit only if it says one; 乡(镇) and 执业(助理)医师 keep theirs.
_UNIT_WORDS = (
    "人 人次 千人 万人 亿人 万人次 个 所 家 户 万户 间 张 件 万件 支 例 对 岁 天 次 万次 台 项 种 村 % ‰ 元 百元 千元 万元 "
    "百万元 亿元 元/人 平方米 万平方米 ㎡ m² 平米 平方公里 公里 亩 万亩 公斤 吨 间/万人 /10万 1/10万 /万 小时 分钟 年 月"
).split()
_UNITS = frozenset(unicodedata.normalize("NFKC", word) for word in _UNIT_WORDS)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CALLS_A_UNIT = re.compile(r"(计量)?单位:")
_PART_OF_YEAR = re.compile(
    r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|第?[1-4一二三四]季度|[上下]半年"
)
# What a spreadsheet adds to the name of a sheet that was copied.
_COPY_MARK = re.compile(r"\(\d+\)$|-?副本\d*$")
_NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?[%‰]?")


@functools.lru_cache(maxsize=4096)
def split_unit(label: str) -> tuple[str, str | None]:
    """A folded heading without the unit in its brackets, and that unit."""
    folded = fold(label)
    for bracket in _BRACKET.finditer(folded):
        unit = unit_alone(bracket[1])
        if unit is not None:
            return folded[: bracket.start()] + folded[bracket.end() :], unit
    return folded, None


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The folded headings of a table with the fields that each may stand for; `last_words` are those in the lowest row.

    `words` are both: whatever a row may say that names a field.
    """

    fields: Mapping[str, tuple[str, ...]]
    last_words: frozenset[str]
    words: frozenset[str]


@functools.lru_cache(maxsize=1024)
def known_headings(headings: tuple[tuple[str, tuple[str, ...]], ...]) -> Known:
    """What the headings of a table come to, asked once for all sheets that may hold it."""
    fields: dict[str, tuple[str, ...]] = {}
    for name, labels in headings:
        for label in labels:
            word = split_unit(label)[0]
            fields[word] = (*fields.get(word, ()), name)
    last_words = frozenset(word.rsplit("/", 1)[-1] for word in fields)
    return Known(fields, last_words, last_words.union(fields))


@functools.lru_cache(maxsize=4096)
def unit_alone(words: str) -> str | None:
    """The unit of measure, where words say nothing else: 万人, （万人）, 单位：万人."""
    said = fold(words)
    bracket = _BRACKET.fullmatch(said)
    said = _CALLS_A_UNIT.sub("", bracket[1] if bracket is not None else said)
    return usual_unit(said) if said in _UNITS else None


def without_units(label: str) -> str:
    """A folded heading of one or more rows without any unit in brackets."""
    folded, unit = split_unit(label)
    while unit is not None:
        folded, unit = split_unit(folded)
    return folded


def is_number(cell: CellValue) -> bool:
    """Whether a cell holds a number, or the plain digits of one."""
    return isinstance(cell, Decimal) or (isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None)


@functools.lru_cache(maxsize=4096)
def is_time(heading: str) -> bool:
    """Whether a heading is a period, or a part of a year that is said elsewhere."""
    return is_part_of_year(heading) or parse_period(heading) is not None


def is_part_of_year(words: str) -> bool:
    """Whether words are a month, a quarter or a half of a year that is not said."""
    return _PART_OF_YEAR.fullmatch(_COPY_MARK.sub("", fold(words))) is not None


def time_of(heading: str, year: int | None) -> Period | None:
    """The period of such a heading; None where it needs the year and there is none."""
    period = parse_period(heading)
    if period is not None or year is None:
        return period
    return parse_period(f"{year}年{_COPY_MARK.sub('', fold(heading))}")
