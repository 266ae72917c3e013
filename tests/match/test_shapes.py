"""Tables that lie across, stand below or beside one another, or have a column a month; and copies."""

import pytest

from healthkpi.match import match_workbooks, tell_unmatched
from healthkpi.model.period import month_of, year_of
from making import SIGNING, SIGNING_WITH_ROSTER, book, grid, make_policy, matched, tidied

HEADER = ["乡镇", "常住人口", "签约人数"]
ACROSS = [
    ["某区签约表（2018年9月）"],
    ["指标", "单位", "甲乡", "乙乡", "合计"],
    ["常住人口", "人", 100, 200, 300],
    ["签约人数", "人", 50, 80, 130],
    ["注：2018年9月数"],
]
MONTHLY = SIGNING.replace(
    "en: signed, unit: 人, over_time: stock", "en: signed, unit: 人, over_time: flow, across: periods"
)
MONTHLY += "    年度任务: {type: number, over_time: stock, optional: true}\n"


def codes(found):
    return [finding.code.id for finding in found.findings]


def test_a_transposed_table_is_read_with_its_columns_as_rows():
    (found,) = matched(make_policy(), grid(ACROSS))
    assert found.grid.transposed
    assert [found.cell(row, "乡镇") for row in found.rows] == ["甲乡", "乙乡"]
    assert [found.cell(row, "乡镇") for row in found.total_rows] == ["合计"]
    assert found.period == month_of(2018, 9)


def test_the_corner_of_a_transposed_table_may_be_blank():
    rows = [[None, "甲乡", "乙乡"], ["常住人口", 100, 200], ["签约人数", 50, 80]]
    (found,) = matched(make_policy(), grid(rows))
    assert [(found.cell(row, "乡镇"), found.cell(row, "签约人数")) for row in found.rows] == [
        ("甲乡", 50),
        ("乙乡", 80),
    ]


def test_the_cells_of_a_transposed_table_keep_the_addresses_of_the_sheet():
    stat = tidied(make_policy(), grid(ACROSS))["signing"]
    assert stat.frame["签约人数"].tolist() == [50, 80]
    assert [str(origin.place("签约人数")) for origin in stat.origins] == [
        "表.xlsx[签约]!C4",
        "表.xlsx[签约]!D4",
    ]


def test_how_a_transposed_table_was_read_is_said_in_columns():
    (found,) = matched(make_policy(), grid(ACROSS))
    assert [finding.message.en for finding in found.findings] == [
        "read as Signing: header in column A, 2 rows",
        "read transposed: headings in column A, each column is a row",
        "left out of the sums: total in column E",
    ]


def test_the_column_of_units_of_a_transposed_table_says_how_large_its_numbers_are():
    rows = [["指标", "计量单位", "甲乡"], ["常住人口", "万人", 2], ["签约人数", "人", 50]]
    stat = tidied(make_policy(), grid(rows))["signing"]
    assert stat.frame[["常住人口", "签约人数"]].values.tolist() == [[20_000, 50]]


def test_a_merged_group_of_indicators_of_a_transposed_table_is_a_header_of_two():
    tables = SIGNING.replace("en: signed", "en: signed, aliases: [签约/人数]").replace(
        "en: residents", "en: residents, aliases: [常住/人数]"
    )
    rows = [
        ["指标", None, "甲乡", "乙乡"],
        ["常住", "人数", 100, 200],
        ["签约", "人数", 50, 80],
        [None, "率", 1, 1],
    ]
    (found,) = matched(make_policy(tables=tables), grid(rows, merged=[(0, 0, 0, 1), (2, 0, 3, 0)]))
    assert [found.cell(row, "签约人数") for row in found.rows] == [50, 80]


def test_years_across_are_the_periods_of_the_rows():
    tables = SIGNING.replace("乡镇: {type: unit, en: township, level: township}", "年份: {type: period}")
    tables = tables.replace("key: 乡镇", "key: 年份")
    rows = [
        ["指标", "2022年", "2021年"],
        ["常住人口(人)", 100, 90],
        ["签约人数(人)", 50, None],
        ["数据来源：公安"],
    ]
    stat = tidied(make_policy(tables=tables), grid(rows, sheet=None, file="人口.csv"))["signing"]
    assert stat.periods == (year_of(2022), year_of(2021))
    assert stat.frame["常住人口"].tolist() == [100, 90]
    assert stat.origins[1].place("常住人口").address == "C2"


