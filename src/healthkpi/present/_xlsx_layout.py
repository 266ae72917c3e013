"""How wide and how tall the words of a grid are, in half characters and points, since only Excel fits rows by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from healthkpi.present._figures import clean
from healthkpi.present._section import Grid
from healthkpi.text import Language, Text

NARROWEST, WIDEST = 6, 48
# Long columns are folded earlier where the sheet would be so wide that its print becomes too small to read.
FOLDED_AT = (WIDEST, 40, 32, 26)
FOLDED_BESIDE_CHARTS = (22,)
_WIDEST_SHEET = 150
_WIDEST_HEADING = 12
LINE_HEIGHT, _TALLEST = 15, 400
# What a cell may hold; the rest of a longer text would be lost without a word.
_LONGEST_TEXT = 32_767
_CUT = Text("…（太长，余下略）", "… (too long: cut here)")


@dataclass(slots=True)
class Wording:
    """Texts in one language, ready to stand in a cell; a report says the same names and verdicts thousands of times."""

    language: Language
    _said: dict[str, str] = field(default_factory=dict)
    _lengths: dict[str, int] = field(default_factory=dict)

    def say(self, text: Text) -> str:
        """The words of a cell."""
        words = text.say(self.language)
        said = self._said.get(words)
        if said is None:
            said = self._said[words] = self._cut(clean(words))
        return said

    def length(self, words: str) -> int:
        """How many half characters they take."""
        found = self._lengths.get(words)
        if found is None:
            found = self._lengths[words] = cell_len(words)
        return found

    def _cut(self, words: str) -> str:
        if len(words) <= _LONGEST_TEXT:
            return words
        cut = _CUT.say(self.language)
        return words[: _LONGEST_TEXT - len(cut)] + cut


@dataclass(frozen=True, slots=True)
class Laid:
    """A grid in words, with the length of each and the longest of each column."""

    grid: Grid
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lengths: tuple[tuple[int, ...], ...]
    longest: tuple[int, ...]


def lay_out(grid: Grid, wording: Wording) -> Laid:
    """Every cell said once."""
    names = tuple(wording.say(column.name) for column in grid.columns)
    rows = tuple(tuple(wording.say(cell.text) for cell in row) for row in grid.rows)
    lengths = tuple(tuple(map(wording.length, row)) for row in rows)
    longest = tuple(map(max, zip(*lengths, strict=True))) if lengths else (0,) * len(names)
    return Laid(grid, names, rows, lengths, longest)


def widths_of(grids: Sequence[Laid], folded_at: Sequence[int]) -> list[float]:
    """As wide as the longest line of figures, and words up to a bound, beyond which they are folded."""
    wanted = [float(NARROWEST)] * max((len(laid.names) for laid in grids), default=1)
    for laid in grids:
        for at, (name, longest) in enumerate(zip(laid.names, laid.longest, strict=True)):
            # The arrow of the filter covers the end of a heading.
            wanted[at] = max(wanted[at], longest + 2, min(cell_len(name) + 3, _WIDEST_HEADING))
    folded = [[min(width, most) for width in wanted] for most in folded_at]
    return next((widths for widths in folded if sum(widths) <= _WIDEST_SHEET), folded[-1])


def height_for(lengths: Sequence[int], widths: Sequence[float]) -> float:
    """For the words that need the most lines."""
    lines = max((_lines(length, width) for length, width in zip(lengths, widths, strict=False)), default=1)
    return min(4 + LINE_HEIGHT * lines, _TALLEST)


def grid_height(laid: Laid, widths: Sequence[float]) -> float:
    """Of a grid with its title and the blank row below it."""
    head = height_for([cell_len(name) for name in laid.names], widths)
    return LINE_HEIGHT * 2 + head + sum(height_for(row, widths) for row in laid.lengths)


def _lines(length: int, width: float) -> int:
    return max(1, -(-length // max(1, int(width) - 1)))
