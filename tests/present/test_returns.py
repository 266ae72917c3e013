"""Who did not send what, who was late, what is blank, and the reminder to paste."""

from datetime import date

import pytest

from healthkpi.cli._option_values import read_report_by
from healthkpi.errors import UsageError
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator
from returns import HEADINGS, Bureau, write_book
from section_page import lines, numbers, rows, survives_everywhere

POSTS = """
posts:
  name: {zh: 编制表, en: Posts}
  row: {zh: 一个乡镇, en: one township}
  sheets: [编制]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    核定编制: {type: number, en: posts, unit: 人, over_time: stock}
    实有在编: {type: number, en: filled, unit: 人, over_time: stock}
"""
FILLED = indicator(
    "kind: proportion\ntable: posts\nnumerator: 实有在编\ndenominator: 核定编制\nbetter: higher\n", "filled"
)


def township(folder, name, signed, filled, day="2018.9.26"):
    """One file a township with two sheets; None is a sheet that was not sent."""
    sheets = {}
    if signed is not None:
        sheets["签约"] = [["签约情况表（2018年9月）"], [f"填报日期：{day}"], HEADINGS, [name, 1000, signed]]
    if filled is not None:
        sheets["编制"] = [
            ["编制表（2018年9月）"],
            [f"填报日期：{day}"],
            ["乡镇", "核定编制", "实有在编"],
            [name, 10, filled],
        ]
    return write_book(folder / f"{name}.xlsx", sheets)


@pytest.fixture
def report(tmp_path):
    """甲乡 sends all; 乙乡 fills in no contracts and is late; 丙镇 sends one table with a blank."""
    bureau = Bureau(tmp_path, indicator(COVERAGE) + FILLED, tables=SIGNING_WITH_ROSTER + POSTS)
    files = [
        township(tmp_path, "甲乡", 500, 8),
        township(tmp_path, "乙乡", "未报", 7, day="2018年10月2日"),
        township(tmp_path, "丙镇", 600, "/"),
    ]
    roster = write_book(
        tmp_path / "单位名单.xlsx",
        {
            "单位名单": [
                ["单位名称", "联系人", "联系电话"],
                ["甲乡", "赵", "1"],
                ["乙乡", "钱", "0352-2"],
                ["丙镇", None, None],
            ]
        },
    )

    def made(**more):
        checked = bureau.check(*files, units=[roster], as_of=date(2018, 10, 4))
        return checked.report(**{"report_by": date(2018, 9, 28), **more})

    return made


def test_expected_is_units_times_tables_and_a_row_of_denominators_is_no_return(report):
    # 3 × 2 = 6: 乙乡's row holds 1000 residents and 未报; its posts came on 2 October; 丙镇's posts hold nothing filled.
    assert (
        lines(report(), "上报")[0]
        == "应报 3 个单位 × 2 张表 = 6 份：已报 3，迟报 1，未报 2（截止 2018-09-28）"
    )


def test_who_did_not_report_is_named_with_days_and_contact(report):
    said = lines(report(), "returns")

    assert "未报：乙乡—签约表（截止 2018-09-28，逾期 6 天；联系人 钱 0352-2）" in said
    assert "未报：丙镇—编制表（截止 2018-09-28，逾期 6 天）" in said
    assert "迟报：乙乡—编制表（填报日期 2018-10-02，迟 4 天）" in said


def test_a_table_without_a_roster_is_expected_of_every_unit_and_says_so(report):
    assert "编制表：没有写明应报名单，按下一级单位各报一份算" in lines(report(), "returns")


def test_each_table_counts_its_own(report):
    assert rows(report(), "returns")[:2] == [
        ["签约表", "3", "2", "0", "1", "乙乡"],
        ["编制表", "3", "1", "1", "1", "丙镇"],
    ]
    assert numbers(report(), "returns") == [3, 2, 0, 1, 3, 1, 1, 1]


def test_the_reminder_names_tables_date_and_days(report):
    said = lines(report(), "returns")

    assert (
        "【催报】乙乡钱：2018年9月《签约表》应于9月28日前报送，尚未收到，逾期 6 天，请尽快报送。没有发生的请填0，空白、“—”、“/”都算未报。"
        in said
    )
    assert not any(line.startswith("【催报】甲乡") for line in said)


def test_a_blank_that_an_indicator_needs_is_listed_as_it_was_written(tmp_path):
    bureau = Bureau(tmp_path)
    file = write_book(
        tmp_path / "签约9月.xlsx",
        {
            "签约": [
                ["签约情况表（2018年9月）"],
                HEADINGS,
                ["甲乡", None, 500],
                ["乙乡", "/", 900],
                ["丙镇", 1000, 600],
            ]
        },
    )
    found = bureau.check(file).report()

    assert rows(found, "returns")[1:] == [
        ["甲乡", "签约表", "常住人口", "签约9月.xlsx[签约]!B3", "（空白）"],
        ["乙乡", "签约表", "常住人口", "签约9月.xlsx[签约]!B4", "“/”"],
    ]
    assert any("B4“常住人口”，请补填" in line for line in lines(found, "returns"))


def test_a_sensitive_cell_is_not_shown(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "常住人口: {type: number,", "常住人口: {type: number, sensitive: true,"
    )
    file = write_book(
        tmp_path / "签约9月.xlsx",
        {
            "签约": [
                ["签约情况表（2018年9月）"],
                HEADINGS,
                ["甲乡", "约九百", 500],
                ["乙乡", 2, 1],
                ["丙镇", 2, 1],
            ]
        },
    )
    found = Bureau(tmp_path, tables=tables).check(file).report()

    assert "约九百" not in str(rows(found, "returns"))


def test_without_a_day_nobody_is_late(report):
    said = lines(report(report_by=None), "returns")

    assert said[0] == "应报 3 个单位 × 2 张表 = 6 份：已报 4，未报 2"
    assert any("--report-by" in line for line in said)


def test_one_unit_has_its_own_returns(report):
    assert lines(report(unit="甲乡"), "returns")[0].startswith(
        "应报 1 个单位 × 2 张表 = 2 份：已报 2，迟报 0，未报 0"
    )


def test_a_day_that_is_none_is_refused():
    with pytest.raises(UsageError, match="--report-by"):
        read_report_by("下周五")


def test_it_fits_forty_columns_and_gbk(report):
    survives_everywhere(report(), "returns")
