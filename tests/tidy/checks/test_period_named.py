"""Title, sheet name, file name and day of the return speak of one time."""

from datetime import date

import pytest

from making import grid
from tidy.checks.telling import told, told_in_both

ROWS = [["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50]]


def titled(title, *more, sheet="签约", file="表.xlsx"):
    return grid([[title], *([list(more)] if more else []), *ROWS], sheet=sheet, file=file)


def test_last_years_sheet_under_an_unchanged_title_is_told_at_the_title():
    sheet = titled("签约统计表（2017年9月）", file="云冈区2018年9月.xlsx")
    assert told_in_both("HK329", sheet) == [
        (
            "云冈区2018年9月.xlsx[签约]!A1",
            "标题写的是 2017-09，文件名“云冈区2018年9月”是 2018-09；按标题算",
            "the title says 2017-09, the file name 云冈区2018年9月 says 2018-09; the title is taken",
        )
    ]


@pytest.mark.parametrize(
    ("title", "names", "said"),
    [
        ("月报（2018年8月）", {"sheet": "2018年9月"}, "2018-09"),
        ("月报（2018年8月）", {"sheet": "9月"}, "month 9"),
        ("月报（2018年8月）", {"file": "九月.xlsx"}, "month 9"),
        ("月报（2018年1-8月）", {"sheet": "9月"}, "month 9"),
        ("年报（2017年）", {"file": "2018年.xlsx"}, "2018"),
    ],
)
def test_another_time_in_a_name_is_told(title, names, said):
    ((_, words),) = told("HK329", titled(title, **names))
    assert f" says {said};" in words


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("月报（2018年9月）", {"sheet": "9月", "file": "云冈区2018年9月.xlsx"}),
        ("月报（2018年9月）", {"sheet": "签约", "file": "云冈区2018年.xlsx"}),
        ("月报（2018年1-9月）", {"sheet": "9月", "file": "云冈区2018年9月.xlsx"}),
        ("月报（2018年9月）", {"file": "9月25日会议.xlsx"}),
        ("月报（2018年9月）", {"file": "10月3日会议.xlsx"}),
        ("月报（2018年9月）", {"file": "8月9月.xlsx"}),
        ("基础数据表（2017年底）", {"file": "云冈区2018年.xlsx"}),
        ("年报（2018年）", {"sheet": "9月"}),
        ("月报", {"sheet": "2018年8月", "file": "云冈区2018年9月.xlsx"}),
    ],
)
def test_names_that_agree_or_say_something_else_are_not(title, names):
    assert told("HK329", titled(title, **names)) == []


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (["填报单位：甲乡　填报日期：2018.8.28"], "表.xlsx[签约]!A2"),
        (["填报单位：甲乡", "填报日期", "2018-08-28"], "表.xlsx[签约]!C2"),
        (["填报单位：甲乡", "填报日期：", date(2018, 8, 28)], "表.xlsx[签约]!C2"),
        (["填报日期:2019年9月28日"], "表.xlsx[签约]!A2"),
    ],
)
def test_a_return_before_its_period_or_long_after_is_told(cells, place):
    ((where, words),) = told("HK330", titled("月报（2018年9月）", *cells))
    assert where == place
    assert words.endswith("does not go with 2018-09 in the title")


@pytest.mark.parametrize("day", ["2018.9.28", "2018.10.3", "2018年12月5日", "2018.9", "9月28日", "2018.9.31"])
def test_a_return_in_its_time_or_without_a_day_is_not(day):
    assert told("HK330", titled("月报（2018年9月）", f"填报日期：{day}")) == []


def test_both_languages_say_the_day():
    assert told_in_both("HK330", titled("月报（2018年9月）", "填报日期：2018.8.28")) == [
        (
            "表.xlsx[签约]!A2",
            "填报日期 2018-08-28 与标题的 2018-09 对不上",
            "the day of the return, 2018-08-28, does not go with 2018-09 in the title",
        )
    ]
