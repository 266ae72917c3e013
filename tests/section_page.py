"""A section as a terminal shows it, and what must be true of every page."""

import io
import re
import unicodedata
from fractions import Fraction

from rich.console import Console

from healthkpi.cli._plain import NAME, register
from healthkpi.present._page import print_section
from healthkpi.present._section import Grid, Line
from healthkpi.present.sections import find_section

WIDE, NARROW = 200, 40


def page(report, section: str, language="zh", width=WIDE) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=True, no_color=True, legacy_windows=False
    )
    print_section(console, find_section(section), report, language)
    return console.file.getvalue()


def lines(report, section: str, language="zh") -> list[str]:
    blocks = find_section(section).make(report)
    return [block.text.say(language) for block in blocks if isinstance(block, Line)]


def rows(report, section: str, language="zh") -> list[list[str]]:
    """The words of every grid's rows."""
    blocks = [block for block in find_section(section).make(report) if isinstance(block, Grid)]
    return [[cell.text.say(language) for cell in row] for block in blocks for row in block.rows]


def numbers(report, section: str) -> list[Fraction]:
    blocks = [block for block in find_section(section).make(report) if isinstance(block, Grid)]
    return [cell.number for block in blocks for row in block.rows for cell in row if cell.number is not None]


def widest(text: str) -> int:
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
        for line in text.splitlines()
    )


def survives_everywhere(report, section: str) -> None:
    """Both languages fit 40 columns, and a GBK console loses no sign."""
    for language in ("zh", "en"):
        narrow = page(report, section, language, NARROW)
        assert widest(_plain(narrow)) <= NARROW
        shown = _plain(page(report, section, language))
        register()
        assert shown.encode("gbk", errors=NAME).decode("gbk").count("?") == shown.count("?")


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
