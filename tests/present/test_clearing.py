"""Cleared as it comes up: opened, closed, days, and what stays open for more than 30 days."""

from datetime import date

import pytest

from healthkpi.errors import HealthKpiError
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, make_policy
from returns import USUAL, Bureau, write_book, write_return
from section_page import lines, rows, survives_everywhere

LEDGER = """
gaps:
  name: {zh: 空白点台账, en: Gaps}
  row: {zh: 一个空白点, en: one gap}
  sheets: [销号]
  key: 编号
  opened: 发现日期
  closed: 销号日期
  fields:
    编号: {type: code, en: number}
    乡镇: {type: unit, en: township, level: township}
    行政村: {type: text, en: village}
    责任人: {type: text, en: who sees to it, sensitive: true, optional: true}
    发现日期: {type: date, en: found on}
    销号日期: {type: date, en: closed on}
"""
HEAD = ["编号", "乡镇", "行政村", "责任人", "发现日期", "销号日期"]
GAPS = [
    ["001", "甲乡", "东村", "张某某", "2018-08-30", "2018-09-09"],
    ["002", "乙乡", "西村", "李某某", "2018-09-20", None],
    ["003", "丙镇", "南村", "王某某", "2018-07-01", None],
]


def report(folder, gaps=GAPS, **more):
    bureau = Bureau(folder, indicator(COVERAGE), tables=SIGNING_WITH_ROSTER + LEDGER)
    ledger = write_book(folder / "空白点2018年9月.xlsx", {"销号": [["空白点销号台账"], HEAD, *gaps]})
    return bureau.check(write_return(folder, USUAL), ledger).report(**more)


def test_opened_closed_and_open_for_long_are_counted(tmp_path):
    first = lines(report(tmp_path), "清零")[0]

    # 002 opened and 001 closed in September, after 10 days; 003 is open since 1 July: 91 days.
    assert first == "2018年9月新增 1，销号 1（平均 10 天）；现未销号 2，其中超过 30 天的 1"


def test_those_open_longest_come_first(tmp_path):
    found = rows(report(tmp_path), "clearing")

    assert [(row[0], row[5], row[6]) for row in found] == [
        ("003", "91", "超 30 天未销号"),
        ("002", "10", "未销号"),
        ("001", "10", "已销号"),
    ]


def test_what_closes_after_the_day_was_open_on_it(tmp_path):
    found = rows(report(tmp_path, [["004", "甲乡", "东村", "", "2018-09-01", "2018-10-05"]]), "clearing")

    assert found[0][-2:] == ["29", "未销号"]


def test_a_row_without_the_day_it_opened_is_named(tmp_path):
    said = lines(report(tmp_path, [["005", "甲乡", "东村", "", None, None]]), "clearing")

    assert "没有写发现日期，天数不详：005" in said


def test_who_sees_to_it_is_not_shown(tmp_path):
    assert "某某" not in str(rows(report(tmp_path), "clearing"))


def test_without_such_a_ledger_it_is_said(tmp_path):
    plain = Bureau(tmp_path).check(write_return(tmp_path, USUAL), as_of=date(2018, 9, 30)).report()

    assert lines(plain, "clearing") == ["没有写明发现日期和销号日期的台账"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("  closed: 销号日期\n", "一起写"), ("  opened: 发现日期\n", "一起写")],
)
def test_one_date_without_the_other_is_refused(wrong, said):
    with pytest.raises(HealthKpiError) as caught:
        make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER + LEDGER.replace(wrong, ""))
    assert said in str([error.message.zh for error in getattr(caught.value, "errors", (caught.value,))])


def test_a_column_that_is_no_date_is_refused():
    with pytest.raises(HealthKpiError) as caught:
        make_policy(
            indicator(COVERAGE), SIGNING_WITH_ROSTER + LEDGER.replace("opened: 发现日期", "opened: 行政村")
        )
    assert "日期列" in str([error.message.zh for error in getattr(caught.value, "errors", (caught.value,))])


def test_it_fits_forty_columns_and_gbk(tmp_path):
    survives_everywhere(report(tmp_path), "clearing")
