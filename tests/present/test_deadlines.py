"""Targets in the order of their dates: overdue, soon, later; each stage with the value that stands to it now."""

from datetime import date

from healthkpi.pipeline import check
from healthkpi.request import Request
from making import COVERAGE, indicator
from present.samples_checked import ROOT
from returns import USUAL, Bureau, write_return
from section_page import lines, numbers, rows, survives_everywhere

STAGES = COVERAGE.replace(
    "  - {by: 2018-12-31, at_least: 50%}",
    "  - {by: 2018-06-30, at_least: 30%}\n  - {by: 2018-10-20, at_least: 50%}\n  - {by: 2018-12-31, at_least: 80%}\n"
    "responsible: {zh: 公卫科, en: public health}",
)


def report(folder, day, body=STAGES, **more):
    bureau = Bureau(folder, indicator(body))
    return bureau.check(write_return(folder, USUAL), as_of=day).report(**more)


def test_an_overdue_target_says_days_gap_and_office(tmp_path):
    body = COVERAGE.replace("2018-12-31", "2018-09-10") + "responsible: {zh: 公卫科, en: public health}\n"
    body = body.replace("at_least: 50%", "at_least: 60%")
    (row,) = rows(report(tmp_path, date(2018, 9, 30), body), "节点")

    # 2000 of 4000 signed; 60 % are 2400.
    assert row == ["签约率", "2018-09-10", "逾期 20", "≥60%", "50.00%", "400人", "红", "公卫科"]


def test_every_stage_is_listed_with_its_own_gap(tmp_path):
    found = rows(report(tmp_path, date(2018, 9, 30)), "deadlines", "en")

    # 50 % now: the stage of 50 % is reached, 80 % of 4000 are 1200 more.
    assert [row[1:6] for row in found] == [
        ["2018-10-20", "20", "≥ 50%", "50.00%", ""],
        ["2018-12-31", "92", "≥ 80%", "50.00%", "1200 people"],
    ]


def test_a_stage_that_is_met_and_judged_by_later_data_says_so(tmp_path):
    said = lines(report(tmp_path, date(2018, 9, 30)), "deadlines")

    assert "到期且已达标 1 项：签约率" in said
    assert "签约率（2018-06-30）：没有期限以前的数，是拿以后的数看的" in said


def test_the_next_stage_is_compared_with_the_newest_figures_not_with_those_of_the_due_one(tmp_path):
    bureau = Bureau(tmp_path, indicator(STAGES))
    june = write_return(
        tmp_path,
        [["甲乡", 1000, 100], ["乙乡", 2000, 100], ["丙镇", 1000, 100]],
        name="签约6月.xlsx",
        title="某区签约情况表（2018年6月）",
    )
    report = bureau.check(june, write_return(tmp_path, USUAL), as_of=date(2018, 9, 30)).report()
    due, following, last = rows(report, "deadlines")

    # 300 of 4000 in June against 30 %; 2000 of 4000 in September against 50 % and 80 %.
    assert due[2:6] == ["逾期 92", "≥30%", "7.50%", "900人"]
    assert following[4] == last[4] == "50.00%"


def test_numbers_stand_beside_the_words(tmp_path):
    found = numbers(report(tmp_path, date(2018, 9, 30)), "deadlines")

    assert {20, 92, 50, 1200} <= set(found)


def test_one_unit_is_compared_with_the_same_stages(tmp_path):
    body = COVERAGE.replace("2018-12-31", "2018-10-20")
    (row,) = rows(report(tmp_path, date(2018, 9, 30), body, unit="乙乡"), "deadlines")

    # 900 of 2000 signed; half are 1000.
    assert row[0] == "签约率 乙乡"
    assert row[4:6] == ["45.00%", "100人"]


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path, date(2018, 9, 30)), "deadlines")


def test_what_was_done_late_is_no_longer_overdue(tmp_path):
    sample = ROOT / "sample_data" / "西湖区2017年.xlsx"
    late = check(Request([sample], ROOT / "indicators")).report()

    # Done on 2017-07-18, eighteen days after its date.
    assert "期限以后才完成 1 项：监督所业务用房搬迁" in lines(late, "节点")
    assert not [row for row in rows(late, "节点") if row[0] == "监督所业务用房搬迁"]
