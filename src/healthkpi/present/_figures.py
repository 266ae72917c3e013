"""Numbers become text here and nowhere else, so every format shows the same figure."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from healthkpi.limits import Acceptable, limits
from healthkpi.model.identity import IDENTITY_NUMBER, may_hold_identity
from healthkpi.model.interval import Interval
from healthkpi.model.judgement import Gap, JudgedTarget
from healthkpi.model.quantity import (
    FACTOR_OF_UNIT,
    PER_HUNDRED_THOUSAND,
    PER_MILLE,
    PER_TEN_THOUSAND,
    PERCENT,
    POINTS,
)
from healthkpi.model.value import Value
from healthkpi.text import Language, Text

HIDDEN_IDENTITY = "******************"
DECIMALS = 2
MOST_DECIMALS = 8
JSON_DIGITS = 12

# The English of a unit: of one, and of many where they differ.
_ENGLISH = {
    "人": "person/people",
    "人次": "time/times",
    "例": "case/cases",
    "户": "household/households",
    "家": "",
    "个": "",
    "所": "",
    "项": "item/items",
    "台": "machine/machines",
    "张": "bed/beds",
    "支": "team/teams",
    "种": "kind/kinds",
    "类": "kind/kinds",
    "村": "village/villages",
    "元": "yuan",
    "万元": "10k yuan",
    "亿元": "100m yuan",
    "元/人": "yuan a head",
    "平方米": "m2",
    "小时": "hour/hours",
    "工作日": "working day/working days",
    "天": "day/days",
    "岁": "year/years",
    "年": "year/years",
    "人年": "person-year/person-years",
    "次": "time/times",
    "场次": "session/sessions",
    "床日": "bed-day/bed-days",
    "分钟": "minute/minutes",
    "件": "item/items",
    "份": "document/documents",
    "对": "couple/couples",
    "室": "room/rooms",
    "间": "room/rooms",
    "管": "tube/tubes",
    "盒": "box/boxes",
    "分": "mark/marks",
    "只": "",
    "位": "",
    "吨": "t",
    "万吨": "10k t",
    "万吨标准煤": "10k t of coal",
    "万公顷": "10k ha",
    "万人": "10k people",
    "万人年": "10k person-years",
    "男/百女": "boys per 100 girls",
    "间/万人": "rooms per 10,000 people",
    "间/例": "rooms per case",
    "人/千人": "per 1000 people",
    "个/千人": "per 1000 people",
    "件/万人": "per 10,000 people",
    PER_TEN_THOUSAND: " per 10,000",
    PER_HUNDRED_THOUSAND: " per 100,000",
    POINTS: "point/points",
    "百分点": "point/points",
}


def with_unit(number: str, unit: str) -> Text:
    """A number with its unit; a sign such as % stands close, a word is spaced in English."""
    if unit in FACTOR_OF_UNIT:
        return Text(number + unit, number + _ENGLISH.get(unit, unit))
    # A unit that nobody has translated stays whole: 册/人 is no plural of 册.
    one, _, many = _ENGLISH[unit].partition("/") if unit in _ENGLISH else (unit, "", "")
    word = one if number == "1" or not many else many
    return Text(number + unit, f"{number} {word}".rstrip())


def value_text(value: Value, unit: str, acceptable: Acceptable | None = None) -> Text:
    """Two decimals, half-up as Excel does; more, until the figure falls on the side of the limit that it is on."""
    if value.amount is None:
        return Text("—", "-")
    decimals = _decimals_for(value, unit, acceptable)
    return with_unit(_separated(rounded(value.amount, decimals)), unit)


def number_text(number: Fraction, unit: str = "") -> Text:
    """A count or a gap: no more decimals than it has, at most two."""
    return with_unit(_separated(_trimmed(rounded(number, DECIMALS))), unit)


def limit_text(number: Fraction, unit: str = "") -> Text:
    """A limit: with all its decimals, for a rounded limit is another one."""
    return with_unit(_separated(_trimmed(rounded(number, MOST_DECIMALS))), unit)


@lru_cache(maxsize=1_000)  # thousands of units are held to the same few
def target_text(target: JudgedTarget, unit: str) -> Text:
    """The limit in signs: ≥50%."""
    if target.key == "done":
        return Text("完成", "done")
    sign = limits()[target.key].sign
    numbers = [limit_text(number, unit) for number in target.numbers]
    said = Text(
        sign.zh.format(*(each.zh for each in numbers)), sign.en.format(*(each.en for each in numbers))
    )
    return _with_tolerance(said, target, unit) if limits()[target.key].takes_within else said


def _with_tolerance(said: Text, target: JudgedTarget, unit: str) -> Text:
    """What "about" was taken to allow: 约30%(≤32%)."""
    bounds = [("≥", target.acceptable.low), ("≤", target.acceptable.high)]
    parts = [(sign, limit_text(bound, unit)) for sign, bound in bounds if bound is not None]
    zh = "".join(f"{sign}{number.zh}" for sign, number in parts)
    en = ", ".join(f"{sign} {number.en}" for sign, number in parts)
    return Text(f"{said.zh}({zh})", f"{said.en} ({en})")


def interval_text(interval: Interval, unit: str) -> Text:
    """Both ends with two decimals and the unit once; in English a per cent sign stands at both."""
    low, high = (_separated(rounded(Fraction(end), DECIMALS)) for end in (interval.low, interval.high))
    ends = with_unit(high, unit)
    is_sign = unit in {PERCENT, PER_MILLE}
    return Text(f"{low}～{ends.zh}", f"{low}{unit if is_sign else ''} to {ends.en}")


def float_string(number: float) -> str:
    """A float as a decimal number with all the digits that tell it from the next one."""
    return _trimmed(f"{Decimal(repr(number)):f}")


def counts_text(value: Value) -> str:
    """Numerator over denominator; empty where there is nothing to divide."""
    if value.numerator is None or value.denominator is None:
        return ""
    return f"{number_text(value.numerator).en}/{number_text(value.denominator).en}"


def gap_text(gap: Gap | None, unit: str) -> Text:
    """How many are short, or how many more are allowed."""
    if gap is None:
        return Text("", "")
    amount = number_text(gap.amount, unit)
    if gap.allowed:
        return Text(f"还可 {amount.zh}", f"{amount.en} left")
    return Text(f"超 {amount.zh}", f"{amount.en} over") if gap.over else amount


def decimal_string(number: Fraction) -> str:
    """Exact where it ends within twelve digits, else rounded to them: for machines."""
    numerator, denominator = number.as_integer_ratio()
    return str(numerator) if denominator == 1 else _trimmed(rounded(number, JSON_DIGITS))


def rounded(number: Fraction, decimals: int) -> str:
    """Half-up, away from zero, to a number of decimals."""
    whole = _half_up(number, decimals)
    sign = "-" if number.numerator < 0 and whole else ""
    digits = str(whole).rjust(decimals + 1, "0")
    at = len(digits) - decimals
    return f"{sign}{digits[:at]}.{digits[at:]}" if decimals else sign + digits


def _half_up(number: Fraction, decimals: int) -> int:
    """How many of the last decimal, without its sign; in whole numbers, for a page may hold thousands of figures."""
    scale: int = 10**decimals
    part, whole = number.as_integer_ratio()
    return (2 * abs(part) * scale + whole) // (2 * whole)


def _is_shown(sign: str) -> bool:
    return sign in " 　" or not unicodedata.category(sign).startswith(("C", "Z"))


def clean(words: str) -> str:
    """Text from a file without what moves a cursor or turns the writing round, and without anybody's identity number."""
    seen = words if words.isprintable() else "".join(filter(_is_shown, words))
    return without_identity(seen)


