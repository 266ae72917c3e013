"""`list`, `show`, `explain`, help and start-up."""

import subprocess
import sys

import pytest
from running import MID_YEAR, SAMPLES, YEAR_END, environment_of


def test_explain_goes_down_to_the_cell(healthkpi):
    ended = healthkpi("explain", "signing-coverage", MID_YEAR, "--unit", "口泉乡")

    assert ended.code == 0
    assert "口泉乡  签约人数 = 19620   云冈区2018年9月.xlsx[家庭医生签约]!D9" in ended.out
    assert "19,620 ÷ 41,875 × 100" in ended.out
    assert "全区常住人口签约覆盖率达50%" in ended.out
    assert "1318人" in ended.out


def test_explain_shows_what_stood_in_the_cell_and_what_it_was_read_as(healthkpi):
    ended = healthkpi("explain", "signing-coverage", MID_YEAR)

    assert "28,640 → 28640" in ended.out


def test_explain_knows_a_unit_that_the_scorecard_does_not_list(healthkpi):
    ended = healthkpi("explain", "clinic-standard", MID_YEAR, "--unit", "窑子坡村卫生室")

    assert ended.code == 0
    assert "窑子坡村卫生室" in ended.out


def test_explain_says_what_a_code_means(healthkpi):
    ended = healthkpi("explain", "HK203")

    assert "按缺报处理" in ended.out


def test_an_unknown_unit_is_suggested(healthkpi):
    ended = healthkpi("explain", "signing-coverage", MID_YEAR, "--unit", "口泉镇")

    assert ended.code == 2
    assert "是不是“口泉乡”" in ended.err


def test_list_names_every_indicator_its_target_and_its_table(healthkpi):
    ended = healthkpi("list", "--policy", "yungang-2018")

    assert "signing-coverage" in ended.out
    assert "2018-12-31 ≥50%" in ended.out
    assert "家庭医生签约服务进展情况统计表" in ended.out


def test_show_says_the_standard_of_a_clinic_in_sentences(healthkpi):
    ended = healthkpi("show", "clinic-standard")

    assert "服务人口 ≤ 500 时要 房屋面积 ≥ 40，否则要 房屋面积 ≥ 60" in ended.out
    assert "2019-12-31 ≥60%" in ended.out
    assert "60平面" in ended.out


def test_show_says_which_rows_are_gathered(healthkpi):
    ended = healthkpi("show", "tracing-teams-formed", "--policy", "dingxi-2022")

    assert "先按县区归并：\n      只归并：队伍人数 ≥ 10\n" in ended.out


def test_definitions_of_ones_own_are_found_beside_the_files(healthkpi, tmp_path):
    own = tmp_path / "indicators"
    own.symlink_to(SAMPLES / "cover-mmr")

    ended = healthkpi("list", "--lang", "en")

    assert "mmr1-24m" in ended.out


def test_help_imports_neither_pandas_nor_openpyxl():
    words = (
        "import sys; sys.argv = ['healthkpi', '--help']\n"
        "from healthkpi.cli._exit import run\n"
        "code = run(['--help'])\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'orjson', 'python_calamine', 'pydantic', 'yaml'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy), code)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", words],
        env=environment_of({}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert ended.stdout.strip().endswith("HEAVY [] 0")


def test_help_speaks_both_languages(healthkpi):
    assert "列出政策" in healthkpi("--help").out
    assert "list policies" in healthkpi("--help", "--lang", "en", HEALTHKPI_LANG="en").out


def test_the_version_is_told(healthkpi):
    assert healthkpi("--version").out.startswith("healthkpi ")


def test_an_unknown_command_is_a_usage_error(healthkpi):
    assert healthkpi("chek", YEAR_END).code == 2


def test_a_bug_of_ours_ends_in_3_with_one_line(healthkpi, tmp_path):
    broken = (
        "import healthkpi.pipeline as pipeline\n"
        "def fail(request): raise RuntimeError('boom')\n"
        "pipeline.check = fail\n"
        "import sys; from healthkpi.cli._exit import run\n"
        f"sys.exit(run(['check', {str(YEAR_END)!r}]))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", broken], env=environment_of({}), capture_output=True, check=False, timeout=60
    )

    assert ended.returncode == 3
    assert len(ended.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("is_working", [False, True])
def test_at_the_end_what_was_promised_is_still_done_and_who_is_at_work_is_waited_for(is_working):
    words = (
        "import atexit, sys, threading, time\n"
        "atexit.register(print, 'kept')\n"
        "def work():\n"
        "    time.sleep(0.5)\n"
        "    print('worked')\n"
        f"if {is_working}: threading.Thread(target=work).start()\n"
        "sys.argv = ['healthkpi', 'chek']\n"
        "from healthkpi.cli._exit import main\n"
        "main()"
    )

    ended = subprocess.run(
        [sys.executable, "-c", words],
        env=environment_of({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 2
    assert ended.stdout.split() == (["worked", "kept"] if is_working else ["kept"])


def test_a_process_that_a_run_starts_imports_nothing_of_the_command_line():
    words = (
        "import runpy, sys\n"
        "runpy.run_module('healthkpi.__main__', run_name='__mp_main__')\n"  # as multiprocessing does there
        "print(*(each for each in sys.modules if each.startswith(('healthkpi', 'typer'))))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", words],
        env=environment_of({}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert ended.stdout.split() == ["healthkpi"]
