"""What is found out about the rows of a table: units, doubles, totals, periods, and what must never be shown."""

from fractions import Fraction

import pandas as pd
import pytest

from healthkpi.model.grid import CellError, Uncalculated
from healthkpi.model.period import month_of, year_of
from healthkpi.tally import check_tables, tally_indicators
from healthkpi.tidy import last_day
from healthkpi.tidy.checks import run_checks
from making import SIGNING, SIGNING_WITH_ROSTER, grid, make_policy, tidied

HEADER = ["乡镇", "常住人口", "签约人数"]


def signing(*rows, tables=SIGNING_WITH_ROSTER, **more):
    return tidied(make_policy(tables=tables), grid([HEADER, *rows], **more))["signing"]


def told(table, code):
    return [(str(each.place), each.message.en) for each in table.findings if each.code.id == code]


@pytest.mark.parametrize("written", ["甲乡", "甲", "甲 乡", "甲乡卫生院", "某区甲乡"])
def test_a_variant_of_a_name_becomes_the_name_of_the_roster(written):
    table = signing([written, 100, 50])
    assert (table.frame["乡镇"].tolist(), told(table, "HK212")) == (["甲乡"], [])


def test_an_unknown_name_is_told_with_a_suggestion_and_left_out():
    table = signing(["甲乡医院", 100, 50])
    assert table.frame["乡镇"].tolist() == []
    assert told(table, "HK216") == [
        ("表.xlsx[签约]!A2", '"甲乡医院" is not on the list of units (is it "甲乡"?); the row is in no sum')
    ]


def test_two_rows_of_one_unit_are_doubtful_under_any_of_its_names():
    table = signing(["甲乡", 100, 50], ["乙乡", 200, 80], ["甲乡卫生院", 100, 60])
    assert table.doubtful == {0, 2}
    assert told(table, "HK301") == [
        (
            "表.xlsx[签约]!A2",
            "甲乡 has 2 rows (表.xlsx[签约]!A2, 表.xlsx[签约]!A4); in no sum until one is removed",
        )
    ]


def test_two_months_of_one_unit_are_no_doubles():
    policy = make_policy(tables=SIGNING)
    sheets = [grid([HEADER, ["甲乡", 100, 50]], sheet=f"2018年{month}月") for month in (8, 9)]
    table = tidied(policy, *sheets)["signing"]
    assert table.doubtful == frozenset()
    assert table.periods == (month_of(2018, 8), month_of(2018, 9))


def test_one_month_in_two_files_is_a_double():
    policy = make_policy(tables=SIGNING)
    sheets = [
        grid([HEADER, ["甲乡", 100, signed]], sheet="2018年9月", file=name)
        for name, signed in (("a.xlsx", 50), ("b.xlsx", 51))
    ]
    assert tidied(policy, *sheets)["signing"].doubtful == {0, 1}


def test_the_same_file_twice_counts_once():
    policy = make_policy(tables=SIGNING)
    sheets = [
        grid([HEADER, ["甲乡", 100, 50]], sheet="2018年9月", file=name) for name in ("a.xlsx", "a(1).xlsx")
    ]
    table = tidied(policy, *sheets)["signing"]
    assert (len(table.frame), table.doubtful) == (1, frozenset())


def test_the_whole_key_makes_a_double():
    tables = SIGNING.replace("key: 乡镇", "key: [乡镇, 常住人口]")
    assert signing(["甲乡", 100, 50], ["甲乡", 101, 50], tables=tables).doubtful == frozenset()


def test_a_row_without_its_key_is_left_out_and_told():
    table = signing(["甲乡", 100, 50], [None, 200, 80])
    assert len(table.frame) == 1
    assert told(table, "HK213") == [("表.xlsx[签约]!A3", "this row has no 乡镇; left out")]


@pytest.mark.parametrize("name", [CellError("#REF!"), Uncalculated("=B1")])
def test_a_row_whose_name_cannot_be_read_is_left_out_and_told(name):
    table = signing(["甲乡", 100, 50], [name, 200, 80])
    assert len(table.frame) == 1
    assert any(str(each.place) == "表.xlsx[签约]!A3" for each in table.findings)


def test_a_number_merged_over_several_units_is_the_number_of_none():
    table = signing(["甲乡", 300, 50], ["乙乡", None, 80], ["丙镇", 100, 70], merged=[(1, 1, 2, 1)])

    # 300 is what the two have together; given to each, the sum would be 700.
    assert table.frame["常住人口"].to_list() == [pd.NA, pd.NA, 100]
    assert [(each.code.id, each.place.address) for each in table.findings if each.code.id == "HK218"] == [
        ("HK218", "B2"),
        ("HK218", "B3"),
    ]


