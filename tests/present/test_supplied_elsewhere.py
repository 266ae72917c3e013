"""What the text leaves to others, and the tables that nobody brought."""

from making import COVERAGE, SIGNING_WITH_ROSTER, indicator
from present.test_returns import FILLED, POSTS
from returns import USUAL, Bureau, write_return
from section_page import rows, survives_everywhere

LEFT_TO_OTHERS = COVERAGE.replace("at_least: 50%", "at_least: province")


def report(folder, **more):
    bureau = Bureau(folder, indicator(LEFT_TO_OTHERS) + FILLED, tables=SIGNING_WITH_ROSTER + POSTS)
    return bureau.check(write_return(folder, USUAL), **more).report()


def test_a_number_that_is_not_given_names_who_waits_and_how_to_give_it(tmp_path):
    found = {row[0]: row for row in rows(report(tmp_path), "待补")}

    assert found["全省平均"][1:] == ["未给", "签约率", "", "--set province=…%"]


def test_a_number_that_was_given_stands_with_its_value(tmp_path):
    found = {
        row[0]: row for row in rows(report(tmp_path, parameters={"province": "45.5%"}), "supplied-elsewhere")
    }

    assert found["全省平均"][1] == "45.5%"


def test_a_table_that_nobody_brought_names_the_indicators_that_wait(tmp_path):
    assert rows(report(tmp_path), "supplied-elsewhere")[-1] == ["编制表", "1", "签约率"]


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "supplied-elsewhere")
