"""What happens to a run at night, and what it says of it: a plain line each, nothing lost, the next run completes the work."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from healthkpi.batch import Job, Telling, _looking, run_batch
from healthkpi.batch.job import Each
from healthkpi.request import Request
from returns import Bureau
from soak.killing import BATCH, Night, Runs, Scene, history, outputs, write_uploads

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked, disks mounted as POSIX does")


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("faults"), Runs())


@pytest.fixture
def folder(scene, request):
    """The uploads of the second night beside the results of the first."""
    return scene.round(f"{abs(hash(request.node.name))}")


def job_in(folder: Path) -> Job:
    return Job(
        roots=[str(folder / "uploads")],
        out=folder / "out",
        request=Request((), folder / "indicators"),
        each=Each.FOLDER,
        history=str(folder / "out" / "history.sqlite"),
        processes=1,
    )


def is_as_if_nothing_had_happened(scene, folder):
    """The next run ends, and what stands there is what an undisturbed run leaves."""
    return scene.faults_after_next_run(folder) == []


def test_a_full_disk_leaves_the_old_results_and_the_next_run_with_room_completes(scene, folder):
    out = folder / "out"
    first = shutil.move(out, folder / "first")
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", out], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(first, out, dirs_exist_ok=True)
        room = os.statvfs(out)
        (out / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - 40_000))
        ended = scene.runs.run(folder, "--processes", "1")
        assert ended.code == 2
        assert "磁盘已满" in ended.said or "盘已满" in ended.said
        assert "Traceback" not in ended.said
        now = outputs(out)
        del now["ballast"]
        assert {name: now[name] for name in scene.first.outputs if name != "run.json"} == {
            name: content for name, content in scene.first.outputs.items() if name != "run.json"
        }
        assert history(out) == scene.first.history
        (out / "ballast").unlink()
        assert is_as_if_nothing_had_happened(scene, folder)
    finally:
        subprocess.run(["umount", out], check=True)


def test_a_folder_of_results_that_may_not_be_written_to_is_a_sentence(scene, folder):
    before = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root, and no setpriv to take its privileges away")
        before = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    closed = [folder / "out", folder / "out" / ".healthkpi"]
    for each in closed:
        each.chmod(0o555)
    try:
        ended = subprocess.run(
            [*before, sys.executable, "-m", "healthkpi", *BATCH],
            cwd=folder,
            env={**os.environ, "HEALTHKPI_LANG": "zh", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    finally:
        for each in closed:
            each.chmod(0o755)
    assert ended.returncode == 2
    assert "您没有在这里写文件的权限" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert outputs(folder / "out") == scene.first.outputs
    assert is_as_if_nothing_had_happened(scene, folder)


class _Doing(Telling):
    """Does something once, when all files were looked at, or when the first return was scored."""

    def __init__(self, *, when_looked=None, when_scored=None):
        self._when_looked, self._when_scored = when_looked, when_scored

    def looked(self, done, total):
        if done == total and self._when_looked is not None:
            self._when_looked()

    def scored(self, done, _total, _name, _failed):
        if done == 1 and self._when_scored is not None:
            self._when_scored()


def test_an_input_that_vanishes_after_it_was_looked_at_is_scored_as_it_was_read(scene, folder):
    path = folder / "uploads" / "乙乡" / "签约9月.xlsx"
    run = run_batch(job_in(folder), _Doing(when_looked=path.unlink)).run
    assert run.failed == ()
    assert len(run.scored) == 6


def test_a_large_input_that_vanishes_before_it_is_read_again_is_named_and_the_others_are_scored(
    scene, folder, monkeypatch
):
    monkeypatch.setattr(_looking, "KEPT_BYTES", 0)
    path = folder / "uploads" / "乙乡" / "签约9月.xlsx"
    content = path.read_bytes()
    run = run_batch(job_in(folder), _Doing(when_looked=path.unlink)).run
    (failed,) = run.failed
    assert "乙乡" in failed.name
    assert "签约9月.xlsx" in failed.message.zh
    assert run.exit_code == 2
    assert len(run.scored) == 5
    path.write_bytes(content)
    os.utime(path, (time.time() - 3600,) * 2)
    assert is_as_if_nothing_had_happened(scene, folder)


def test_a_damaged_file_among_good_ones_is_named_and_the_others_are_scored(scene, folder):
    path = folder / "uploads" / "乙乡" / "签约9月.xlsx"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    os.utime(path, (time.time() - 3600,) * 2)
    ended = scene.runs.run(folder, "--processes", "1", "-q")
    assert ended.code == 2
    assert "uploads/乙乡/签约9月.xlsx：文件不完整" in ended.said
    now = outputs(folder / "out")
    changed = {name for name, content in now.items() if content != scene.first.outputs.get(name)}
    others = {name for name in changed if name.endswith("达标.csv")}
    assert len(others) == 5, "three townships for two months, less the one that is damaged"
    path.write_bytes(content)
    os.utime(path, (time.time() - 3600,) * 2)
    assert is_as_if_nothing_had_happened(scene, folder)


def test_while_another_run_writes_there_a_run_says_so_and_touches_nothing(scene, folder):
    with FileLock(folder / "out" / ".healthkpi" / "lock"):
        ended = scene.runs.run(folder)
        assert ended.code == 2
        assert "另一次运行正在写这里" in ended.said
        assert "--wait" in ended.said
        assert ended.said.count("\n") == 1
        assert outputs(folder / "out") == scene.first.outputs
    assert is_as_if_nothing_had_happened(scene, folder)


def test_of_two_runs_at_once_one_waits_and_both_leave_what_one_would(scene, folder):
    both = [scene.runs.start(folder, "--processes", "1", "--wait", "60") for _ in range(2)]
    for each in both:
        each.join(120)
    assert {each.exitcode for each in both} <= {0, 1}
    assert Night.of(folder / "out") == scene.second


def test_a_clock_that_was_set_back_is_told_and_runs_still_sort_as_they_happened(scene, folder):
    path = folder / "out" / "run.json"
    words = json.loads(path.read_bytes())
    words["run"] = "20990101T000000.000Z-abcdef"
    path.write_text(json.dumps(words), "utf-8")
    # Uploads of a computer whose clock goes ahead are no files that are still being written.
    ahead = datetime(2099, 1, 1, tzinfo=UTC).timestamp()
    os.utime(folder / "uploads" / "甲乡" / "签约9月.xlsx", (ahead, ahead))
    ended = scene.runs.run(folder, "--processes", "1")
    assert ended.code in {0, 1}
    assert "时钟比上一次运行（2099-01-01 00:00:00+00:00）还早" in ended.said
    assert json.loads(path.read_bytes())["run"] > "20990101T000000.000Z-abcdef"
    assert Night.of(folder / "out") == scene.second


def test_a_history_that_is_gone_is_made_anew_from_what_is_kept(scene, folder):
    (folder / "out" / "history.sqlite").unlink()
    assert is_as_if_nothing_had_happened(scene, folder)


def test_a_history_that_goes_in_the_middle_of_a_run_loses_no_result(scene, folder):
    gone = folder / "out" / "history.sqlite"
    run = run_batch(job_in(folder), _Doing(when_scored=gone.unlink)).run
    assert run.exit_code == 2
    assert any("历史" in failed.message.zh for failed in run.failed)
    now = outputs(folder / "out")
    for name, content in scene.first.outputs.items():
        assert now[name] in (content, scene.second.outputs[name]) or name in {"run.json", "结果.csv"}
    assert is_as_if_nothing_had_happened(scene, folder)


def test_a_damaged_history_is_told_and_nothing_is_replaced(scene, folder):
    path = folder / "out" / "history.sqlite"
    path.write_bytes(b"this is no database" * 100)
    ended = scene.runs.run(folder, "--processes", "1")
    assert ended.code == 2
    assert "不是 healthkpi 的历史库，或已损坏" in ended.said
    assert ended.said.count("\n") == 1
    assert outputs(folder / "out") == scene.first.outputs
    path.unlink()
    assert is_as_if_nothing_had_happened(scene, folder)


NAMES = {
    "Arabic": "تقرير سبتمبر.xlsx",
    "emoji": "签约🙂👨‍👩‍👧.xlsx",
    "combining accents": "re\u0301sume\u0301 签约.xlsx",
    "the same accents in one sign": "r\u00e9sum\u00e9 签约.xlsx",
    "GBK": os.fsdecode("签约二.xlsx".encode("gbk")),
    "no text at all": os.fsdecode(b"\xff\xff\x80.xlsx"),
    "no other text": os.fsdecode(b"\xff\xff\x81.xlsx"),
    "a newline": "签约\n九月.xlsx",
    "a tab and a quote": "签约\t\"九月'.xlsx",
    "a control sign": "签约\x1b[31m.xlsx",
    "a formula": "=1+1.xlsx",
}


def test_files_are_scored_whatever_their_names_and_none_takes_the_place_of_another(tmp_path, scene):
    Bureau(tmp_path)
    write_uploads(tmp_path, 400)
    book = tmp_path / "uploads" / "甲乡" / "签约9月.xlsx"
    for name in NAMES.values():
        shutil.copy2(book, tmp_path / "uploads" / name)
    more = ("--each", "file", "--processes", "2")
    ended = scene.runs.run(tmp_path, *more)
    assert ended.code in {0, 1}, ended.said
    run = json.loads((tmp_path / "out" / "run.json").read_bytes())
    assert run["failed"] == []
    assert len(run["returns"]) == len(NAMES) + 6
    assert len(list((tmp_path / "out").rglob("达标.csv"))) == len(NAMES) + 6
    assert "\x1b" not in ended.said
    again = scene.runs.run(tmp_path, *more)
    assert again.code == ended.code
    assert all(each["reused"] for each in json.loads((tmp_path / "out" / "run.json").read_bytes())["returns"])
