"""What the history gives back: scorings that are kept, what became of the returns of a run, and locks."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from healthkpi.model.period import Period
from healthkpi.model.run import Document, ReturnKey
from healthkpi.text import Text


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


def packed(document: Document) -> bytes:
    """A document small enough to keep every one."""
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(data: bytes) -> Document:
    """The document again."""
    document: Document = json.loads(zlib.decompress(data))
    return document


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
