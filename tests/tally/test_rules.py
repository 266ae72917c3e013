"""The checks of tables.yaml: which rows fail them, how much they may be off, and what is said."""

import pytest

from healthkpi.tally import check_tables
from making import SIGNING, grid, make_policy, tidied

HEADER = ["乡镇", "常住人口", "签约人数"]


def with_check(*lines, tables=SIGNING):
    return tables + "  checks:\n" + "".join(f"    {line}\n" for line in lines)


def failing(tables, *grids):
    """Code, severity, place and words of every check that fails."""
    policy = make_policy(tables=tables)
    found = check_tables(policy, tidied(policy, *grids))
    return [(each.code.id, str(each.code.severity), str(each.place), each.message.en) for each in found]


def fails(tables, *rows):
    return [place.rpartition("!")[2] for _, _, place, _ in failing(tables, grid([HEADER, *rows]))]


def test_an_expression_alone_is_a_warning_with_both_figures():
    assert failing(
        with_check("- 签约人数 <= 常住人口"), grid([HEADER, ["甲乡", 100, 120], ["乙乡", 100, 100]])
    ) == [
        ("HK306", "warning", "表.xlsx[签约]!C2", "甲乡: 签约人数 ≤ 常住人口 does not hold (120, 100)"),
    ]


@pytest.mark.parametrize(("severity", "code"), [("error", "HK340"), ("warning", "HK306"), ("note", "HK341")])
def test_the_check_says_how_much_it_matters(severity, code):
    tables = with_check(f"- {{check: 签约人数 <= 常住人口, severity: {severity}}}")
    assert [each[:2] for each in failing(tables, grid([HEADER, ["甲乡", 100, 120]]))] == [(code, severity)]


def test_the_check_says_it_in_its_own_words():
    tables = with_check("- {check: 签约人数 <= 常住人口, says: {zh: 签多了, en: too many signed}}")
    ((*_, words),) = failing(tables, grid([HEADER, ["甲乡", 100, 120]]))
    assert words == "甲乡: too many signed (120, 100)"


@pytest.mark.parametrize(
    ("comparison", "tolerance", "holding", "broken"),
    [
        ("签约人数 <= 常住人口", "5%", [105, 1], [106]),
        ("签约人数 >= 常住人口", "5%", [95, 500], [94]),
        ("签约人数 = 常住人口", "5%", [95, 105], [94, 106]),
        ("签约人数 = 常住人口", "2", [98, 102], [97, 103]),
        ("签约人数 < 常住人口", "2", [101], [102]),
        ("签约人数 > 常住人口", "0%", [101], [100]),
    ],
)
def test_a_tolerance_is_a_share_of_the_right_side_or_a_number(comparison, tolerance, holding, broken):
    tables = with_check(f"- {{check: {comparison}, tolerance: {tolerance}}}")
    for signed in holding:
        assert fails(tables, ["甲乡", 100, signed]) == []
    for signed in broken:
        assert fails(tables, ["甲乡", 100, signed]) == ["C2"]


def test_a_tolerance_is_said():
    tables = with_check("- {check: 签约人数 = 常住人口, tolerance: 5%}")
    ((*_, words),) = failing(tables, grid([HEADER, ["甲乡", 100, 80]]))
    assert words == "甲乡: 签约人数 = 常住人口 ± 5% does not hold (80, 100)"


def test_a_share_of_a_figure_below_zero_is_taken_of_its_size():
    tables = with_check("- {check: 签约人数 = 常住人口, tolerance: 10%}")
    assert fails(tables, ["甲乡", -100, -109], ["乙乡", -100, -111]) == ["C3"]


@pytest.mark.parametrize("row", [["甲乡", None, 120], ["甲乡", 100, "—"]])
def test_a_blank_fails_nothing(row):
    assert fails(with_check("- {check: 签约人数 = 常住人口, tolerance: 5%}"), row) == []


SENSITIVE = SIGNING.replace("常住人口: {type: number,", "常住人口: {type: number, sensitive: true,")