def test_a_table_that_lies_as_usual_is_not_turned():
    (found,) = matched(make_policy(), grid([HEADER, ["甲乡", 100, 50]]))
    assert not found.grid.transposed


def test_two_tables_below_one_another_are_matched_each_with_its_title():
    found = matched(
        make_policy(),
        grid(
            [
                ["表一 2018年9月签约情况"],
                HEADER,
                ["甲乡", 100, 50],
                ["合计", 100, 50],
                [],
                ["表二 2017年9月签约情况"],
                ["单位：万人"],
                HEADER,
                ["甲乡", 1, 1],
            ]
        ),
    )
    assert [(each.header, each.rows, each.period) for each in found] == [
        ((1,), (2,), month_of(2018, 9)),
        ((7,), (8,), month_of(2017, 9)),
    ]
    assert [dict(each.factors) for each in found] == [{}, {"常住人口": 10_000, "签约人数": 10_000}]


def test_a_table_ends_where_the_header_of_another_begins():
    other = "staff:\n  name: {zh: 人员表, en: Staff}\n  row: {zh: 一人, en: one}\n  key: 姓名\n  fields:\n"
    other += "    姓名: {type: text}\n    职称: {type: text}\n    岁数: {type: number}\n"
    rows = [HEADER, ["甲乡", 100, 50], ["丙镇", None, None], ["姓名", "职称", "岁数"], ["王", "医师", 40]]
    found = matched(make_policy(tables=SIGNING_WITH_ROSTER + other), grid(rows))
    assert [(each.table, each.rows) for each in found] == [("signing", (1, 2)), ("staff", (4,))]


def test_two_tables_beside_one_another_are_matched_each_on_its_own():
    rows = [
        ["2018年9月", None, None, None, "2017年9月"],
        [*HEADER, None, *HEADER],
        ["甲乡", 100, 50, None, "甲乡", 90, 40],
        ["乙乡", 200, 80],
    ]
    found = matched(make_policy(), grid(rows))
    assert [(each.columns["签约人数"], each.rows, each.period) for each in found] == [
        (2, (2, 3), month_of(2018, 9)),
        (6, (2,), month_of(2017, 9)),
    ]


BESIDE = [[*HEADER, None, *HEADER], ["甲乡", 100, 50, None, "丙镇", 300, 100], ["乙乡", 200, 80]]
NUMBERED = [
    ["序号", *HEADER, "序号", *HEADER],
    [1, "甲乡", 100, 50, 3, "丙镇", 300, 100],
    [2, "乙乡", 200, 80],
]


@pytest.mark.parametrize(
    "rows",
    [
        [["2018年9月签约表"], *BESIDE],
        [[None, None, None, "2018年9月签约表"], *BESIDE],
        [["2018年9月"], *BESIDE, ["注：初步数", None, None, "以公安数为准"]],
        [["2018年9月"], *[[cell for column, cell in enumerate(row) if column != 3] for row in BESIDE]],
        [["2018年9月"], *NUMBERED],
    ],
)
def test_a_list_that_goes_on_beside_itself_is_read_to_its_end(rows):
    stat = tidied(make_policy(), grid(rows))["signing"]
    assert sorted(zip(stat.frame["乡镇"], stat.frame["签约人数"], strict=True)) == [
        ("丙镇", 100),
        ("乙乡", 80),
        ("甲乡", 50),
    ]
    assert set(stat.periods) == {month_of(2018, 9)}


def test_two_different_tables_beside_one_another_under_one_title_are_each_their_own():
    other = SIGNING.replace("signing:", "people:").replace("签约人数", "户籍人口").replace("签约", "人口")
    rows = [
        ["2018年9月统计表"],
        ["乡镇", "常住人口", "户籍人口", None, *HEADER],
        ["甲乡", 100, 90, None, "甲乡", 100, 50],
    ]
    found = matched(make_policy(tables=SIGNING + other), grid(rows, merged=[(0, 0, 0, 6)], sheet="表"))
    assert [(each.table, each.grid.cell(2, each.columns["乡镇"] + 2)) for each in found] == [
        ("people", 90),
        ("signing", 50),
    ]


def test_two_columns_of_one_name_are_not_two_tables():
    (found,) = matched(
        make_policy(), grid([["乡镇", "乡镇", "常住人口", "签约人数"], ["甲乡", "乙乡", 100, 50]])
    )
    assert "HK223" in codes(found)
    assert "乡镇" not in found.columns


