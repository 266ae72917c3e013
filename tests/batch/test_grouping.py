"""Which files make a return."""

from pathlib import Path

import pytest

from healthkpi.batch._find import Input
from healthkpi.batch._grouping import group, see
from healthkpi.batch._names import folder_of
from healthkpi.batch._policies import Policies
from healthkpi.batch.job import Each
from healthkpi.look import Look
from healthkpi.model.period import parse_period
from healthkpi.model.run import ReturnKey
from healthkpi.request import Request
from making import COVERAGE, SIGNING, indicator, write_policy

POPULATION = """\
population:
  name: {zh: 人口表, en: Population}
  row: {zh: 一个乡镇, en: one township}
  sheets: [人口]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    户籍人口: {type: number, en: registered residents, unit: 人, over_time: stock}
"""
BY_REGISTERED = """
kind: proportion
table: signing
numerator: 签约人数
denominator: {table: population, sum: 户籍人口}
better: higher
targets:
  - {by: 2018-12-31, at_least: 50%}
"""


@pytest.fixture
def policies(tmp_path):
    theme = indicator(COVERAGE) + indicator(BY_REGISTERED, "by-registered")
    write_policy(tmp_path, theme, SIGNING + POPULATION)
    return Policies(Request((), tmp_path))


def seen(name, *periods, table="signing", policy="plan", **more):
    said = tuple(parse_period(each) for each in periods)
    tables = {policy: {table: said}} if table else {}
    return see(Input(Path("/in", name), name), Look(name, 1, tables, **more))


def returns(policies, *files, each=Each.AREA):
    made = group(files, each, policies).returns
    return {
        (one.key.unit, one.key.period): ([file.name for file in one.own], [file.name for file in one.lent])
        for one in made
    }


def test_all_files_of_a_month_are_one_return(policies):
    assert returns(policies, seen("in/甲.xlsx", "2018-09"), seen("in/乙.xlsx", "2018-09")) == {
        ("某区", "2018-09"): (["in/甲.xlsx", "in/乙.xlsx"], [])
    }


def test_september_and_january_to_september_are_judged_on_the_same_day(policies):
    files = seen("in/甲.xlsx", "2018-09"), seen("in/乙.xlsx", "2018年1-9月"), seen("in/丙.xlsx", "2018Q3")

    assert list(returns(policies, *files)) == [("某区", "2018-09")]


def test_a_year_is_another_return_than_its_december(policies):
    files = seen("in/甲.xlsx", "2018-12"), seen("in/乙.xlsx", "2018")

    assert list(returns(policies, *files)) == [("某区", "2018-12"), ("某区", "2018")]


def test_a_folder_says_the_period_before_the_sheets_do(policies):
    assert list(
        returns(policies, seen("in/2018年9月/人口.xlsx", "2017"), seen("in/2018年9月/签约.xlsx"))
    ) == [("某区", "2018-09")]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("in/2018年/签约9月.xlsx", "2018-09"),  # its sheets say September
        ("in/2018年/签约2018年8月.xlsx", "2018-08"),
        ("in/2018年/9月/签约.xlsx", "2018-09"),
        ("in/2018/09/甲乡/签约.xlsx", "2018-09"),
        ("in/2018-08/签约.xlsx", "2018-08"),
        ("in/2017年/签约.xlsx", "2017"),  # another year than its sheets: told when it is scored
        ("in/2018年第三季度/8月/签约.xlsx", "2018-09"),
    ],
)
def test_a_folder_of_a_year_lets_its_files_say_the_month(policies, name, period):
    assert list(returns(policies, seen(name, "2018-09"))) == [("某区", period)]


def test_a_file_of_several_periods_belongs_to_the_last(policies):
    assert list(returns(policies, seen("in/签约.xlsx", "2018-07", "2018-08", "2018-09"))) == [
        ("某区", "2018-09")
    ]


def test_a_table_without_a_time_belongs_to_every_period(policies):
    files = (
        seen("in/8.xlsx", "2018-08"),
        seen("in/9.xlsx", "2018-09"),
        seen("in/人口.xlsx", table="population"),
    )

    assert returns(policies, *files) == {
        ("某区", "2018-08"): (["in/8.xlsx"], ["in/人口.xlsx"]),
        ("某区", "2018-09"): (["in/9.xlsx"], ["in/人口.xlsx"]),
    }


