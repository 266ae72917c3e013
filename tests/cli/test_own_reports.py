"""Reports that lie among the returns are no returns."""

import shutil

import pytest
from running import MID_YEAR

REPORTS = ("通报.docx", "达标情况.xlsx", "index.html")


@pytest.fixture
def folder(healthkpi, tmp_path):
    """A return, and what an earlier check of the folder wrote into it."""
    shutil.copy(MID_YEAR, tmp_path)
    outputs = [word for name in REPORTS for word in ("-o", name)]
    assert healthkpi("check", ".", "--no-ask", "-q", *outputs).code == 1
    return tmp_path


def test_a_folder_with_its_reports_in_it_gives_the_same_result_again(healthkpi, folder):
    ended = healthkpi("check", ".", "--no-ask")

    assert ended.out == healthkpi("check", MID_YEAR, "--no-ask").out
    left_out = [line for line in ended.err.splitlines() if "HK208" in line]
    assert [line.partition(":")[0] for line in left_out] == sorted(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_is_named_itself_is_refused(healthkpi, folder, name):
    ended = healthkpi("check", name, "--no-ask")

    assert ended.code == 2
    assert "healthkpi 以前写的报告" in ended.err
