"""A return to be scored: what is asked for it, and what decides its result. Imports nothing that scores."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from healthkpi.batch._grouping import Return
from healthkpi.batch._looking import Digests
from healthkpi.batch._sealed import Sealed
from healthkpi.batch.job import Job
from healthkpi.json_line import json_line
from healthkpi.model.grid import Workbook
from healthkpi.model.tool import tool_version
from healthkpi.request import Request


@dataclass(frozen=True, slots=True)
class Task:
    """A return to be scored; `earlier` are the folders in which the returns before it lie."""

    made: Return
    companions: tuple[Path, ...]
    digests: Mapping[Path, str]
    fingerprint: str
    earlier: tuple[Path, ...] = ()
    known: Mapping[Path, Sealed[Workbook]] = field(
        default_factory=dict
    )  # of its files those that were read already
    has_history: bool = False  # of its unit, so that it is worth opening


def request_of(job: Job, task: Task) -> Request:
    """What `check` would be asked for this return."""
    made = task.made
    day = made.span.end if made.span is not None else None
    return replace(
        job.request,
        files=(*(file.path for file in made.files), *task.companions),
        policy=made.key.policy,
        period=made.span,
        as_of=job.request.as_of or day,
        known={path: sealed.opened() for path, sealed in task.known.items()},
    )


def fingerprint_of(
    job: Job,
    made: Return,
    companions: Sequence[Path],
    definitions: str,
    earlier: Mapping[str, str],
    digests: Digests,
) -> str:
    """A SHA-256 over all that decides the result; `earlier` are the fingerprints of the returns before it."""
    request = replace(job.request, files=(), definitions=Path(), policy=None, compared=frozenset())
    others = [*request.units, *request.baselines, *filter(None, (request.confirmed, request.corrections))]
    template = hashlib.sha256(job.template.content).hexdigest() if job.template is not None else None
    decides = [
        tool_version(),
        definitions,
        repr(request),
        sorted(job.request.compared),  # the order of a set changes from process to process
        [str(job.language), template, str(job.report_by), str(job.each)],
        [[wish.name, str(wish.kind)] for wish in job.reports],
        [[file.name, digests.of(file.path)] for file in made.files],
        [[path.name, digests.of(path)] for path in (*companions, *others)],
        sorted(earlier.items()),
    ]
    return hashlib.sha256(json_line(decides)).hexdigest()
