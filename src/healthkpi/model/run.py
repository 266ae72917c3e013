"""One run over many returns: what run.json and the history keep of it, plain data throughout."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from healthkpi.errors import ExitCode
from healthkpi.model.period import Period
from healthkpi.text import Text

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class ReturnKey:
    """Which return it is: of which unit, for which period, under which policy; no two of a run share it.

    `unit` is the area of the policy, or the folder or file that is a unit of its own. `period` is as `Period` says itself
    ("2018-09"), empty where the files tell none.
    """

    policy: str
    unit: str
    period: str

    def __str__(self) -> str:
        return " ".join(each for each in (self.policy, self.unit, self.period) if each)


@dataclass(frozen=True, slots=True)
class InputRead:
    """A file of a return, named from the folder it was looked for in; rows are those of recognised tables."""

    name: str
    sha256: str
    size: int
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A return that was scored.

    `fingerprint` is a SHA-256 over everything that decides the result: inputs, corrections, answers, definitions, options,
    version. `document` is what `--format json` prints, `brief` what run.json says of it. `sheets` are the figures in the form of `history.kept_sheets`, for
    later periods to be compared with. A run packs both, for it holds those of all its returns.
    """

    key: ReturnKey
    span: Period | None
    fingerprint: str
    inputs: tuple[InputRead, ...]
    corrections_sha256: str | None  # of all files of corrections; None without any
    brief: Document
    document: Document
    sheets: tuple[Document, ...]
    seconds: float
    is_reused: bool = False  # nothing that decides it has changed since it was scored

    @property
    def exit_code(self) -> int:
        """What `check` of this return would have ended with."""
        return int(self.brief["exit_code"])


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or a return that could not be scored, why, and with what that alone would have ended."""

    name: str
    message: Text
    exit_code: ExitCode = ExitCode.UNUSABLE


def run_name(moment: datetime) -> str:
    """By its time to the millisecond, so that runs sort as they happened, and never given twice."""
    return f"{moment:%Y%m%dT%H%M%S}.{moment.microsecond // 1000:03}Z-{secrets.token_hex(3)}"


@dataclass(frozen=True, slots=True)
class Run:
    """All of it. Times are UTC; `id` sorts by time and is never given twice."""

    id: str
    started: datetime
    finished: datetime
    version: str
    arguments: Mapping[str, Any]
    scored: tuple[Scored, ...]
    failed: tuple[Failed, ...]
    exit_code: int
