"""A list of the units that have to report, as a bureau keeps it in a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from healthkpi.model.contact import Contact
from healthkpi.model.place import Place


@dataclass(frozen=True, slots=True)
class Roster:
    """The units of one level with their other names; complete: a name that is not on it is a stranger."""

    level: str
    units: Mapping[str, tuple[str, ...]]
    place: Place
    contacts: Mapping[str, Contact] = field(default_factory=dict)
