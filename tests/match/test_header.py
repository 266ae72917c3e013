"""Which sheet holds which table, where its header is, which column is which field."""

from dataclasses import replace
from datetime import date

import pytest

from healthkpi.match import match_workbooks, shows_area
from healthkpi.model.period import month_of, year_of
from making import BLANK, POLICY, SIGNING, book, grid, make_policy, matched, sheet

PLAIN = """
乡镇 常住人口 签约人数
甲乡 100 50
乙乡 200 80
"""

TWO_LEVELS = """\
signing:
  name: {zh: 签约表, en: Signing}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township, aliases: [乡（镇）]}
    常住人口: {type: number, unit: 人, aliases: [常住人口/人数]}
    签约人数: {type: number, unit: 人, aliases: [常住人口/签约人数]}
    重点人群: {type: number, unit: 人, aliases: [重点人群/人数]}
    重点人群签约人数: {type: number, unit: 人, aliases: [重点人群/签约人数]}
"""


def match_one(*grids, tables=SIGNING, policy=POLICY, period=None):
    (found,) = matched(make_policy(tables=tables, policy=policy), *grids, period=period)
    return found


def codes(found):
    return [finding.code.id for finding in found.findings]


def said(found, code):
    return [finding.message for finding in found.findings if finding.code.id == code]


def test_a_plain_header_is_found():
    found = match_one(sheet(PLAIN))
    assert (found.table, found.header, found.rows) == ("signing", (0,), (1, 2))
    assert found.columns == {"乡镇": 0, "常住人口": 1, "签约人数": 2}


def test_what_was_assumed_is_said():
    found = match_one(sheet(PLAIN))
    assert [text.en for text in said(found, "HK220")] == ["read as Signing: header in row 1, 2 rows"]
    assert [text.zh for text in said(found, "HK220")] == ["认作“签约表”：表头在第 1 行，2 行数据"]


def test_a_title_an_empty_row_and_a_unit_line_stand_above_the_header():
    found = match_one(
        grid(
            [
                ["附件2"],
                ["某区家庭医生签约统计表（2018年9月）"],
                [],
                ["填报单位（盖章）：甲乡卫生院", None, "单位：人"],
                ["乡镇", "常住人口", "签约人数"],
                ["甲乡", 100, 50],
            ]
        )
    )
    assert (found.header, found.rows) == ((4,), (5,))


def test_a_merged_header_of_two_rows_joins_its_names():
    found = match_one(
        grid(
            [
                ["序号", "乡（镇）", "常住人口", None, "重点人群", None],
                [None, None, "人数", "签约人数", "人数", "签约人数"],
                [1, "甲乡", 100, 50, 40, 30],
            ],
            merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)],
        ),
        tables=TWO_LEVELS,
    )
    assert found.header == (0, 1)
    assert found.columns == {"乡镇": 1, "常住人口": 2, "签约人数": 3, "重点人群": 4, "重点人群签约人数": 5}


def test_a_merged_header_of_three_rows_joins_its_names():
    found = match_one(
        grid(
            [
                ["乡（镇）", "家庭医生签约", None, None, None],
                [None, "常住人口", None, "重点人群", None],
                [None, "人数", "签约人数", "人数", "签约人数"],
                ["甲乡", 100, 50, 40, 30],
            ],
            merged=[(0, 0, 2, 0), (0, 1, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)],
        ),
        tables=TWO_LEVELS,
    )
    assert found.columns == {"乡镇": 0, "常住人口": 1, "签约人数": 2, "重点人群": 3, "重点人群签约人数": 4}


def test_a_header_of_two_rows_that_lost_its_merged_cells_is_read_to_the_right():
    found = match_one(
        grid(
            [
                ["乡（镇）", "常住人口", None, "重点人群", None],
                [None, "人数", "签约人数", "人数", "签约人数"],
                ["甲乡", 100, 50, 40, 30],
            ],
            sheet=None,
            file="签约.csv",
        ),
        tables=TWO_LEVELS,
    )
    assert found.columns == {"乡镇": 0, "常住人口": 1, "签约人数": 2, "重点人群": 3, "重点人群签约人数": 4}


