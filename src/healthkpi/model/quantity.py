"""A number with its unit, as a clause writes it: 50%, 16/10万, 1875人, 5个百分点."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

PERCENT = "%"
PER_MILLE = "‰"
PER_TEN_THOUSAND = "/万"
PER_HUNDRED_THOUSAND = "/10万"
POINTS = "个百分点"

# How many times one of the unit a plain share of one is worth.
FACTOR_OF_UNIT = {PERCENT: 100, PER_MILLE: 1000, PER_TEN_THOUSAND: 10_000, PER_HUNDRED_THOUSAND: 100_000}

_SAME_UNIT = {
    "percent": PERCENT,
    "points": POINTS,
    "百分点": POINTS,
    "per1000": PER_MILLE,
    "/千": PER_MILLE,
    "per10000": PER_TEN_THOUSAND,
    "/1万": PER_TEN_THOUSAND,
    "/10000": PER_TEN_THOUSAND,
    "per100000": PER_HUNDRED_THOUSAND,
    "/100000": PER_HUNDRED_THOUSAND,
    "/十万": PER_HUNDRED_THOUSAND,
    "1/10万": PER_HUNDRED_THOUSAND,
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "平米": "平方米",
}

_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_QUANTITY = re.compile(r"(?P<number>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>\D.*|/\d.*)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount; `unit` is None where none was written."""

    amount: Fraction
    unit: str | None = None


def parse_quantity(text: str) -> Quantity | None:
    """Read a number with an optional unit; None where the text is something else, such as a parameter's name."""
    folded = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    match = _QUANTITY.fullmatch(folded)
    if match is None:
        return None
    unit = (match["unit"] or "").strip()
    return Quantity(Fraction(match["number"]), usual_unit(unit) if unit else None)


@lru_cache(maxsize=1024)
def usual_unit(unit: str) -> str:
    """One spelling for a unit that is written in several ways."""
    folded = unicodedata.normalize("NFKC", unit).replace(" ", "")
    return _SAME_UNIT.get(unit, _SAME_UNIT.get(folded, folded))


@lru_cache(maxsize=1024)
def times_of(said: str, wanted: str) -> Fraction | None:
    """How many of the wanted unit one of the said unit is: 万元 of 元 is 10 000; None where they do not belong together."""
    if said == wanted:
        return Fraction(1)
    said_times, said_unit = _multiple(said)
    wanted_times, wanted_unit = _multiple(wanted)
    return Fraction(said_times, wanted_times) if said_unit == wanted_unit and said_unit else None


def base_unit(unit: str) -> str:
    """元 of 万元."""
    return _multiple(unit)[1]


def _multiple(unit: str) -> tuple[int, str]:
    """万元 as (10 000, 元), 百万元 as (1 000 000, 元)."""
    times = 1
    while unit[:1] in _TIMES:
        times, unit = times * _TIMES[unit[0]], unit[1:]
    return times, unit
