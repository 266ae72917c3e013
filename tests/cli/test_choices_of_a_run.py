"""What an officer chooses for one run and what every output then says: missing figures, population, another target."""

import json

import pytest
from running import MID_YEAR, SAMPLES, YEAR_END

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


def test_an_earlier_sheet_that_is_compared_with_or_carried_from_is_not_said_to_be_idle(healthkpi, august):
    carried = healthkpi("check", MID_YEAR, august, "--indicator", "signing-coverage", "--missing", "carried")
    left_out = healthkpi("check", MID_YEAR, august, "--indicator", "signing-coverage")
    assert "HK308" not in left_out.err
    assert "HK308" not in carried.err


def test_another_population_is_said_in_the_heading_and_beside_the_figure(healthkpi):
    said = healthkpi("check", MID_YEAR, *SIGNING, "--basis", "户籍").out
    # 27 410 + 36 020 + 43 180 + 17 950 + 18 020 of the five townships that reported
    assert "49.08%" in line_with(said, "69,974/142,580")
    assert "人口口径：户籍人口" in line_with(said, "截至")
    assert "分母为户籍人口" in said


def test_both_populations_stand_side_by_side(healthkpi):
    said = healthkpi("check", MID_YEAR, *SIGNING, "--basis", "compare").out
    assert "49.64%" in line_with(said, "常住人口（采用）")
    assert "49.08%" in line_with(said, "户籍人口 ")


def test_the_population_may_stand_in_the_settings(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text('basis = "户籍"\n', "utf-8")
    assert "49.08%" in healthkpi("check", MID_YEAR, *SIGNING).out
    assert "49.64%" in healthkpi("check", MID_YEAR, *SIGNING, "--basis", "常住").out


def test_without_the_table_of_the_population_that_is_told(healthkpi, august):
    ended = healthkpi("check", august, "--policy", "yungang-2018", "--basis", "户籍")
    assert ended.code == 2
    assert "HK312 按户籍人口算要“乡镇基础数据表”，这次没有；1 项没有算" in ended.err


def test_an_assumed_target_is_judged_by_and_said_everywhere(healthkpi, tmp_path):
    ended = healthkpi(
        "check", YEAR_END, *SIGNING, "--target", "签约覆盖率=49%", "-o", "结果.json", "-o", "结果.csv"
    )
    assert ended.code == 0
    assert "假设目标：常住人口家庭医生签约覆盖率 ≥49%" in line_with(ended.out, "截至")
    assert "假设目标，文件规定 ≥50%" in ended.out
    assert "退出码也是" in ended.err
    data = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    assert data["assumed_targets"] == ["signing-coverage"]
    assert data["indicators"][0]["stated_target"]["numbers"] == ["50"]
    assert "假设目标，文件规定 ≥50%" in (tmp_path / "结果.csv").read_text("utf-8-sig")


def test_the_exit_code_follows_the_assumed_target(healthkpi):
    codes = [
        healthkpi("check", YEAR_END, *SIGNING, "--target", f"签约覆盖率={limit}").code
        for limit in ("49%", "60%")
    ]
    assert codes == [0, 1]


def test_words_that_several_indicators_have_in_their_names_are_refused_with_all_of_them(healthkpi):
    ended = healthkpi("check", YEAR_END, "--target", "签约覆盖率=55%")
    assert ended.code == 2
    assert "signing-coverage" in ended.err
    assert "key-group-signing" in ended.err


def test_an_unknown_indicator_of_a_target_is_told_with_the_nearest(healthkpi):
    ended = healthkpi("check", YEAR_END, "--target", "signing-coverag=55%")
    assert ended.code == 2
    assert "是不是“signing-coverage”" in ended.err


def test_explain_says_population_and_assumed_target(healthkpi):
    said = healthkpi(
        "explain", "signing-coverage", MID_YEAR, "--basis", "户籍", "--target", "signing-coverage=45%"
    ).out
    assert "口径  分母为户籍人口" in said
    assert "口径  假设目标，文件规定 ≥50%" in said


def test_a_parameter_is_given_by_its_chinese_name(healthkpi):
    songshan = SAMPLES / "松山新区2018年.xlsx"
    said = healthkpi("check", songshan, "-q", "--set", "省平均素养水平=23.5%").out
    assert ">23.5%" in line_with(said, "居民健康素养水平高于全省平均")


def test_a_parameter_that_is_nearly_named_is_told_with_what_to_write(healthkpi):
    ended = healthkpi("check", SAMPLES / "松山新区2018年.xlsx", "--set", "全省居民健康素养=23.5%")
    assert ended.code == 2
    assert "写成 --set province-average=…" in ended.err


def test_the_numbers_that_a_document_leaves_to_others_are_listed_with_what_to_write(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text('[parameters]\n"改厕任务数" = "1200户"\n', "utf-8")
    said = healthkpi("list", "--parameters", "--policy", "yungang-2018").out
    assert "4 个数原文没有写明：还缺 2，已给 1，定义里已定 1" in said
    assert "√ healthkpi.toml 已给 1200户" in said
    assert "√ 定义里已定 2%" in said
    assert "等它的指标：无害化卫生厕所改造户数 (toilet-conversions)" in said
    assert "写法：--set low-prevalence=…/10万" in said


def test_a_chinese_name_without_quotation_marks_is_told_what_it_needs(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text('[parameters]\n改厕任务数 = "1200户"\n', "utf-8")
    assert "中文名称要加英文引号" in healthkpi("list", "--parameters").err


@pytest.mark.parametrize("missing", ["zero", "carried"])
def test_every_sample_can_be_treated_either_way(healthkpi, missing):
    codes = {
        path.name: healthkpi("check", path, "-q", "--missing", missing).code
        for path in SAMPLES.glob("*9月.xlsx")
    }
    assert set(codes.values()) <= {0, 1, 4}


def test_a_hidden_count_does_not_follow_from_what_was_carried(healthkpi, august):
    asked = ("check", MID_YEAR, august, *SIGNING, "--suppress-below", "5000", "--format", "json")
    assert "4102" not in healthkpi(*asked, "--missing", "carried").out
    refused = healthkpi(*asked[:-2], "--missing", "compare")
    assert refused.code == 2
    assert "--suppress-below" in refused.err
