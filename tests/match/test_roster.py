"""单位名单: a sheet or a file that says who has to report, and what else they are called."""

import openpyxl
import pytest

from healthkpi.errors import HealthKpiError
from returns import USUAL, Bureau, codes, figures, write_book, write_return


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def listed(folder, rows, headings=("单位名称", "别名"), name="名单.xlsx", sheet="Sheet1"):
    return write_book(folder / name, {sheet: [list(headings), *rows]})


def test_a_given_list_takes_the_place_of_the_policys_own(bureau):
    roster = listed(bureau.folder, [["甲乡", ""], ["乙乡", ""], ["丁乡", ""]])

    checked = bureau.check(write_return(bureau.folder, USUAL), units=[roster])

    # 丙镇 is a stranger now and 丁乡 has not reported: 500 + 900 of 1000 + 2000.
    assert figures(checked) == (1400, 3000, ("丁乡",))
    assert {"HK216", "HK253"} <= set(codes(checked))


def test_former_names_short_names_and_codes_are_names_of_the_unit(bureau):
    headings = ("单位编码", "单位名称", "曾用名", "简称")
    rows = [["001", "甲乡", "红旗公社、红旗乡", ""], ["002", "乙乡", "", "老乙"], ["003", "丙镇", "", ""]]
    roster = listed(bureau.folder, rows, headings)

    checked = bureau.check(
        write_return(bureau.folder, [["红旗乡", 1000, 500], ["老乙", 2000, 900], ["003", 1000, 600]]),
        units=[roster],
    )

    assert figures(checked) == (2000, 4000, ())


def test_a_sheet_called_so_in_the_workbook_is_the_list_and_no_statistics(bureau):
    book = write_book(
        bureau.folder / "九月.xlsx",
        {
            "单位名单": [
                ["某区单位名单"],
                ["序号", "乡镇", "别名"],
                [1, "甲乡", ""],
                [2, "乙乡", ""],
                ["合计", "2个", ""],
            ],
            "签约": [["2018年9月"], ["乡镇", "常住人口", "签约人数"], *USUAL[:2]],
        },
    )

    checked = bureau.check(book)

    assert figures(checked)[:2] == (1400, 3000)
    assert "HK230" not in codes(checked)


def test_a_column_of_levels_lists_several_levels_at_once(bureau):
    rows = [["甲乡", "乡镇"], ["乙乡", "乡镇"], ["丙镇", "乡镇"], ["一村卫生室", "村卫生室"]]
    roster = listed(bureau.folder, rows, ("单位名称", "层级"))

    units = bureau.check(write_return(bureau.folder, USUAL), units=[roster]).policy.words.units

    assert {level: list(names) for level, names in units.items()} == {
        "township": ["甲乡", "乙乡", "丙镇"],
        "clinic": ["一村卫生室"],
    }


def test_the_other_names_that_the_policy_knows_stay(bureau):
    roster = listed(bureau.folder, [["甲乡", ""], ["乙乡", ""], ["丙镇", ""]])

    checked = bureau.check(
        write_return(bureau.folder, [["甲", 1000, 500], ["乙", 2000, 900], ["丙镇", 1000, 600]]),
        units=[roster],
    )

    assert figures(checked) == (2000, 4000, ())


def test_a_name_that_two_units_share_is_that_of_neither_and_is_told(bureau):
    roster = listed(bureau.folder, [["甲乡", "中心"], ["乙乡", "中心"], ["丙镇", ""]])

    checked = bureau.check(
        write_return(bureau.folder, [["中心", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]),
        units=[roster],
    )

    assert figures(checked) == (1500, 3000, ("甲乡",))
    assert "HK254" in codes(checked)


def test_a_list_without_a_column_of_names_says_how_to_head_it(bureau):
    roster = listed(bureau.folder, [[1, 2]], ("甲", "乙"))

    with pytest.raises(HealthKpiError) as told:
        bureau.check(write_return(bureau.folder, USUAL), units=[roster])

    assert "名单.xlsx[Sheet1]: 单位名单里没有名称列；表头写“单位名称”" in told.value.message.zh


def test_an_unknown_level_in_the_list_is_told_with_its_cell(bureau):
    roster = listed(bureau.folder, [["甲乡", "街道"]], ("单位名称", "层级"))

    with pytest.raises(HealthKpiError) as told:
        bureau.check(write_return(bureau.folder, USUAL), units=[roster])

    assert told.value.message.zh.startswith("名单.xlsx[Sheet1]!B2: 没有层级“街道”")


def test_a_list_beside_other_sheets_is_the_sheet_called_so(bureau):
    roster = write_book(
        bureau.folder / "名单.xlsx",
        {"说明": [["请勿改动"]], "单位名单": [["单位名称"], ["甲乡"], ["乙乡"], ["丙镇"]]},
    )

    assert figures(bureau.check(write_return(bureau.folder, USUAL), units=[roster])) == (2000, 4000, ())


def test_a_hidden_sheet_called_so_is_left_alone(bureau):
    path = write_book(
        bureau.folder / "九月.xlsx",
        {
            "单位名单": [["单位名称"], ["甲乡"]],
            "签约": [["2018年9月"], ["乡镇", "常住人口", "签约人数"], *USUAL],
        },
    )
    workbook = openpyxl.load_workbook(path)
    workbook["单位名单"].sheet_state = "hidden"
    workbook.save(path)

    assert figures(bureau.check(path)) == (2000, 4000, ())
