"""The same input gives the same bytes: on another day, in another place, with another language and time zone of the computer."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook
from running import SAMPLES, environment_of

SUFFIXES = [".docx", ".xlsx", ".html", ".json", ".csv", ".md", ".xml", ".txt"]
SUFFIXES += [
    suffix
    for suffix, module in ((".pdf", "typst"), (".parquet", "pyarrow"))
    if importlib.util.find_spec(module)
]
OF_PAGES = {".docx", ".md", ".pdf"}
SEPTEMBER = SAMPLES / "officers-questions" / "2018年9月"
# Where one computer differs from the other; what decides the language is the same.
HERE = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
THERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "America/Los_Angeles",
    "LC_ALL": "POSIX",
    "PYTHONUTF8": "1",
    "COLUMNS": "40",
    "NO_COLOR": "1",
}
LONG_AGO = 978_307_200


def written(folder, words, environment):
    """Every file that the command leaves, and what it prints."""
    suffixes = SUFFIXES if words[0] == "check" else [each for each in SUFFIXES if each in OF_PAGES]
    outputs = [word for suffix in suffixes for word in ("-o", f"结果{suffix}")]
    ended = subprocess.run(
        [sys.executable, "-m", "healthkpi", *words, *outputs],
        cwd=folder,
        env=environment_of(environment),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode in {1, 4}, ended.stderr.decode()
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {**files, "printed": ended.stdout}


def age(folder):
    """The files of another day; a copy keeps no other trace of when it was made."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "2018年9月", "--baseline", "2018年8月", "--stats", "--no-ask", "--format", "json"),
        ("report", "领导", "2018年9月", "--no-ask", "-q"),
        ("report", "反馈单", "2018年9月", "--no-ask", "-q", "--lang", "en", "--suppress-below", "5"),
    ],
    ids=["bulletin", "brief", "feedback"],
)
def test_two_computers_write_the_same_bytes(tmp_path, words):
    one, two = tmp_path / "one", tmp_path / "two" / "deeper"
    for folder in (one, two):
        shutil.copytree(SEPTEMBER.parent, folder, copy_function=shutil.copyfile)
    age(two)
    assert written(one, words, HERE) == written(two, words, THERE)


def test_the_form_for_confirmation_has_the_same_bytes(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, environment in zip(folders, (HERE, THERE), strict=True):
        folder.mkdir()
        book = Workbook()
        sheet = book.active
        for row in (
            ["2018年9月家医签约"],
            ["乡镇", "常住人口", "签约人数"],
            ["平旺", 100, 50],
            ["口泉啊", 100, 60],
            ["外乡", 1, 1],
        ):
            sheet.append(row)
        book.save(folder / "签约.xlsx")
        words = ["check", "签约.xlsx", "--policy", "yungang-2018", "-q"]
        subprocess.run(
            [sys.executable, "-m", "healthkpi", *words],
            cwd=folder,
            env=environment_of(environment),
            capture_output=True,
            check=False,
        )
    one, two = ((folder / "待确认.xlsx").read_bytes() for folder in folders)
    assert one == two


@pytest.mark.parametrize("suffix", [each for each in SUFFIXES if each in {".docx", ".xlsx", ".pdf"}])
def test_a_stated_time_that_is_none_is_told(healthkpi, tmp_path, suffix):
    for words in ("²", "yesterday", "9" * 30):
        ended = healthkpi("check", SEPTEMBER, "--no-ask", "-q", "-o", f"a{suffix}", SOURCE_DATE_EPOCH=words)
        assert ended.code == 2
        assert f"SOURCE_DATE_EPOCH={words}: 写成 1970 年以来的秒数" in ended.err
    assert not list(Path(tmp_path).iterdir())
