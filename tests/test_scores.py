"""Points from the cells to the page: the area, each unit below it, and every format."""

import csv
import io
import json
from pathlib import Path

import pytest

from healthkpi.pipeline import find_unit
from healthkpi.present import writers
from healthkpi.present._catalogue import indicator_lines
from healthkpi.present._explanation import explanation_lines
from making import COVERAGE, POLICY, indicator
from returns import HEADINGS, Bureau, write_book, write_return

PROPORTIONAL = indicator(COVERAGE + "score: {full: 10, rule: proportional}\n")
TOTAL = POLICY + "scorecards:\n  total: {name: {zh: 得分, en: Total}, weights: {signing-coverage: 60}}\n"
# 甲乡 exactly 50%, 乙乡 45% of the residents; 丙镇 sent nothing.
ROWS = [["甲乡", 1000, 500], ["乙乡", 2000, 900]]
# 1400 of 3000 is 46.67%: 10 × 46.67/50 = 28/3; by 60 it is 56.
EXPECTED = {"某区": "56", "甲乡": "60", "乙乡": "54", "丙镇": None}


@pytest.fixture
def checked(tmp_path):
    return Bureau(tmp_path, PROPORTIONAL, policy=TOTAL).check(write_return(tmp_path, ROWS))


def as_json(checked):
    return json.loads(writers()["json"].render(checked.report(), "en"))


def test_the_area_and_each_unit_of_the_level_below_have_a_total(checked):
    assert {total["unit"]: total["points"] for total in as_json(checked)["totals"]} == EXPECTED


def test_each_value_has_its_points_and_the_formula_in_json(checked):
    (found,) = as_json(checked)["indicators"]
    scores = {unit["unit"]: unit["score"] for unit in (*found["judged"], *found["listed"])}
    assert {unit: score["points"] for unit, score in scores.items()} == {
        "某区": "9.333333333333",
        "甲乡": "10",
        "乙乡": "9",
        "丙镇": None,
    }
    assert scores["乙乡"]["formula"]["en"] == "10 x value / 50%, from 0 to 10"
    assert scores["丙镇"]["reason"] is not None


def test_every_key_of_a_score_is_in_the_page_on_json(checked):
    page = (Path(__file__).parents[1] / "docs" / "reference" / "json-output.md").read_text("utf-8")
    written = as_json(checked)
    keys = {
        *written["totals"][0],
        *written["totals"][0]["parts"][0],
        *written["indicators"][0]["judged"][0]["score"],
    }
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_a_spreadsheet_has_three_columns_and_a_line_a_total_more(checked):
    text = writers()["csv"].render(checked.report(), "en").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    totals = {line["unit"]: line["points"] or None for line in lines if line["indicator"] == "total"}
    assert totals == EXPECTED
    assert all(line["formula"] for line in lines)


def test_the_page_shows_points_and_formula(checked):
    page = writers()["table"].render(checked.report(), "zh").decode()
    assert "签约率：9.33/10（10 × 完成值 ÷ 50%，不低于 0、不超过 10）" in page
    assert "签约率 60，各按 权重 × 得分 ÷ 满分；满分 60；缺指标时不给总分" in page
    assert "54/60" in page


def test_explain_shows_points_and_the_total_they_go_into(checked):
    result, unit = find_unit(checked, "signing-coverage", "乙乡")
    lines = [line.plain for line in explanation_lines(checked.scorecard, result, unit, (), (), "en")]
    assert "points  9/10 (10 x value / 50%, from 0 to 10)" in lines
    assert any(line.startswith("scorecard  Total 54/60; ") for line in lines)


def test_show_says_the_rule_before_there_is_data(checked):
    lines = [line.plain for line in indicator_lines(checked.policy, "signing-coverage", "en")]
    assert "  score: 10 x value / the target, from 0 to 10" in lines


def test_nothing_changes_where_no_score_is_declared(tmp_path):
    plain = Bureau(tmp_path).check(write_return(tmp_path, ROWS))
    written = as_json(plain)
    assert "totals" not in written
    assert "score" not in written["indicators"][0]["judged"][0]
    assert b"points" not in writers()["csv"].render(plain.report(), "en")
    assert "Points" not in writers()["table"].render(plain.report(), "en").decode()


def test_a_score_changes_no_verdict_and_no_exit_code(tmp_path, checked):
    plain = tmp_path / "plain"
    plain.mkdir()
    without = Bureau(plain).check(write_return(plain, ROWS)).scorecard
    with_score = checked.scorecard
    assert with_score.exit_code is without.exit_code
    assert [each.verdict for each in with_score.results] == [each.verdict for each in without.results]


def test_progress_is_measured_from_the_baseline_of_each_unit(tmp_path):
    words = "score: {full: 10, rule: level and progress, progress_weight: 0.3, since: 2017}\n"
    bureau = Bureau(tmp_path, indicator(COVERAGE + words))
    now = write_return(tmp_path, [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 300]])
    rows = [
        ["某区签约情况表（2017年12月）"],
        HEADINGS,
        ["甲乡", 1000, 400],
        ["乙乡", 2000, 700],
        ["丙镇", 1000, 400],
    ]
    before = write_book(tmp_path / "签约2017年12月.xlsx", {"签约": rows})

    (found,) = as_json(bureau.check(now, baselines=(before,)))["indicators"]

    points = {unit["unit"]: unit["score"]["points"] for unit in (*found["judged"], *found["listed"])}
    assert points == {
        "某区": "7.15",  # 1700 of 4000, from 1500: 10 × (0.7 × 42.5/50 + 0.3 × 5/12.5)
        "甲乡": "10",
        "乙乡": "8.3",  # 10 × (0.7 × 45/50 + 0.3 × 10/15)
        "丙镇": "4.2",  # 10 × (0.7 × 30/50 + 0.3 × 0): it fell
    }
