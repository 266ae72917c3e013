"""Where small counts are hidden, sections of rows say so and call nothing absent."""

import pytest

from healthkpi.present._rows import ROWS_HIDDEN
from returns import USUAL, Bureau, write_return
from section_page import lines, page, rows


@pytest.mark.parametrize("section", ["rows", "returns", "evidence", "clearing"])
def test_a_section_of_rows_says_that_they_are_hidden(tmp_path, section):
    report = Bureau(tmp_path).check(write_return(tmp_path, USUAL), suppress_below=5).report()

    assert lines(report, section) == [ROWS_HIDDEN.zh]
    assert rows(report, section) == []


def test_the_raw_cell_of_a_small_count_is_in_no_section(tmp_path):
    given = [["甲乡", 1000, 4], ["乙乡", 2000, "900人左右"], ["丙镇", 1000, 600]]
    report = Bureau(tmp_path).check(write_return(tmp_path, given), suppress_below=5).report()

    for section in ("findings", "feedback", "spot-check", "deadlines"):
        assert "900人左右" not in page(report, section)


def test_a_feedback_sheet_says_that_rows_are_hidden(tmp_path):
    report = Bureau(tmp_path).check(write_return(tmp_path, USUAL), suppress_below=5).report(unit="甲乡")

    assert ROWS_HIDDEN.zh in lines(report, "feedback")
