"""`healthkpi check` as its users run it."""

import csv
import io
import json
import subprocess
import sys

import openpyxl
import pytest
from running import MID_YEAR, SAMPLES, YEAR_END, environment_of


def test_a_missed_target_ends_in_1_and_the_first_line_says_whose(healthkpi):
    ended = healthkpi("check", YEAR_END)

    assert ended.code == 1
    first = ended.out.splitlines()[0]
    assert "常住人口家庭医生签约覆盖率：未达到 2 家（口泉乡、鸦儿崖乡），达到 4 家" in first
    assert first.endswith("另有 15 项本次没有数据")


def test_one_indicator_is_answered_with_who_is_below_who_reaches_it_and_who_is_silent(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "signing-coverage")

    assert (
        ended.out.splitlines()[0]
        == "常住人口家庭医生签约覆盖率：未达到 2 家（口泉乡、高山镇），达到 3 家，未报 1 家"
    )


def test_before_the_date_nothing_is_missed(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "signing-coverage")

    assert ended.code == 0
    assert "△未达到" in ended.out


def test_a_value_that_could_not_be_judged_ends_in_4(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "results-circulated")

    assert ended.code == 4
    assert "台账里没有这一事项" in ended.out


def test_an_indicator_without_its_table_is_not_evaluated_and_ends_in_2(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "out-of-pocket")

    assert ended.code == 2


def test_49_98_per_cent_is_shown_as_such_and_missed_by_30_people(healthkpi):
    ended = healthkpi("check", YEAR_END, "--indicator", "signing-coverage")

    # 75173 ÷ 150405 = 49.9804 %; ceil(75202.5) = 75203; 75203 − 75173 = 30
    line = next(line for line in ended.out.splitlines() if "75,173/150,405" in line)
    assert "49.98%" in line
    assert "×未达标" in line
    assert "30人" in line


def test_the_gap_with_those_unreported_is_a_second_figure(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "signing-coverage")

    # 70478 − 69974 = 504; with the 9450 people of 鸦儿崖乡: 75203 − 69974 = 5229
    assert "504人" in ended.out
    assert "含未报单位还差 5229人" in ended.out


def test_every_township_is_listed_on_request(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--indicator", "signing-coverage", "--level", "township")

    for township in ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡"):
        assert township in ended.out
    assert "1318人" in ended.out  # ceil(41875 × 50 %) − 19620


def test_findings_go_to_stderr_with_file_sheet_and_cell(healthkpi):
    ended = healthkpi("check", MID_YEAR)

    assert "云冈区2018年9月.xlsx[村卫生室台账]!M15: HK305 待核：窑子坡村卫生室 的“常用设备”空白" in ended.err
    assert "HK305" not in ended.out


def test_english_on_request(healthkpi):
    ended = healthkpi("check", YEAR_END, "--lang", "en", "--indicator", "signing-coverage")

    assert ended.out.startswith(
        "Family-doctor signing coverage of residents: 2 below (口泉乡, 鸦儿崖乡), 4 reach it"
    )
    assert "×missed" in ended.out


def test_the_official_shape_of_a_users_own_definitions(healthkpi):
    folder = SAMPLES / "cover-mmr"

    ended = healthkpi("check", folder / "example.csv", "--indicators", folder, "--lang", "en")

    assert ended.code == 1
    assert "3134/3312" in ended.out  # 684 + 532 + 493 + 1425 + 0 of 725 + 560 + 527 + 1500 + 0


def test_json_holds_the_exit_code_the_counts_and_the_cells(healthkpi):
    ended = healthkpi("check", YEAR_END, "--format", "json")

    data = json.loads(ended.out)
    assert data["exit_code"] == ended.code == 1
    assert data["schema_version"] == "1"
    assert len(data["inputs"][0]["sha256"]) == 64
    assert len(data["definitions"]["version"]) == 64
    signing = next(each for each in data["indicators"] if each["id"] == "signing-coverage")
    area = signing["judged"][0]
    assert (area["numerator"], area["denominator"], area["judgement"]) == ("75173", "150405", "missed")
    assert area["cells"][0] == {
        "side": "numerator",
        "field": "签约人数",
        "cells": "云冈区2018年.xlsx[家庭医生签约]!D7:D12",
    }


def test_json_value_is_a_decimal_string_in_the_unit(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--format", "json", "--indicator", "signing-coverage")

    units = {each["unit"]: each for each in json.loads(ended.out)["indicators"][0]["listed"]}
    assert units["云冈镇"]["value"] == "50"
    assert units["云冈镇"]["reached"] is True


def test_errors_are_json_too_where_json_was_asked_for(healthkpi):
    ended = healthkpi("check", "没有这个文件.xlsx", "--format", "json")

    assert ended.code == 2
    assert json.loads(ended.out)["exit_code"] == 2


def test_csv_opens_in_a_spreadsheet_and_has_a_line_a_unit(healthkpi):
    ended = healthkpi("check", YEAR_END, "--format", "csv")

    assert ended.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(ended.out.removeprefix("\ufeff"))))
    row = next(row for row in rows if row["指标编号"] == "signing-coverage" and row["单位"] == "云冈区")
    assert (row["分子"], row["判定"], row["差额"]) == ("75173", "未达标", "30")


@pytest.mark.parametrize("suffix", [".json", ".csv", ".txt"])
def test_the_suffix_of_o_picks_the_writer_and_the_screen_stays(healthkpi, tmp_path, suffix):
    ended = healthkpi("check", YEAR_END, "-o", f"结果{suffix}")

    assert ended.code == 1
    assert (tmp_path / f"结果{suffix}").stat().st_size > 1000
    assert "达标 27" in ended.out
    assert [path.name for path in tmp_path.iterdir()] == [f"结果{suffix}"]


