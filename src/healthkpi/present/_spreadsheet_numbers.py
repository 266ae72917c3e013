"""A figure for a spreadsheet: the exact number in the cell, and a format that shows it as every page does."""

import re
from dataclasses import dataclass

from healthkpi.model.quantity import PERCENT
from healthkpi.present._figures import rounded, with_unit
from healthkpi.present._section import Cell
from healthkpi.text import Language

# A spreadsheet keeps fifteen digits; a longer number would silently become another one.
MOST_DIGITS = 15
_DIGITS = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_UNSAFE = re.compile(r'["\\\d]')


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the cell and how it is shown."""

    number: float
    format: str


def shown_number(cell: Cell, language: Language) -> Shown | None:
    """None where the words of a cell are not its number with a unit: then they stand as text."""
    words, number = cell.text.say(language), cell.number
    found = _DIGITS.search(words) if number is not None else None
    if number is None or found is None or abs(number) >= 10**MOST_DIGITS:
        return None
    digits = found[0].replace(",", "").removeprefix("+")
    decimals = len(digits.partition(".")[2])
    before, after = words[: found.start()], words[found.end() :]
    is_measure = after == with_unit(found[0], cell.unit).say(language).removeprefix(found[0])
    if rounded(number, decimals) != digits or not (_is_plain(before) and (is_measure or _is_plain(after))):
        return None
    core = f"{'#,##' if ',' in found[0] else ''}0{'.' + '0' * decimals if decimals else ''}"
    is_percent = after.startswith(PERCENT) and cell.unit == PERCENT
    core += PERCENT if is_percent else ""
    shown = _quoted(before) + core + _quoted(after[1:] if is_percent else after)
    # A signed difference keeps its sign when the number is changed by hand.
    is_signed = found[0].startswith("+")
    shown = f"+{shown};-{shown};{shown}" if is_signed else shown
    return Shown(float(number / 100 if is_percent else number), shown)


def _is_plain(words: str) -> bool:
    """Whether words may stand in a format for every number; with a second figure in them they may not."""
    return _UNSAFE.search(words) is None


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
