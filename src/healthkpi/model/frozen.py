"""Values that are made by the ten thousand."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(made: type[Made]) -> type[Made]:
    """`@dataclass(frozen=True, slots=True)` as far as mypy sees, which holds all of src to it.

    Python's own guard goes through a call for each field of each value: four times as long as to set them.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)
