"""Ten thousand files are planned in the time and the memory of a small machine."""

import hashlib
import os
import sys
import time

import pytest

from healthkpi.batch import Job, Telling, plan_batch
from healthkpi.batch.job import Each
from healthkpi.look import Look
from healthkpi.request import Request
from returns import Bureau

FILES, FOLDERS = 10_000, 100
# Several times what a busy machine takes; where every file asks every other one, it is hours.
MOST_SECONDS, MOST_MEGABYTES = 90, 300


def look_at_name_alone(request, _policies):
    """Reading a file takes as long however many there are, and is tried elsewhere."""
    (path,) = request.files
    content = path.read_bytes()
    return Look(hashlib.sha256(content).hexdigest(), len(content), {"plan": {"signing": ()}})


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is asked as POSIX tells it")
def test_ten_thousand_files_are_planned_in_bounded_time_and_memory(tmp_path, monkeypatch):
    import resource

    Bureau(tmp_path)
    for number in range(FILES):
        path = tmp_path / "uploads" / f"{number % FOLDERS:03}" / f"签约2018年9月-{number:05}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"乡镇,常住人口,签约人数\n甲乡,20000,{number}\n", "utf-8")
        os.utime(path, (time.time() - 3600,) * 2)
    monkeypatch.setattr("healthkpi.batch._looking.look", look_at_name_alone)
    job = Job(
        [str(tmp_path / "uploads")],
        tmp_path / "out",
        Request((), tmp_path / "indicators"),
        each=Each.FILE,
        processes=1,
    )
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    plan = plan_batch(job, Telling())

    assert len(plan.planned) == FILES
    assert plan.failed == ()
    assert not (tmp_path / "out").exists(), "a plan writes nothing"
    assert time.process_time() - began < MOST_SECONDS
    unit = 1024**2 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / unit < MOST_MEGABYTES
