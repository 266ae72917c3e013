"""The same table more than once: samples, sheets named after nothing, files saved twice, a sheet without a month."""

import pytest

from healthkpi.match import match_workbooks
from making import COVERAGE, SIGNING_WITH_ROSTER, area_value, book, grid, indicator, make_policy

HEADER = ["乡镇", "常住人口", "签约人数"]
ROWS = [["甲乡", 100, 50], ["乙乡", 200, 80], ["丙镇", 300, 100]]


def signing(*rows, title="2018年9月签约表", **more):
    return grid([[title], HEADER, *rows] if title else [HEADER, *rows], **more)


def used(*grids, tables=SIGNING_WITH_ROSTER, together=True):
    """The sheets or files that are used, and the codes that say why others are not."""
    books = [book(*grids)] if together else [book(each) for each in grids]
    found = match_workbooks(books, make_policy(tables=tables))
    codes = {finding.code.id for each in found for finding in each.findings}
    names = [each.grid.sheet if together else each.grid.source.name for each in found]
    return names, sorted(codes - {"HK220"})


@pytest.mark.parametrize("name", ["说明", "填报样表", "示例", "Sheet2", "2"])
def test_beside_the_sheet_named_after_the_table_another_without_a_unit_of_the_list_is_not_used(name):
    sample = signing(["某某乡", 1000, 500], sheet=name)
    assert used(signing(*ROWS), sample) == (["签约"], ["HK232"])
    assert used(sample, signing(*ROWS)) == (["签约"], ["HK232"])


@pytest.mark.parametrize("name", ["Sheet2", "丙镇", "城区"])
def test_a_sheet_with_units_of_the_list_is_used_whatever_its_name(name):
    assert used(signing(*ROWS[:2]), signing(ROWS[2], sheet=name)) == (["签约", name], [])


def test_a_sample_is_not_used_even_with_a_unit_of_the_list():
    assert used(signing(*ROWS[:2]), signing(ROWS[2], sheet="样表")) == (["签约"], ["HK232"])


def test_a_table_filled_in_on_a_sheet_called_template_is_used_where_there_is_no_other():
    assert used(signing(*ROWS, sheet="模板")) == (["模板"], [])


def test_a_sheet_for_another_time_is_no_stray():
    assert used(signing(*ROWS), signing(*ROWS, title="2017年9月", sheet="表2"))[0] == ["签约", "表2"]


def test_a_file_saved_twice_counts_once():
    files = [signing(*ROWS, file="九月.xlsx"), signing(*ROWS, file="九月(1).xlsx")]
    assert used(*files, together=False) == (["九月.xlsx"], ["HK233"])
    policy = make_policy(indicator(COVERAGE), tables=SIGNING_WITH_ROSTER)
    # 50 + 80 + 100 of 100 + 200 + 300
    assert (area_value(policy, *files).numerator, area_value(policy, *files).denominator) == (230, 600)


def test_a_file_sent_again_with_other_figures_is_neither_added_nor_chosen():
    corrected = [["甲乡", 100, 55], *ROWS[1:]]
    files = [signing(*ROWS, file="九月.xlsx"), signing(*corrected, file="九月(1).xlsx")]
    assert used(*files, together=False) == (["九月.xlsx", "九月(1).xlsx"], ["HK234"])
    policy = make_policy(indicator(COVERAGE), tables=SIGNING_WITH_ROSTER)
    assert area_value(policy, *files).amount is None


def test_six_townships_in_six_files_are_no_copies():
    files = [signing(row, file=f"{row[0]}.xlsx") for row in ROWS]
    assert used(*files, together=False) == (["甲乡.xlsx", "乙乡.xlsx", "丙镇.xlsx"], [])


def test_two_months_in_two_files_are_no_copies():
    files = [signing(*ROWS, title=f"2018年{month}月", file=f"{month}月.xlsx") for month in (8, 9)]
    assert used(*files, together=False) == (["8月.xlsx", "9月.xlsx"], [])


def test_a_table_that_says_no_month_beside_one_that_does_is_told():
    files = [signing(*ROWS[:2], file="一.xlsx"), signing(ROWS[2], title=None, file="二.xlsx")]
    found = match_workbooks([book(each) for each in files], make_policy(tables=SIGNING_WITH_ROSTER))
    (told,) = [finding for each in found for finding in each.findings if finding.code.id == "HK235"]
    assert str(told.place) == "二.xlsx[签约]!1"
    assert "2018-09" in told.message.zh


def test_tables_that_all_say_no_month_go_together():
    files = [signing(row, title=None, file=f"{row[0]}.xlsx") for row in ROWS]
    assert used(*files, together=False)[1] == []


def test_a_sheet_that_was_copied_is_of_the_month_that_its_name_begins_with():
    september = signing(*ROWS, title="签约表", sheet="9月", file="2018年签约.xlsx")
    copy = signing(
        *([name, people, 1] for name, people, _ in ROWS),
        title="签约表",
        sheet="9月 (2)",
        file="2018年签约.xlsx",
    )

    # Taken for the whole of 2018 the copy would be the later table, and the only one judged.
    assert used(september, copy) == (["9月"], ["HK228"])


@pytest.mark.parametrize("title", ["2018年签约目标表", "2018年度签约任务分解", "某区2018年工作计划"])
def test_a_table_of_targets_is_no_return_although_its_year_ends_later(title):
    targets = signing(["甲乡", 100, 100], ["乙乡", 200, 200], ["丙镇", 300, 300], title=title, sheet="年度")

    assert used(signing(*ROWS), targets) == (["签约"], ["HK239"])
    assert used(targets, signing(*ROWS)) == (["签约"], ["HK239"])


@pytest.mark.parametrize("title", ["2018年8月签约任务完成情况", "2018年8月签约目标进展表"])
def test_a_title_that_says_what_was_reached_is_a_return_even_if_it_speaks_of_targets(title):
    assert used(signing(*ROWS), signing(*ROWS, title=title, sheet="8月"))[0] == ["签约", "8月"]


def test_a_table_of_targets_alone_is_read():
    assert used(signing(*ROWS, title="2018年签约任务表"))[0] == ["签约"]
