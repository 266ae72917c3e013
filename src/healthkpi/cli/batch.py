"""`healthkpi batch`: all returns below some folders in one run, made for scripts that run every night."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli import _batch_options as of_batch
from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._asked import Extent
from healthkpi.cli._batch_job import Given, make_job
from healthkpi.cli._batch_notices import notices_of, notify, notify_of_failure
from healthkpi.cli._batch_options import AskedOfMany
from healthkpi.cli._grouped import grouped
from healthkpi.cli._jobs import find_job
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._settings import read_settings
from healthkpi.errors import ExitCode, HealthKpiError
from healthkpi.processes import get_ready

if TYPE_CHECKING:
    from healthkpi.batch.job import Job
    from healthkpi.notices import Wished


@grouped
def batch(
    asked: AskedOfMany,
    extent: Extent,
    roots: of_batch.Roots = None,
    out: of_batch.Out = None,
    job: of_batch.JobName = None,
    report: of_batch.Reports = None,
    each: of_batch.EachWord = None,
    report_by: options.ReportBy = None,
    template: options.TemplateFile = None,
    dry_run: of_batch.DryRun = False,
    wait: of_batch.Wait = 0.0,
    force: of_batch.Force = False,
    processes: of_batch.Processes = None,
    quiet: of_batch.Quiet = False,
    format_: of_batch.FormatName = "table",
    lang: options.Lang = None,
) -> int:
    """Score every return that has changed; the exit code is the worst of all (docs/reference/exit-codes.md)."""
    values.check_lang(lang)
    values.refuse_formats(format_, (), ("table", "json"), ())
    settings = read_settings(Path())
    written = find_job(settings, job) if job is not None else None
    given = Given(roots, out, report, each, report_by, template, asked.history).over(written)
    get_ready(processes, _files_below(given.roots or ()))
    wanted = make_job(given, asked, extent, settings, written)
    wanted = replace(wanted, wait=wait, force=force, processes=processes)
    if dry_run:
        return _dry_run(wanted)
    return _run(wanted, notices_of(settings, written), format_, quiet=quiet)


def _files_below(roots: Sequence[str]) -> Iterator[str]:
    """Whatever lies there, unsorted: only whether there are many is asked."""
    return (name for root in roots for _, _, names in os.walk(root) for name in names)


def _dry_run(job: "Job") -> int:
    from healthkpi.batch import Telling, plan_batch
    from healthkpi.cli import _batch_page as page

    plan = plan_batch(job, Telling())
    page.print_plan(plan, LANGUAGE)
    return ExitCode.UNUSABLE if plan.failed else ExitCode.ALL_MET


def _run(job: "Job", notices: "tuple[Wished, ...]", format_: str, *, quiet: bool) -> int:
    from healthkpi.batch import run_batch
    from healthkpi.cli._batch_progress import tell_progress

    try:
        with tell_progress(quiet=quiet) as telling:
            ended = run_batch(job, telling)
    except HealthKpiError as error:
        notify_of_failure(notices, error)
        raise
    from healthkpi.cli import _batch_page as page

    page.print_end(ended, job.out, LANGUAGE, format_, quiet=quiet)
    return notify(notices, ended, job.out)
