"""Walk through the document of a .docx: its tables with what the reader of the page sees in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from healthkpi.model.grid import Span
from healthkpi.read import _limits
from healthkpi.read._raised import write_raised, write_struck
from healthkpi.read._xml import local_name

# Word allows 63 columns; other programs write more, but none more than this.
LAST_COLUMN = 1000
# Tick marks in the fonts of symbols, which have no letters: Wingdings and Wingdings 2 (font, code).
_TICKS = {
    ("wingdings", "fc"): "√",
    ("wingdings", "fb"): "×",
    ("wingdings", "fe"): "☑",
    ("wingdings", "fd"): "☒",
    ("wingdings", "a8"): "□",
    ("wingdings 2", "50"): "√",
    ("wingdings 2", "4f"): "×",
    ("wingdings 2", "52"): "☑",
    ("wingdings 2", "54"): "☒",
    ("wingdings 2", "a3"): "□",
}
UNKNOWN_SYMBOL = "\ufffd"
# Text taken away or moved elsewhere with "track changes", and the second form of what is there already.
_UNSEEN = frozenset({"moveFrom", "Fallback"})
_OFF = frozenset({"0", "false", "off"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class _Merge:
    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Table:
    """One table, and the paragraphs between it and the table before."""

    paragraphs: tuple[str, ...]
    filled: dict[int, dict[int, str]] = field(default_factory=dict)
    row: int = -1
    right: int = -1
    is_deleted: bool = False
    merges: list[_Merge] = field(default_factory=list)
    # For each left edge the last cell that begins there and may go on below.
    open: dict[int, _Merge] = field(default_factory=dict)

    def begin_row(self) -> None:
        """Go to the next row."""
        self.row += 1
        _limits.ROWS.hold(self.row + 1)
        self.right = -1
        self.is_deleted = False

    def end_row(self) -> None:
        """A row deleted with "track changes" is not there."""
        if self.is_deleted:
            self.row -= 1

    def skip(self, columns: int) -> None:
        """Leave columns out at the left edge."""
        self.right = _checked(self.right + columns)

    def put(self, cell: "_Cell") -> None:
        """Place a finished cell to the right of the one before."""
        left = self.right + 1
        self.right = _checked(self.right + cell.columns)
        if self.is_deleted:
            return
        above = self.open.get(left)
        if cell.goes_on_above and above is not None and above.bottom == self.row - 1:
            above.bottom = self.row
            return
        if cell.goes_on_left and self.merges and self.merges[-1].right == left - 1:
            self.merges[-1].right = self.right
            return
        _limits.MERGED.hold(len(self.merges))
        self._open(_Merge(self.row, left, self.row, self.right))
        words = cell.words()
        if words:
            self.filled.setdefault(self.row, {})[left] = words

    def _open(self, merge: _Merge) -> None:
        self.merges.append(merge)
        self.open[merge.left] = merge

    def spans(self) -> Iterator[Span]:
        """The merged rectangles."""
        for merge in self.merges:
            if (merge.top, merge.left) != (merge.bottom, merge.right):
                yield Span(merge.top, merge.left, merge.bottom, merge.right)


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    columns: int = 1
    goes_on_above: bool = False
    goes_on_left: bool = False
    lines: list[str] = field(default_factory=list)

    def words(self) -> str:
        return "\n".join(self.lines).strip("\n")


class DocumentWalk:
    """Collects the outermost tables; a table inside a cell is part of the cell's text."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._paragraphs: list[str] = []
        self._depth = 0
        self._unseen = 0
        self._cell: _Cell | None = None
        self._line: list[str] = []
        self._paragraph_depth = 0
        self._in_run = self._listens = self._is_hidden = self._is_raised = self._is_struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""
        name = local_name(tag)
        if name in _UNSEEN:
            self._unseen += 1
        elif self._unseen:
            return
        elif name == "tbl":
            self._begin_table()
        elif name == "p":
            self._paragraph_depth += 1
        elif name in _IN_RUN:
            self._start_in_run(name, attributes)
        elif self._depth == 1:
            self._start_part(name, attributes)

    def end(self, tag: str) -> None:
        """Handle an end tag."""
        name = local_name(tag)
        self._listens = False
        if name in _UNSEEN:
            self._unseen -= 1
        elif self._unseen:
            return
        elif name == "tbl":
            self._depth -= 1
        elif name == "p":
            self._end_paragraph()
        elif name == "r":
            self._in_run = False
        elif name in ("tc", "tr") and self._depth == 1:
            self._end_part(name)

    def text(self, text: str) -> None:
        """Handle text between tags."""
        if self._listens and not self._is_hidden:
            self._write(text)

    def _begin_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self.tables.append(Table(tuple(self._paragraphs)))
            _limits.SHEETS.hold(len(self.tables))
            self._paragraphs = []

    def _start_part(self, name: str, attributes: dict[str, str]) -> None:
        """Rows, cells and what is said of them."""
        table = self.tables[-1]
        value = _value(attributes)
        if name == "tr":
            table.begin_row()
        elif name == "gridBefore":
            table.skip(_count(value))
        elif name == "del" and self._cell is None:
            table.is_deleted = True
        elif name == "tc":
            self._cell = _Cell()
        elif self._cell is not None:
            _describe(self._cell, name, value)

    def _end_part(self, name: str) -> None:
        if name == "tc" and self._cell is not None:
            self.tables[-1].put(self._cell)
            self._cell = None
        elif name == "tr":
            self.tables[-1].end_row()

    def _start_in_run(self, name: str, attributes: dict[str, str]) -> None:
        value = _value(attributes)
        if name == "r":
            self._in_run = True
            self._is_hidden = self._is_raised = self._is_struck = False
        elif name == "t":
            self._listens = True
        elif name == "vanish":
            self._is_hidden = value not in _OFF
        elif name == "vertAlign":
            self._is_raised = value == "superscript"
        elif name in _STRIKES:
            self._is_struck = value not in _OFF
        elif self._in_run and not self._is_hidden:
            self._write(_symbol(attributes) if name == "sym" else _BREAKS[name])

    def _write(self, text: str) -> None:
        if self._is_raised:
            write_raised(self._line, text)
        elif self._is_struck:
            write_struck(self._line, text)
        else:
            self._line.append(text)

    def _end_paragraph(self) -> None:
        self._paragraph_depth -= 1
        if self._paragraph_depth:
            # The paragraph of a text box, inside the one that holds the box.
            self._line.append("\n")
            return
        line = "".join(self._line)
        self._line = []
        if self._cell is not None:
            self._cell.lines.append(line)
        elif line.strip():
            self._paragraphs.append(line.strip())


_STRIKES = frozenset({"strike", "dstrike"})
_IN_RUN = frozenset({"r", "t", "vanish", "vertAlign", "sym", *_STRIKES, *_BREAKS})


def _describe(cell: _Cell, name: str, value: str | None) -> None:
    if name == "gridSpan":
        cell.columns = max(1, _count(value))
    elif name == "vMerge":
        cell.goes_on_above = value != "restart"
    elif name == "hMerge":
        cell.goes_on_left = value != "restart"


def _value(attributes: dict[str, str]) -> str | None:
    return next((value for key, value in attributes.items() if local_name(key) == "val"), None)


def _count(written: str | None) -> int:
    digits = (written or "").strip()
    return _checked(int(digits)) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0


def _checked(column: int) -> int:
    if column > LAST_COLUMN:
        raise ValueError("more columns than any table has")
    return column


def _symbol(attributes: dict[str, str]) -> str:
    said = {local_name(key): value.lower() for key, value in attributes.items()}
    return _TICKS.get((said.get("font", ""), said.get("char", "")[-2:]), UNKNOWN_SYMBOL)
