"""The sentence a director reads first, the table of tasks behind, and how far the figures can be trusted."""

import re
from datetime import date

import pytest

from healthkpi.model.judgement import Verdict
from healthkpi.present._section import Grid, Line
from healthkpi.present.sections import sections
from making import COVERAGE, indicator
from present.samples_checked import september
from returns import Bureau, write_return


def made(name, checked, **more):
    return list(sections()[name].make(checked.report(**more)))


def lines(blocks):
    return [block.text.zh for block in blocks if isinstance(block, Line)]


def grids(blocks):
    return {
        block.title.zh: [[each.text.zh for each in row] for row in block.rows]
        for block in blocks
        if isinstance(block, Grid)
    }


def test_the_sentence_counts_every_task_once(tmp_path):
    # 甲 of 40 % is missed; 乙 of 60 % is done; 丙 has not reported: 3 tasks in one district, one a township.
    names = ("甲乡", "乙乡", "丙镇")
    parts = [indicator(f"{COVERAGE}where: 乡镇 = “{name}”", f"signing-{at}") for at, name in enumerate(names)]
    bureau = Bureau(tmp_path, "\n".join(parts))
    path = write_return(tmp_path, [["甲乡", 1000, 400], ["乙乡", 1000, 600]])

    first = lines(made("overview", bureau.check(path, as_of=date(2018, 12, 31))))[0]
    assert first == "截至2018年12月底，3项量化任务中，已完成1项，到期未达标1项，未判定1项。"


def test_the_numbers_of_the_sentence_add_up():
    first = lines(made("overview", september()))[0]
    card = september().scorecard
    total, measured, tasks, *counts = map(int, re.findall(r"(\d+)项", first))

    assert total == len(card.supplied) == measured + tasks
    assert sum(counts[:-1]) == total
    assert counts[-1] == len(card.results) - total


def test_the_table_of_verdicts_adds_up():
    rows = grids(made("overview", september()))["完成情况"]
    parts, whole = rows[:-1], rows[-1]

    for at in (1, 2, 3):
        assert sum(int(row[at]) for row in parts) == int(whole[at])
    assert {row[0]: int(row[1]) for row in parts} == {
        verdict.label.zh: september().scorecard.count(verdict)
        for verdict in Verdict
        if september().scorecard.count(verdict)
    }


def test_a_task_behind_stands_with_target_value_gap_and_office():
    # 1875 × 9/12 = 1406.25, of whole people 1406; 1875 − 1302 = 573.
    rows = grids(made("lagging", september()))["未达标和滞后的任务"]

    assert rows[-1] == [
        "免费产前筛查与诊断服务人数",
        "≥1875人",
        "2018-12-31",
        "1302人",
        "1406人",
        "573人",
        "滞后",
        "妇幼股",
    ]


def test_the_gap_with_those_unreported_stands_beside_the_other():
    # ceil(140955 / 2) − 69974 = 504; ceil((140955 + 9450) / 2) − 69974 = 5229.
    rows = grids(made("lagging", september()))["未到期、尚未达到的任务"]

    assert ["常住人口家庭医生签约覆盖率", "49.64%", "504人", "5229人"] in [
        [row[0], row[3], row[4], row[5]] for row in rows
    ]


def test_where_each_unit_is_judged_those_that_fall_short_are_named():
    blocks = made("lagging", september())

    rows = grids(blocks)["未到期、尚未达到的任务"]
    assert ["各乡镇成立领导小组", "3/6 个达到", "口泉乡、高山镇、鸦儿崖乡"] in [
        [row[0], row[3], row[4]] for row in rows
    ]
    # What the cell has no room for stands below the table.
    assert not [each for each in lines(blocks) if each.startswith("各乡镇成立领导小组")]
    assert [each for each in lines(blocks) if each.startswith("村卫生室合格医生数未达到的：刘家庄村卫生室")]


def test_a_unit_has_an_overview_of_its_own():
    first = lines(made("overview", september(), unit="口泉乡"))[0]

    assert first.startswith("截至2018年9月底，口泉乡的")
    assert "没有数据" not in first


def test_findings_stand_in_words_without_codes():
    rows = grids(made("quality", september()))["数据问题"]

    assert ["存疑，请核", "云冈镇：填报 51.20，复算 50.00", "1", "家医签约.xlsx[家庭医生签约]!E10"] in rows
    assert not any("HK" in words for row in rows for words in row)


def test_what_could_not_be_judged_stands_with_the_reason():
    rows = dict(grids(made("quality", september()))["未判定的任务"])

    assert rows["检查结果全区通报"] == "台账里没有这一事项"
    assert len(rows) == september().scorecard.count(Verdict.NOT_JUDGED)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 9, 30), "截至2018年9月底"),
        (date(2018, 9, 29), "截至2018年9月29日"),
        (date(2018, 2, 28), "截至2018年2月底"),
    ],
)
def test_the_end_of_a_month_is_said_so(tmp_path, day, words):
    bureau = Bureau(tmp_path)
    checked = bureau.check(write_return(tmp_path, [["甲乡", 1000, 500]]), as_of=day)

    assert lines(made("overview", checked))[0].startswith(words)


def test_with_nothing_behind_that_is_said(tmp_path):
    bureau = Bureau(tmp_path)
    checked = bureau.check(write_return(tmp_path, [["甲乡", 10, 9], ["乙乡", 10, 9], ["丙镇", 10, 9]]))

    assert lines(made("lagging", checked)) == ["没有未达标、滞后或尚未达到的任务"]


def test_tasks_alone_are_called_so(tmp_path):
    task = indicator("kind: attested\nitem: 成立领导小组\ntargets:\n  - {by: 2018-12-31}", "group")
    bureau = Bureau(tmp_path, task)
    path = tmp_path / "台账.csv"
    path.write_text("事项,单位,状态,完成日期,佐证\n成立领导小组,某区,完成,2018-05-01,文件\n", "utf-8")
    checked = bureau.check(path, as_of=date(2018, 9, 30))

    assert "1项办理事项中，已完成1项" in lines(made("overview", checked))[0]
