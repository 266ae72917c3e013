"""Corrections as the commands read them and tell of them."""

import json

import pytest

from correct.correcting import ACCEPTING, BY_CELL, SIGNED, write_corrections
from returns import USUAL, Bureau, write_return


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


@pytest.fixture
def file(bureau):
    return write_return(bureau.folder, USUAL)


def test_the_page_says_who_corrected_what_and_what_it_changed(bureau, file, healthkpi):
    write_corrections(bureau.folder, [["C4", 900, 1100, *SIGNED]], name="更正.csv")

    ended = healthkpi("check", file, "-q")

    # 500 + 1100 + 600 of 4000, where 2000 of 4000 reached the 50 % already.
    assert "2200/4000" in ended.out
    assert "已采用更正 1 条" in ended.out
    assert "2018-10-08 王XX  乙乡 签约人数 900→1100（乡镇更正函）  签约9月.xlsx[签约]!C4" in ended.out
    assert "影响：签约率 某区 50.00%→55.00%，判定不变；" in ended.out
    assert "乙乡 45.00%→55.00%，未达到→已达到，名次 3→2" in ended.out


def test_explain_says_it_at_the_cell_and_at_the_figure(bureau, file, healthkpi):
    other = write_corrections(bureau.folder, [["C4", 900, 1100, *SIGNED]], name="十月.csv")

    ended = healthkpi("explain", "signing-coverage", file, "--corrections", other)

    assert (
        "签约人数 = 1100   签约9月.xlsx[签约]!C4  （更正：原 900；乡镇更正函，王XX 2018-10-08）" in ended.out
    )
    assert "影响：某区 50.00%→55.00%，判定不变" in ended.out
    assert "来源  十月.csv" in ended.out


def test_what_was_not_applied_is_said_even_without_the_findings(bureau, file, healthkpi):
    write_corrections(bureau.folder, [["C4", 901, 1100, *SIGNED]])

    ended = healthkpi("check", file, "-q")

    assert "2000/4000" in ended.out
    assert "HK262 更正没有采用（更正.xlsx[Sheet]!2）：这一格现在是“900”，不是“901”" in ended.out


def test_json_holds_the_trail_and_every_accepted_finding(bureau, healthkpi):
    file = write_return(bureau.folder, [["甲乡", 400, 500], *USUAL[1:]])
    by = [*BY_CELL, "代码"]
    rows = [["C4", 900, 1100, *SIGNED, None], ["C3", None, None, *SIGNED, "HK303"]]
    write_corrections(bureau.folder, rows, by)

    told = json.loads(healthkpi("check", file, "--format", "json").out)

    (applied,) = told["corrections"]["applied"]
    assert (applied["cell"], applied["old"], applied["new"], applied["when"]) == (
        "C4",
        "900",
        "1100",
        "2018-10-08",
    )
    area = next(each for each in applied["effects"] if each["unit"] == "某区")
    # 甲乡 is in no sum: 900 + 600, then 1100 + 600.
    assert (area["before"]["numerator"], area["after"]["numerator"]) == ("1500", "1700")
    accepted = [each for each in told["findings"] if "accepted" in each]
    assert [(each["code"], each["accepted"]["who"]) for each in accepted] == [("HK303", "王XX")]


def test_an_accepted_finding_stands_apart_and_says_that_it_is_not_used(bureau, healthkpi):
    file = write_return(bureau.folder, [["甲乡", 400, 500], *USUAL[1:]])
    row = ["HK303", None, "甲乡", None, None, None, "已核实", "王XX", "2018-10-08"]
    write_corrections(bureau.folder, [row], ACCEPTING)

    said = healthkpi("check", file).err.splitlines()

    (line,) = [each for each in said if "HK303" in each]
    assert line.startswith("已认可 签约9月.xlsx[签约]!C3: HK303")
    assert line.endswith("——已核实（王XX 2018-10-08）；认可不等于采用，这个数仍没有算进去")


def test_words_that_a_terminal_or_a_spreadsheet_would_run_stay_words(bureau, file, healthkpi):
    reason = "=cmd|' /C calc'!A0 \x1b[31m [bold]函"
    write_corrections(bureau.folder, [["C4", 900, 1100, reason, "王XX", "2018-10-08"]], name="更正.csv")

    ended = healthkpi("check", file, "-q")

    assert "=cmd|' /C calc'!A0 [31m [bold]函" in ended.out
    assert "\x1b" not in ended.out


def test_faults_are_sentences_on_every_format_and_end_in_2(bureau, file, healthkpi):
    write_corrections(bureau.folder, [["C4", 900, 1100, None, None, None], ["C9", 1, 2, *SIGNED]])

    plain, as_json = healthkpi("check", file), healthkpi("check", file, "--format", "json")

    assert (plain.code, as_json.code) == (2, 2)
    assert "更正.xlsx[Sheet]!2: 缺 理由、更正人、日期；请补上" in plain.err
    assert "没有第 9 行" in plain.err
    assert len(json.loads(as_json.out)["errors"]) == 2


def test_no_output_may_lie_where_the_corrections_are(bureau, file, healthkpi):
    path = write_corrections(bureau.folder, [["C4", 900, 1100, *SIGNED]], name="更正.csv")
    before = path.read_bytes()

    ended = healthkpi("check", file, "-o", path)

    assert ended.code == 2
    assert path.read_bytes() == before


def test_where_small_counts_are_hidden_no_correction_gives_them_away(bureau, healthkpi):
    file = write_return(bureau.folder, [["甲乡", 1000, 3], *USUAL[1:]])
    write_corrections(bureau.folder, [["C3", 3, 4, *SIGNED], ["C4", 901, 5, *SIGNED]])

    ended = healthkpi("check", file, "--suppress-below", "10")
    told = json.loads(healthkpi("check", file, "--suppress-below", "10", "--format", "json", "-q").out)

    assert "甲乡 签约人数 …→…" in ended.out
    assert "更正的数和影响也不列" in ended.out
    assert "901" not in ended.out + ended.err
    (applied,) = told["corrections"]["applied"]
    assert (applied["old"], applied["new"], applied["effects"]) == ("…", "…", None)
    assert told["corrections"]["together"] == []