def test_an_empty_column_within_a_table_does_not_cut_it():
    (found,) = matched(make_policy(), grid([["乡镇", None, "常住人口", "签约人数"], ["甲乡", None, 100, 50]]))
    assert found.columns == {"乡镇": 0, "常住人口": 2, "签约人数": 3}


def test_a_header_repeated_on_every_page_is_no_row():
    found = matched(make_policy(), grid([HEADER, ["甲乡", 100, 50], HEADER, ["乙乡", 200, 80]]))
    assert [each.rows for each in found] == [(1,), (3,)]


def test_columns_by_month_are_the_field_of_each_month():
    rows = [
        ["2018年签约进度"],
        ["乡镇", "常住人口", "年度任务", "1月", "2月", "3月"],
        ["甲乡", 100, 50, 1, 2, None],
        ["乙乡", 200, 80, 2, None, None],
        ["合计", 300, 130, 3, 2, None],
    ]
    stat = tidied(make_policy(tables=MONTHLY), grid(rows))["signing"]
    assert stat.periods == (month_of(2018, 1),) * 2 + (month_of(2018, 2),) * 2
    assert stat.frame["签约人数"].tolist()[:3] == [1, 2, 2]
    assert stat.frame["签约人数"].isna().tolist() == [False, False, False, True]
    assert [origin.place("签约人数").address for origin in stat.origins] == ["D3", "D4", "E3", "E4"]
    # 常住人口 and 年度任务 stand once in a row: they go with the last month.
    assert stat.frame["年度任务"].tolist()[2:] == [50, 80]
    assert stat.frame["年度任务"].isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("heading", ["一月", "1月份", "2018年1月", "01月", "2018-01", "签约人数/1月"])
def test_a_month_is_written_in_many_ways(heading):
    rows = [["2018年"], ["乡镇", "常住人口", *heading.split("/")[-1:]], ["甲乡", 100, 1]]
    (found,) = matched(make_policy(tables=MONTHLY), grid(rows))
    assert (found.period, found.columns["签约人数"]) == (month_of(2018, 1), 2)


def test_two_fields_below_each_month_are_each_their_own():
    tables = MONTHLY.replace("年度任务: {type: number", "应签: {type: number, across: periods")
    rows = [
        ["2018年"],
        ["乡镇", "常住人口", "1月", None, "2月", None],
        [None, None, "应签", "签约人数", "应签", "签约人数"],
        ["甲乡", 100, 1, 2, 3, 4],
    ]
    merged = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)]
    stat = tidied(make_policy(tables=tables), grid(rows, merged=merged))["signing"]
    assert stat.frame[["应签", "签约人数"]].values.tolist() == [[1, 2], [3, 4]]


def test_months_without_a_year_are_told_and_not_used():
    (found,) = matched(
        make_policy(tables=MONTHLY), grid([["乡镇", "常住人口", "1月", "2月"], ["甲乡", 9, 1, 2]])
    )
    assert "HK227" in codes(found)
    assert "签约人数" not in found.columns


def test_months_take_their_year_from_what_was_asked_for():
    rows = [["乡镇", "常住人口", "1月", "2月"], ["甲乡", 9, 1, 2]]
    found = matched(make_policy(tables=MONTHLY), grid(rows), period=year_of(2018))
    assert [each.period for each in found] == [month_of(2018, 1), month_of(2018, 2)]


def test_columns_that_all_seem_to_be_of_one_time_are_told_and_not_used():
    rows = [["2018年"], ["乡镇", "常住人口", "1", "2", "3"], ["甲乡", 100, 1, 2, 3]]
    (found,) = matched(make_policy(tables=MONTHLY), grid(rows))
    assert "HK223" in codes(found)
    assert "签约人数" not in found.columns


def test_years_as_numbers_head_columns_too():
    tables = MONTHLY.replace("常住人口: {", "常住人口: {optional: true, ")
    found = matched(make_policy(tables=tables), grid([["乡镇", 2016, 2015], ["甲乡", 9, 8]]))
    assert [(each.period, each.columns["签约人数"]) for each in found] == [
        (year_of(2015), 2),
        (year_of(2016), 1),
    ]


def test_a_sheet_called_by_its_month_takes_the_year_from_the_file():
    (found,) = matched(make_policy(), grid([HEADER, ["甲乡", 1, 1]], sheet="9月", file="2018年.xlsx"))
    assert found.period == month_of(2018, 9)


