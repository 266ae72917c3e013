"""One sheet a unit with nobody else's figures on it."""

from healthkpi.present._section import Line
from healthkpi.present.sections import find_section
from returns import Bureau, write_return
from section_page import lines, page, rows, survives_everywhere

GIVEN = [["甲乡", 1000, 512], ["乙乡", 2000, 900], ["丙镇", 1000, "/"]]
AUGUST = [["甲乡", 1000, 500], ["乙乡", 2000, 952], ["丙镇", 1000, 600]]


def report(folder, unit=None):
    bureau = Bureau(folder)
    august = write_return(folder, AUGUST, name="签约8月.xlsx", title="某区签约情况表（2018年8月）")
    return bureau.check(august, write_return(folder, GIVEN)).report(unit=unit)


def test_a_unit_sees_value_gap_place_and_change(tmp_path):
    (row,) = rows(report(tmp_path, "乙"), "反馈单")

    # 900 of 2000, half are 1000; August had 952; three months are left: 34 a month.
    assert row == ["签约率", "≥50%", "45.00%", "未达到", "100人", "第 2（共 2）", "-2.60个百分点", "34人"]


def test_a_count_that_fell_must_be_explained(tmp_path):
    assert any("签约率：较上期减少 52人" in line for line in lines(report(tmp_path, "乙乡"), "feedback"))


def test_a_unit_that_did_not_report_is_told_so(tmp_path):
    said = lines(report(tmp_path, "丙镇"), "feedback")

    assert any("没有报《签约表》" in line for line in said)


def test_a_sheet_holds_no_figures_of_other_units(tmp_path):
    whole = page(report(tmp_path, "甲乡"), "feedback")

    assert "乙乡" not in whole
    assert "丙镇" not in whole
    assert "51.20%" in whole


def test_without_a_unit_there_is_a_sheet_and_a_receipt_for_each(tmp_path):
    said = lines(report(tmp_path), "feedback")
    heads = [line for line in said if line.startswith("反馈单：")]

    assert [head.split("（")[0] for head in heads] == ["反馈单：甲乡", "反馈单：乙乡", "反馈单：丙镇"]
    assert sum(line.startswith("更正回执") for line in said) == 3


def test_the_english_sheet_says_the_same(tmp_path):
    blocks = find_section("feedback").make(report(tmp_path, "乙乡"))
    said = [block.text.en for block in blocks if isinstance(block, Line)]

    assert said[0] == "Feedback: 乙乡 (A district, as of 2018-09-30)"
    assert any("52 people fewer than the last period" in line for line in said)


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "feedback")
