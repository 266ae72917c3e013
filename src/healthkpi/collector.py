"""Python's search for rings of objects that nobody holds any more, made rare.

What a check makes are trees, which go without it: looking for rings among a million results, again whenever some hundred are
added, takes an eighth of a large run and finds next to nothing.
"""

import gc

# Of the youngest objects, then how many searches of an age there are before one of the next.
_SELDOM = (1_000_000, 50, 1_000)


def search_seldom() -> None:
    """For this process."""
    gc.set_threshold(*_SELDOM)
