"""How the commands put files on the disk, under the conditions that officers meet: tried in a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from running import MID_YEAR, SAMPLES, environment_of

SEPTEMBER = SAMPLES / "officers-questions" / "2018年9月"
POSIX = pytest.mark.skipif(
    os.name == "nt", reason="signals, limits and pipes of this kind are those of POSIX"
)
OLD = "old report"


def command(*arguments):
    return [sys.executable, "-m", "healthkpi", *map(str, arguments)]


def run(*arguments, folder, before=(), **options):
    """The command in this folder, after other words (setpriv …)."""
    return subprocess.run(
        [*before, *command(*arguments)],
        cwd=folder,
        env=environment_of(options.pop("environment", {})),
        stderr=subprocess.PIPE,
        stdout=options.pop("stdout", subprocess.PIPE),
        timeout=120,
        check=False,
        text=True,
        encoding="utf-8",
        **options,
    )


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte with an old report on it and next to nothing left."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    mounting = shutil.which("mount")
    made = mounting and subprocess.run(
        [mounting, "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        (folder / "通报.docx").write_text(OLD, "utf-8")
        (folder / "ballast").write_bytes(bytes(1_035_000))
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def without_privileges():
    """Root may write anywhere; without this capability it is held to the rights of the folder."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root, and no setpriv to take its privileges away")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


def test_a_full_disk_leaves_every_old_report_whole(small_disk, tmp_path):
    (tmp_path / "a.csv").write_text(OLD)
    ended = run(
        *("check", MID_YEAR, "--no-ask", "-q", "-o", "a.csv", "-o", "U盘/通报.docx", "-o", "U盘/b.csv"),
        folder=tmp_path,
    )
    assert ended.returncode == 2
    assert "U盘: 磁盘已满，写不下 通报.docx（需要 " in ended.stderr
    assert "原来的文件没有动" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert names_in(small_disk) == ["ballast", "通报.docx"]
    assert (small_disk / "通报.docx").read_text("utf-8") == (tmp_path / "a.csv").read_text() == OLD


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_a_result_that_found_no_room_is_not_a_pass(small_disk, tmp_path, format_):
    (small_disk / "more").write_bytes(
        bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize)
    )
    with (small_disk / "结果.txt").open("w") as result:
        ended = run("check", MID_YEAR, "--no-ask", "-q", "--format", format_, folder=tmp_path, stdout=result)
    assert ended.returncode == 2
    assert "结果没有写全: 磁盘已满" in ended.stderr


def test_a_full_folder_for_temporary_files_keeps_no_report_from_being_written(small_disk, tmp_path):
    (small_disk / "more").write_bytes(
        bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize)
    )
    outputs = [word for name in ("a.docx", "a.xlsx", "a.html", "a.csv") for word in ("-o", name)]
    ended = run(
        *("check", MID_YEAR, "--no-ask", "-q", *outputs),
        folder=tmp_path,
        environment={"TMPDIR": str(small_disk)},
    )
    assert ended.returncode == 1
    assert names_in(tmp_path) == ["U盘", "a.csv", "a.docx", "a.html", "a.xlsx"]


@POSIX
def test_a_limit_on_the_size_of_files_leaves_the_old_report_whole(tmp_path):
    import resource

    (tmp_path / "通报.docx").write_text(OLD)
    ended = run(
        *("report", "通报", MID_YEAR, "--no-ask", "-q", "-o", "通报.docx", "-o", "a.csv"),
        folder=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)),
    )
    assert ended.returncode == 2
    assert "不允许这么大的文件，写不下 通报.docx" in ended.stderr
    assert names_in(tmp_path) == ["通报.docx"]
    assert (tmp_path / "通报.docx").read_text() == OLD


@POSIX
def test_a_folder_that_may_not_be_written_to_is_a_sentence(tmp_path, without_privileges):
    folder = tmp_path / "收件箱"
    folder.mkdir()
    (folder / "通报.docx").write_text(OLD)
    folder.chmod(0o555)
    ended = run(
        *("check", MID_YEAR, "--no-ask", "-q", "-o", "收件箱/通报.docx", "--format", "json"),
        folder=tmp_path,
        before=without_privileges,
    )
    folder.chmod(0o755)
    assert ended.returncode == 2
    assert "您没有在这里写文件的权限" in ended.stderr
    assert '"exit_code": 2' in ended.stdout
    assert (folder / "通报.docx").read_text() == OLD


@POSIX
def test_a_read_only_report_is_left_alone(tmp_path, without_privileges):
    (tmp_path / "通报.docx").write_text(OLD)
    (tmp_path / "通报.docx").chmod(0o444)
    ended = run(
        "check", MID_YEAR, "--no-ask", "-q", "-o", "通报.docx", folder=tmp_path, before=without_privileges
    )
    assert ended.returncode == 2
    assert "这个文件是只读的，没有动它" in ended.stderr
    assert (tmp_path / "通报.docx").read_text() == OLD


