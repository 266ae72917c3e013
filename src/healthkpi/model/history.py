"""What the history gives back: scorings that are kept, what became of the returns of a run, and locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from healthkpi.model.packed import unpacked
from healthkpi.model.period import Period
from healthkpi.model.run import Document, ReturnKey
from healthkpi.text import Text, same


@dataclass(frozen=True, slots=True)
class Lock:
    """Who froze what was published, when and why; without policy or unit it holds for all of them."""

    period: str
    by: str
    since: datetime
    policy: str | None = None
    unit: str | None = None
    why: str = ""

    def covers(self, key: ReturnKey) -> bool:
        """Whether a return may not change."""
        return (
            key.period == self.period and self.policy in {None, key.policy} and self.unit in {None, key.unit}
        )


def scope_said(lock: Lock) -> Text:
    """What a lock is on, in words."""
    narrower = " ".join(each for each in (lock.policy, lock.unit) if each)
    return same(f"{lock.period} {narrower}".strip())


@dataclass(frozen=True, slots=True)
class Kept:
    """One scoring of a return as the history keeps it."""

    number: int
    run: str
    key: ReturnKey
    span: Period | None
    recorded: datetime
    fingerprint: str
    corrections_sha256: str | None
    inputs: tuple[tuple[str, str], ...]  # name and SHA-256
    is_current: bool
    supersedes: int | None
    _packed: bytes = field(repr=False)

    @property
    def document(self) -> Document:
        """What `--format json` printed of it."""
        return unpacked(self._packed)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What an indicator came to for a unit at one time, by the scoring that counts; numbers are in its own unit."""

    period: Period
    status: str
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    judgement: str
    reached: bool | None
    low: Fraction | None
    high: Fraction | None
    gap: Fraction | None
    run: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One unit over time, oldest first; `of` is whose returns the figures come from."""

    policy: str
    of: str
    level: str
    unit: str
    is_judged: bool
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over time, unit by unit."""

    indicator: str
    name: Text
    measure: str
    lines: tuple[TrendLine, ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every time that any unit has a figure for, oldest first."""
        found = {point.period for line in self.lines for point in line.points}
        return tuple(sorted(found, key=lambda each: (each.end, each.start)))


@dataclass(frozen=True, slots=True)
class KeptReturn:
    """A return as it stands: when it was scored last, how often before, and whether it is locked."""

    key: ReturnKey
    run: str
    recorded: datetime
    exit_code: int
    earlier: int
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run and what became of its returns."""

    id: str
    started: datetime
    finished: datetime
    version: str
    exit_code: int
    outcomes: Mapping[str, int]
    failed: int


class Outcome(StrEnum):
    """What became of a return of a run."""

    NEW = "new"
    SUPERSEDED = "superseded"  # it differs from what was kept, which stays beside it
    UNCHANGED = "unchanged"  # it is what is kept already
    REFUSED = "refused"  # it is locked


@dataclass(frozen=True, slots=True)
class Filed:
    """One return of a run in the history; `message` says why it was refused."""

    key: ReturnKey
    outcome: Outcome
    message: Text | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of every return of a run."""

    run: str
    returns: Sequence[Filed]

    @property
    def refused(self) -> tuple[Filed, ...]:
        """Those that a lock holds."""
        return tuple(each for each in self.returns if each.outcome is Outcome.REFUSED)
