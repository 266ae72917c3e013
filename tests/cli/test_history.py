"""`history` and `lock`: what is kept, how an indicator went, what was published."""

import csv
import io
import json
import shutil

import jsonschema
import openpyxl
import pytest

from healthkpi.present._kept_data import kept_schema, trend_schema
from returns import HEADINGS, USUAL, Bureau, write_return


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory, warm_start):
    """Where the first test keeps three months, for the others to copy."""
    return tmp_path_factory.mktemp("kept") / "bureau"


@pytest.fixture
def bureau(kept_once, tmp_path, healthkpi):
    """Three months are kept; 丙镇 did not report in August."""
    if not kept_once.exists():
        keep_three_months(kept_once, healthkpi)
    shutil.copytree(kept_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def keep_three_months(folder, healthkpi):
    folder.mkdir()
    Bureau(folder)
    (folder / "healthkpi.toml").write_text('history = "历史.db"\n', encoding="utf-8")
    months = {7: [["甲乡", 1000, 450], *USUAL[1:]], 8: USUAL[:2], 9: USUAL}
    for month, rows in months.items():
        (folder / f"{month}").mkdir()
        title = f"某区签约情况表（2018年{month}月）"
        file = write_return(folder / f"{month}", rows, HEADINGS, f"签约{month}月.xlsx", title)
        ended = healthkpi("check", file, "--keep", "-q", folder=folder)
        assert ended.err.startswith("已记入历史库")


def test_without_an_indicator_the_returns_and_runs_are_listed(bureau, healthkpi):
    ended = healthkpi("history")

    assert ended.code == 0
    assert [line.split()[:3] for line in ended.out.splitlines() if line.startswith("plan")] == [
        ["plan", "某区", "2018-07"],
        ["plan", "某区", "2018-08"],
        ["plan", "某区", "2018-09"],
    ]


def test_an_indicator_goes_from_month_to_month_on_one_line_a_unit(bureau, healthkpi):
    ended = healthkpi("history", "签约率")

    (line,) = [line for line in ended.out.splitlines() if line.startswith("甲乡")]
    assert line.split() == ["甲乡", "▁██", "45.00%", "50.00%", "50.00%", "已达到"]
    (line,) = [line for line in ended.out.splitlines() if line.startswith("丙镇")]
    assert line.split() == ["丙镇", "▄·▄", "60.00%", "未报", "60.00%", "已达到"]
    # 500 + 900 of 3000, without 丙镇.
    assert "46.67%△" in ended.out
    assert "△ 有单位没有报" in ended.out


def test_nothing_is_printed_that_a_gbk_console_lacks(bureau, healthkpi):
    for words in (["history"], ["history", "签约率"]):
        healthkpi(*words).out.encode("gbk")


def test_json_has_its_schema(bureau, healthkpi):
    healthkpi("lock", "2018-09", "--by", "王XX")
    trend = json.loads(healthkpi("history", "签约率", "--format", "json").out)
    kept = json.loads(healthkpi("history", "--format", "json").out)

    jsonschema.validate(trend, trend_schema())
    jsonschema.validate(kept, kept_schema())
    assert [point["value"] for point in trend["lines"][1]["points"]] == ["45", "50", "50"]
    assert [lock["by"] for lock in kept["locks"]] == ["王XX"]


def test_csv_has_a_line_for_each_unit_and_time(bureau, healthkpi):
    rows = [
        *csv.DictReader(io.StringIO(healthkpi("history", "签约率", "--format", "csv").out.lstrip("\ufeff")))
    ]

    found = {(row["单位"], row["期间"]): (row["数值状态"], row["完成值"]) for row in rows}
    assert len(rows) == 12
    assert found["丙镇", "2018-08"] == ("missing", "")
    assert found["甲乡", "2018-07"] == ("ok", "45")


def test_files_are_written_with_charts(bureau, healthkpi):
    ended = healthkpi("history", "签约率", "-o", "走势.xlsx", "-o", "走势.html", "-o", "走势.json")

    assert ended.code == 0
    book = openpyxl.load_workbook(bureau / "走势.xlsx")
    assert book.sheetnames == ["走势", "图表"]
    assert len(book["图表"]._charts) == 4
    page = (bureau / "走势.html").read_text("utf-8")
    assert page.count('<svg class="trend"') == 4
    assert "45.00%" in page
    jsonschema.validate(json.loads((bureau / "走势.json").read_bytes()), trend_schema())


def test_a_history_is_not_written_over(bureau, healthkpi):
    (bureau / "历史.xlsx").write_bytes((bureau / "历史.db").read_bytes())

    ended = healthkpi("history", "签约率", "--history", "历史.xlsx", "-o", "历史.xlsx")

    assert ended.code == 2
    assert healthkpi("history", "--history", "历史.xlsx").code == 0


def test_a_file_is_for_an_indicator(bureau, healthkpi):
    ended = healthkpi("history", "-o", "走势.xlsx")

    assert ended.code == 2
    assert "写上指标的编号或名称" in ended.err


def test_without_a_history_the_way_to_name_one_is_said(tmp_path, healthkpi):
    ended = healthkpi("history")

    assert ended.code == 2
    assert "--history 历史.db" in ended.err


def test_what_is_locked_is_told_and_refuses_a_change(bureau, healthkpi):
    locked = healthkpi("lock", "2018-09", "--by", "王XX", "--why", "通报已发")
    listed = healthkpi("history")
    file = write_return(bureau / "9", USUAL[:2], HEADINGS, "签约9月.xlsx", "某区签约情况表（2018年9月）")

    refused = healthkpi("check", file, "--keep", "-q")

    assert "已锁定 2018-09：1 份报送" in locked.out
    assert "王XX" in listed.out
    assert "通报已发" in listed.out
    assert refused.code == 2
    assert "改动或新增的文件：签约9月.xlsx" in refused.err


def test_what_is_released_changes_again(bureau, healthkpi):
    healthkpi("lock", "2018-09", "--by", "王XX")

    released = healthkpi("lock", "2018-09", "--release", "--by", "李XX", "--why", "重算")

    assert released.out.startswith("已解锁 2018-09（原由 王XX 于 ")
    assert "锁定" not in healthkpi("history").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2018-09"], "写明是谁：--by 王XX"),
        (["九月", "--by", "王XX"], "2018-09"),
        (["2018-10", "--by", "王XX"], "没有可锁定的；有的期间：2018-07, 2018-08, 2018-09"),
        (["2018-09", "--by", "王XX", "--unit", "无此乡"], "没有可锁定的"),
        (["2018-09", "--by", "王XX", "--release"], "2018-09 没有锁定"),
    ],
)
def test_a_lock_that_cannot_be_is_a_sentence(bureau, healthkpi, words, said):
    ended = healthkpi("lock", *words)

    assert ended.code == 2
    assert said in ended.err
