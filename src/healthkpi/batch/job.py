"""What a run is asked for, whole: from options, or from a job that is written down in healthkpi.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from healthkpi.errors import ExitCode
from healthkpi.model.period import Period
from healthkpi.present import Kind, Template
from healthkpi.request import Request
from healthkpi.text import Language


class Each(StrEnum):
    """What is a unit of its own: the area of the policy, with all files of a period together, or each folder, or each file."""

    AREA = "area"
    FOLDER = "folder"
    FILE = "file"


class Newest(StrEnum):
    """Which periods are scored: all, the newest of each unit, or that of a calendar."""

    ALL = "all"
    LATEST = "latest"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    THIS_YEAR = "this year"
    LAST_YEAR = "last year"


# Worst first: a script is told the worst of all returns.
SEVERITY = (ExitCode.BUG, ExitCode.UNUSABLE, ExitCode.MISSED, ExitCode.NOT_JUDGED, ExitCode.ALL_MET)


@dataclass(frozen=True, slots=True)
class Wish:
    """A report that each return gets in its folder; its suffix picks the format."""

    name: str
    kind: Kind = Kind.BULLETIN


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that a run is asked for; `request` is that of every return, still without files.

    An exit code that is not among
    `fails_on` counts as nothing amiss.
    """

    roots: Sequence[str]
    out: Path
    request: Request
    each: Each = Each.AREA
    periods: Newest | Period = Newest.ALL
    reports: Sequence[Wish] = ()
    language: Language = "zh"
    template: Template | None = None
    report_by: date | None = None
    history: str | None = None
    fails_on: frozenset[ExitCode] = frozenset(SEVERITY)
    force: bool = False
    processes: int | None = None
    wait: float = 0.0
    name: str | None = None  # of a job that is written down
    arguments: Mapping[str, object] = field(default_factory=dict)  # as they were given, for run.json
