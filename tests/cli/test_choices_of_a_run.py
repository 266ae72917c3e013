"""What an officer chooses for one run and what every output then says: missing figures, population, another target."""

import json

import pytest
from running import MID_YEAR, YEAR_END

SIGNING = ("--indicator", "signing-coverage", "-q")
AUGUST = (
    "云冈区家庭医生签约情况（2018年8月）\n乡镇,常住人口,签约人数\n平旺乡,28640,14431\n西韩岭乡,35210,17807\n"
    "口泉乡,41875,19672\n云冈镇,18326,8983\n高山镇,16904,8379\n鸦儿崖乡,9450,4102\n"
)


@pytest.fixture
def august(tmp_path):
    path = tmp_path / "签约2018年8月.csv"
    path.write_text(AUGUST, "utf-8")
    return path


def line_with(said, *words):
    return next(line for line in said.splitlines() if all(word in line for word in words))


@pytest.mark.parametrize("word", [(), ("--missing", "left-out"), ("--missing", "剔除")])
def test_what_is_missing_is_left_out_and_the_heading_says_so(healthkpi, word):
    said = healthkpi("check", MID_YEAR, *SIGNING, *word).out
    assert "缺报剔除" in line_with(said, "截至")
    assert "49.64%" in said


@pytest.mark.parametrize(
    ("word", "heading", "figure", "remark"),
    [
        ("zero", "缺报按0计", "69,974/150,405", "按0计：鸦儿崖乡"),
        ("按零", "缺报按0计", "69,974/150,405", "按0计：鸦儿崖乡"),
        ("carried", "缺报沿用上次", "74,076/150,405", "沿用 2018-08：鸦儿崖乡"),
        ("沿用", "缺报沿用上次", "74,076/150,405", "沿用 2018-08：鸦儿崖乡"),
    ],
)
def test_the_treatment_chosen_is_in_the_heading_and_who_is_filled_beside_the_figure(
    healthkpi, august, word, heading, figure, remark
):
    said = healthkpi("check", MID_YEAR, august, *SIGNING, "--missing", word).out
    assert heading in line_with(said, "截至")
    assert remark in line_with(said, figure, "6 个中 5 个已报")


@pytest.mark.parametrize("word", ["compare", "并列"])
def test_the_three_results_stand_side_by_side(healthkpi, august, word):
    said = healthkpi("check", MID_YEAR, "--baseline", august, *SIGNING, "--missing", word).out
    assert "504人" in line_with(said, "剔除（采用）", "49.64%")
    assert "5229人" in line_with(said, "按0计 ", "46.52%", "69,974/150,405")
    assert "1127人" in line_with(said, "沿用上次", "49.25%", "74,076/150,405")


def test_where_nothing_is_missing_the_three_agree_and_that_is_said(healthkpi):
    assert "没有缺报" in healthkpi("check", YEAR_END, *SIGNING, "--missing", "compare").out


def test_the_settings_of_the_folder_choose_and_an_option_wins(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text('missing = "按零"\n', "utf-8")
    assert "46.52%" in healthkpi("check", MID_YEAR, *SIGNING).out
    assert "49.64%" in healthkpi("check", MID_YEAR, *SIGNING, "--missing", "剔除").out
    compared = healthkpi("check", MID_YEAR, *SIGNING, "--missing", "compare").out
    assert "按0计（采用）" in compared


@pytest.mark.parametrize("settings", ["", 'missing = "nought"', "missing = 0"])
def test_an_unknown_treatment_is_refused_with_those_there_are(healthkpi, tmp_path, settings):
    (tmp_path / "healthkpi.toml").write_text(settings, "utf-8")
    ended = healthkpi("check", MID_YEAR, *(() if settings else ("--missing", "nought")))
    assert ended.code == 2
    assert "missing" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_files_say_the_treatment_too(healthkpi, tmp_path):
    healthkpi(
        "check",
        MID_YEAR,
        *SIGNING,
        "--missing",
        "zero",
        "-o",
        "结果.json",
        "-o",
        "结果.csv",
        "-o",
        "结果.txt",
    )
    data = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    (unit,) = data["indicators"][next(i for i, each in enumerate(data["indicators"]) if each["judged"])][
        "judged"
    ]
    assert data["missing"] == "zero"
    assert unit["filled"] == [{"unit": "鸦儿崖乡", "as": "zero", "numerator": "0", "carried_from": None}]
    assert unit["coverage"] == {"expected": 6, "missing": ["鸦儿崖乡"]}
    header, first, *_ = (tmp_path / "结果.csv").read_text("utf-8-sig").splitlines()
    assert (header.split(",")[-1], first.split(",")[-1]) == ("缺报口径", "按0计")
    assert "缺报按0计" in (tmp_path / "结果.txt").read_text("utf-8")


def test_json_holds_the_ways_side_by_side(healthkpi, august):
    said = healthkpi("check", MID_YEAR, august, *SIGNING, "--missing", "compare", "--format", "json").out
    (indicator,) = json.loads(said)["indicators"]
    ways = {
        each["id"]: (each["chosen"], each["judged"][0]["value"][:5]) for each in indicator["alternatives"]
    }
    assert ways == {"left out": (True, "49.64"), "zero": (False, "46.52"), "carried": (False, "49.25")}


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ((), "缺报  剔除；若按0计 46.52%；若沿用上次（2018-08）4102 = 49.25%"),
        (("--missing", "carried"), "缺报  沿用上次；若剔除 49.64%；若按0计 46.52%"),
    ],
)
def test_explain_says_the_other_two_in_one_line(healthkpi, august, missing, line):
    assert line in healthkpi("explain", "signing-coverage", MID_YEAR, august, *missing).out


def test_explain_says_why_there_is_no_other(healthkpi):
    said = healthkpi("explain", "signing-coverage", MID_YEAR, "--unit", "鸦儿崖").out
    assert "缺报  剔除；若按0计 0.00%，△未达到；不能沿用上次（没有更早一期的数）" in said


def test_explain_names_the_cell_that_was_carried(healthkpi, august):
    said = healthkpi("explain", "signing-coverage", MID_YEAR, august, "--missing", "carried").out
    assert "签约2018年8月.csv!C8" in line_with(said, "鸦儿崖乡  签约人数 = 4102")


def test_an_earlier_sheet_that_was_carried_from_is_not_said_to_be_idle(healthkpi, august):
    carried = healthkpi("check", MID_YEAR, august, "--indicator", "signing-coverage", "--missing", "carried")
    left_out = healthkpi("check", MID_YEAR, august, "--indicator", "signing-coverage")
    assert "HK308" in left_out.err
    assert "HK308" not in carried.err
