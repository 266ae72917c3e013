"""Two batches over one folder with one history end as one after the other would."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from healthkpi.history import open_history
from returns import HEADINGS, USUAL, Bureau, write_return


@pytest.fixture
def bureau(tmp_path):
    """Three months of uploads."""
    made = Bureau(tmp_path)
    for month in (7, 8, 9):
        folder = tmp_path / "收件箱" / f"2018年{month}月"
        folder.mkdir(parents=True)
        rows = [["甲乡", 1000, 400 + month], *USUAL[1:]]
        write_return(folder, rows, HEADINGS, "签约.xlsx", f"某区签约情况表（2018年{month}月）")
    return made


def start(bureau, out, where):
    words = ["batch", "收件箱", "-o", out, "--history", where, "-q", "--processes", "1"]
    return subprocess.Popen(
        [sys.executable, "-m", "healthkpi", *words],
        cwd=bureau.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def ended(process):
    said = process.communicate(timeout=180)[0].decode()
    assert process.returncode in {0, 4}, said


def kept(where):
    """All but the names of the runs and their times."""
    with open_history(where) as history, history._where.reading() as connection:
        return [
            sorted(map(tuple, connection.execute(text(query))))
            for query in (
                "SELECT policy, unit, period, fingerprint, is_current FROM scoring",
                "SELECT s.period, r.unit, r.value, r.numerator, r.denominator, r.judgement "
                "FROM result r JOIN scoring s ON s.number = r.scoring",
                "SELECT period, outcome FROM filed",
            )
        ]


def test_two_batches_at_once_leave_the_history_as_one_after_the_other(bureau, where, tmp_path):
    for process in [start(bureau, out, where) for out in ("结果1", "结果2")]:
        ended(process)

    other = str(tmp_path / "one by one.db")
    for out in ("结果3", "结果4"):
        ended(start(bureau, out, other))
    scorings, _, filed = kept(where)
    assert kept(where) == kept(other)
    assert [period for _, _, period, _, _ in scorings] == ["2018-07", "2018-08", "2018-09"]
    assert [outcome for _, outcome in filed] == ["new", "unchanged"] * 3
