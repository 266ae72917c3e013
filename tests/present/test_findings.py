"""The figures that look wrong: errors first, each with its cell as written and as read."""

from making import SIGNING_WITH_ROSTER
from returns import Bureau, write_return
from section_page import lines, rows, survives_everywhere

WRONG = [["甲乡", 1000, "960人左右"], ["乙乡", 2000, 2100], ["丙镇", 1000, 600]]


def test_each_finding_says_the_cell_as_written_and_as_read(tmp_path):
    bureau = Bureau(tmp_path)
    report = bureau.check(write_return(tmp_path, WRONG)).report()
    found = {row[0]: row for row in rows(report, "问题数据")}

    _, unit, written, read, wrong = found["签约9月.xlsx[签约]!C3"]
    assert (unit, written, read) == ("甲乡", "签约人数 960人左右", "按缺报")
    assert "960人左右" in wrong
    assert found["签约9月.xlsx[签约]!C4"][1:4] == ["乙乡", "签约人数 2100", "2100人"]


def test_errors_come_before_notes_and_are_counted(tmp_path):
    report = Bureau(tmp_path).check(write_return(tmp_path, WRONG)).report()
    said = lines(report, "findings")

    assert said[0].startswith("错误 ")
    assert "说明 " in said[0]
    assert any("处理：" in line for line in said)


def test_a_unit_sees_only_what_lies_in_its_own_rows(tmp_path):
    report = Bureau(tmp_path).check(write_return(tmp_path, WRONG)).report(unit="乙乡")

    assert {row[1] for row in rows(report, "findings")} == {"乙乡"}


def test_a_sensitive_cell_is_not_shown(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "签约人数: {type: number,", "签约人数: {type: number, sensitive: true,"
    )
    report = Bureau(tmp_path, tables=tables).check(write_return(tmp_path, WRONG)).report()
    said = str(rows(report, "findings"))

    assert "960" not in said
    assert "…" in said


def test_nothing_found_is_said(tmp_path):
    report = Bureau(tmp_path).check(write_return(tmp_path, WRONG[2:])).report(unit="甲乡")

    assert lines(report, "findings") == ["没有发现问题"]


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(Bureau(tmp_path).check(write_return(tmp_path, WRONG)).report(), "findings")