def test_a_sensitive_figure_is_not_shown():
    ((*_, words),) = failing(
        with_check("- 签约人数 <= 常住人口", tables=SENSITIVE), grid([HEADER, ["甲乡", 77, 120]])
    )
    assert words == "甲乡: 签约人数 ≤ 常住人口 does not hold"


# The clause: 40 m² up to 500 people served, else 60 m².
CLINICS = """\
clinics:
  name: {zh: 台账, en: Clinics}
  row: {zh: 一所卫生室, en: one clinic}
  sheets: [台账]
  key: 卫生室
  fields:
    乡镇: {type: unit, en: township, level: township}
    卫生室: {type: unit, en: clinic, level: clinic}
    面积: {type: number, en: area, unit: 平方米, over_time: stock}
    达标: {type: flag, en: up to standard}
  checks:
    - check: 非 达标 或 面积 >= 40
      says: {zh: 填了“达标”而面积不够, en: entered as up to standard with too small an area}
"""


def clinics(*rows, sheet="台账"):
    return grid([["乡镇", "卫生室", "面积", "达标"], *rows], sheet=sheet)


def test_a_conclusion_is_held_against_its_detail():
    rows = [["甲乡", "茶坊", 38, "达标"], ["甲乡", "南村", 38, "不达标"], ["甲乡", "肥村", 40, "达标"]]
    assert failing(CLINICS, clinics(*rows, ["甲乡", "太善", None, "达标"])) == [
        ("HK306", "warning", "表.xlsx[台账]!D2", "茶坊: entered as up to standard with too small an area")
    ]


SUMMARY = CLINICS + (
    SIGNING.replace("签约人数:", "达标所数:")
    + "  checks:\n    - check: 达标所数 = 台账\n"
    + "      detail: {台账: {table: clinics, where: 达标, sum: 1}}\n"
)
SUMMARY_HEADER = ["乡镇", "常住人口", "达标所数"]
LIST = [["甲乡", "茶坊", 50, "是"], ["甲乡", "南村", 60, "否"], ["甲乡", "肥村", 70, "是"]]


def summary(*rows, sheet="汇总"):
    return grid([SUMMARY_HEADER, *rows], sheet=sheet)


def test_a_summary_is_held_against_its_list():
    sheets = [summary(["甲乡", 100, 3]), clinics(*LIST)]
    assert failing(SUMMARY, *sheets) == [
        ("HK306", "warning", "表.xlsx[汇总]!C2", "甲乡: 达标所数 = 台账 does not hold (3, 2)")
    ]


def test_a_summary_that_agrees_is_not_told():
    assert failing(SUMMARY, summary(["甲乡", 100, 2]), clinics(*LIST)) == []


def test_a_summary_without_its_list_is_not_compared():
    assert failing(SUMMARY, summary(["甲乡", 100, 3])) == []
    assert failing(SUMMARY, summary(["甲乡", 100, 2], ["乙乡", 100, 9]), clinics(*LIST)) == []


def test_no_rows_mean_none_where_the_list_says_so():
    tables = SUMMARY.replace("  key: 卫生室\n", "  key: 卫生室\n  no_row_means: none\n")
    found = failing(tables, summary(["甲乡", 100, 2], ["乙乡", 100, 9]), clinics(*LIST))
    assert [words for *_, words in found] == ["乙乡: 达标所数 = 台账 does not hold (9, 0)"]


def test_an_open_row_of_the_list_leaves_the_comparison_open():
    open_row = ["甲乡", "太善", 50, None]
    assert failing(SUMMARY, summary(["甲乡", 100, 9]), clinics(*LIST, open_row)) == []


def test_each_month_is_held_against_its_own_list():
    sheets = [
        summary(["甲乡", 100, 1], sheet="汇总2018年8月"),
        summary(["甲乡", 100, 2], sheet="汇总2018年9月"),
        clinics(LIST[0], sheet="台账2018年8月"),
        clinics(*LIST[:2], sheet="台账2018年9月"),
    ]
    assert [place for _, _, place, _ in failing(SUMMARY, *sheets)] == ["表.xlsx[汇总2018年9月]!C2"]