def test_a_number_merged_over_two_fields_is_the_number_of_neither():
    table = signing(["甲乡", 300, None], ["乙乡", 200, 80], merged=[(1, 1, 1, 2)])

    assert table.frame["签约人数"].to_list() == [pd.NA, 80]
    assert [each.place.address for each in table.findings if each.code.id == "HK218"] == ["B2", "C2"]


def test_what_is_merged_over_several_units_and_is_no_number_is_just_missing():
    table = signing(["甲乡", "未报", 50], ["乙乡", None, 80], merged=[(1, 1, 2, 1)])

    assert "HK218" not in {each.code.id for each in table.findings}


def test_a_merged_name_is_the_name_of_all_its_rows():
    table = signing(["甲乡", 100, 50], [None, 200, 80], merged=[(1, 0, 2, 0)])
    assert table.frame["乡镇"].tolist() == ["甲乡", "甲乡"]


def test_a_column_of_periods_says_the_period_of_its_row():
    tables = SIGNING.replace("  fields:\n", "  fields:\n    年份: {type: period}\n").replace(
        "key: 乡镇", "key: [乡镇, 年份]"
    )
    rows = [["年份", *HEADER], [2017, "甲乡", 100, 40], ["2018年", "甲乡", 100, 50]]
    table = tidied(make_policy(tables=tables), grid(rows))["signing"]
    assert (table.periods, table.doubtful) == ((year_of(2017), year_of(2018)), frozenset())


def test_the_last_day_of_the_data_is_the_end_of_its_latest_period():
    assert str(last_day([month_of(2018, 9), None, year_of(2017)])) == "2018-09-30"
    assert last_day([None]) is None


def test_a_percent_cell_keeps_its_value_beside_the_numbers():
    table = tidied(make_policy(), grid([[*HEADER, "签约率"], ["甲乡", 3, 1, "33.3%"]]))["signing"]
    assert table.frame["签约率"].tolist() == [Fraction(333, 10)]


PATIENTS = """\
patients:
  name: {zh: 患者台账, en: Patients}
  row: {zh: 一名患者, en: one patient}
  key: 身份证号
  fields:
    姓名: {type: text, sensitive: true}
    身份证号: {type: code, sensitive: true}
    应救治: {type: flag}
    已救治: {type: flag}
    自付: {type: number, unit: 元}
    费用: {type: number, unit: 元}
  checks:
    - 自付 <= 费用
"""
TREATED = """\
treated:
  name: 救治率
  clause: {at: 一, quote: 应治尽治}
  kind: proportion
  table: patients
  meets: {已救治: 已救治}
  targets: [{at_least: 100%}]
own-share:
  name: 自付比例
  clause: {at: 一, quote: 自付}
  kind: proportion
  table: patients
  numerator: 自付
  denominator: 费用
  targets: [{at_most: 30%}]
"""
SECRET = "140203195001011234"
PATIENT_HEADER = ["姓名", "身份证号", "应救治", "已救治", "自付", "费用"]

SENSITIVE_ROWS = {
    "a patient who stands there twice": [
        ["张三", SECRET, "是", "是", 1, 2],
        ["张三", SECRET, "是", "是", 1, 2],
    ],
    "a check that fails, a part above its whole": [["张三", SECRET, "是", "是", 5, 2]],
    "a criterion that a blank leaves open": [["张三", SECRET, "是", None, 1, 2]],
    "a cell that cannot be read": [["张三", SECRET, "是", "也许", "少量", 2]],
}


@pytest.mark.parametrize("rows", SENSITIVE_ROWS.values(), ids=SENSITIVE_ROWS)
def test_no_finding_ever_names_a_patient(rows):
    policy = make_policy(TREATED, PATIENTS)
    tables = tidied(policy, grid([PATIENT_HEADER, *rows], sheet="台账"))
    found = [*tables["patients"].findings, *run_checks(tables, policy), *check_tables(policy, tables)]
    found += [each for tally in tally_indicators(policy, tables, None) for each in tally.findings]
    assert len(found) > 1
    words = " ".join(f"{each.message.zh} {each.message.en} {each.place} {each.unit}" for each in found)
    assert SECRET not in words
    assert "张三" not in words


def test_no_failing_row_names_a_patient():
    policy = make_policy(TREATED, PATIENTS)
    tables = tidied(policy, grid([PATIENT_HEADER, ["张三", SECRET, "是", "否", 1, 2]], sheet="台账"))
    value = tally_indicators(policy, tables, None)[0].judged[0].value
    assert [SECRET in each.label for each in value.failing] == [False]
    assert SECRET not in value.coverage.missing