def test_the_population_of_the_year_is_lent_to_its_months_and_is_no_return_by_itself(policies):
    files = seen("in/9.xlsx", "2018-09"), seen("in/人口.xlsx", "2018", table="population")

    assert returns(policies, *files) == {("某区", "2018-09"): (["in/9.xlsx"], ["in/人口.xlsx"])}


def test_of_two_populations_the_newest_that_began_before_the_month_ended_is_lent(policies):
    files = [
        seen("in/9.xlsx", "2018-09"),
        *(seen(f"in/人口{year}.xlsx", year, table="population") for year in ("2016", "2017", "2019")),
    ]

    assert returns(policies, *files)["某区", "2018-09"] == (["in/9.xlsx"], ["in/人口2017.xlsx"])


def test_the_population_of_an_earlier_month_is_lent_and_that_of_a_later_one_is_not(policies):
    files = [
        seen("in/9.xlsx", "2018-09"),
        *(seen(f"in/人口{month}.xlsx", f"2018-{month}", table="population") for month in ("05", "06", "11")),
    ]

    assert returns(policies, *files) == {("某区", "2018-09"): (["in/9.xlsx"], ["in/人口06.xlsx"])}
    left_out = group(files, Each.AREA, policies).left_out
    assert [file.name for file in left_out] == ["in/人口05.xlsx", "in/人口11.xlsx"]


def test_a_population_by_itself_is_no_return_where_there_are_others(policies):
    files = seen("in/8.xlsx", "2018-08"), seen("in/人口.xlsx", "2018-09", table="population")

    assert returns(policies, *files) == {("某区", "2018-08"): (["in/8.xlsx"], [])}


def test_a_population_that_is_all_there_is_is_a_return_which_says_what_it_lacks(policies):
    assert list(returns(policies, seen("in/人口.xlsx", "2018", table="population"))) == [("某区", "2018")]


def test_a_list_of_units_belongs_to_every_return(policies):
    files = seen("in/9.xlsx", "2018-09"), seen("in/2018年单位名单.xlsx", table=None, lists_units=True)

    assert returns(policies, *files) == {("某区", "2018-09"): (["in/9.xlsx"], ["in/2018年单位名单.xlsx"])}


def test_each_folder_has_what_lies_above_it(policies):
    files = [
        seen("in/人口.xlsx", table="population"),
        seen("in/甲/9.xlsx", "2018-09"),
        seen("in/乙/9.xlsx", "2018-09"),
        seen("in/乙/名单.xlsx", table=None, lists_units=True),
    ]

    assert returns(policies, *files, each=Each.FOLDER) == {
        ("in/甲", "2018-09"): (["in/甲/9.xlsx"], ["in/人口.xlsx"]),
        ("in/乙", "2018-09"): (["in/乙/9.xlsx"], ["in/人口.xlsx", "in/乙/名单.xlsx"]),
    }


def test_each_file_is_a_return(policies):
    files = seen("in/甲.xlsx", "2018-09"), seen("in/乙.xlsx", "2018-09")

    assert list(returns(policies, *files, each=Each.FILE)) == [
        ("in/乙.xlsx", "2018-09"),
        ("in/甲.xlsx", "2018-09"),
    ]


def test_a_file_that_fits_two_policies_is_for_that_of_the_files_beside_it(policies):
    both = see(
        Input(Path("/in/b"), "in/both.xlsx"),
        Look("b", 1, {name: {"signing": (parse_period("2018-09"),)} for name in ("plan", "other")}),
    )

    assert returns(policies, both, seen("in/a.xlsx", "2018-09")) == {
        ("某区", "2018-09"): (["in/both.xlsx", "in/a.xlsx"], [])
    }
    (failed,) = group([both], Each.AREA, policies).failed
    assert "other, plan" in failed.message.en


@pytest.mark.parametrize(
    ("unit", "folder"),
    [
        ("in/甲乡", "plan/in/甲乡/2018-09"),
        ("in/a:b", "plan/in/a_b-"),
        ("in/CON", "plan/in/CON-"),
        ("in/end. ", "plan/in/end-"),
        ("in/" + "长" * 200, "plan/in/" + "长" * 60 + "-"),
    ],
)
def test_the_folder_of_a_return_can_be_made_on_every_system(unit, folder):
    assert str(folder_of(ReturnKey("plan", unit, "2018-09"), Each.FOLDER)).startswith(folder)


def test_two_units_never_share_a_folder():
    units = ["a:b", "a?b", "a_b", "a b", "A_B"]

    folders = {str(folder_of(ReturnKey("plan", unit, ""), Each.FILE)) for unit in units}

    assert len(folders) == len(units)
