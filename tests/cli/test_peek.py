"""`healthkpi peek`: what is in a file, what was recognised and what was not."""

import pytest
from running import MID_YEAR, SAMPLES

OWN = """\
signing:
  name: {zh: 签约表, en: Signing}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  fields:
    乡镇: {type: unit, level: township}
    常住人口: {type: number, unit: 人}
    签约人数: {type: number, unit: 人}
    身份证号: {type: code, sensitive: true, optional: true}
"""
POLICY = """\
title: {zh: 某区方案, en: A plan}
issuer: {zh: 某区, en: A district}
area: {name: {zh: 某区, en: A district}, level: district}
levels: {district: {zh: 区, en: District}, township: {zh: 乡镇, en: Township}}
"""


@pytest.fixture
def peek(healthkpi, tmp_path):
    """Peek at a CSV of these words with definitions of one small table."""
    folder = tmp_path / "indicators" / "plan"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder / "tables.yaml").write_text(OWN, "utf-8")

    def run(words, *more, **environment):
        (tmp_path / "表.csv").write_text(words, "utf-8")
        return healthkpi("peek", "表.csv", *more, **environment)

    return run


def test_the_cells_are_shown_with_their_letters_and_numbers(healthkpi):
    ended = healthkpi("peek", MID_YEAR, "--sheet", "家庭医生签约")

    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0] == "云冈区2018年9月.xlsx[家庭医生签约]  15 行 × 13 列"
    assert lines[1].split()[:3] == ["A", "B", "C"]
    assert lines[8].split()[:5] == ["7", "1", "平旺乡", "28,640", "14812"]


def test_what_was_recognised_is_said(healthkpi):
    out = healthkpi("peek", MID_YEAR, "--sheet", "家庭医生签约").out

    assert "认作“家庭医生签约服务进展情况统计表”" in out
    assert "表头第 4–5 行；期间 2018-09；数据 6 行；栏次 第 6 行；合计 第 13 行；附注 第 14–15 行" in out
    assert "D  常住人口/签约人数 → 签约人数" in out
    assert "用不到的列：A 序号、M 备注" in out


def test_the_policies_that_fit_are_named(healthkpi):
    out = healthkpi("peek", MID_YEAR).out

    assert out.splitlines()[-1].startswith("适合的政策：yungang-2018（大同市云冈区")
    assert out.splitlines()[-1].endswith("8 张表，文件里有该地名")


def test_it_speaks_english(healthkpi):
    out = healthkpi("peek", MID_YEAR, "--sheet", "家庭医生签约", "--lang", "en").out

    assert "read as Family-doctor contracts" in out
    assert "header in rows 4–5; period 2018-09; 6 rows of data" in out


def test_a_near_miss_is_shown_beside_what_is_missing(peek):
    ended = peek("乡镇,常住人口,签约人口数\n甲乡,100,50\n")

    assert ended.code == 0
    assert "× 缺列：签约人数（是不是“签约人口数”？）" in ended.out


def test_a_sheet_without_its_key_is_shown_with_the_nearest_table(peek):
    ended = peek("乡镇名,常住人口,签约人数\n甲乡,100,50\n")

    assert ended.code == 2
    assert "没有认出；最像“签约表”" in ended.out
    assert "× 缺列：乡镇（是不是“乡镇名”？）" in ended.out
    assert "没有一份政策的表对得上" in ended.out


def test_two_columns_of_one_name_are_shown(peek):
    assert "C、D  都叫“签约人数”" in peek("乡镇,常住人口,签约人数,签约人数\n甲乡,100,50,60\n").out


def test_a_unit_in_a_heading_is_shown_as_what_it_multiplies_by(peek):
    assert (
        "B  常住人口（万人） → 常住人口 × 10,000" in peek("乡镇,常住人口（万人）,签约人数\n甲乡,1,50\n").out
    )


def test_a_transposed_table_is_shown_by_its_rows(peek):
    out = peek("指标,甲乡,乙乡\n常住人口,100,200\n签约人数,50,80\n").out

    assert "表头第 A 列；横竖互换" in out
    assert "3  签约人数 → 签约人数" in out


def test_persons_are_not_shown(peek):
    out = peek("乡镇,常住人口,签约人数,身份证号\n甲乡,1,1,140202195001011234\n张三 13912345678,1,1,7\n").out

    assert "140202195001011234" not in out
    assert "13912345678" not in out
    assert "…" in out


def test_markup_and_escapes_are_shown_as_they_stand(peek):
    out = peek("乡镇,常住人口,签约人数\n[red]甲\x1b[31m乡[/],1,1\n").out

    assert "[red]甲" in out
    assert "\x1b" not in out


def test_the_header_rows_can_be_named(peek):
    words = "乡镇,常住人口,签约人数\n乡镇,常住人口,签约人数\n甲乡,100,50\n"

    assert "表头第 2 行" in peek(words, "--header-rows", "2").out


@pytest.mark.parametrize("rows", ["0", "4-2", "1-9", "四"])
def test_header_rows_that_cannot_be_are_refused(peek, rows):
    ended = peek("乡镇,常住人口,签约人数\n", "--header-rows", rows)

    assert ended.code == 2
    assert "--header-rows" in ended.err


def test_an_unknown_sheet_is_suggested(healthkpi):
    ended = healthkpi("peek", MID_YEAR, "--sheet", "家庭医生")

    assert ended.code == 2
    assert "是不是“家庭医生签约”" in ended.err


def test_only_the_sheets_that_are_named_are_checked(healthkpi):
    ended = healthkpi("check", MID_YEAR, "--sheet", "村卫生室台账", "--format", "csv")

    assert "村卫生室台账" in ended.err
    assert "家庭医生签约" not in ended.err


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_the_cells_fit_the_window(healthkpi, columns):
    from rich.cells import cell_len

    out = healthkpi("peek", MID_YEAR, "--sheet", "家庭医生签约", COLUMNS=columns).out

    cells = out.splitlines()[1:17]
    assert max(map(cell_len, cells)) <= int(columns)


def test_a_console_of_gbk_shows_all(healthkpi):
    ended = healthkpi("peek", MID_YEAR, PYTHONIOENCODING="gbk")

    assert ended.code == 0
    assert "?" not in ended.out.replace("(is it", "")


def test_a_file_that_cannot_be_read_is_an_error(healthkpi, tmp_path):
    (tmp_path / "空.csv").write_bytes(b"")

    ended = healthkpi("peek", "空.csv")

    assert ended.code == 2
    assert "空.csv" in ended.err


def test_samples_of_another_policy_fit_that_policy(healthkpi):
    ended = healthkpi("peek", SAMPLES / "cover-mmr" / "example.csv", "--indicators", SAMPLES / "cover-mmr")

    assert ended.code == 0
