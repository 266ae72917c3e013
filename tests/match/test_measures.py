"""Units of measure that no heading says: figures ten thousand times too small must never be silent."""

import pytest

from healthkpi.model.quantity import times_of
from making import COVERAGE, SIGNING, grid, indicator, make_policy, matched
from returns import Bureau, codes, figures, write_return

HEADER = ["乡镇", "常住人口", "签约人数"]
FUNDS = """\
funds:
  name: {zh: 经费到位表, en: Funds}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    应到位: {type: number, unit: 元, over_time: flow}
    实到位: {type: number, unit: 元, over_time: flow}
"""
MONEY = [["乡镇", "应到位", "实到位"], ["甲乡", 10, 5], ["乙乡", 20, 15]]


def of_money(*rows, **more):
    (each,) = matched(make_policy(tables=FUNDS), grid([*rows], **more))
    return each


def told(each, code="HK252"):
    return [finding.message.zh for finding in each.findings if finding.code.id == code]


def test_a_unit_may_be_several_times_ten():
    assert times_of("百万元", "元") == 1_000_000
    assert times_of("百万元", "万元") == 100
    assert times_of("万人次", "人次") == 10_000


@pytest.mark.parametrize(
    "line", ["金额单位：人民币万元", "单位： 万元", "（单位：人民币万元）", "计量单位：万元"]
)
def test_a_unit_line_may_name_the_currency(line):
    assert of_money([line], *MONEY).factors == {"应到位": 10_000, "实到位": 10_000}


@pytest.mark.parametrize(
    "foot", ["注：金额均为万元", "单位：万元", "说明：1.经费以万元为单位", "备注：本表金额单位为人民币万元"]
)
def test_a_unit_that_only_a_note_says_is_asked_about(foot):
    each = of_money(*MONEY, [foot])

    assert told(each) == [
        f"“{field}”以什么为单位，看不准：表外写着“万元”，表头没有写；按“元”读"
        for field in ("应到位", "实到位")
    ]
    assert each.findings[-1].questions[0].choices == ("万元", "元")


def test_a_unit_in_the_name_of_the_sheet_or_in_a_cell_of_its_own_is_asked_about():
    assert len(told(of_money(*MONEY, sheet="经费(万元)"))) == 2
    assert len(told(of_money(["单位", "万元"], *MONEY))) == 2


@pytest.mark.parametrize(
    "words", ["全县共投入300万元", "每万元产出", "元/万人", "数万元", "单位：元", "按每千人口配置"]
)
def test_an_amount_or_a_part_of_a_rate_is_no_unit_of_the_table(words):
    assert told(of_money([words], *MONEY)) == []


def test_people_in_fractions_are_asked_about_and_the_answer_holds(tmp_path):
    bureau = Bureau(tmp_path)
    file = write_return(tmp_path, [["甲乡", 1.25, 0.5], ["乙乡", 2.125, 0.9], ["丙镇", 1.5, 0.625]])

    form = bureau.ask(file)

    # Read as people, 2.025 of 4.875 would be 41.54 % of hardly five people.
    assert codes(bureau.check(file)).count("HK252") == 2
    assert [each.question.choices for each in form.open] == [("万人", "人")] * 2
    bureau.answer(**{"万人、人": "万人"})
    assert figures(bureau.check(file)) == (20250, 48750, ())
    assert "HK252" not in codes(bureau.check(file))


def test_a_fraction_among_whole_numbers_is_no_unit_of_the_column():
    (each,) = matched(
        make_policy(indicator(COVERAGE), SIGNING),
        grid([HEADER, ["甲乡", "1000.5", "500"], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]),
    )
    assert told(each) == []
