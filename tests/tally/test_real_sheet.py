"""The sheet that TABLES.md §0.1 draws, through the shipped policy: read as the one who filled it in means it."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.definitions.load import load_policy
from healthkpi.match import match_workbooks
from healthkpi.model.grid import CellError, Share
from healthkpi.model.period import month_of
from healthkpi.tally import check_tables, tally_indicators
from healthkpi.tidy import tidy_tables
from making import amounts, book, grid

INDICATORS = Path(__file__).parents[2] / "indicators" / "yungang-2018"

ROWS = [
    ["附件2", *[None] * 8],
    ["云冈区家庭医生签约服务进展情况统计表(2018年9月)", *[None] * 8],
    ["填报单位(盖章):口泉乡卫生院", None, None, "填报日期:2018.9.28", None, None, "单位:人、%", None, None],
    ["序号", "乡(镇)", "常住人口", None, None, "重点人群", None, None, "备注"],
    [None, None, "常住人口", "签约人数", "签约率", "重点人数", "签约人数", "签约率", None],
    ["甲", "乙", "1", "2", "3=2/1", "4", "5", "6=5/4", "丙"],
    [1, "平旺乡", "28,640", 14812, Share(Decimal("0.517")), 9860, 7102, "72.03%", None],
    [2, "口泉乡", 41875, "1.96万", "46.9", "１２９４０", "8,610", "0.6654", "含上窝寨"],
    [3, "鸦儿崖", "—", "/", None, "未统计", "无", CellError("#DIV/0!"), "未上报"],
    [None, "合计", None, None, Share(Decimal("0.499")), None, None, None, None],
    ["注:1.本表每月25日前报送;2.常住人口以2017年底公安数为准;3.重点人群含贫困人口。", *[None] * 8],
]
MERGED = [(1, 0, 1, 8), (3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 4), (3, 5, 3, 7), (3, 8, 4, 8), (10, 0, 10, 8)]


@pytest.fixture(scope="module")
def policy():
    return load_policy(INDICATORS)


@pytest.fixture(scope="module")
def matched(policy):
    (found,) = match_workbooks([book(grid(ROWS, "Sheet1", "家医9月.xlsx", MERGED))], policy)
    return found


@pytest.fixture(scope="module")
def tables(policy, matched):
    return tidy_tables([matched], policy)


def test_header_rows_totals_and_period_are_recognised(matched):
    assert (matched.table, matched.header, matched.rows, matched.total_rows) == (
        "signing",
        (3, 4),
        (6, 7, 8),
        (9,),
    )
    assert matched.period == month_of(2018, 9)


def test_townships_are_summed_and_the_others_named(policy, tables):
    value = tally_indicators(policy, tables, None, only=["signing-coverage"])[0].judged[0].value
    assert (value.numerator, value.denominator) == (14812 + 19600, 28640 + 41875)
    assert set(value.coverage.missing) == {"鸦儿崖乡", "西韩岭乡", "云冈镇", "高山镇"}


def test_the_key_groups_are_read_whatever_their_width(policy, tables):
    tally = tally_indicators(policy, tables, None, ["township"], ["key-group-signing"])[0]
    assert amounts(tally.listed)["口泉乡"] == Fraction(8610 * 100, 12940)


def test_a_reported_rate_that_differs_by_no_more_than_its_rounding_is_not_told(policy, tables):
    found = [each for tally in tally_indicators(policy, tables, None) for each in tally.findings]
    assert [each.code.id for each in found if each.code.id == "HK304"] == []


def test_the_error_cell_is_told_with_its_place(tables):
    told = [str(each.place) for each in tables["signing"].findings if each.code.id == "HK214"]
    assert told == ["家医9月.xlsx[Sheet1]!H9"]


def test_no_check_of_the_table_fails(policy, tables):
    assert check_tables(policy, tables) == ()