@pytest.mark.parametrize(
    "heading",
    ["签约人数", "签约 人数", "签约\n人数", "签约人数（人）", "签约人数(人)", "签约人数[人]", "  签约人数 "],
)
def test_spaces_line_breaks_and_units_in_brackets_do_not_matter(heading):
    found = match_one(grid([["乡镇", "常住人口", heading], ["甲乡", 100, 50]]))
    assert found.columns["签约人数"] == 2


def test_an_alias_is_a_name():
    tables = SIGNING.replace("en: signed", "en: signed, aliases: [已签约人数]")
    found = match_one(grid([["乡镇", "常住人口", "已签约人数"], ["甲乡", 100, 50]]), tables=tables)
    assert found.columns["签约人数"] == 2


@pytest.mark.parametrize(
    "numbers",
    [["甲", "1", "2"], ["甲", 1, 2], ["1", "2", "3"], ["(1)", "(2)", "(3)"], [1, 2, 3]],
)
def test_the_row_of_column_numbers_is_no_data(numbers):
    found = match_one(grid([["乡镇", "常住人口", "签约人数"], numbers, ["甲乡", 100, 50]]))
    assert found.rows == (2,)


def test_a_row_of_small_numbers_further_down_is_data():
    tables = SIGNING.replace("乡镇: {type: unit, en: township, level: township}", "乡镇: {type: code}")
    found = match_one(grid([["乡镇", "常住人口", "签约人数"], ["2", 60, 20], ["1", 50, 10]]), tables=tables)
    assert found.rows == (1, 2)


def test_a_heading_that_stands_twice_is_used_for_neither():
    found = match_one(grid([["乡镇", "常住人口", "签约人数", "签约人数"], ["甲乡", 100, 50, 60]]))
    assert "签约人数" not in found.columns
    assert said(found, "HK223")[0].en == "Signing has more than one column 签约人数 (C1, D1); rename one"


def test_a_heading_that_is_nearly_a_name_is_told_and_not_taken():
    found = match_one(grid([["乡镇", "常住人口", "签约人口数"], ["甲乡", 100, 50]]))
    assert "签约人数" not in found.columns
    assert said(found, "HK222")[0].en == (
        'Signing has no column 签约人数 (is it "签约人口数"?); its columns: 乡镇、常住人口、签约人口数'
    )
    assert said(found, "HK222")[0].zh == (
        "“签约表”缺列“签约人数”（是不是“签约人口数”？）；本表的列：乡镇、常住人口、签约人口数"
    )


def test_a_column_that_may_be_absent_is_not_missed():
    assert "HK222" not in codes(match_one(sheet(PLAIN)))


def test_a_sheet_without_its_key_is_not_the_table():
    assert matched(make_policy(), grid([["村", "常住人口", "签约人数"], ["甲村", 100, 50]])) == ()


def test_an_empty_sheet_holds_no_table():
    assert matched(make_policy(), grid([])) == ()


def test_a_header_alone_is_a_finding_and_no_pass():
    found = match_one(sheet("乡镇 常住人口 签约人数"))
    assert (found.rows, codes(found)) == ((), ["HK220", "HK224"])


def test_hidden_sheets_are_left_alone():
    assert matched(make_policy(), sheet(PLAIN, hidden=True)) == ()


def test_several_sheets_of_one_workbook_are_all_matched():
    workbook = book(sheet(PLAIN, sheet="8月"), sheet(PLAIN, sheet="9月"))
    assert [found.grid.sheet for found in match_workbooks([workbook], make_policy())] == ["8月", "9月"]


OTHER = SIGNING.replace("signing:", "contracts:").replace("签约表", "合同表").replace("[签约]", "[合同]")


@pytest.mark.parametrize(("name", "table"), [("9月签约", "signing"), ("9月合同", "contracts")])
def test_of_two_tables_that_fit_the_name_of_the_sheet_decides(name, table):
    assert match_one(sheet(PLAIN, sheet=name), tables=SIGNING + OTHER).table == table


