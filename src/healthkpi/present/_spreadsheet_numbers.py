"""A figure for a spreadsheet: the exact number in the cell, and a format that shows it as every page does."""

import functools
import re
from dataclasses import dataclass

from healthkpi.model.quantity import PERCENT
from healthkpi.present._figures import rounded, with_unit
from healthkpi.present._section import Cell
from healthkpi.text import Language

# A spreadsheet keeps fifteen digits; a longer number would silently become another one.
_TOO_LONG = 10**15
_DIGITS = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_UNSAFE = re.compile(r'["\\\d]')


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the cell and how it is shown."""

    number: float
    format: str


@dataclass(frozen=True, slots=True)
class _Parted:
    """Words as digits and a format around them."""

    digits: str
    decimals: int
    format: str
    is_percent: bool


def shown_number(cell: Cell, language: Language) -> Shown | None:
    """None where the words of a cell are not its number with a unit: then they stand as text."""
    number = cell.number
    # In whole numbers: a workbook may hold a quarter of a million figures.
    if number is None or abs(number.numerator) >= _TOO_LONG * number.denominator:
        return None
    parted = _part(cell.text.say(language), cell.unit, language)
    if parted is None or rounded(number, parted.decimals) != parted.digits:
        return None
    return Shown(float(number / 100 if parted.is_percent else number), parted.format)


# A value stands on several sheets, and on one of them beside each of its cells.
@functools.lru_cache(maxsize=65536)
def _part(words: str, unit: str, language: Language) -> _Parted | None:
    found = _DIGITS.search(words)
    if found is None:
        return None
    before, after = words[: found.start()], words[found.end() :]
    if not (_is_plain(before) and (_is_plain(after) or _is_measure(found[0], after, unit, language))):
        return None
    digits = found[0].replace(",", "").removeprefix("+")
    decimals = len(digits.partition(".")[2])
    core = f"{'#,##' if ',' in found[0] else ''}0{'.' + '0' * decimals if decimals else ''}"
    is_percent = after.startswith(PERCENT) and unit == PERCENT
    core += PERCENT if is_percent else ""
    shown = _quoted(before) + core + _quoted(after[1:] if is_percent else after)
    # A signed difference keeps its sign when the number is changed by hand.
    is_signed = found[0].startswith("+")
    return _Parted(digits, decimals, f"+{shown};-{shown};{shown}" if is_signed else shown, is_percent)


def _is_measure(number: str, after: str, unit: str, language: Language) -> bool:
    """Whether words behind a number are its unit, which may hold digits: per 100,000."""
    return after == with_unit(number, unit).say(language).removeprefix(number)


def _is_plain(words: str) -> bool:
    """Whether words may stand in a format for every number; with a second figure in them they may not."""
    return _UNSAFE.search(words) is None


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
