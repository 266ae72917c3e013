"""What a check of tables.yaml may not say: told with its line, its column and what to write instead."""

import pytest

from definitions.test_refusals import place_of, refused
from healthkpi.definitions.table import Table
from healthkpi.model.finding import Severity
from making import SIGNING, make_policy

LIST = """\
clinics:
  name: 台账
  row: 一所卫生室
  key: 卫生室
  fields:
    乡镇: {type: unit, level: township}
    卫生室: {type: unit, level: clinic}
    面积: {type: number, unit: 平方米}
people:
  name: 人员
  row: 一人
  key: 姓名
  fields:
    姓名: {type: text}
    年龄: {type: number, unit: 岁}
"""


def checked(*lines):
    return LIST + SIGNING + "  checks:\n" + "".join(f"    {line}\n" for line in lines)


def rules_of(*lines) -> Table:
    return make_policy(tables=checked(*lines)).tables["signing"].checks


REFUSED = {
    "a field that does not exist, in a check alone": (
        "- ▸签约人 <= 常住人口",
        "第1字：没有名为 签约人 的字段；是不是“签约人数”？\n    签约人 <= 常住人口\n    ^^^^^^",
        'character 1: there is no field 签约人; did you mean "签约人数"?\n    签约人 <= 常住人口\n    ^^^^^^',
    ),
    "a field that does not exist": (
        "- {check: ▸签约人 <= 常住人口, tolerance: 5%}",
        "第1字：没有名为 签约人 的字段；是不是“签约人数”？\n    签约人 <= 常住人口\n    ^^^^^^",
        'character 1: there is no field 签约人; did you mean "签约人数"?\n    签约人 <= 常住人口\n    ^^^^^^',
    ),
    "an unknown key": (
        "- {check: 签约人数 <= 常住人口, ▸tolerence: 5%}",
        "不认识的键“tolerence”；是不是“tolerance”？",
        'unknown key "tolerence"; did you mean "tolerance"?',
    ),
    "no expression": (
        "- ▸{tolerance: 5%}",
        "缺少“check”",
        '"check" is missing',
    ),
    "a tolerance that is none": (
        "- {check: 签约人数 <= 常住人口, tolerance: ▸5人}",
        "“5人”不是容差；写成 5%（占右边的份额）或 3（相差多少）",
        '"5人" is no tolerance; write 5% (of the right side) or 3 (the difference itself)',
    ),
    "a tolerance below zero": (
        "- {check: 签约人数 <= 常住人口, tolerance: ▸-5%}",
        "“-5%”不是容差；写成 5%（占右边的份额）或 3（相差多少）",
        '"-5%" is no tolerance; write 5% (of the right side) or 3 (the difference itself)',
    ),
    "a tolerance of two conditions": (
        "- {check: 签约人数 <= 常住人口 且 签约人数 > 0, ▸tolerance: 5%}",
        "容差只用于两个数的一次比较（甲 <= 乙、甲 = 乙）",
        "a tolerance is for one comparison of two numbers (A <= B, A = B)",
    ),
    "a tolerance of words": (
        '- {check: 乡镇 = "甲乡", ▸tolerance: 5%}',
        "容差只用于两个数的一次比较（甲 <= 乙、甲 = 乙）",
        "a tolerance is for one comparison of two numbers (A <= B, A = B)",
    ),
    "a severity that does not exist": (
        "- {check: 签约人数 <= 常住人口, severity: ▸warn}",
        "“warn”不能用在这里；可写：error, warning, note；是不是“warning”？",
        '"warn" cannot stand here; write one of error, warning, note; did you mean "warning"?',
    ),
    "a list in a table that does not exist": (
        "- {check: 签约人数 = 数, detail: {数: {table: ▸clinic, sum: 1}}}",
        "没有表“clinic”；是不是“clinics”？",
        'there is no table "clinic"; did you mean "clinics"?',
    ),
    "a sum of a field that the list does not have": (
        "- {check: 签约人数 = 数, detail: {数: {table: clinics, sum: ▸签约人数}}}",
        "第1字：没有名为 签约人数 的字段\n    签约人数\n    ^^^^^^^^",
        "character 1: there is no field 签约人数\n    签约人数\n    ^^^^^^^^",
    ),
    "a list whose rows belong to no unit of this table": (
        "- {check: 签约人数 = 数, detail: {数: {table: ▸people, sum: 1}}}",
        "“people”与本表没有同一层级的单位列，对不上行",
        '"people" has no unit column of a level that this table has; the rows cannot be joined',
    ),
    "a name that a field has": (
        "- {check: 签约人数 = 常住人口, detail: {▸常住人口: {table: clinics, sum: 1}}}",
        "本表已有“常住人口”一列；换一个名字",
        'the table has a field "常住人口"; choose another name',
    ),
}


@pytest.mark.parametrize(("line", "zh", "en"), REFUSED.values(), ids=REFUSED)
def test_a_mistake_is_told_at_its_line_and_column(tmp_path, line, zh, en):
    text, place = place_of(checked(line), "plan/tables.yaml")
    assert refused(tmp_path, tables=text) == [(f"{place}: {zh}", f"{place}: {en}")]


def test_an_expression_alone_is_a_warning_without_tolerance():
    (rule,) = rules_of("- 签约人数 <= 常住人口")
    assert (rule.check, rule.tolerance, rule.severity) == ("签约人数 <= 常住人口", None, Severity.WARNING)


def test_one_check_need_not_be_a_list():
    text = LIST + SIGNING + "  checks: {check: 签约人数 <= 常住人口, severity: note}\n"
    (rule,) = make_policy(tables=text).tables["signing"].checks
    assert rule.severity is Severity.NOTE
