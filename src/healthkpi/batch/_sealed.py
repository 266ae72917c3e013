"""A value on its way from one process to another, through a third that does not look at it."""

import pickle
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Packed:
    """A value that arrived from another process, as it was sent."""

    content: bytes


class Sealed(Generic[Value]):
    """Made into bytes once, where it is first sent on, and a value again only where it is opened."""

    def __init__(self, held: Value | _Packed) -> None:
        self._held = held

    def opened(self) -> Value:
        """The value."""
        held = self._held
        if isinstance(held, _Packed):
            return cast(Value, pickle.loads(held.content))  # noqa: S301 - from a process of this run, no file
        return held

    def __reduce__(self) -> tuple[object, ...]:
        held = self._held
        packed = held if isinstance(held, _Packed) else _Packed(pickle.dumps(held, pickle.HIGHEST_PROTOCOL))
        return Sealed, (packed,)
