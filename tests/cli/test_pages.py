"""What a person sees, held by pages that a person has looked at.

After a change that is meant, `HEALTHKPI_WRITE_GOLDEN=1 make unit` writes the pages anew; look at them before
they are committed.
"""

import io
import os
import re
from pathlib import Path

import pytest
from rich.console import Console
from running import MID_YEAR, SAMPLES, YEAR_END

from healthkpi.cli import _plain
from healthkpi.pipeline import check
from healthkpi.present.table import print_scorecard
from healthkpi.request import Request

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "year-end-120-zh": (["check", YEAR_END, "-q"], {"COLUMNS": "120"}),
    "year-end-80-zh": (["check", YEAR_END, "-q"], {"COLUMNS": "80"}),
    "year-end-80-en": (["check", YEAR_END, "-q", "--lang", "en"], {"COLUMNS": "80"}),
    "mid-year-120-en": (["check", MID_YEAR, "-q", "--lang", "en"], {"COLUMNS": "120"}),
    "mid-year-40-zh": (["check", MID_YEAR, "-q"], {"COLUMNS": "40"}),
    "townships-80-zh": (
        ["check", MID_YEAR, "-q", "--indicator", "signing-coverage", "--level", "township"],
        {"COLUMNS": "80"},
    ),
    "show-zh": (["show", "clinic-standard"], {"COLUMNS": "100"}),
    "show-en": (["show", "signing-coverage", "--policy", "yungang-2018", "--lang", "en"], {"COLUMNS": "100"}),
    "explain-zh": (["explain", "signing-coverage", MID_YEAR, "--unit", "口泉乡"], {"COLUMNS": "100"}),
    "explain-en": (["explain", "clinic-standard", MID_YEAR, "--lang", "en"], {"COLUMNS": "100"}),
    "list-100-zh": (["list", "--policy", "yungang-2018"], {"COLUMNS": "100"}),
    "clauses-80-zh": (["clauses", "yungang-2018"], {"COLUMNS": "80"}),
    "clauses-40-en": (["clauses", "yungang-2018", "--lang", "en"], {"COLUMNS": "40"}),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_one_a_person_has_looked_at(healthkpi, name):
    arguments, environment = PAGES[name]

    page = healthkpi(*arguments, **environment).out

    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("HEALTHKPI_WRITE_GOLDEN"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 104, 120])
def test_no_line_of_a_table_is_wider_than_the_window(healthkpi, width):
    page = healthkpi("check", MID_YEAR, "-q", COLUMNS=str(width)).out

    # The first lines are prose: in a pipe they stay whole.
    rows = [line for line in page.splitlines() if line.startswith((" ", "[", "─", "√", "×", "△", "●"))]
    assert rows
    assert max(cells(line) for line in rows) <= width


def test_every_sign_that_is_printed_is_in_gbk(healthkpi):
    for arguments in (
        ["check", YEAR_END],
        ["check", MID_YEAR, "--lang", "en"],
        ["show", "clinic-standard"],
        ["list"],
        ["clauses", "yungang-2018"],
    ):
        ended = healthkpi(*arguments)
        (ended.out + ended.err).encode("gbk")


def test_a_gbk_console_shows_the_same_page(healthkpi):
    utf8 = healthkpi("check", YEAR_END)
    gbk = healthkpi("check", YEAR_END, PYTHONIOENCODING="gbk")

    assert gbk == utf8


@pytest.mark.parametrize(
    ("sign", "encoding", "shown"),
    [("m²", "gbk", b"m2"), ("5−3", "gbk", b"5-3"), ("≥50%", "ascii", b">=50%"), ("签", "ascii", b"?")],
)
def test_a_sign_that_a_console_lacks_is_shown_in_plainer_ones(sign, encoding, shown):
    _plain.register()

    assert sign.encode(encoding, _plain.NAME) == shown


def test_an_ascii_console_does_not_end_the_program(healthkpi):
    assert healthkpi("check", YEAR_END, PYTHONIOENCODING="ascii").code == 1


def test_a_pipe_has_no_colours_and_no_cut_lines(healthkpi):
    page = healthkpi("check", YEAR_END, FORCE_COLOR="", NO_COLOR="1").out

    assert "\x1b" not in page
    assert "…" not in page


def cells(line):
    from healthkpi.expression.errors import count_cells

    return count_cells(line)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 59, 60, 72, 80, 96, 104, 120, 150])
def test_no_figure_is_cut_at_any_width(scorecard, width, language):
    wide, narrow = figures(page_of(scorecard, language, 300)), figures(page_of(scorecard, language, width))

    assert wide - narrow == set()


@pytest.mark.parametrize("width", [60, 72, 80, 96])
def test_a_gap_in_english_keeps_its_unit(scorecard, width):
    words = page_of(scorecard, "en", width).split()

    assert "people" in words
    assert "peopl" not in words


@pytest.fixture(scope="module")
def scorecard():
    return check(Request([MID_YEAR], SAMPLES.parent / "indicators")).scorecard


def page_of(scorecard, language, width):
    page = io.StringIO()
    print_scorecard(Console(file=page, width=width, highlight=False, markup=False), scorecard, language)
    return page.getvalue()


def figures(page):
    """Every figure of the table: values, counts, limits and dates, gaps."""
    table = page.split("\n", 3)[3]
    return set(re.findall(r"\d[\d,./-]*\d%?|\d%?", table))