def test_the_table_that_explains_more_columns_wins_over_the_name_of_the_sheet():
    wider = OTHER + "    备注: {type: text}\n"
    found = match_one(
        grid([["乡镇", "常住人口", "签约人数", "备注"], ["甲乡", 100, 50, "无"]], sheet="签约"),
        tables=SIGNING + wider,
    )
    assert found.table == "contracts"


POPULATION = """\
population:
  name: {zh: 基础数据表, en: Basic figures}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    常住人口: {type: number, unit: 人, over_time: stock}
    农村人口: {type: number, unit: 人, over_time: stock}
"""
LONG_LIST = "".join(f"    第{number}类人群: {{type: number, unit: 人}}\n" for number in range(8))
SMALL = [["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50]]


@pytest.mark.parametrize("tables", [POPULATION + SIGNING + LONG_LIST, SIGNING + LONG_LIST + POPULATION])
def test_a_short_return_is_the_table_that_knows_more_of_its_columns(tables):
    assert match_one(grid(SMALL, sheet="Sheet1"), tables=tables).table == "signing"


def test_a_short_return_says_in_one_line_what_it_lacks():
    found = match_one(grid(SMALL, sheet="Sheet1"), tables=SIGNING + LONG_LIST)
    (told,) = [finding for finding in found.findings if finding.code.id == "HK222"]
    assert "第0类人群、第1类人群" in told.message.zh


def test_a_sheet_of_mostly_unknown_columns_is_not_taken_for_part_of_a_table():
    rows = [["乡镇", "常住人口", "应建档", "已建档", "建档质量"], ["甲乡", 100, 50, 40, 3]]
    assert matched(make_policy(tables=POPULATION), grid(rows, sheet="健康档案")) == ()
    assert match_one(grid(rows, sheet="基础数据表"), tables=POPULATION).table == "population"


def test_where_two_tables_fit_as_well_that_is_said():
    other = POPULATION.replace("population:", "people:").replace("基础数据表", "人口表")
    rows = [["乡镇", "常住人口", "农村人口"], ["甲乡", 100, 50]]
    found = match_one(grid(rows, sheet="Sheet1"), tables=POPULATION + other)
    (told,) = [finding.message.zh for finding in found.findings if finding.code.id == "HK231"]
    assert told.startswith("也可能是“人口表”")
    named = match_one(grid(rows, sheet="人口表"), tables=POPULATION + other)
    assert (named.table, [finding.code.id for finding in named.findings]) == ("people", ["HK220"])


def test_lines_of_return_above_the_header_are_no_part_of_it():
    rows = [
        ["附件2"],
        ["某区家庭医生签约"],
        ["服务进展情况统计表"],
        ["2018年9月"],
        ["填报单位（盖章）：某区卫计局", None, "单位：人"],
        ["填报人：张三　审核人：李四　填报日期：2018.10.8"],
        *SMALL,
    ]
    found = match_one(grid(rows, sheet="Sheet1"))
    assert (found.header, found.rows, found.period) == ((6,), (7,), month_of(2018, 9))


def test_a_vertically_merged_name_holds_for_all_its_rows():
    found = match_one(
        grid(
            [["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50], [None, 200, 80]],
            merged=[(1, 0, 2, 0)],
        )
    )
    assert [found.cell(row, "乡镇") for row in found.rows] == ["甲乡", "甲乡"]


MONEY = SIGNING.replace("unit: 人, over_time: stock}\n    签约人数", "unit: 元}\n    签约人数")


@pytest.mark.parametrize(
    ("heading", "factor"),
    [("常住人口（万人）", 10_000), ("常住人口(人)", None), ("常住人口", None)],
)
def test_a_unit_in_the_heading_multiplies_its_column_alone(heading, factor):
    found = match_one(grid([["乡镇", heading, "签约人数"], ["甲乡", 1, 1]]))
    assert found.factors == ({"常住人口": factor} if factor else {})


def test_a_unit_line_multiplies_the_columns_of_its_unit():
    found = match_one(grid([["单位：万元"], ["乡镇", "常住人口", "签约人数"], ["甲乡", 1, 1]]), tables=MONEY)
    assert found.factors == {"常住人口": 10_000}


def test_the_subject_of_an_export_says_the_unit_of_its_figures():
    rows = [["数据库：分省年度数据"], ["指标：地区生产总值(亿元)"], ["时间：最近5年"]]
    rows += [["乡镇", "常住人口", "签约人数"], ["甲乡", 1, 1]]
    assert match_one(grid(rows), tables=MONEY).factors == {"常住人口": 100_000_000}


def test_a_unit_of_the_definition_may_be_the_larger_one():
    tables = MONEY.replace("unit: 元", "unit: 万元")
    found = match_one(
        grid([["单位：元"], ["乡镇", "常住人口", "签约人数"], ["甲乡", 10_000, 1]]), tables=tables
    )
    assert found.factors["常住人口"] * 10_000 == 1


def test_who_reports_is_no_unit_of_measure():
    found = match_one(
        grid([["填报单位：万元乡卫生院"], ["乡镇", "常住人口", "签约人数"], ["甲乡", 1, 1]]), tables=MONEY
    )
    assert found.factors == {}


def test_a_line_of_two_units_of_money_does_not_say_which_column_is_which():
    found = match_one(
        grid([["单位：元、万元"], ["乡镇", "常住人口", "签约人数"], ["甲乡", 1, 1]]), tables=MONEY
    )
    assert found.factors == {}


def test_the_heading_is_believed_before_the_unit_line():
    found = match_one(
        grid([["单位：万元"], ["乡镇", "常住人口（元）", "签约人数"], ["甲乡", 1, 1]]), tables=MONEY
    )
    assert found.factors == {}


def period_of(title, name="签约", file="表.xlsx", given=None):
    rows = [[title], ["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50]]
    return match_one(grid(rows, sheet=name, file=file), period=given).period


def test_the_title_says_the_period_before_sheet_and_file():
    assert period_of("签约表（2018年9月）", "2018年8月", "2018年7月.xlsx") == month_of(2018, 9)


def test_the_sheet_says_the_period_before_the_file():
    assert period_of("签约表", "2018年8月", "2018年7月.xlsx") == month_of(2018, 8)


def test_the_file_says_the_period_where_nothing_else_does():
    assert period_of("签约表", "签约", "2018年7月.xlsx") == month_of(2018, 7)


def test_what_was_asked_for_holds_where_nothing_says_the_period():
    assert period_of("签约表", given=year_of(2018)) == year_of(2018)


def test_a_sheet_that_says_its_period_is_not_overruled():
    assert period_of("签约表（2018年9月）", given=year_of(2018)) == month_of(2018, 9)


@pytest.mark.parametrize(
    "line", ["填报日期：2018年10月8日", "填报日期:2018.10.8", "报送时间：2018年10月", "2018年10月8日印发"]
)
def test_the_day_of_the_return_is_not_the_period(line):
    rows = [["签约表"], [line], ["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50]]
    assert match_one(grid(rows, file="2018年9月.xlsx")).period == month_of(2018, 9)


def test_the_period_is_found_in_a_title_that_shares_its_cell_with_the_day_of_the_return():
    assert period_of("签约表（2018年9月）    填报日期：2018年10月8日") == month_of(2018, 9)


def test_a_title_that_says_until_when_says_the_period():
    assert period_of("截至2018年9月底家庭医生签约情况").end == date(2018, 9, 30)


@pytest.mark.parametrize(
    ("words", "known"),
    [("某区家庭医生签约统计表", True), ("某 区签约表", True), ("某县签约表", False), ("全区签约表", False)],
)
def test_a_sheet_shows_the_area_of_its_policy(words, known):
    assert shows_area([book(grid([[words]]))], make_policy()) is known


def test_a_file_name_shows_the_area_of_its_policy():
    assert shows_area([book(grid([[BLANK]], file="某区9月.xlsx"))], make_policy())


@pytest.mark.parametrize("cell", [50, 0])
def test_a_sheet_of_one_known_column_is_the_whole_area(cell):
    found = match_one(grid([["签约人数"], [cell]]))
    assert (found.table, found.columns, found.rows) == ("signing", {"签约人数": 0}, (1,))


@pytest.mark.parametrize("below", [[["见附件"]], [[None]], [[50], ["合并计算"]]])
def test_a_single_known_word_over_anything_but_numbers_is_no_table(below):
    assert matched(make_policy(), grid([["签约人数"], *below])) == ()


MANY = SIGNING + "".join(f"    项目{number}: {{type: number}}\n" for number in range(9))


def test_a_sheet_that_holds_known_columns_only_may_hold_few_of_them():
    found = match_one(sheet("乡镇 签约人数\n甲乡 50"), tables=MANY)
    assert found.columns == {"乡镇": 0, "签约人数": 1}


def test_a_sheet_with_few_known_columns_among_others_is_no_table():
    assert matched(make_policy(tables=MANY), sheet("乡镇 签约人数 病床数\n甲乡 50 3")) == ()


def test_one_of_two_is_not_taken_for_the_numbers_of_the_columns():
    found = match_one(grid([["签约人数", "常住人口"], [1, 2]]))
    assert found.rows == (1,)


STANDARDS = """\
standards:
  name: 达标台账
  row: 一家机构
  key: 机构
  fields:
    机构: {type: text}
    类别: {type: text}
    达标: {type: flag}
recruits:
  name: 招聘表
  row: 一所卫生院
  key: 卫生院
  fields:
    卫生院: {type: text, aliases: [乡镇卫生院]}
    招聘人数: {type: number, unit: 人, optional: true}
"""


def test_the_name_of_a_key_alone_among_the_data_begins_no_other_table():
    """Of three institutions all are read: 乡镇卫生院 in the column 类别 is no header of the recruits."""
    rows = [["机构", "类别", "达标"], *([name, "乡镇卫生院", "是"] for name in ("甲院", "乙院", "丙院"))]
    (found,) = matched(make_policy("", STANDARDS), grid(rows, sheet=None))
    assert (found.table, len(found.rows)) == ("standards", 3)


def _signed_under(group):
    header = [["乡镇", "常住人口", group, None], [None, None, "人数", "签约人数"]]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]
    return grid([*header, ["甲乡", 100, 9, 7], ["乙乡", 200, 8, 6]], merged=merged)


@pytest.mark.parametrize("group", ["贫困人口", "上年同期", "其中：低保户", "年度目标"])
def test_a_column_under_a_heading_of_a_part_is_told(group):
    (each,) = matched(make_policy(tables=SIGNING), _signed_under(group))
    told = [(str(each.place), each.message.zh) for each in each.findings if each.code.id == "HK255"]
    assert told == [("表.xlsx[签约]!D2", f"“签约人数”用的是“{group}”下面的一列；若只是其中一部分，请改表头")]


@pytest.mark.parametrize("group", ["签约情况", "截至9月底", "完成情况", "2018年"])
def test_a_heading_that_takes_nothing_away_is_not_told(group):
    (each,) = matched(make_policy(tables=SIGNING), _signed_under(group))
    assert "HK255" not in {finding.code.id for finding in each.findings}


def test_a_merged_heading_that_is_only_wide_has_one_column():
    rows = [
        ["乡镇", "常住人口", None, "签约人数", None],
        ["甲乡", 100, None, 50, None],
        ["乙乡", 200, None, 80, None],
    ]
    merged = [(row, column, row, column + 1) for row in range(3) for column in (1, 3)]
    (each,) = matched(make_policy(tables=SIGNING), grid(rows, merged=merged))

    assert dict(each.columns) == {"乡镇": 0, "常住人口": 1, "签约人数": 3}


def test_rows_that_a_filter_hides_are_counted_and_told():
    sheet = grid([["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50], ["乙乡", 200, 80], ["丙镇", 300, 90]])
    (each,) = matched(make_policy(tables=SIGNING), replace(sheet, hidden_rows=frozenset({2, 3})))

    assert each.rows == (1, 2, 3)
    assert [each.message.zh for each in each.findings if each.code.id == "HK219"] == [
        "第 3–4 行是隐藏的（筛选？），照样计入"
    ]
