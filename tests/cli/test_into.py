"""`--into`: what is written where, and what is said about it."""

import openpyxl
import pytest
from running import SAMPLES

SEPTEMBER = SAMPLES / "officers-questions" / "2018年9月"
UNITS = ["平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡"]


@pytest.fixture
def table(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["乡镇", "签约人数", "签约率", "口径外"], *([unit] for unit in UNITS), ["合计"]):
        sheet.append(row)
    path = tmp_path / "上级表.xlsx"
    book.save(path)
    return path


def run(healthkpi, *more, command=("check",)):
    return healthkpi(*command, SEPTEMBER, "-q", "--no-ask", *more)


@pytest.mark.parametrize("command", [("check",), ("report", "通报")])
def test_the_workbook_is_the_table_and_other_outputs_are_reports(healthkpi, tmp_path, table, command):
    outputs = [tmp_path / "上报.xlsx", tmp_path / "a.json"]
    done = run(
        healthkpi, "--into", table, "-o", outputs[0], "-o", outputs[1], "--lang", "zh", command=command
    )

    assert done.code == 1
    rows = list(openpyxl.load_workbook(outputs[0]).active.iter_rows(values_only=True))
    assert rows[3][:2] == ("口泉乡", 19620)
    # 69974 of 140955.
    assert rows[7][1:3] == (69974, pytest.approx(69974 / 140955, rel=1e-15))
    assert outputs[1].read_text("utf-8").startswith("{")
    assert "填了" in done.err
    assert "D1“口径外”" in done.err
    assert "上级表" not in done.out
    assert [cell.value for cell in openpyxl.load_workbook(table).active["B"][1:]] == [None] * 7


def test_it_is_said_in_english_too(healthkpi, tmp_path, table):
    done = run(healthkpi, "--into", table, "-o", tmp_path / "a.xlsx", "--lang", "en")

    assert "cells filled in" in done.err
    assert "columns not recognised" in done.err


@pytest.mark.parametrize("outputs", [[], ["a.docx"], ["a.xlsx", "b.xlsx"]])
def test_it_goes_with_one_workbook(healthkpi, tmp_path, table, outputs):
    given = [word for name in outputs for word in ("-o", tmp_path / name)]
    done = run(healthkpi, "--into", table, *given, "--lang", "zh")

    assert done.code == 2
    assert "要和一个 -o 名称.xlsx 一起用" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["上级表.xlsx"]


def test_the_blank_table_is_never_overwritten(healthkpi, table):
    before = table.read_bytes()
    done = run(healthkpi, "--into", table, "-o", table, "--lang", "zh")

    assert done.code == 2
    assert "会盖掉输入文件" in done.err
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.xlsx", None, "找不到"),
        ("表.csv", "乡镇,签约人数\n平旺乡,\n口泉乡,\n".encode(), "另存为 .xlsx"),
        ("坏.xlsx", b"PK\x03\x04", "不完整"),
    ],
)
def test_a_table_that_cannot_be_used_leaves_nothing_behind(healthkpi, tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = run(
        healthkpi, "--into", path, "-o", tmp_path / "a.xlsx", "-o", tmp_path / "a.json", "--lang", "zh"
    )

    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "a.xlsx").exists()
    assert not (tmp_path / "a.json").exists()