def test_the_same_input_gives_the_same_bytes(healthkpi, tmp_path):
    healthkpi("check", YEAR_END, "-o", "一.json", "-o", "一.csv")
    healthkpi("check", YEAR_END, "-o", "二.json", "-o", "二.csv")

    assert (tmp_path / "一.json").read_bytes() == (tmp_path / "二.json").read_bytes()
    assert (tmp_path / "一.csv").read_bytes() == (tmp_path / "二.csv").read_bytes()


def test_an_old_report_survives_a_failed_check(healthkpi, tmp_path):
    (tmp_path / "结果.json").write_text("old", encoding="utf-8")

    ended = healthkpi("check", "没有这个文件.xlsx", "-o", "结果.json")

    assert ended.code == 2
    assert (tmp_path / "结果.json").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有这个文件.xlsx"], "没有这个文件.xlsx"),
        ([YEAR_END, "--policy", "yungang-2081"], "是不是“yungang-2018”"),
        ([YEAR_END, "--indicator", "signing-coverag"], "是不是“signing-coverage”"),
        ([YEAR_END, "--level", "townshp"], "是不是“township”"),
        ([YEAR_END, "--set", "assigned-toilet=3"], "是不是“assigned-toilets”"),
        ([YEAR_END, "--set", "assigned-toilets"], "名称=数值"),
        ([YEAR_END, "--period", "去年"], "2018-09"),
        ([YEAR_END, "--as-of", "2018-13-01"], "2018-09-30"),
        ([YEAR_END, "--format", "pptx"], "table"),
        ([YEAR_END, "-o", "结果.pptx"], ".json"),
        ([YEAR_END, "-o", YEAR_END], "会盖掉输入文件"),
        ([YEAR_END, "--lang", "fr"], "zh"),
        ([YEAR_END, "--indicators", "没有这个文件夹"], "没有这个文件夹"),
    ],
)
def test_what_a_user_can_mend_is_one_sentence_and_ends_in_2(healthkpi, arguments, words):
    ended = healthkpi("check", *arguments)

    assert ended.code == 2
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_all_files_that_cannot_be_read_are_told_at_once(healthkpi, tmp_path):
    (tmp_path / "空.xlsx").write_bytes(b"")

    ended = healthkpi("check", "空.xlsx", "缺.xlsx")

    assert "空.xlsx" in ended.err
    assert "缺.xlsx" in ended.err


def test_the_settings_of_the_folder_are_used_and_a_typo_in_them_is_told(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text("[parameter]\n", encoding="utf-8")

    ended = healthkpi("check", YEAR_END)

    assert ended.code == 2
    assert "是不是“parameters”" in ended.err


def test_a_reading_is_chosen_by_name(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text(
        '[readings]\nclinic-standard = "500人归上一档"\n', encoding="utf-8"
    )

    stated = healthkpi("check", YEAR_END, "--indicator", "clinic-standard", folder=SAMPLES)
    chosen = healthkpi("check", YEAR_END, "--indicator", "clinic-standard")

    # The clinic of exactly 500 people meets the lower class and not the upper one: 14 − 1 of 20.
    assert "14/20" in stated.out
    assert "13/20" in chosen.out


def test_a_pipe_that_closes_ends_in_141_and_not_in_1():
    command = (
        f"{sys.executable} -m healthkpi check '{YEAR_END}' | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    )
    many = f"for i in 1 2 3; do :; done; {command}"

    ended = subprocess.run(
        ["bash", "-c", many], env=environment_of({}), capture_output=True, timeout=120, check=False
    )

    assert ended.stdout.decode().strip() in {"141", "1"}
    assert b"Traceback" not in ended.stderr


def test_a_rate_that_was_reported_without_its_counts_says_so(healthkpi, tmp_path):
    # 签约人数 is misnamed, so only the sheet's own 签约率 is left: shown, and never as if it had been recomputed.
    workbook = openpyxl.load_workbook(MID_YEAR)
    workbook["家庭医生签约"]["D5"] = "签约人口数"
    workbook.save(tmp_path / "改名.xlsx")

    ended = healthkpi("check", "改名.xlsx", "--indicator", "signing-coverage", "--level", "township")

    assert ended.code == 4
    assert "用填报的率，没有分子分母可复算" in ended.out
    assert "是不是“常住人口/签约人口数”" in ended.err


def test_a_plain_csv_of_the_one_column_needed_is_judged(healthkpi, tmp_path):
    (tmp_path / "培训.csv").write_text("培训人次\n299\n", encoding="utf-8")

    ended = healthkpi(
        "check",
        "培训.csv",
        "--indicator",
        "chinese-medicine-training",
        "--as-of",
        "2018-12-31",
        "--format",
        "json",
    )

    result = json.loads(ended.out)["indicators"][0]["judged"][0]
    assert (result["value"], result["judgement"], result["gap"]["amount"]) == ("299", "missed", "1")
    assert ended.code == 1


def test_where_a_clause_can_be_read_in_two_ways_the_page_says_which_was_followed_and_that_there_are_others(
    healthkpi,
):
    out = healthkpi("check", YEAR_END, "--indicator", "posts-filled-rise").out

    assert "读法：“增加5%”读作提高5个百分点，全区合并计算（另有读法：相对增加5%）" in "".join(out.split())


def test_a_reading_that_was_chosen_is_named_in_place_of_the_stated_one(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text(
        '[readings]\nposts-filled-rise = "相对增加5%"\n', encoding="utf-8"
    )

    out = healthkpi("check", YEAR_END, "--indicator", "posts-filled-rise").out

    assert "选定的读法：相对增加5%" in out
    assert "读作提高5个百分点" not in out
