"""The blocks of a section as tables of a page: the first rows of a long one on the page, the rest for the script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from healthkpi.present._figures import clean
from healthkpi.present._html.packed import TONE_SIGNS, by_column, packed_cell
from healthkpi.present._section import Block, Cell, Grid, Line, Tone
from healthkpi.text import Language

# A table of up to LONG rows stands whole on the page; of a longer one the first FIRST do.
LONG, FIRST = 60, 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A line or a cell as it stands on the page; `unit` is the number of the unit whose page it leads to."""

    words: str
    tone: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A heading."""

    words: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a page. `pack` is the number of its further rows among those for the script."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Shown]]
    total: int
    pack: int | None = None


@dataclass(slots=True)
class Tables:
    """Turns blocks into what a page shows and keeps the rows that only the script shows."""

    language: Language
    units: Mapping[str, int]
    packs: list[list[Any]] = field(default_factory=list)
    is_whole: bool = False  # the page has no script that would show the rest

    def shown(self, blocks: Iterable[Block]) -> list[Shown | ShownTable]:
        """Lines and tables in their order."""
        return [self._line(each) if isinstance(each, Line) else self._table(each) for each in blocks]

    def _line(self, line: Line) -> Shown:
        return Shown(clean(line.text.say(self.language)), TONE_SIGNS.get(line.tone, ""))

    def _table(self, grid: Grid) -> ShownTable:
        heads = [Head(column.name.say(self.language), column.is_number) for column in grid.columns]
        title = clean(grid.title.say(self.language)) if grid.title is not None else ""
        is_long = len(grid.rows) > LONG and not self.is_whole
        first = grid.rows[:FIRST] if is_long else grid.rows
        rows = [[self._cell(cell) for cell in row] for row in first]
        pack = self._keep(grid.rows[FIRST:]) if is_long else None
        return ShownTable(title, heads, rows, len(grid.rows), pack)

    def _keep(self, rows: Sequence[Sequence[Cell]]) -> int:
        self.packs.append(by_column([packed_cell(cell, self.language) for cell in row] for row in rows))
        return len(self.packs) - 1

    def _cell(self, cell: Cell) -> Shown:
        words = clean(cell.text.say(self.language))
        tone = TONE_SIGNS[cell.tone] if cell.tone is not Tone.PLAIN else ""
        return Shown(words, tone, self.units.get(words))
