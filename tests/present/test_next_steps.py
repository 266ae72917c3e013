"""What the bulletin asks of whom: every number and name is one of the scorecard, and no date is made up."""

import re
from dataclasses import replace

import pytest

from healthkpi.pipeline import check
from healthkpi.present._bulletin import document_of
from healthkpi.present.sections import sections
from healthkpi.request import Request
from present.samples_checked import RETURNS, ROOT, september


def said(report, language="zh"):
    return [line.text.say(language) for line in sections()["next steps"].make(report)]


@pytest.fixture(scope="module")
def asked():
    return said(september().report())


def test_an_office_is_told_how_many_are_short_of_whom_and_by_when(asked):
    # ceil(140955 / 2) − 69974 = 504, over three months 168; 口泉乡: ceil(41875 / 2) − 19620 = 1318.
    office = next(each for each in asked if each.startswith("公卫科：常住人口"))

    assert (
        "常住人口家庭医生签约覆盖率差504人，含未报单位差5229人（口泉乡差1318人、高山镇差3人），每月须完成168人"
        in office
    )
    assert office.endswith("均须于2018年12月31日前完成。")


def test_what_is_overdue_has_no_new_date(asked):
    start, end = (next(at for at, each in enumerate(asked) if word in each) for word in ("（一）", "（二）"))
    overdue = asked[start:end]

    assert overdue[0] == "（一）到期未达标的，尽快补齐"
    assert "并报送补齐时限" in overdue[1]
    assert not [each for each in overdue if re.search(r"\d+月\d+日", each)]
    # Five clinics of more than 500 people have no four rooms and so on; the first six are named.
    assert any("村卫生室合格医生数，刘家庄村卫生室差1人" in each and "等10个单位" in each for each in overdue)


def test_returns_that_are_owed_are_asked_for_by_the_day_that_was_given_and_by_no_other(asked):
    by = check(Request([RETURNS / "各乡镇2018年9月"], ROOT / "indicators")).report(report_by=None)
    from datetime import date

    dated = said(replace(by, report_by=date(2018, 9, 28)))

    assert "请鸦儿崖乡补报《家庭医生签约服务进展情况统计表》。" in said(by)
    assert "请鸦儿崖乡补报《家庭医生签约服务进展情况统计表》（应于2018年9月28日前报送）。" in dated


def test_a_task_that_is_done_or_not_has_no_number(asked):
    assert any("区级医疗服务价格第二次调整到位尚未完成" in each for each in asked)


def test_nothing_is_asked_of_a_table_that_hides_small_counts():
    files = [RETURNS / "2018年9月" / name for name in ("家医签约.xlsx", "人口.xlsx")]
    hiding = check(Request(files, ROOT / "indicators", suppress_below=30)).report()

    assert not [each for each in said(hiding) if "补报" in each or "空白" in each]


def test_it_is_the_fifth_part_of_the_bulletin_and_its_headings_are_counted():
    document = document_of(september().report())

    part = next(part for part in document.parts if part.section == "next steps")
    assert part.title.zh == "五、下步要求"
    headings = [block.text.zh[:3] for block in part.blocks if block.is_heading]
    assert headings == ["（一）", "（二）", "（三）", "（四）", "（五）"]


def test_in_english_the_same_is_asked():
    asked = said(september().report(), "en")

    assert any(
        "Family-doctor signing coverage of residents: 504 people short, 5229 people with those unreported"
        in each
        for each in asked
    )
    assert not [each for each in asked if "。" in each or "，" in each]


def test_nobody_is_asked_for_what_was_only_done_late():
    # Done on 2017-07-18, eighteen days after its date: missed, and nothing is left to do.
    report = check(Request([ROOT / "sample_data" / "西湖区2017年.xlsx"], ROOT / "indicators")).report()
    assert not [each for each in said(report) if "监督所业务用房搬迁" in each]
