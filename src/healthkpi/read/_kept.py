"""Remember what small parts of files came to: a thousand returns filled into one template share most of theirs."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, TypeVarTuple, cast

MOST_KEPT = 64
# The relations of a workbook are 1 KB; a style sheet of a megabyte, pasted together for years, is of one file alone.
LARGEST_KEPT = 16 * 1024

T = TypeVar("T")
More = TypeVarTuple("More")


def keep_small(make: Callable[[bytes, *More], T]) -> Callable[[bytes, *More], T]:
    """A function of the bytes of a part that makes the same thing of the same small part only once."""
    kept = cast("Callable[[bytes, *More], T]", lru_cache(maxsize=MOST_KEPT)(make))

    def made(part: bytes, /, *more: *More) -> T:
        return (make if len(part) > LARGEST_KEPT else kept)(part, *more)

    return made
