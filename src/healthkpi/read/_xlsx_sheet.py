"""Walk through one worksheet of an .xlsx."""

import re
from collections.abc import Callable
from datetime import date, datetime, time

from healthkpi.model.grid import CellError, CellValue, Span, Uncalculated
from healthkpi.model.place import column_letters
from healthkpi.read import _limits
from healthkpi.read._numbers import plain_date
from healthkpi.read._raised import write_raised, write_struck
from healthkpi.read._xlsx_styles import Styles

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
# Of the formulas that Excel writes once for many cells.
MOST_TRANSLATED, LONGEST_FORMULA = 1_000, 8_192

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# Excel writes characters that XML cannot hold as _x000D_; halves of a pair (D800-DFFF) are no characters.
_ESCAPE = re.compile(r"_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
# [1]季报!F2 or 'C:\\数据\\[上年.xlsx]季报'!F2, but not the column of a table, 表1[人数].
_OTHER_WORKBOOK = re.compile(r"'[^']*\[[^'\[\]]+\][^']*'!|(?<![\w\]])\[[^\[\]]+\]\w+!")


def decode_escapes(text: str) -> str:
    """`_x000D_` → carriage return; `_x005F_` is an underscore that was never an escape."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_address(address: str) -> tuple[int, int]:
    """`F5` → (4, 5)."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"no cell address: {address}")
    return _checked(int(found[2]) - 1, read_column(found[1]))


def read_column(letters: str) -> int:
    """`F` → 5."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _checked(row: int, column: int) -> tuple[int, int]:
    if row < 0 or column < 0:
        raise ValueError("outside the sheet")
    _limits.ROWS.hold(row + 1)
    _limits.COLUMNS.hold(column + 1)
    return row, column


class SheetWalk:
    """Collects the filled cells, merged ranges and hidden rows, and where other workbooks are used."""

    def __init__(self, strings: list[str], styles: Styles) -> None:
        self.filled: dict[int, dict[int, CellValue]] = {}
        self.merged: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.linked: list[tuple[int, int]] = []
        self._strings = strings
        self._numbers: dict[tuple[str, int], CellValue] = {}
        self.styles = styles
        self._shared: dict[str, tuple[str, str]] = {}
        self._translated = 0
        self._row = self._column = -1
        self._cell: dict[str, str] | None = None
        self._value_tag = "v"
        self._formula: dict[str, str] | None = None
        self._value_text: list[str] = []
        self._formula_text: list[str] = []
        self._listener: list[str] | None = None
        self._is_phonetic = self._is_raised = self._is_struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes["ref"])

    def end(self, tag: str) -> None:
        """Handle an end tag."""
        if self._cell is None:
            return
        name = tag.rpartition(":")[2] if ":" in tag else tag
        self._listener = None
        if name == "c":
            self._end_cell(self._cell)
            self._cell = None
        elif name == "rPh":
            self._is_phonetic = False

    def text(self, text: str) -> None:
        """Handle text between tags."""
        if self._listener is None:
            return
        if self._is_raised:
            write_raised(self._listener, text)
        elif self._is_struck:
            write_struck(self._listener, text)
        else:
            self._listener.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        # Some programs number rows "3.0", others not at all.
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else int(float(number)) - 1
        self._column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        here = (self._row, self._column + 1)
        self._row, self._column = _checked(*here) if address is None else read_address(address)
        self._cell = attributes
        self._is_raised = self._is_struck = False
        # Some programs write an inline text and a stale <v> beside it.
        self._value_tag = "t" if attributes.get("t") == "inlineStr" else "v"
        self._formula = None
        self._value_text = []
        self._formula_text = []

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == "f":
            self._formula = attributes
            self._listener = self._formula_text
        elif name == "r":
            self._is_raised = self._is_struck = False
        elif name == "vertAlign":
            self._is_raised = attributes.get("val") == "superscript"
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in {"0", "false"}
        elif name == "rPh":
            self._is_phonetic = True
        elif name == self._value_tag and not self._is_phonetic:
            self._listener = self._value_text

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = read_address(first)
        bottom, right = read_address(last or first)
        self.merged.append(Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _end_cell(self, cell: dict[str, str]) -> None:
        formula = None if self._formula is None else self._read_formula(self._formula)
        value = self.read_value("".join(self._value_text), cell.get("t", "n"), int(cell.get("s", 0)))
        if formula is not None and value is None and cell.get("t") != "str":
            value = Uncalculated(formula)
        if value is not None:
            self.filled.setdefault(self._row, {})[self._column] = value

    def _read_formula(self, attributes: dict[str, str]) -> str:
        formula = "=" + "".join(self._formula_text)
        if attributes.get("t") == "shared":
            here = f"{column_letters(self._column)}{self._row + 1}"
            first, origin = self._shared.setdefault(attributes.get("si", ""), (formula, here))
            formula = formula if formula != "=" else self._translate(first, origin, here)
        if _OTHER_WORKBOOK.search(formula):
            self.linked.append((self._row, self._column))
        return formula

    def _translate(self, first: str, origin: str, here: str) -> str:
        # It is only shown, and takes a while: nobody reads thousands of them.
        self._translated += 1
        is_too_much = self._translated > MOST_TRANSLATED or len(first) > LONGEST_FORMULA
        return first if is_too_much else _translate(first, origin, here)

    def read_value(self, text: str, kind: str, style: int) -> CellValue:
        """The value of a cell of this kind and style; None where it shows nothing."""
        if kind in ("str", "inlineStr"):
            return decode_escapes(text) or None
        if not text.strip():
            return None
        if kind == "n":
            return self._read_number(text, style)
        if kind == "s":
            return self.shared_text(int(text))
        return _READ_RARE[kind](text)

    def shared_text(self, number: int) -> str | None:
        """One of the texts that all sheets share; None for an empty one."""
        return self._strings[number] or None

    def _read_number(self, text: str, style: int) -> CellValue:
        # A column repeats its numbers; making a Decimal costs more than looking it up.
        known = self._numbers.get((text, style))
        if known is None:
            is_whole = not ("." in text or "e" in text or "E" in text)
            known = self.styles.read_number(int(text) if is_whole else float(text), style)
            self._numbers[text, style] = known
        return known


def _translate(formula: str, origin: str, here: str) -> str:
    """The shared formula as it reads in another cell."""
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(formula, origin).translate_formula(here))
    except (TokenizerError, TranslatorError):
        # The formula is only shown, never calculated.
        return formula


def _read_bool(text: str) -> bool:
    return text.strip() in ("1", "true")


def _read_iso_date(text: str) -> date | time:
    if ":" in text and "T" not in text:
        return time.fromisoformat(text)
    return plain_date(datetime.fromisoformat(text).replace(tzinfo=None))


_READ_RARE: dict[str, Callable[[str], CellValue]] = {"b": _read_bool, "e": CellError, "d": _read_iso_date}
