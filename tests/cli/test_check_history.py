"""`check --history` and `--keep`: the history of a single computer."""

import json

import pytest

from returns import HEADINGS, USUAL, Bureau, write_return

AUGUST = [["甲乡", 1000, 450], ["乙乡", 2000, 800], ["丙镇", 1000, 550]]


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


@pytest.fixture
def august(bureau):
    return write_return(bureau.folder, AUGUST, HEADINGS, "签约8月.xlsx", "某区签约情况表（2018年8月）")


@pytest.fixture
def september(bureau):
    return write_return(bureau.folder, USUAL)


def test_the_change_section_is_that_of_the_august_file(august, september, healthkpi):
    kept = healthkpi("check", august, "--history", "历史.db", "--keep", "-q")

    recalled = healthkpi("check", september, "--history", "历史.db", "--section", "环比")
    given = healthkpi("check", september, "--baseline", august, "--section", "环比")

    assert "已记入历史库 历史.db" in kept.err
    # 2000 of 4000 after 1800 of 4000.
    assert "+5" in given.out
    assert recalled.out == given.out
    assert "往期的数取自历史库（2018-08）" in recalled.err


def test_the_history_of_the_toml_is_used_and_is_made_by_the_first_that_is_kept(
    bureau, august, september, healthkpi
):
    (bureau.folder / "healthkpi.toml").write_text('history = "历史.db"\n', encoding="utf-8")

    before = healthkpi("check", august, "-q")
    assert not (bureau.folder / "历史.db").exists()
    healthkpi("check", august, "-q", "--keep")
    after = healthkpi("check", september, "--section", "环比")

    assert before.code in {0, 4}
    assert "+5" in after.out


def test_json_says_where_earlier_figures_come_from(august, september, healthkpi):
    healthkpi("check", august, "--history", "历史.db", "--keep")

    told = json.loads(healthkpi("check", september, "--history", "历史.db", "--format", "json").out)

    assert "HK350" in [each["code"] for each in told["findings"]]
    assert [each["label"] for each in told["periods"]] == ["2018-09"]


def test_a_history_that_is_named_must_be_there(september, healthkpi):
    ended = healthkpi("check", september, "--history", "历吏.db")

    assert ended.code == 2
    assert "没有历史库 历吏.db" in ended.err


def test_the_same_result_is_not_kept_twice(august, healthkpi):
    healthkpi("check", august, "--history", "历史.db", "--keep")
    again = healthkpi("check", august, "--history", "历史.db", "--keep")

    assert "历史库 历史.db 里已有同样的结果，没有再记一份" in again.err


def test_a_changed_file_supersedes(bureau, august, healthkpi):
    healthkpi("check", august, "--history", "历史.db", "--keep")
    write_return(bureau.folder, USUAL, HEADINGS, "签约8月.xlsx", "某区签约情况表（2018年8月）")

    again = healthkpi("check", august, "--history", "历史.db", "--keep")

    assert "原来的一份仍在库里" in again.err


@pytest.mark.parametrize(
    "part", [["--indicator", "signing-coverage"], ["--sheet", "签约"], ["--target", "签约率=60%"]]
)
def test_only_a_whole_return_is_kept(september, healthkpi, part):
    ended = healthkpi("check", september, "--history", "历史.db", "--keep", *part)

    assert ended.code == 2
    assert f"请去掉 {part[0]}" in ended.err


def test_without_a_history_there_is_nothing_to_keep_in(september, healthkpi):
    ended = healthkpi("check", september, "--keep")

    assert ended.code == 2
    assert "没有说是哪个历史库" in ended.err


def test_a_return_without_a_period_is_not_kept(bureau, healthkpi):
    file = write_return(bureau.folder, USUAL, HEADINGS, "签约.xlsx", "某区签约情况表")

    ended = healthkpi("check", file, "--history", "历史.db", "--keep")

    assert ended.code == 2
    assert "用 --period 2018-09 写明" in ended.err


@pytest.mark.parametrize(
    ("folder", "name", "period"),
    [(".", "全年2018年.xlsx", "2018"), (".", "表.xlsx", "2018-09"), ("2018年9月", "表.xlsx", "2018-09")],
)
def test_a_return_has_the_period_that_batch_gives_it(bureau, healthkpi, folder, name, period):
    at = bureau.folder / folder
    at.mkdir(exist_ok=True)
    file = write_return(at, USUAL, HEADINGS, name, "某区签约情况表（2018年9月）")
    given = at if folder != "." else file

    healthkpi("check", given, "--history", "历史.db", "--keep", "-q")
    healthkpi("batch", given, "-o", "结果", "--policy", "plan", "--history", "另一个.db")

    for history in ("历史.db", "另一个.db"):
        told = json.loads(healthkpi("history", "--history", history, "--format", "json").out)
        assert [each["period"] for each in told["returns"]] == [period]


def test_a_plain_check_does_not_load_a_database(september, tmp_path):
    import subprocess
    import sys

    program = (
        "import sys; from healthkpi.cli._exit import run; "
        f"run(['check', {str(september)!r}, '-q']); print('sqlalchemy' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert ended.stdout.splitlines()[-1] == "False"
