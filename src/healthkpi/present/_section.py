"""A section of an answer, apart from the format it is written in: lines and grids of words and figures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from healthkpi.present._report import Report
from healthkpi.text import Language, Text


class Tone(StrEnum):
    """How a line or a cell is said."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of its own; an aside is for who runs this, not for who is sent a report made of it.

    A heading stands above the lines that follow it.
    """

    text: Text
    tone: Tone = Tone.PLAIN
    is_aside: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a grid: words, and the exact number behind them for formats that hold numbers."""

    text: Text
    number: Fraction | None = None
    unit: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand at the right."""

    name: Text
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under their headings; `about` is the indicator that all of them speak of, if it is one."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: Text | None = None
    about: str | None = None


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """One question and how it is answered. `name` is what it is asked for by; `order` its place among the sections."""

    name: Text
    title: Text
    order: int
    make: Callable[[Report], Iterable[Block]]

    def is_named(self, word: str) -> bool:
        """Whether a person means this section by a word, in either language."""
        return word.casefold() in {self.name.zh, self.name.en.casefold()}


def filled_grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    title: Text | None = None,
    about: str | None = None,
) -> Grid:
    """A grid without the columns in which nothing stands; the first always stays."""
    kept = [index for index in range(len(columns)) if not index or any(row[index].text.zh for row in rows)]
    return Grid(
        [columns[index] for index in kept], [[row[index] for index in kept] for row in rows], title, about
    )


def cell(words: Text | str, tone: Tone = Tone.PLAIN) -> Cell:
    """A cell of words; a name is the same in both languages."""
    return Cell(Text(words, words) if isinstance(words, str) else words, tone=tone)


def column(zh: str, en: str, *, is_number: bool = False) -> Column:
    """A heading in both languages."""
    return Column(Text(zh, en), is_number)


def said(cells: Sequence[Cell], language: Language) -> list[str]:
    """The words of a row."""
    return [each.text.say(language) for each in cells]
