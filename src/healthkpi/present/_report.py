"""What every output is made of: the scorecard, the definitions that it names and the rows behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from healthkpi.definitions.policy import Policy
from healthkpi.model.contact import Contact
from healthkpi.model.scorecard import Scorecard
from healthkpi.model.table import StatTable

Made = TypeVar("Made")


class Kind(StrEnum):
    """For whom a report is written: for all units, for the leader on one page, for each unit about itself."""

    BULLETIN = "bulletin"
    BRIEF = "brief"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Template:
    """The bureau's own page with placeholders in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """One frozen result to render. `levels` are those listed besides the judged one, `sections` those asked for.

    `report_by` is the day by which returns had to be in, where one was given.
    """

    scorecard: Scorecard
    policy: Policy
    tables: Mapping[str, StatTable]
    levels: Sequence[str] = ()
    sections: Sequence[str] = ()
    unit: str | None = None
    report_by: date | None = None
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    kind: Kind = Kind.BULLETIN
    template: Template | None = None
    _made: dict[Callable[["Report"], Any], Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def once(self, make: Callable[["Report"], Made]) -> Made:
        """What several sections are made from, made for the first of them; `make` is a function at the top of a module."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made
