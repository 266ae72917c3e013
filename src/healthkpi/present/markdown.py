"""The draft bulletin, or the sections asked for, as Markdown: headings, paragraphs, tables.

What comes from a file is text: signs that Markdown, HTML or a spreadsheet would obey are escaped.
"""

import re
from collections.abc import Iterable, Iterator

from healthkpi.present._bulletin import Document
from healthkpi.present._documents import document_of
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Tone
from healthkpi.present._writer import Writer
from healthkpi.text import Language

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$])")
# Addresses would become links without any brackets.
_LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|www)([:.])")
_LEADING = re.compile(r"^(\d*)([#+=.)-])")
_NUMBER = re.compile(r"[-+]?[\d.,]+\D{0,8}")
_RISKY = ("=", "+", "-", "@")


def _render(report: Report, language: Language) -> bytes:
    blocks = _blocks(document_of(report), language)
    return ("\n\n".join(blocks) + "\n").encode()


def _blocks(document: Document, language: Language) -> Iterator[str]:
    mark = document.mark.say(language) if document.mark is not None else ""
    yield f"# {_escaped(document.title.say(language) + mark)}"
    yield from (_said(line, language) for line in document.opening)
    for part in document.parts:
        yield f"{'#' * part.depth} {_escaped(part.title.say(language))}"
        for block in part.blocks:
            yield from _block(block, language)
    yield from (_said(line, language) for line in document.closing)


def _block(block: Block, language: Language) -> Iterator[str]:
    if isinstance(block, Line):
        yield _said(block, language)
        return
    if block.title is not None:
        yield f"**{_escaped(block.title.say(language))}**"
    yield "\n".join(_table(block, language))


def _said(line: Line, language: Language) -> str:
    words = _paragraph(line.text.say(language))
    return f"**{words}**" if line.tone is Tone.STRONG and words else words


def _table(grid: Grid, language: Language) -> Iterator[str]:
    yield _row(_escaped(column.name.say(language)) for column in grid.columns)
    yield _row("---:" if column.is_number else "---" for column in grid.columns)
    for row in grid.rows:
        yield _row(_cell(cell, language) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, language: Language) -> str:
    """A table of a page is copied into a spreadsheet, which would run what begins like a formula."""
    words = clean(cell.text.say(language)).strip()
    is_figure = cell.number is not None or len(words) < 2 or _NUMBER.fullmatch(words)
    return _escaped(words if is_figure or not words.startswith(_RISKY) else f"'{words}")


def _paragraph(words: str) -> str:
    """A line that begins like a heading, a list or a rule is none."""
    return _LEADING.sub(r"\1\\\2", _escaped(words).strip())


def _escaped(words: str) -> str:
    safe = _MARKUP.sub(r"\\\1", clean(words))
    return _LINKS.sub(r"\1\\\2", safe)


WRITER = Writer("markdown", (".md",), _render, knows_kinds=True)
