"""One scoring of a return as it is compared with another: what it was made of and what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from healthkpi.model.run import Document, ReturnKey
from healthkpi.text import Text

# Indicator, level, unit.
ResultKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator and the unit of measure of its values."""

    name: Text
    measure: str


@dataclass(frozen=True, slots=True)
class Told:
    """A scoring, wherever it is kept. Numbers are as the document writes them; `sheets` are there where figures are kept."""

    key: ReturnKey
    run: str
    definitions: str
    inputs: Mapping[str, str]  # name and SHA-256
    options: Mapping[str, Any]
    corrections: Sequence[Mapping[str, Any]]
    late: Sequence[Mapping[str, Any]]
    results: Mapping[ResultKey, Mapping[str, Any]]
    indicators: Mapping[str, Named] = field(default_factory=dict)
    sheets: Sequence[Document] = ()


class Cause(StrEnum):
    """What can make a figure another one."""

    DATA = "data"
    DEFINITION = "definition"
    CORRECTION = "correction"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A figure of the inputs that is another one; None where there was, or is, no such row or nothing in the cell."""

    place: str
    row: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A result that differs; None where it was not, or is no more, there. `because` are the causes it may have."""

    key: ResultKey
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    because: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A return on both sides, or on one only: what moved, and what of its making differs."""

    before: Told | None
    after: Told | None
    moved: Sequence[Moved] = ()
    files: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    cells: Sequence[CellChange] = ()
    corrections: Sequence[Mapping[str, Any]] = ()  # only after
    dropped: Sequence[Mapping[str, Any]] = ()  # only before
    late: Sequence[Mapping[str, Any]] = ()  # declared only after
    options: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def key(self) -> ReturnKey:
        """Which return it is; of two times the later one."""
        told = self.after or self.before
        if told is None:
            raise ValueError("a comparison has a side")
        return told.key

    @property
    def has_new_definitions(self) -> bool:
        """Whether the definitions are of another version."""
        return (
            self.before is not None
            and self.after is not None
            and (self.before.definitions != self.after.definitions)
        )

    @property
    def is_same(self) -> bool:
        """Whether nothing moved and nothing of its making differs."""
        made_alike = not (self.files or self.corrections or self.dropped or self.options or self.late)
        both = self.before is not None and self.after is not None
        return both and made_alike and not self.moved and not self.has_new_definitions