def copies(first, second, title="2018年9月签约表", other=None):
    one = grid([[title], HEADER, ["甲乡", 100, 50], ["乙乡", 200, 80]], sheet=first)
    two = grid([[other or title], HEADER, ["甲乡", 100, 40], ["乙乡", 200, 70]], sheet=second)
    return match_workbooks([book(one, two)], make_policy())


@pytest.mark.parametrize(
    ("first", "second"), [("签约旧", "签约"), ("备份", "Sheet1"), ("2017年", "签约"), ("表", "签约")]
)
def test_of_two_copies_for_one_time_the_current_one_is_used_and_that_is_said(first, second):
    (found,) = copies(first, second)
    assert found.grid.sheet == second
    (told,) = [finding for finding in found.findings if finding.code.id == "HK228"]
    assert str(told.place) == f"表.xlsx[{first}]!2"
    assert f"表.xlsx[{second}]!2" in told.message.zh


@pytest.mark.parametrize("name", ["2017年", "旧", "备份"])
def test_last_years_sheet_is_kept_with_its_own_period(name):
    found = copies("签约", name, other="2017年9月签约表")
    assert [each.period for each in found] == [month_of(2018, 9), month_of(2017, 9)]


def test_one_sheet_a_township_is_no_copy():
    one = grid([["2018年9月"], HEADER, ["甲乡", 100, 50]], sheet="甲乡")
    two = grid([["2018年9月"], HEADER, ["乙乡", 200, 80]], sheet="乙乡")
    assert len(match_workbooks([book(one, two)], make_policy())) == 2


def told_of(*rows):
    workbook, policy = book(grid(list(rows))), make_policy()
    return [
        (finding.code.id, finding.message.en)
        for finding in tell_unmatched([workbook], (policy,), match_workbooks([workbook], policy))
    ]


def test_a_sheet_whose_key_is_nearly_named_is_told():
    assert told_of(["乡镇名", "常住人口", "签约人数"], ["甲乡", 1, 1]) == [
        (
            "HK229",
            'like Signing, but without the columns 乡镇 (is it "乡镇名"?), so it is not used; its columns: 乡镇名、常住人口、签约人数',
        )
    ]


def test_rows_without_a_header_are_told():
    ((code, message),) = told_of(["甲乡", 1, 1], ["乙乡", 2, 2])
    assert code == "HK230"
    assert "its first row looks like data" in message


def test_a_sheet_of_another_kind_is_told():
    assert told_of(["品名", "价格", "数量"], ["纸", 1, 2])[0][0] == "HK230"


def test_a_sheet_of_prose_is_not_told():
    assert told_of(["填报说明"], ["一、每月25日前报送"], ["二、", "不得漏报"]) == []


DISPATCH = [
    ["2018年9月主要指标调度表"],
    ["序号", "指标", "目标值", "完成值", "完成率", "排名", "责任科室"],
    [1, "签约率", "50%", "38.3%", "76.6%", 3, "基层股"],
    [2, "签约人数", 300, 230, "76.6%", 1, "基层股"],
    [3, "常住人口", 600, 600, "100%", 1, "基层股"],
]


@pytest.mark.parametrize(
    "rows",
    [
        DISPATCH,
        [
            ["指标", "年度目标", "完成情况", "完成比例"],
            ["签约人数", 300, 230, 76],
            ["常住人口", 600, 600, 100],
        ],
        [["项目", "单位", "任务数", "实际完成"], ["签约人数", "人", 300, 230], ["常住人口", "人", 600, 600]],
    ],
)
def test_a_table_of_indicators_with_target_and_value_is_no_return_of_units(rows):
    workbook, policy = book(grid(rows)), make_policy()
    assert match_workbooks([workbook], policy) == ()
    assert [finding.code.id for finding in tell_unmatched([workbook], (policy,), ())] == ["HK236"]


def test_a_transposed_table_with_a_column_of_targets_is_still_one_of_units():
    rows = [
        ["指标", "目标", "甲乡", "乙乡", "合计"],
        ["常住人口", None, 100, 200, 300],
        ["签约人数", 150, 50, 80, 130],
    ]
    (found,) = matched(make_policy(), grid(rows))
    assert [found.cell(row, "乡镇") for row in found.rows] == ["甲乡", "乙乡"]
