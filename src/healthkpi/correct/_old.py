"""Whether a cell holds what a correction says it holds: as written, or the same figure written otherwise."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from healthkpi.correct._read import BLANK
from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue, Share, shown_raw
from healthkpi.model.quantity import parse_quantity, times_of

_UNREPORTED = BLANK | {"未报", "缺报"}
_DECIMALS = re.compile(r"-?\d+\.(\d+)%?")


def holds(cell: CellValue, said: CellValue) -> bool:
    """1.79万 is 1.79万 and 17900; 50.923 is 50.92 as the sheet shows it; a blank is 空白."""
    words = fold(shown_raw(said))
    if not shown_raw(cell).strip():
        return words in _UNREPORTED
    if fold(shown_raw(cell)) == words or _day(cell) == _day(said) is not None:
        return True
    return bool(_figures(cell) & _figures(said)) or _is_rounded(cell, words)


def _figures(cell: CellValue) -> frozenset[Fraction]:
    """The numbers that a cell may mean: a share is 0.517 and 51.7."""
    if isinstance(cell, bool):
        return frozenset()
    if isinstance(cell, Decimal):
        return frozenset({Fraction(cell)})
    if isinstance(cell, Share):
        return frozenset({Fraction(cell.of_one), Fraction(cell.of_one) * 100})
    quantity = parse_quantity(cell) if isinstance(cell, str) else None
    if quantity is None:
        return frozenset()
    if quantity.unit in {None, "%"}:
        also = {quantity.amount / 100} if quantity.unit else set()
        return frozenset({quantity.amount, *also})
    times = times_of(f"{quantity.unit}个", "个") if quantity.unit in {"万", "亿"} else Fraction(1)
    return frozenset({quantity.amount * (times or 1)})


def _is_rounded(cell: CellValue, words: str) -> bool:
    """Whether a number with more digits than the sheet shows is the one that was copied from it."""
    decimals = _DECIMALS.fullmatch(words)
    if decimals is None or not isinstance(cell, Decimal | Share):
        return False
    step, said = Fraction(1, 10 ** len(decimals[1])), Fraction(words.rstrip("%"))
    return any(abs(figure - said) * 2 <= step for figure in _figures(cell))


def _day(cell: CellValue) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", shown_raw(cell).strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found is not None else None
    except ValueError:
        return None
