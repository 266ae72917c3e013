"""Which rows are data, which are totals, and which are neither."""

import pytest

from making import SIGNING, SIGNING_WITH_ROSTER, grid, make_policy, matched

HEADER = ["乡镇", "常住人口", "签约人数"]
NUMBERED = ["序号", "乡镇", "常住人口", "签约人数"]


def rows_of(*rows, tables=SIGNING, header=HEADER, merged=()):
    """The data rows and the total rows, counted from the first row below the header."""
    (found,) = matched(make_policy(tables=tables), grid([header, *rows], merged=merged))
    return [row - 1 for row in found.rows], [row - 1 for row in found.total_rows]


TOTALS = [
    "合计",
    "合 计",
    "合计：",
    "总计",
    "小计",
    "共计",
    "全区",
    "全区合计",
    "某区合计",
    "某区",
    "其中:贫困村",
    "其中：贫困村",
    "平均",
    "全区平均",
    "合计（3个乡镇）",
    "合计数",
    "总 计 数",
    "总合计",
    "合计栏",
    "∑",
    "Σ",
    "计：",
    "本月止累计",
    "Total",
    "TOTAL",
    "Sub total",
    "总和",
    "总共",
    "共",
    "全体",
    "—合计—",
    "【合计】",
    "*合计",
    "合计4所",
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_total_row_is_recognised_by_its_name(word):
    assert rows_of(["甲乡", 100, 50], [word, 300, 130], ["乙乡", 200, 80]) == ([0, 2], [1])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_total_row_may_stand_anywhere(place):
    rows = [["甲乡", 100, 50], ["乙乡", 200, 80]]
    rows.insert(place, ["合计", 300, 130])
    assert rows_of(*rows)[1] == [place]


def test_a_total_row_may_leave_the_number_of_its_row_blank():
    assert rows_of([1, "甲乡", 100, 50], [None, "合计", 100, 50], header=NUMBERED) == ([0], [1])


def test_a_total_row_may_say_so_in_its_first_cell():
    assert rows_of([1, "甲乡", 100, 50], ["合计", None, 100, 50], header=NUMBERED) == ([0], [1])


def test_what_was_left_out_is_said():
    (found,) = matched(make_policy(), grid([HEADER, ["甲乡", 100, 50], ["合计", 100, 50]]))
    assert [each.message.en for each in found.findings if each.code.id == "HK221"] == [
        "left out of the sums: total in row 3"
    ]


def test_the_name_of_the_area_is_a_total_only_where_a_unit_is_named():
    tables = SIGNING + "    备注: {type: text, optional: true}\n"
    rows = ["甲乡", 100, 50, "全区"], ["全区", 100, 50, None]
    assert rows_of(*rows, tables=tables, header=[*HEADER, "备注"]) == ([0], [1])


def test_the_name_of_the_area_is_data_where_the_table_lists_areas():
    tables = SIGNING.replace("level: township", "level: district")
    assert rows_of(["某区", 100, 50], tables=tables) == ([0], [])


NO_UNITS = """占比 占全区% 完成率 签约率（%） 最高 最低值 平均数 较上月 比上年增减 上年同期 上月数 本月合计 同比增长 增幅%
年度目标 目标任务 计划数 排名 差额 本页小计 承前页""".split()


@pytest.mark.parametrize("word", NO_UNITS)
def test_a_rate_or_another_times_figures_below_the_units_is_no_unit(word):
    assert rows_of(["甲村", 100, 50], [word, 300, 130]) == ([0], [1])


@pytest.mark.parametrize("task", ["签约率达到全省平均", "比上年增长", "目标责任书签订率", "本月完成"])
def test_a_task_may_be_called_like_a_rate_or_a_mean(task):
    tables = SIGNING.replace("type: unit, en: township, level: township", "type: text")
    assert rows_of([task, 100, 50], tables=tables) == ([0], [])


@pytest.mark.parametrize(
    "unit", ["合计路社区", "小计划村", "平均乡", "总计村", "占圩镇", "上月村", "增长村", "当阳镇", "比如镇"]
)
def test_a_name_that_only_begins_like_a_total_is_data(unit):
    assert rows_of([unit, 100, 50]) == ([0], [])


@pytest.mark.parametrize(
    "row",
    [
        ["注：本表每月25日前报送"],
        ["注:1.本表每月25日前报送;2.常住人口以2017年底公安数为准;"],
        ["说明：重点人群含贫困人口"],
        ["填报人：张三", None, "审核人：李四"],
        ["审核人：", "李四", "2018-10-08"],
        ["单位负责人：", None, "制表：王五"],
        ["数据来源：公安", None, None],
        ["* 不含流动人口"],
        ["Source: police register"],
    ],
)
def test_notes_and_signatures_are_no_rows(row):
    assert rows_of(["甲乡", 100, 50], row) == ([0], [])


def test_times_of_day_have_colons_and_are_no_signatures():
    assert rows_of(["2022-03-05 08:00", "2022-03-05 10:00", "14:20"]) == ([0], [])


def test_a_sentence_across_the_table_is_no_row():
    rows = ["甲乡", 100, 50], ["以上数据由公卫科汇总", None, None]
    assert rows_of(*rows, merged=[(2, 0, 2, 2)]) == ([0], [])


def test_empty_rows_are_no_rows():
    assert rows_of([None, None, None], ["甲乡", 100, 50], ["", None], []) == ([1], [])


def test_a_unit_that_left_everything_blank_is_kept_as_a_row():
    assert rows_of(["甲乡", 100, 50], ["丙镇", None, None], tables=SIGNING_WITH_ROSTER) == ([0, 1], [])


def test_a_lone_word_beside_the_names_is_a_note():
    assert rows_of(["甲乡", 100, 50], [None, "不含流动人口", None]) == ([0], [])


@pytest.mark.parametrize(
    "row",
    [
        ["甲", 1, 2],
        ["栏次", "1", "2"],
        ["栏次", None, "2=1×100%"],
        ["A", "B", "C=B/A"],
        ["甲", "①", "②=①÷2"],
        ["甲", "（1）", "（2）"],
        ["指标代码", "A01", "A02"],
        [None, 1, "2=1*100%"],
    ],
)
def test_the_row_of_column_numbers_is_no_row(row):
    assert rows_of(row, ["甲乡", 100, 50]) == ([1], [])


@pytest.mark.parametrize("row", [["栏次村", 100, 50], ["甲乡", 1, 2], ["编号", 100, "五十"]])
def test_a_unit_with_small_numbers_is_no_row_of_column_numbers(row):
    assert rows_of(row, ["乙乡", 100, 50]) == ([0, 1], [])


@pytest.mark.parametrize(
    "row",
    [
        [None, "（万人）", "（人）"],
        [None, "万人", "人"],
        ["计量单位", "万人", "人"],
        ["单位", "单位：万人", "—"],
    ],
)
def test_units_of_measure_in_a_row_of_their_own_multiply_their_columns(row):
    (found,) = matched(make_policy(), grid([HEADER, row, ["甲乡", 2, 50]]))
    assert found.rows == (2,)
    assert found.factors == {"常住人口": 10_000}


def test_a_file_of_one_known_column_is_the_whole_areas_own():
    (found,) = matched(make_policy(), grid([["签约人数"], [30]], sheet=None))

    assert (found.columns, found.rows) == ({"签约人数": 0}, (1,))


def test_one_known_column_among_others_is_a_coincidence():
    assert matched(make_policy(), grid([["签约人数", "某列"], [30, 1]], sheet=None)) == ()


def test_one_of_two_in_the_whole_area_is_not_taken_for_the_numbers_of_the_columns():
    assert rows_of([1, 2], header=["签约人数", "常住人口"]) == ([0], [])


def test_indented_rows_below_a_part_are_parts_too():
    rows = [["甲乡", 100, 50], ["其中：贫困村", 20, 10], ["　　　非贫困村", 80, 40], ["乙乡", 200, 80]]
    assert rows_of(*rows) == ([0, 3], [1, 2])


def test_an_indented_unit_of_the_list_is_no_part():
    rows = [["甲乡", 100, 50], ["其中：贫困村", 20, 10], ["　乙乡", 200, 80]]
    assert rows_of(*rows) == ([0, 2], [1])


def test_an_indented_row_below_a_total_is_no_part_of_it():
    assert rows_of(["合计", 300, 130], ["　丁乡", 100, 50], ["　戊乡", 200, 80]) == ([1, 2], [0])


def test_signatures_across_the_columns_are_no_row():
    assert rows_of(["甲乡", 100, 50], ["分管领导：张三", "审核：李四", "填表人：王五"]) == ([0], [])


CLINICS = SIGNING.replace("key: 乡镇", "key: 卫生室") + "    卫生室: {type: unit, level: clinic}\n"
IN_GROUPS = ["乡镇", "卫生室", "常住人口", "签约人数"]


def townships(*rows, merged=()):
    (found,) = matched(make_policy(tables=CLINICS), grid([IN_GROUPS, *rows], merged=merged))
    return [found.cell(row, "乡镇") for row in found.rows], [each.code.id for each in found.findings]


def test_the_name_of_a_group_on_its_first_row_holds_for_the_blank_rows_below_and_that_is_said():
    rows = [["甲乡", "一室", 1, 1], [None, "二室", 2, 1], ["乙乡", "三室", 3, 1], [None, "四室", 4, 1]]
    assert townships(*rows) == (["甲乡", "甲乡", "乙乡", "乙乡"], ["HK220", "HK238"])


def test_a_blank_in_a_column_that_repeats_its_names_is_a_blank():
    rows = [["甲乡", "一室", 1, 1], ["甲乡", "二室", 2, 1], [None, "三室", 3, 1], ["乙乡", "四室", 4, 1]]
    assert townships(*rows)[0] == ["甲乡", "甲乡", None, "乙乡"]


def test_names_are_filled_only_where_they_are_merged_if_any_is():
    rows = [["甲乡", "一室", 1, 1], [None, "二室", 2, 1], ["乙乡", "三室", 3, 1], [None, "四室", 4, 1]]
    assert townships(*rows, merged=[(1, 0, 2, 0)])[0] == ["甲乡", "甲乡", "乙乡", None]


def test_a_row_without_the_name_that_makes_its_key_is_not_filled():
    assert rows_of(["甲乡", 100, 50], [None, 10, 5], ["乙乡", 200, 80], [None, 20, 8])[0] == [0, 1, 2, 3]
    (found,) = matched(
        make_policy(), grid([HEADER, ["甲乡", 1, 1], [None, 1, 1], ["乙乡", 2, 1], [None, 1, 1]])
    )
    assert [found.cell(row, "乡镇") for row in found.rows] == ["甲乡", None, "乙乡", None]
