"""First one row per …: minimum inside a minimum, zero gaps over a roster, all members of a group."""

from fractions import Fraction

import pytest

from healthkpi.model.value import ValueStatus
from making import amounts, area_value, grid, indicator, make_policy, tallied

TEAMS = """\
teams:
  name: {zh: 队伍表, en: Teams}
  row: {zh: 一支队伍, en: one team}
  key: 队伍
  roster: township
  no_row_means: none
  fields:
    乡镇: {type: unit, level: township}
    队伍: {type: text}
    人数: {type: number, unit: 人}
    合格: {type: flag}
    类别: {type: text, optional: true}
"""
HEADER = ["乡镇", "队伍", "人数", "合格", "类别"]
ROWS = [
    ["甲乡", "甲一队", 10, "√", "专职"],
    ["甲乡", "甲二队", 12, "√", "兼职"],
    ["甲乡", "甲三队", 9, "×", "专职"],
    ["乙乡", "乙一队", 30, "√", "专职"],
]
BIG_TEAMS = """
kind: count
table: teams
gather:
  by: 乡镇
  where: 人数 >= 10
  make: {够人: 计数()}
numerator: 够人
unit: 支
better: higher
"""


def teams(body, *rows, tables=TEAMS):
    return tallied(make_policy(indicator(body), tables), grid([HEADER, *rows], sheet="队伍"))


def gathered(make, *rows, numerator="值", more=""):
    body = f"kind: amount\ntable: teams\ngather:\n  by: 乡镇\n  make: {{值: {make}}}\nnumerator: {numerator}\nunit: 人\neach: township\n{more}"
    return amounts(teams(body, *rows).judged)


def test_a_minimum_inside_a_minimum():
    assert amounts(teams(BIG_TEAMS + "each: township\n", *ROWS).judged) == {"甲乡": 2, "乙乡": 1, "丙镇": 0}


def test_a_unit_of_the_roster_that_has_no_row_counts_as_none():
    body = "kind: count\ntable: teams\ngather: {by: 乡镇, make: {队数: 计数()}}\nmeets: {空白: 队数 = 0}\nunit: 个\nbetter: lower"
    value = teams(body, *ROWS).judged[0].value
    assert (value.amount, value.status) == (1, ValueStatus.OK)


def test_a_unit_without_a_row_has_not_reported_where_no_row_means_that():
    body = "kind: count\ntable: teams\ngather: {by: 乡镇, make: {队数: 计数()}}\nmeets: {空白: 队数 = 0}\nunit: 个\nbetter: lower"
    tables = TEAMS.replace("  no_row_means: none\n", "")
    value = teams(body, *ROWS, tables=tables).judged[0].value
    assert (value.amount, value.status, value.coverage.missing) == (0, ValueStatus.PARTIAL, ("丙镇",))


def test_a_unit_whose_teams_are_all_too_small_has_none():
    rows = [ROWS[0], ["乙乡", "乙一队", 9, "√", "专职"], ["丙镇", "丙一队", 10, "√", "专职"]]
    assert amounts(teams(BIG_TEAMS + "each: township\n", *rows).judged) == {"甲乡": 1, "乙乡": 0, "丙镇": 1}


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        ("合计(人数)", 31, 30),
        ("计数()", 3, 1),
        ("计数(合格)", 2, 1),
        ("最少(人数)", 9, 30),
        ("最多(人数)", 12, 30),
        ("不同数(类别)", 2, 1),
        ("sum(人数)", 31, 30),
    ],
)
def test_rows_are_made_into_one(make, first, second):
    found = gathered(make, *ROWS)
    assert (found["甲乡"], found["乙乡"]) == (first, second)


ALL_FIT = """
kind: proportion
table: teams
gather: {by: 乡镇, make: {都合格: 全部(合格)}}
meets: {都合格: 都合格}
better: higher
"""
NO_ROSTER = TEAMS.replace("  roster: township\n  no_row_means: none\n", "")


def test_a_group_counts_when_every_member_does():
    value = teams(ALL_FIT, *ROWS, tables=NO_ROSTER).judged[0].value
    assert (value.numerator, value.denominator) == (1, 2)


def test_a_blank_member_leaves_its_group_open_in_the_denominator():
    rows = [*ROWS[:2], ["乙乡", "乙一队", 30, None, "专职"]]
    value = teams(ALL_FIT, *rows, tables=NO_ROSTER).judged[0].value
    assert (value.numerator, value.denominator) == (1, 2)
    assert [(each.label, each.open) for each in value.failing] == [("乙乡", ("都合格",))]


def test_a_condition_beside_gather_rules_out_rows():
    body = ALL_FIT + 'where: 类别 = "专职"\n'
    value = (
        teams(body, *ROWS[:2], ROWS[3], ["甲乡", "甲四队", 9, "×", "兼职"], tables=NO_ROSTER).judged[0].value
    )
    assert (value.numerator, value.denominator) == (2, 2)


def test_a_condition_on_the_gathered_unit_holds():
    body = ALL_FIT + 'where: 乡镇 = "乙乡"\n'
    value = teams(body, *ROWS, tables=NO_ROSTER).judged[0].value
    assert (value.numerator, value.denominator) == (1, 1)


def test_a_doubtful_row_makes_its_group_doubtful():
    value = teams(ALL_FIT, *ROWS, ROWS[0], tables=NO_ROSTER).judged[0].value
    assert (value.denominator, value.coverage.missing) == (1, ("甲乡",))


def test_a_value_of_gathered_rows_is_computed_at_its_level():
    tally = tallied(
        make_policy(indicator(ALL_FIT), NO_ROSTER), grid([HEADER, *ROWS], sheet="队伍"), levels=["township"]
    )
    assert amounts(tally.listed) == {"甲乡": 0, "乙乡": 100}


def test_gathering_nothing_is_missing():
    assert (
        area_value(make_policy(indicator(ALL_FIT), NO_ROSTER), grid([HEADER])).status is ValueStatus.MISSING
    )


SPREAD = """
kind: amount
table: teams
gather: {by: 乡镇, make: {差异: 变异系数(人数)}}
numerator: 差异
better: lower
each: township
"""


@pytest.mark.parametrize(
    ("people", "spread"),
    [
        # mean 5, standard deviation 1
        ([4, 6], Fraction(1, 5)),
        ([7, 7, 7], 0),
        # mean 2, variance 2/3: √(2/3) ÷ 2 = 0.408248…
        ([1, 2, 3], Fraction("0.408248")),
        ([4, None], None),
        ([0, 0], None),
    ],
)
def test_the_spread_of_a_group_is_its_standard_deviation_over_its_mean(people, spread):
    rows = [["甲乡", f"队{number}", each] for number, each in enumerate(people)]
    found = amounts(teams(SPREAD, *rows).judged)["甲乡"]
    assert spread == (None if found is None else round(found, 6))
