"""A return is scored from what its fingerprint was made of."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from healthkpi.batch import Telling, plan_batch, run_batch
from healthkpi.batch._plan import _of_periods
from healthkpi.batch._scoring import Score
from healthkpi.batch._task import Task
from healthkpi.batch.job import Job, Newest, Wish
from healthkpi.model.treatment import Treatment
from healthkpi.processes import FEW_FILES
from healthkpi.request import Request
from returns import USUAL, Bureau, write_return


@pytest.fixture
def job(tmp_path):
    Bureau(tmp_path)
    inbox = tmp_path / "收件箱"
    for month in ("8月", "9月"):
        (inbox / f"2018年{month}").mkdir(parents=True)
        write_return(
            inbox / f"2018年{month}", USUAL, title=f"某区签约情况表（2018年{month}）", name="签约.xlsx"
        )
    return Job([str(inbox)], tmp_path / "结果", Request((), tmp_path / "indicators"))


def test_a_file_that_changes_between_the_plan_and_the_scoring_is_left_for_the_next_run(job):
    planned = plan_batch(job, Telling()).planned[1]
    write_return(planned.made.own[0].path.parent, [["甲乡", 1000, 1]], name="签约.xlsx")

    failed = Score(job)(Task(planned.made, (), planned.digests, planned.fingerprint))

    assert failed is not None
    assert failed.message.en == "签约.xlsx changed while it was scored; the next run takes it"
    assert not job.out.exists()


def test_a_file_that_vanishes_between_the_plan_and_the_scoring_is_told(job):
    planned = plan_batch(job, Telling()).planned[1]
    planned.made.own[0].path.unlink()

    failed = Score(job)(Task(planned.made, (), planned.digests, planned.fingerprint))

    assert failed is not None
    assert "does not exist" in failed.message.en


@pytest.mark.parametrize(
    ("rule", "months"),
    [
        (Newest.ALL, ["2018-08", "2018-09"]),
        (Newest.LATEST, ["2018-09"]),
        (Newest.LAST_MONTH, ["2018-08"]),
        (Newest.THIS_MONTH, ["2018-09"]),
        (Newest.THIS_YEAR, []),
        (Newest.LAST_YEAR, []),
    ],
)
def test_a_rule_chooses_the_periods_by_the_day(job, rule, months):
    returns = [each.made for each in plan_batch(job, Telling()).planned]

    chosen = _of_periods(returns, rule, date(2018, 9, 1))

    assert [made.key.period for made in chosen] == months


def test_every_thing_that_decides_a_result_changes_its_fingerprint(job, tmp_path):
    def fingerprint(changed):
        return plan_batch(changed, Telling()).planned[0].fingerprint

    request = job.request
    others = [
        job,
        replace(job, language="en"),
        replace(job, reports=[Wish("通报.md")]),
        replace(job, report_by=date(2018, 10, 8)),
        replace(job, request=replace(request, as_of=date(2018, 12, 31))),
        replace(job, request=replace(request, missing=Treatment.ZERO)),
        replace(job, request=replace(request, suppress_below=5)),
        replace(job, request=replace(request, indicators=("signing-coverage",))),
        replace(job, request=replace(request, parameters={"tolerance": "3%"})),
    ]

    found = [fingerprint(each) for each in others]

    assert len(set(found)) == len(others)
    assert (
        fingerprint(replace(job, processes=2, wait=9.0, request=replace(request, password="x"))) == found[0]
    )


def test_a_password_is_in_no_file_of_the_results(job):
    run_batch(replace(job, request=replace(job.request, password="s3cret-w0rd")), Telling())

    found = b"".join(path.read_bytes() for path in Path(job.out).rglob("*") if path.is_file())
    assert b"s3cret-w0rd" not in found


def test_what_an_older_version_left_in_the_folder_is_scored_again(job):
    run_batch(job, Telling())
    for kept in job.out.glob(".healthkpi/kept/*/return.packed"):
        kept.rename(kept.with_name("return.jsonl"))

    again = run_batch(job, Telling()).run

    assert [each.is_reused for each in again.scored] == [False, False]
    assert [each.is_reused for each in run_batch(job, Telling()).run.scored] == [True, True]


def test_what_run_json_says_of_a_return_is_what_its_document_says(job):
    (first, second) = run_batch(job, Telling()).run.scored

    for scored in (first, second):
        document, brief = scored.document, scored.brief
        names = ("level", "unit", "status", "value", "numerator", "denominator")
        names += ("target", "reached", "judgement", "gap", "reason")
        assert brief == {
            **{name: document[name] for name in ("as_of", "exit_code", "summary", "findings")},
            "definitions": document["definitions"]["version"],
            "corrections": document.get("corrections"),
            "judgements": [
                {"indicator": indicator["id"], **{name: unit[name] for name in names}}
                for indicator in document["indicators"]
                if indicator["supplied"]
                for unit in indicator["judged"]
            ],
        }
        assert brief["judgements"]


def test_what_was_scored_is_the_same_when_it_is_read_again(job):
    now, again = (run_batch(job, Telling()).run.scored for _ in range(2))

    assert [each.is_reused for each in again] == [True, True]
    for first, second in zip(now, again, strict=True):
        assert replace(second, is_reused=False) == first


RUN = """
import sys
from healthkpi.cli._exit import run
if __name__ == "__main__":
    code = run(["batch", "uploads", "-o", "out", "-q", "--history", "none", "--each", "file", "--processes", sys.argv[1]])
    print(code, "pandas" in sys.modules)
"""


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_that_scores_nothing_does_without_pandas(tmp_path, processes):
    Bureau(tmp_path)
    (tmp_path / "uploads").mkdir()
    for number in range(FEW_FILES + 1):
        path = tmp_path / "uploads" / f"签约2018年9月-{number}.csv"
        path.write_text(f"乡镇,常住人口,签约人数\n甲乡,100,{number}\n", "utf-8")
        os.utime(path, (time.time() - 3600,) * 2)
    (tmp_path / "run.py").write_text(RUN, "utf-8")

    said = [
        subprocess.run(
            [sys.executable, "run.py", processes], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]

    assert len(list((tmp_path / "out" / "plan").rglob("结果.json"))) == FEW_FILES + 1
    assert said == [["0", "True"], ["0", "False"]]
