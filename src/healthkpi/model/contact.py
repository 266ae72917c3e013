"""Whom to ask in a unit, as the list of units says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """The officer of a unit and a telephone number; either may be blank."""

    person: str = ""
    phone: str = ""
