"""The recipes of running every night are whole: systemd takes the units, cron and YAML can read theirs, cmd.exe meets ASCII only."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from documented_pages import ROOT

PAGES = [ROOT / "docs" / "how-to" / f"run-every-night{ending}" for ending in (".md", ".zh-CN.md")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@each_page
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_service_and_the_timer(page, tmp_path):
    service, timer = blocks(page, "ini")
    # The program and the user of the page are not on this computer.
    service = service.replace("/opt/healthkpi/bin/healthkpi", sys.executable).replace(
        "User=healthkpi", "User=root"
    )
    (tmp_path / "healthkpi.service").write_text(service, "utf-8")
    (tmp_path / "healthkpi.timer").write_text(timer, "utf-8")
    ended = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            "--man=no",
            tmp_path / "healthkpi.service",
            tmp_path / "healthkpi.timer",
        ],
        capture_output=True,
        encoding="utf-8",
    )
    said = [line for line in ended.stderr.splitlines() if "healthkpi" in line]
    assert (ended.returncode, said) == (0, [])


@each_page
def test_the_line_of_cron_has_five_times_and_no_percent_sign(page):
    (crontab,) = blocks(page, "crontab")
    (line,) = (each for each in crontab.splitlines() if re.match(r"[\d*]", each))
    assert re.match(r"(\d+|\*) (\d+|\*) (\d+|\*) (\d+|\*) (\d+|\*)  cd /", line)
    # cron takes % for the end of the line.
    assert "%" not in line


@each_page
def test_the_workflow_is_yaml_with_a_time_and_one_run_at_once(page):
    (text,) = blocks(page, "yaml")
    workflow = yaml.safe_load(text)
    # YAML 1.1 reads the key `on` as true.
    assert workflow[True]["schedule"] == [{"cron": "15 18 * * *"}]
    assert workflow["concurrency"]
    assert workflow["permissions"] == {"contents": "read"}


@each_page
def test_the_batch_file_is_ascii_and_hands_on_the_exit_code(page):
    (text,) = blocks(page, "bat")
    assert text.isascii()
    lines = text.splitlines()
    assert lines[-1] == "exit /b %ENDED%"
    assert re.search(r'healthkpi batch .*\nset "ENDED=%ERRORLEVEL%"', text)


@each_page
def test_the_settings_are_toml_and_name_the_job(page):
    (text,) = blocks(page, "toml")
    assert tomllib.loads(text)["jobs"].keys() == {"nightly"}


def test_both_languages_have_the_same_recipes():
    without_remarks = [
        [re.sub(r"#.*", "", block) for kind in ("toml", "ini", "bat", "yaml") for block in blocks(page, kind)]
        for page in PAGES
    ]
    assert without_remarks[0] == without_remarks[1]


@each_page
def test_the_job_of_the_page_runs_and_writes_what_it_names(page, tmp_path):
    (settings,) = blocks(page, "toml")
    (tmp_path / "healthkpi.toml").write_text(settings, "utf-8")
    (tmp_path / "收件箱").mkdir()
    shutil.copy(ROOT / "sample_data" / "云冈区2018年9月.xlsx", tmp_path / "收件箱")
    (command,) = re.findall(r"^    healthkpi (batch --job nightly)$", page.read_text("utf-8"), re.MULTILINE)
    ended = subprocess.run(
        [sys.executable, "-m", "healthkpi", *command.split(), "-q", "--wait", "600"],
        cwd=tmp_path,
        env={**os.environ, "HEALTHKPI_LANG": "zh", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert ended.returncode == 1, ended.stderr
    of_return = tmp_path / "结果" / "yungang-2018" / "2018-09"
    assert {each.name for each in of_return.iterdir()} >= {"通报.docx", "达标情况.xlsx"}
    assert (tmp_path / "结果" / "run.json").is_file()