def without_identity(words: str) -> str:
    """Identity numbers become stars; what is around them stays."""
    return IDENTITY_NUMBER.sub(HIDDEN_IDENTITY, words) if may_hold_identity(words) else words


def say_value(value: Value, unit: str, language: Language, acceptable: Acceptable | None = None) -> str:
    """The value in one language."""
    return value_text(value, unit, acceptable).say(language)


def _decimals_for(value: Value, unit: str, acceptable: Acceptable | None) -> int:
    amount = value.amount or Fraction(0)
    if unit not in FACTOR_OF_UNIT and unit != POINTS and amount.denominator == 1:
        return 0
    if acceptable is None:
        return DECIMALS
    if _is_far(amount, acceptable):
        return DECIMALS
    for decimals in range(DECIMALS, MOST_DECIMALS):
        if is_on_its_side(_shown(amount, decimals), value, acceptable):
            return decimals
    return MOST_DECIMALS


def is_on_its_side(shown: Fraction, value: Value, acceptable: Acceptable) -> bool:
    """Whether what is read of a value falls on the side of the limit that the value is on."""
    return acceptable.holds(_comparing(shown)) == acceptable.holds(value.compare)


def _is_far(amount: Fraction, acceptable: Acceptable) -> bool:
    """Whether two decimals cannot carry the figure over a limit, in whole numbers: a page may hold thousands."""
    bounds = (bound for bound in (acceptable.low, acceptable.high) if bound is not None)
    return all(
        10**DECIMALS * abs(amount.numerator * bound.denominator - bound.numerator * amount.denominator)
        > amount.denominator * bound.denominator
        for bound in bounds
    )


def _shown(amount: Fraction, decimals: int) -> Fraction:
    """The number that the rounded words say."""
    nearest = Fraction(_half_up(amount, decimals), 10**decimals)
    return -nearest if amount < 0 else nearest


def _comparing(shown: Fraction) -> Callable[[Fraction], int]:
    return lambda bound: (shown > bound) - (shown < bound)


def _separated(number: str) -> str:
    whole, _, rest = number.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}" if len(digits) > 4 else digits
    return sign + grouped + (f".{rest}" if rest else "")


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
