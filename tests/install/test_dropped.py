"""Files dropped onto 检查.bat, with the names that officers and Windows give them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from healthkpi.dropped import REPORTS, dropped_names, reports_of_this_run, without_reports, writable_folder
from healthkpi.errors import HealthKpiError

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "云冈区2018年9月.xlsx"
BATCH = r"D:\医改 工具\检查.bat"


def line_of_windows(*names: str, batch: str = BATCH) -> str:
    """As Explorer starts a batch file: a name is in quotes only where it holds a space."""
    words = [f'"{name}"' if " " in name else name for name in names]
    return rf'C:\WINDOWS\system32\cmd.exe /c ""{batch}" {" ".join(words)}"'


@pytest.mark.parametrize(
    "name",
    [
        r"D:\表.xlsx",
        r"D:\表 格.xlsx",
        r"D:\甲&乙.xlsx",
        r"D:\甲&乙 丙.xlsx",
        r"D:\平旺乡(1).xlsx",
        r"D:\急!!.xlsx",
        r"D:\a^b.xlsx",
        r"D:\100%.xlsx",
        r"D:\%PATH%.xlsx",
        r"D:\a=b;c,d.xlsx",
        "D:\\宽　空格.xlsx",
        r"D:\-o.xlsx",
        r"D:\it's.xlsx",
        r"\\server\共享\表&.xlsx",
        "E:\\",
        r"D:\𠮷乡😀.xlsx",
        r"D:\/c 夹.xlsx",
    ],
)
def test_a_dropped_name_arrives_as_it_is(name):
    assert dropped_names(line_of_windows(name), BATCH) == [name]
    assert dropped_names(line_of_windows(r"D:\a b.xlsx", name, r"D:\c&d.xlsx"), BATCH) == [
        r"D:\a b.xlsx",
        name,
        r"D:\c&d.xlsx",
    ]


def test_a_double_click_drops_nothing():
    assert dropped_names(line_of_windows(), BATCH) == []


@pytest.mark.parametrize("batch", [r"D:\a&b!\检查.bat", r"\\server\share\检查.bat", r"d:\医改 工具\检查.BAT"])
def test_the_batch_file_is_known_wherever_it_lies(batch):
    assert dropped_names(line_of_windows(r"D:\表.xlsx", batch=batch), BATCH) == [r"D:\表.xlsx"]


@pytest.mark.parametrize(
    "line",
    [
        r'"C:\WINDOWS\system32\cmd.exe"',
        "",
        r'C:\WINDOWS\system32\cmd.exe /c ""D:\每月.bat" D:\表.xlsx"',
    ],
)
def test_a_line_that_did_not_start_it_says_nothing_of_dropped_files(line):
    assert dropped_names(line, BATCH) is None


@pytest.fixture
def batch(tmp_path) -> Path:
    """Where the batch file would lie."""
    folder = tmp_path / "工具 (新)"
    folder.mkdir()
    return folder / "检查.bat"


def drop(batch: Path, *names: Path) -> subprocess.CompletedProcess:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "HEALTHKPI_LANG": "zh",
        "HEALTHKPI_SCRIPT": str(batch),
        "HEALTHKPI_LINE": line_of_windows(*map(str, names), batch=str(batch)),
    }
    command = [sys.executable, "-P", "-X", "utf8", "-m", "healthkpi.dropped"]
    return subprocess.run(command, env=environment, cwd=batch.parent, capture_output=True, encoding="utf-8")


def test_the_reports_lie_beside_a_dropped_file_and_missed_targets_are_no_failure(batch, tmp_path):
    data = tmp_path / "9月&10月" / "云冈区2018年9月 (1)^!100%.xlsx"
    data.parent.mkdir()
    shutil.copy(SAMPLE, data)

    ended = drop(batch, data)

    assert ended.returncode == 0, ended.stderr
    assert "49.64%" in ended.stdout  # △未达到: 69,974 / 140,955 is below 50 %
    assert {path.name for path in data.parent.iterdir()} >= {data.name, *REPORTS}
    assert f"结果在 {data.parent}" in ended.stderr


def test_the_reports_of_a_dropped_folder_lie_beside_it_where_they_are_no_data(batch, tmp_path):
    folder = tmp_path / "九月 报表"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)

    ended = drop(batch, folder)

    assert ended.returncode == 0, ended.stderr
    assert all((tmp_path / name).is_file() for name in REPORTS)
    assert not any((folder / name).exists() for name in REPORTS)


def test_what_cannot_be_read_is_said_and_ends_in_2_with_no_report(batch, tmp_path):
    data = tmp_path / "说明.xlsx"
    data.write_bytes(b"PK\x03\x04 cut off")

    ended = drop(batch, data)

    assert ended.returncode == 2
    assert "说明.xlsx" in ended.stderr
    assert not any((tmp_path / name).exists() for name in REPORTS)


def test_a_double_click_says_what_to_do(batch):
    ended = drop(batch)

    assert ended.returncode == 2
    assert "拖到“检查.bat”的图标上" in ended.stderr


def test_every_file_that_is_gone_is_named(batch, tmp_path):
    ended = drop(batch, tmp_path / "甲乡.xlsx", tmp_path / "乙乡.xlsx")

    assert ended.returncode == 2
    assert "甲乡.xlsx" in ended.stderr
    assert "乙乡.xlsx" in ended.stderr


def test_an_earlier_report_among_the_dropped_files_is_left_out(tmp_path, capsys):
    paths = [tmp_path / name for name in ("甲乡.xlsx", "达标情况.xlsx", "通报(2).docx", "index.html")]
    for path in paths:
        path.touch()

    assert without_reports(paths) == [tmp_path / "甲乡.xlsx"]
    assert "达标情况.xlsx" in capsys.readouterr().err


def test_a_folder_with_an_earlier_report_is_refused_before_it_is_taken_for_data(tmp_path):
    (tmp_path / "9月").mkdir()
    (tmp_path / "9月" / "达标情况(3).xlsx").touch()

    with pytest.raises(HealthKpiError, match="earlier reports"):
        without_reports([tmp_path])


def write_reports(folder: Path, at: float) -> list[Path]:
    for name in REPORTS:
        (folder / name).touch()
        os.utime(folder / name, (at, at))
    return [folder / name for name in REPORTS]


def test_reports_that_nobody_touched_are_written_anew(tmp_path):
    reports = write_reports(tmp_path, at=1_000_000)

    assert reports_of_this_run(tmp_path) == reports


def test_a_bulletin_that_was_edited_is_kept_and_the_next_has_a_number(tmp_path):
    write_reports(tmp_path, at=1_000_000)
    os.utime(tmp_path / "通报.docx", (1_000_060, 1_000_060))

    assert [path.name for path in reports_of_this_run(tmp_path)] == [
        "达标情况(2).xlsx",
        "通报(2).docx",
        "index(2).html",
    ]


def test_a_file_of_somebody_with_the_name_of_a_report_is_kept(tmp_path):
    (tmp_path / "通报.docx").touch()

    assert reports_of_this_run(tmp_path)[1] == tmp_path / "通报(2).docx"


def test_where_no_file_can_be_written_the_desktop_is_taken_and_told(tmp_path, capsys):
    no_folder = tmp_path / "光盘"

    assert writable_folder(no_folder, [tmp_path / "没有", tmp_path]) == tmp_path
    assert str(tmp_path) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_at_all_it_says_what_to_do(tmp_path):
    with pytest.raises(HealthKpiError, match="folder of your own"):
        writable_folder(tmp_path / "光盘", [tmp_path / "没有"])
