"""Clause, formula, reading and who is not in a figure."""

from making import COVERAGE, indicator
from returns import USUAL, Bureau, write_return
from section_page import rows, survives_everywhere

READING = COVERAGE + (
    "reading:\n  how: {zh: 分母用常住人口, en: residents}\n  why: {zh: 原文没有说, en: the text does not say}\n  sure: low\n"
)


def report(folder, given=USUAL[:2]):
    return Bureau(folder, indicator(READING)).check(write_return(folder, given)).report()


def test_a_figure_says_its_clause_its_sum_and_who_is_not_in_it(tmp_path):
    (row,) = rows(report(tmp_path), "口径")

    assert row[0] == "签约率"
    assert row[1] == "一“达50%”"
    assert row[2] == "分子：签约人数；分母：常住人口"
    assert row[4:] == ["2018-09", "丙镇"]


def test_a_reading_says_why_and_that_somebody_must_decide(tmp_path):
    (row,) = rows(report(tmp_path), "basis")

    assert row[3] == "分母用常住人口；理由：原文没有说（把握小，要人定）"


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "basis")
