"""Faults and assumptions found in the data: rows with a code, a place and words; never exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from healthkpi.model.place import Place
from healthkpi.model.question import Question
from healthkpi.text import Text


class Severity(StrEnum):
    """How much a finding matters to the figures."""

    ERROR = "error"  # a figure could not be used
    WARNING = "warning"  # a figure is used, but somebody should look
    NOTE = "note"  # what was assumed


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: HK2xx input, HK3xx figures.

    A code is declared beside the check that raises it, with `declare`.
    """

    id: str
    severity: Severity
    message: Text
    explanation: Text


_declared: dict[str, Code] = {}


def declare(identifier: str, severity: Severity, message: Text, explanation: Text) -> Code:
    """Declare a code; every code is declared once."""
    if identifier in _declared:
        raise ValueError(f"finding code {identifier} is declared twice")
    code = Code(identifier, severity, message, explanation)
    _declared[identifier] = code
    return code


def declared_codes() -> Mapping[str, Code]:
    """The codes of all modules imported so far."""
    return dict(sorted(_declared.items()))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who says why a finding may stand, and which row of the corrections file says so."""

    reason: str
    who: str
    when: date
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or assumption at one place, with what it asks of a person; accepted, it is not open any more."""

    code: Code
    place: Place | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    unit: str | None = None
    questions: tuple[Question, ...] = ()
    accepted: Acceptance | None = None

    @property
    def message(self) -> Text:
        """What is wrong, without its place."""
        return self.code.message.format(**self.details)
