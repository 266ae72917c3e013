"""The form 待确认.xlsx as the commands write and read it."""

import json
import os
import sys

import openpyxl
import pytest

from returns import USUAL, Bureau, write_return

MISSPELT = [USUAL[0], ["乙镇", 2000, 900], USUAL[2]]


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def tick(form):
    workbook = openpyxl.load_workbook(form)
    workbook.worksheets[0]["E3"] = "√"
    workbook.save(form)


def test_check_writes_the_form_beside_the_return_and_reads_it_the_next_time(bureau, healthkpi):
    file = write_return(bureau.folder, MISSPELT)

    first = healthkpi("check", file)
    assert "有 1 处要您确认" in first.err
    assert str(bureau.form) in first.err
    assert "1100/2000" in first.out

    tick(bureau.form)
    second = healthkpi("check", file)

    assert "2000/4000" in second.out
    assert "要您确认" not in second.err


def test_explain_and_peek_read_the_same_answers(bureau, healthkpi):
    file = write_return(bureau.folder, MISSPELT, ["乡镇", "常住人口", "签约人口"])
    healthkpi("check", file)
    workbook = openpyxl.load_workbook(bureau.form)
    for row in workbook.worksheets[0].iter_rows(min_row=3):
        row[4].value = "√"
    workbook.save(bureau.form)

    assert "乙乡  签约人数 = 900" in healthkpi("explain", "signing-coverage", file).out
    assert "不是字段" not in healthkpi("peek", file).out


def test_no_form_is_written_where_nobody_wants_to_be_asked(bureau, healthkpi):
    file = write_return(bureau.folder, MISSPELT)

    ended = healthkpi("check", file, "--no-ask")

    assert not bureau.form.exists()
    assert "要您确认" not in ended.err


def test_no_form_is_written_where_there_is_nothing_to_ask(bureau, healthkpi):
    healthkpi("check", write_return(bureau.folder, USUAL))

    assert not bureau.form.exists()


def test_the_form_may_lie_elsewhere(bureau, healthkpi):
    file = write_return(bureau.folder, MISSPELT)
    form = bureau.folder / "确认" / "我的.xlsx"
    form.parent.mkdir()

    healthkpi("check", file, "--confirmed", form)
    assert not bureau.form.exists()
    tick(form)

    assert "2000/4000" in healthkpi("check", file, "--confirmed", form).out


def test_a_sheet_that_is_not_recognised_is_an_error_and_asked_about(bureau, healthkpi):
    file = write_return(bureau.folder, USUAL, ["乡镇", "辖区人口数", "签约人口数"])

    ended = healthkpi("check", file)

    assert ended.code == 2
    assert "没有认出任何统计表" in ended.err
    assert bureau.form.exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_changes_no_result(bureau, healthkpi):
    file = write_return(bureau.folder, MISSPELT)
    bureau.folder.chmod(0o500)

    ended = healthkpi("check", file)
    bureau.folder.chmod(0o700)

    assert ended.code == 0
    assert "写不进去" in ended.err


def test_json_on_stdout_stays_json(bureau, healthkpi):
    ended = healthkpi("check", write_return(bureau.folder, MISSPELT), "--format", "json")

    assert json.loads(ended.out)["schema_version"]


def test_a_list_of_units_can_be_given(bureau, healthkpi):
    roster = write_return(
        bureau.folder,
        [["甲乡"], ["乙乡"], ["丁乡"]],
        headings=["单位名称"],
        name="名单.xlsx",
        title="某区单位名单",
    )

    ended = healthkpi("check", write_return(bureau.folder, USUAL), "--units", roster, "--no-ask")

    assert "用作单位名单：乡镇 3 个" in ended.err
    assert "缺 丁乡" in ended.out
