"""What is made of one value alike for all who ask: made for the first of them, kept for the others."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")


class Once:
    """By what it is, what was made; it belongs to the value that holds it, and no copy of that takes it along."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What stands under the key."""
        try:
            return cast(Made, self._made[key])
        except KeyError:
            made = self._made[key] = make()
            return made
