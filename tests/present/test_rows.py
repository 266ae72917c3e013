"""The rows of all files as one list; people are counted and never listed."""

from making import SIGNING_WITH_ROSTER, indicator
from returns import Bureau, write_book, write_return
from section_page import lines, page, rows, survives_everywhere

PATIENTS = """
patients:
  name: {zh: 患者台账, en: Patients}
  row: {zh: 一名患者, en: one patient}
  sheets: [患者]
  key: 身份证号
  fields:
    姓名: {type: text, en: name, sensitive: true}
    身份证号: {type: code, en: identity number, sensitive: true}
    已救治: {type: flag, en: treated}
"""
TREATED = indicator("kind: count\ntable: patients\nwhere: 已救治\nnumerator: 1\nunit: 人\n", "treated")


def report(folder, **more):
    bureau = Bureau(folder)
    one = write_return(folder, [["甲乡", 1000, 500]], name="甲乡9月.xlsx")
    other = write_return(folder, [["乙乡", 2000, "未报"]], name="乙乡9月.xlsx")
    return bureau.check(one, other).report(**more)


def test_every_row_says_its_file_sheet_and_row(tmp_path):
    found = rows(report(tmp_path), "明细")

    assert found == [
        ["甲乡", "甲乡9月.xlsx", "签约", "3", "2018年9月", "甲乡", "1000人", "500人"],
        ["乙乡", "乙乡9月.xlsx", "签约", "3", "2018年9月", "乙乡", "2000人", "未报"],
    ]


def test_a_unit_of_the_list_without_a_row_is_named(tmp_path):
    assert "名单上有、表里没有的：丙镇" in lines(report(tmp_path), "rows")


def test_two_rows_of_one_unit_are_marked(tmp_path):
    one = write_return(tmp_path, [["甲乡", 1000, 500], ["乙乡", 3, 2], ["丙镇", 3, 2]], name="一9月.xlsx")
    other = write_return(tmp_path, [["甲乡", 1000, 600]], name="二9月.xlsx")
    found = rows(Bureau(tmp_path).check(one, other).report(), "rows")

    assert [(row[0], row[-1]) for row in found] == [
        ("甲乡", "重复"),
        ("乙乡", ""),
        ("丙镇", ""),
        ("甲乡", "重复"),
    ]


def test_a_name_that_is_on_no_list_is_told(tmp_path):
    file = write_return(tmp_path, [["甲乡", 1000, 500], ["丁乡", 7, 3]])
    said = lines(Bureau(tmp_path).check(file).report(), "rows")

    assert any("丁乡" in line for line in said)


def test_people_are_counted_and_never_listed(tmp_path):
    bureau = Bureau(tmp_path, TREATED, tables=SIGNING_WITH_ROSTER + PATIENTS)
    file = write_book(
        tmp_path / "患者9月.xlsx",
        {
            "患者": [
                ["患者台账（2018年9月）"],
                ["姓名", "身份证号", "已救治"],
                ["张三丰", "140200190001010011", "是"],
                ["李四光", "140200190001010022", "否"],
            ]
        },
    )
    found = bureau.check(file).report()
    whole = page(found, "rows")

    assert rows(found, "rows") == [["患者9月.xlsx", "患者", "2"]]
    assert "张三丰" not in whole
    assert "140200" not in whole


def test_a_sensitive_column_of_another_table_is_left_out(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "常住人口: {type: number,", "常住人口: {type: number, sensitive: true,"
    )
    file = write_return(tmp_path, [["甲乡", 1234, 500], ["乙乡", 2345, 600]])

    assert "1234" not in page(Bureau(tmp_path, tables=tables).check(file).report(), "rows")


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "rows")
