"""Every error a user can mend, and what each exit code means.

Anything else that is raised is our own bug and ends in exit code 3.
"""

from collections.abc import Sequence
from enum import IntEnum

from healthkpi.text import Text, joined


class ExitCode(IntEnum):
    """What the caller of a scheduled script learns; the same under every option."""

    ALL_MET = 0  # something was evaluated and nothing due is missed
    MISSED = 1  # a due target is missed
    UNUSABLE = 2  # usage, definition or input error, or nothing was evaluated
    BUG = 3
    NOT_JUDGED = 4  # none missed, but one whose table was supplied could not be judged
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class HealthKpiError(Exception):
    """Something the user can mend: where, what is wrong, what to do instead."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class UsageError(HealthKpiError):
    """The command line asks for something that cannot be."""


class DefinitionError(HealthKpiError):
    """A definition file says something that cannot be meant."""


class InputError(HealthKpiError):
    """An input file cannot be used."""


class Several(HealthKpiError):
    """All the errors of one pass, so that they are mended in one go."""

    def __init__(self, errors: Sequence[HealthKpiError]) -> None:
        super().__init__(joined([error.message for error in errors], "\n", "\n"))
        self.errors = tuple(errors)
