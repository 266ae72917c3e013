"""Work in processes: what dies takes nothing else with it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from healthkpi.batch import _pool
from healthkpi.batch._pool import Fault, Work
from healthkpi.errors import ExitCode
from healthkpi.processes import processes_for


@pytest.fixture(params=["spawn", "forkserver"], autouse=True)
def start(request, monkeypatch):
    """As on Windows, and as elsewhere."""
    if request.param not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot fork")
    monkeypatch.setattr(_pool, "START", request.param)
    return request.param


def work(task):
    """Sent to other processes by its name."""
    if task == "die":
        os._exit(9)
    if task == "raise":
        raise RuntimeError("no such thing")
    return task * 2


@pytest.mark.parametrize("at_once", [1, 2, 4])
@pytest.mark.parametrize("processes", [1, 2])
def test_every_task_has_its_result(processes, at_once):
    assert sorted(Work(work, [1, 2, 3], at_once=at_once).results(processes)) == [(1, 2), (2, 4), (3, 6)]


@pytest.mark.parametrize("at_once", [1, 3])
@pytest.mark.parametrize("processes", [1, 2])
def test_a_bug_is_the_result_of_its_own_task(processes, at_once):
    results = dict(Work(work, [1, "raise", 2], at_once=at_once).results(processes))

    assert (results[1], results[2]) == (2, 4)
    assert results["raise"].exit_code is ExitCode.BUG
    assert "RuntimeError: no such thing" in results["raise"].message.en


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_a_process_that_dies_takes_one_task_with_it(at_once):
    results = dict(Work(work, [1, "die", 2, 3], at_once=at_once).results(2))

    assert {task: result for task, result in results.items() if task != "die"} == {1: 2, 2: 4, 3: 6}
    assert isinstance(results["die"], Fault)
    assert results["die"].exit_code is ExitCode.UNUSABLE


@pytest.mark.parametrize("processes", [1, 2])
def test_what_becomes_possible_is_done_after_what_it_waits_for(processes):
    ended = [
        task for task, _ in Work(work, [1], lambda task, _: [task + 1] if task < 4 else []).results(processes)
    ]

    assert ended == [1, 2, 3, 4]


def test_what_is_done_meanwhile_is_done_once_and_only_where_others_work():
    done = []

    assert sorted(Work(work, [1, 2], meanwhile=lambda: done.append(os.getpid())).results(2)) == [
        (1, 2),
        (2, 4),
    ]
    assert done == [os.getpid()]

    assert sorted(Work(work, [1, 2], meanwhile=lambda: done.append(0)).results(1)) == [(1, 2), (2, 4)]
    assert done == [os.getpid()]


def test_few_tasks_need_no_other_process():
    assert processes_for(None, 2, few=2) == 1
    assert processes_for(4, 3, few=2) == 3
    assert processes_for(1, 1000, few=2) == 1


HELD_UP = """
import os, sys, time
from healthkpi.batch import _pool
from healthkpi.batch._pool import Work
_pool.START = {start!r}
sys.path.insert(0, {here!r})
from long_work import sleep_long
if __name__ == "__main__":
    for _ in Work(sleep_long, [1, 2]).results(2):
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_a_run_that_is_killed(tmp_path, signal_, start):
    (tmp_path / "long_work.py").write_text(
        "import os, pathlib, time\n\n\ndef sleep_long(task):\n"
        f"    pathlib.Path({str(tmp_path)!r}, f'pid{{task}}').write_text(str(os.getpid()))\n    time.sleep(60)\n",
        "utf-8",
    )
    script = tmp_path / "run.py"
    script.write_text(HELD_UP.format(here=str(tmp_path), start=start), "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
    }
    run = subprocess.Popen(
        [sys.executable, str(script)],
        env=environment,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    pids = [tmp_path / "pid1", tmp_path / "pid2"]
    wait_until(lambda: all(path.is_file() and path.read_text() for path in pids))

    run.send_signal(signal_)
    run.wait(30)

    wait_until(lambda: not any(is_alive(int(path.read_text())) for path in pids))


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not come to pass"
        time.sleep(0.05)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("utf-8").split()[2] != "Z"