@POSIX
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_told_to_end_in_the_middle_of_writing_it_leaves_nothing_behind(tmp_path, sent, code):
    (tmp_path / "a.csv").write_text(OLD)
    os.mkfifo(tmp_path / "pipe.csv")  # nobody reads it, so the writing waits there
    with subprocess.Popen(
        command("check", MID_YEAR, "--no-ask", "-q", "-o", "a.csv", "-o", "pipe.csv"),
        cwd=tmp_path,
        env=environment_of({}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # What runs in the background of a shell ignores some of them, and so would its children.
        preexec_fn=lambda: signal.signal(sent, signal.SIG_DFL),
    ) as process:
        try:
            _wait_for_the_writing(tmp_path, process)
            process.send_signal(sent)
            assert process.wait(60) == code
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()
    assert names_in(tmp_path) == ["a.csv", "pipe.csv"]
    assert (tmp_path / "a.csv").read_text() == OLD


def _wait_for_the_writing(folder, process):
    deadline = time.monotonic() + 60
    while not any(name.startswith(".healthkpi-") for name in names_in(folder)):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)


@POSIX
def test_a_named_pipe_gets_the_report(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe.csv").read_bytes()))
    reader.start()
    ended = run("check", MID_YEAR, "--no-ask", "-q", "-o", "pipe.csv", "-o", "a.csv", folder=tmp_path)
    reader.join(60)
    assert ended.returncode == 1
    assert got == [(tmp_path / "a.csv").read_bytes()]


@POSIX
def test_a_file_that_is_open_is_told_with_the_second_name_and_exit_code_2(tmp_path):
    (tmp_path / "通报.docx").write_text(OLD)
    (tmp_path / ".~lock.通报.docx#").write_text(
        ",li,pc,26.09.2018 17:02,file:///home/li/.config/libreoffice/4;"
    )
    ended = run(
        "report", "通报", MID_YEAR, "--no-ask", "-q", "-o", "通报.docx", "-o", "a.csv", folder=tmp_path
    )
    assert ended.returncode == 2
    first, second = ended.stderr.splitlines()
    assert first == "已写：通报(2).docx、a.csv"
    assert second == (
        "错误: 通报.docx 正在 LibreOffice 中打开，没有动它；新的写成了 通报(2).docx，通报.docx 里还是旧的；"
        "请关闭后再运行一次（若没有打开，是上次留下了 .~lock.通报.docx#，删去即可）"
    )
    assert (tmp_path / "通报.docx").read_text() == OLD
    assert (tmp_path / "通报(2).docx").read_bytes().startswith(b"PK")


@POSIX
def test_a_reader_of_json_learns_that_the_file_is_elsewhere(healthkpi, tmp_path):
    (tmp_path / "a.csv").write_text(OLD)
    (tmp_path / ".~lock.a.csv#").write_text("")
    ended = healthkpi("check", MID_YEAR, "--no-ask", "-q", "-o", "a.csv", "--format", "json")
    assert ended.code == 2
    assert '"exit_code": 2' in ended.out
    assert "a(2).csv" in ended.out


def test_no_file_that_was_read_or_is_still_to_be_asked_is_written_over(healthkpi, tmp_path):
    shutil.copy(MID_YEAR, tmp_path / "九月.xlsx")
    (tmp_path / "名单.csv").write_text("单位名称\n平旺乡\n", "utf-8")
    for name, *options in (("九月.xlsx",), ("名单.csv", "--units", "名单.csv"), ("待确认.xlsx",)):
        ended = healthkpi("check", "九月.xlsx", "--no-ask", "-q", *options, "-o", name)
        assert ended.code == 2, name
        assert f"-o {name}: 会盖掉输入文件" in ended.err


def test_places_are_refused_before_anything_is_read(healthkpi, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    ended = healthkpi("check", "没有.xlsx", "-o", "none/a.csv", "-o", "folder.csv", "--format", "json")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        "错误: -o none/a.csv: 没有 none 这个文件夹；请先建好，或换一个地方",
        "错误: -o folder.csv: 这是一个文件夹；请写上文件名",
    ]
    assert '"exit_code": 2' in ended.out


def test_clauses_of_a_policy_are_not_written_over_its_own_file(healthkpi, tmp_path):
    shutil.copytree(SAMPLES.parent / "indicators", tmp_path / "indicators")
    kept = (tmp_path / "indicators/yungang-2018/clauses.csv").read_bytes()
    ended = healthkpi("clauses", "yungang-2018", "-o", "indicators/yungang-2018/clauses.csv")
    assert ended.code == 2
    assert (tmp_path / "indicators/yungang-2018/clauses.csv").read_bytes() == kept


@POSIX
def test_new_definitions_that_found_no_room_leave_no_folder(tmp_path):
    import resource

    ended = run(
        *("new", "plan-2019", "--from", "yungang-2018"),
        folder=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert ended.returncode == 2
    assert "不允许这么大的文件" in ended.stderr
    assert names_in(tmp_path) == []  # an empty ./indicators would hide the definitions that are shipped


@POSIX
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_where_nothing_can_be_said_beside_it_the_result_and_its_exit_code_stand(tmp_path, closed):
    if "full" in closed and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    words = " ".join(f"'{word}'" for word in command("check", MID_YEAR, "--no-ask"))
    said = run("check", MID_YEAR, "--no-ask", folder=tmp_path)
    ended = subprocess.run(
        ["sh", "-c", f"{words} {closed}"],
        cwd=tmp_path,
        env=environment_of({}),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == said.returncode == 1
    assert ended.stdout.decode() == said.stdout
