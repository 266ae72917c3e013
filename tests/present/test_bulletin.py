"""A bulletin has room for some of what was found: what is left out is said, with the sheet of the workbook that has it."""

import re

import pytest

from healthkpi.model.judgement import Verdict
from healthkpi.pipeline import check
from healthkpi.present._annexes import MOST_ROWS
from healthkpi.present._bulletin import document_of
from healthkpi.present._charts import MOST_RANKINGS
from healthkpi.present._section import Grid, Line
from healthkpi.present._workbook import sheets_of
from healthkpi.present.sections import sections
from healthkpi.request import Request
from present.samples_checked import ROOT, september


@pytest.fixture(scope="module")
def long():
    """A policy of 216 tasks, 96 of them missed."""
    return check(Request([ROOT / "sample_data" / "定西市2022年.xlsx"], ROOT / "indicators")).report()


def part(report, section):
    return next(each for each in document_of(report).parts if each.section == section)


def annex(report, title):
    return next(each for each in document_of(report).parts if each.is_annex and title in each.title.zh)


def test_some_rankings_stand_whole_and_of_the_others_who_is_first_and_last(long):
    grids = [block for block in part(long, "ranking").blocks if isinstance(block, Grid)]

    assert [grid.about is not None for grid in grids] == [True] * MOST_RANKINGS + [False]
    behind = {each.id for each in long.scorecard.supplied if each.verdict is Verdict.MISSED}
    assert {grid.about for grid in grids[:-1]} <= behind


def test_units_that_fall_short_stand_in_one_table_with_some_of_each_indicator(long):
    found = annex(long, "未达标单位及差额")
    grid = next(block for block in found.blocks if isinstance(block, Grid))

    assert len(grid.rows) <= MOST_ROWS
    short = {row[0].text.zh for row in grid.rows}
    assert {"各县区核酸采样队伍人数", "公立医疗卫生机构医务人员掌握核酸采样技能比例"} <= short
    # 388 of 400.
    row = next(row for row in grid.rows if row[0].text.zh == "各县区核酸采样队伍人数")
    assert [each.text.zh for each in row[1:4]] == ["渭源县", "388人", "400人"]


def test_no_table_is_longer_than_two_pages(long):
    grids = [block for each in document_of(long).parts for block in each.blocks if isinstance(block, Grid)]

    assert max(len(grid.rows) for grid in grids) <= MOST_ROWS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_left_out_is_in_a_sheet_that_the_workbook_has(long, language):
    lines = [
        block.text.say(language)
        for each in document_of(long).parts
        for block in each.blocks
        if isinstance(block, Line)
    ]
    pattern = r"工作簿“(.+?)”表" if language == "zh" else r"workbook, sheet (.+?)\.$"
    named = {found[1] for line in lines if (found := re.search(pattern, line))}

    assert len(named) >= 3
    assert named <= {sheet.name.say(language) for sheet in sheets_of(long)}


def test_every_sentence_ends_and_every_table_has_a_title():
    for each in document_of(september().report()).parts:
        for block in each.blocks:
            if isinstance(block, Grid):
                assert re.match(r"表\d+　.", block.title.zh), block.title
            elif not block.is_heading and each.section != "annexes":
                assert block.text.zh[-1] in "。：", block.text.zh
                assert block.text.en[0].upper() == block.text.en[0]


def test_the_number_of_the_document_has_the_brackets_of_official_documents():
    opening = document_of(september().report()).opening[1].text

    assert "（云政办发〔2018〕46号）" in opening.zh
    assert "数据口径：缺报剔除。" in opening.zh


def test_a_task_that_each_unit_has_to_do_names_who_has_not(long):
    made = sections()["lagging"].make(long)
    rows = [row for block in made if isinstance(block, Grid) for row in block.rows]
    named = {row[0].text.zh: row[4].text.zh for row in rows}

    assert named["设备到位"] == "安定区疾控中心"


def test_a_parameter_goes_by_its_name_on_paper(long):
    cells = [
        cell.text.zh
        for block in part(long, "quality").blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
    ]

    assert [each for each in cells if each.startswith("缺参数“市政府确定的资金争取任务数”")]
    assert not [each for each in cells if "“assigned-funds”" in each]
